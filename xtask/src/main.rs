//! The project's commands, as `cargo xtask <command>`.
//!
//! **Invariant:** a fresh machine knows nothing: each command sets up what it needs and is missing, says what it
//! does and how long it took, and fails with one line that says what to do.

mod bench;
mod browser;
mod dist;
mod embed;
mod files;
mod fuzz;
mod options;
mod playground;
mod profile;
mod render;
mod replay;
mod serve;
mod site;
mod size;
mod step;
mod test;
mod tools;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Builds, serves, tests and measures Causerie. The first run installs what is missing.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Builds everything and serves the standalone page and the examples on 127.0.0.1.
    Serve(serve::Options),
    /// Runs all tests, native and in the browser.
    Test(test::Options),
    /// Makes what is published: `dist/` with compressed copies, the npm package, and the crates.
    Dist(dist::Options),
    /// Prints what a page loads, file by file: raw, gzip and brotli bytes.
    Size(size::Options),
    /// Decodes recorded replies in many cuttings and prints what became of them, a JSON line each.
    Replay(replay::Options),
    /// Prints markdown as HTML: what the widget makes of it.
    Render(render::Options),
    /// Measures: `bench decode` is the reply decoder against JavaScript's, `bench stream` an answer in a browser,
    /// `bench store` the archive of conversations.
    Bench(bench::Options),
    /// Feeds random bytes to the reply decoder, the error classifier and the markdown parser, for minutes.
    Fuzz(fuzz::Options),
    /// Makes causerie.js out of what Trunk built. Trunk calls it, as a hook.
    #[command(hide = true)]
    Embed,
}

fn main() -> ExitCode {
    let result = match Args::parse().command {
        Command::Serve(options) => serve::run(&options),
        Command::Test(options) => test::run(&options),
        Command::Dist(options) => dist::run(&options),
        Command::Size(options) => size::run(&options),
        Command::Replay(options) => replay::run(&options),
        Command::Render(options) => render::run(&options),
        Command::Bench(options) => bench::run(&options),
        Command::Fuzz(options) => fuzz::run(&options),
        Command::Embed => embed::run(),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    }
}
