//! Tabs that write into one store, in any order.

#![allow(clippy::unwrap_used, reason = "a test may")]

use causerie::conversation::{ConversationRecord, Flag, Id, Message, MessageRecord, Node, Title};
use causerie::protocol::Role;

use super::Batch;
use crate::scope::Scope;
use crate::store::{Memory, Span, Table, Write};

/// Small numbers that look random, the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
}

fn scope() -> Scope {
    Scope::of_device("test")
}

fn any_message(dice: &mut Dice) -> MessageRecord {
    let (id, text) = (dice.below(24), dice.below(9).to_string());
    let message = Message::new(Role::Assistant, &text);
    let mut node = Node::new(Id(id), None, 100 + id);
    node.pinned = Flag { is: dice.below(2) == 1, at: dice.below(9) };
    MessageRecord::new(Id(1), node, &message, dice.below(5))
}

fn any_conversation(dice: &mut Dice) -> ConversationRecord {
    let title = Title { by_hand: dice.below(4) == 0, at: dice.below(9), text: dice.below(9).to_string() };
    ConversationRecord { title, updated: dice.below(99), ..ConversationRecord::new(Id(dice.below(2)), 50) }
}

fn any_batch(dice: &mut Dice) -> Batch {
    // Sometimes so many that the whole conversation is read.
    let messages = (0..dice.below(30)).map(|_| any_message(dice)).collect();
    Batch::of((0..dice.below(3)).map(|_| any_conversation(dice)).collect(), messages)
}

fn put(memory: &mut Memory, batch: &Batch) -> Batch {
    let found = batch.spans(&scope()).iter().map(|span| memory.read(span, None)).collect();
    let met = batch.meet(&scope(), found);
    memory.write(met.writes);
    met.news
}

fn all(memory: &Memory) -> Vec<(String, Option<String>)> {
    let tables = [Table::Conversations, Table::Messages];
    tables.iter().flat_map(|table| memory.read(&scope().all(*table), None)).collect()
}

#[test]
fn the_order_in_which_tabs_write_makes_no_difference() {
    let mut dice = Dice(1);
    for _ in 0..60 {
        let batches: Vec<Batch> = (0..4).map(|_| any_batch(&mut dice)).collect();
        let [mut one, mut other] = [Memory::default(), Memory::default()];
        batches.iter().for_each(|batch| _ = put(&mut one, batch));
        batches.iter().rev().for_each(|batch| _ = put(&mut other, batch));
        assert_eq!(all(&one), all(&other));
        // Whoever writes once more what it knows changes nothing, and hears what it did not know.
        let before = all(&one);
        let mut known = batches[0].clone();
        known.add(put(&mut one, &batches[0]));
        assert_eq!(all(&one), before);
        assert!(put(&mut one, &known).is_empty());
    }
}

#[test]
fn what_cannot_be_read_stays_and_what_is_put_stands_beside_it() {
    let mut dice = Dice(2);
    let bad = ["", "{", "[]", "{\"version\":99,\"id\":\"0\"}", "{\"version\":1}"];
    for _ in 0..60 {
        let batch = any_batch(&mut dice);
        let mut memory = Memory::default();
        put(&mut memory, &batch);
        let clean = all(&memory);
        // Spoil some, and put all again, twice.
        let mut spoilt = Vec::new();
        for (key, _) in clean.iter().filter(|_| dice.below(3) == 0).collect::<Vec<_>>() {
            let text = bad[dice.below(5) as usize].to_owned();
            let table = if key.len() > 30 { Table::Messages } else { Table::Conversations };
            memory.write(vec![Write::Put(table, key.clone(), text.clone())]);
            spoilt.push((key.clone(), Some(text)));
        }
        put(&mut memory, &batch);
        let twice = all(&memory);
        put(&mut memory, &batch);
        assert_eq!(all(&memory), twice);
        assert!(spoilt.iter().all(|entry| twice.contains(entry)));
        let texts = |entries: &[(String, Option<String>)]| {
            let mut texts: Vec<_> =
                entries.iter().filter(|entry| !spoilt.contains(entry)).map(|entry| entry.1.clone()).collect();
            texts.sort();
            texts
        };
        let mut wanted: Vec<_> = clean.iter().map(|entry| entry.1.clone()).collect();
        wanted.sort();
        assert_eq!(texts(&twice), wanted);
    }
}

#[test]
fn only_what_is_new_is_written() {
    let mut dice = Dice(3);
    let batch = any_batch(&mut dice);
    let found = vec![Vec::new(); batch.spans(&scope()).len()];
    let first = batch.meet(&scope(), found);
    assert_eq!(first.writes.len(), batch.len());
    let mut memory = Memory::default();
    memory.write(first.writes);
    let found = batch.spans(&scope()).iter().map(|span: &Span| memory.read(span, None)).collect();
    assert!(batch.meet(&scope(), found).writes.is_empty());
}
