//! `cargo xtask fuzz`: random bytes against the reply decoder, the error classifier and the markdown parser.
//!
//! **Invariant:** the seeds in `fuzz/corpus` are read and never written; what a run learns goes on in
//! `target`, so that the next one starts from there. The pinned compiler is enough: cargo-fuzz needs switches that
//! rustc keeps for itself, and no memory sanitizer, as the core has no unsafe code.

use clap::{Args, ValueEnum};

use crate::step::{Result, must, step};
use crate::{files, tools};

/// The longest input; longer ones say nothing new and are slow.
const LONGEST: usize = 4096;
/// One input may take this many seconds.
const HANGS_AFTER: u32 = 10;

#[derive(Args)]
pub struct Options {
    /// Only this target.
    target: Option<Target>,
    /// How long to run each target.
    #[arg(long, value_name = "N", default_value_t = 600, value_parser = clap::value_parser!(u32).range(1..))]
    seconds: u32,
}

#[derive(Clone, Copy, ValueEnum)]
enum Target {
    /// Any bytes as a reply, whole and cut.
    Reply,
    /// Any status and body as a reply that failed.
    Error,
    /// Any text as markdown, in pieces and against two other parsers.
    Markdown,
}

pub fn run(options: &Options) -> Result {
    let targets = options.target.map_or_else(|| Target::value_variants().to_vec(), |target| vec![target]);
    let cargo_fuzz = tools::cargo_fuzz()?;
    for target in targets {
        let name = target.name();
        let learnt = files::target().join("fuzz").join(name);
        files::make_folder(&learnt)?;
        step(&format!("fuzz {name} for {} s", options.seconds), || {
            let mut fuzz = crate::step::command(&cargo_fuzz);
            fuzz.args(["run", "--sanitizer", "none", name]).arg(&learnt).arg(format!("fuzz/corpus/{name}"));
            fuzz.args(["--", &format!("-dict=fuzz/{}", target.dictionary()), "-print_final_stats=1"]);
            fuzz.arg(format!("-max_total_time={}", options.seconds));
            fuzz.arg(format!("-max_len={LONGEST}")).arg(format!("-timeout={HANGS_AFTER}"));
            // The flags of the widget's own build are not the fuzzer's.
            fuzz.env("RUSTC_BOOTSTRAP", "1").env_remove("CARGO_BUILD_TARGET").env_remove("RUSTFLAGS");
            must(&mut fuzz).map_err(|_| {
                format!("fuzz {name}: the lines above say what failed; fuzz/README.md says how to make a test of it")
            })
        })?;
    }
    Ok(())
}

impl Target {
    /// The file of words that its inputs have.
    fn dictionary(self) -> &'static str {
        match self {
            Self::Reply | Self::Error => "dictionary",
            Self::Markdown => "dictionary.markdown",
        }
    }

    /// The name of its program and of its folder of seeds.
    fn name(self) -> &'static str {
        match self {
            Self::Reply => "reply",
            Self::Error => "error",
            Self::Markdown => "markdown",
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::ValueEnum;

    use super::Target;
    use crate::files::{names, read_text, root};

    #[test]
    fn each_target_has_a_program_and_seeds() {
        let manifest = read_text(&root().join("fuzz/Cargo.toml")).unwrap();
        for target in Target::value_variants() {
            let name = target.name();
            assert!(manifest.contains(&format!("path = \"fuzz_targets/{name}.rs\"")), "{name}");
            assert!(
                !names(&root().join("fuzz/corpus").join(name)).unwrap().is_empty(),
                "{name} has no seeds"
            );
        }
        assert_eq!(Target::value_variants().len(), manifest.matches("[[bin]]").count());
    }
}
