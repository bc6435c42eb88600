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
    read_in(name, Keep::Session).or_else(|| read_in(name, Keep::Device))
}

/// The text of this name there.
pub fn read_in(name: &str, keep: Keep) -> Option<String> {
    storage(keep)?.get_item(name).ok().flatten()
}

/// Keeps a text in one place only. False if it could not be kept.
pub fn write(name: &str, text: &str, keep: Keep) -> bool {
    // Where there is no room the text that was there stays.
    remove_in(name, if keep == Keep::Session { Keep::Device } else { Keep::Session });
    put(name, text, keep)
}

/// Keeps a text in one place; one of this name in the other place stays. False if it could not be kept.
pub fn put(name: &str, text: &str, keep: Keep) -> bool {
    storage(keep).is_some_and(|storage| storage.set_item(name, text).is_ok())
}

/// Forgets a text in both places.
pub fn remove(name: &str) {
    remove_in(name, Keep::Session);
    remove_in(name, Keep::Device);
}

/// Forgets a text there.
pub fn remove_in(name: &str, keep: Keep) {
    if let Some(storage) = storage(keep) {
        let _ = storage.remove_item(name);
    }
}
