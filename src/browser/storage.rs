//! Small texts that the browser keeps: for the session, or on the device.
//!
//! **Invariant:** total: storage that is blocked or full is as good as none, and nobody is told but by the return
//! value.

use web_sys::Storage;

/// How long a text is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// As long as the tab is open.
    Session,
    /// Until it is taken away.
    Device,
}

fn storage(keep: Keep) -> Option<Storage> {
    let window = web_sys::window()?;
    match keep {
        Keep::Session => window.session_storage(),
        Keep::Device => window.local_storage(),
    }
    .ok()
    .flatten()
}

/// The text of this name, of the session or of the device.
pub fn read(name: &str) -> Option<String> {
    let of = |keep| storage(keep)?.get_item(name).ok().flatten();
    of(Keep::Session).or_else(|| of(Keep::Device))
}

/// Keeps a text in one place only. False if it could not be kept.
pub fn write(name: &str, text: &str, keep: Keep) -> bool {
    // Where there is no room the text that was there stays.
    let other = if keep == Keep::Session { Keep::Device } else { Keep::Session };
    if let Some(storage) = storage(other) {
        let _ = storage.remove_item(name);
    }
    put(name, text, keep)
}

/// Keeps a text in one place; one of this name in the other place stays. False if it could not be kept.
pub fn put(name: &str, text: &str, keep: Keep) -> bool {
    storage(keep).is_some_and(|storage| storage.set_item(name, text).is_ok())
}

/// Forgets a text in both places.
pub fn remove(name: &str) {
    for keep in [Keep::Session, Keep::Device] {
        if let Some(storage) = storage(keep) {
            let _ = storage.remove_item(name);
        }
    }
}
