//! Causerie in a Leptos app: one component, whose props follow the app's signals.

mod every;
mod snippet;

use causerie::config::{Mode, Persist};
use causerie::json::Json;
use causerie::{Answering, ChatWidget, Hooks, Tool};
use leptos::mount::mount_to_body;
use leptos::prelude::*;

fn main() {
    console_error_panic_hook::set_once();
    mount_to_body(|| every::asked_for().unwrap_or_else(|| App().into_any()));
}

#[component]
fn App() -> impl IntoView {
    let (is_night, set_night) = signal(false);
    let heading = Signal::derive(move || if is_night.get() { "Night desk" } else { "Front desk" }.to_owned());
    let (is_shown, set_shown) = signal(true);
    let (rating, set_rating) = signal(String::new());
    let (booked, set_booked) = signal("none".to_owned());
    provide_context(Desk("the front desk"));
    let rated = move |told: Json| {
        set_rating.set(told.get("rating").and_then(Json::as_str).unwrap_or_default().to_owned());
    };
    view! {
        <main>
            <h1>{"A Leptos app"}</h1>
            <p>{"The box below is "}<code>{"<ChatWidget>"}</code>{". Its heading follows a signal of this app."}</p>
            <p>
                <button on:click=move |_| set_night.update(|night| *night = !*night)>{"Change shifts"}</button>
                <button on:click=move |_| set_shown.update(|shown| *shown = !*shown)>
                    {move || if is_shown.get() { "Take it away" } else { "Bring it back" }}
                </button>
            </p>
            <p>{"The last thumb: "}<output>{rating}</output>{". The room that is booked: "}<output>{booked}</output></p>
            <Show when=move || is_shown.get()>
                <ChatWidget
                    endpoint="/v1"
                    model="eliza"
                    heading=heading
                    extras="/causerie-extras.js"
                    mode=Mode::Inline
                    persist=Persist::Device
                    storage_key="desk"
                    feedback=true
                    on_feedback=rated
                    tools=tools(set_booked)
                    suggestions=vec!["Show markdown".to_owned(), "I miss my typewriter".to_owned()]
                />
            </Show>
        </main>
        <ChatWidget endpoint="/v1" model="eliza" heading="Anywhere" accent="#7c3aed" history=false/>
        <section class="porter">
            <ChatWidget mode=Mode::Inline heading="The porter" persist=Persist::None hooks=hooks()>
                <small slot="footer">{"The porter has no keys."}</small>
            </ChatWidget>
        </section>
    }
}

/// Where rooms are booked.
#[derive(Clone)]
struct Desk(&'static str);

/// What the model may look up at the desk. What it finds is a card of the app's own.
fn tools(book: WriteSignal<String>) -> Vec<Tool> {
    let schema = r#"{"type": "object", "properties": {"beds": {"type": "integer", "minimum": 1}}, "required": ["beds"]}"#;
    let find = |wanted: Json| async move {
        match wanted.get("beds").and_then(Json::as_u64) {
            Some(1 | 2) => Ok("Room 12 is free.".into()),
            _ => Err("There is no such room.".to_owned()),
        }
    };
    let schema = Json::parse(schema).unwrap_or_default();
    let room = Tool::new("room", "Looks for a free room with so many beds.", schema, find);
    room.map(|room| room.render_view(move |call| card(call, book))).into_iter().collect()
}

/// A view with the app's signals and contexts.
fn card(call: &Json, book: WriteSignal<String>) -> Option<impl IntoView + use<>> {
    let found = call.get("result")?.as_str()?.to_owned();
    let Desk(desk) = use_context()?;
    let (is_booked, set_booked) = signal(false);
    let press = move |_| {
        set_booked.set(true);
        book.set(desk.to_owned());
    };
    Some(view! {
        <p>{found}</p>
        <button on:click=press>{move || if is_booked.get() { "Booked" } else { "Book it" }}</button>
    })
}

/// The porter needs no server, knows where the visitor stands, and lets some questions not through.
fn hooks() -> Hooks {
    let check = |request: Json| async move {
        let asks_for_key = request.written().contains("master key");
        if asks_for_key { Err("Nobody gets the master key.".to_owned()) } else { Ok(request) }
    };
    let context = || async { Some(Json::object([("title", "The front desk".into())])) };
    Hooks::new().before_send(check).get_context(context).handler(porter)
}

/// Answers without a server.
async fn porter(request: Json, answer: Answering) -> Result<(), String> {
    let messages = request.get("body").and_then(|body| body.get("messages")).map_or(&[][..], Json::items);
    let asked = messages.last().and_then(|message| message.get("content")?.as_str()).unwrap_or_default();
    answer.give("Good evening. ");
    answer.give(format!("I heard {} letters.", asked.len()));
    Ok(())
}
