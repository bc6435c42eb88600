//! The widget goes.
//!
//! **Invariant:** what the archive was asked for is waited for, and it is closed behind that.

use std::rc::Rc;

use super::Chat;
use crate::browser::{frame, later};
use crate::chat::Inner;

/// How often, and in which milliseconds, it is looked whether the archive is still asked for something before it is closed.
const FAREWELL: (usize, i32) = (500, 20);

impl Chat {
    /// The widget goes: what is left is written, and other tabs are heard no longer.
    pub fn leave(&self) {
        let Some(inner) = self.inner() else { return };
        self.take_early_back();
        self.keep_draft();
        // What is on its way there does not come back to be looked after.
        self.leave_page();
        self.leave_name();
        if let Some(door) = later::try_open(Self::later_leave as fn(&Self, &Inner)) {
            door(self, &inner);
        }
    }

    pub(super) fn later_leave(&self, inner: &Inner) {
        let changed = inner.keep.changed.take();
        let is_left = inner.keep.is_worth.take() && !changed.is_empty();
        let request = if is_left { self.records(inner, &changed) } else { None };
        let Some(archive) = inner.keep.archive.take() else { return };
        frame::spawn(async move {
            if let Some(request) = request {
                archive.ask("put", &request.written()).await;
            }
            // Whoever else asked it for something waits for the answer, and other tabs hear of what was done.
            let (times, each) = FAREWELL;
            for _ in 0..times {
                if Rc::strong_count(&archive) == 1 {
                    break;
                }
                frame::sleep(each).await;
            }
            archive.close().await;
        });
    }
}
