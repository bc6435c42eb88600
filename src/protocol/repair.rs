//! What a server has refused, and the request without it.
//!
//! Models differ in the fields they take, and say so one field at a time. **Invariant:** a repair is made once for
//! each field; it never touches `model`, `messages` or `stream`; and it only takes away or renames what the site
//! has set.

use super::{ApiError, ChatCompletionRequest, ErrorKind};
use crate::config::SystemRole;
use crate::json::Json;
use crate::text::contains;

/// What is left out, or sent otherwise, for one endpoint and model.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Repairs {
    dropped: Vec<String>,
    /// `max_tokens` goes as `max_completion_tokens`.
    renames_max_tokens: bool,
    /// Instructions go in front of the first question.
    pub folds_system: bool,
    /// What the model thought does not go back with the results of its calls.
    pub drops_reasoning: bool,
}

/// Without these there is no request.
const NEEDED: [&str; 3] = ["model", "messages", "stream"];
/// What reasoning models refuse together.
const SAMPLING: [&str; 4] = ["temperature", "top_p", "presence_penalty", "frequency_penalty"];
const OLD_LIMIT: &str = "max_tokens";
const NEW_LIMIT: &str = "max_completion_tokens";

const REASONING: &str = "reasoning_content";

impl Repairs {
    /// How the instructions are sent.
    pub fn system_role(&self, asked: SystemRole) -> SystemRole {
        if self.folds_system { SystemRole::Fold } else { asked }
    }

    /// Learns from a refusal. True if the request differs now, so that it is worth another try.
    pub fn learn(&mut self, error: &ApiError, request: &ChatCompletionRequest) -> bool {
        let before = self.clone();
        match error.kind {
            ErrorKind::Roles => self.folds_system |= sends_instructions(request),
            ErrorKind::UnsupportedParam | ErrorKind::BadRequest if refuses_reasoning(error, request) => {
                self.drops_reasoning = true;
            }
            ErrorKind::UnsupportedParam => self.refuse(error, request),
            _ => {}
        }
        *self != before
    }

    fn refuse(&mut self, error: &ApiError, request: &ChatCompletionRequest) {
        let Some(field) = refused(error, request) else { return };
        let wants_new_limit = contains(&error.message, NEW_LIMIT);
        if field == OLD_LIMIT && wants_new_limit {
            self.renames_max_tokens = true;
        } else {
            self.dropped.push(field.clone());
        }
        // One refusal of such a model hides the other.
        let is_reasoning_model = wants_new_limit
            || SAMPLING.contains(&field.as_str()) && contains(&error.message, "with this model");
        if is_reasoning_model {
            self.renames_max_tokens |= request.sends(OLD_LIMIT);
            let others = SAMPLING.iter().filter(|other| request.sends(other) && **other != field);
            self.dropped.extend(others.map(|other| (*other).to_owned()));
        }
    }

    /// Changes a body accordingly.
    pub(super) fn apply(&self, body: &mut Json) {
        if self.renames_max_tokens && body.get(NEW_LIMIT).is_none() {
            let limit = body.take(OLD_LIMIT);
            body.set(NEW_LIMIT, limit);
        }
        if self.renames_max_tokens {
            body.set(OLD_LIMIT, Json::Null);
        }
        for field in &self.dropped {
            body.set(field, Json::Null);
        }
    }
}

/// The field of ours that a server objects to: by its `param`, else by its name in the text.
fn refused(error: &ApiError, request: &ChatCompletionRequest) -> Option<String> {
    let can_go = |field: &&str| !NEEDED.contains(field) && request.sends(field);
    let first = |path: &str| path.split(['.', '[']).next().unwrap_or_default().to_owned();
    let param = error.param.as_deref().map(first);
    // One that is none of ours is no name: some servers tell the value there.
    if let Some(param) = param.filter(|param| request.sends(param)) {
        return Some(param).filter(|param| can_go(&param.as_str()));
    }
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let mut words = error.message.split(|c| !is_name(c));
    words.find(can_go).map(str::to_owned)
}

/// True if a server does not want to hear what the model thought. One that misses some of it says so in the same words.
fn refuses_reasoning(error: &ApiError, request: &ChatCompletionRequest) -> bool {
    let words = [&error.message, error.param.as_deref().unwrap_or_default()];
    let says = |word: &str| words.iter().any(|words| contains(words, word));
    let messages = request.body.get("messages").map_or(&[][..], Json::items);
    messages.iter().any(|message| message.get(REASONING).is_some())
        && says(REASONING)
        && !says("issing")
        && !says("passed back")
}

fn sends_instructions(request: &ChatCompletionRequest) -> bool {
    let role =
        request.body.get("messages").and_then(|messages| messages.items().first()?.get("role")?.as_str());
    matches!(role, Some("system" | "developer"))
}
