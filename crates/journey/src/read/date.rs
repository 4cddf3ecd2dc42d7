//! Days, as the files write them.

use vocabulary::Moment;

use super::table::{Reading, Table};
use crate::source::Placed;

/// The day under a key, at its end in UTC; `None`, reported, where it is not one.
pub(super) fn day(reading: &mut Reading<'_>, table: &Table<'_>, key: &str) -> Option<Placed<Moment>> {
    let text = table.text(reading, key)?;
    day_of(reading, &text, key, &table.object)
}

/// The day that a text stands for, at its end in UTC; `None`, reported, where it is not one.
pub(super) fn day_of(
    reading: &mut Reading<'_>,
    text: &Placed<String>,
    key: &str,
    object: &str,
) -> Option<Placed<Moment>> {
    match end_of_day(text) {
        Ok(end) => Some(Placed::new(end, text.place)),
        Err(wrong) => {
            reading.wrong_value(text, key, object, &wrong);
            None
        }
    }
}

/// The last moment of a day in UTC, so that a day that is named still counts.
fn end_of_day(text: &str) -> Result<Moment, String> {
    let shape: String = text
        .chars()
        .map(|letter| if letter.is_ascii_digit() { '0' } else { letter })
        .collect();
    let refuse = || format!("`{text}` is not a day; write year, month and day, such as `2027-06-30`");
    if shape != "0000-00-00" {
        return Err(refuse());
    }
    Moment::parse(&format!("{text}T23:59:59.999Z")).map_err(|_| refuse())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_lasts_until_its_end() {
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(
                end_of_day(text).ok().map(|end| end.to_string()).as_deref(),
                expected,
                "{text}"
            );
        };
        check("2027-06-30", Some("2027-06-30T23:59:59.999Z"));
        check("2028-02-29", Some("2028-02-29T23:59:59.999Z"));
        for wrong in [
            "2027-02-29",
            "2027-6-3",
            "30.06.2027",
            "soon",
            "2027-06-30T00:00:00Z",
            "",
        ] {
            check(wrong, None);
        }
    }
}
