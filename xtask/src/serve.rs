//! `cargo xtask serve`: builds, and serves the standalone page and the examples with the demo server.
//!
//! **Invariant:** the key of an upstream goes from the environment to the demo server and nowhere else.

use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, Command};
use std::sync::mpsc::channel;
use std::time::Duration;

use clap::Args;
use notify::{RecursiveMode, Watcher};

use crate::files;
use crate::profile::Profile;
use crate::step::{Result, command, must, step};
use crate::{site, tools};

#[derive(Args)]
pub struct Options {
    /// Port to listen on; 0 lets the system pick one.
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Build again when a source file changes.
    #[arg(long)]
    watch: bool,
    /// Behave as this system does: its addresses, its rules, its errors; the standalone page talks to it.
    #[arg(long, value_name = "NAME", value_enum, conflicts_with = "upstream")]
    profile: Option<Profile>,
    /// Relay to this API (a base URL such as https://host/v1) instead of letting ELIZA answer.
    #[arg(long, value_name = "URL", value_parser = address)]
    upstream: Option<String>,
    /// The upstream's model that the pages talk to; not needed where it has only one.
    #[arg(long, value_name = "NAME", requires = "upstream")]
    model: Option<String>,
    /// Environment variable with the upstream's key; it stays in the server.
    #[arg(long, value_name = "NAME", requires = "upstream")]
    api_key_env: Option<String>,
}

pub fn run(options: &Options) -> Result {
    // Before minutes of building, not after them.
    let port = free(options.port)?;
    check_key(options.api_key_env.as_deref())?;
    let path = tools::ensure()?;
    step("build the demo server", build_demo)?;
    site::build(&path)?;
    let mut server = server(options, port);
    announce(port, options.profile);
    if !options.watch {
        return become_server(server);
    }
    let mut child = server.spawn().map_err(did_not_start)?;
    watch(&mut child, || site::build(&path))
}

/// Builds the demo server.
pub fn build_demo() -> Result {
    must(command("cargo").args(["build", "--package", "causerie-demo"]))
}

/// The demo server's program.
pub fn demo() -> PathBuf {
    files::target().join("debug").join(format!("causerie-demo{}", std::env::consts::EXE_SUFFIX))
}

fn address(text: &str) -> Result<String> {
    match text.starts_with("http://") || text.starts_with("https://") {
        true => Ok(text.to_owned()),
        false => Err("not a URL such as https://host/v1".to_owned()),
    }
}

/// A port that is free now: this one, or for 0 one that the system picks.
fn free(port: u16) -> Result<u16> {
    let bound = TcpListener::bind(("127.0.0.1", port)).and_then(|listener| listener.local_addr());
    bound.map(|address| address.port()).map_err(|error| {
        format!("port {port} cannot be used ({error}); end what runs there or take another with --port")
    })
}

fn check_key(name: Option<&str>) -> Result {
    match name {
        Some(name) if std::env::var_os(name).is_none_or(|key| key.is_empty()) => {
            Err(format!("--api-key-env {name}: no such variable in the environment, or it is empty"))
        }
        _ => Ok(()),
    }
}

fn server(options: &Options, port: u16) -> Command {
    let mut server = command(demo());
    server.arg("--port").arg(port.to_string()).arg("--site").arg(files::site());
    if let Some(profile) = options.profile {
        server.args(["--profile", profile.name()]);
    }
    if let Some(upstream) = &options.upstream {
        server.args(["--upstream", upstream]);
    }
    if let Some(model) = &options.model {
        server.args(["--model", model]);
    }
    if let Some(name) = &options.api_key_env {
        server.args(["--api-key-env", name]);
    }
    server
}

/// Ends as the server does, and with it.
#[cfg(unix)]
fn become_server(mut server: Command) -> Result {
    Err(did_not_start(std::os::unix::process::CommandExt::exec(&mut server)))
}

#[cfg(not(unix))]
fn become_server(mut server: Command) -> Result {
    let status = server.status().map_err(did_not_start)?;
    status.success().then_some(()).ok_or_else(|| format!("the demo server ended ({status})"))
}

fn did_not_start(error: std::io::Error) -> String {
    format!("the demo server did not start: {error}")
}

/// The examples know ELIZA's own address only, so with a profile they are not named.
fn announce(port: u16, profile: Option<Profile>) {
    let home = format!("http://127.0.0.1:{port}");
    println!("The standalone page   {home}/");
    if profile.is_none() {
        println!("The script tag        {home}/examples/script-tag/");
        println!("A page of your own    {home}/examples/static-page/");
        println!("In a Leptos app       {home}/examples/leptos-app/");
    }
    println!("The API               {home}{}/chat/completions", profile.map_or("/v1", Profile::base));
    println!("Ctrl+C ends it.");
}

/// What the site is built of.
const SOURCES: [&str; 11] = [
    "src",
    "wire/src",
    "archive/src",
    "style",
    "embed",
    "extras",
    "playground",
    "examples",
    "embed.js",
    "index.html",
    "chat.json",
];

/// Builds again after each burst of changes, until the server ends.
fn watch(server: &mut Child, mut build: impl FnMut() -> Result) -> Result {
    let (sender, changes) = channel();
    let mut watcher = notify::recommended_watcher(sender).map_err(|error| error.to_string())?;
    for name in SOURCES {
        let path = files::root().join(name);
        watcher.watch(&path, RecursiveMode::Recursive).map_err(|error| error.to_string())?;
    }
    loop {
        if let Ok(Some(status)) = server.try_wait() {
            return Err(format!("the demo server ended ({status})"));
        }
        let is_source = |event: notify::Result<notify::Event>| {
            event.is_ok_and(|event| {
                !event.kind.is_access()
                    && event.paths.iter().any(|path| !path.components().any(|c| c.as_os_str() == "dist"))
            })
        };
        let Ok(change) = changes.recv_timeout(Duration::from_millis(500)) else { continue };
        let mut changed = is_source(change);
        while let Ok(change) = changes.recv_timeout(Duration::from_millis(300)) {
            changed |= is_source(change);
        }
        if changed && let Err(message) = build() {
            eprintln!("error: {message}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_port_that_is_announced_is_the_one_that_is_served() {
        let port = free(0).unwrap();
        assert_ne!(port, 0);
        assert_eq!(free(port), Ok(port));
        let _taken = TcpListener::bind(("127.0.0.1", port)).unwrap();
        assert!(free(port).unwrap_err().contains("--port"));
    }
}
