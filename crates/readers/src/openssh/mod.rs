//! The log of an OpenSSH server: who tried to sign in, from where, and whether they got in.
//!
//! What becomes an event
//! - Each try is one `sign_in.attempted`. A wrong password is `password: wrong`. A try without one (the `none`
//!   with which clients ask what would do, a key, a ticket) is `password: none`: nobody guessed anything.
//! - A try that was accepted is `password: correct`, or `none` where a key or ticket did it. A key that lives
//!   in a security key counts as `proved: security-key`. An ordinary key file counts as `proved: none`: it can
//!   be copied, and the vocabulary has no word for it; calling it a passkey would promise too much.
//!   `keyboard-interactive` counts as a password, which is what it nearly always asks for.
//! - `account_exists: no` where the server does not know the name. A user who exists and is not allowed in is
//!   called invalid by the server too; where the log says so beforehand, `account_exists` is left out.
//! - A name that was given without anything being tried (`Invalid user …` and then nothing) becomes one
//!   attempt with `password: none` when its connection ends. Servers that accept no passwords show guessing
//!   only in this way.
//! - `message repeated 5 times: [ Failed password … ]` is five attempts, at most [`MAX_REPEATED`].
//! - The end of a session that was seen to begin is `session.ended`.
//!
//! A session is named after its process and the second in which it began. There is no device and no user
//! agent; the host's own name is not kept. Keys are made of the line's number and its text.

mod connections;
mod envelope;
mod message;
mod timestamp;

use std::borrow::Cow;
use std::net::IpAddr;

use vocabulary::catalogue::kinds;
use vocabulary::{AccountId, Event, Fields, Kind, Mark, Moment, Origin, SessionId, limits};

use crate::key;
use crate::line::Line;
use crate::settings::Settings;
use connections::{Connections, SignedIn, State};
use envelope::Envelope;
use message::{Meaning, Method, Try};
use timestamp::Clock;

/// The most tries that one `message repeated … times` stands for: a log may say any number.
const MAX_REPEATED: u32 = 1_000;

/// Reads the log of one OpenSSH server, or of several whose logs were gathered in one.
#[derive(Debug)]
pub(crate) struct OpenSshReader {
    clock: Clock,
    connections: Connections,
}

/// One line, with what its events share.
struct Place<'a> {
    number: u64,
    line: &'a [u8],
    at: Moment,
    pid: u32,
    host: u64,
}

impl OpenSshReader {
    pub(crate) fn new(settings: Settings) -> Self {
        Self {
            clock: Clock::new(settings),
            connections: Connections::default(),
        }
    }

    pub(crate) fn line(&mut self, number: u64, line: &[u8], events: &mut Vec<Event>) -> Line {
        let text = String::from_utf8_lossy(line);
        // `journalctl` separates boots and parts of a log by lines that begin with dashes.
        if text.trim_ascii().is_empty() || text.starts_with("-- ") {
            return Line::Understood;
        }
        let Some(Envelope {
            at,
            host,
            program,
            pid,
            message,
        }) = envelope::open(&mut self.clock, &text)
        else {
            return Line::NotUnderstood(
                "is not a line of syslog or of the journal; write the log with `journalctl -o short-iso`"
                    .to_owned(),
            );
        };
        let program = program.rsplit('/').next().unwrap_or(program);
        if !matches!(program, "sshd" | "sshd-session" | "sshd-auth") {
            return Line::Understood;
        }
        let place = Place {
            number,
            line,
            at,
            pid,
            host: key::fingerprint(host.as_bytes()),
        };
        match message::read(message) {
            Meaning::Repeated { times, message } => match message::read(message) {
                Meaning::Failed(tried) => {
                    for part in 0..times.min(MAX_REPEATED) {
                        self.failed(&place, part, &tried, events);
                    }
                    Line::Understood
                }
                Meaning::Unknown => not_known(),
                // Nothing else is said in a way that counts when it is said again.
                _ => Line::Understood,
            },
            Meaning::Failed(tried) => {
                self.failed(&place, 0, &tried, events);
                Line::Understood
            }
            Meaning::Unknown => not_known(),
            meaning => {
                self.follow(&place, meaning, events);
                Line::Understood
            }
        }
    }

    /// Gives the attempts of those connections that had given a name and had not ended with the log.
    pub(crate) fn finish(&mut self, events: &mut Vec<Event>) {
        let from = events.len();
        for state in self.connections.drain() {
            say_if_named(state, events);
        }
        if let Some(said) = events.get_mut(from..) {
            said.sort_by_key(|event| event.at);
        }
    }

    /// What a line means for the connection that it belongs to.
    fn follow(&mut self, place: &Place<'_>, meaning: Meaning<'_>, events: &mut Vec<Event>) {
        match meaning {
            Meaning::Accepted(tried) => self.accepted(place, &tried, events),
            Meaning::Partial(tried) => self.remember(place, State::Partial(tried.method), events),
            Meaning::Named { name, from, unknown } => {
                let event = attempt(place, 0, name, from, "none", "none", false);
                let event = if unknown {
                    event.map(|event| event.with("account_exists", false))
                } else {
                    event
                };
                self.remember(
                    place,
                    State::Named {
                        unknown,
                        event: event.map(Box::new),
                    },
                    events,
                );
            }
            Meaning::Disconnected => {
                // The end of a session has a line of its own, which comes later.
                let named = |state: &State| !matches!(state, State::SignedIn(_));
                let ended = self
                    .connections
                    .find(place.pid, place.host)
                    .is_some_and(|at| named(&at.state));
                if ended && let Some(state) = self.connections.take(place.pid, place.host) {
                    say_if_named(state, events);
                }
            }
            Meaning::SessionClosed => {
                if let Some(State::SignedIn(who)) = self.connections.take(place.pid, place.host) {
                    events.extend(session_ended(place, *who));
                }
            }
            Meaning::Failed(_) | Meaning::Repeated { .. } | Meaning::Nothing | Meaning::Unknown => {}
        }
    }

    fn remember(&mut self, place: &Place<'_>, state: State, events: &mut Vec<Event>) {
        if place.pid == 0 {
            // Without a process number nothing holds its lines together.
            return;
        }
        if let Some(forgotten) = self.connections.put(place.pid, place.host, state) {
            say_if_named(forgotten, events);
        }
    }

    fn failed(&mut self, place: &Place<'_>, part: u32, tried: &Try<'_>, events: &mut Vec<Event>) {
        let mut unknown = tried.invalid;
        if let Some(connection) = self.connections.find(place.pid, place.host)
            && let State::Named {
                unknown: known_unknown,
                event,
            } = &mut connection.state
        {
            // A try follows the name after all, and the try is what is counted.
            *event = None;
            unknown &= *known_unknown;
        }
        let password = if tried.method == Method::Password {
            "wrong"
        } else {
            "none"
        };
        let Some(event) = attempt(place, part, tried.name, tried.from, password, "none", false) else {
            return;
        };
        events.push(match (tried.invalid, unknown) {
            (true, true) => event.with("account_exists", false),
            // It exists and may not come in, for all that the log tells.
            (true, false) => event,
            (false, _) => event.with("account_exists", true),
        });
    }

    fn accepted(&mut self, place: &Place<'_>, tried: &Try<'_>, events: &mut Vec<Event>) {
        let before = match self.connections.take(place.pid, place.host) {
            Some(State::Partial(method)) => Some(method),
            _ => None,
        };
        let with = |method| tried.method == method || before == Some(method);
        let password = if with(Method::Password) { "correct" } else { "none" };
        let proved = if with(Method::SecurityKey) {
            "security-key"
        } else {
            "none"
        };
        let Some(mut event) = attempt(place, 0, tried.name, tried.from, password, proved, true) else {
            return;
        };
        let second = place.at.as_millis().div_euclid(1_000);
        let session = SessionId::new(&format!("ssh-{}-{second}", place.pid)).ok();
        event.session.clone_from(&session);
        event = event.with("account_exists", true);
        if let Some(session) = session {
            let account = event.account.clone();
            let who = SignedIn {
                account,
                session,
                from: tried.from,
                since: place.at,
            };
            self.remember(place, State::SignedIn(Box::new(who)), events);
        }
        events.push(event);
    }
}

fn not_known() -> Line {
    Line::NotUnderstood("is not a message that the OpenSSH server is known to write".to_owned())
}

fn say_if_named(state: State, events: &mut Vec<Event>) {
    if let State::Named {
        event: Some(event), ..
    } = state
    {
        events.push(*event);
    }
}

fn attempt(
    place: &Place<'_>,
    part: u32,
    name: &str,
    from: Option<IpAddr>,
    password: &str,
    proved: &str,
    let_in: bool,
) -> Option<Event> {
    let account = AccountId::new(&account_name(name)).ok()?;
    let event = event(place, part, kinds::SIGN_IN_ATTEMPTED, account, from)?;
    let event = event.with("password", password).with("proved", proved);
    Some(event.with("let_in", let_in))
}

fn session_ended(place: &Place<'_>, who: SignedIn) -> Option<Event> {
    let mut ended = event(place, 0, kinds::SESSION_ENDED, who.account, who.from)?;
    // A log that goes back in time must not end a session before it began.
    ended.at = ended.at.max(who.since);
    ended.session = Some(who.session);
    Some(ended.with("because", "signed-out"))
}

fn event(
    place: &Place<'_>,
    part: u32,
    kind: Kind,
    account: AccountId,
    from: Option<IpAddr>,
) -> Option<Event> {
    Some(Event {
        key: key::derive("ssh", place.number, place.line, part)?,
        kind,
        account,
        at: place.at,
        step: None,
        from: Origin {
            ip: from,
            ..Origin::default()
        },
        session: None,
        fields: Fields::default(),
        mark: Mark::Real,
    })
}

/// A name as somebody typed it, made fit to be an id: blanks at its ends and control characters are left
/// out, a long one is cut and told apart by its fingerprint, an empty one gets a name that no user can have.
fn account_name(name: &str) -> Cow<'_, str> {
    let trimmed = name.trim();
    if trimmed.is_empty() {
        return Cow::Borrowed("(no name)");
    }
    if trimmed.len() <= limits::MAX_ID_BYTES && !trimmed.chars().any(char::is_control) {
        return Cow::Borrowed(trimmed);
    }
    let mut short: String = trimmed.chars().filter(|letter| !letter.is_control()).collect();
    let mut end = short.len().min(100);
    while !short.is_char_boundary(end) {
        end -= 1;
    }
    short.truncate(end);
    Cow::Owned(format!(
        "{}~{:016x}",
        short.trim(),
        key::fingerprint(trimmed.as_bytes())
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each event in one line: account, address, fields, session.
    fn told(lines: &[&str]) -> Vec<String> {
        let now = Moment::parse("2026-11-21T09:30:00Z").unwrap();
        let mut reader = OpenSshReader::new(Settings::at(now));
        let mut events = Vec::new();
        for (number, line) in (1..).zip(lines) {
            let line = format!("Nov 21 08:30:0{} web-1 sshd{line}", number % 10);
            match reader.line(number, line.as_bytes(), &mut events) {
                Line::Understood => {}
                Line::NotUnderstood(says) => panic!("{line}: {says}"),
            }
        }
        reader.finish(&mut events);
        events.iter().map(in_short).collect()
    }

    fn in_short(event: &Event) -> String {
        let mut text = format!("{} {}", event.kind, event.account);
        for part in [
            event.from.ip.map(|ip| ip.to_string()),
            event.session.as_ref().map(ToString::to_string),
        ]
        .into_iter()
        .flatten()
        {
            text = format!("{text} {part}");
        }
        for (field, value) in event.fields.iter() {
            text = match value.as_ref() {
                vocabulary::ValueRef::Text(value) => format!("{text} {}={value}", field.name),
                other => format!("{text} {}={other:?}", field.name),
            };
        }
        text
    }

    fn check(lines: &[&str], expected: &[&str]) {
        assert_eq!(told(lines), expected, "{lines:#?}");
    }

    #[test]
    fn a_try_is_counted_once_however_often_it_is_mentioned() {
        check(
            &[
                "[7]: Invalid user webmaster from 192.0.2.9",
                "[7]: input_userauth_request: invalid user webmaster [preauth]",
                "[7]: pam_unix(sshd:auth): check pass; user unknown",
                "[7]: pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=192.0.2.9 ",
                "[7]: Failed password for invalid user webmaster from 192.0.2.9 port 38926 ssh2",
                "[7]: PAM 1 more authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=192.0.2.9",
                "[7]: Connection closed by 192.0.2.9 [preauth]",
            ],
            &["sign_in.attempted webmaster 192.0.2.9 password=wrong proved=none let_in=no account_exists=no"],
        );
    }

    #[test]
    fn a_name_alone_is_a_try_only_where_nothing_follows() {
        let named =
            "sign_in.attempted oracle 192.0.2.9 password=none proved=none let_in=no account_exists=no";
        check(
            &[
                "[7]: Invalid user oracle from 192.0.2.9 port 5",
                "[7]: Connection closed by invalid user oracle 192.0.2.9 port 5 [preauth]",
                "[7]: Connection closed by invalid user oracle 192.0.2.9 port 5 [preauth]",
            ],
            &[named],
        );
        check(&["[7]: Invalid user oracle from 192.0.2.9"], &[named]);
        // Another process's failure is not this one's, and the next of the same number is another.
        check(
            &[
                "[7]: Invalid user oracle from 192.0.2.9",
                "[8]: Failed password for root from 192.0.2.9 port 5 ssh2",
                "[4103]: Invalid user pi from 192.0.2.10",
                "[4103]: Failed password for invalid user pi from 192.0.2.10 port 5 ssh2",
            ],
            &[
                "sign_in.attempted root 192.0.2.9 password=wrong proved=none let_in=no account_exists=yes",
                named,
                "sign_in.attempted pi 192.0.2.10 password=wrong proved=none let_in=no account_exists=no",
            ],
        );
    }

    #[test]
    fn a_user_who_may_not_come_in_is_not_said_to_be_unknown() {
        check(
            &[
                "[7]: User root from 192.0.2.9 not allowed because not listed in AllowUsers",
                "[7]: Failed password for invalid user root from 192.0.2.9 port 5 ssh2",
            ],
            &["sign_in.attempted root 192.0.2.9 password=wrong proved=none let_in=no"],
        );
    }

    #[test]
    fn repeated_messages_are_as_many_tries() {
        let failed =
            "sign_in.attempted root 192.0.2.9 password=wrong proved=none let_in=no account_exists=yes";
        check(
            &[
                "[7]: Failed password for root from 192.0.2.9 port 5 ssh2",
                "[7]: message repeated 3 times: [ Failed password for root from 192.0.2.9 port 5 ssh2]",
                "[7]: message repeated 2 times: [ Connection closed by 192.0.2.9 [preauth]]",
            ],
            &[failed; 4],
        );
        let bomb = told(&[
            "[7]: message repeated 4294967295 times: [ Failed password for root from 192.0.2.9 port 5 ssh2]",
        ]);
        assert_eq!(bomb.len(), MAX_REPEATED as usize);
    }

    #[test]
    fn what_was_proved_is_told_from_how_it_was_let_in() {
        let get_in = |how: &str| format!("-session[7]: Accepted {how}");
        let who = "for jo from 192.0.2.9 port 5 ssh2";
        let check_one = |before: &[&str], how: &str, fields: &str| {
            let accepted = get_in(how);
            let lines: Vec<&str> = before.iter().copied().chain([accepted.as_str()]).collect();
            let says = told(&lines).pop().unwrap_or_default();
            assert!(says.ends_with(fields), "{says}");
        };
        check_one(
            &[],
            &format!("password {who}"),
            "password=correct proved=none let_in=yes account_exists=yes",
        );
        check_one(
            &[],
            &format!("publickey {who}: RSA SHA256:x"),
            "password=none proved=none let_in=yes account_exists=yes",
        );
        check_one(
            &[],
            &format!("publickey {who}: ED25519-SK SHA256:x"),
            "password=none proved=security-key let_in=yes account_exists=yes",
        );
        check_one(
            &["-session[7]: Partial publickey for jo from 192.0.2.9 port 5 ssh2: ED25519-SK SHA256:x"],
            &format!("password {who}"),
            "password=correct proved=security-key let_in=yes account_exists=yes",
        );
    }

    #[test]
    fn a_session_ends_as_the_one_that_began() {
        check(
            &[
                "[7]: Accepted password for jo from 192.0.2.9 port 5 ssh2",
                "[7]: pam_unix(sshd:session): session opened for user jo by (uid=0)",
                "[9]: Received disconnect from 192.0.2.9: 11: disconnected by user",
                "[7]: Received disconnect from 192.0.2.9: 11: disconnected by user",
                "[7]: pam_unix(sshd:session): session closed for user jo",
                "[7]: pam_unix(sshd:session): session closed for user jo",
            ],
            &[
                "sign_in.attempted jo 192.0.2.9 ssh-7-1795249801 password=correct proved=none let_in=yes account_exists=yes",
                "session.ended jo 192.0.2.9 ssh-7-1795249801 because=signed-out",
            ],
        );
    }

    #[test]
    fn names_become_ids_that_stay_apart() {
        let check = |name: &str, expected: &str| assert_eq!(account_name(name), expected, "{name:?}");
        check("root", "root");
        check(" 0101", "0101");
        check("", "(no name)");
        check("   ", "(no name)");
        let long = "é".repeat(90);
        let other = format!("{long}x");
        for name in [long.as_str(), other.as_str(), "a\u{7}b"] {
            AccountId::new(&account_name(name)).expect("fit to be an id");
        }
        assert_ne!(account_name(&long), account_name(&other));
        assert_ne!(account_name("a\u{7}b"), account_name("ab"));
    }
}
