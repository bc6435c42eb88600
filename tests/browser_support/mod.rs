//! A stage for component tests: a widget in the page, and a `fetch` that answers what the test says.

use std::cell::RefCell;

use causerie::browser::signal::Signal;
use causerie::browser::token::TokenSource;
use causerie::browser::view::{El, el};
use causerie::chat::Chat;
use causerie::components::Mounted;
use causerie::json::Json;
use causerie::reactive::Owner;
use wasm_bindgen::prelude::*;
use web_sys::{
    Element, Event, HtmlButtonElement, HtmlElement, HtmlTextAreaElement, KeyboardEvent, KeyboardEventInit,
    MouseEvent, MouseEventInit,
};

#[wasm_bindgen(inline_js = r#"
let script = { status: 200, pieces: [] }, holds = [], ahead = 0, asked = [], aborted = false, reject;
const scripted = async (url, { headers, body, signal }) => {
  asked.push(JSON.stringify(headers) + body);
  aborted = false;
  if (reject) throw { error: new TypeError('Failed to fetch'), text: 'a text', nothing: undefined }[reject];
  const { status, pieces } = script;
  const stopped = new Promise((_, no) => signal.addEventListener('abort', () => { aborted = true; holds = []; no(new DOMException('', 'AbortError')); }));
  stopped.catch(() => {});
  const encoder = new TextEncoder();
  const stream = new ReadableStream({
    async pull(controller) {
      const piece = pieces.shift();
      if (piece === undefined) return controller.close();
      try {
        if (piece === 'hold') {
          if (ahead > 0) ahead -= 1;
          else await Promise.race([stopped, new Promise((go) => holds.push(go))]);
          controller.enqueue(new Uint8Array());
        } else controller.enqueue(encoder.encode(piece));
      } catch (error) { controller.error(error); }
    },
  }, { highWaterMark: 0 });
  return new Response(stream, { status });
};
// Not before: the page fetches this very module.
const install = () => { window.fetch = scripted; };
export const serve_script = (status, pieces) => { install(); script = { status, pieces }; ahead = 0; reject = undefined; };
export const refuse = (reason) => { install(); reject = reason; };
// The widget reads when it has drawn what it has: it may not have come to the hold yet.
export const release = () => { if (!holds.length) ahead += 1; holds.splice(0).forEach((go) => go()); };
export const was_aborted = () => aborted;
export const requests = () => asked;
export const frame = () => new Promise((go) => requestAnimationFrame(() => setTimeout(go)));
export const is_composing = (event) => { Object.defineProperty(event, 'isComposing', { value: true }); return event; };
export const with_key_code = (event, code) => { Object.defineProperty(event, 'keyCode', { value: code }); return event; };
"#)]
extern "C" {
    fn serve_script(status: u16, pieces: Vec<String>);
    /// Rejects the next requests with an error, a text or nothing.
    pub fn refuse(reason: &str);
    /// Lets a `hold` go on, also the next one that is still to be read.
    pub fn release();
    /// True if the last request was aborted.
    pub fn was_aborted() -> bool;
    /// Headers and body of all requests so far.
    pub fn requests() -> Vec<String>;
    #[wasm_bindgen(js_name = frame)]
    async fn next_frame();
    fn is_composing(event: KeyboardEvent) -> KeyboardEvent;
    fn with_key_code(event: KeyboardEvent, code: u32) -> KeyboardEvent;
}

/// Answers the next request with these pieces; `hold` waits for [`release`] or an abort.
pub fn serve(status: u16, pieces: &[&str]) {
    serve_script(status, pieces.iter().map(|piece| (*piece).to_owned()).collect());
}

/// Waits until the next frame is drawn.
pub async fn frame() {
    next_frame().await;
}

/// A key press, as the browser would send it.
pub fn key(key: &str, shift: bool, composing: bool, code: u32) -> Event {
    let init = KeyboardEventInit::new();
    init.set_key(key);
    init.set_shift_key(shift);
    init.set_bubbles(true);
    init.set_cancelable(true);
    let event = KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &init).unwrap();
    let event = with_key_code(event, code);
    if composing { is_composing(event).into() } else { event.into() }
}

/// The n-th click in a row.
pub fn click(count: i32) -> Event {
    let init = MouseEventInit::new();
    init.set_detail(count);
    init.set_bubbles(true);
    MouseEvent::new_with_mouse_event_init_dict("click", &init).unwrap().into()
}

/// True unless a listener prevented what the browser does.
pub fn dispatched(event: &Event) -> bool {
    !event.default_prevented()
}

/// A mounted widget.
pub struct Stage {
    pub chat: Chat,
    host: HtmlElement,
    mounted: Option<Mounted>,
}

impl Stage {
    /// Mounts a widget with these options.
    pub fn new(options: &str) -> Self {
        Self::mount(options, None)
    }

    /// Mounts a widget whose token callback gives this.
    pub fn with_token(options: &str, token: Result<&'static str, &'static str>) -> Self {
        let source = TokenSource::new(move || async move { token.map(str::to_owned).map_err(str::to_owned) });
        Self::mount(options, Some(source))
    }

    fn mount(options: &str, token: Option<TokenSource>) -> Self {
        let window = web_sys::window().unwrap();
        // What another test has said is not shown in this one.
        window.session_storage().unwrap().unwrap().clear().unwrap();
        let document = window.document().unwrap();
        let host: HtmlElement = document.create_element("div").unwrap().unchecked_into();
        document.body().unwrap().append_child(&host).unwrap();
        let config = Chat::read_config(&Json::parse(options).unwrap());
        let (mounted, chat) = Mounted::new(&host, false, || Chat::new(config, None, token));
        Self { chat, host, mounted: Some(mounted) }
    }

    /// Takes the widget away; gives the host.
    pub fn remove(mut self) -> HtmlElement {
        self.mounted = None;
        self.host.clone()
    }

    pub fn node(&self, selector: &str) -> Element {
        self.host.query_selector(selector).unwrap().unwrap_or_else(|| panic!("there is no {selector}"))
    }

    pub fn count(&self, selector: &str) -> u32 {
        self.host.query_selector_all(selector).unwrap().length()
    }

    pub fn text(&self, selector: &str) -> String {
        let found = self.host.query_selector(selector).unwrap();
        found.and_then(|node| node.text_content()).unwrap_or_default()
    }

    pub fn texts(&self, selector: &str) -> Vec<String> {
        let found = self.host.query_selector_all(selector).unwrap();
        (0..found.length()).map(|index| found.get(index).unwrap().text_content().unwrap()).collect()
    }

    pub fn attribute(&self, selector: &str, name: &str) -> String {
        self.node(selector).get_attribute(name).unwrap_or_default()
    }

    pub fn is_disabled(&self, selector: &str) -> bool {
        self.node(selector).unchecked_into::<HtmlButtonElement>().disabled()
    }

    pub fn status(&self) -> String {
        self.text("[role=status]")
    }

    pub fn field(&self) -> String {
        self.node("textarea").unchecked_into::<HtmlTextAreaElement>().value()
    }

    pub fn type_text(&self, text: &str) {
        let field: HtmlTextAreaElement = self.node("textarea").unchecked_into();
        field.set_value(text);
        field.dispatch_event(&Event::new("input").unwrap()).unwrap();
    }

    pub fn click(&self, selector: &str) {
        self.node(selector).unchecked_into::<HtmlElement>().click();
    }

    pub fn dispatch(&self, selector: &str, event: &Event) -> Event {
        self.node(selector).dispatch_event(event).unwrap();
        event.clone()
    }

    /// Waits, frame by frame, until something holds.
    pub async fn until(&self, holds: impl Fn(&Self) -> bool) {
        for _ in 0..200 {
            if holds(self) {
                return;
            }
            frame().await;
        }
        panic!("it did not happen; the page is {}", self.host.inner_html());
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        self.mounted = None;
        self.host.remove();
        release();
    }
}

/// The items of [`list_view`].
pub struct Items(Signal<Vec<u64>>);

impl Items {
    pub fn set_items(&self, items: &[u64]) {
        self.0.set(items.to_vec());
    }
}

thread_local! {
    static OWNERS: RefCell<Vec<Owner>> = const { RefCell::new(Vec::new()) };
}

/// A list whose elements carry their key.
pub fn list_view() -> (Items, El) {
    let owner = Owner::new();
    let made = owner.with(|| {
        let items = Signal::new(Vec::new());
        let keyed = move || items.get().into_iter().map(|key| (key, key)).collect();
        (Items(items), el("div", "").list(keyed, |key: &u64| el("p", "").text(&key.to_string())))
    });
    OWNERS.with_borrow_mut(|owners| owners.push(owner));
    made
}

/// Keys and nodes of a list's elements, in the order of the page.
pub fn children(view: &El) -> Vec<(u64, Element)> {
    let children = view.node().children();
    let nodes = (0..children.length()).map(|index| children.item(index).unwrap());
    nodes.map(|node| (node.text_content().unwrap().parse().unwrap(), node)).collect()
}
