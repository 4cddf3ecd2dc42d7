//! Who did something, and when, as git writes it: `Name <mail> seconds +hhmm`.

/// Who wrote a commit or a tag, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// As written; bytes that are no UTF-8 are replaced.
    pub name: String,
    /// As written; bytes that are no UTF-8 are replaced.
    pub mail: String,
    /// Seconds since the beginning of 1970 in UTC.
    pub seconds: i64,
    /// How far the writer's clock was ahead of UTC, in minutes.
    pub offset_minutes: i32,
}

impl Signature {
    pub(crate) fn parse(line: &[u8]) -> Option<Self> {
        // Names and mails may hold anything, so the moment is looked for from the end.
        let close = line.iter().rposition(|byte| *byte == b'>')?;
        let (who, when) = line.split_at_checked(close)?;
        let open = who.iter().position(|byte| *byte == b'<')?;
        let (name, mail) = who.split_at_checked(open)?;
        let when = String::from_utf8_lossy(when.get(1..)?);
        let mut when = when.split_whitespace();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim().to_owned();
        Some(Self {
            name: text(name),
            mail: text(mail.get(1..)?),
            seconds: when.next()?.parse().ok()?,
            offset_minutes: when.next().and_then(minutes).unwrap_or(0),
        })
    }
}

/// `+0130` in minutes.
fn minutes(zone: &str) -> Option<i32> {
    let number: i32 = zone
        .parse()
        .ok()
        .filter(|number| (-9999..=9999).contains(number))?;
    Some(number / 100 * 60 + number % 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, expected: Option<(&str, &str, i64, i32)>) {
        let read = Signature::parse(line.as_bytes());
        let read = read
            .as_ref()
            .map(|by| (by.name.as_str(), by.mail.as_str(), by.seconds, by.offset_minutes));
        assert_eq!(read, expected, "{line}");
    }

    #[test]
    fn signatures_are_read_as_people_and_machines_write_them() {
        check("A B <a@b> 12 +0200", Some(("A B", "a@b", 12, 120)));
        check("<a@b> 12 -0330", Some(("", "a@b", 12, -210)));
        check("A <a <b> c@d> -5 +0000", Some(("A", "a <b> c@d", -5, 0)));
        check("A <> 12", Some(("A", "", 12, 0)));
        check("A <a@b> 12 +99999999", Some(("A", "a@b", 12, 0)));
        check("A <a@b> 99999999999999999999 +0000", None);
        check("A <a@b>", None);
        check("A a@b> 12 +0000", None);
        check("", None);
    }
}
