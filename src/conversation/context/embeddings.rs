//! The `/embeddings` call of the API: texts in, a vector for each out.
//!
//! **Invariant:** total: any reply gives as many places as there were texts, each with a vector or none; all vectors of a
//! reply are of one length and hold numbers.

use crate::conversation::number::decimal;
use crate::json::Json;

/// Texts for one request; servers take from 32 (the smallest) to 2048.
pub const BATCH: usize = 32;
/// No model has more dimensions.
const LONGEST: usize = 65_536;

/// The body of a request.
pub fn body(model: &str, texts: &[&str]) -> Json {
    let input = texts.iter().map(|text| Json::from(*text)).collect();
    Json::object([("model", model.into()), ("input", input)])
}

/// The vectors of a reply to so many texts: `{data: [{index, embedding}]}` or the bare array. Each is a list of numbers or
/// a text, which is the same in base64, four bytes a number, the smallest first.
pub fn read(body: &[u8], count: usize) -> Vec<Option<Vec<f32>>> {
    let text = String::from_utf8_lossy(body);
    let document = Json::parse(text.trim_start_matches('\u{feff}')).unwrap_or_default();
    let mut vectors = vec![None; count];
    let mut length = None;
    for (place, item) in document.get("data").unwrap_or(&document).items().iter().enumerate() {
        let index = item.get("index").and_then(Json::as_u64).map_or(Ok(place), usize::try_from);
        let Some(there) = index.ok().and_then(|index| vectors.get_mut(index)) else { continue };
        let vector = item.get("embedding").and_then(vector);
        let fits = |vector: &Vec<f32>| *length.get_or_insert(vector.len()) == vector.len();
        *there = vector.filter(fits).or_else(|| there.take());
    }
    vectors
}

/// A vector, as a list of numbers or in base64.
pub(in crate::conversation) fn vector(embedding: &Json) -> Option<Vec<f32>> {
    let vector = match embedding {
        Json::Text(text) => from_base64(text)?,
        embedding => embedding.items().iter().map(number).collect::<Option<Vec<f32>>>()?,
    };
    let is_vector = (1..=LONGEST).contains(&vector.len()) && vector.iter().all(|number| number.is_finite());
    is_vector.then_some(vector)
}

fn number(item: &Json) -> Option<f32> {
    match item {
        Json::Number(digits) => Some(decimal(digits) as f32),
        _ => None,
    }
}

fn from_base64(text: &str) -> Option<Vec<f32>> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut count) = (0_u32, 0);
    for byte in text.trim_end_matches('=').bytes() {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => return None,
        };
        bits = bits << 6 | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count) as u8);
        }
    }
    let (numbers, rest) = bytes.as_chunks::<4>();
    rest.is_empty().then(|| numbers.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect())
}

/// A vector in base64, four bytes a number, the smallest first.
pub(in crate::conversation) fn to_base64(vector: &[f32]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let bytes: Vec<u8> = vector.iter().flat_map(|number| number.to_le_bytes()).collect();
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let byte = |at: usize| u32::from(three.get(at).copied().unwrap_or_default());
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for place in 0..=three.len() {
            text.push(char::from(DIGITS[(bits >> (18 - 6 * place)) as usize & 63]));
        }
    }
    text
}
