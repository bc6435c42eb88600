//! What chat templates and strict servers take for a `messages` array.

use causerie::json::Json;
use causerie::protocol::{Role, Turn};

/// A call as it stands in a turn.
#[derive(Debug, PartialEq, Eq)]
pub struct Called {
    pub id: Option<String>,
    pub name: String,
    pub arguments: String,
}

/// What a turn calls.
pub fn calls(turn: &Turn) -> Vec<Called> {
    let called = |id: Option<&Json>, function: &Json| {
        let text = |name: &str| function.get(name).unwrap().as_str().unwrap().to_owned();
        let id = id.map(|id| id.as_str().unwrap().to_owned());
        Called { id, name: text("name"), arguments: text("arguments") }
    };
    let calls = turn.field("tool_calls").map_or(&[][..], Json::items).iter();
    let calls = calls.map(|call| called(call.get("id"), call.get("function").unwrap()));
    calls.chain(turn.field("function_call").map(|function| called(None, function))).collect()
}

/// True if a turn is the result of that call.
fn answers(turn: &Turn, call: &Called) -> bool {
    let is = |name: &str, text: &str| turn.field(name).and_then(Json::as_str) == Some(text);
    match &call.id {
        Some(id) => is("tool_call_id", id),
        None => turn.role == Role::Function && is("name", &call.name),
    }
}

/// Says what is wrong with an array, if anything is.
pub fn check(turns: &[Turn]) -> Result<(), String> {
    let is_system = |turn: &&Turn| matches!(turn.role, Role::System | Role::Developer);
    let system = turns.iter().filter(is_system).count();
    let rest = &turns[system..];
    if system > 1 || rest.iter().any(|turn| is_system(&turn)) {
        return Err(format!("instructions stand in {system} places, or not at the start"));
    }
    if rest.first().is_some_and(|first| first.role != Role::User) {
        return Err("the first turn is no question".to_owned());
    }
    if rest.last().is_some_and(|last| last.role == Role::Assistant) {
        return Err("the last turn is an answer".to_owned());
    }
    let is_result = |turn: &Turn| matches!(turn.role, Role::Tool | Role::Function);
    for (place, turn) in rest.iter().enumerate() {
        let calls = calls(turn);
        let next = rest.get(place + 1);
        let results: Vec<&Turn> = rest[place + 1..].iter().take_while(|turn| is_result(turn)).collect();
        if next.is_some_and(|next| next.role == turn.role && turn.is_plain() && next.is_plain()) {
            return Err(format!("two turns of {} follow each other", turn.role.name()));
        }
        if !is_result(turn) && turn.content.trim().is_empty() && calls.is_empty() {
            return Err("a turn is empty".to_owned());
        }
        if !calls.iter().all(|call| results.iter().any(|result| answers(result, call))) {
            return Err("a call has no result".to_owned());
        }
        if results.len() > calls.len() && !is_result(turn) {
            return Err("a call has several results".to_owned());
        }
        if !is_result(turn) && results.iter().zip(&calls).any(|(result, call)| !answers(result, call)) {
            return Err("the results are not in the order of the calls".to_owned());
        }
        if is_result(turn) && next.is_some_and(|next| next.role == Role::User) {
            return Err("a question follows a result".to_owned());
        }
        let ids: Vec<_> = calls.iter().map(|call| &call.id).collect();
        if ids.len() > 1 && ids.iter().any(|id| id.is_none()) {
            return Err("one of several calls has no id".to_owned());
        }
        for call in &calls {
            if !matches!(Json::parse(&call.arguments), Ok(Json::Object(_))) {
                return Err("arguments are no JSON object".to_owned());
            }
            let is_name = |c: char| c.is_ascii_alphanumeric() || "_-".contains(c);
            if call.name.is_empty() || call.name.len() > 64 || !call.name.chars().all(is_name) {
                return Err(format!("{} is no name of a function", call.name));
            }
        }
        let is_called = |result: &&Turn| calls.iter().any(|call| answers(result, call));
        if !is_result(turn) && !results.iter().all(is_called) {
            return Err("a result has no call".to_owned());
        }
    }
    Ok(())
}
