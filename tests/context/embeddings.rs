//! The requests for vectors and what comes back.

use causerie::conversation::context::embeddings;
use causerie::protocol::Endpoint;
use proptest::prelude::*;

use crate::common::random::cases;
use crate::config;

#[test]
fn broken_replies_give_what_can_be_read() {
    let read = |body: &str| embeddings::read(body.as_bytes(), 2);
    let one = Some(vec![1.0, -0.5]);
    assert_eq!(read(r#"{"data":[{"index":1,"embedding":[1,-0.5]}]}"#), [None, one.clone()]);
    assert_eq!(read(r#"{"data":[{"embedding":[1,-0.5]},{"embedding":[1]}]}"#), [one.clone(), None]);
    assert_eq!(read(r#"[{"index":0,"embedding":"AACAPwAAAL8="}]"#), [one.clone(), None]);
    for broken in [
        "",
        "<html>",
        "null",
        r#"{"data":7}"#,
        r#"{"data":[{"index":9,"embedding":[1]}]}"#,
        r#"{"data":[{"index":18446744073709551615,"embedding":[1]}]}"#,
        r#"{"data":[{"embedding":[1,null]}]}"#,
        r#"{"data":[{"embedding":["NaN"]}]}"#,
        r#"{"data":[{"embedding":[1e999]}]}"#,
        r#"{"data":[{"embedding":"AADAfw=="}]}"#,
        r#"{"data":[{"embedding":[]}]}"#,
        r#"{"data":[{"embedding":"AACA"}]}"#,
        r#"{"data":[{"embedding":"not base64!"}]}"#,
    ] {
        assert_eq!(read(broken), [None, None], "{broken}");
    }
}

#[test]
fn embeddings_are_asked_for_without_the_key_on_another_origin() {
    use causerie::protocol::ChatCompletionRequest;
    let asked = |options: &str| {
        let config = config(options);
        let endpoint = Endpoint::of_embeddings(&config)?;
        let body = embeddings::body(endpoint.model.as_deref()?, &["a", "b"]);
        let request = ChatCompletionRequest::for_embeddings(&endpoint, body, endpoint.api_key.as_deref());
        Some((request.url, request.headers.len(), request.body.to_string()))
    };
    assert_eq!(asked(r#"{"endpoint": "https://a/v1", "api_key": "k"}"#), None);
    // A page that answers by itself is not sent its visitors' texts.
    assert_eq!(asked(r#"{"embeddings_model": "m"}"#), None);
    let body = r#"{"model":"m","input":["a","b"]}"#.to_owned();
    assert_eq!(
        asked(
            r#"{"endpoint": "https://a/v1", "api_key": "k", "headers": {"X": "y"}, "embeddings_model": "m"}"#
        ),
        Some(("https://a/v1/embeddings".to_owned(), 3, body.clone()))
    );
    assert_eq!(
        asked(
            r#"{"endpoint": "https://a/v1", "api_key": "k", "headers": {"X": "y"}, "embeddings_model": "m",
            "embeddings_endpoint": "https://b/v1/embeddings"}"#
        ),
        Some(("https://b/v1/embeddings".to_owned(), 1, body))
    );
}

proptest! {
    #![proptest_config(cases(600))]

    #[test]
    fn any_reply_gives_a_place_for_each_text(body in prop::collection::vec(any::<u8>(), 0..60), count in 0..5_usize) {
        prop_assert_eq!(embeddings::read(&body, count).len(), count);
    }

    #[test]
    fn vectors_are_read_as_they_were_sent(vectors in prop::collection::vec(prop::collection::vec(-1e3..1e3_f32, 4), 1..5)) {
        let items = vectors.iter().enumerate().rev();
        let body = items.map(|(index, vector)| format!(r#"{{"index":{index},"embedding":{vector:?}}}"#));
        let body = format!(r#"{{"data":[{}]}}"#, body.collect::<Vec<_>>().join(","));
        for (read, vector) in embeddings::read(body.as_bytes(), vectors.len()).iter().zip(&vectors) {
            let close = |(a, b): (&f32, &f32)| (a - b).abs() <= b.abs() * 1e-6;
            prop_assert!(read.as_ref().unwrap().iter().zip(vector).all(close));
        }
    }
}
