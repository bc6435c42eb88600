//! Which messages are sent, and in what shape.
//!
//! Chat templates are strict where servers are not: roles must alternate and end with the user, and an empty
//! assistant turn (a stopped or failed answer) is refused. **Invariant:** for any messages the result has at
//! most one turn of instructions, at the start (or folded into the first question); then user and assistant in
//! turn, beginning with user and ending with user or with the results of tools; every tool call has its result
//! behind it, in the calls' order, every result its call; no question follows a result. What the model thought
//! is sent only behind the question that it thought about, to servers that want it back with the results of its calls.

mod answered;

use super::context::{Chosen, Said, Window};
use super::{Id, Message};
use crate::config::{Config, SystemRole};
use crate::protocol::{Repairs, Role, Turn};

pub use answered::LONGEST_RESULT;
pub(in crate::conversation) use answered::NO_ANSWER;
pub use answered::{complete, later_answered};

/// What tells the model where something comes from that the visitor has not written.
pub(in crate::conversation) const AROUND_CONTEXT: [&str; 2] = ["<page_context>\n", "\n</page_context>\n\n"];

/// What is asked: a conversation up to a question, or to an answer that is to go on.
#[derive(Clone, Debug)]
pub struct Turns {
    messages: Vec<Message>,
    /// The name in the tree and the pin of each; what has none here is named by its number and has no pin.
    places: Vec<(Id, bool)>,
    /// The last message asks for the rest of the one before it.
    goes_on: bool,
}

impl Turns {
    /// A conversation that ends with a question.
    pub const fn of(messages: Vec<Message>) -> Self {
        Self { messages, places: Vec::new(), goes_on: false }
    }

    /// The same, with the names and the pins of its messages.
    pub fn placed(self, places: Vec<(Id, bool)>) -> Self {
        Self { places, ..self }
    }

    /// A conversation that ends with an answer, whose rest is asked for in these words: few servers go on with a
    /// last assistant turn.
    pub fn to_go_on(mut messages: Vec<Message>, words: &str) -> Self {
        messages.push(Message::new(Role::User, words));
        Self { goes_on: true, ..Self::of(messages) }
    }

    /// The same behind what was said before, each with its name in the tree and its pin.
    pub fn behind(self, earlier: Vec<(Id, bool, Message)>) -> Self {
        let mut whole = Self { goes_on: self.goes_on, ..Self::of(Vec::new()) };
        for (id, is_pinned, message) in earlier {
            whole.messages.push(message);
            whole.places.push((id, is_pinned));
        }
        whole.messages.extend(self.messages);
        whole.places.extend(self.places);
        whole
    }

    /// True if there is a call or a result in it.
    pub fn has_calls(&self) -> bool {
        self.messages.iter().any(|message| message.is_result() || !message.choice().tool_calls.is_empty())
    }

    /// How many messages it has.
    pub const fn count(&self) -> usize {
        self.messages.len()
    }

    /// True if all of it fits.
    pub fn fits(&self, window: &Window) -> bool {
        window.room.is_none_or(|room| window.weight_of(self.messages.iter()) <= room)
    }

    /// What may be sent of it. Without what has come, and the words that ask for its rest, there is nothing to go on from.
    pub fn path(&self) -> Vec<Said<'_>> {
        let said = |(at, message)| {
            let (id, is_pinned) = self.places.get(at).copied().unwrap_or((Id(at as u64), false));
            let left = if self.goes_on { self.messages.len() - at } else { usize::MAX };
            Said { id, message, is_pinned: is_pinned || left <= 2, is_aside: left == 1 }
        };
        self.messages.iter().enumerate().map(said).collect()
    }

    /// What was chosen of it.
    pub fn only(&self, chosen: &Chosen) -> Self {
        Self::of(chosen.messages(&self.path()))
    }

    /// In the shape that is sent to a server that has refused what it has.
    pub fn shaped(&self, config: &Config, repairs: &Repairs) -> Vec<Turn> {
        let role = repairs.system_role(config.system_role);
        shaped(config.system_prompt.as_deref(), role, &self.messages, !repairs.drops_reasoning)
    }
}

/// The `messages` array for a conversation: neighbours of one role joined by a blank line, empty turns and
/// what stands before the first question left out. The greeting is no message and so never part of it.
pub fn turns<'a>(
    system_prompt: Option<&'a str>,
    role: SystemRole,
    messages: impl IntoIterator<Item = &'a Message>,
) -> Vec<Turn> {
    shaped(system_prompt, role, messages, true)
}

fn shaped<'a>(
    system_prompt: Option<&'a str>,
    role: SystemRole,
    messages: impl IntoIterator<Item = &'a Message>,
    thinks: bool,
) -> Vec<Turn> {
    let mut system: Vec<&str> = system_prompt.into_iter().collect();
    let mut said: Vec<&Message> = Vec::new();
    for message in messages {
        match message.role {
            Role::System | Role::Developer => system.push(message.choice().text.trim()),
            _ => said.push(message),
        }
    }
    let mut turns = joined(answered::answered(said, thinks));
    while turns.pop_if(|last| last.role == Role::Assistant).is_some() {}
    system.retain(|text| !text.trim().is_empty());
    instruct(&mut turns, system.join("\n\n"), role);
    turns
}

fn plain(message: &Message) -> Turn {
    Turn::new(message.role, content(message))
}

/// The text; before a question what the page has added to it.
fn content(message: &Message) -> String {
    let said = message.said().trim();
    match &message.context {
        Some(context) if !said.is_empty() => [AROUND_CONTEXT[0], context, AROUND_CONTEXT[1], said].concat(),
        _ => said.to_owned(),
    }
}

/// Joins neighbours of one role; a turn with calls stays by itself.
fn joined(turns: Vec<Turn>) -> Vec<Turn> {
    let mut joined: Vec<Turn> = Vec::new();
    for turn in turns {
        match joined.last_mut() {
            None if turn.role != Role::User => {}
            Some(last) if last.role == turn.role && last.is_plain() && turn.is_plain() => {
                last.content.push_str("\n\n");
                last.content.push_str(&turn.content);
            }
            _ => joined.push(turn),
        }
    }
    joined
}

/// Puts the instructions where the model takes them.
fn instruct(turns: &mut Vec<Turn>, system: String, role: SystemRole) {
    if system.is_empty() {
        return;
    }
    let role = match role {
        SystemRole::System => Role::System,
        SystemRole::Developer => Role::Developer,
        SystemRole::Fold => {
            if let Some(first) = turns.first_mut() {
                first.content = [system.as_str(), "\n\n", &first.content].concat();
            }
            return;
        }
    };
    turns.insert(0, Turn::new(role, system));
}
