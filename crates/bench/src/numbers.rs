//! Numbers as people read them.

use std::time::Duration;

/// A whole number with a comma between thousands.
pub(crate) fn count(number: f64) -> String {
    let digits = format!("{:.0}", number.max(0.0));
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Milliseconds with two places.
pub(crate) fn millis(duration: Duration) -> String {
    format!("{:.2}", duration.as_secs_f64() * 1e3)
}

/// Bytes as MiB with one place.
pub(crate) fn mebibytes(bytes: u64) -> String {
    format!("{:.1} MiB", bytes as f64 / f64::from(1 << 20))
}

/// The middle of some figures; 0 where there are none.
pub(crate) fn median(figures: &mut [f64]) -> f64 {
    figures.sort_unstable_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied().unwrap_or_default()
}

/// What part `part` is of `whole`, in percent; 0 where there is no whole.
pub(crate) fn percent(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole * 100.0 } else { 0.0 }
}

/// `above` for each `below`; 0 where there is none.
pub(crate) fn ratio(above: f64, below: f64) -> f64 {
    if below > 0.0 { above / below } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_set_apart() {
        let check = |number: f64, expected: &str| assert_eq!(count(number), expected);
        check(0.0, "0");
        check(999.4, "999");
        check(1_000.0, "1,000");
        check(1_234_567.0, "1,234,567");
        check(-3.0, "0");
    }

    #[test]
    fn nothing_is_divided_by_nothing() {
        assert!(percent(1.0, 0.0) < f64::EPSILON);
        assert!(ratio(1.0, 0.0) < f64::EPSILON);
        assert!((percent(1.0, 4.0) - 25.0).abs() < f64::EPSILON);
    }

    #[test]
    fn the_middle_does_not_depend_on_the_order() {
        assert!((median(&mut [3.0, 1.0, 2.0]) - 2.0).abs() < f64::EPSILON);
        assert!(median(&mut []).abs() < f64::EPSILON);
    }
}
