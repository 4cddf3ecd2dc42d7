//! The kinds of log that can be read, each an item that describes itself.

use std::fmt;
use std::str::FromStr;

/// A kind of log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Input {
    /// The server log of OpenSSH.
    OpenSsh,
    /// Our own events, one JSON object a line.
    Jsonl,
    /// Events of the Open Cybersecurity Schema Framework.
    Ocsf,
}

/// The name is not that of a kind of log.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{given}` is not a kind of log that can be read;{hint} one of {}", Input::names().join(", "))]
pub struct InputError {
    given: String,
    hint: String,
}

impl Input {
    /// All of them, in the order in which help lists them.
    pub const ALL: [Self; 3] = [Self::OpenSsh, Self::Jsonl, Self::Ocsf];

    /// The name that a person types.
    pub const fn name(self) -> &'static str {
        match self {
            Self::OpenSsh => "openssh",
            Self::Jsonl => "jsonl",
            Self::Ocsf => "ocsf",
        }
    }

    /// What it is, in one sentence.
    pub const fn says(self) -> &'static str {
        match self {
            Self::OpenSsh => {
                "The log of an OpenSSH server, from syslog or the journal: who tried to sign in, and from where."
            }
            Self::Jsonl => "Safeconduct's own events, one JSON object a line.",
            Self::Ocsf => {
                "Open Cybersecurity Schema Framework: authentication, account changes and API activity, as \
                 JSON objects one after another or as one JSON array."
            }
        }
    }

    /// A line as it looks in such a log.
    pub const fn example(self) -> &'static str {
        match self {
            Self::OpenSsh => {
                "Dec 10 06:55:48 web-1 sshd[24200]: Failed password for invalid user webmaster from 203.0.113.9 port 38926 ssh2"
            }
            Self::Jsonl => {
                r#"{"key":"si-1","kind":"sign_in.attempted","account":"acc_42","at":"2026-11-21T09:30:00Z","from":{"ip":"203.0.113.7","device":"dev_7"},"fields":{"password":"correct"}}"#
            }
            Self::Ocsf => {
                r#"{"class_uid":3002,"category_uid":3,"activity_id":1,"type_uid":300201,"severity_id":1,"time":1795253400000,"status_id":2,"user":{"uid":"acc_42"},"src_endpoint":{"ip":"203.0.113.7"},"service":{"name":"sign-in"},"metadata":{"version":"1.8.0","uid":"si-1","product":{"name":"example"}}}"#
            }
        }
    }

    fn names() -> Vec<&'static str> {
        Self::ALL.into_iter().map(Self::name).collect()
    }
}

impl fmt::Display for Input {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name())
    }
}

impl FromStr for Input {
    type Err = InputError;
    fn from_str(text: &str) -> Result<Self, InputError> {
        if let Some(input) = Self::ALL.into_iter().find(|input| input.name() == text) {
            return Ok(input);
        }
        // What people call these logs besides their names here.
        let aliases = ["sshd", "ssh", "json", "ndjson", "jsonlines"];
        let near = vocabulary::did_you_mean(text, Self::ALL.map(Self::name).into_iter().chain(aliases));
        let name = near.map(|near| match near {
            "sshd" | "ssh" => Self::OpenSsh.name(),
            "json" | "ndjson" | "jsonlines" => Self::Jsonl.name(),
            name => name,
        });
        Err(InputError {
            given: crate::clip::clip(text, 40),
            hint: name.map_or(String::new(), |name| format!(" did you mean `{name}`?")),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Reader, Settings};
    use vocabulary::Moment;

    #[test]
    fn a_slip_of_the_finger_is_told_what_was_meant() {
        let check = |text: &str, expected: &str| {
            let says = text.parse::<Input>().unwrap_err().to_string();
            assert!(says.contains(expected), "{says}");
        };
        check("opensh", "did you mean `openssh`?");
        check("sshd", "did you mean `openssh`?");
        check("json", "did you mean `jsonl`?");
        check(
            "nginx",
            "`nginx` is not a kind of log that can be read; one of openssh, jsonl, ocsf",
        );
        for input in Input::ALL {
            assert_eq!(input.name().parse(), Ok(input));
        }
    }

    #[test]
    fn every_example_is_one_event() {
        for input in Input::ALL {
            let now = Moment::parse("2026-11-21T12:00:00Z").unwrap();
            let mut reader = Reader::new(input, Settings::at(now));
            let mut events = Vec::new();
            reader.line(1, input.example().as_bytes(), &mut events);
            reader.finish(&mut events);
            assert_eq!(events.len(), 1, "{input}: {:?}", reader.counts());
            assert_eq!(events[0].kind.name(), "sign_in.attempted");
        }
    }
}
