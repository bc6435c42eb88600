//! A reply that the page's own code gives instead of a server: a `Response`, or what it hands over piece by piece.
//!
//! **Invariant:** whatever is given is read as a reply of a server would be: pieces become server-sent events, bytes stay
//! bytes. What a page throws in the middle is told as a server tells of a failure, in its words; a reply that nobody waits
//! for any more ends the iterator, also one that has gone silent.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Function, JSON, Object, Promise, Reflect, Symbol, Uint8Array};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use web_sys::{ReadableStream, Response};

use super::fetch::{Abort, Reply};
use super::hook::{context, function, wait};
use super::token::words;

/// Writes a piece, given in JSON, as an event of a stream; nothing in the place of the last one.
pub type Writing = fn(Option<&str>) -> String;

/// Asks the page's function for a reply to a request in JSON. An error holds the page's words.
pub async fn reply(
    of: &JsValue,
    name: &str,
    request: &str,
    abort: Option<Abort>,
    write: Writing,
) -> Result<Reply, String> {
    let failed = |error: JsValue| words(&error);
    let handler = function(of, name).ok_or_else(String::new)?;
    let request = JSON::parse(request).unwrap_or_default();
    let called = super::function::call(&handler, of, &request, &context(abort.as_ref()));
    let given = wait(called, abort.as_ref()).await.map_err(failed)?;
    let response = match given.dyn_into::<Response>() {
        // To read it a second time would throw.
        Ok(response) if response.body_used() || response.body().is_some_and(|body| body.locked()) => {
            return Err([name, " gave a response that was read already"].concat());
        }
        Ok(response) => response,
        Err(given) => {
            let body = body(given, abort.as_ref(), write);
            let body = body.ok_or_else(|| [name, " gave no answer"].concat())?;
            let response = Response::new_with_opt_readable_stream(Some(&body)).map_err(failed)?;
            response.headers().set("content-type", "text/event-stream").map_err(failed)?;
            response
        }
    };
    Ok(Reply::new(response, abort))
}

/// A stream of bytes as it is; anything else written as events.
fn body(given: JsValue, abort: Option<&Abort>, write: Writing) -> Option<ReadableStream> {
    match given.dyn_into::<ReadableStream>() {
        Ok(stream) => Some(stream),
        Err(given) => {
            let is_piece = given.is_string() || given.is_instance_of::<Uint8Array>();
            let iterator = if is_piece { None } else { iterator(&given) };
            let single = if iterator.is_some() { None } else { Some(given).filter(is_something) };
            (iterator.is_some() || single.is_some()).then(|| stream(iterator, single, abort, write))?
        }
    }
}

fn is_something(given: &JsValue) -> bool {
    given.is_string() || given.is_object()
}

/// The iterator of a value: an asynchronous one, if it has that.
fn iterator(given: &JsValue) -> Option<JsValue> {
    let of = |symbol: &Symbol| {
        let make: Function = Reflect::get(given, symbol).ok()?.dyn_into().ok()?;
        make.call0(given).ok()
    };
    of(&Symbol::async_iterator()).or_else(|| of(&Symbol::iterator()))
}

fn stream(
    iterator: Option<JsValue>,
    mut single: Option<JsValue>,
    abort: Option<&Abort>,
    write: Writing,
) -> Option<ReadableStream> {
    let source = Object::new();
    let set = |name: &str, function: JsValue| Reflect::set(&source, &JsValue::from_str(name), &function);
    // Whom to tell that nobody wants any more: nobody, once it has ended by itself.
    let left = Rc::new(RefCell::new(iterator.clone()));
    let (abort, at_abort, at_end) = (abort.cloned(), Rc::clone(&left), Rc::clone(&left));
    let start = move |controller: JsValue| {
        if let Some(abort) = abort {
            // The stream waits for the next piece, and nothing else would end that.
            abort.on_abort(move || {
                let _ = method(&controller, "error", None);
                leave(at_abort.take());
            });
        }
    };
    let pull = move |controller: JsValue| -> Promise {
        let (iterator, single, left) = (iterator.clone(), single.take(), Rc::clone(&at_end));
        future_to_promise(async move {
            let next = match iterator {
                Some(iterator) => next(&iterator).await,
                None => Ok(single),
            };
            // What it throws is an error of the server that it stands for, in its words.
            let next = next.or_else(|error| told(&words(&error)).map(Some))?;
            match next {
                Some(piece) => method(&controller, "enqueue", Some(&bytes(&piece, write)))?,
                None => {
                    left.take();
                    method(&controller, "enqueue", Some(&Uint8Array::from(write(None).as_bytes())))?;
                    method(&controller, "close", None)?
                }
            };
            Ok(JsValue::UNDEFINED)
        })
    };
    set("start", Closure::once_into_js(start)).ok()?;
    set("pull", Closure::<dyn FnMut(JsValue) -> Promise>::new(pull).into_js_value()).ok()?;
    set("cancel", Closure::<dyn Fn()>::new(move || leave(left.take())).into_js_value()).ok()?;
    ReadableStream::new_with_underlying_source(&source).ok()
}

fn leave(iterator: Option<JsValue>) {
    if let Some(Ok(left)) = iterator.map(|iterator| method(&iterator, "return", None)) {
        // Its outcome is of no interest, but a rejection that nobody takes would be reported in the page's console.
        let left = JsFuture::from(Promise::resolve(&left));
        wasm_bindgen_futures::spawn_local(async move { drop(left.await) });
    }
}

/// The next piece of an iterator; nothing at its end.
async fn next(iterator: &JsValue) -> Result<Option<JsValue>, JsValue> {
    let step = method(iterator, "next", None)?;
    let step = JsFuture::from(Promise::resolve(&step)).await?;
    let is_done = Reflect::get(&step, &JsValue::from_str("done"))?.is_truthy();
    let value = Reflect::get(&step, &JsValue::from_str("value"))?;
    Ok((!is_done).then_some(value))
}

/// A failure, as servers tell of one in mid-stream.
fn told(words: &str) -> Result<JsValue, JsValue> {
    let (piece, error) = (Object::new(), Object::new());
    Reflect::set(&error, &JsValue::from_str("message"), &JsValue::from_str(words))?;
    Reflect::set(&piece, &JsValue::from_str("error"), &error)?;
    Ok(piece.into())
}

fn bytes(piece: &JsValue, write: Writing) -> Uint8Array {
    if let Some(bytes) = piece.dyn_ref::<Uint8Array>() {
        return bytes.clone();
    }
    let text = JSON::stringify(piece).ok().and_then(|text| text.as_string());
    Uint8Array::from(write(Some(&text.unwrap_or_default())).as_bytes())
}

fn method(of: &JsValue, name: &str, argument: Option<&JsValue>) -> Result<JsValue, JsValue> {
    let Some(method) = function(of, name) else { return Ok(JsValue::UNDEFINED) };
    match argument {
        Some(argument) => method.call1(of, argument),
        None => method.call0(of),
    }
}
