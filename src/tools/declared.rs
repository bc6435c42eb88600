//! The tools in a request.
//!
//! **Invariant:** the free `body` of the site still wins over all, and without tools nothing is added. A choice that
//! forces a call forces but the first one: else no answer would ever come.

use super::Tools;
use crate::config::Config;
use crate::json::Json;

const TOOLS: &str = "tools";
const CHOICE: &str = "tool_choice";
const PARALLEL: &str = "parallel_tool_calls";

impl Tools {
    /// The options of a request after so many rounds of calls. Tools that the site declared by the option `tools` itself
    /// stay, but for those of a name that is ours.
    pub fn declared(&self, config: &Config, round: u64) -> Config {
        let mut config = config.clone();
        let given = config.params.get(TOOLS).map_or(&[][..], Json::items);
        let is_other = |tool: &&Json| {
            let name = tool.get("function").and_then(|function| function.get("name")?.as_str());
            name.is_none_or(|name| self.get(name).is_none())
        };
        let given = given.iter().filter(is_other).cloned();
        let own = self.all().iter();
        let own = own.map(|tool| Json::object([("type", "function".into()), ("function", tool.function())]));
        let tools: Vec<Json> = given.chain(own).collect();
        set(&mut config, TOOLS, if tools.is_empty() { Json::Null } else { Json::Array(tools) });
        let is_free = |choice: &Json| matches!(choice.as_str(), Some("auto" | "none"));
        if round > 0 && !config.params.get(CHOICE).is_none_or(is_free) {
            set(&mut config, CHOICE, Json::Null);
        }
        if config.legacy_functions {
            as_functions(&mut config);
        }
        config
    }
}

/// Moves what is said of tools into the form of the API's first years, where there was one call at a time.
fn as_functions(config: &mut Config) {
    let functions = |tool: &Json| tool.get("function").cloned();
    let functions: Vec<Json> =
        config.params.get(TOOLS).map_or(&[][..], Json::items).iter().filter_map(functions).collect();
    let choice = match config.params.get(CHOICE) {
        Some(Json::Text(word)) if word == "none" => "none".into(),
        Some(choice @ Json::Object(_)) => choice.get("function").cloned().unwrap_or_default(),
        _ => Json::Null,
    };
    [TOOLS, CHOICE, PARALLEL].iter().for_each(|name| set(config, name, Json::Null));
    if functions.is_empty() {
        return;
    }
    let mut body = config.body.take().unwrap_or_else(|| Json::Object(Vec::new()));
    for (name, value) in [("functions", Json::Array(functions)), ("function_call", choice)] {
        // Null of the site takes a field away.
        if !body.members().iter().any(|(there, _)| there == name) {
            body.set(name, value);
        }
    }
    config.body = Some(body);
}

fn set(config: &mut Config, name: &str, value: Json) {
    // What is set here is of the form that the option has.
    let _ = config.set(name, &value);
}
