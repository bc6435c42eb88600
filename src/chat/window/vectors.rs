//! `context="retrieve"`: fetches the vectors of earlier turns.
//!
//! **Invariant:** each text is sent once; what the endpoint does not give is done without.

use super::older::warn;
use crate::browser::fetch::{self, Abort};
use crate::chat::Chat;
use crate::chat::hooks::before_send;
use crate::chat::run::Run;
use crate::config::Config;
use crate::conversation::context::{Wanted, Window, embeddings, wanted};
use crate::conversation::{Id, Turns};
use crate::protocol::{ChatCompletionRequest, Endpoint};
use crate::text::digits;

/// Texts for one question. The rest of a long conversation that comes in from elsewhere waits for the next one.
const MOST: usize = 16 * embeddings::BATCH;
/// Milliseconds for one request.
const PATIENCE: i32 = 20_000;

/// Fetches the vectors that the last question needs. False if that failed.
pub async fn fetch(chat: Chat, config: &Config, turns: &Turns, window: &Window, run: &Run) -> bool {
    let Some(endpoint) = Endpoint::of_embeddings(config) else {
        warn(&["context=\"retrieve\" needs an embeddings-model, and an endpoint"]);
        return false;
    };
    let path = turns.path();
    let missing = chat.with_digest(|digest| {
        digest.use_space(endpoint.name());
        wanted(&path, window, &|id| digest.vector(id))
    });
    let mut missing = missing.unwrap_or_default();
    // The question first, then from the newest on.
    if let Some((_, earlier)) = missing.split_first_mut() {
        earlier.reverse();
    }
    missing.truncate(MOST);
    for batch in missing.chunks(embeddings::BATCH) {
        let is_whole = fetch_batch(chat, &endpoint, batch, run).await;
        if !chat.is_current(run) {
            return false;
        }
        chat.digested.notify();
        let ids: Vec<Id> = batch.iter().map(|wanted| wanted.id).collect();
        if let Some(part) = chat.with_digest(|digest| digest.part(&ids)) {
            chat.keep_digest(&part);
        }
        if !is_whole {
            return false;
        }
    }
    true
}

/// True if all of them came.
async fn fetch_batch(chat: Chat, endpoint: &Endpoint, batch: &[Wanted], run: &Run) -> bool {
    let texts: Vec<&str> = batch.iter().map(|wanted| wanted.text.as_str()).collect();
    let Ok(bearer) = chat.token_for(endpoint).await else { return false };
    if !chat.is_current(run) {
        return false;
    }
    let body = embeddings::body(endpoint.model.as_deref().unwrap_or_default(), &texts);
    let request = ChatCompletionRequest::for_embeddings(endpoint, body, bearer.as_deref());
    let abort = Abort::after(PATIENCE);
    run.abort.borrow_mut().clone_from(&abort);
    let Ok(request) = before_send(chat, request, abort.as_ref()).await else { return false };
    let reply = match fetch::post(&request.url, &request.headers, &request.body.written(), abort).await {
        Ok(mut reply) => {
            let status = reply.status;
            reply.whole().await.filter(|_| status < 300).ok_or(["HTTP ", &digits(status.into())].concat())
        }
        Err(_) => Err("not reached".to_owned()),
    };
    if !chat.is_current(run) {
        return false;
    }
    let vectors = reply.map(|body| embeddings::read(&body, texts.len()));
    let Ok(vectors) = vectors.inspect_err(|words| warn(&["no embeddings: ", words])) else { return false };
    let is_whole = vectors.iter().all(Option::is_some);
    if !is_whole {
        warn(&["no embeddings: the reply lacks some"]);
    }
    chat.with_digest(|digest| {
        for (wanted, vector) in batch.iter().zip(vectors) {
            if let Some(vector) = vector {
                digest.add_vector(wanted.id, vector);
            }
        }
    });
    is_whole
}
