//! The earlier part of a long conversation, which is read page by page as its reader goes up.
//!
//! **Invariant:** keys of messages ascend along the path, so those that are read later, and stand before, get lower ones.

use std::cell::{Cell, RefCell};
use std::pin::Pin;

use super::Chat;
use super::merge::{From, messages, said};
use crate::browser::{frame, later};
use crate::conversation::{Id, Message, Tree, Turns};
use crate::json::Json;

/// Messages of a page: whole groups of the list.
const PAGE: u64 = 48;
/// And of one that is only sent.
const MANY: u64 = 500;
/// Bytes of text; no more are read for a window of so many tokens.
const LONGEST_TOKEN: usize = 8;

/// Where the next page begins.
#[derive(Default)]
pub(in crate::chat) struct Earlier {
    before: RefCell<Option<String>>,
    /// The lowest key that was given.
    lowest: Cell<u64>,
    is_reading: Cell<bool>,
    /// Nothing before this place of this conversation is pinned. To know it takes a look at all of it.
    unpinned: RefCell<Option<(Id, String)>>,
}

impl Earlier {
    /// Keys of a conversation that is read begin here: there is room below for all that stands before. Whole groups of
    /// the list.
    pub const FIRST: u64 = 1 << 40;

    pub fn forget(&self) {
        self.before.take();
    }

    /// Another tab has changed something there.
    pub fn changed(&self) {
        self.unpinned.take();
    }

    pub fn next(&self) -> Option<String> {
        self.before.borrow().clone()
    }

    /// Remembers where it goes on; true if it does.
    pub fn goes_on_at(&self, before: Option<&str>) -> bool {
        self.before.replace(before.map(str::to_owned));
        before.is_some()
    }

    /// Gives keys to so many messages: above all there are, or below.
    pub fn numbers<'a>(
        &'a self,
        next: &'a Cell<u64>,
        count: usize,
        below: bool,
    ) -> Box<dyn FnMut() -> u64 + 'a> {
        if !below {
            return Box::new(|| next.replace(next.get() + 1));
        }
        let lowest = match self.lowest.get() {
            0 => Self::FIRST,
            lowest => lowest,
        };
        let mut number = lowest - count as u64;
        self.lowest.set(number);
        Box::new(move || {
            number += 1;
            number - 1
        })
    }
}

type Places = Vec<(Id, bool, Message)>;

/// [`later_whole`].
type Reading = fn(Chat, Turns) -> Pin<Box<dyn Future<Output = Turns>>>;

fn later_whole(chat: Chat, turns: Turns) -> Pin<Box<dyn Future<Output = Turns>>> {
    Box::pin(async move { turns.behind(chat.earlier_messages().await) })
}

fn later_show_earlier(chat: Chat, (): ()) {
    frame::spawn(async move {
        chat.read_earlier().await;
        if let Some(inner) = chat.inner() {
            inner.keep.earlier.is_reading.set(false);
        }
    });
}

impl Chat {
    /// True of the key of a message that came with an earlier page: its reader is near.
    pub fn came_earlier(&self, id: u64) -> bool {
        (Earlier::FIRST / 2..Earlier::FIRST).contains(&id)
    }

    /// Reads the page before what is there, unless that is under way.
    pub fn show_earlier(&self) {
        let is_wanted = self.inner().is_some_and(|inner| {
            let earlier = &inner.keep.earlier;
            earlier.before.borrow().is_some() && !earlier.is_reading.replace(true)
        });
        if is_wanted {
            self.later(later_show_earlier, ());
        }
    }

    async fn earlier_page(&self, before: &str, limit: u64) -> Option<Json> {
        self.ask_earlier("read", before, limit).await
    }

    async fn ask_earlier(&self, what: &str, before: &str, limit: u64) -> Option<Json> {
        let id = self.shown_id()?;
        let request = Json::object([
            ("conversation", id.text().into()),
            ("limit", limit.into()),
            ("before", before.into()),
        ]);
        self.ask_archive(what, &request).await
    }

    /// True if there was one.
    pub(super) async fn read_earlier(&self) -> bool {
        let Some(before) = self.inner().and_then(|inner| inner.keep.earlier.next()) else { return false };
        let page = self.earlier_page(&before, PAGE).await;
        // Another conversation may be shown by now.
        let is_it = self.inner().is_some_and(|inner| inner.keep.earlier.next().as_ref() == Some(&before));
        is_it && page.is_some_and(|page| self.take_page(page, From::Before))
    }

    /// Reads on as long as a message stands apart from the one that it answers, so that the path is the right one.
    pub(super) async fn read_whole_branches(&self) {
        while self.has_orphans() && self.read_earlier().await {}
    }

    /// True if another message than the first lacks the one above it.
    fn has_orphans(&self) -> bool {
        let Some(inner) = self.inner() else { return false };
        let tree = inner.tree.borrow();
        let is_orphan = |parent| tree.get(parent).is_none();
        tree.all().skip(1).any(|(node, _)| node.parent.is_some_and(is_orphan))
    }

    /// What is asked, with the messages before those that are in memory.
    pub(in crate::chat) async fn whole(&self, turns: Turns) -> Turns {
        if self.inner().is_none_or(|inner| inner.keep.earlier.next().is_none()) {
            return turns;
        }
        match later::open(later_whole as Reading).await {
            Some(door) => door(*self, turns).await,
            None => turns,
        }
    }

    /// True if a message before this place is always sent.
    async fn has_pinned(&self, before: &str) -> bool {
        let Some((inner, id)) = self.inner().zip(self.shown_id()) else { return false };
        let unpinned = &inner.keep.earlier.unpinned;
        // Places ascend to the beginning.
        if unpinned.borrow().as_ref().is_some_and(|(of, known)| *of == id && known.as_str() <= before) {
            return false;
        }
        let answer = self.ask_earlier("pinned", before, 0).await;
        let is_any = answer.is_some_and(|answer| answer.get("pinned") == Some(&Json::Bool(true)));
        unpinned.replace((!is_any).then(|| (id, before.to_owned())));
        is_any
    }

    /// The path before the messages that are in memory, as much of it as could be sent: names, pins, messages. If more are
    /// pinned before that, it is all of it: only then it is known what they answer, and on which path they are.
    async fn earlier_messages(&self) -> Places {
        let Some(inner) = self.inner() else { return Vec::new() };
        let limit = self.config.try_with_untracked(|config| config.context_tokens).flatten();
        let mut room = limit.map_or(usize::MAX, |tokens| tokens as usize * LONGEST_TOKEN);
        let mut before = inner.keep.earlier.next();
        let mut tree = Tree::default();
        while let Some(from) = before {
            if room == 0 {
                if !self.has_pinned(&from).await {
                    break;
                }
                room = usize::MAX;
            }
            let Some(mut page) = self.earlier_page(&from, MANY).await else { break };
            let nodes = said(messages(&mut page));
            let size: usize = nodes.iter().map(|(_, message)| message.text().len()).sum();
            room = room.saturating_sub(size);
            tree.merge(nodes);
            before = page.take("before").as_str().map(str::to_owned);
        }
        let here = inner.tree.borrow().all().map(|(node, _)| (*node, Message::awaited())).collect();
        tree.merge(here);
        let is_here = |id| inner.tree.borrow().get(id).is_some();
        let path = tree.shown();
        let earlier = path.iter().take_while(|shown| !is_here(shown.id));
        let there = earlier.filter_map(|shown| tree.get(shown.id));
        there.map(|(node, message)| (node.id, node.pinned.is, message.clone())).collect()
    }
}
