//! Recorded replies of every kind of server, cut in every way. What should become of each is compared by
//! `cargo xtask replay --check`, whose own tests run it on the same folder.

#![allow(clippy::unwrap_used, reason = "a test may")]

mod common;

use std::fs;
use std::path::PathBuf;

use causerie::conversation::Outcome;
use causerie::json::Json;
use causerie::protocol::{BodyEnd, ReplyHead};
use common::{cuttings, pieces};

/// Longer bodies are cut at every hundredth place only.
const SHORT: usize = 2_000;

fn recordings() -> Vec<PathBuf> {
    let entries = fs::read_dir("tests/fixtures/vectors").unwrap().map(|entry| entry.unwrap().path());
    let mut folders: Vec<PathBuf> = entries.filter(|path| path.is_dir()).collect();
    folders.sort();
    folders
}

#[test]
fn every_way_to_cut_a_recorded_reply_has_the_same_outcome() {
    let folders = recordings();
    assert_eq!(folders.len(), 95);
    for folder in folders {
        let meta = Json::parse(&fs::read_to_string(folder.join("meta.json")).unwrap()).unwrap();
        let body = fs::read(folder.join(meta.get("body").unwrap().as_str().unwrap())).unwrap();
        let status = meta.get("status").and_then(Json::as_u64).unwrap();
        let head = ReplyHead::of_status(u16::try_from(status).unwrap());
        for end in [BodyEnd::Clean, BodyEnd::Broken, BodyEnd::Aborted] {
            let whole = Outcome::of(head.clone(), [body.as_slice()], end);
            assert!(!whole.message.is_open());
            let step = if body.len() > SHORT { 100 } else { 1 };
            for cuts in cuttings(body.len()).iter().step_by(step) {
                let cut = Outcome::of(head.clone(), pieces(&body, cuts), end);
                assert_eq!(cut, whole, "{} cut at {cuts:?}", folder.display());
            }
        }
    }
}
