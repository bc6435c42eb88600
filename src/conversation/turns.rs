//! Which messages are sent, and in what shape.
//!
//! Chat templates are strict where servers are not: roles must alternate and end with the user, and an empty
//! assistant turn (a stopped or failed answer) is refused. **Invariant:** for any messages the result has at
//! most one system turn, at the start; then user and assistant in turn, beginning and ending with user.

use super::Message;
use crate::config::Config;
use crate::protocol::{Role, Turn};

/// The `messages` array for a conversation: neighbours of one role joined by a blank line, empty turns and
/// what stands before the first question left out. The greeting is no message and so never part of it.
pub fn turns<'a>(config: &Config, messages: impl IntoIterator<Item = &'a Message>) -> Vec<Turn> {
    let mut system: Vec<&str> = config.system_prompt.as_deref().into_iter().collect();
    let mut turns: Vec<Turn> = Vec::new();
    for message in messages {
        let text = message.text.trim();
        match (message.role, turns.last_mut()) {
            _ if text.is_empty() => {}
            (Role::System, _) => system.push(text),
            (Role::Assistant, None) => {}
            (role, Some(last)) if last.role == role => {
                last.content.push_str("\n\n");
                last.content.push_str(text);
            }
            (role, _) => turns.push(Turn { role, content: text.to_owned() }),
        }
    }
    while turns.pop_if(|last| last.role == Role::Assistant).is_some() {}
    let system = system.join("\n\n");
    if !system.trim().is_empty() {
        turns.insert(0, Turn { role: Role::System, content: system });
    }
    turns
}
