//! Three tables of texts: in IndexedDB, or in memory where nothing can or shall be kept.
//!
//! **Invariant:** what [`Store::update`] reads and writes is one transaction: nothing comes between the two, and all of it
//! is written or nothing. The deciding in between is a plain function, so it cannot wait and let the transaction end.

mod database;
mod memory;

use std::cell::RefCell;

pub use database::Database;
pub use memory::Memory;

use crate::trouble::Trouble;

/// The tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Table {
    Conversations,
    Messages,
    /// What was last shown, when sessions were last seen, and what stands for older turns.
    Marks,
}

impl Table {
    pub const ALL: [Self; 3] = [Self::Conversations, Self::Messages, Self::Marks];

    const fn name(self) -> &'static str {
        match self {
            Self::Conversations => "conversations",
            Self::Messages => "messages",
            Self::Marks => "marks",
        }
    }
}

/// Neighbours in a table: all keys from one to another, with both.
#[derive(Clone, Debug)]
pub struct Span {
    pub table: Table,
    pub from: String,
    pub to: String,
}

/// Sorts behind whatever a key goes on with.
const LAST: &str = "\u{ffff}";

impl Span {
    /// All keys that begin so.
    pub fn below(table: Table, start: String) -> Self {
        let to = [&start, LAST].concat();
        Self { table, from: start, to }
    }

    /// From behind a key on.
    pub fn behind(mut self, key: &str) -> Self {
        self.from = [key, "\0"].concat();
        self
    }
}

/// An entry of a table: its key, and its text, if it is one.
pub type Entry = (String, Option<String>);

/// What is to be done to a table.
#[derive(Clone, Debug)]
pub enum Write {
    Put(Table, String, String),
    Erase(Span),
}

/// Decides what is written, by what was found in each span.
pub type Decide<'a> = &'a mut dyn FnMut(Vec<Vec<Entry>>) -> Vec<Write>;

/// Where the tables are.
pub enum Store {
    Database(Database),
    Memory(RefCell<Memory>),
}

impl Store {
    /// Reads, decides and writes, as one.
    pub async fn update(&self, spans: Vec<Span>, decide: Decide<'_>) -> Result<(), Trouble> {
        match self {
            Self::Database(database) => database.update(&spans, decide).await,
            Self::Memory(memory) => {
                let found = spans.iter().map(|span| memory.borrow().read(span, None)).collect();
                let writes = decide(found);
                memory.borrow_mut().write(writes);
                Ok(())
            }
        }
    }

    /// The first entries of a span, in order.
    pub async fn read(&self, span: Span, limit: Option<u32>) -> Result<Vec<Entry>, Trouble> {
        match self {
            Self::Database(database) => database.read(&span, limit).await,
            Self::Memory(memory) => Ok(memory.borrow().read(&span, limit)),
        }
    }
}
