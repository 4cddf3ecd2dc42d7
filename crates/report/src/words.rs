//! Plain words for numbers, lists and dates.

use vocabulary::{Moment, Span};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

const NUMBERS: [&str; 11] = [
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
];

/// `12408` as `12,408`.
pub(crate) fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// Small numbers as words, for sentences: `no`, `one` to `ten`, then digits.
pub(crate) fn spelled(number: usize) -> String {
    NUMBERS.get(number).map_or_else(
        || count(u64::try_from(number).unwrap_or(u64::MAX)),
        |word| (*word).to_owned(),
    )
}

/// `one promise`, `two promises`, `11 promises`.
pub(crate) fn several(number: usize, one: &str, many: &str) -> String {
    format!("{} {}", spelled(number), if number == 1 { one } else { many })
}

/// The same text with a capital at its beginning.
pub(crate) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

/// `one`, `one and two`, `one, two and three`.
pub(crate) fn list<T: AsRef<str>>(words: &[T]) -> String {
    match words {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [front @ .., end] => {
            let front: Vec<&str> = front.iter().map(AsRef::as_ref).collect();
            format!("{} and {}", front.join(", "), end.as_ref())
        }
    }
}

/// The day as programs write it: `2027-06-30`.
pub(crate) fn iso(at: Moment) -> String {
    let text = at.to_string();
    text.get(..10).unwrap_or(&text).to_owned()
}

/// The day as people write it: `30 June 2027`.
pub(crate) fn date(at: Moment) -> String {
    let iso = iso(at);
    let mut parts = iso.split('-');
    let year = parts.next().unwrap_or_default();
    let month = parts.next().and_then(|month| month.parse::<usize>().ok());
    let month = month.and_then(|month| MONTHS.get(month.checked_sub(1)?));
    let day = parts.next().and_then(|day| day.parse::<u8>().ok());
    match (month, day) {
        (Some(month), Some(day)) => format!("{day} {month} {year}"),
        _ => iso,
    }
}

/// `21 November 2026, 09:30 UTC`.
pub(crate) fn day_and_minute(at: Moment) -> String {
    let text = at.to_string();
    format!("{}, {} UTC", date(at), text.get(11..16).unwrap_or_default())
}

/// A length of time, exactly: `90 days`, where in round words it would be 12 weeks.
pub(crate) fn span(span: Span) -> String {
    let day = Span::from_days(1).as_millis();
    let days = span.as_millis() / day;
    if days >= 1 && span.as_millis() % day == 0 {
        format!("{days} {}", if days == 1 { "day" } else { "days" })
    } else {
        span.in_words()
    }
}

/// How old something is: `12 days old`, `less than a day old`.
pub(crate) fn age(span: Span) -> String {
    if span < Span::from_days(1) {
        "less than a day old".to_owned()
    } else {
        let days = span.as_millis() / Span::from_days(1).as_millis();
        format!("{days} {} old", if days == 1 { "day" } else { "days" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_as_in_a_sentence() {
        let check = |number: usize, text: &str| assert_eq!(several(number, "debt", "debts"), text);
        check(0, "no debts");
        check(1, "one debt");
        check(10, "ten debts");
        check(1_234, "1,234 debts");
        assert_eq!(capital("one"), "One");
        assert_eq!(capital(""), "");
        assert_eq!(list(&["a", "b", "c"]), "a, b and c");
        assert_eq!(list::<&str>(&[]), "");
    }

    #[test]
    fn days_are_written_out() {
        let at = Moment::parse("2027-06-03T23:59:59.999Z").unwrap();
        assert_eq!(date(at), "3 June 2027");
        assert_eq!(iso(at), "2027-06-03");
        assert_eq!(span(Span::from_days(90)), "90 days");
        assert_eq!(span(Span::from_hours(24)), "1 day");
        assert_eq!(span(Span::from_seconds(60)), "1 minute");
        assert_eq!(day_and_minute(at), "3 June 2027, 23:59 UTC");
        let check = |hours: i64, text: &str| assert_eq!(age(Span::from_hours(hours)), text);
        check(0, "less than a day old");
        check(24, "1 day old");
        check(70, "2 days old");
    }
}
