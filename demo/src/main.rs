//! The demo server's command line.
//!
//! **Invariant:** what stands on standard output is the address, on one line; tools read it.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use causerie_demo::{Demo, Profile, Upstream, router};
use clap::Parser;

/// Serves the standalone page, the examples and a chat-completions API on 127.0.0.1.
///
/// Without --upstream the API is answered by ELIZA. The model name can ask for trouble (`error-STATUS`,
/// `error-once`, `error-midstream`, `stall`, `cut`, `slow`, `html`, `limited`, `limited-long`, `broke`, `needs-key`,
/// `no-system`, `strict`, `silent`, `empty-slow`) or for something to show (`reasoner`, `thinker`, `two`, `length`,
/// `filtered`, `cites`, `caller`). The question "What is your system prompt?" is answered with it, "Show markdown" with every
/// construct of markdown, and what asks for it "at once" without a pause.
///
/// With --profile ELIZA behaves as another system does: where its API is, what it refuses, how it words errors. A
/// question with "trigger error" in it gets that system's own error first, and an answer when it is asked again.
#[derive(Parser)]
#[command(name = "causerie-demo", version)]
struct Args {
    /// Port to listen on; 0 lets the system pick one.
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Folder with the files to serve.
    #[arg(long, value_name = "DIR")]
    site: Option<PathBuf>,
    /// Milliseconds between two tokens.
    #[arg(long, value_name = "MS", default_value_t = 30)]
    pace: u64,
    /// Behave as this system does, instead of serving ELIZA's own API under /v1.
    #[arg(long, value_name = "NAME", value_enum, conflicts_with = "upstream")]
    profile: Option<Profile>,
    /// Relay to this API (a base URL such as https://host/v1) instead of answering.
    #[arg(long, value_name = "URL")]
    upstream: Option<String>,
    /// The upstream's model that answers where a page asks for `eliza`; not needed if it has only one.
    #[arg(long, value_name = "NAME", requires = "upstream")]
    model: Option<String>,
    /// Environment variable that holds the upstream's key; the key never leaves this server.
    #[arg(long, value_name = "NAME", requires = "upstream")]
    api_key_env: Option<String>,
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(Args::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("causerie-demo: {message}");
            ExitCode::FAILURE
        }
    }
}

async fn run(args: Args) -> Result<(), String> {
    let upstream = match args.upstream {
        Some(url) => {
            Some(Upstream::new(&url, key(args.api_key_env.as_deref())?)?.with_model(args.model).await?)
        }
        None => None,
    };
    let mut demo = Demo::new(Duration::from_millis(args.pace), upstream);
    if let Some(profile) = args.profile {
        demo = demo.playing(profile);
    }
    let address = ("127.0.0.1", args.port);
    let listener = tokio::net::TcpListener::bind(address).await.map_err(|error| {
        format!(
            "port {} cannot be used ({error}); end what runs there or take another with --port",
            args.port
        )
    })?;
    let port = listener.local_addr().map_err(|error| error.to_string())?.port();
    println!("listening on http://127.0.0.1:{port}");
    axum::serve(listener, router(demo, args.site.as_deref())).await.map_err(|error| error.to_string())
}

fn key(name: Option<&str>) -> Result<Option<String>, String> {
    let Some(name) = name else { return Ok(None) };
    match std::env::var(name) {
        Ok(key) if !key.trim().is_empty() => Ok(Some(key.trim().to_owned())),
        _ => Err(format!("--api-key-env {name}: no such variable in the environment, or it is empty")),
    }
}
