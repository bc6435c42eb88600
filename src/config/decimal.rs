//! A decimal number as it was written, such as `0.7`.
//!
//! **Invariant:** what is sent is what the site wrote; no rounding, and no floating point in the download.

use std::fmt::{self, Display, Formatter};

/// A decimal number without exponent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decimal(String);

impl Decimal {
    /// Reads a number between two whole ones. Six digits behind the point are looked at.
    pub fn read(text: &str, least: i64, most: i64) -> Option<Self> {
        let (negative, digits) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        let (whole, rest) = digits.split_once('.').unwrap_or((digits, "0"));
        let all_digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        if whole.len() > 9 || digits.is_empty() || rest.is_empty() || !all_digits(whole) || !all_digits(rest)
        {
            return None;
        }
        // JSON wants a digit before the point.
        let whole = if whole.is_empty() { "0" } else { whole.trim_start_matches('0') };
        let whole = if whole.is_empty() { "0" } else { whole };
        let point = if digits.contains('.') { [".", rest].concat() } else { String::new() };
        let sign = if negative { "-" } else { "" };
        let number = Self([sign, whole, &point].concat());
        (least * 1_000_000..=most * 1_000_000).contains(&number.millionths()).then_some(number)
    }

    /// The number in millionths; what is smaller is cut off.
    pub fn millionths(&self) -> i64 {
        let (negative, digits) =
            self.0.strip_prefix('-').map_or((false, self.0.as_str()), |rest| (true, rest));
        let (whole, rest) = digits.split_once('.').unwrap_or((digits, ""));
        let fraction = rest.chars().chain("000000".chars()).take(6);
        let size = whole.chars().chain(fraction).filter_map(|c| c.to_digit(10));
        let size = size.fold(0, |sum: i64, digit| sum.saturating_mul(10).saturating_add(i64::from(digit)));
        if negative { -size } else { size }
    }

    /// The digits, as JSON takes them.
    pub fn digits(&self) -> &str {
        &self.0
    }
}

impl Display for Decimal {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::Decimal;

    #[test]
    fn keeps_the_digits_and_checks_the_range() {
        for (text, digits) in [
            ("0.7", "0.7"),
            ("1", "1"),
            (".5", "0.5"),
            ("00.70", "0.70"),
            ("2.0", "2.0"),
            ("0", "0"),
            ("2", "2"),
        ] {
            assert_eq!(Decimal::read(text, 0, 2).as_ref().map(Decimal::digits), Some(digits), "for {text}");
        }
        for text in
            ["2.1", "-0.1", "hot", "", ".", "1.", "1e1", "0x1", "NaN", "∞", "2.0000001x", "--1", "9999999999"]
        {
            assert_eq!(Decimal::read(text, 0, 2), None, "for {text}");
        }
        assert_eq!(Decimal::read("-1.5", -2, 2).map(|d| d.to_string()), Some("-1.5".to_owned()));
    }
}
