//! What is measured: the bytes of a reply, in pieces, to the text, the token count and the reason to stop.
//!
//! `competitors.mjs` does the same in JavaScript. **Invariant:** nothing but the public decoder is used, as the widget
//! uses it, so that the figures are the widget's.

#[cfg(target_arch = "wasm32")]
mod exports;

use causerie::protocol::{BodyEnd, FinishReason, ReplyDecoder, ReplyEvent, ReplyHead, Usage};

/// A reply that is being read.
#[derive(Debug)]
pub struct Reply {
    decoder: ReplyDecoder,
    told: Told,
}

/// What a reply has told so far.
#[derive(Debug, Default)]
pub struct Told {
    pub text: String,
    pub usage: Option<Usage>,
    pub finish: Option<FinishReason>,
    pub is_done: bool,
}

impl Default for Reply {
    #[allow(clippy::needless_update, reason = "a head may come to know more than the status")]
    fn default() -> Self {
        let head = ReplyHead { status: 200, ..ReplyHead::default() };
        Self { decoder: ReplyDecoder::new(head), told: Told::default() }
    }
}

impl Reply {
    /// Reads the next piece.
    pub fn feed(&mut self, piece: &[u8]) {
        let told = &mut self.told;
        self.decoder.feed(piece, &mut |event| told.take(event));
    }

    /// Ends the reply and gives what it told.
    pub fn end(mut self) -> Told {
        let told = &mut self.told;
        self.decoder.finish(BodyEnd::Clean, &mut |event| told.take(event));
        self.told
    }
}

impl Told {
    fn take(&mut self, event: ReplyEvent) {
        match event {
            ReplyEvent::Delta(delta) => self.text.push_str(&delta.content),
            ReplyEvent::Usage(usage) => self.usage = Some(usage),
            ReplyEvent::Finish { reason, .. } => self.finish = Some(reason),
            ReplyEvent::Done => self.is_done = true,
            _ => {}
        }
    }

    /// The bytes of the text; 0, if the reply did not come to its end with a count and a reason. The runner
    /// compares it with what it wrote.
    pub fn sum(&self) -> usize {
        let is_whole = self.is_done && self.usage.is_some() && self.finish == Some(FinishReason::Stop);
        if is_whole { self.text.len() } else { 0 }
    }
}

#[cfg(test)]
mod tests {
    use super::Reply;

    #[test]
    fn a_whole_reply_counts_and_half_a_one_does_not() {
        let delta = "data: {\"choices\":[{\"delta\":{\"content\":\"déjà\"}}]}\n\n";
        let end = "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}],\
                   \"usage\":{\"total_tokens\":3}}\n\ndata: [DONE]\n\n";
        for (body, sum) in [(delta.to_owned() + end, 6), (delta.to_owned(), 0)] {
            let mut reply = Reply::default();
            body.as_bytes().chunks(5).for_each(|piece| reply.feed(piece));
            assert_eq!(reply.end().sum(), sum);
        }
    }
}
