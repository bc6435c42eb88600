//! How long a server asks to wait.
//!
//! `retry-after-ms`, then `retry-after` in seconds or as a date (RFC 9110, section 10.2.3), then the words of the
//! message: most servers do not let a browser read their headers. **Invariant:** milliseconds, never negative;
//! what cannot be read is no wait.

use super::ReplyHead;
use crate::text::{find, number};

/// The wait that the headers ask for.
pub(super) fn from_headers(head: &ReplyHead) -> Option<u64> {
    if let Some(wait) = head.header("retry-after-ms").and_then(|value| scaled(value.trim(), 1)) {
        return Some(wait);
    }
    let value = head.header("retry-after")?.trim();
    scaled(value, 1000).or_else(|| {
        let until = seconds(value)?;
        let now = head.header("date").and_then(seconds).or(head.now)?;
        Some(until.saturating_sub(now) * 1000)
    })
}

/// The wait that the words ask for: "try again in 2s", "250ms", "1m30s", "in 34.07 seconds".
pub(super) fn from_message(message: &str) -> Option<u64> {
    let text = message.to_ascii_lowercase();
    let start = ["try again in ", "retry in ", "retry after ", "retry-after: ", "again after "]
        .iter()
        .find_map(|phrase| Some(find(&text, phrase)? + phrase.len()))?;
    let mut rest = &text[start..];
    let mut total: Option<u64> = None;
    while let Some((wait, after)) = part(rest) {
        total = Some(total.unwrap_or(0).saturating_add(wait));
        rest = after;
    }
    total
}

/// One number with its unit, and what follows.
fn part(text: &str) -> Option<(u64, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (digits, rest) = text.split_at(end);
    // The stop at the end of the sentence is no decimal point.
    let digits = digits.trim_end_matches('.');
    let unit = rest.strip_prefix(' ').unwrap_or(rest);
    let end = unit.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(unit.len());
    let (name, after) = unit.split_at(end);
    let (factor, after) = match name {
        "ms" | "millisecond" | "milliseconds" => (1, after),
        "m" | "min" | "minute" | "minutes" => (60_000, after),
        "h" | "hour" | "hours" => (3_600_000, after),
        "d" | "day" | "days" => (86_400_000, after),
        "s" | "sec" | "second" | "seconds" => (1000, after),
        _ => (1000, ""),
    };
    scaled(digits, factor).map(|wait| (wait, after))
}

/// A decimal number times a factor, without floating point.
fn scaled(digits: &str, factor: u64) -> Option<u64> {
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    if !fraction.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let fraction = number([fraction, "000"].concat().get(..3)?)?;
    number(whole)?.checked_mul(factor)?.checked_add(fraction * factor / 1000)
}

/// Unix seconds of `Sun, 06 Nov 1994 08:49:37 GMT`.
fn seconds(date: &str) -> Option<u64> {
    const MONTHS: &str = "JanFebMarAprMayJunJulAugSepOctNovDec";
    let mut words = date.split(' ').skip(1);
    let day = number(words.next()?).filter(|day| (1..32).contains(day))?;
    let month = words.next().filter(|name| name.len() == 3).and_then(|name| find(MONTHS, name))?;
    let month = (month % 3 == 0).then_some(month as u64 / 3)?;
    let year = number(words.next()?).filter(|year| (1970..10_000).contains(year))?;
    let mut time = words.next()?.split(':').map(|part| number(part).filter(|n| *n < 61));
    let mut next = || time.next().flatten();
    let (hours, minutes, seconds) = (next()?, next()?, next()?);
    // Days since 1970, with the year beginning in March (Hinnant's days_from_civil).
    let year = if month < 2 { year - 1 } else { year };
    let since_march = (month + 10) % 12;
    let of_year = (153 * since_march + 2) / 5 + day - 1;
    let days = (year * 365 + year / 4 - year / 100 + year / 400 + of_year).checked_sub(719_468)?;
    Some(days * 86_400 + hours * 3600 + minutes * 60 + seconds)
}

#[cfg(test)]
mod tests {
    use super::{ReplyHead, from_headers, from_message, seconds};

    #[test]
    fn dates_are_read() {
        assert_eq!(seconds("Sun, 06 Nov 1994 08:49:37 GMT"), Some(784_111_777));
        assert_eq!(seconds("Thu, 01 Jan 1970 00:00:00 GMT"), Some(0));
        assert_eq!(seconds("Thu, 29 Feb 2024 12:00:00 GMT"), Some(1_709_208_000));
        for wrong in [
            "",
            "soon",
            "Sun, 18446744073709551615 Nov 1994 08:49:37 GMT",
            "Sun, 00 Nov 1994 08:49:37 GMT",
            "Sun, 06 Now 1994 08:49:37 GMT",
            "Sun, 06 Nov 1994 08:49 GMT",
        ] {
            assert_eq!(seconds(wrong), None, "for {wrong}");
        }
    }

    #[test]
    fn the_words_of_a_message_give_a_wait() {
        for (message, wait) in [
            ("Rate limit reached. Please try again in 2s. Visit …", Some(2000)),
            ("Please try again in 250ms.", Some(250)),
            ("Try again in 6m0s", Some(360_000)),
            ("try again in 1h2m3.5s", Some(3_723_500)),
            ("Please retry in 34.07s", Some(34_070)),
            ("retry after 20 seconds.", Some(20_000)),
            ("Please retry after 7", Some(7000)),
            ("try again in 3.", Some(3000)),
            ("try again in 9999999999999999s9999999999999999s", Some(u64::MAX)),
            ("try again later", None),
            ("slow down", None),
        ] {
            assert_eq!(from_message(message), wait, "for {message}");
        }
    }

    #[test]
    fn headers_give_a_wait() {
        let wait = |headers: &[(&str, &str)]| {
            let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
            from_headers(&ReplyHead { status: 429, headers: headers.collect(), now: Some(784_111_700) })
        };
        assert_eq!(wait(&[("retry-after", "7")]), Some(7000));
        assert_eq!(wait(&[("retry-after", "0.5")]), Some(500));
        assert_eq!(wait(&[("Retry-After-Ms", "250"), ("retry-after", "7")]), Some(250));
        assert_eq!(wait(&[("retry-after", "Sun, 06 Nov 1994 08:49:37 GMT")]), Some(77_000));
        let date = ("date", "Sun, 06 Nov 1994 08:49:07 GMT");
        assert_eq!(wait(&[("retry-after", "Sun, 06 Nov 1994 08:49:37 GMT"), date]), Some(30_000));
        assert_eq!(wait(&[("retry-after", "-1")]), None);
        assert_eq!(wait(&[]), None);
    }
}
