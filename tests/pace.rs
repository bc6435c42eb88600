//! How much of an answer is shown in a frame: all that came, but not too much at once; with the smooth pace, in even
//! steps and never late.

use causerie::conversation::{Budget, Pace};

const FRAME: f64 = 1000.0 / 60.0;

/// Shows texts that come at these times, frame by frame; gives what was shown when.
fn shown(is_smooth: bool, came: &[(f64, usize)]) -> Vec<(f64, usize)> {
    let mut pace = Pace::new(is_smooth);
    let (mut frames, mut shown, mut now) = (Vec::new(), 0, 0.0);
    while frames.len() < 10_000 {
        let length = came.iter().filter(|(when, _)| *when <= now).map(|(_, length)| *length).sum();
        shown = pace.next(now, shown, &"x".repeat(length));
        frames.push((now, shown));
        if shown == came.iter().map(|(_, length)| *length).sum::<usize>() {
            return frames;
        }
        now += FRAME;
    }
    panic!("it is never shown");
}

#[test]
fn without_a_pace_what_came_is_shown_in_the_next_frame() {
    assert_eq!(shown(false, &[(0.0, 5000)]), [(0.0, 5000)]);
}

#[test]
fn no_frame_shows_more_than_it_can_draw() {
    for is_smooth in [false, true] {
        let frames = shown(is_smooth, &[(0.0, 1024 * 1024)]);
        let steps = frames.windows(2).map(|pair| pair[1].1 - pair[0].1);
        assert!(steps.chain([frames[0].1]).all(|step| step <= Pace::MOST));
        assert!(frames.len() >= 1024 * 1024 / Pace::MOST);
    }
}

#[test]
fn a_smooth_burst_takes_a_few_frames_and_no_more_than_300_ms() {
    for size in [30, 400, 20_000] {
        let frames = shown(true, &[(0.0, size)]);
        assert!(frames.len() >= 4, "{size} bytes came at once");
        assert!(frames.last().is_some_and(|(when, _)| *when <= 300.0), "{size} bytes came late");
        let largest = frames.windows(2).map(|pair| pair[1].1 - pair[0].1).max().unwrap_or_default();
        assert!(largest <= size / 3, "{size} bytes came in a step of {largest}");
    }
}

#[test]
fn a_smooth_stream_never_lags_by_more_than_300_ms() {
    let came: Vec<(f64, usize)> = (0..40).map(|turn| (f64::from(turn) * 70.0, 300)).collect();
    for (now, shown) in shown(true, &came) {
        let due: usize =
            came.iter().filter(|(when, _)| *when <= now - 300.0).map(|(_, length)| *length).sum();
        assert!(shown >= due, "{shown} of {due} bytes at {now} ms");
    }
}

#[test]
fn no_step_ends_within_a_character() {
    let text = "äöü€".repeat(40_000);
    let (mut pace, mut shown) = (Pace::default(), 0);
    while shown < text.len() {
        let next = pace.next(0.0, shown, &text);
        assert!(next > shown && text.is_char_boundary(next));
        shown = next;
    }
}

/// The bytes of each of 40 frames, of which each takes so long as this says.
fn budgets(gap: impl Fn(usize) -> f64) -> Vec<usize> {
    let (mut budget, mut now, mut all) = (Budget::default(), 0.0, Vec::new());
    for _ in 0..40 {
        let bytes = budget.next(now);
        all.push(bytes);
        now += gap(bytes);
    }
    all
}

/// How long a frame takes on a screen that shows one in 17 ms.
fn on_screen(work: f64) -> f64 {
    (work / FRAME).ceil().max(1.0) * FRAME
}

#[test]
fn a_fast_machine_draws_twice_as_much_in_each_frame() {
    let all = budgets(|_| FRAME);
    assert_eq!(all[..4], [768, 1536, 3072, 6144]);
    assert_eq!(all.last(), Some(&Pace::MOST));
}

#[test]
fn a_machine_on_which_frames_take_long_draws_less_in_each_and_tables_are_no_long_task() {
    for per_kilobyte in [2.0, 6.0, 12.0, 18.0, 25.0, 40.0] {
        let work = |bytes: usize| bytes as f64 / 1024.0 * per_kilobyte;
        let all = budgets(|bytes| on_screen(work(bytes)));
        let steady = &all[10..];
        assert!(steady.iter().all(|bytes| work(*bytes) <= 25.0), "{per_kilobyte}: {all:?}");
        assert!(steady.iter().all(|bytes| work(*bytes) >= 10.0), "{per_kilobyte}: {all:?}");
    }
    assert!(budgets(|_| 500.0).iter().all(|bytes| *bytes >= 256), "it stands still");
}

#[test]
fn a_pause_is_no_long_frame() {
    let mut budget = Budget::default();
    let first = budget.next(0.0);
    budget.rest();
    assert_eq!(budget.next(10_000.0), first);
}
