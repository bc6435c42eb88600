//! A rehearsal of the first answer, while the page has nothing better to do.
//!
//! A browser compiles each function of the module when it is first called; for a first answer that was a third of all its
//! work, in the frames in which somebody watches (docs/rendering.md). **Invariant:** nothing of it is seen or heard, nothing
//! is loaded for it, and it makes way for a real answer.

use super::paint::Painter;
use super::words::Words;
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

/// Begins when the page is idle, and goes on piece by piece.
pub fn rehearse(chat: Chat) {
    let painter = Painter::new(dom::element("div").into(), Words::of(chat));
    frame::when_idle(move || {
        rehearsal::read_reply();
        draw(chat, painter, TEXT);
    });
}

fn draw(chat: Chat, mut painter: Painter, pieces: &'static [&'static str]) {
    frame::when_idle(move || match pieces {
        _ if chat.phase_now() != Phase::Idle => {}
        [piece, rest @ ..] => {
            painter.add(piece);
            draw(chat, painter, rest);
        }
        [] => drop(painter.finish()),
    });
}
