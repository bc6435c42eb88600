//! A reply that nobody sent, read as one that comes.
//!
//! **Invariant:** it touches no chat, and nothing is asked of anybody.

use crate::conversation::{Message, to_detail};
use crate::protocol::{BodyEnd, ReplyDecoder, ReplyHead};

/// Chunks like those of common servers, the third of which is known from the first two; then an end.
const REPLY: &[&str] = &[
    "data: {\"model\":\"-\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}}]}\n\n",
    "data: {\"model\":\"-\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"b\"}}]}\n\n",
    "data: {\"model\":\"-\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"\\n\"}}]}\n\n",
    "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":1}}\n\n",
    "data: [DONE]\n\n",
];

/// Reads it to its end.
pub fn read_reply() {
    let mut decoder = ReplyDecoder::new(ReplyHead { status: 200, ..ReplyHead::default() });
    let mut message = Message::awaited();
    for chunk in REPLY {
        decoder.feed(chunk.as_bytes(), &mut |event| drop(message.fold(event)));
    }
    decoder.finish(BodyEnd::Clean, &mut |event| drop(message.fold(event)));
    drop(to_detail(&message).written());
}
