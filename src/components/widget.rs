//! `ChatWidget`: the door for Leptos apps.
//!
//! **Invariant:** the props have the names of the options; one that is a signal changes the running widget. The
//! widget lives in a shadow root of its own, so that the app's styles and ours do not meet.

use leptos::html;
use leptos::prelude::*;

use super::root::{Mounted, STYLES};
use crate::browser::console;
use crate::browser::host::Host;
use crate::browser::style;
use crate::browser::token::TokenSource;
use crate::chat::Chat;
use crate::config::{Config, Labels, Mode, Position, Theme};

/// A chat widget.
///
/// ```ignore
/// view! { <ChatWidget endpoint="/v1" model="my-model" heading="Ask us"/> }
/// ```
#[component]
pub fn ChatWidget(
    /// Options as a whole; the props below win over it.
    #[prop(optional, into)]
    config: Signal<Config>,
    /// A base URL such as `/v1`, or the whole `…/chat/completions`.
    #[prop(optional, into)]
    endpoint: MaybeProp<String>,
    /// The model to ask for.
    #[prop(optional, into)]
    model: MaybeProp<String>,
    /// Instructions that go before every conversation.
    #[prop(optional, into)]
    system_prompt: MaybeProp<String>,
    /// 0 to 2.
    #[prop(optional, into)]
    temperature: MaybeProp<f64>,
    /// The longest answer, in tokens.
    #[prop(optional, into)]
    max_tokens: MaybeProp<u64>,
    /// 0 to 1.
    #[prop(optional, into)]
    top_p: MaybeProp<f64>,
    /// Further request headers.
    #[prop(optional, into)]
    headers: MaybeProp<Vec<(String, String)>>,
    /// A key; every visitor can read it.
    #[prop(optional, into)]
    api_key: MaybeProp<String>,
    /// Gives a short-lived token for each request.
    #[prop(optional, into)]
    get_token: Option<TokenSource>,
    /// The title of the panel.
    #[prop(optional, into)]
    heading: MaybeProp<String>,
    /// Shown before the first message.
    #[prop(optional, into)]
    greeting: MaybeProp<String>,
    /// The hint in the empty composer.
    #[prop(optional, into)]
    placeholder: MaybeProp<String>,
    /// Questions offered before the first message.
    #[prop(optional, into)]
    suggestions: MaybeProp<Vec<String>>,
    /// Floating (default), inline or page.
    #[prop(optional, into)]
    mode: MaybeProp<Mode>,
    /// The corner of a floating widget.
    #[prop(optional, into)]
    position: MaybeProp<Position>,
    /// Light, dark, or as the system says (default).
    #[prop(optional, into)]
    theme: MaybeProp<Theme>,
    /// The accent colour.
    #[prop(optional, into)]
    accent: MaybeProp<String>,
    /// The widget's own words.
    #[prop(optional, into)]
    labels: MaybeProp<Labels>,
) -> impl IntoView {
    let current = Memo::new(move |_| {
        let mut config = config.get();
        macro_rules! set {
            ($($prop:ident),+) => { $( if let Some(value) = $prop.get() { config.$prop = value; } )+ };
        }
        macro_rules! set_some {
            ($($prop:ident),+) => { $( if let Some(value) = $prop.get() { config.$prop = Some(value); } )+ };
        }
        set_some!(endpoint, model, system_prompt, api_key, accent);
        set!(headers, heading, greeting, placeholder, suggestions, mode, position, theme, labels);
        // Numbers have a range, and are checked where all are.
        let numbers = [
            ("temperature", temperature.get().map(|value| value.to_string())),
            ("top_p", top_p.get().map(|value| value.to_string())),
            ("max_tokens", max_tokens.get().map(|value| value.to_string())),
        ];
        for (name, digits) in numbers {
            if let Some(Err(problem)) = digits.map(|digits| config.set(name, &digits.into())) {
                console::warn(&problem.to_string());
            }
        }
        config
    });
    let node = NodeRef::<html::Div>::new();
    Effect::new(move || {
        let Some(node) = node.get() else { return };
        let Some(root) = style::styled_root(&node, STYLES) else { return };
        let host = Host::new(node.into());
        let make_chat = || Chat::new(current.get_untracked(), Some(host), get_token.clone());
        let (mounted, chat) = Mounted::new(&root, true, make_chat);
        Effect::new(move || chat.set_config(current.get()));
        // Held by the owner of this effect: the widget goes when the component does.
        StoredValue::new_local(mounted);
    });
    view! { <div class="causerie" node_ref=node data-mode=move || current.with(|config| config.mode.name())></div> }
}
