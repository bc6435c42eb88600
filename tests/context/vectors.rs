//! Rounds that are looked up: which are the most similar to the question, by their vectors.

use causerie::conversation::Turns;
use causerie::conversation::context::*;
use proptest::prelude::*;

use crate::common::random::cases;
use crate::conversations::{conversation, options, text};
use crate::holds::check;
use crate::*;

#[test]
fn vectors_are_of_one_model() {
    let mut digest = Digest::default();
    digest.use_space("one".to_owned());
    [7, 3, 5, 3].into_iter().for_each(|id| digest.add_vector(Id(id), vec![id as f32]));
    digest.use_space("one".to_owned());
    assert_eq!(digest.vectors().iter().map(|(id, _)| id.0).collect::<Vec<_>>(), [3, 5, 7]);
    assert_eq!(digest.vector(Id(5)), Some(&[5.0][..]));
    assert_eq!(digest.vector(Id(4)), None);
    digest.use_space("other".to_owned());
    assert_eq!(digest.vector(Id(5)), None);
}

#[test]
fn the_most_similar_rounds_come_back_in_their_order() {
    let filler = "words ".repeat(40);
    let mut messages = Vec::new();
    for topic in ["cats", "dogs", "cats again", "ships", "trains"] {
        messages.extend([user(&[topic, " ", &filler].concat()), answer("Yes.")]);
    }
    messages.push(user("What of cats?"));
    let all = entries(messages);
    let (path, window) = (path(&all), Window { room: Some(1000), fixed: 0 });
    let (cats, other) = ([1.0, 0.1], [0.0, 1.0]);
    let none = |_: Id| None;
    let ids: Vec<u64> = wanted(&path, &window, &none).into_iter().map(|wanted| wanted.id.0).collect();
    assert_eq!(ids, [10, 1, 3, 5, 7], "the question, and what is not among the newest");
    let find = |id: Id| Some(if matches!(id.0, 1 | 5 | 10) { &cats[..] } else { &other[..] });
    let sent: Vec<usize> = (0..all.len()).filter(|place| retrieve(&path, &window, &find)[*place]).collect();
    assert_eq!(sent, [0, 1, 4, 5, 8, 9, 10]);
}

#[test]
fn the_rest_of_an_answer_is_found_by_the_question_that_it_answers() {
    let filler = "words ".repeat(40);
    let mut messages = Vec::new();
    for topic in ["cats", "dogs", "cats again", "ships", "trains"] {
        messages.extend([user(&[topic, " ", &filler].concat()).0, answer("Yes.").0]);
    }
    messages.extend([user("What of cats?").0, answer("They are").0]);
    let places = (0..12).map(|place| (Id(100 + place), false)).collect();
    let turns = Turns::to_go_on(messages, "Go on.").placed(places);
    let (path, window) = (turns.path(), Window { room: Some(1000), fixed: 0 });
    let texts: Vec<String> =
        wanted(&path, &window, &|_| None).into_iter().map(|wanted| wanted.text).collect();
    assert_eq!(texts[0], "What of cats?");
    assert!(texts.iter().all(|text| !text.contains("Go on.") && !text.contains("They are")), "{texts:?}");
    let (cats, other) = ([1.0, 0.1], [0.0, 1.0]);
    let find = |id: Id| Some(if matches!(id.0, 101 | 105 | 110) { &cats[..] } else { &other[..] });
    let sent: Vec<usize> = (0..path.len()).filter(|place| retrieve(&path, &window, &find)[*place]).collect();
    assert_eq!(sent, [0, 1, 4, 5, 8, 9, 10, 11, 12]);
    // However little room there is.
    let sent = retrieve(&path, &Window { room: Some(1), fixed: 0 }, &find);
    assert_eq!(sent.iter().filter(|sent| **sent).count(), 3);
    assert_eq!(sent[10..], [true; 3]);
}

proptest! {
    #![proptest_config(cases(600))]

    #[test]
    fn what_is_retrieved_is_legal_and_fits(
        entries in conversation(), (config, estimate) in options(),
        vectors in prop::collection::vec(prop::collection::vec(-1.0..1.0_f32, 0..3), 24),
    ) {
        let path = path(&entries);
        let window = Window::of(&config, estimate, &Refusal::default());
        let none = |_: Id| None;
        for wanted in wanted(&path, &window, &none) {
            prop_assert!(entries.iter().any(|entry| entry.0 == wanted.id) && !wanted.text.trim().is_empty());
            prop_assert!(wanted.text.len() <= 2000);
        }
        let find = |id: Id| vectors.get(id.0 as usize).map(Vec::as_slice);
        check(&config, estimate, &entries, &plain(retrieve(&path, &window, &find)))?;
        prop_assert_eq!(retrieve(&path, &window, &none), truncate(&path, &window));
    }

    #[test]
    fn an_answer_that_goes_on_is_sent_with_what_has_come_and_legal(
        entries in conversation(), (config, estimate) in options(), half in text(),
        vectors in prop::collection::vec(prop::collection::vec(-1.0..1.0_f32, 0..3), 24),
    ) {
        let places = entries.iter().map(|entry| (entry.0, entry.2)).chain([(Id(900), false)]).collect();
        let messages = entries.iter().map(|entry| entry.1.clone()).chain([answer(&half).0]).collect();
        let turns = Turns::to_go_on(messages, "Go on.").placed(places);
        let (path, window) = (turns.path(), Window::of(&config, estimate, &Refusal::default()));
        prop_assert!(wanted(&path, &window, &|_| None).iter().all(|wanted| !wanted.text.contains("Go on.")));
        let find = |id: Id| vectors.get(id.0 as usize).map(Vec::as_slice);
        let least = truncate(&path, &Window { room: Some(0), ..window });
        let least = Window::weight_of_turns(&config, &shaped(&config, &path, &plain(least)));
        for sent in [truncate(&path, &window), retrieve(&path, &window, &find)] {
            prop_assert!(sent[entries.len()..].iter().all(|sent| *sent));
            let turns = shaped(&config, &path, &plain(sent));
            prop_assert_eq!(common::legal::check(&turns), Ok(()));
            prop_assert!(turns.last().is_some_and(|turn| turn.content.ends_with("Go on.")));
            let weight = Window::weight_of_turns(&config, &turns);
            prop_assert!(weight <= window.room.unwrap().max(least));
        }
    }

    #[test]
    fn vectors_of_another_model_are_not_mixed(ids in prop::collection::vec(0..9_u64, 1..4), other in 0..9_u64) {
        let mut digest = Digest::default();
        digest.use_space("one".to_owned());
        ids.iter().for_each(|id| digest.add_vector(Id(*id), vec![1.0]));
        let mut later = Digest::default();
        later.use_space("other".to_owned());
        digest.join(later.clone());
        prop_assert_eq!(digest.space(), "one");
        later.add_vector(Id(other), vec![2.0]);
        digest.join(later);
        prop_assert_eq!((digest.space(), digest.vectors().len()), ("other", 1));
    }
}
