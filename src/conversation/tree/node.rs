//! What is known of one message's place: what never changes, and what can, with the time of its last change.
//!
//! **Invariant:** [`Node::join`] is commutative, associative and idempotent, so that two tabs that tell each other
//! what they know end up knowing the same, in whatever order they hear it.

/// The id of a message or a conversation: 64 random bits, the same in all tabs and on all devices.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Id(pub u64);

impl Id {
    /// As records have it: 1 to 16 hexadecimal digits. A JSON number would lose some in JavaScript.
    pub fn text(self) -> String {
        const HEX: &[u8; 16] = b"0123456789abcdef";
        let size = (16 - self.0.leading_zeros() / 4).max(1);
        (0..size).rev().map(|digit| char::from(HEX[(self.0 >> (4 * digit)) as usize & 15])).collect()
    }

    /// Reads what [`Id::text`] wrote.
    pub fn read(text: &str) -> Option<Self> {
        let is_one = !text.is_empty() && text.len() <= 16;
        let mut digits = text.chars().map(|digit| digit.to_digit(16));
        let add = |id: u64, digit: Option<u32>| Some(id << 4 | u64::from(digit?));
        if is_one { digits.try_fold(0, add).map(Self) } else { None }
    }
}

/// Something that is so or not, since a time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Flag {
    /// When it was last set; 0 if never. Unix milliseconds.
    pub at: u64,
    /// Stands behind the time, so that of two flags the later one is the greater.
    pub is: bool,
}

/// A message's place in its conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Node {
    pub id: Id,
    /// What it answers or follows; none for a first message.
    pub parent: Option<Id>,
    /// Unix milliseconds; later than whatever its tree knew of when it was made.
    pub created: u64,
    /// When it was last chosen among its alternatives; 0 if never.
    pub shown: u64,
    pub pinned: Flag,
    /// It is gone, and what stood below it at that time.
    pub deleted: Flag,
}

impl Node {
    /// The latest time that is taken from outside, so that what is done here can still be later: some 140,000 years
    /// on, and far below where numbers lose digits in JavaScript.
    pub const LAST: u64 = 1 << 52;

    /// A new message.
    pub const fn new(id: Id, parent: Option<Id>, created: u64) -> Self {
        let no = Flag { at: 0, is: false };
        Self { id, parent, created, shown: 0, pinned: no, deleted: no }
    }

    /// Takes over what another one of the same id knows better: what was set later, and for what never changes,
    /// but differs in broken data, the earlier place.
    pub fn join(&mut self, other: &Self) {
        if (other.created, other.parent) < (self.created, self.parent) {
            (self.created, self.parent) = (other.created, other.parent);
        }
        self.shown = self.shown.max(other.shown);
        self.pinned = self.pinned.max(other.pinned);
        self.deleted = self.deleted.max(other.deleted);
    }

    /// The latest time that it knows of.
    pub(super) fn latest(&self) -> u64 {
        self.created.max(self.shown).max(self.pinned.at).max(self.deleted.at)
    }

    /// Of several alternatives the one with the greatest of these is shown.
    pub(super) fn rank(&self) -> (u64, Id) {
        (self.created.max(self.shown), self.id)
    }
}
