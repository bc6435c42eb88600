//! One request and the bytes of its reply, as they arrive.
//!
//! **Invariant:** total: whatever `fetch` or the stream rejects with (also a value that is no `Error`, from a
//! page that replaced `fetch`) becomes a [`FetchError`]. A reply that is dropped stops its download.

mod abort;

pub use abort::Abort;

use abort::settled;
use js_sys::{Object, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{ReadableStreamDefaultReader, RequestInit, Response};

/// Why there are no (more) bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FetchError {
    /// [`Abort::abort`] was called.
    Aborted,
    /// Not reached, blocked (CORS, CSP), or broken off; with the browser's words.
    Network(String),
}

/// A reply whose body is still to be read.
#[derive(Debug)]
pub struct Reply {
    /// The HTTP status.
    pub status: u16,
    response: Response,
    reader: Option<ReadableStreamDefaultReader>,
    abort: Option<Abort>,
}

/// Sends a `POST`. Cookies go to the page's own origin only.
pub async fn post(
    url: &str,
    headers: &[(String, String)],
    body: &str,
    abort: Option<Abort>,
) -> Result<Reply, FetchError> {
    send(url, "POST", headers, Some(body), abort).await
}

/// The body of a `GET`, if there is one with a status of success.
pub async fn get(url: &str, headers: &[(String, String)]) -> Option<Vec<u8>> {
    let mut reply = send(url, "GET", headers, None, None).await.ok()?;
    let body = reply.whole().await?;
    (200..300).contains(&reply.status).then_some(body)
}

/// How long [`is_there`] looks, in milliseconds.
const LOOK: i32 = 3000;

/// True if something answers at an address soon, although this page may not read it.
pub async fn is_there(url: &str) -> bool {
    let (Some(window), Some(abort)) = (web_sys::window(), Abort::after(LOOK)) else { return false };
    let init = RequestInit::new();
    init.set_signal(Some(&abort.0.signal()));
    init.set_mode(web_sys::RequestMode::NoCors);
    init.set_credentials(web_sys::RequestCredentials::Omit);
    JsFuture::from(window.fetch_with_str_and_init(url, &init)).await.is_ok()
}

async fn send(
    url: &str,
    method: &str,
    headers: &[(String, String)],
    body: Option<&str>,
    abort: Option<Abort>,
) -> Result<Reply, FetchError> {
    let failed = |error: JsValue| fetch_error(abort.as_ref(), &error);
    let init = RequestInit::new();
    init.set_method(method);
    if let Some(body) = body {
        init.set_body(&JsValue::from_str(body));
    }
    init.set_signal(abort.as_ref().map(|abort| abort.0.signal()).as_ref());
    let fields = Object::new();
    for (name, value) in headers {
        Reflect::set(&fields, &JsValue::from_str(name), &JsValue::from_str(value)).map_err(failed)?;
    }
    init.set_headers(&fields);
    let window = web_sys::window().ok_or_else(|| FetchError::Network("no window".to_owned()))?;
    let response =
        settled(window.fetch_with_str_and_init(url, &init), abort.as_ref()).await.map_err(failed)?;
    let response: Response = response.unchecked_into();
    Ok(Reply::new(response, abort))
}

impl Reply {
    /// The reply of a response whose body nobody has read.
    pub(super) fn new(response: Response, abort: Option<Abort>) -> Self {
        let reader: Option<ReadableStreamDefaultReader> =
            response.body().map(|body| body.get_reader().unchecked_into());
        Self { status: response.status(), response, reader, abort }
    }

    /// Those of these headers that this page may see.
    pub fn headers(&self, names: &[&str]) -> Vec<(String, String)> {
        let headers = self.response.headers();
        let value = |name: &&str| Some(((*name).to_owned(), headers.get(name).ok().flatten()?));
        names.iter().filter_map(value).collect()
    }

    /// The rest of the body; nothing, if it broke off.
    pub async fn whole(&mut self) -> Option<Vec<u8>> {
        let mut body = Vec::new();
        while let Some(bytes) = self.next().await.ok()? {
            body.extend_from_slice(&bytes);
        }
        Some(body)
    }

    /// The next bytes, or nothing at the end of the body.
    pub async fn next(&mut self) -> Result<Option<Vec<u8>>, FetchError> {
        let Some(reader) = &self.reader else { return Ok(None) };
        let failed = |error: JsValue| fetch_error(self.abort.as_ref(), &error);
        let read = settled(reader.read(), self.abort.as_ref()).await.map_err(failed)?;
        let value = Reflect::get(&read, &JsValue::from_str("value")).map_err(failed)?;
        match value.dyn_into::<Uint8Array>() {
            Ok(bytes) => Ok(Some(bytes.to_vec())),
            Err(_) => {
                self.reader = None;
                if self.abort.as_ref().is_some_and(Abort::is_aborted) {
                    Err(FetchError::Aborted)
                } else {
                    Ok(None)
                }
            }
        }
    }
}

impl Drop for Reply {
    /// Whoever stops listening early (after `[DONE]`) leaves no connection open.
    fn drop(&mut self) {
        cancel(self.reader.take());
    }
}

/// Ends a download. The promise's outcome is of no interest, but a rejection that nobody takes would be reported in the
/// host's console.
fn cancel(reader: Option<ReadableStreamDefaultReader>) {
    if let Some(reader) = reader {
        let cancelled = JsFuture::from(reader.cancel());
        wasm_bindgen_futures::spawn_local(async move { drop(cancelled.await) });
    }
}

fn fetch_error(abort: Option<&Abort>, error: &JsValue) -> FetchError {
    if abort.is_some_and(Abort::is_aborted) {
        return FetchError::Aborted;
    }
    let message =
        Reflect::get(error, &JsValue::from_str("message")).ok().and_then(|message| message.as_string());
    FetchError::Network(message.or_else(|| error.as_string()).unwrap_or_default())
}
