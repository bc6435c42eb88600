//! What a call is called with.
//!
//! **Invariant:** a tool gets an object that fits its schema, or is not run.

use super::schema::{self, Flaw, Matches};
use super::{Declaration, words};
use crate::conversation::{CallState, ToolCall};
use crate::json::Json;
use crate::text::cut_at;

/// So much of arguments that are no JSON is told, in bytes.
const SHOWN: usize = 300;

/// The arguments, if they are an object. Models leave them out for a tool without parameters.
pub(super) fn parsed(call: &ToolCall) -> Option<Json> {
    if call.arguments.trim().is_empty() {
        return Some(Json::Object(Vec::new()));
    }
    Json::parse(&call.arguments).ok().filter(|value| matches!(value, Json::Object(_)))
}

/// The arguments for this tool, or how the call fails and what the model hears of it.
pub(super) fn checked(
    call: &ToolCall,
    tool: Option<&Declaration>,
    matches: Matches,
) -> Result<Json, (CallState, String)> {
    let refused = |state, more: &str| Err((state, words::error(state, more)));
    let Some(tool) = tool else { return refused(CallState::Unknown, "") };
    let Some(arguments) = parsed(call) else {
        return refused(CallState::NotJson, cut_at(&call.arguments, SHOWN));
    };
    match schema::check(&tool.parameters, &arguments, matches) {
        Ok(()) => Ok(arguments),
        Err(flaws) => {
            let flaws: Vec<String> = flaws.iter().map(Flaw::text).collect();
            refused(CallState::Misfit, &flaws.join("; "))
        }
    }
}
