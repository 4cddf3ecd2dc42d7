//! What an account's recent entries tell beyond its state. The state keeps what decisions need; names of
//! browsers, reasons and beginnings that only people want to know stand in the log.

use identity::Device;
use vocabulary::catalogue::kinds;
use vocabulary::{Event, Factor, Moment, Record, SessionId, Verdict};

use crate::console::views::{Fate, Hold};
use crate::console::words;

/// Holds that ended are shown up to this many.
const MOST_ENDED_HOLDS: usize = 20;

/// An account's recent entries, newest first.
pub(super) struct Past<'a> {
    pub(super) records: Vec<&'a Record>,
}

impl<'a> Past<'a> {
    fn events(&self) -> impl DoubleEndedIterator<Item = &'a Event> {
        self.records.iter().map(|record| &record.event)
    }

    /// What the owner did: what we were asked about and let pass without more ado.
    fn let_pass(&self) -> impl DoubleEndedIterator<Item = &'a Event> {
        self.records
            .iter()
            .filter(|record| {
                let judgement = record.judgement.as_ref();
                judgement.is_some_and(|judgement| judgement.verdict == Verdict::Allow)
            })
            .map(|record| &record.event)
    }

    /// The user agent with which a session began, or the earliest that we still know.
    pub(super) fn agent_of_session(&self, id: &SessionId) -> Option<String> {
        let earliest = self
            .let_pass()
            .rev()
            .filter(|event| event.session.as_ref() == Some(id))
            .find_map(|event| event.from.agent.as_deref());
        earliest.map(str::to_owned)
    }

    /// The user agent and network that a device last came with.
    pub(super) fn last_of_device(&self, device: &Device) -> (Option<String>, Option<String>) {
        let here = || {
            self.let_pass()
                .filter(|event| Device::of(&event.from).as_ref() == Some(device))
        };
        (
            here()
                .find_map(|event| event.from.agent.as_deref())
                .map(str::to_owned),
            here()
                .find_map(|event| event.from.network())
                .map(|network| network.to_string()),
        )
    }

    /// Why a session ended: the event's own word; `ended` where that is longer ago than we read.
    pub(super) fn why_ended(&self, id: &SessionId) -> String {
        let ended = self
            .events()
            .find(|event| event.kind == kinds::SESSION_ENDED && event.session.as_ref() == Some(id));
        ended
            .and_then(|event| event.text("because"))
            .unwrap_or("ended")
            .to_owned()
    }

    /// When a factor was enrolled last.
    pub(super) fn enrolled_at(&self, factor: Factor) -> Option<Moment> {
        self.let_pass()
            .find(|event| event.kind == kinds::FACTOR_ENROLLED && event.text("factor") == Some(factor.name()))
            .map(|event| event.at)
    }

    /// Whether the password was found among stolen ones and not changed since.
    pub(super) fn password_breached(&self) -> bool {
        let last = self.records.iter().find(|record| {
            let kind = record.event.kind;
            kind.name() == "password.breached" || (kind == kinds::PASSWORD_CHANGED && record.happened())
        });
        last.is_some_and(|record| record.event.kind != kinds::PASSWORD_CHANGED)
    }

    /// When somebody was last kept out who was not, or may not have been, the owner. What the owner has owned
    /// up to since does not count.
    pub(super) fn last_stopped(&self) -> Option<Moment> {
        for event in self.events() {
            let is = |field, word| event.text(field) == Some(word);
            match event.kind {
                kinds::INCIDENT_CLEARED => return None,
                kinds::OWNER_ANSWERED if is("answer", "me") => return None,
                kinds::SIGN_IN_FINISHED
                    if is("outcome", "refused") && is("password", "correct") && !is("verdict", "owner") =>
                {
                    return Some(event.at);
                }
                kinds::ACCESS_BLOCKED if !is("verdict", "owner") => return Some(event.at),
                _ => {}
            }
        }
        None
    }

    /// The event with which an effect was put on hold.
    pub(super) fn hold_of(&self, effect: &str, effect_id: &str) -> Option<&'a Event> {
        self.events().find(|event| {
            event.kind == kinds::EFFECT_HELD
                && event.text("effect") == Some(effect)
                && event.text("effect_id") == Some(effect_id)
        })
    }

    /// Holds that have ended because it was the owner after all, newest first.
    pub(super) fn released(&self) -> Vec<Hold> {
        let released = self.events().filter(|event| event.kind == kinds::EFFECT_RELEASED);
        released
            .filter_map(|event| {
                let (effect, effect_id) = (event.text("effect")?, event.text("effect_id")?);
                let hold = self.hold_of(effect, effect_id);
                Some(Hold {
                    effect: effect.to_owned(),
                    effect_id: effect_id.to_owned(),
                    amount: amount(event.whole("amount"), event.text("currency")),
                    at: hold.map_or(event.at, |hold| hold.at),
                    looking_back: hold.is_some_and(|hold| hold.text("looking_back") == Some("yes")),
                    fate: Fate::Released,
                })
            })
            .take(MOST_ENDED_HOLDS)
            .collect()
    }
}

/// Money, where amount and currency are both known.
pub(super) fn amount(amount: Option<i64>, currency: Option<&str>) -> Option<String> {
    Some(words::amount(amount?, currency?))
}

#[cfg(test)]
mod tests {
    use vocabulary::Judgement;

    use super::*;

    /// Records from oldest to newest, each as its kind, its fields as JSON, and what was answered.
    fn records(told: &[(&str, &str, Option<Verdict>)]) -> Vec<Record> {
        let record = |(minute, (kind, fields, verdict)): (usize, &(&str, &str, Option<Verdict>))| {
            let json = format!(
                r#"{{"key":"k","kind":"{kind}","account":"a","at":"2026-11-21T09:{minute:02}:00Z","session":"s","from":{{"ip":"192.0.2.1","agent":"Agent {minute}","device":"d"}},"fields":{fields}}}"#
            );
            let judgement = verdict.map(|verdict| Judgement {
                verdict,
                reasons: Vec::new(),
                promise: None,
                wait: None,
                score: None,
                told: false,
                shadow: None,
            });
            Record {
                event: serde_json::from_str(&json).unwrap(),
                judgement,
            }
        };
        told.iter().enumerate().map(record).collect()
    }

    fn past(records: &[Record]) -> Past<'_> {
        Past {
            records: records.iter().rev().collect(),
        }
    }

    const REFUSED: &str = r#"{"outcome":"refused","password":"correct","device":"new","second_factor":"failed","verdict":"unknown","blocked":true}"#;
    const MISTYPED: &str = r#"{"outcome":"refused","password":"wrong","device":"known","second_factor":"not_asked","verdict":"unknown","blocked":false}"#;
    const OWNER: &str = r#"{"outcome":"refused","password":"correct","device":"known","second_factor":"not_asked","verdict":"owner","blocked":true}"#;
    const CLEARED: &str = r#"{"incident_id":"i"}"#;

    #[test]
    fn somebody_was_stopped_unless_it_was_the_owner() {
        let check = |told: &[(&str, &str, Option<Verdict>)], minute: Option<&str>| {
            let at = minute.map(|minute| Moment::parse(&format!("2026-11-21T09:{minute}:00Z")).unwrap());
            assert_eq!(past(&records(told)).last_stopped(), at, "{told:?}");
        };
        let finished = "sign_in.finished";
        check(&[], None);
        check(
            &[(finished, REFUSED, None), (finished, MISTYPED, None)],
            Some("00"),
        );
        check(&[(finished, OWNER, None), (finished, MISTYPED, None)], None);
        let blocked = r#"{"because":"odd-session","verdict":"unknown"}"#;
        check(
            &[(finished, REFUSED, None), ("access.blocked", blocked, None)],
            Some("01"),
        );
        check(
            &[
                (finished, REFUSED, None),
                ("owner.answered", r#"{"answer":"me"}"#, Some(Verdict::Allow)),
            ],
            None,
        );
        check(
            &[
                (finished, REFUSED, None),
                ("incident.cleared", CLEARED, None),
                ("access.blocked", blocked, None),
            ],
            Some("02"),
        );
    }

    #[test]
    fn a_breached_password_is_one_until_it_is_changed() {
        let check = |told: &[(&str, &str, Option<Verdict>)], expected: bool| {
            assert_eq!(past(&records(told)).password_breached(), expected, "{told:?}");
        };
        let breached = (
            "password.breached",
            r#"{"seen_at":"sign-in"}"#,
            Some(Verdict::Allow),
        );
        let changed = |verdict| ("password.changed", "{}", Some(verdict));
        check(&[], false);
        check(&[breached], true);
        check(&[breached, changed(Verdict::Allow)], false);
        check(&[breached, changed(Verdict::Deny)], true);
        check(&[changed(Verdict::Allow), breached], true);
    }

    #[test]
    fn a_thiefs_program_is_not_taken_for_the_owners() {
        let records = records(&[
            (
                "sign_in.attempted",
                r#"{"password":"correct"}"#,
                Some(Verdict::Allow),
            ),
            ("session.seen", "{}", Some(Verdict::Allow)),
            ("session.seen", "{}", Some(Verdict::Deny)),
            ("session.ended", r#"{"because":"odd"}"#, None),
        ]);
        let past = past(&records);
        let id = SessionId::new("s").unwrap();
        assert_eq!(past.agent_of_session(&id).as_deref(), Some("Agent 0"));
        assert_eq!(past.why_ended(&id), "odd");
        assert_eq!(past.why_ended(&SessionId::new("other").unwrap()), "ended");
        let device = Device::of(&records[0].event.from).unwrap();
        assert_eq!(
            past.last_of_device(&device),
            (Some("Agent 1".to_owned()), Some("192.0.2.0/24".to_owned()))
        );
    }

    #[test]
    fn a_hold_that_ended_is_told_with_its_beginning() {
        let begun = r#"{"effect":"charge","effect_id":"c","amount":500,"currency":"EUR","incident_id":"i","looking_back":true}"#;
        let ended = r#"{"effect":"charge","effect_id":"c","amount":500,"currency":"EUR","incident_id":"i"}"#;
        let records = records(&[("effect.held", begun, None), ("effect.released", ended, None)]);
        let [hold] = past(&records).released().try_into().unwrap();
        assert_eq!(hold.at, records[0].event.at);
        assert_eq!(
            (hold.amount.as_deref(), hold.looking_back, hold.fate),
            (Some("5.00 EUR"), true, Fate::Released)
        );
    }
}
