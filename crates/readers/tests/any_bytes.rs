//! No bytes make a reader fall over, and none make it say more than it was told.

#![expect(clippy::unwrap_used, reason = "a test stops where something is wrong")]

use proptest::prelude::*;
use readers::{Input, Reader, Settings};
use vocabulary::{Event, Moment};

fn read(input: Input, lines: &[Vec<u8>]) -> (Vec<Event>, readers::Counts) {
    let mut reader = Reader::new(input, Settings::at(Moment::from_millis(1_795_253_400_000)));
    let mut events = Vec::new();
    for (number, line) in (1..).zip(lines) {
        reader.line(number, line, &mut events);
    }
    reader.finish(&mut events);
    (events, reader.counts().clone())
}

/// Every event can be written down and read again: it holds nothing that the catalogue does not know.
fn check(input: Input, lines: &[Vec<u8>]) {
    let (events, counts) = read(input, lines);
    assert_eq!(
        (counts.lines, counts.events),
        (lines.len() as u64, events.len() as u64)
    );
    assert!(counts.examples.len() <= readers::Counts::MAX_EXAMPLES);
    for event in events {
        let json = serde_json::to_string(&event).unwrap();
        assert_eq!(serde_json::from_str::<Event>(&json).unwrap(), event, "{json}");
    }
}

/// Bytes near enough to a log to get past the first look.
fn near(input: Input) -> impl Strategy<Value = Vec<u8>> {
    let starts: &[&str] = match input {
        Input::OpenSsh => &[
            "Dec 10 06:55:46 h sshd[1]: Failed ",
            "Dec 10 06:55:46 h sshd[1]: Accepted ",
            "Dec 10 06:55:46 h sshd[1]: ",
            "Dec 10 06:55:46 h sshd[1]: Failed password for invalid user ",
            "2026-11-21T09:30:00+0100 h sshd[2]: Invalid user ",
            "<38>1 2026-11-21T09:30:00Z h sshd 3 - [",
            "Dec 10 06:55:46 h sshd[1]: message repeated 3 times: [ Failed password for ",
            "Dec 10 06:55:46 h sshd[1]: Failed publickey for a from ",
            "Dec 10 06:55:46 ",
            "",
        ],
        Input::Jsonl => &["{", r#"{"key":"k","kind":"sign_in.attempted","account":"#, ""],
        Input::Ocsf => &[
            "{",
            "[{",
            r#"{"class_uid":3002,"activity_id":1,"time":"#,
            r#"{"unmapped":{"safeconduct":{"#,
            "}",
            "\"",
            "",
        ],
    };
    let tail = prop_oneof![
        proptest::collection::vec(any::<u8>(), 0..80),
        "(for |from |invalid user |[0-9.:]{1,12} |port |ssh2|: |[a-z]{1,6}|\"|,|\\]|\\}){0,12}"
            .prop_map(String::into_bytes),
    ];
    (proptest::sample::select(starts), tail).prop_map(|(start, tail)| [start.as_bytes(), &tail].concat())
}

proptest! {
    #[test]
    fn no_bytes_make_a_reader_fall_over(lines in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..200), 0..6)) {
        for input in Input::ALL {
            check(input, &lines);
        }
    }

    #[test]
    fn nothing_near_the_openssh_log_does(lines in proptest::collection::vec(near(Input::OpenSsh), 0..8)) {
        check(Input::OpenSsh, &lines);
    }

    #[test]
    fn nothing_near_our_own_events_does(lines in proptest::collection::vec(near(Input::Jsonl), 0..8)) {
        check(Input::Jsonl, &lines);
    }

    #[test]
    fn nothing_near_ocsf_does(lines in proptest::collection::vec(near(Input::Ocsf), 0..8)) {
        check(Input::Ocsf, &lines);
    }
}

#[test]
fn a_line_of_two_megabytes_is_a_line() {
    for input in Input::ALL {
        for start in [
            "Dec 10 06:55:46 h sshd[1]: Failed password for invalid user ",
            "{\"key\":\"",
            "[",
        ] {
            for filler in [&b"x"[..], b" from ", b"\"", b"\\", b"{", b"\xff", b"["] {
                let line = [start.as_bytes(), &filler.repeat((2 << 20) / filler.len())].concat();
                let (events, counts) = read(input, &[line]);
                assert!(events.len() <= 1 && counts.lines == 1);
                assert!(counts.examples.iter().all(|example| example.text.len() < 1_000));
            }
        }
    }
    let name = "n".repeat(2 << 20);
    let line = format!(
        "Dec 10 06:55:46 h sshd[1]: Failed password for invalid user {name} from 192.0.2.9 port 1 ssh2"
    );
    let (events, _) = read(Input::OpenSsh, &[line.into_bytes()]);
    assert_eq!(events.len(), 1);
    assert!(events[0].account.as_str().len() <= 128);
}
