//! What goes wrong before any work is said in one line that says what to do.

#![allow(clippy::unwrap_used, reason = "a test may")]

use std::net::TcpListener;
use std::process::{Command, Output};

fn xtask(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_xtask")).args(args).env("NO_SUCH_KEY", "").output().unwrap()
}

/// The one line on standard error.
fn refusal(args: &[&str]) -> String {
    let output = xtask(args);
    assert!(!output.status.success(), "{args:?} is taken");
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn a_busy_port_is_said_before_anything_is_built() {
    let taken = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let said = refusal(&["serve", "--port", &port]);
    assert!(said.starts_with(&format!("error: port {port} cannot be used")), "{said}");
    assert!(said.contains("--port") && said.lines().count() == 1, "{said}");
}

#[test]
fn a_missing_key_is_said_before_anything_is_built() {
    let serve = ["serve", "--port", "0", "--upstream", "https://host/v1", "--api-key-env", "NO_SUCH_KEY"];
    let said = refusal(&serve);
    assert_eq!(
        said,
        "error: --api-key-env NO_SUCH_KEY: no such variable in the environment, or it is empty\n"
    );
}

#[test]
fn a_wrong_upstream_is_said_before_anything_is_built() {
    assert!(refusal(&["serve", "--upstream", "host"]).contains("not a URL such as https://host/v1"));
    assert!(refusal(&["serve", "--model", "m"]).contains("--upstream"));
}

#[test]
fn a_wrong_profile_is_said_before_anything_is_built() {
    let said = refusal(&["serve", "--profile", "nobody"]);
    assert!(said.contains("paradigm, aleph-alpha, openai, xroute, gateway"), "{said}");
    let both = ["serve", "--profile", "openai", "--upstream", "https://host/v1"];
    assert!(refusal(&both).contains("cannot be used with"));
}

#[test]
fn a_missing_browser_is_named() {
    let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(["test", "--e2e", "none"])
        .env("CHROMIUM", "/no/such/browser")
        .output()
        .unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("CHROMIUM=/no/such/browser: there is no such file"), "{said}");
}

#[test]
fn every_command_prints_its_usage() {
    for command in [
        "serve",
        "test",
        "size",
        "replay",
        "render",
        "bench",
        "bench decode",
        "bench stream",
        "bench store",
        "fuzz",
    ] {
        let args: Vec<&str> = command.split(' ').chain(["--help"]).collect();
        let help = String::from_utf8(xtask(&args).stdout).unwrap();
        assert!(help.contains(&format!("Usage: cargo xtask {command}")), "{help}");
    }
}

#[test]
fn the_help_of_a_measurement_says_what_it_takes() {
    for (args, words) in [
        (&["bench", "--help"][..], &["decode", "stream"][..]),
        (&["bench", "stream", "--help"], &["--peers", "--runs <N>", "[default: 3]", "--cells <NAMES>"]),
        (&["bench", "decode", "--help"], &["--rounds <N>", "[default: 9]"]),
        (&["fuzz", "--help"], &["[TARGET]", "reply", "error", "markdown", "--seconds <N>", "[default: 600]"]),
    ] {
        let help = String::from_utf8(xtask(args).stdout).unwrap();
        words.iter().for_each(|word| assert!(help.contains(word), "{args:?} does not say {word}: {help}"));
    }
}

#[test]
fn a_wrong_measurement_is_refused_before_anything_is_built() {
    assert!(refusal(&["fuzz", "nothing"]).contains("[possible values: reply, error, markdown]"));
    assert!(refusal(&["fuzz", "--seconds", "0"]).contains("0 is not in 1.."));
    assert!(refusal(&["bench", "decode", "--rounds", "1"]).contains("1 is not in 5.."));
    assert!(refusal(&["bench", "stream", "--runs", "0"]).contains("0 is not in 1.."));
    assert!(refusal(&["bench", "stream", "--cells", "s500,s9"]).contains("[possible values: s500, s10k"));
    assert!(refusal(&["bench"]).contains("Usage: cargo xtask bench"));
}

#[test]
fn a_missing_tool_is_one_line() {
    // Nothing on the PATH: rustup is the first that is asked for.
    let output = Command::new(env!("CARGO_BIN_EXE_xtask")).args(["size"]).env("PATH", "").output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("rustup") && said.contains("install Rust") && said.lines().count() == 1, "{said}");
}
