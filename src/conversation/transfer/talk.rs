//! A conversation of another program, until it is one of ours.
//!
//! **Invariant:** what is left out takes nothing with it: what stood below it stands below what was above it. Ids are
//! made of the other program's, so that they are the same each time; a message is later than the one above it, as our
//! tree wants it, and the path that was open is shown. A circle, or one id twice, is a broken file.

use crate::conversation::{Choice, ConversationRecord, Id, Message, MessageRecord, Node, Saved, Title};
use crate::protocol::Role;

/// A conversation as it was found.
#[derive(Debug, Default)]
pub(super) struct Talk {
    pub id: String,
    pub title: String,
    /// Unix milliseconds; 0 if it is not said.
    pub updated: u64,
    /// The last message of the path that was open, or one on it.
    pub current: Option<String>,
    pub parts: Vec<Part>,
}

/// A message as it was found.
#[derive(Debug)]
pub(super) struct Part {
    pub id: String,
    pub parent: Option<String>,
    /// Unix milliseconds; 0 if it is not said.
    pub time: u64,
    /// Nothing for what is left out.
    pub message: Option<Message>,
    /// What the model thought; it goes to the next answer below.
    pub thought: String,
}

/// What is known where the parts below a part are looked at.
#[derive(Clone, Debug, Default)]
struct Above {
    id: Option<Id>,
    created: u64,
    thought: String,
}

/// An answer that was given whole.
pub(super) fn answer(text: String, reasoning: String, finish: Option<&str>) -> Choice {
    let mut choice = Choice::of_text(text);
    choice.reasoning = reasoning;
    choice.finish = finish.map(crate::protocol::FinishReason::from_wire);
    choice.finish_wire = finish.map(str::to_owned);
    choice
}

impl Talk {
    /// The conversation as ours; nothing if it is broken.
    pub fn saved(mut self) -> Option<Saved> {
        self.updated = self.updated.min(Node::LAST / 2);
        let conversation = Id(hash(&[&self.id]));
        let parents = self.parents()?;
        let mut below = vec![Vec::new(); self.parts.len()];
        let mut open = Vec::new();
        for (part, parent) in parents.iter().enumerate().rev() {
            match parent {
                Some(parent) => below[*parent].push(part),
                None => open.push((part, Above::default())),
            }
        }
        let mut messages = Vec::new();
        // Of each part what stands for it: itself, or what is above it.
        let mut stands: Vec<Option<Id>> = vec![None; self.parts.len()];
        let mut seen = 0;
        while let Some((part, above)) = open.pop() {
            seen += 1;
            let above = self.take(part, above, conversation, &mut messages);
            stands[part] = above.id;
            open.extend(below[part].iter().map(|part| (*part, above.clone())));
        }
        // What is not below a first one is in a circle.
        (seen == self.parts.len()).then(|| self.finish(conversation, messages, &stands))
    }

    /// Of each part the place of its parent, if it is there; nothing if an id stands twice.
    fn parents(&self) -> Option<Vec<Option<usize>>> {
        let mut ids: Vec<(&str, usize)> =
            self.parts.iter().enumerate().map(|(at, part)| (part.id.as_str(), at)).collect();
        ids.sort_unstable();
        let is_twice = ids.windows(2).any(|pair| pair[0].0 == pair[1].0);
        let find = |id: &str| ids.binary_search_by_key(&id, |(id, _)| id).ok().map(|at| ids[at].1);
        let parents = self.parts.iter().map(|part| part.parent.as_deref().and_then(find));
        (!is_twice).then(|| parents.collect())
    }

    /// Makes a message of a part, if it is one; gives what the parts below have above them.
    fn take(
        &mut self,
        at: usize,
        above: Above,
        conversation: Id,
        messages: &mut Vec<MessageRecord>,
    ) -> Above {
        let part = &mut self.parts[at];
        let thought = [above.thought.as_str(), &part.thought].join("\n\n").trim().to_owned();
        let Some(mut message) = part.message.take() else { return Above { thought, ..above } };
        if message.role == Role::Assistant && !thought.is_empty() {
            let mut choices = message.choices().to_vec();
            if let Some(choice) = choices.first_mut() {
                choice.reasoning = [thought.as_str(), &choice.reasoning].join("\n\n").trim().to_owned();
            }
            message = message.with_choices(choices, 0);
        }
        let created = part.time.min(Node::LAST / 2).max(above.created + 1);
        let node = Node::new(Id(hash(&[&self.id, &part.id])), above.id, created);
        messages.push(MessageRecord::new(conversation, node, &message, created));
        Above { id: Some(node.id), created, thought: String::new() }
    }

    /// Names it, and shows the path that was open.
    fn finish(self, id: Id, mut messages: Vec<MessageRecord>, stands: &[Option<Id>]) -> Saved {
        messages.sort_by_key(|message| (message.node.created, message.node.id));
        let times = || messages.iter().map(|message| message.node.created);
        let (first, last) = (times().min().unwrap_or(self.updated), times().max().unwrap_or(0));
        let place = self.current.and_then(|id| self.parts.iter().position(|part| part.id == id));
        let mut on_path = place.and_then(|place| stands[place]);
        for message in messages.iter_mut().rev() {
            if Some(message.node.id) == on_path {
                message.node.shown = last + 1;
                on_path = message.node.parent;
            }
        }
        let updated = self.updated.max(last);
        let title = self.title.trim().to_owned();
        let title =
            Title { by_hand: !title.is_empty(), at: if title.is_empty() { 0 } else { updated }, text: title };
        let conversation = ConversationRecord { title, updated, ..ConversationRecord::new(id, first) };
        Saved { messages, ..Saved::new(conversation) }
    }
}

/// FNV-1a of texts, with a mark between them.
fn hash(texts: &[&str]) -> u64 {
    let bytes = texts.iter().flat_map(|text| text.bytes().chain([0xff]));
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
