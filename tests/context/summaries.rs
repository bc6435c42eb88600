//! What is said of rounds that are not sent: summaries, and the digest that keeps them.

use causerie::Config;
use causerie::config::ContextMode;
use causerie::conversation::context::*;
use proptest::prelude::*;

use crate::common::random::cases;
use crate::conversations::{conversation, options, text};
use crate::holds::check;
use crate::*;

#[test]
fn a_summary_is_made_of_what_is_new_only() {
    let text = |place: usize| format!("round {place}: {}", "words ".repeat(60));
    let rounds = (0..20).flat_map(|place| [user(&text(place)), answer("Yes.")]);
    let all = entries(rounds.chain([user("And now?")]).collect());
    let (path, window) = (path(&all), Window { room: Some(6000), fixed: 12 });
    let Step::First(first) = summarize(&path, &window, None) else { panic!("nothing is summarised") };
    let text = first.turns(causerie::config::SystemRole::System)[1].content.clone();
    assert!(text.starts_with("Turns:\nuser: round 0"), "{text}");
    let summary = Summary { text: "They counted.".to_owned(), up_to: first.up_to, model: None };
    let covered = summary.up_to.0 as usize;
    assert!(covered % 2 == 1 && covered < 38, "{covered}");
    let next = match summarize(&path, &window, Some(&summary)) {
        Step::First(next) => next,
        Step::Send(chosen) => {
            assert!(chosen.summary.as_ref().unwrap().contains("They counted."));
            assert!(chosen.sent[..=covered].iter().all(|sent| !sent));
            assert!(chosen.sent[covered + 1..].iter().all(|sent| *sent));
            return;
        }
    };
    let text = next.turns(causerie::config::SystemRole::System)[1].content.clone();
    assert!(text.starts_with("Summary so far:\nThey counted."), "{text}");
    assert!(!text.contains("round 0:"), "{text}");
}

#[test]
fn no_summary_is_made_where_its_request_has_no_room_for_turns() {
    let all = entries(vec![user(&"a".repeat(900)), answer("b"), user("c")]);
    let window = Window { room: Some(700), fixed: 12 };
    assert_eq!(summarize(&path(&all), &window, None), Step::Send(plain(vec![false, false, true])));
}

#[test]
fn of_several_summaries_the_one_that_reaches_furthest_on_the_path_counts() {
    let all = entries(vec![user("a"), answer("b"), user("c"), answer("d"), user("e")]);
    let summary = |up_to| Summary { text: Id(up_to).text(), up_to: Id(up_to), model: None };
    let of = |made: &[u64], length: usize| {
        let digest = Digest::of(made.iter().copied().map(summary).collect());
        digest.summary_on(&path(&all[..length])).map(|summary| summary.up_to.0)
    };
    assert_eq!(of(&[3, 1, 9], 5), Some(3));
    assert_eq!(of(&[3, 1], 3), Some(1), "of another branch, or what is behind the question");
    assert_eq!(of(&[4], 5), None, "the question itself is asked");
    assert_eq!(of(&[], 5), None);
}

#[test]
fn a_summary_of_another_branch_does_not_count() {
    let all = entries(vec![user(&"a".repeat(4000)), answer("b"), user("c")]);
    let summary = Summary { text: "Other.".to_owned(), up_to: Id(99), model: None };
    let chosen = without_new_summary(&path(&all), &Window { room: Some(2000), fixed: 0 }, Some(&summary));
    assert_eq!(chosen, plain(vec![false, false, true]));
}

proptest! {
    #![proptest_config(cases(600))]

    #[test]
    fn what_is_summarised_is_legal_and_fits(
        entries in conversation(), (config, estimate) in options(), said in text(), fails_after in 0..6_usize,
    ) {
        let path = path(&entries);
        let window = Window::of(&config, estimate, &Refusal::default());
        let mut summary: Option<Summary> = None;
        for asked in 0.. {
            prop_assert!(asked <= entries.len(), "it never ends");
            let request = match summarize(&path, &window, summary.as_ref()) {
                Step::Send(chosen) => return check(&config, estimate, &entries, &chosen),
                Step::First(request) => request,
            };
            let place = |id: Id| entries.iter().position(|entry| entry.0 == id);
            let reached = summary.as_ref().and_then(|summary| place(summary.up_to));
            prop_assert!(place(request.up_to) > reached, "a summary reaches no further");
            let turns = request.turns(config.system_role);
            prop_assert_eq!(common::legal::check(&turns), Ok(()));
            if window.room.unwrap() > 1800 {
                let weight = Window::weight_of_turns(&Config::default(), &turns) + request.most;
                prop_assert!(weight <= window.room.unwrap(), "no room is left for the summary");
            }
            if asked == fails_after {
                let chosen = without_new_summary(&path, &window, summary.as_ref());
                return check(&config, estimate, &entries, &chosen);
            }
            summary = Some(Summary { text: said.clone(), up_to: request.up_to, model: None });
        }
    }

    #[test]
    fn what_is_chosen_with_any_digest_is_legal_and_fits(
        entries in conversation(), (config, estimate) in options(),
        made in prop::collection::vec((text(), 0..30_u64), 0..4), mode in 0..3_usize,
    ) {
        let modes = [ContextMode::Truncate, ContextMode::Summarize, ContextMode::Retrieve];
        let summary = |(text, up_to)| Summary { text, up_to: Id(up_to), model: None };
        let digest = Digest::of(made.into_iter().map(summary).collect());
        let (path, window) = (path(&entries), Window::of(&config, estimate, &Refusal::default()));
        let chosen = digest.choose(modes[mode], &path, &window);
        check(&config, estimate, &entries, &chosen)?;
        let least = truncate(&path, &Window { room: Some(0), ..window });
        if window.weight(&path, &least) <= window.room.unwrap() {
            prop_assert!(chosen.weight(&path, &window) <= window.room.unwrap());
        }
        let whole = truncate(&path, &Window { room: None, ..window });
        if window.weight(&path, &whole) <= window.room.unwrap() {
            prop_assert_eq!(chosen, plain(whole));
        }
    }

    #[test]
    fn a_digest_comes_back_as_it_was_saved(
        made in prop::collection::vec((text(), any::<u64>(), prop::option::of(text())), 0..4), space in text(),
        vectors in prop::collection::vec((any::<u64>(), prop::collection::vec(-9.0..9.0_f32, 1..5)), 0..4),
    ) {
        let summary = |(text, up_to, model)| Summary { text, up_to: Id(up_to), model };
        let mut digest = Digest::of(made.into_iter().map(summary).collect());
        digest.use_space(space);
        vectors.into_iter().for_each(|(id, vector)| digest.add_vector(Id(id), vector));
        let stored = Json::parse(&digest.to_json().written()).unwrap();
        prop_assert_eq!(Digest::read(stored), Ok(digest));
    }

    #[test]
    fn a_digest_is_put_together_of_the_parts_in_which_it_was_made(
        made in prop::collection::vec((any::<bool>(), 0..9_u64, text()), 0..9), twice in 0..9_usize,
    ) {
        let (mut digest, mut parts) = (Digest::default(), Vec::new());
        digest.use_space("one".to_owned());
        for (number, (is_summary, id, text)) in made.into_iter().enumerate() {
            if is_summary {
                let summary = Summary { text, up_to: Id(id), model: Some(number.to_string()) };
                digest.summaries.push(summary.clone());
                parts.push(Digest::of(vec![summary]));
            } else {
                digest.add_vector(Id(id), vec![number as f32]);
                parts.push(digest.part(&[Id(id), Id(99)]));
            }
        }
        // What was read once more, and what was known already, changes nothing.
        let again: Vec<Digest> = parts.iter().skip(twice).chain([&digest]).cloned().collect();
        let mut back = Digest::default();
        parts.into_iter().chain(again).for_each(|part| back.join(Digest::read(part.to_json()).unwrap()));
        prop_assert_eq!(&back.summaries, &digest.summaries);
        prop_assert_eq!(back.vectors(), digest.vectors());
    }

    #[test]
    fn any_record_is_read_as_a_digest_or_not(record in common::said::any_json()) {
        let _ = Digest::read(record);
    }
}
