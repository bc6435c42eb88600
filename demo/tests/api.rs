//! The demo's API over real connections: what OpenAI's clients expect of it.

#![allow(clippy::unwrap_used, reason = "a test may")]

use std::convert::Infallible;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::IntoResponse;
use causerie_demo::{BODY_LIMIT, Demo, Upstream, router};
use reqwest::{Client, Response};
use serde_json::{Value, json};
use tokio::sync::Notify;
use tokio::time::timeout;

/// Starts a server on a port that the system picks; gives its address.
async fn start(pace: Duration, upstream: Option<Upstream>) -> String {
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router(Demo::new(pace, upstream), None)).await });
    format!("http://{address}/v1")
}

async fn demo() -> String {
    start(Duration::ZERO, None).await
}

async fn post(base: &str, body: impl Into<reqwest::Body>) -> Response {
    let request =
        Client::new().post(format!("{base}/chat/completions")).header("content-type", "application/json");
    request.header("origin", "https://shop.example").body(body).send().await.unwrap()
}

fn ask(model: &str, text: &str, stream: bool) -> String {
    json!({ "model": model, "stream": stream, "messages": [{ "role": "user", "content": text }] }).to_string()
}

/// The `data:` documents of a stream, `[DONE]` as a text.
fn documents(stream: &str) -> Vec<Value> {
    let data = stream.split("\n\n").filter_map(|event| event.strip_prefix("data: "));
    data.map(|data| serde_json::from_str(data).unwrap_or_else(|_| json!(data))).collect()
}

fn content(documents: &[Value]) -> String {
    documents.iter().filter_map(|document| document["choices"][0]["delta"]["content"].as_str()).collect()
}

#[tokio::test]
async fn a_stream_has_role_content_reason_usage_and_done() {
    let reply = post(&demo().await, ask("eliza", "I feel lost", true)).await;
    assert!(reply.headers()["content-type"].to_str().unwrap().starts_with("text/event-stream"));
    let documents = documents(&reply.text().await.unwrap());
    assert_eq!(documents[0]["choices"][0]["delta"]["role"], "assistant");
    assert!(content(&documents).len() > 5);
    let [.., reason, usage, done] = documents.as_slice() else { panic!("too short: {documents:?}") };
    assert_eq!(reason["choices"][0]["finish_reason"], "stop");
    let total = |name: &str| usage["usage"][name].as_u64().unwrap();
    assert_eq!(total("total_tokens"), total("prompt_tokens") + total("completion_tokens"));
    assert_eq!(done, "[DONE]");
}

#[tokio::test]
async fn without_stream_the_reply_is_one_document() {
    let reply: Value = serde_json::from_str(
        &post(&demo().await, ask("eliza", "I feel lost", false)).await.text().await.unwrap(),
    )
    .unwrap();
    assert_eq!(reply["object"], "chat.completion");
    assert_eq!(reply["choices"][0]["message"]["role"], "assistant");
    assert!(reply["choices"][0]["message"]["content"].as_str().unwrap().len() > 5);
}

#[tokio::test]
async fn the_sample_is_streamed_whole() {
    let reply = post(&demo().await, ask("eliza", "Please SHOW markdown now", true)).await;
    let documents = documents(&reply.text().await.unwrap());
    assert_eq!(content(&documents), include_str!("../sample.md"));
}

#[tokio::test]
async fn an_answer_takes_its_time() {
    let base = start(Duration::from_millis(20), None).await;
    let mut reply = post(&base, ask("eliza", "I feel lost", true)).await;
    let (start, mut pieces) = (Instant::now(), 0);
    while reply.chunk().await.unwrap().is_some() {
        pieces += 1;
    }
    assert!(pieces >= 5, "{pieces} pieces");
    assert!(start.elapsed() >= Duration::from_millis(20 * 4));
}

#[tokio::test]
async fn an_answer_that_is_asked_for_at_once_comes_without_a_pause() {
    let base = start(Duration::from_secs(60), None).await;
    let body = ask("eliza", "Show markdown at once", true);
    let whole = async { post(&base, body).await.text().await.unwrap() };
    let text = tokio::time::timeout(Duration::from_secs(30), whole).await.unwrap();
    assert_eq!(content(&documents(&text)), include_str!("../sample.md"));
}

#[tokio::test]
async fn any_message_gets_an_answer() {
    let base = demo().await;
    for text in ["", " ", "?", "\u{0}", "((((", "*[a-z]+\\", "ÄÖÜ ß 日本語 👩‍🚀", &"because ".repeat(500)]
    {
        let reply = post(&base, ask("eliza", text, false)).await;
        assert_eq!(reply.status(), 200, "for {text:?}");
        let reply: Value = serde_json::from_str(&reply.text().await.unwrap()).unwrap();
        assert_ne!(reply["choices"][0]["message"]["content"], "", "for {text:?}");
    }
}

#[tokio::test]
async fn models_are_listed() {
    let list = Client::new().get(format!("{}/models", demo().await)).send().await.unwrap();
    let list: Value = serde_json::from_str(&list.text().await.unwrap()).unwrap();
    assert_eq!(list["data"][0]["id"], "eliza");
}

#[tokio::test]
async fn refusals_have_openais_shape_and_cors() {
    let base = demo().await;
    let cases = [
        (post(&base, "{oops").await, 400, "parse"),
        (
            post(&base, json!({ "messages": [{ "role": "user", "content": "a" }] }).to_string()).await,
            400,
            "model",
        ),
        (post(&base, json!({ "model": "eliza" }).to_string()).await, 400, "messages"),
        (post(&base, ask("gpt-99", "a", true)).await, 404, "gpt-99"),
        (post(&base, vec![b' '; BODY_LIMIT + 1]).await, 413, "larger"),
        (
            Client::new()
                .get(format!("{base}/nothing"))
                .header("origin", "https://a.b")
                .send()
                .await
                .unwrap(),
            404,
            "/v1/nothing",
        ),
        (
            Client::new()
                .get(format!("{base}/chat/completions"))
                .header("origin", "https://a.b")
                .send()
                .await
                .unwrap(),
            405,
            "GET",
        ),
        (post(&base, ask("error-401", "a", true)).await, 401, "key"),
        (post(&base, ask("error-429", "a", true)).await, 429, "2s"),
        (post(&base, ask("error-500", "a", false)).await, 500, "error"),
    ];
    for (reply, status, word) in cases {
        assert_eq!(reply.status(), status);
        assert_eq!(reply.headers()["access-control-allow-origin"], "*", "status {status} has no CORS header");
        let body: Value = serde_json::from_str(&reply.text().await.unwrap()).unwrap();
        let message = body["error"]["message"].as_str().unwrap();
        assert!(message.contains(word), "{message:?} does not say {word:?}");
        assert!(body["error"]["type"].is_string() && body["error"].get("param").is_some());
    }
}

#[tokio::test]
async fn a_preflight_is_answered() {
    let request =
        Client::new().request(reqwest::Method::OPTIONS, format!("{}/chat/completions", demo().await));
    let request = request.header("origin", "https://a.b").header("access-control-request-method", "POST");
    let reply =
        request.header("access-control-request-headers", "authorization,content-type").send().await.unwrap();
    assert!(reply.status().is_success());
    assert_eq!(reply.headers()["access-control-allow-headers"], "authorization,content-type");
}

#[tokio::test]
async fn scripted_faults_strike_where_they_should() {
    let base = demo().await;
    let stream = post(&base, ask("error-midstream", "a b c d e f", true)).await.text().await.unwrap();
    let documents = documents(&stream);
    assert!(!content(&documents).is_empty());
    assert!(documents.iter().any(|document| document["error"].is_object()));

    let mut cut = post(&base, ask("cut", "a", true)).await;
    let mut end = cut.chunk().await;
    while let Ok(Some(_)) = end {
        end = cut.chunk().await;
    }
    assert!(end.is_err(), "the connection ended in good order");

    let first = post(&base, ask("error-once", "only once", true)).await;
    let second = post(&base, ask("error-once", "only once", true)).await;
    assert_eq!((first.status().as_u16(), second.status().as_u16()), (500, 200));

    let page = post(&base, ask("html", "a", true)).await;
    assert!(page.text().await.unwrap().starts_with("<!doctype html>"));

    let mut stalled = post(&base, ask("stall", "a", true)).await;
    let mut has_silence = false;
    for _ in 0..20 {
        has_silence |= timeout(Duration::from_millis(300), stalled.chunk()).await.is_err();
    }
    assert!(has_silence);
}

/// What an upstream was asked: keys and requests.
type Asked = Arc<Mutex<Vec<(String, Value)>>>;

/// An upstream whose replies are fixed to the byte: what it was asked, and what has it send the second of two pieces.
async fn raw_upstream(models: &'static str) -> (String, Asked, Arc<Notify>) {
    let (asked, go_on) = (Asked::default(), Arc::<Notify>::default());
    let (seen, told) = (Arc::clone(&asked), Arc::clone(&go_on));
    let completions = move |headers: HeaderMap, body: String| async move {
        let key =
            headers.get("authorization").map(|key| key.to_str().unwrap().to_owned()).unwrap_or_default();
        let ask: Value = serde_json::from_str(&body).unwrap();
        let is_refused = ask["messages"][0]["content"] == "refuse";
        seen.lock().unwrap().push((key, ask));
        if is_refused {
            let headers = [("retry-after", "7"), ("x-ratelimit-limit-requests", "60"), ("set-cookie", "a=b")];
            return (StatusCode::TOO_MANY_REQUESTS, headers, "{\"error\": \"slow  down\"}").into_response();
        }
        let pieces = async_stream::stream! {
            yield Ok::<_, Infallible>(FIRST);
            told.notified().await;
            yield Ok(SECOND);
        };
        ([("content-type", "text/event-stream")], Body::from_stream(pieces)).into_response()
    };
    let app = Router::new().route("/v1/chat/completions", axum::routing::post(completions));
    let app = app.route("/v1/models", axum::routing::get(move || async move { models }));
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, app).await });
    (format!("http://{address}/v1"), asked, go_on)
}

const FIRST: &str = ": hello\r\n\r\ndata: {\"choices\" : [{\"delta\":{\"content\":\"\\ud83d\"}}]}\n\n";
const SECOND: &str = "data: {\"usage\":{\"total_tokens\":7},\"choices\":[]}\n\ndata: [DONE]\n\n";
const ONE_MODEL: &str = r#"{"data": [{"id": "real-1"}]}"#;

#[tokio::test]
async fn a_relay_adds_the_key_and_passes_replies_through_to_the_byte_as_they_come() {
    let (upstream, asked, go_on) = raw_upstream(ONE_MODEL).await;
    let relay =
        Upstream::new(&upstream, Some("sk-upstream".to_owned())).unwrap().with_model(None).await.unwrap();
    let relay = start(Duration::ZERO, Some(relay)).await;

    let begins = async {
        let mut reply = post(&relay, ask("eliza", "Hi", true)).await;
        (reply.chunk().await.unwrap(), reply)
    };
    let (first, reply) = timeout(Duration::from_secs(30), begins).await.unwrap();
    assert_eq!(reply.headers()["content-type"], "text/event-stream");
    assert_eq!(first.unwrap(), FIRST, "the relay waits for the end");
    go_on.notify_one();
    assert_eq!(reply.text().await.unwrap(), SECOND);

    let refused = post(&relay, ask("other", "refuse", true)).await;
    assert_eq!(
        (refused.status().as_u16(), &refused.headers()["retry-after"]),
        (429, &HeaderValue::from_static("7"))
    );
    assert_eq!(refused.headers()["x-ratelimit-limit-requests"], "60");
    assert!(!refused.headers().contains_key("set-cookie"));
    assert_eq!(refused.text().await.unwrap(), "{\"error\": \"slow  down\"}");

    let asked = asked.lock().unwrap();
    assert!(asked.iter().all(|(key, _)| key == "Bearer sk-upstream"));
    assert_eq!(asked[0].1["model"], "real-1", "the name that the pages know is replaced");
    assert_eq!(asked[1].1, serde_json::from_str::<Value>(&ask("other", "refuse", true)).unwrap());
}

#[tokio::test]
async fn a_relay_without_a_key_passes_the_callers_on() {
    let (upstream, asked, _) = raw_upstream(ONE_MODEL).await;
    let relay = start(Duration::ZERO, Some(Upstream::new(&upstream, None).unwrap())).await;
    let request = Client::new().post(format!("{relay}/chat/completions")).bearer_auth("theirs");
    request.body(ask("m", "Hi", true)).send().await.unwrap();
    assert_eq!(asked.lock().unwrap()[0].0, "Bearer theirs");
}

#[tokio::test]
async fn other_sites_cannot_spend_the_key() {
    let (upstream, ..) = raw_upstream(ONE_MODEL).await;
    let relay = start(Duration::ZERO, Some(Upstream::new(&upstream, Some("sk".to_owned())).unwrap())).await;
    let reply = post(&relay, ask("m", "Hi", true)).await;
    assert!(!reply.headers().contains_key("access-control-allow-origin"));
}

#[tokio::test]
async fn which_model_answers_must_be_clear() {
    let (upstream, ..) = raw_upstream(r#"{"data": [{"id": "a"}, {"id": "b"}, {"id": "c"}]}"#).await;
    let choice = Upstream::new(&upstream, None).unwrap().with_model(None).await.err().unwrap();
    assert_eq!(choice, "the upstream has 3 models (a, b …); say which model is to answer with --model");
    assert!(Upstream::new(&upstream, None).unwrap().with_model(Some("b".to_owned())).await.is_ok());
}

#[tokio::test]
async fn an_upstream_that_is_not_there_is_said() {
    let relay = Upstream::new("http://127.0.0.1:9/v1", None).unwrap();
    let reply = post(&start(Duration::ZERO, Some(relay)).await, ask("eliza", "a", true)).await;
    assert_eq!(reply.status(), 502);
    let body = reply.text().await.unwrap();
    assert!(body.contains("could not be reached") && !body.contains("127.0.0.1:9"), "{body}");
    assert!(Upstream::new("no url", None).is_err());
}

#[tokio::test]
async fn texts_with_the_same_words_have_vectors_that_are_alike() {
    let base = demo().await;
    let embed = async |body: Value| {
        let request = Client::new().post(format!("{base}/embeddings")).body(body.to_string());
        let reply = request.send().await.unwrap();
        let status = reply.status().as_u16();
        (status, serde_json::from_slice::<Value>(&reply.bytes().await.unwrap()).unwrap())
    };
    let input = ["The dog eats carrots.", "What EATS the dog? Carrots!", "Violins and cellos"];
    let (status, reply) = embed(json!({ "model": "any", "input": input })).await;
    assert_eq!((status, &reply["object"], &reply["model"]), (200, &json!("list"), &json!("any")));
    let vector = |index: usize| -> Vec<f64> {
        assert_eq!(reply["data"][index]["index"], index);
        let numbers = reply["data"][index]["embedding"].as_array().unwrap();
        numbers.iter().map(|number| number.as_f64().unwrap()).collect()
    };
    let alike =
        |one: usize, other: usize| vector(one).iter().zip(vector(other)).map(|(a, b)| a * b).sum::<f64>();
    assert!((alike(0, 0) - 1.0).abs() < 1e-9);
    assert!(alike(0, 1) > 0.7 && alike(0, 2) < 0.3, "{} {}", alike(0, 1), alike(0, 2));
    for refused in
        [json!({ "input": "a" }), json!({ "model": "any", "input": [] }), json!({ "model": "any" })]
    {
        assert_eq!(embed(refused).await.0, 400);
    }
    assert_eq!(embed(json!({ "model": "error-503", "input": "a" })).await.0, 503);
}

#[tokio::test]
async fn a_summary_goes_on_from_the_one_before() {
    let system = json!({ "role": "system", "content": "You keep the memory. Write one summary, please." });
    let turns = "Summary so far:\nThey met.\n\nTurns:\nuser: One?\n\nassistant: Yes.\n\nuser: Two?\n\n";
    let messages = json!([system, { "role": "user", "content": turns }]);
    let reply = post(&demo().await, json!({ "model": "eliza", "messages": messages }).to_string()).await;
    let reply: Value = serde_json::from_slice(&reply.bytes().await.unwrap()).unwrap();
    assert_eq!(reply["choices"][0]["message"]["content"], "They met. The visitor said “One?”, “Two?”.");
}
