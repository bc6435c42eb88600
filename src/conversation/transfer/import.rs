//! From a file to conversations.
//!
//! **Invariant:** the kind of a file is told from what it holds, not from its name; one conversation that cannot be read
//! is reason enough to take none, so that nobody believes that all is there.

use super::talk::Talk;
use super::{FORMAT, VERSION, chatgpt, llama};
use crate::conversation::{Id, Saved, Unreadable};
use crate::json::Json;

/// Which program wrote a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// This one.
    Causerie,
    ChatGpt,
    /// The web UI of llama.cpp.
    Llama,
}

/// What a file holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    pub source: Source,
    /// At least one, each with a message.
    pub conversations: Vec<Saved>,
}

/// Why nothing of a file is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImportError {
    /// There is no conversation in it.
    Nothing,
    /// It is an archive; the file in it is wanted.
    Archive,
    /// It is no JSON, or was cut off.
    NotJson,
    /// It is JSON of another kind.
    Unknown,
    /// A newer version of this program wrote it.
    Newer,
    /// The conversation of this number, counted from 1, is damaged.
    Broken(usize),
}

/// Reads a file.
pub fn import(file: &[u8]) -> Result<Imported, ImportError> {
    if file.starts_with(b"PK") {
        return Err(ImportError::Archive);
    }
    let text = String::from_utf8_lossy(file);
    let text = text.trim_start_matches('\u{feff}').trim();
    if text.is_empty() {
        return Err(ImportError::Nothing);
    }
    let (source, conversations) = match Json::parse(text) {
        Ok(document) => of_document(document)?,
        Err(_) => (Source::Llama, ours(llama::read_lines(text).ok_or(ImportError::NotJson)?)?),
    };
    // One that was opened and never used says nothing.
    let conversations: Vec<Saved> =
        conversations.into_iter().filter(|saved| !saved.messages.is_empty()).collect();
    if conversations.is_empty() {
        return Err(ImportError::Nothing);
    }
    Ok(Imported { source, conversations })
}

fn of_document(mut document: Json) -> Result<(Source, Vec<Saved>), ImportError> {
    if document.get("format").and_then(Json::as_str) == Some(FORMAT) {
        return Ok((Source::Causerie, own(document)?));
    }
    if llama::is_dump(&document) {
        return Ok((Source::Llama, ours(llama::read_dump(&document))?));
    }
    if document.get("type").and_then(Json::as_str) == Some("session") {
        return Err(ImportError::Nothing);
    }
    let items = match document.take("conversations") {
        Json::Array(items) => items,
        _ => match document {
            Json::Array(items) => items,
            item => vec![item],
        },
    };
    let kinds: [(Source, IsOne, Read); 2] =
        [(Source::ChatGpt, chatgpt::is_one, chatgpt::read), (Source::Llama, llama::is_one, llama::read)];
    let Some(first) = items.first() else { return Err(ImportError::Nothing) };
    let kind = kinds.into_iter().find(|(_, is_one, _)| is_one(first));
    let (source, is_one, read) = kind.ok_or(ImportError::Unknown)?;
    match items.iter().position(|item| !is_one(item)) {
        Some(place) => Err(ImportError::Broken(place + 1)),
        None => Ok((source, ours(items.iter().map(read).collect())?)),
    }
}

type IsOne = fn(&Json) -> bool;
type Read = fn(&Json) -> Talk;

/// Conversations of others as ours.
fn ours(talks: Vec<Talk>) -> Result<Vec<Saved>, ImportError> {
    let saved = |(place, talk): (usize, Talk)| talk.saved().ok_or(ImportError::Broken(place + 1));
    talks.into_iter().enumerate().map(saved).collect()
}

/// What we have written ourselves.
fn own(mut document: Json) -> Result<Vec<Saved>, ImportError> {
    match document.get("version").and_then(Json::as_u64) {
        Some(1..=VERSION) => {}
        Some(0) | None => return Err(ImportError::Unknown),
        Some(_) => return Err(ImportError::Newer),
    }
    let Json::Array(items) = document.take("conversations") else { return Err(ImportError::Unknown) };
    let read = |(place, item): (usize, Json)| {
        let broken = ImportError::Broken(place + 1);
        if !matches!(item, Json::Object(_)) {
            return Err(broken);
        }
        // Records have ids; what needs a new one is damaged, and not taken.
        let saved = Saved::read(item, &mut || Id(0), 0).map_err(|why| match why {
            Unreadable::Newer => ImportError::Newer,
            Unreadable::Broken => broken,
        })?;
        match saved {
            saved if saved.newer > 0 => Err(ImportError::Newer),
            saved if saved.broken > 0 => Err(broken),
            saved => Ok(saved),
        }
    };
    items.into_iter().enumerate().map(read).collect()
}
