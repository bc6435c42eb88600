//! What `causerie.js` mounts into the custom element's shadow root.
//!
//! **Invariant:** every export takes `&self`, so that a listener may call back into the same handle (freeing it
//! there is for the element to put off); options come in as one object, read relaxed, and only explicit values
//! are in it.

use js_sys::JSON;
use wasm_bindgen::prelude::*;
use web_sys::Element;

use crate::browser::host::Host;
use crate::browser::style;
use crate::browser::token::TokenSource;
use crate::browser::{extras, later};
use crate::chat::Chat;
use crate::components::{Mounted, STYLES};
use crate::json::Json;

/// A third of the size of the standard library's allocator, and as quick (`cargo xtask bench decode`). Free memory of
/// two growths is not joined, so that large texts cost up to twice their length.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

/// A mounted widget. Freeing it ends a running answer and empties the root.
#[wasm_bindgen]
pub struct Handle {
    chat: Chat,
    _mounted: Mounted,
}

/// Mounts a widget for `host` into its shadow root. `options` is a plain object of option values; the host's
/// property `getToken`, if it is a function, is asked for a token before each request. `extra` is that of
/// `embed/extras.js`.
#[wasm_bindgen]
pub fn mount(host: Element, options: &JsValue, extra: js_sys::Function) -> Option<Handle> {
    // Told twice, it keeps the first; both are this one.
    extras::provide(extra);
    later::expect();
    let root = style::styled_root(&host, STYLES)?;
    let config = Chat::read_config(&read(options));
    let token = TokenSource::of_property(host.clone().into(), "getToken");
    let (mounted, chat) =
        Mounted::new(&root, false, || Chat::new(config, Some(Host::new(host)), Some(token)));
    Some(Handle { chat, _mounted: mounted })
}

#[wasm_bindgen]
impl Handle {
    /// Opens the panel.
    pub fn open(&self) {
        self.chat.open();
    }

    /// Closes the panel.
    pub fn close(&self) {
        self.chat.close();
    }

    /// Sends a text as the visitor's message; false if it cannot be sent now.
    pub fn send(&self, text: &JsValue) -> bool {
        self.chat.send(&text_of(text))
    }

    /// Stops the answer that is arriving.
    pub fn stop(&self) {
        self.chat.stop();
    }

    /// Puts a text into the composer.
    #[wasm_bindgen(js_name = setInput)]
    pub fn set_input(&self, text: &JsValue) {
        self.chat.draft.set(text_of(text));
    }

    /// What stands in the composer.
    #[wasm_bindgen(getter)]
    pub fn input(&self) -> String {
        self.chat.draft.get_untracked()
    }

    /// Begins a new conversation.
    #[wasm_bindgen(js_name = newThread)]
    pub fn new_thread(&self) {
        self.chat.new_thread();
    }

    /// Erases everything that this widget keeps in the browser.
    pub fn clear(&self) {
        self.chat.clear_all();
    }

    /// To be called when the host was moved in its page: a box that was taken out forgets where it was scrolled to.
    pub fn moved(&self) {
        self.chat.moved.set(());
    }

    /// Changes options; the conversation stays. Gives the names of those that are not used, a line each.
    pub fn update(&self, options: &JsValue) -> String {
        self.chat.update(&read(options))
    }

    /// The conversation as an array of `{role, content}`.
    #[wasm_bindgen(getter)]
    pub fn messages(&self) -> JsValue {
        JSON::parse(&self.chat.messages().written()).unwrap_or(JsValue::NULL)
    }

    /// All that is known of the conversation, for [`Handle::restore`]: text of its own kind. An answer that is arriving
    /// is stopped, so that it is kept as it ended.
    #[wasm_bindgen(getter)]
    pub fn kept(&self) -> String {
        self.chat.stop();
        match self.chat.kept_here() {
            Json::Null => String::new(),
            kept => kept.written(),
        }
    }

    /// Has the conversation back that a widget of the same element had. False, if that is not possible yet.
    pub fn restore(&self, kept: &str) -> bool {
        self.chat.restore(Json::parse(kept).unwrap_or_default())
    }

    /// Adds a message `{role, content}` at the end of the conversation; one that comes while an answer arrives follows it.
    #[wasm_bindgen(js_name = addMessage)]
    pub fn add_message(&self, message: &JsValue) {
        self.chat.add_message(read(message));
    }

    /// Replaces the conversation.
    #[wasm_bindgen(setter)]
    pub fn set_messages(&self, messages: &JsValue) {
        self.chat.set_messages(&read(messages));
    }
}

/// A JavaScript value as JSON; functions in it are left out.
fn read(value: &JsValue) -> Json {
    Json::parse(&written(value)).unwrap_or_default()
}

/// A text that a page hands over; of what is no text, what JSON makes of it.
fn text_of(value: &JsValue) -> String {
    value.as_string().unwrap_or_else(|| written(value))
}

/// A JavaScript value as JSON's text. Nothing, for nothing and for what JSON cannot write.
fn written(value: &JsValue) -> String {
    let text = JSON::stringify(value).ok().filter(|_| !value.is_null());
    text.and_then(|text| text.as_string()).unwrap_or_default()
}
