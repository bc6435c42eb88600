//! Server-sent events, as the WHATWG standard interprets an event stream
//! (<https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation>),
//! with two additions that chat servers need: the `error` field of older llama.cpp servers makes an event
//! of that name, and [`SseDecoder::finish`] gives the event that a clean end of file left open.
//!
//! **Invariant:** a push parser that knows nothing of I/O. Each byte is looked at once and copied at most
//! twice, however long a line is and wherever the bytes are cut.

const BOM: &[u8] = b"\xEF\xBB\xBF";

/// One dispatched event.
#[derive(Debug, PartialEq, Eq)]
pub struct SseEvent<'a> {
    /// The `event` field; empty if there was none.
    pub name: &'a str,
    /// The `data` lines, joined by line feeds.
    pub data: &'a str,
}

/// Takes bytes in any pieces, gives events.
///
/// ```
/// use causerie_wire::sse::SseDecoder;
///
/// let mut decoder = SseDecoder::default();
/// let mut heard = Vec::new();
/// for piece in [&b"data: Hel"[..], b"lo\n\ndata: [DONE]\n", b"\n"] {
///     decoder.feed(piece, &mut |event| heard.push(event.data.to_owned()));
/// }
/// assert_eq!(heard, ["Hello", "[DONE]"]);
/// ```
#[derive(Debug, Default)]
pub struct SseDecoder {
    /// The start of a line whose end has not come yet.
    partial: Vec<u8>,
    /// A line ended with CR: an LF that comes next belongs to it.
    after_cr: bool,
    /// The first line is over, so that a BOM is no longer one.
    started: bool,
    /// A line of the grammar was read.
    known: bool,
    open: OpenEvent,
}

#[derive(Debug, Default)]
struct OpenEvent {
    name: String,
    data: Vec<u8>,
}

impl SseDecoder {
    /// Reads the next bytes and calls `on_event` for each event that they complete.
    pub fn feed(&mut self, mut bytes: &[u8], on_event: &mut dyn FnMut(SseEvent<'_>)) {
        while !bytes.is_empty() {
            bytes = self.feed_line(bytes, on_event);
        }
    }

    /// Reads up to the end of a line; gives what stands behind it.
    pub fn feed_line<'a>(&mut self, mut bytes: &'a [u8], on_event: &mut dyn FnMut(SseEvent<'_>)) -> &'a [u8] {
        if std::mem::take(&mut self.after_cr) {
            bytes = bytes.strip_prefix(b"\n").unwrap_or(bytes);
        }
        let Some(end) = bytes.iter().position(|b| matches!(b, b'\n' | b'\r')) else {
            self.partial.extend_from_slice(bytes);
            return &[];
        };
        let (line, rest) = bytes.split_at(end);
        if self.partial.is_empty() {
            self.line(line, on_event);
        } else {
            let mut whole = std::mem::take(&mut self.partial);
            whole.extend_from_slice(line);
            self.line(&whole, on_event);
        }
        match rest {
            [b'\r', b'\n', rest @ ..] => rest,
            [b'\r'] => {
                self.after_cr = true;
                &[]
            }
            rest => &rest[1..],
        }
    }

    /// True if nothing is open: what comes now is a new event.
    pub fn is_between_events(&self) -> bool {
        let open = &self.open;
        !self.after_cr && self.partial.is_empty() && open.data.is_empty() && open.name.is_empty()
    }

    /// Ends the stream. The standard drops an event without its blank line; servers that forget it exist,
    /// so it is given to `on_event`, which must be ready for half a document.
    pub fn finish(&mut self, on_event: &mut dyn FnMut(SseEvent<'_>)) {
        let last = std::mem::take(&mut self.partial);
        if !last.is_empty() {
            self.line(&last, on_event);
        }
        self.line(&[], on_event);
    }

    fn line(&mut self, mut line: &[u8], on_event: &mut dyn FnMut(SseEvent<'_>)) {
        if !std::mem::replace(&mut self.started, true) {
            line = line.strip_prefix(BOM).unwrap_or(line);
        }
        if line.is_empty() {
            self.open.dispatch(on_event);
            return;
        }
        let (field, value) = match line.iter().position(|&b| b == b':') {
            Some(colon) => (&line[..colon], &line[colon + 1..]),
            None => (line, &[][..]),
        };
        self.known |= matches!(field, b"" | b"data" | b"event" | b"id" | b"retry" | b"error");
        self.open.field(field, value.strip_prefix(b" ").unwrap_or(value));
    }

    /// True if a field that is known, or a comment, was read.
    pub fn is_event_stream(&self) -> bool {
        self.known
    }
}

impl OpenEvent {
    /// A comment has an empty field name; `id` and `retry` are for reconnecting, which a POST never does.
    fn field(&mut self, field: &[u8], value: &[u8]) {
        match field {
            b"data" => self.data_line(value),
            b"event" => self.name = String::from_utf8_lossy(value).into_owned(),
            b"error" => {
                "error".clone_into(&mut self.name);
                self.data_line(value);
            }
            _ => {}
        }
    }

    fn data_line(&mut self, value: &[u8]) {
        self.data.extend_from_slice(value);
        self.data.push(b'\n');
    }

    fn dispatch(&mut self, on_event: &mut dyn FnMut(SseEvent<'_>)) {
        if self.data.pop().is_some() {
            on_event(SseEvent { name: &self.name, data: &String::from_utf8_lossy(&self.data) });
        }
        self.data.clear();
        self.name.clear();
    }
}
