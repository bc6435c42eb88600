//! What follows what: which effects run, how often, and what goes with its owner.

#![allow(clippy::unwrap_used, reason = "a test may")]

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use causerie::reactive::{Effect, Owner, Trigger, flush, on_cleanup, on_work, untrack};
use proptest::prelude::*;

/// What happened, in order.
type Log = Rc<RefCell<Vec<String>>>;

fn note(log: &Log, what: impl ToString) {
    log.borrow_mut().push(what.to_string());
}

fn taken(log: &Log) -> String {
    log.take().join(" ")
}

/// How often an effect has run, and what it read last.
type Seen = Rc<RefCell<(u32, Vec<u32>)>>;

/// An effect that notes its name and follows these.
fn following(log: &Log, name: &'static str, triggers: &[&Rc<Trigger>]) -> Effect {
    let (log, triggers) = (Rc::clone(log), triggers.iter().map(|there| Rc::clone(there)).collect::<Vec<_>>());
    Effect::new(Box::new(move || {
        note(&log, name);
        triggers.iter().for_each(|trigger| trigger.track());
    }))
}

#[test]
fn an_effect_runs_at_once_and_once_more_for_all_that_changed() {
    let (log, one, other) = (Log::default(), Rc::new(Trigger::default()), Rc::new(Trigger::default()));
    let _effect = following(&log, "a", &[&one, &other, &one]);
    assert_eq!(taken(&log), "a");
    one.notify();
    other.notify();
    one.notify();
    assert_eq!(taken(&log), "", "not before the flush");
    flush();
    assert_eq!(taken(&log), "a");
    flush();
    assert_eq!(taken(&log), "");
}

#[test]
fn effects_run_in_the_order_in_which_they_were_told_and_those_told_meanwhile_behind_them() {
    let (log, one, other) = (Log::default(), Rc::new(Trigger::default()), Rc::new(Trigger::default()));
    let (_a, _b) = (following(&log, "a", &[&one]), following(&log, "b", &[&other]));
    let (tells, told) = (Rc::clone(&other), Rc::clone(&one));
    let _c = Effect::new(Box::new(move || {
        told.track();
        tells.notify();
    }));
    flush();
    log.take();
    one.notify();
    flush();
    assert_eq!(taken(&log), "a b");
    other.notify();
    one.notify();
    flush();
    assert_eq!(taken(&log), "b a b");
}

#[test]
fn what_the_last_run_did_not_read_is_not_followed() {
    let (log, one, other) = (Log::default(), Rc::new(Trigger::default()), Rc::new(Trigger::default()));
    let (reads, followed, unread) = (Rc::new(Cell::new(true)), Rc::clone(&one), Rc::clone(&other));
    let (there, noted) = (Rc::clone(&reads), Rc::clone(&log));
    let _effect = Effect::new(Box::new(move || {
        note(&noted, "a");
        followed.track();
        if there.get() {
            unread.track();
        }
        untrack(|| unread.track());
    }));
    reads.set(false);
    one.notify();
    flush();
    assert_eq!(taken(&log), "a a");
    other.notify();
    flush();
    assert_eq!(taken(&log), "");
}

#[test]
fn an_effect_that_changes_what_it_reads_runs_again_and_ends_when_it_stops() {
    let (left, trigger) = (Rc::new(Cell::new(3)), Rc::new(Trigger::default()));
    let (counted, told) = (Rc::clone(&left), Rc::clone(&trigger));
    let _effect = Effect::new(Box::new(move || {
        told.track();
        if counted.get() > 0 {
            counted.set(counted.get() - 1);
            told.notify();
        }
    }));
    flush();
    assert_eq!(left.get(), 0);
}

#[test]
fn what_a_run_made_goes_before_the_next_run_and_with_the_effect() {
    let (log, trigger) = (Log::default(), Rc::new(Trigger::default()));
    let (noted, told, number) = (Rc::clone(&log), Rc::clone(&trigger), Cell::new(0));
    let effect = Effect::new(Box::new(move || {
        told.track();
        number.set(number.get() + 1);
        note(&noted, ["+", &number.get().to_string()].concat());
        let (noted, number) = (Rc::clone(&noted), number.get());
        on_cleanup(move || note(&noted, ["-", &number.to_string()].concat()));
    }));
    trigger.notify();
    flush();
    assert_eq!(taken(&log), "+1 -1 +2");
    trigger.notify();
    drop(effect);
    flush();
    assert_eq!(taken(&log), "-2", "one that has gone is not run");
}

#[test]
fn an_owner_goes_once_with_all_that_is_below_it() {
    let log = Log::default();
    let parent = Owner::new();
    let noting = |what: &'static str| {
        let log = Rc::clone(&log);
        on_cleanup(move || note(&log, what));
    };
    parent.with(|| noting("parent"));
    let child = parent.child();
    child.with(|| {
        noting("child");
        Owner::new().with(|| noting("lost"));
        assert!(Owner::current().is_some());
    });
    assert!(Owner::current().is_none());
    assert_eq!(taken(&log), "lost", "what nobody holds goes at once");
    parent.cleanup();
    parent.cleanup();
    assert_eq!(taken(&log), "child parent");
    child.with(|| noting("again"));
    drop((parent, child));
    assert_eq!(taken(&log), "again");
}

#[test]
fn the_host_is_told_once_that_something_waits() {
    thread_local!(static TOLD: Cell<u32> = const { Cell::new(0) });
    on_work(|| TOLD.set(TOLD.get() + 1));
    let (log, trigger) = (Log::default(), Rc::new(Trigger::default()));
    let _effects = [following(&log, "a", &[&trigger]), following(&log, "b", &[&trigger])];
    trigger.notify();
    trigger.notify();
    assert_eq!(TOLD.get(), 1);
    flush();
    trigger.notify();
    assert_eq!(TOLD.get(), 2);
}

proptest! {
    /// Effects that read some of eight values, and changes in any order: behind a flush each has seen the last values, and has
    /// run no more often than there were changes of what it reads.
    #[test]
    fn behind_a_flush_every_effect_has_seen_the_last_values(
        reads in prop::collection::vec(prop::collection::vec(0usize..8, 0..6), 1..8),
        changes in prop::collection::vec((0usize..8, any::<bool>()), 0..60),
        gone in prop::collection::vec(0usize..8, 0..3),
    ) {
        let values: Rc<Vec<(Trigger, Cell<u32>)>> = Rc::new((0..8).map(|_| Default::default()).collect());
        let seen: Vec<Seen> = reads.iter().map(|_| Rc::default()).collect();
        let mut effects: Vec<Option<Effect>> = reads.iter().zip(&seen).map(|(reads, seen)| {
            let (reads, seen, values) = (reads.clone(), Rc::clone(seen), Rc::clone(&values));
            Some(Effect::new(Box::new(move || {
                let read = |at: &usize| { values[*at].0.track(); values[*at].1.get() };
                let now = reads.iter().map(read).collect();
                seen.replace_with(|(runs, _)| (*runs + 1, now));
            })))
        }).collect();
        for index in gone {
            if let Some(effect) = effects.get_mut(index) { *effect = None; }
        }
        let mut causes = vec![1; reads.len()];
        for (at, flushes) in changes {
            values[at].1.set(values[at].1.get() + 1);
            values[at].0.notify();
            reads.iter().zip(&mut causes).filter(|(reads, _)| reads.contains(&at)).for_each(|(_, count)| *count += 1);
            if flushes { flush(); }
        }
        flush();
        for ((effect, reads), (seen, causes)) in effects.iter().zip(&reads).zip(seen.iter().zip(causes)) {
            let seen = seen.borrow();
            let last: Vec<u32> = reads.iter().map(|at| values[*at].1.get()).collect();
            match effect {
                Some(_) => { prop_assert_eq!(&seen.1, &last); prop_assert!(seen.0 <= causes); }
                None => prop_assert_eq!(seen.0, 1),
            }
        }
    }
}
