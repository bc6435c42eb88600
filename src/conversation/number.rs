//! Numbers with a fraction, which only a few documents have.
//!
//! **Invariant:** total. Exact to about fifteen digits, which is more than a vector or a time needs; the exact reading of
//! the standard library would weigh ten kilobytes of tables.

/// The value of a JSON number's digits.
pub fn decimal(digits: &str) -> f64 {
    let (number, exponent) = digits.split_once(['e', 'E']).unwrap_or((digits, "0"));
    let (sign, number) = number.strip_prefix('-').map_or((1.0, number), |number| (-1.0, number));
    let exponent: i32 = exponent.trim_start_matches('+').parse().unwrap_or(0);
    let mut value = 0.0;
    let mut shift = exponent.clamp(-400, 400);
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    for digit in whole.bytes().chain(fraction.bytes()) {
        value = value * 10.0 + f64::from(digit.wrapping_sub(b'0'));
    }
    shift = shift.saturating_sub(i32::try_from(fraction.len()).unwrap_or(0));
    let mut scale = 1.0;
    (0..shift.unsigned_abs().min(700)).for_each(|_| scale *= 10.0);
    sign * if shift < 0 { value / scale } else { value * scale }
}

#[cfg(test)]
mod tests {
    use super::decimal;

    #[test]
    fn numbers_are_read_nearly_as_the_standard_library_reads_them() {
        for digits in
            ["0", "-1", "0.5", "1704067200.123456", "-0.0123456789", "1e-7", "2.5E+3", "1e5", "6.02e23"]
        {
            let exact: f64 = digits.parse().unwrap();
            assert!(
                (decimal(digits) - exact).abs() <= exact.abs() * 1e-14,
                "{digits} is {}",
                decimal(digits)
            );
        }
        for huge in ["1e999", "-1e999", "1e-999", "1e99999999999", &"9".repeat(400)] {
            decimal(huge);
        }
        assert!((decimal(&["0.", &"3".repeat(40)].concat()) - 1.0 / 3.0).abs() < 1e-12);
    }
}
