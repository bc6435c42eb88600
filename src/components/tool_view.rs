//! The card of a call as a Leptos view.
//!
//! **Invariant:** the view belongs to the app's owner under which the tool was made, so it has the app's contexts; what it
//! holds goes with the card.

use leptos::prelude::{IntoView, Owner};
use leptos::tachys::view::{Mountable, Render};

use crate::browser::dom;
use crate::chat::tools::Tool;
use crate::json::Json;
use crate::reactive::on_cleanup;

impl Tool {
    /// A call that is done is shown by this view, made of `{id, name, arguments, state, result, ms}`; where there is none,
    /// by the widget alone.
    ///
    /// ```no_run
    /// use causerie::Tool;
    /// use causerie::json::Json;
    /// use leptos::prelude::*;
    ///
    /// fn with_card(tool: Tool, booked: WriteSignal<bool>) -> Tool {
    ///     tool.render_view(move |call| {
    ///         let room = call.get("result")?.as_str()?.to_owned();
    ///         Some(view! { <p>{room}</p><button on:click=move |_| booked.set(true)>"Book it"</button> })
    ///     })
    /// }
    /// ```
    pub fn render_view<V: IntoView + 'static>(self, draw: impl Fn(&Json) -> Option<V> + 'static) -> Self {
        let app = Owner::current();
        self.render(move |call| {
            let owner = app.as_ref().map_or_else(Owner::new, Owner::child);
            let place = dom::element("div");
            let mut state = owner.with(|| draw(call).map(|view| view.into_view().build()))?;
            state.mount(&place, None);
            on_cleanup(move || {
                state.unmount();
                owner.cleanup();
            });
            Some(place.into())
        })
    }
}
