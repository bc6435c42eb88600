//! Blocks that hold blocks: quotes, lists, their items and footnotes.
//!
//! **Invariant:** the builder's open elements are the containers, and below them the leaf; what nests deeper than
//! `DEEPEST` is text.

use super::line::Line;
use super::start::{self, Marker};
use super::{Blocks, Output, Progress};
use crate::markdown::Kind;
use crate::markdown::reference::{Target, normalised};

/// How deep containers stand in each other at most; the mark of a deeper one is text.
const DEEPEST: usize = 120;

#[derive(Clone, Copy, Debug)]
pub enum Holder {
    Quote,
    List(Marker),
    /// How far its content is indented.
    Item(usize),
    Footnote,
}

#[derive(Clone, Copy, Debug)]
pub struct Container {
    pub holder: Holder,
    pub has_children: bool,
    /// True if the line before was blank, here.
    pub is_after_blank: bool,
}

impl Blocks {
    /// Enters the containers that go on in this line; gives how many they are.
    pub(super) fn match_containers(&self, line: &mut Line) -> usize {
        for (index, container) in self.containers.iter().enumerate() {
            let goes_on = match container.holder {
                Holder::List(_) => true,
                Holder::Quote => enter_quote(line),
                Holder::Item(offset) => enter_indented(line, offset, container.has_children),
                Holder::Footnote => enter_indented(line, 4, true),
            };
            if !goes_on {
                return index;
            }
        }
        self.containers.len()
    }

    /// Opens the container whose mark the line begins with, if it begins with one.
    pub(super) fn open_container(
        &mut self,
        line: &mut Line,
        progress: &mut Progress,
        in_paragraph: bool,
        out: &mut Output,
    ) -> bool {
        self.containers.len() < DEEPEST
            && (self.open_quote(line, progress, out)
                || self.open_footnote(line, progress, out)
                || self.open_item(line, progress, in_paragraph, out))
    }

    fn open_quote(&mut self, line: &mut Line, progress: &mut Progress, out: &mut Output) -> bool {
        if !enter_quote(line) {
            return false;
        }
        self.close_to(progress, out);
        self.open_holder(Holder::Quote, Kind::Quote, out);
        true
    }

    fn open_footnote(&mut self, line: &mut Line, progress: &mut Progress, out: &mut Output) -> bool {
        let Some((label, length)) = start::footnote(line.content()) else { return false };
        line.advance_to_content();
        line.advance(length);
        line.advance_to_content();
        self.close_to(progress, out);
        if !out.is_look {
            out.references.define(normalised(&["^", label].concat()), Target::default());
        }
        self.open_holder(Holder::Footnote, Kind::Footnote(label.to_owned()), out);
        true
    }

    fn open_item(
        &mut self,
        line: &mut Line,
        progress: &mut Progress,
        in_paragraph: bool,
        out: &mut Output,
    ) -> bool {
        let content = line.content();
        let Some((marker, length)) = start::marker(content) else { return false };
        let is_empty = content[length..].trim_matches([' ', '\t']).is_empty();
        if in_paragraph && (is_empty || !matches!(marker.start(), None | Some(1))) {
            return false;
        }
        let offset = enter_item(line, length);
        self.close_to(progress, out);
        let list = self.containers.last().map(|container| container.holder);
        if !matches!(list, Some(Holder::List(list)) if list.matches(marker)) {
            self.open_holder(Holder::List(marker), Kind::List { start: marker.start(), is_tight: true }, out);
        }
        self.open_holder(Holder::Item(offset), Kind::Item, out);
        true
    }

    fn open_holder(&mut self, holder: Holder, kind: Kind, out: &mut Output) {
        self.add_child(matches!(holder, Holder::Item(_)), out);
        self.containers.push(Container { holder, has_children: false, is_after_blank: false });
        out.builder.open(kind);
    }

    pub(super) fn close_container(&mut self, out: &mut Output) {
        self.containers.pop();
        out.builder.close();
    }

    /// Makes room for a child of the innermost container, and sees whether it makes a list loose.
    pub(super) fn add_child(&mut self, is_item: bool, out: &mut Output) {
        if !is_item && matches!(self.containers.last(), Some(Container { holder: Holder::List(_), .. })) {
            self.close_container(out);
        }
        let depth = self.containers.len();
        let Some(parent) = self.containers.last_mut() else { return };
        let is_loose = parent.has_children && parent.is_after_blank;
        parent.has_children = true;
        // The builder's first level is the document.
        match parent.holder {
            Holder::List(_) if is_loose => out.builder.loosen(depth),
            Holder::Item(_) if is_loose => out.builder.loosen(depth - 1),
            _ => {}
        }
    }

    /// A blank line counts up to the nearest quote: inside it, it is the quote's own.
    pub(super) fn note_blank(&mut self) {
        for container in self.containers.iter_mut().rev() {
            if matches!(container.holder, Holder::Quote | Holder::Footnote) {
                break;
            }
            container.is_after_blank = true;
        }
    }
}

fn enter_quote(line: &mut Line) -> bool {
    let is_one = line.indent() < 4 && line.content().starts_with('>');
    if is_one {
        line.advance_to_content();
        line.advance(1);
        if line.indent() > 0 {
            line.advance_columns(1);
        }
    }
    is_one
}

fn enter_indented(line: &mut Line, columns: usize, with_blank: bool) -> bool {
    let is_in = line.indent() >= columns || (with_blank && line.is_blank());
    if is_in {
        line.advance_columns(columns);
    }
    is_in
}

/// Passes the mark of an item; gives how far its content is indented.
fn enter_item(line: &mut Line, length: usize) -> usize {
    let indent = line.indent();
    line.advance_to_content();
    line.advance(length);
    let blanks = line.indent();
    let taken = if line.is_blank() || blanks >= 5 { 1 } else { blanks };
    line.advance_columns(taken);
    indent + length + taken
}
