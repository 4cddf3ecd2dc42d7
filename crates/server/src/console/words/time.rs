//! When: how long ago, on which day.

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

/// `just now`, `3 minutes ago`, `in 2 days`; from a week on, the date.
pub fn ago(now: Moment, at: Moment) -> String {
    let (span, past) = if at > now {
        (at.since(now), false)
    } else {
        (now.since(at), true)
    };
    if span < Span::from_seconds(5) {
        return "just now".to_owned();
    }
    if span >= Span::from_days(7) {
        return format!("on {}", date(&at.to_string()));
    }
    if past {
        format!("{} ago", span.in_words())
    } else {
        format!("in {}", span.in_words())
    }
}

/// `for 3 minutes`; from a week on, `since` and the date.
pub fn lasting(now: Moment, since: Moment) -> String {
    let span = now.since(since);
    if span < Span::from_seconds(5) {
        "since a moment ago".to_owned()
    } else if span >= Span::from_days(7) {
        format!("since {}", date(&since.to_string()))
    } else {
        format!("for {}", span.in_words())
    }
}

/// A date that begins with `2027-06-30` as `30 June 2027`; what is no such date stays as it is.
pub fn date(iso: &str) -> String {
    let mut parts = iso.get(..10).unwrap_or_default().split('-');
    let (year, month, day) = (parts.next(), parts.next(), parts.next());
    let month = month
        .and_then(|month| month.parse::<usize>().ok())
        .and_then(|month| MONTHS.get(month.checked_sub(1)?));
    let day = day.and_then(|day| day.parse::<u8>().ok());
    match (year, month, day) {
        (Some(year), Some(month), Some(day)) => format!("{day} {month} {year}"),
        _ => iso.to_owned(),
    }
}

/// `09:30:05`, in UTC.
pub fn clock(at: Moment) -> String {
    at.to_string().get(11..19).unwrap_or_default().to_owned()
}

/// `21 November 2026, 09:30 UTC`.
pub fn day_and_minute(at: Moment) -> String {
    let text = at.to_string();
    format!("{}, {} UTC", date(&text), text.get(11..16).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recent_times_are_told_from_now_and_old_ones_by_date() {
        let now = Moment::parse("2026-11-21T09:30:00Z").unwrap();
        let check = |at: &str, words: &str| assert_eq!(ago(now, Moment::parse(at).unwrap()), words);
        check("2026-11-21T09:29:58Z", "just now");
        check("2026-11-21T09:29:20Z", "40 seconds ago");
        check("2026-11-21T09:27:00Z", "3 minutes ago");
        check("2026-11-15T09:30:00Z", "6 days ago");
        check("2026-11-14T09:30:00Z", "on 14 November 2026");
        check("2026-11-23T09:30:00Z", "in 2 days");
    }

    #[test]
    fn what_lasts_is_told_by_its_length_and_later_by_its_beginning() {
        let now = Moment::parse("2026-11-21T09:30:00Z").unwrap();
        let check = |since: &str, words: &str| assert_eq!(lasting(now, Moment::parse(since).unwrap()), words);
        check("2026-11-21T09:29:59Z", "since a moment ago");
        check("2026-11-19T09:30:00Z", "for 2 days");
        check("2026-10-01T09:30:00Z", "since 1 October 2026");
    }

    #[test]
    fn dates_are_written_out() {
        let check = |iso: &str, words: &str| assert_eq!(date(iso), words);
        check("2027-06-30", "30 June 2027");
        check("2027-06-01T00:00:00.000Z", "1 June 2027");
        check("soon", "soon");
        check("2027-13-01", "2027-13-01");
        check("2027-00-01", "2027-00-01");
        check("", "");
        let moment = Moment::parse("2026-11-21T09:30:05Z").unwrap();
        assert_eq!(clock(moment), "09:30:05");
        assert_eq!(day_and_minute(moment), "21 November 2026, 09:30 UTC");
    }
}
