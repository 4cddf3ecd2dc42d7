//! What syslog wraps around a message: when, on which machine, by which program.

use vocabulary::Moment;

use super::timestamp::Clock;

/// A line of syslog, taken apart.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Envelope<'a> {
    pub(super) at: Moment,
    /// Empty where the log leaves it out.
    pub(super) host: &'a str,
    pub(super) program: &'a str,
    /// Zero where the log leaves it out.
    pub(super) pid: u32,
    pub(super) message: &'a str,
}

/// Takes a line apart: RFC 3164, RFC 5424, and what `journalctl -o short` and `-o short-iso` print.
pub(super) fn open<'a>(clock: &mut Clock, line: &'a str) -> Option<Envelope<'a>> {
    let (line, numbered) = strip_priority(line);
    if let Some(rest) = line.strip_prefix("1 ").filter(|_| numbered) {
        return open_rfc_5424(clock, rest);
    }
    let (at, rest) = clock.read(line)?;
    let rest = rest.trim_start_matches(' ');
    let (mut host, mut tag_and_message) = rest.split_once(' ')?;
    // Without a host name, as with `--no-hostname`, the program comes first.
    if host.ends_with(':') {
        (host, tag_and_message) = ("", rest);
    }
    let (tag, message) = tag_and_message.split_once(": ").or_else(|| {
        // A program may have nothing to say after its name.
        tag_and_message.strip_suffix(':').map(|tag| (tag, ""))
    })?;
    let (program, pid) = match tag.strip_suffix(']').and_then(|tag| tag.split_once('[')) {
        Some((program, pid)) => (program, pid.parse().unwrap_or(0)),
        None => (tag, 0),
    };
    // A program's name has no blank in it: this is something else that begins with a time.
    (!program.is_empty() && !program.contains(' ')).then_some(Envelope {
        at,
        host,
        program,
        pid,
        message,
    })
}

/// `<38>` in front of a line, and whether there was one.
fn strip_priority(line: &str) -> (&str, bool) {
    let rest = line.strip_prefix('<').and_then(|rest| rest.split_once('>'));
    match rest {
        Some((number, rest)) if number.len() <= 3 && number.bytes().all(|byte| byte.is_ascii_digit()) => {
            (rest, true)
        }
        _ => (line, false),
    }
}

/// What follows the version: `TIME HOST PROGRAM PID MESSAGE-ID STRUCTURED-DATA MESSAGE`, where `-` stands for
/// nothing (RFC 5424, section 6).
fn open_rfc_5424<'a>(clock: &mut Clock, line: &'a str) -> Option<Envelope<'a>> {
    let (at, rest) = clock.read(line)?;
    let mut parts = rest.splitn(5, ' ');
    let mut next = || parts.next();
    let (host, program, pid, _message_id, rest) = (next()?, next()?, next()?, next()?, next()?);
    let message = if let Some(rest) = rest.strip_prefix('-') {
        rest
    } else {
        skip_structured_data(rest)?
    };
    let message = message.strip_prefix(' ').unwrap_or(message);
    let message = message.strip_prefix('\u{feff}').unwrap_or(message);
    let host = if host == "-" { "" } else { host };
    Some(Envelope {
        at,
        host,
        program,
        pid: pid.parse().unwrap_or(0),
        message,
    })
}

/// What follows `[id key="value"][id …]`; inside a value, `\"` and `\]` are letters.
fn skip_structured_data(text: &str) -> Option<&str> {
    let mut quoted = false;
    let mut escaped = false;
    let mut depth = 0_u32;
    for (place, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' if depth > 0 => quoted = !quoted,
            b'[' if !quoted => depth += 1,
            b']' if !quoted => depth = depth.checked_sub(1)?,
            b' ' if depth == 0 => return text.get(place..),
            _ if depth == 0 => return None,
            _ => {}
        }
    }
    (depth == 0 && !quoted).then_some("")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Settings;

    #[test]
    fn each_wrapping_gives_the_same_message() {
        let at = Moment::parse("2026-11-21T08:30:00Z").unwrap();
        let check = |line: &str, host: &str, pid: u32| {
            let mut clock = Clock::new(Settings::at(Moment::parse("2026-11-21T09:30:00Z").unwrap()));
            let expected = Envelope {
                at,
                host,
                program: "sshd",
                pid,
                message: "Connection closed: by [x]",
            };
            assert_eq!(open(&mut clock, line), Some(expected), "{line}");
        };
        check(
            "Nov 21 08:30:00 web-1 sshd[42]: Connection closed: by [x]",
            "web-1",
            42,
        );
        check(
            "<38>Nov 21 08:30:00 web-1 sshd[42]: Connection closed: by [x]",
            "web-1",
            42,
        );
        check(
            "Nov 21 08:30:00 web-1 sshd: Connection closed: by [x]",
            "web-1",
            0,
        );
        check("Nov 21 08:30:00 sshd[42]: Connection closed: by [x]", "", 42);
        check(
            "2026-11-21T09:30:00+0100 web-1 sshd[42]: Connection closed: by [x]",
            "web-1",
            42,
        );
        check(
            "<38>1 2026-11-21T09:30:00.000+01:00 web-1 sshd 42 - - Connection closed: by [x]",
            "web-1",
            42,
        );
        check(
            "<38>1 2026-11-21T08:30:00Z web-1 sshd 42 - [a b=\"c \\\" \\] d\"][e] \u{feff}Connection closed: by [x]",
            "web-1",
            42,
        );
        check(
            "<38>1 2026-11-21T08:30:00Z - sshd - - - Connection closed: by [x]",
            "",
            0,
        );
    }

    #[test]
    fn what_is_not_wrapped_so_is_refused() {
        for line in [
            "",
            "Nov 21 08:30:00",
            "Nov 21 08:30:00 web-1",
            "Nov 21 08:30:00 web-1 just some words: here",
            "Failed password for root from 203.0.113.9 port 1 ssh2",
            "<38>1 2026-11-21T08:30:00Z - sshd - - [a",
            "<38>1 2026-11-21T08:30:00Z - sshd - - x y",
        ] {
            let mut clock = Clock::new(Settings::at(Moment::parse("2026-11-21T09:30:00Z").unwrap()));
            assert_eq!(open(&mut clock, line), None, "{line:?}");
        }
    }
}
