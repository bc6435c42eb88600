//! The parser, by RFC 8259.
//!
//! **Invariant:** recursion is bounded by `DEPTH`; a string without escapes is copied once.

use super::{Json, Name, half};

/// Deeper nesting than any API sends; each level costs stack.
const DEPTH: usize = 96;

/// Why a text is no JSON, and where, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JsonError {
    pub at: usize,
}

/// The members that an object of a reply has room for from the start.
const MEMBERS: usize = 6;

/// The names in every chunk, the most frequent first.
const KNOWN: [&str; 16] = [
    "delta",
    "index",
    "content",
    "choices",
    "finish_reason",
    "logprobs",
    "model",
    "object",
    "created",
    "id",
    "usage",
    "system_fingerprint",
    "role",
    "obfuscation",
    "reasoning_content",
    "service_tier",
];

/// Numbers that are not copied: the index of a choice.
const SMALL: [&str; 2] = ["0", "1"];

/// What a run of plain characters in a text ends at.
#[inline(always)]
fn ends_a_run(byte: u8) -> bool {
    matches!(byte, b'"' | b'\\' | 0..=31)
}

/// What becomes of half of a surrogate pair.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Halves {
    Replaced,
    Kept,
}

/// Reads a document; texts and numbers of the outermost object that go by a `dull` name are checked, but not kept.
pub(super) fn document(text: &str, halves: Halves, dull: &[&str]) -> Result<Json, JsonError> {
    let mut parser = Parser { text, at: 0, halves, dull };
    let value = parser.value(DEPTH);
    parser.space();
    match value {
        Some(value) if parser.at == text.len() => Ok(value),
        _ => Err(JsonError { at: parser.at }),
    }
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
    halves: Halves,
    dull: &'a [&'a str],
}

/// `None` is an error at the place where the parser stands.
impl Parser<'_> {
    #[inline(always)]
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    #[inline(always)]
    fn space(&mut self) {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.peek() {
            self.at += 1;
        }
    }

    #[inline(always)]
    fn eat(&mut self, byte: u8) -> Option<()> {
        (self.peek() == Some(byte)).then(|| self.at += 1)
    }

    fn word(&mut self, word: &str, value: Json) -> Option<Json> {
        self.text.as_bytes()[self.at..].starts_with(word.as_bytes()).then(|| {
            self.at += word.len();
            value
        })
    }

    fn value(&mut self, depth: usize) -> Option<Json> {
        let depth = depth.checked_sub(1)?;
        self.space();
        match self.peek()? {
            b'"' => self.string().map(Json::Text),
            b'{' => self.object(depth),
            b'[' => self.array(depth),
            b't' => self.word("true", Json::Bool(true)),
            b'f' => self.word("false", Json::Bool(false)),
            b'n' => self.word("null", Json::Null),
            _ => self.number(),
        }
    }

    fn object(&mut self, depth: usize) -> Option<Json> {
        let mut members = Vec::with_capacity(MEMBERS);
        self.eat(b'{')?;
        self.space();
        if self.eat(b'}').is_some() {
            return Some(Json::Object(members));
        }
        loop {
            self.space();
            let name = self.name()?;
            self.space();
            self.eat(b':')?;
            self.space();
            let is_dull = depth == DEPTH - 1 && self.dull.contains(&&*name);
            if is_dull && self.peek() == Some(b'"') {
                self.skip_string()?;
            } else if is_dull && matches!(self.peek(), Some(b'0'..=b'9' | b'-')) {
                self.skip_number()?;
            } else {
                members.push((name, self.value(depth)?));
            }
            self.space();
            if self.eat(b',').is_none() {
                self.eat(b'}')?;
                return Some(Json::Object(members));
            }
        }
    }

    fn array(&mut self, depth: usize) -> Option<Json> {
        let mut items = Vec::new();
        self.eat(b'[')?;
        self.space();
        if self.eat(b']').is_some() {
            return Some(Json::Array(items));
        }
        loop {
            items.push(self.value(depth)?);
            self.space();
            if self.eat(b',').is_none() {
                self.eat(b']')?;
                return Some(Json::Array(items));
            }
        }
    }

    fn number(&mut self) -> Option<Json> {
        let start = self.at;
        self.skip_number()?;
        let digits = &self.text[start..self.at];
        let small = SMALL.iter().find(|small| **small == digits);
        Some(Json::Number(
            small.map_or_else(|| Name::Owned(digits.to_owned()), |small| Name::Borrowed(small)),
        ))
    }

    /// `-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?`
    fn skip_number(&mut self) -> Option<()> {
        let _ = self.eat(b'-');
        if self.eat(b'0').is_none() {
            self.digits()?;
        }
        if self.eat(b'.').is_some() {
            self.digits()?;
        }
        if self.eat(b'e').or_else(|| self.eat(b'E')).is_some() {
            let _ = self.eat(b'+').or_else(|| self.eat(b'-'));
            self.digits()?;
        }
        Some(())
    }

    fn digits(&mut self) -> Option<()> {
        let start = self.at;
        while let Some(b'0'..=b'9') = self.peek() {
            self.at += 1;
        }
        (self.at > start).then_some(())
    }

    fn string(&mut self) -> Option<String> {
        self.eat(b'"')?;
        let mut out = String::new();
        loop {
            let start = self.at;
            self.at += self.text.as_bytes()[start..].iter().position(|b| ends_a_run(*b))?;
            // Both ends stand at ASCII characters.
            out.push_str(&self.text[start..self.at]);
            if self.eat(b'"').is_some() {
                return Some(out);
            }
            self.eat(b'\\')?;
            out.push(self.escape()?);
        }
    }

    /// A member's name; one that replies are full of is not copied.
    fn name(&mut self) -> Option<Name> {
        let start = self.at + 1;
        let rest = self.text.as_bytes().get(start..)?;
        let end = start + rest.iter().position(|b| ends_a_run(*b))?;
        if self.text.as_bytes()[end] == b'"' && self.eat(b'"').is_some() {
            let name = &self.text[start..end];
            if let Some(known) = KNOWN.iter().find(|known| **known == name) {
                self.at = end + 1;
                return Some(Name::Borrowed(known));
            }
            self.at -= 1;
        }
        self.string().map(Name::Owned)
    }

    /// Passes a text over without keeping it.
    fn skip_string(&mut self) -> Option<()> {
        self.eat(b'"')?;
        loop {
            self.at += self.text.as_bytes()[self.at..].iter().position(|b| ends_a_run(*b))?;
            if self.eat(b'"').is_some() {
                return Some(());
            }
            self.eat(b'\\')?;
            self.escape()?;
        }
    }

    fn escape(&mut self) -> Option<char> {
        let escape = self.peek()?;
        self.at += 1;
        Some(match escape {
            b'"' | b'\\' | b'/' => char::from(escape),
            b'n' => '\n',
            b't' => '\t',
            b'r' => '\r',
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'u' => self.unit_or_pair()?,
            _ => {
                self.at -= 1;
                return None;
            }
        })
    }

    /// The four digits after `\u`, and the other half of a pair if it follows.
    fn unit_or_pair(&mut self) -> Option<char> {
        let high = self.unit()?;
        if (0xD800..0xDC00).contains(&high) && self.text.as_bytes()[self.at..].starts_with(b"\\u") {
            let back = self.at;
            self.at += 2;
            let low = self.unit()?;
            if (0xDC00..0xE000).contains(&low) {
                return char::from_u32(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00));
            }
            self.at = back;
        }
        let half = half::of_unit(high).filter(|_| self.halves == Halves::Kept);
        Some(char::from_u32(high).or(half).unwrap_or(char::REPLACEMENT_CHARACTER))
    }

    fn unit(&mut self) -> Option<u32> {
        let digits = self.text.as_bytes().get(self.at..self.at + 4)?;
        let mut unit = 0;
        for digit in digits {
            unit = unit * 16 + char::from(*digit).to_digit(16)?;
        }
        self.at += 4;
        Some(unit)
    }
}
