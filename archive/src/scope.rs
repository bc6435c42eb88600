//! Whose records: each widget (`storage-key`) and each session has a part of every table for itself.
//!
//! A key is a path: `d/KEY/…` for what the device keeps, `s/SESSION/KEY/…` for what a session keeps. Below it stand
//! a conversation's id, and for a message that, how long before the last of all times it was made, and its own id: so a
//! table gives the newest first. **Invariant:** keys sort as these parts do, and no part reaches into another's.

use causerie::conversation::{Id, Node};

use crate::store::{Span, Table};

/// A part of the tables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope(String);

/// Where sessions are written down.
pub const SESSIONS: &str = "session/";

impl Scope {
    /// What the device keeps for this `storage-key`.
    pub fn of_device(key: &str) -> Self {
        Self(["d/", &part(key), "/"].concat())
    }

    /// What a session keeps for it.
    pub fn of_session(session: &str, key: &str) -> Self {
        Self([of_whole_session(session).as_str(), &part(key), "/"].concat())
    }

    pub fn text(&self) -> &str {
        &self.0
    }

    /// Everything of it in a table.
    pub fn all(&self, table: Table) -> Span {
        Span::below(table, self.0.clone())
    }

    /// Which conversation was shown last.
    pub fn shown(&self) -> String {
        [&self.0, "shown"].concat()
    }

    pub fn conversation(&self, id: Id) -> String {
        [self.text(), &padded(id.0, 16)].concat()
    }

    /// The messages of a conversation.
    pub fn messages(&self, conversation: Id) -> String {
        [&self.conversation(conversation), "/"].concat()
    }

    /// A part of what stands for older turns, among the marks: the one that was made first stands first.
    pub fn digest(&self, conversation: Id, now: u64, random: u64) -> String {
        [&self.messages(conversation), &padded(now, 14), "/", &padded(random, 16)].concat()
    }

    pub fn message(&self, conversation: Id, node: &Node) -> String {
        let before = Node::LAST.saturating_sub(node.created);
        [&self.messages(conversation), &padded(before, 14), "/", &padded(node.id.0, 16)].concat()
    }
}

/// Below this stands all that a session keeps.
pub fn of_whole_session(session: &str) -> String {
    ["s/", &part(session), "/"].concat()
}

/// A text that is no path.
fn part(text: &str) -> String {
    text.replace('/', "\u{1}")
}

/// Hexadecimal digits that sort as the number does.
fn padded(number: u64, size: usize) -> String {
    let digits = Id(number).text();
    ["0".repeat(size.saturating_sub(digits.len())).as_str(), &digits].concat()
}

#[cfg(test)]
mod tests {
    use causerie::conversation::{Id, Node};

    use super::Scope;

    #[test]
    fn keys_sort_by_conversation_and_then_the_newest_first() {
        let scope = Scope::of_device("support");
        let key =
            |conversation, id, created| scope.message(Id(conversation), &Node::new(Id(id), None, created));
        let sorted = [
            key(1, 7, Node::LAST),
            key(1, 9, 1_700_000_000_001),
            key(1, 3, 1_700_000_000_000),
            key(1, 0x10, 1_700_000_000_000),
            key(1, 1, 0),
            key(0x10, 1, 5),
            key(u64::MAX, u64::MAX, 0),
        ];
        assert!(sorted.is_sorted(), "{sorted:?}");
        assert!(sorted.iter().all(|key| key.starts_with(scope.text())));
    }

    #[test]
    fn no_scope_reaches_into_another_one() {
        let scopes = [
            Scope::of_device(""),
            Scope::of_device("a"),
            Scope::of_device("a/b"),
            Scope::of_session("x", "a"),
            Scope::of_session("x/a", ""),
            Scope::of_session("x", "a/b"),
        ];
        for (place, one) in scopes.iter().enumerate() {
            for other in &scopes[place + 1..] {
                assert!(!one.text().starts_with(other.text()) && !other.text().starts_with(one.text()));
            }
        }
    }
}
