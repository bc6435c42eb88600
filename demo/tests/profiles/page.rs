//! The standalone page talks to the system that is played.

use std::path::{Path, PathBuf};
use std::time::Duration;

use causerie_demo::{Demo, Profile};
use clap::ValueEnum;
use serde_json::json;

use super::support::{ask, get, read, start};

/// A folder with a page, for one test.
fn site(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("chat.json"), r#"{ "endpoint": "v1", "model": "eliza", "heading": "Hi" }"#)
        .unwrap();
    std::fs::write(folder.join("index.html"), "<!doctype html>page").unwrap();
    folder
}

#[tokio::test]
async fn its_options_name_an_endpoint_and_a_model_that_answer() {
    let site = site("options");
    for profile in Profile::value_variants() {
        let home = start(Demo::new(Duration::ZERO, None).playing(*profile), Some(&site)).await;
        let reply = reqwest::get(format!("{home}/chat.json")).await.unwrap();
        assert_eq!(reply.headers()["cache-control"], "no-cache");
        let (_, options) = read(reply).await;
        assert_eq!(options["heading"], "Hi");
        let url = causerie::protocol::completions_url(options["endpoint"].as_str().unwrap());
        let mut request = reqwest::Client::new().post(format!("{home}{url}"));
        for (name, value) in options["headers"].as_object().into_iter().flatten() {
            request = request.header(name, value.as_str().unwrap());
        }
        let body = ask(options["model"].as_str().unwrap(), &[("user", "Hi")]);
        let answer = request.body(body.to_string()).send().await.unwrap();
        assert_eq!(answer.status(), 200, "{profile:?}");
        assert_eq!(options.get("headers").is_some(), matches!(profile, Profile::Openai | Profile::Xroute));
    }
}

#[tokio::test]
async fn the_other_files_are_as_they_were() {
    let site = site("files");
    for profile in Profile::value_variants() {
        let home = start(Demo::new(Duration::ZERO, None).playing(*profile), Some(&site)).await;
        for path in ["/", "/index.html"] {
            let page = reqwest::get(format!("{home}{path}")).await.unwrap();
            assert_eq!(page.text().await.unwrap(), "<!doctype html>page", "{profile:?}");
        }
        assert_eq!(get(format!("{home}/no.js")).await.0, 404);
    }
}

#[tokio::test]
async fn without_a_profile_the_options_are_the_files() {
    let site = site("plain");
    let home = start(Demo::new(Duration::ZERO, None), Some(&site)).await;
    let (_, options) = get(format!("{home}/chat.json")).await;
    assert_eq!(options, json!({ "endpoint": "v1", "model": "eliza", "heading": "Hi" }));
}
