//! The accounts that are asked about, and what they are asked about: one line of JSON for each event.

use std::io::Write as _;

use vocabulary::{Moment, Span};

use crate::dice::{Dice, mixed};
use crate::press::Requests;

/// User agents of people.
const AGENTS: [&str; 6] = [
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (Linux; Android 15; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15",
    "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0",
];
/// What the thieves use.
const THIEVES_AGENT: &str = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/131.0.0.0 Safari/537.36";
/// Pages that people look at.
const DOINGS: [&str; 5] = ["view-home", "view-orders", "search", "view-item", "view-basket"];
/// How many networks (of 256 addresses) the people are spread over.
const NETWORKS: u64 = 60_000;

/// One person: where they come from follows from their number.
#[derive(Debug, Clone, Copy)]
struct Person(u64);

impl Person {
    /// `from` of an event of this person.
    fn origin(self, out: &mut Vec<u8>) {
        let network = mixed(self.0) % NETWORKS;
        let place = mixed(self.0) >> 56;
        let agent = AGENTS.get(usize::try_from(self.0 % 6).unwrap_or_default());
        // Writing into memory does not fail.
        drop(write!(
            out,
            r#"{{"ip":"81.{}.{}.{place}","agent":"{}","device":"dev_{:07}"}}"#,
            network >> 8,
            network & 255,
            agent.copied().unwrap_or_default(),
            self.0
        ));
    }
}

/// The past of an account, told after the fact: a sign-in three days ago, and a visit since. Two events.
pub(super) fn write_past(number: u64, now: Moment, out: &mut Vec<u8>) {
    let person = Person(number);
    // Nobody's past is at the same minute as everybody else's.
    let spread = Span::from_seconds(i64::try_from(mixed(number) % 36_000).unwrap_or_default());
    for (order, kind, step, fields, ago) in [
        (
            0,
            "sign_in.attempted",
            "sign-in/prove-it-is-me",
            r#"{"password":"correct"}"#,
            Span::from_days(3),
        ),
        (
            1,
            "session.seen",
            "sign-in/stay-signed-in",
            r#"{"doing":"view-home"}"#,
            Span::from_days(1),
        ),
    ] {
        let at = now - ago - spread;
        drop(write!(
            out,
            r#"{{"key":"past-{number}-{order}","kind":"{kind}","account":"acc_{number:07}","at":"{at}","step":"{step}","from":"#,
        ));
        person.origin(out);
        drop(writeln!(
            out,
            r#","session":"ses_{number:07}","fields":{fields}}}"#
        ));
    }
}

/// What share of the events is of each kind, in percent; the rest is thieves.
const SEEN: u64 = 60;
const SIGN_INS: u64 = 25;
const EFFECTS: u64 = 10;

/// Endless events of accounts chosen by chance, as requests to one path.
pub(super) struct Mix {
    head: Vec<u8>,
    accounts: u64,
    begun: Moment,
    sent: u64,
    dice: Dice,
    body: Vec<u8>,
}

impl Mix {
    /// `seed` sets the streams of a run apart.
    pub(super) fn new(path: &str, key: &str, accounts: u64, now: Moment, seed: u64) -> Self {
        let head = format!(
            "POST {path} HTTP/1.1\r\nhost: bench\r\nauthorization: Bearer {key}\r\ncontent-type: application/json\r\ncontent-length: "
        );
        Self {
            head: head.into_bytes(),
            accounts,
            begun: now,
            sent: 0,
            // The moment makes the keys of two runs over the same data differ.
            dice: Dice::new(mixed(seed) ^ mixed(now.as_millis().unsigned_abs())),
            body: Vec::with_capacity(1 << 10),
        }
    }

    /// A key in the form of a `UUIDv7` (RFC 9562, section 5.7). The stream keeps its own time: a millisecond for
    /// each event is near enough to what 64 connections get.
    fn write_key(&mut self) {
        let millis = self.begun.as_millis().unsigned_abs() + self.sent;
        self.sent += 1;
        let (a, b) = (self.dice.next(), self.dice.next());
        drop(write!(
            self.body,
            r#"{{"key":"{:08x}-{:04x}-7{:03x}-{:04x}-{:012x}","#,
            millis >> 16 & 0xffff_ffff,
            millis & 0xffff,
            a & 0xfff,
            (a >> 12 & 0x3fff) | 0x8000,
            b & 0xffff_ffff_ffff
        ));
    }

    fn write_event(&mut self) {
        self.body.clear();
        self.write_key();
        let person = Person(self.dice.below(self.accounts));
        let account = person.0;
        let what = self.dice.below(100);
        let more = self.dice.next();
        let body = &mut self.body;
        if what < SEEN {
            let doing = self.dice.one_of(&DOINGS).copied().unwrap_or_default();
            drop(write!(
                body,
                r#""kind":"session.seen","account":"acc_{account:07}","step":"sign-in/stay-signed-in","from":"#
            ));
            person.origin(body);
            drop(write!(
                body,
                r#","session":"ses_{account:07}","fields":{{"doing":"{doing}"}}}}"#
            ));
        } else if what < SEEN + SIGN_INS {
            drop(write!(
                body,
                r#""kind":"sign_in.attempted","account":"acc_{account:07}","step":"sign-in/prove-it-is-me","from":"#
            ));
            person.origin(body);
            drop(write!(
                body,
                r#","session":"ses_{more:016x}","fields":{{"password":"correct","proved":"none"}}}}"#
            ));
        } else if what < SEEN + SIGN_INS + EFFECTS {
            drop(write!(
                body,
                r#""kind":"effect.requested","account":"acc_{account:07}","from":"#
            ));
            person.origin(body);
            drop(write!(
                body,
                r#","session":"ses_{account:07}","fields":{{"effect":"charge","effect_id":"ch_{more:016x}","amount":{},"currency":"EUR"}}}}"#,
                500 + more % 20_000
            ));
        } else {
            Self::write_theft(body, account, more);
        }
    }

    /// Half of the thieves know the password, half have copied the session's cookie.
    fn write_theft(body: &mut Vec<u8>, account: u64, more: u64) {
        let (kind, step, session, fields) = if more.is_multiple_of(2) {
            (
                "sign_in.attempted",
                "sign-in/prove-it-is-me",
                more,
                r#"{"password":"correct","proved":"none"}"#,
            )
        } else {
            (
                "session.seen",
                "sign-in/stay-signed-in",
                account,
                r#"{"doing":"view-orders"}"#,
            )
        };
        drop(write!(
            body,
            r#""kind":"{kind}","account":"acc_{account:07}","step":"{step}","from":{{"ip":"185.220.{}.{}","agent":"{THIEVES_AGENT}","device":"dev_{more:016x}"}},"session":"ses_{session:07}","fields":{fields}}}"#,
            more >> 8 & 3,
            more >> 16 & 255
        ));
    }
}

impl Requests for Mix {
    fn next(&mut self, request: &mut Vec<u8>) {
        self.write_event();
        request.clear();
        request.extend_from_slice(&self.head);
        drop(write!(request, "{}\r\n\r\n", self.body.len()));
        request.extend_from_slice(&self.body);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use vocabulary::limits::{MAX_BEHIND_ASKED, MAX_BEHIND_TOLD};
    use vocabulary::{Event, parse_event};

    use super::*;

    const NOW: Moment = Moment::from_millis(1_795_253_400_000);

    fn events(count: usize, seed: u64) -> Vec<Event> {
        let mut mix = Mix::new("/", "key", 1_000, NOW, seed);
        let mut request = Vec::new();
        std::iter::repeat_with(|| {
            mix.next(&mut request);
            let text = std::str::from_utf8(&request).unwrap();
            let (head, body) = text.split_once("\r\n\r\n").unwrap();
            assert!(
                head.ends_with(&format!("content-length: {}", body.len())),
                "{head}"
            );
            parse_event(body.as_bytes(), NOW, MAX_BEHIND_ASKED).unwrap()
        })
        .take(count)
        .collect()
    }

    #[test]
    fn every_request_is_an_event_that_the_catalogue_knows_and_has_a_key_of_its_own() {
        let events = [events(2_000, 1), events(2_000, 2)].concat();
        let keys: BTreeSet<&str> = events.iter().map(|event| event.key.as_str()).collect();
        assert_eq!(keys.len(), events.len());
        assert!(
            keys.iter()
                .all(|key| key.len() == 36 && key.get(14..15) == Some("7"))
        );
    }

    #[test]
    fn the_mix_is_the_one_that_is_stated() {
        let mut shares: BTreeMap<&str, usize> = BTreeMap::new();
        let events = events(20_000, 3);
        for event in &events {
            let of_a_thief = event.from.agent.as_deref() == Some(THIEVES_AGENT);
            let name = if of_a_thief { "thief" } else { event.kind.name() };
            *shares.entry(name).or_default() += 1;
        }
        let near = |name: &str, percent: usize| {
            let share = shares.get(name).copied().unwrap_or_default() * 100;
            assert!(
                share.abs_diff(percent * events.len()) < events.len() * 2,
                "{name}: {shares:?}"
            );
        };
        near("session.seen", 60);
        near("sign_in.attempted", 25);
        near("effect.requested", 10);
        near("thief", 5);
    }

    #[test]
    fn the_past_of_an_account_is_two_events_that_can_be_told() {
        let mut lines = Vec::new();
        write_past(7, NOW, &mut lines);
        let told: Vec<Event> = lines
            .split(|byte| *byte == b'\n')
            .filter(|line| !line.is_empty())
            .map(|line| parse_event(line, NOW, MAX_BEHIND_TOLD).unwrap())
            .collect();
        let kinds: Vec<&str> = told.iter().map(|event| event.kind.name()).collect();
        assert_eq!(kinds, ["sign_in.attempted", "session.seen"]);
        assert!(
            told.windows(2)
                .all(|two| two[0].at < two[1].at && two[0].from == two[1].from)
        );
    }
}
