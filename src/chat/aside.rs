//! What is asked of the model beside the conversation: a summary, a title.
//!
//! **Invariant:** nothing that is meant for answers goes with it: no tools, no format, no limits of theirs; and nobody
//! waits for it for long.

use crate::config::Config;
use crate::json::Json;

/// Seconds of silence.
const PATIENCE: u64 = 30;
/// What is meant for answers.
const FOR_ANSWERS: [&str; 16] = [
    "tools",
    "tool_choice",
    "parallel_tool_calls",
    "functions",
    "function_call",
    "response_format",
    "n",
    "stop",
    "max_tokens",
    "max_completion_tokens",
    "logprobs",
    "top_logprobs",
    "logit_bias",
    "modalities",
    "audio",
    "prediction",
];

/// The options without what is meant for answers.
pub fn options(config: &Config, longest: u64) -> Config {
    let mut config = config.clone();
    let limit = if config.params.get("max_completion_tokens").is_some() {
        "max_completion_tokens"
    } else {
        "max_tokens"
    };
    for name in FOR_ANSWERS {
        // Without a value there is nothing to refuse.
        let _ = config.set(name, &Json::Null);
        if let Some(body) = &mut config.body {
            body.set(name, Json::Null);
        }
    }
    let _ = config.set(limit, &longest.into());
    config.first_byte_timeout = config.first_byte_timeout.min(PATIENCE);
    config.idle_timeout = config.idle_timeout.min(PATIENCE);
    config.cache = Default::default();
    config
}
