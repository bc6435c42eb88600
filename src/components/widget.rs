//! `ChatWidget`: the door for Leptos apps.
//!
//! **Invariant:** the props have the names of the options; one that is a signal changes the running widget. The
//! widget lives in a shadow root of its own, so that the app's styles and ours do not meet.

use leptos::html;
use leptos::prelude::*;

use super::root::{Mounted, STYLES};
use crate::browser::extras::{self, CodeRenderer};
use crate::browser::host::{self, Host};
use crate::browser::style;
use crate::browser::token::TokenSource;
use crate::browser::view::listen;
use crate::browser::{console, dom};
use crate::chat::Chat;
use crate::chat::hooks::Hooks;
use crate::chat::tools::ToolSet;
use crate::config::{
    Cache, Config, ContextMode, Fallback, FollowMode, Labels, Mode, Models, Persist, Position, Prices,
    SystemRole, Theme, Titles,
};
use crate::json::Json;

/// A chat widget.
///
/// ```no_run
/// use causerie::ChatWidget;
/// use causerie::config::Mode;
/// use leptos::prelude::*;
///
/// #[component]
/// fn App() -> impl IntoView {
///     let (heading, set_heading) = signal("Front desk".to_owned());
///     view! {
///         <button on:click=move |_| set_heading.set("Night desk".to_owned())>"Change shifts"</button>
///         <ChatWidget endpoint="/v1" model="my-model" heading=heading mode=Mode::Inline>
///             <small slot="footer">"Answers may be wrong."</small>
///         </ChatWidget>
///     }
/// }
///
/// leptos::mount::mount_to_body(App);
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
    /// How the instructions are sent.
    #[prop(optional, into)]
    system_role: MaybeProp<SystemRole>,
    /// False for servers that cannot stream.
    #[prop(optional, into)]
    stream: MaybeProp<bool>,
    /// The longest answer with its reasoning, in tokens.
    #[prop(optional, into)]
    max_completion_tokens: MaybeProp<u64>,
    /// How many of the likeliest tokens to draw from.
    #[prop(optional, into)]
    top_k: MaybeProp<u64>,
    /// How many answers to give at once, to 128.
    #[prop(optional, into)]
    n: MaybeProp<u64>,
    /// One to four texts at which the answer ends.
    #[prop(optional, into)]
    stop: MaybeProp<Vec<String>>,
    /// -2 to 2.
    #[prop(optional, into)]
    presence_penalty: MaybeProp<f64>,
    /// -2 to 2.
    #[prop(optional, into)]
    frequency_penalty: MaybeProp<f64>,
    /// Token ids and biases, a JSON object.
    #[prop(optional, into)]
    logit_bias: MaybeProp<Json>,
    /// Who asks; never a name.
    #[prop(optional, into)]
    user: MaybeProp<String>,
    /// For answers that can be repeated.
    #[prop(optional, into)]
    seed: MaybeProp<i64>,
    /// The form of the answer, a JSON object.
    #[prop(optional, into)]
    response_format: MaybeProp<Json>,
    /// The functions that the model may call: [`Tool`](crate::Tool)s; or the API's JSON array, for those that the server runs.
    #[prop(optional, into)]
    tools: ToolSet,
    /// How often the model may call them behind a question, from 1 to 100.
    #[prop(optional, into)]
    max_tool_rounds: MaybeProp<u64>,
    /// Whether they are sent in the form of the API's first years.
    #[prop(optional, into)]
    legacy_functions: MaybeProp<bool>,
    /// A word or a JSON object.
    #[prop(optional, into)]
    tool_choice: MaybeProp<Json>,
    /// Whether it may call several at once.
    #[prop(optional, into)]
    parallel_tool_calls: MaybeProp<bool>,
    /// Whether to report how likely each token was.
    #[prop(optional, into)]
    logprobs: MaybeProp<bool>,
    /// How many likely tokens to report, to 20.
    #[prop(optional, into)]
    top_logprobs: MaybeProp<u64>,
    /// Such as low, medium or high.
    #[prop(optional, into)]
    reasoning_effort: MaybeProp<String>,
    /// A JSON object.
    #[prop(optional, into)]
    stream_options: MaybeProp<Json>,
    /// Further fields of the request, a JSON object.
    #[prop(optional, into)]
    body: MaybeProp<Json>,
    /// Whether the visitor is asked for a key.
    #[prop(optional, into)]
    ask_key: MaybeProp<bool>,
    /// Further models and endpoints.
    #[prop(optional, into)]
    fallback: MaybeProp<Vec<Fallback>>,
    /// Models that the visitor can choose from.
    #[prop(optional, into)]
    models: MaybeProp<Models>,
    /// Whether an identical request is answered from memory.
    #[prop(optional, into)]
    cache: MaybeProp<Cache>,
    /// How long conversations are kept: none, session (default) or device. They need `extras`.
    #[prop(optional, into)]
    persist: MaybeProp<Persist>,
    /// Keeps the conversations of several widgets apart.
    #[prop(optional, into)]
    storage_key: MaybeProp<String>,
    /// Whether there is a list of the conversations that are kept; it is, by default.
    #[prop(optional, into)]
    history: MaybeProp<bool>,
    /// Where the titles of conversations come from.
    #[prop(optional, into)]
    titles: MaybeProp<Titles>,
    /// How often a request is repeated by itself, to 10.
    #[prop(optional, into)]
    retries: MaybeProp<u64>,
    /// In seconds.
    #[prop(optional, into)]
    first_byte_timeout: MaybeProp<u64>,
    /// In seconds.
    #[prop(optional, into)]
    idle_timeout: MaybeProp<u64>,
    /// What a million tokens cost.
    #[prop(optional, into)]
    prices: MaybeProp<Prices>,
    /// What is sent of a conversation that does not fit.
    #[prop(optional, into)]
    context: MaybeProp<ContextMode>,
    /// The tokens that a request and its answer have room for, from 256.
    #[prop(optional, into)]
    context_tokens: MaybeProp<u64>,
    /// The address of an API with `/embeddings`.
    #[prop(optional, into)]
    embeddings_endpoint: MaybeProp<String>,
    /// The model for embeddings.
    #[prop(optional, into)]
    embeddings_model: MaybeProp<String>,
    /// Where images of answers may be loaded from at once.
    #[prop(optional, into)]
    image_origins: MaybeProp<Vec<String>>,
    /// The address of `causerie-extras.js`, for conversations that are kept, highlighting, formulas and `render_code`;
    /// without it none is kept, code is plain and formulas are TeX. All widgets of a page share one.
    #[prop(optional, into)]
    extras: Option<String>,
    /// Draws code of some languages as something else.
    #[prop(optional, into)]
    render_code: Option<CodeRenderer>,
    /// Whether visitors can say what they think of an answer.
    #[prop(optional, into)]
    feedback: MaybeProp<bool>,
    /// Where that is sent as well; it switches `feedback` on.
    #[prop(optional, into)]
    feedback_url: MaybeProp<String>,
    /// Called with what a visitor thinks of an answer: `{rating, comment, message, question, id}`.
    #[prop(optional, into)]
    on_feedback: Option<UnsyncCallback<Json>>,
    /// The app's own code around requests and answers.
    #[prop(optional, into)]
    hooks: Hooks,
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
    /// What stays in view: the end of an answer (default) or its beginning.
    #[prop(optional, into)]
    follow: MaybeProp<FollowMode>,
    /// Whether bursts are spread over a few frames.
    #[prop(optional, into)]
    smooth: MaybeProp<bool>,
    /// The accent colour.
    #[prop(optional, into)]
    accent: MaybeProp<String>,
    /// The widget's own words.
    #[prop(optional, into)]
    labels: MaybeProp<Labels>,
    /// Stand in the widget where their attribute `slot` says: launcher, heading, header, greeting or footer.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let (declared, given) = (tools.declared(), tools.given());
    let current = Memo::new(move |_| {
        let mut config = config.get();
        macro_rules! set {
            ($($prop:ident),+) => { $( if let Some(value) = $prop.get() { config.$prop = value; } )+ };
        }
        macro_rules! set_some {
            ($($prop:ident),+) => { $( if let Some(value) = $prop.get() { config.$prop = Some(value); } )+ };
        }
        set_some!(endpoint, model, system_prompt, api_key, accent, prices);
        set_some!(embeddings_endpoint, embeddings_model, feedback_url);
        set!(
            system_role,
            stream,
            ask_key,
            fallback,
            models,
            cache,
            context,
            feedback,
            persist,
            storage_key,
            history,
            titles,
            legacy_functions
        );
        set!(
            headers,
            heading,
            greeting,
            placeholder,
            suggestions,
            mode,
            position,
            theme,
            follow,
            smooth,
            labels
        );
        // What has a range or a form is checked where all are.
        macro_rules! check {
            ($($prop:ident: $json:expr),+ $(,)?) => { $(
                let value = $prop.get().map($json);
                if let Some(Err(problem)) = value.map(|value| config.set(stringify!($prop), &value)) {
                    console::warn(&problem.to_string());
                }
            )+ };
        }
        let text = |number: f64| Json::Number(number.to_string().into());
        check!(temperature: text, top_p: text, presence_penalty: text, frequency_penalty: text);
        check!(max_tokens: Json::from, max_completion_tokens: Json::from, top_k: Json::from, n: Json::from);
        check!(seed: Json::from, parallel_tool_calls: Json::from, logprobs: Json::from);
        check!(user: Json::from, reasoning_effort: Json::from);
        check!(context_tokens: Json::from, max_tool_rounds: Json::from);
        check!(top_logprobs: Json::from, retries: Json::from, first_byte_timeout: Json::from, idle_timeout: Json::from);
        if let Err(problem) = config.set("tools", &declared) {
            console::warn(&problem.to_string());
        }
        let json = |value: Json| value;
        check!(logit_bias: json, response_format: json, tool_choice: json, stream_options: json, body: json);
        check!(image_origins: |texts: Vec<String>| texts.into_iter().map(Json::from).collect::<Json>());
        check!(stop: |texts: Vec<String>| texts.into_iter().map(Json::from).collect::<Json>());
        config
    });
    if let Some(url) = extras {
        extras::provide_from(&url);
    }
    let node = NodeRef::<html::Div>::new();
    Effect::new(move || {
        let Some(node) = node.get() else { return };
        let Some(root) = style::styled_root(&node, STYLES) else { return };
        if let Some(renderer) = &render_code {
            renderer.set_on(&node);
        }
        let element: dom::Element = node.into();
        hooks.set_on(&element);
        let host = Host::new(element.clone());
        let make_chat = || {
            if let Some(told) = on_feedback {
                hear_feedback(&element, told);
            }
            Chat::new(current.get_untracked(), Some(host), get_token.clone())
        };
        let (mounted, chat) = Mounted::new(&root, true, make_chat);
        chat.set_tools(given.clone());
        Effect::new(move || chat.set_config(current.get()));
        // Held by the owner of this effect: the widget goes when the component does.
        StoredValue::new_local(mounted);
    });
    let hosted = children.map(|children| children());
    let mode = move || current.with(|config| config.mode.name());
    view! { <div class="causerie" node_ref=node data-mode=mode>{hosted}</div> }
}

/// Calls the app back with each event of feedback.
fn hear_feedback(host: &dom::Element, told: UnsyncCallback<Json>) {
    let tell = move |event: dom::Event| {
        let detail = host::detail(&event).and_then(|detail| Json::parse(&detail).ok());
        told.run(detail.unwrap_or_default());
    };
    listen(host, "causerie:feedback", Box::new(tell));
}
