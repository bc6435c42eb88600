//! The tree of a conversation: whatever is done to it, and whatever data it is made of.

#![allow(clippy::unwrap_used, reason = "a test may")]

use std::collections::BTreeSet;

use causerie::conversation::{Flag, Id, Node, Shown, Tree};
use proptest::prelude::*;

type Texts = Tree<String>;

fn shown(tree: &Texts) -> Vec<u64> {
    tree.shown().iter().map(|shown| shown.id.0).collect()
}

fn nodes(tree: &Texts) -> Vec<Node> {
    tree.all().map(|(node, _)| *node).collect()
}

/// A tree of this path, made a millisecond apart.
fn path(ids: &[u64]) -> Texts {
    let mut tree = Texts::default();
    for (time, id) in ids.iter().enumerate() {
        assert!(tree.append(Id(*id), id.to_string(), 10 * time as u64));
    }
    tree
}

/// What holds for every tree: everything that is alive hangs below an earlier one that is alive, the shown path goes
/// from a root to a leaf, positions are right, and everything can be brought into view.
fn assert_valid(tree: &Texts) {
    let order: Vec<Id> = tree.all().map(|(node, _)| node.id).collect();
    let place = |id: Id| order.iter().position(|there| *there == id).unwrap();
    assert_eq!(order.iter().collect::<BTreeSet<_>>().len(), order.len(), "an id stands twice");
    let alive: Vec<Id> = order.iter().copied().filter(|id| tree.is_alive(*id)).collect();
    for id in &alive {
        if let Some(above) = tree.above(*id) {
            assert!(tree.is_alive(above) && place(above) < place(*id));
        }
        let alternatives = tree.alternatives(*id);
        assert!(alternatives.contains(id));
        let beside = alive.iter().filter(|other| tree.above(**other) == tree.above(*id));
        assert!(beside.eq(alternatives.iter()));
        assert!(in_view(tree, *id).iter().any(|shown| shown.id == *id), "{id:?} cannot be shown");
    }
    let path = tree.shown();
    assert_eq!(path.is_empty(), alive.is_empty());
    let mut above = None;
    for Shown { id, number, total } in path {
        assert_eq!(tree.above(id), above);
        let alternatives = tree.alternatives(id);
        assert_eq!((alternatives.get(number - 1), alternatives.len()), (Some(&id), total));
        above = Some(id);
    }
    assert!(alive.iter().all(|id| above.is_none() || tree.above(*id) != above), "the path ends early");
}

/// The path that is shown once all that leads to a message was chosen.
fn in_view(tree: &Texts, id: Id) -> Vec<Shown> {
    let mut tree = tree.clone();
    let mut next = Some(id);
    while let Some(id) = next {
        assert!(tree.show(id, 0));
        next = tree.above(id);
    }
    tree.shown()
}

/// What a visitor can do; the first number chooses the message.
#[derive(Clone, Debug)]
enum Action {
    Append,
    Branch(usize),
    Step(usize, bool),
    Delete(usize),
    Restore(usize),
    Pin(usize, bool),
    Purge,
}

fn actions(most: usize) -> impl Strategy<Value = Vec<(Action, u64)>> {
    let which = 0..64_usize;
    let action = prop_oneof![
        4 => Just(Action::Append),
        4 => which.clone().prop_map(Action::Branch),
        4 => (which.clone(), any::<bool>()).prop_map(|(which, forward)| Action::Step(which, forward)),
        2 => which.clone().prop_map(Action::Delete),
        2 => which.clone().prop_map(Action::Restore),
        1 => (which, any::<bool>()).prop_map(|(which, is)| Action::Pin(which, is)),
        1 => Just(Action::Purge),
    ];
    // The clock may stand still and be set back.
    prop::collection::vec((action, 0..100_u64), 0..most)
}

/// Does it, and says what was added and what was purged.
fn act(tree: &mut Texts, action: &Action, fresh: u64, now: u64) -> (Option<Id>, Vec<Id>) {
    let all: Vec<Id> = tree.all().map(|(node, _)| node.id).collect();
    let chosen = |which: usize| all.get(which % all.len().max(1)).copied().unwrap_or(Id(u64::MAX));
    // Ids are random; these look so.
    let id = Id(fresh.wrapping_mul(0x9E37_79B9_7F4A_7C15));
    let mut is_added = false;
    let mut purged = Vec::new();
    match *action {
        Action::Append => is_added = tree.append(id, id.text(), now),
        Action::Branch(of) => is_added = tree.branch(chosen(of), id, id.text(), now),
        Action::Step(which, forward) => _ = tree.step(chosen(which), forward, now),
        Action::Delete(which) => _ = tree.delete(chosen(which), now),
        Action::Restore(which) => _ = tree.restore(chosen(which), now),
        Action::Pin(which, is) => _ = tree.pin(chosen(which), is, now),
        Action::Purge => purged = tree.purge(),
    }
    (is_added.then_some(id), purged)
}

fn acted(actions: &[(Action, u64)], tree: &mut Texts, first: u64) {
    for (index, (action, now)) in actions.iter().enumerate() {
        act(tree, action, first + index as u64, *now);
    }
}

/// Nodes as no tree makes them: parents that are missing or later, circles, ids that stand twice.
fn any_nodes() -> impl Strategy<Value = Vec<Node>> {
    let time = || prop_oneof![4 => 0..12_u64, 1 => Just(Node::LAST)];
    let flag = || (time(), any::<bool>()).prop_map(|(at, is)| Flag { at, is });
    let node = (0..9_u64, prop::option::of(0..9_u64), time(), time(), flag(), flag()).prop_map(
        |(id, parent, created, shown, pinned, deleted)| Node {
            shown,
            pinned,
            deleted,
            ..Node::new(Id(id), parent.map(Id), created)
        },
    );
    prop::collection::vec(node, 0..12)
}

fn merged(parts: &[&[Node]]) -> Texts {
    let mut tree = Texts::default();
    for part in parts {
        tree.merge(part.iter().map(|node| (*node, node.id.text())).collect());
    }
    tree
}

proptest! {
    #[test]
    fn any_actions_keep_the_tree_valid_and_lose_no_text_but_what_is_purged(actions in actions(30)) {
        let mut tree = Texts::default();
        let mut texts = BTreeSet::new();
        for (fresh, (action, now)) in actions.iter().enumerate() {
            let (added, purged) = act(&mut tree, action, fresh as u64, *now);
            texts.extend(added);
            if let Some(added) = added {
                prop_assert!(tree.shown().iter().any(|shown| shown.id == added) || !matches!(action, Action::Append));
            }
            purged.iter().for_each(|id| assert!(texts.remove(id)));
            assert_valid(&tree);
            let there: BTreeSet<Id> = tree.all().map(|(node, _)| node.id).collect();
            prop_assert_eq!(&there, &texts);
            prop_assert!(tree.all().all(|(node, text)| *text == node.id.text()));
        }
    }

    #[test]
    fn undone_deletions_show_exactly_what_was_shown(
        actions in actions(30),
        deleted in prop::collection::vec((0..64_usize, 0..100_u64), 1..5),
    ) {
        let mut tree = Texts::default();
        acted(&actions, &mut tree, 0);
        let all: Vec<Id> = tree.all().map(|(node, _)| node.id).collect();
        let mut undo = Vec::new();
        for (which, now) in deleted {
            let Some(id) = all.get(which % all.len().max(1)) else { break };
            let before = tree.shown();
            let alternatives: Vec<Vec<Id>> = all.iter().map(|id| tree.alternatives(*id)).collect();
            if tree.delete(*id, now) {
                prop_assert!(!tree.is_alive(*id) && tree.shown().iter().all(|shown| shown.id != *id));
                undo.push((*id, before, alternatives));
            }
        }
        for (id, before, alternatives) in undo.into_iter().rev() {
            prop_assert!(tree.restore(id, 0));
            prop_assert_eq!(tree.shown(), before);
            prop_assert!(all.iter().map(|id| tree.alternatives(*id)).eq(alternatives));
        }
    }

    #[test]
    fn an_alternative_is_shown_again_with_what_was_last_shown_below_it(actions in actions(30), which in 0..64_usize) {
        let mut tree = Texts::default();
        acted(&actions, &mut tree, 0);
        let before = tree.shown();
        let several: Vec<&Shown> = before.iter().filter(|shown| shown.total > 1).collect();
        if let Some(shown) = several.get(which % several.len().max(1)) {
            let is_first = shown.number == 1;
            prop_assert!(tree.step(shown.id, is_first, 0));
            let place = if is_first { shown.number + 1 } else { shown.number - 1 };
            let other = tree.alternatives(shown.id)[place - 1];
            prop_assert!(tree.shown().iter().any(|there| there.id == other && there.number == place));
            prop_assert!(tree.step(other, !is_first, 0));
            prop_assert_eq!(tree.shown(), before);
        }
    }

    #[test]
    fn any_data_gives_a_valid_tree_in_which_each_message_has_its_place(nodes in any_nodes()) {
        let tree = merged(&[&nodes]);
        assert_valid(&tree);
        let ids: BTreeSet<Id> = nodes.iter().map(|node| node.id).collect();
        prop_assert_eq!(tree.all().map(|(node, _)| node.id).collect::<BTreeSet<_>>(), ids);
        // A message that was not deleted, with nobody above it that was, is there.
        if nodes.iter().all(|node| !node.deleted.is) {
            prop_assert!(tree.all().all(|(node, _)| tree.is_alive(node.id)));
        }
        for action in [Action::Append, Action::Branch(3), Action::Step(2, true), Action::Purge] {
            let mut tree = tree.clone();
            act(&mut tree, &action, 1 << 40, 5);
            assert_valid(&tree);
        }
    }

    #[test]
    fn merging_is_commutative_associative_and_idempotent(a in any_nodes(), b in any_nodes(), c in any_nodes()) {
        let (ab, bc) = (nodes(&merged(&[&a, &b])), nodes(&merged(&[&b, &c])));
        prop_assert_eq!(&ab, &nodes(&merged(&[&b, &a])));
        prop_assert_eq!(nodes(&merged(&[&ab, &c])), nodes(&merged(&[&a, &bc])));
        prop_assert_eq!(&ab, &nodes(&merged(&[&ab, &ab, &a, &b])));
        // What is shown is decided by the nodes alone.
        prop_assert_eq!(merged(&[&a, &b]).shown(), merged(&[&b, &a]).shown());
    }

    #[test]
    fn two_tabs_that_act_apart_come_to_the_same(
        before in actions(15), here in actions(15), there in actions(15),
    ) {
        let mut first = Texts::default();
        acted(&before, &mut first, 0);
        let mut second = first.clone();
        let only_kept = |actions: Vec<(Action, u64)>| -> Vec<_> {
            actions.into_iter().filter(|(action, _)| !matches!(action, Action::Purge)).collect()
        };
        acted(&only_kept(here), &mut first, 100);
        acted(&only_kept(there), &mut second, 200);
        let tell = |tree: &Texts| tree.all().map(|(node, text)| (*node, text.clone())).collect::<Vec<_>>();
        let (from_first, from_second) = (tell(&first), tell(&second));
        let said = from_first.iter().chain(&from_second).map(|(node, _)| node.id).collect::<BTreeSet<_>>();
        first.merge(from_second);
        second.merge(from_first);
        assert_valid(&first);
        prop_assert_eq!(nodes(&first), nodes(&second));
        prop_assert_eq!(first.shown(), second.shown());
        prop_assert_eq!(first.all().map(|(node, _)| node.id).collect::<BTreeSet<_>>(), said);
    }

    #[test]
    fn an_id_is_read_back_from_its_text(id: u64, text in "\\PC{0,18}") {
        prop_assert_eq!(Id::read(&Id(id).text()), Some(Id(id)));
        prop_assert_eq!(Id(id).text(), format!("{id:x}"));
        let is_hex = !text.is_empty() && text.len() <= 16 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        prop_assert_eq!(Id::read(&text).is_some(), is_hex);
    }
}

#[test]
fn an_edited_question_is_an_alternative_and_the_old_branch_stays() {
    let mut tree = path(&[1, 2, 3, 4]);
    assert!(tree.branch(Id(3), Id(5), "edited".to_owned(), 0));
    assert_eq!(shown(&tree), [1, 2, 5]);
    assert!(tree.append(Id(6), "answer".to_owned(), 0));
    assert_eq!(shown(&tree), [1, 2, 5, 6]);
    assert_eq!(tree.shown()[2], Shown { id: Id(5), number: 2, total: 2 });
    assert!(tree.step(Id(5), false, 0) && !tree.step(Id(3), false, 0));
    assert_eq!(shown(&tree), [1, 2, 3, 4]);
    assert!(tree.step(Id(3), true, 0) && !tree.step(Id(5), true, 0));
    assert_eq!(shown(&tree), [1, 2, 5, 6]);
}

#[test]
fn the_first_question_has_alternatives_too() {
    let mut tree = path(&[1, 2]);
    assert!(tree.branch(Id(1), Id(3), String::new(), 0));
    assert_eq!(tree.shown(), [Shown { id: Id(3), number: 2, total: 2 }]);
}

#[test]
fn a_taken_id_and_a_message_that_is_not_there_change_nothing() {
    let mut tree = path(&[1, 2]);
    let before = nodes(&tree);
    assert!(!tree.append(Id(1), String::new(), 99) && !tree.branch(Id(1), Id(2), String::new(), 99));
    assert!(
        !tree.branch(Id(7), Id(8), String::new(), 99) && !tree.delete(Id(7), 99) && !tree.show(Id(7), 99)
    );
    assert!(!tree.restore(Id(1), 99));
    assert_eq!(nodes(&tree), before);
}

#[test]
fn a_conversation_with_a_lost_message_reads_on_and_is_whole_once_it_is_found() {
    let whole = nodes(&path(&[1, 2, 3, 4, 5]));
    let (lost, rest): (Vec<Node>, Vec<Node>) = whole.iter().partition(|node| node.id == Id(3));
    let mut tree = merged(&[&rest]);
    assert_eq!(shown(&tree), [1, 2, 4, 5]);
    tree.merge(lost.into_iter().map(|node| (node, String::new())).collect());
    assert_eq!(shown(&tree), [1, 2, 3, 4, 5]);
}

#[test]
fn what_another_tab_said_after_its_branch_was_deleted_is_not_deleted() {
    let mut here = path(&[1, 2, 3, 4]);
    let mut there = here.clone();
    assert!(here.delete(Id(3), 1000));
    there.append(Id(5), "still here".to_owned(), 2000);
    here.merge(there.all().map(|(node, text)| (*node, text.clone())).collect());
    assert_eq!(shown(&here), [1, 2, 5]);
    assert_eq!(here.purge(), [Id(3), Id(4)]);
    assert_eq!(shown(&here), [1, 2, 5]);
}

#[test]
fn what_was_deleted_later_stays_deleted_with_all_below() {
    let mut here = path(&[1, 2, 3, 4]);
    let mut there = here.clone();
    there.append(Id(5), String::new(), 500);
    assert!(here.delete(Id(3), 1000));
    here.merge(there.all().map(|(node, text)| (*node, text.clone())).collect());
    assert_eq!(shown(&here), [1, 2]);
    assert_eq!(here.all().count(), 5);
}
