//! Parts of a view that come and go.
//!
//! **Invariant:** a part that goes takes its effects, its listeners and its element along, but not the focus,
//! which goes to the element marked as its home; making one reads signals without following them.

use web_sys::{Element, Text};

use super::{El, dom};
use crate::reactive::{Owner, untrack};

/// An element with the owner of what belongs to it.
pub(super) struct Scope {
    owner: Owner,
    pub element: Element,
}

impl Scope {
    /// Makes a part below `parent`, not yet in the page.
    pub fn new(parent: &Owner, make: &mut dyn FnMut() -> Option<El>) -> Option<Self> {
        let owner = parent.child();
        let made = owner.with(|| untrack(make));
        made.map(|El(element)| Self { owner, element })
    }
}

impl Drop for Scope {
    fn drop(&mut self) {
        self.owner.cleanup();
        dom::send_focus_home(&self.element);
        dom::remove(&self.element);
    }
}

/// Room for at most one element, before an empty text.
pub(super) struct Place {
    end: Text,
    parent: Owner,
    filled: Option<Scope>,
}

impl Place {
    /// At the end of what `element` has so far.
    pub fn new(element: &El) -> Self {
        let end = dom::text("");
        dom::append(element.node(), &end);
        Self { end, parent: Owner::current().unwrap_or_default(), filled: None }
    }

    /// Puts another element, or none, in the place of the one that is there.
    pub fn fill(&mut self, make: &mut dyn FnMut() -> Option<El>) {
        self.filled = None;
        self.filled = Scope::new(&self.parent, make);
        if let Some(scope) = &self.filled {
            dom::insert_before(&scope.element, &self.end);
        }
    }
}
