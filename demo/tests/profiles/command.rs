//! The command line.

use std::process::{Command, Output};

fn demo(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_causerie-demo")).args(args).output().unwrap()
}

#[test]
fn the_help_names_all_systems() {
    let help = String::from_utf8(demo(&["--help"]).stdout).unwrap();
    for name in ["paradigm", "aleph-alpha", "openai", "xroute", "gateway", "trigger error"] {
        assert!(help.contains(name), "{help}");
    }
}

#[test]
fn a_system_is_played_or_relayed_to_not_both() {
    let both = demo(&["--profile", "openai", "--upstream", "https://host/v1"]);
    assert!(!both.status.success());
    assert!(String::from_utf8(both.stderr).unwrap().contains("cannot be used with"));
    assert!(!demo(&["--profile", "nobody"]).status.success());
}
