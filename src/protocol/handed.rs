//! What a page's own code streams instead of a server, as the events of a stream.
//!
//! **Invariant:** total: any value gives an event that the decoder reads; what it cannot read in it is an error of the
//! reply there, as with a server.

use crate::json::Json;

/// An event of a piece in JSON: a text is what the model says; an object with `choices`, `error` or `usage` is a chunk of
/// the API, any other one a delta of it. Nothing stands for the end.
pub fn event(piece: Option<&str>) -> String {
    let data = match piece {
        None => "[DONE]".to_owned(),
        Some(piece) => chunk(Json::parse(piece).unwrap_or_default()).written(),
    };
    ["data: ", &data, "\n\n"].concat()
}

fn chunk(piece: Json) -> Json {
    let delta = match piece {
        Json::Text(text) => Json::object([("content", text.into())]),
        Json::Object(_) if ["choices", "error", "usage"].iter().any(|name| piece.get(name).is_some()) => {
            return piece;
        }
        Json::Object(_) => piece,
        _ => Json::object([]),
    };
    let choice = Json::object([("index", 0_u64.into()), ("delta", delta)]);
    Json::object([("object", "chat.completion.chunk".into()), ("choices", Json::Array(vec![choice]))])
}
