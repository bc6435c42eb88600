//! Every option as a prop, as e2e/tests/options.spec.mjs wants them: at `?every=a` to `?every=c`, in the place of the
//! app. At `?bare` is a widget without the extras.
//!
//! **Invariant:** the values are those of the test's tables, where they stand once for all other doors.

use causerie::config::{
    Cache, Config, ContextMode, FollowMode, Mode, Models, Persist, Position, SystemRole, Theme, Titles,
};
use causerie::json::Json;
use causerie::{ChatWidget, Tool};
use leptos::prelude::*;

/// The widget that the address asks for.
pub fn asked_for() -> Option<AnyView> {
    match window().location().search().ok()?.as_str() {
        "?every=a" => Some(view! { <First/> }.into_any()),
        "?every=b" => Some(view! { <Second/> }.into_any()),
        "?every=c" => Some(view! { <Third/> }.into_any()),
        "?bare" => Some(view! { <Bare/> }.into_any()),
        _ => None,
    }
}

fn json(text: &str) -> Json {
    Json::parse(text).unwrap_or_default()
}

/// Options that have types of their own, read by the same rules as those of a page.
fn read(text: &str) -> Config {
    Config::from_json(&json(text)).0
}

#[component]
fn First() -> impl IntoView {
    let typed = read(
        r#"{"fallback": ["second"], "prices": {"input": 1000, "output": 1000, "currency": "£"}, "labels": {"send": "Go"}}"#,
    );
    view! {
        <ChatWidget
            endpoint="/every/v1"
            model="first"
            system_prompt="Be brief."
            system_role=SystemRole::Developer
            stream=false
            body=json(r#"{"safe_prompt": true}"#)
            headers=vec![("x-team".to_owned(), "sales".to_owned())]
            api_key="k-1"
            fallback=typed.fallback
            models=Models::List(vec!["first".to_owned(), "third".to_owned()])
            cache=Cache::Session
            persist=Persist::Device
            storage_key="every"
            history=false
            retries=0u64
            prices=typed.prices
            image_origins=vec!["https://pictures.example".to_owned()]
            feedback=true
            feedback_url="/every/thumbs"
            heading="The desk"
            greeting="Good day!"
            placeholder="Ask the desk"
            suggestions=vec!["Where?".to_owned(), "When?".to_owned()]
            mode=Mode::Inline
            position=Position::TopLeft
            theme=Theme::Dark
            accent="rgb(124, 58, 237)"
            labels=typed.labels
            temperature=0.5
            max_tokens=300u64
            max_completion_tokens=400u64
            top_p=0.25
            top_k=40u64
            n=2u64
            stop=vec!["###".to_owned(), "END".to_owned()]
            presence_penalty={-1.5}
            frequency_penalty=0.5
            logit_bias=json(r#"{"50256": -100}"#)
            user="u-1"
            seed=7i64
            response_format=json(r#"{"type": "text"}"#)
            tools=json(r#"[{"type": "function", "function": {"name": "find"}}]"#)
            tool_choice=json("\"auto\"")
            parallel_tool_calls=false
            logprobs=true
            top_logprobs=3u64
            reasoning_effort="low"
            extras="/causerie-extras.js"
        />
    }
}

#[component]
fn Second() -> impl IntoView {
    view! {
        <ChatWidget
            endpoint="/every/v1"
            model="first"
            models=Models::Auto
            ask_key=true
            titles=Titles::Model
            legacy_functions=true
            tools=json(r#"[{"type": "function", "function": {"name": "find"}}]"#)
            first_byte_timeout=1u64
            context=ContextMode::Retrieve
            context_tokens=400u64
            embeddings_endpoint="/every/vectors"
            embeddings_model="vec"
            follow=FollowMode::Start
            stream_options=json(r#"{"include_usage": false}"#)
            extras="/causerie-extras.js"
        />
    }
}

#[component]
fn Third() -> impl IntoView {
    let schema = json(r#"{"type": "object"}"#);
    let tool = Tool::new("clock", "The time of day.", schema, |_| async { Ok("noon".into()) });
    let clock: Vec<Tool> = tool.into_iter().collect();
    view! {
        <ChatWidget
            endpoint="/every/v1"
            model="first"
            idle_timeout=1u64
            smooth=true
            max_tool_rounds=1u64
            tools=clock
            extras="/causerie-extras.js"
        />
    }
}

#[component]
fn Bare() -> impl IntoView {
    view! { <ChatWidget endpoint="/v1" model="eliza" mode=Mode::Inline persist=Persist::Device/> }
}
