//! A rehearsal of the first answer, while the page has nothing better to do.
//!
//! A browser compiles each function of the module when it is first called; for a first answer that was a third of all its
//! work, in the frames in which somebody watches (docs/rendering.md). **Invariant:** nothing of it is seen or heard, nothing
//! is loaded for it, and it makes way for a real answer.

use super::paint::Painter;
use super::words::Words;
use crate::browser::view::{El, el};
use crate::browser::{dom, frame};
use crate::chat::{Chat, Phase, rehearsal};

/// What answers are made of, half open and whole. No language, no formula and no image: those would load something.
const TEXT: &[&str] = &[
    "## a\n\nb **c",
    "** *d* `e` [f](https://example.org/g",
    ") ~~h~~ &amp; <i>\n\n",
    "- j\n  - k\n- [ ] l\n\n1. m\n\n   n\n\n",
    "| o | p |\n| - | -: |\n| q | `r` |\n",
    "\n```\ns\nt",
    "\n```\n\n> u[^v]\n\n[^v]: w  \n    x\n\n---\n",
];

/// Begins when the page is idle, and goes on piece by piece. It stands in the widget, where its fonts are found.
pub fn rehearse(chat: Chat, root: &El) {
    // What needs the chat is taken now: when the page is idle, it may have gone.
    let (root, words) = (root.node().clone(), Words::of(chat));
    frame::when_idle(move || {
        rehearsal::read_reply();
        let stage = el("div", "markdown rehearsal").attr("aria-hidden", "true").attr("inert", "");
        dom::append(&root, stage.node());
        let painter = Painter::new(stage.node().clone().into(), words);
        draw(chat, painter, stage, TEXT);
    });
}

fn draw(chat: Chat, mut painter: Painter, stage: El, pieces: &'static [&'static str]) {
    frame::when_idle(move || match pieces {
        [piece, rest @ ..] if chat.phase_now() == Phase::Idle => {
            painter.add(piece);
            draw(chat, painter, stage, rest);
        }
        _ => {
            painter.finish();
            dom::remove(stage.node());
        }
    });
}
