//! The widget's own words, so that a site can speak another language or another tone.
//!
//! **Invariant:** every text that a visitor sees or a screen reader says, and that is not part of a
//! conversation or an option, stands here; no component holds one.

use std::borrow::Cow;

use super::read::same_name;

macro_rules! labels {
    ($( $(#[doc = $doc:literal])+ $name:ident = $text:literal; )+) => {
        /// The widget's words, by what they are for. Defaults are English.
        #[derive(Clone, Debug, PartialEq)]
        pub struct Labels { $( $(#[doc = $doc])+ pub $name: Cow<'static, str>, )+ }

        impl Default for Labels {
            fn default() -> Self { Self { $( $name: Cow::Borrowed($text), )+ } }
        }

        impl Labels {
            /// The names of all labels.
            pub const NAMES: &[&str] = &[$( stringify!($name), )+];

            /// Sets one label by name; false if there is none of that name.
            pub fn set(&mut self, name: &str, text: &str) -> bool {
                const FIELDS: &[fn(&mut Labels) -> &mut Cow<'static, str>] = &[$( |labels| &mut labels.$name, )+];
                let found = Self::NAMES.iter().position(|there| same_name(name, there));
                if let Some(index) = found {
                    *FIELDS[index](self) = Cow::Owned(text.to_owned());
                }
                found.is_some()
            }
        }
    };
}

labels! {
    /// The launcher, while the panel is closed.
    open = "Open chat";
    /// The launcher and the button in the header, while the panel is open.
    close = "Close chat";
    /// Empties the panel for a new conversation.
    new_thread = "New conversation";
    /// Names the message list.
    log = "Conversation";
    /// Names the text box.
    composer = "Message";
    /// Sends what is in the text box.
    send = "Send";
    /// Stops the answer that is arriving.
    stop = "Stop answering";
    /// Names the group of suggestions.
    suggestions = "Suggestions";
    /// Goes before a visitor's message, for screen readers.
    user = "You said";
    /// Goes before an answer, for screen readers.
    assistant = "Answer";
    /// Copies a message.
    copy = "Copy";
    /// Copies a code block.
    copy_code = "Copy code";
    /// Says that copying worked.
    copied = "Copied";
    /// Says that copying did not work.
    not_copied = "Could not copy";
    /// Names a code block without a language.
    code = "Code";
    /// A done item of a task list.
    task_done = "Done";
    /// An open item of a task list.
    task_open = "To do";
    /// Goes to the end of the conversation.
    jump = "Jump to latest";
    /// Sends the request again.
    retry = "Retry";
    /// Opens the technical side of an error.
    details = "Details";
    /// Status: the request is on its way.
    waiting = "Waiting for the answer";
    /// Status: the answer has begun.
    answering = "Answering";
    /// Status: the answer is whole.
    answered = "Answer complete";
    /// Status and note: the visitor stopped the answer.
    stopped = "Answer stopped";
    /// Note: the answer came to the limit of its length.
    length = "The answer reached its length limit.";
    /// Note: the answer has no text.
    empty = "The answer was empty.";
    /// Note: the provider withheld the rest.
    filtered = "The provider's content filter ended this answer.";
    /// The panel while the widget loads (drawn by causerie.js, like the three below).
    loading = "Loading the chat";
    /// The browser has no WebAssembly.
    no_wasm = "This chat needs WebAssembly, which this browser does not have or has switched off.";
    /// The page's content security policy forbids it.
    blocked = "This page's security policy does not let the chat run. Its script-src needs 'wasm-unsafe-eval'.";
    /// A file is missing, damaged or out of reach.
    not_loaded = "The chat could not be loaded. Check the connection, then retry.";
    /// Shown instead of the greeting when no endpoint is set.
    no_endpoint = "This chat has no endpoint yet. Set `endpoint` (on the script tag: `data-endpoint`) to the address of a chat-completions API, such as `/v1`.";
    /// Error: the key is missing or wrong.
    auth = "The chat service did not accept the key.";
    /// Error: the key may not do this.
    permission = "The chat service does not allow this request.";
    /// Error: no credit, or the budget is spent.
    quota = "The account behind this chat has used up its quota.";
    /// Error: too many requests.
    rate_limit = "The chat service is getting too many requests. Wait a moment, then retry.";
    /// Error: the model is not there.
    model_not_found = "The chat service does not have this model.";
    /// Error: nothing answers at the address.
    endpoint_not_found = "There is no chat service at this address.";
    /// Error: the conversation does not fit.
    context_length = "This conversation has become too long for the model. Start a new one, or ask something shorter.";
    /// Error: refused before an answer.
    content_filter = "The provider's content filter refused this message.";
    /// Error: the request is malformed for this server.
    bad_request = "The chat service could not use this request.";
    /// Error: the request is too large.
    payload_too_large = "This message is too large for the chat service.";
    /// Error: no answer in time.
    timeout = "The chat service took too long.";
    /// Error: busy.
    overloaded = "The chat service is overloaded. Retry in a moment.";
    /// Error: the server failed.
    server = "The chat service has a problem. Retry in a moment.";
    /// Error: the answer ended before its end.
    truncated = "The connection ended before the answer was complete.";
    /// Error: nothing could be reached.
    network = "The chat service could not be reached. It may be down, blocked for this site, or the connection is lost.";
    /// Error: the device is offline.
    offline = "You are offline. Your message is kept; retry when you are connected.";
    /// Error: the reply is not a chat completion.
    bad_response = "The reply was not one that a chat service sends.";
}
