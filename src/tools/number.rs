//! Numbers as JSON has them, compared and divided exactly.
//!
//! A schema says `multipleOf: 0.01`, which binary fractions cannot hold, and an id may have more digits than they have;
//! the standard library's reading of fractions would weigh ten kilobytes besides. **Invariant:** total for whatever
//! digits; equal values are equal numbers.

use std::cmp::Ordering;

use crate::json::Json;
use crate::text;

/// `digits · 10^exponent`, with no zero at either end of the digits; zero has none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Number {
    is_negative: bool,
    digits: String,
    exponent: i64,
}

/// An exponent beyond this is as good as this one.
const FAR: i64 = 1 << 40;
/// A greater divisor could not be multiplied by ten.
const DIVISOR: u64 = u64::MAX / 16;
/// More zeros than these are not divided.
const ZEROS: i64 = 4096;

impl Number {
    /// Reads the digits of a JSON number.
    pub fn read(text: &str) -> Self {
        let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
        let unsigned = mantissa.trim_start_matches('-');
        let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
        let far = if exponent.starts_with('-') { -FAR } else { FAR };
        let exponent = exponent.parse().unwrap_or(far).clamp(-FAR, FAR);
        let all = [whole, fraction].concat();
        let kept = all.trim_end_matches('0');
        let digits = kept.trim_start_matches('0').to_owned();
        if digits.is_empty() {
            return Self { is_negative: false, digits, exponent: 0 };
        }
        let shift = (all.len() - kept.len()) as i64 - fraction.len() as i64;
        Self { is_negative: mantissa.len() > unsigned.len(), digits, exponent: exponent + shift }
    }

    /// One and the same text for equal values.
    pub fn written(&self) -> String {
        let Json::Number(exponent) = Json::from(self.exponent) else { return String::new() };
        let digits = if self.digits.is_empty() { "0" } else { &self.digits };
        [if self.is_negative { "-" } else { "" }, digits, "e", &exponent].concat()
    }

    /// True if there is nothing behind the point.
    pub const fn is_whole(&self) -> bool {
        self.exponent >= 0
    }

    /// -1, 0 or 1.
    fn sign(&self) -> i8 {
        match (self.digits.is_empty(), self.is_negative) {
            (true, _) => 0,
            (_, true) => -1,
            _ => 1,
        }
    }

    /// True if it is a multiple of the step, or if that cannot be told: a step of 0, or of more digits than a word has.
    pub fn is_multiple_of(&self, step: &Self) -> bool {
        let divisor = text::number(&step.digits).unwrap_or(0);
        if divisor == 0 || divisor > DIVISOR || self.digits.is_empty() {
            return true;
        }
        let zeros = self.exponent.saturating_sub(step.exponent);
        if zeros < 0 {
            // The last digit is no zero, so ten does not divide it.
            return false;
        }
        if zeros > ZEROS {
            return true;
        }
        let digits = self.digits.bytes().map(|digit| u64::from(digit.wrapping_sub(b'0')));
        let rest = digits.fold(0, |rest: u64, digit| (rest * 10 + digit) % divisor);
        (0..zeros).fold(rest, |rest, _| rest * 10 % divisor) == 0
    }
}

impl Ord for Number {
    fn cmp(&self, other: &Self) -> Ordering {
        // Where the first digit stands, then the digits.
        let size = |number: &Self| number.exponent + number.digits.len() as i64;
        self.sign().cmp(&other.sign()).then_with(|| {
            let order = size(self).cmp(&size(other)).then_with(|| self.digits.cmp(&other.digits));
            if self.is_negative { order.reverse() } else { order }
        })
    }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::Number;

    #[test]
    fn numbers_are_ordered_by_value_however_they_are_written() {
        let rising = [
            "-1e99999999999999999999",
            "-2e1",
            "-2.0001",
            "-2",
            "-1e-9",
            "0",
            "1e-400",
            "0.1",
            "0.10000000000000000001",
            "1",
            "9",
            "10",
            "18446744073709551615",
            "18446744073709551616",
            "1e400",
        ];
        for (at, one) in rising.iter().enumerate() {
            for (other_at, other) in rising.iter().enumerate() {
                assert_eq!(
                    Number::read(one).cmp(&Number::read(other)),
                    at.cmp(&other_at),
                    "{one} and {other}"
                );
            }
        }
        for (one, other) in [("1", "1.0"), ("1", "10e-1"), ("-0", "0e7"), ("100", "1E+2"), ("0.01", "1e-2")] {
            assert_eq!(Number::read(one), Number::read(other), "{one} and {other}");
            assert_eq!(Number::read(one).written(), Number::read(other).written());
        }
    }

    #[test]
    fn multiples_are_exact() {
        for (number, step, is) in [
            ("0.0075", "0.0001", true),
            ("0.00751", "0.0001", false),
            ("4.5", "1.5", true),
            ("35", "1.5", false),
            ("1e308", "0.123456789", false),
            ("1e308", "0.5", true),
            ("12391239123", "1e-8", true),
            ("0", "7", true),
            ("-9", "3", true),
            ("19.99", "0.01", true),
            ("1.1", "0.1", true),
            ("5", "10", false),
        ] {
            assert_eq!(Number::read(number).is_multiple_of(&Number::read(step)), is, "{number} of {step}");
        }
    }
}
