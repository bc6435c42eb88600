//! Aleph Alpha: at the root, with `/models_available`; one system message at most and first, then user and
//! assistant by turns; a sentence at a time.
//!
//! Documented codes of its errors are few: 400, 404 and 503 have likely ones. `max_completion_tokens` and whatever
//! else it does not know is ignored, as `seed`, `user`, `service_tier` and `name` are known to be.
//! "trigger error": 503 `QUEUE_FULL`. "trigger quota": 402.
//! **Invariant:** no conversation is answered that does not begin and end with the user.

use serde_json::{Value, json};

use crate::answer::sentences;
use crate::ask::Ask;
use crate::error::{ApiError, Shape};
use crate::profile::{ERROR, QUOTA, System, rules};
use crate::reply::Reply;

/// A model that is listed but cannot chat.
const NO_CHAT: &str = "luminous-base";
const MODELS: &[&str] = &["pharia-1-llm-7b-control", "llama-3.3-70b-instruct", NO_CHAT];

pub const SYSTEM: System = System {
    base: "",
    models: MODELS,
    catalogue: Some(("/models_available", models_available)),
    shape: Shape::Text,
    needs_key: false,
    vet,
    dress,
    troubles: &[(ERROR, busy), (QUOTA, || ApiError::new(402, "Your quota has been exceeded."))],
};

fn models_available() -> Value {
    let model = |name: &&str| {
        let description = format!("{name}, played by ELIZA");
        json!({ "name": name, "description": description, "max_context_size": 8192, "hostings": [], "chat": *name != NO_CHAT })
    };
    MODELS.iter().map(model).collect()
}

fn vet(ask: &Ask) -> Result<(), ApiError> {
    let refuse = |words: &str| Err(ApiError::bad_request(words));
    let Some(model) = ask.model() else { return refuse("missing field `model`") };
    if !MODELS.contains(&model) {
        let words = format!("Model '{model}' was not found. See /models_available for what there is.");
        return Err(ApiError::new(404, words).code("UNKNOWN_MODEL"));
    }
    if model == NO_CHAT {
        let words = format!("The model '{model}' does not have the capability chat.");
        return Err(ApiError::bad_request(words).code("MISSING_CAPABILITY"));
    }
    if ask.field("parallel_tool_calls").is_some() {
        return refuse("parallel_tool_calls is not supported.");
    }
    if ask.field("response_format").is_some_and(|format| format["type"] != "json_schema") {
        return refuse("response_format supports only the type json_schema.");
    }
    if rules::images(ask).any(|url| !url.starts_with("data:")) {
        return refuse("image_url takes only a data URL.");
    }
    vet_roles(&ask.roles())
}

fn vet_roles(roles: &[&str]) -> Result<(), ApiError> {
    let refuse = |words: &str| Err(ApiError::bad_request(words));
    let turns = roles.strip_prefix(&["system"]).unwrap_or(roles);
    if turns.contains(&"system") {
        return refuse("Only one optional system message is allowed at the beginning.");
    }
    // A tool's turn stands where the user's would.
    let is_asking = |role: &str| matches!(role, "user" | "tool");
    let alternate = turns.iter().enumerate().all(|(index, role)| match index % 2 {
        0 => is_asking(role),
        _ => *role == "assistant",
    });
    match (turns.len() % 2, alternate) {
        (1, true) if turns.first() == Some(&"user") => Ok(()),
        _ => refuse("Messages must alternate between user and assistant, and must begin and end with user."),
    }
}

fn dress(_: &Ask, reply: &mut Reply) {
    for pieces in &mut reply.choices {
        *pieces = sentences(&pieces.concat());
    }
    reply.style.counts_on_request = true;
    reply.style.extra.insert("system_fingerprint".to_owned(), json!(".unknown."));
}

fn busy() -> ApiError {
    let words = "Sorry we had to reject your request because we could not guarantee to finish it in a reasonable \
                 timeframe. This specific model is very busy at this moment. Try again later or use another model.";
    ApiError::new(503, words).code("QUEUE_FULL")
}
