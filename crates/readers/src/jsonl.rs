//! Our own events, one JSON object a line.

use vocabulary::{Event, RawEvent, check_event};

use crate::line::Line;

/// Reads one line. Every event must be dated: a log is read long after it was written.
pub(crate) fn line(line: &[u8], events: &mut Vec<Event>) -> Line {
    if line.trim_ascii().is_empty() {
        return Line::Understood;
    }
    let raw: RawEvent = match serde_json::from_slice(line) {
        Ok(raw) => raw,
        Err(error) => return Line::NotUnderstood(format!("is not an event: {error}")),
    };
    match check_event(raw, None) {
        Ok(event) => {
            events.push(event);
            Line::Understood
        }
        Err(problems) => {
            let all: Vec<String> = problems.iter().map(ToString::to_string).collect();
            Line::NotUnderstood(format!("is not an event: {}", all.join("; ")))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use vocabulary::Kind;

    #[test]
    fn lines_are_events_or_say_what_is_wrong() {
        let check = |text: &str, expected: Result<usize, &str>| {
            let mut events = Vec::new();
            match (line(text.as_bytes(), &mut events), expected) {
                (Line::Understood, Ok(count)) => assert_eq!(events.len(), count, "{text}"),
                (Line::NotUnderstood(says), Err(expected)) => assert!(says.contains(expected), "{says}"),
                (Line::Understood, Err(_)) => panic!("{text} was understood"),
                (Line::NotUnderstood(says), Ok(_)) => panic!("{text}: {says}"),
            }
        };
        check("", Ok(0));
        check("  \t", Ok(0));
        for kind in Kind::all().filter(|kind| !kind.is_population()) {
            check(kind.example(), Ok(1));
        }
        check("[]", Err("is not an event"));
        check(
            r#"{"key":"k","kind":"sign_in.attempted","account":"a","fields":{"password":"wrong"}}"#,
            Err("`at` is missing"),
        );
        check(
            r#"{"key":"k","kind":"sign_in.atempted","account":"a","at":"2026-11-21T09:30:00Z"}"#,
            Err("did you mean `sign_in.attempted`?"),
        );
    }
}
