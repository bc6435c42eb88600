//! One recorded reply.
//!
//! **Invariant:** what cannot be read is said with its file; nothing is guessed but that a missing status is 200 and
//! a missing end is clean.

use std::path::Path;

use causerie::conversation::Outcome;
use causerie::json::Json;
use causerie::protocol::{ApiError, BodyEnd, ReplyHead, model_ids};

use crate::files;
use crate::step::Result;

/// A reply as bytes, with what is known beside them.
pub struct Recording {
    pub id: String,
    pub body: Vec<u8>,
    head: ReplyHead,
    end: BodyEnd,
    /// It is the answer to `GET …/models`.
    is_model_list: bool,
}

impl Recording {
    /// Reads a folder.
    pub fn read(folder: &Path) -> Result<Self> {
        let meta = read_json(&folder.join("meta.json"))?;
        let text = |name: &str| meta.get(name).and_then(Json::as_str);
        let body = folder.join(text("body").unwrap_or("body.sse"));
        let body = std::fs::read(&body).map_err(|error| format!("{}: {error}", body.display()))?;
        let status = meta.get("status").and_then(Json::as_u64).unwrap_or(200);
        let headers = meta.get("headers").map_or(&[][..], Json::members);
        let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Ok(Self {
            id: text("id").map_or(name, str::to_owned),
            body,
            head: ReplyHead {
                status: u16::try_from(status).unwrap_or_default(),
                headers: headers
                    .iter()
                    .filter_map(|(name, value)| Some((name.clone().into_owned(), value.as_str()?.to_owned())))
                    .collect(),
                now: None,
            },
            end: match text("end_of_body") {
                Some("abort") => BodyEnd::Aborted,
                Some("network_error") => BodyEnd::Broken,
                _ => BodyEnd::Clean,
            },
            is_model_list: text("category") == Some("models"),
        })
    }

    /// What becomes of the reply if it comes in these pieces.
    pub fn outcome(&self, cuts: &[usize]) -> Json {
        if self.is_model_list {
            return self.model_list();
        }
        let starts = std::iter::once(0).chain(cuts.iter().copied());
        let ends = cuts.iter().copied().chain([self.body.len()]);
        let pieces = starts.zip(ends).map(|(start, end)| &self.body[start..end]);
        Outcome::of(self.head.clone(), pieces, self.end).to_json()
    }

    fn model_list(&self) -> Json {
        let is_success = (200..300).contains(&self.head.status);
        let ids = if is_success { model_ids(&self.body) } else { Vec::new() };
        let error = (!is_success).then(|| ApiError::from_body(&self.head, &self.body).to_json());
        let ids = ids.into_iter().map(Json::from).collect();
        Json::object([("model_ids", ids), ("error", error.into())])
    }
}

/// Reads a JSON file.
pub fn read_json(path: &Path) -> Result<Json> {
    Json::parse(&files::read_text(path)?)
        .map_err(|error| format!("{}: no JSON at byte {}", path.display(), error.at))
}
