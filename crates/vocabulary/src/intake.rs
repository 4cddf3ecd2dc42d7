//! How an event comes in from outside: JSON, checked against the catalogue, with every problem named at once.

use std::net::IpAddr;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, de};

use crate::limits::{MAX_AGENT_BYTES, MAX_AHEAD, MAX_ID_BYTES, MAX_TEXT_BYTES};
use crate::{
    AccountId, DeviceId, Event, EventKey, Field, FieldType, Fields, Kind, Mark, Moment, Origin, SessionId,
    Span, StepRef, Value, did_you_mean,
};

/// An event as it was sent: well-formed, not yet checked.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an event, which is an object")]
#[expect(missing_docs, reason = "the fields are those of `Event`")]
pub struct RawEvent {
    pub key: String,
    pub kind: String,
    pub account: String,
    pub at: Option<String>,
    pub step: Option<String>,
    #[serde(default)]
    pub from: RawOrigin,
    pub session: Option<String>,
    #[serde(default)]
    pub(crate) fields: RawFields,
    #[serde(default)]
    pub mark: Mark,
}

/// From where, as it was sent.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object with `ip`, `agent` and `device`")]
#[expect(missing_docs, reason = "the fields are those of `Origin`")]
pub struct RawOrigin {
    pub ip: Option<String>,
    pub agent: Option<String>,
    pub device: Option<String>,
}

/// Names and values in the order in which they were sent.
#[derive(Debug, Clone, Default)]
pub(crate) struct RawFields(Vec<(String, RawValue)>);

/// What a JSON value may be in an event.
#[derive(Debug, Clone)]
pub(crate) enum RawValue {
    Flag(bool),
    Whole(i64),
    Text(String),
    Other(&'static str),
}

/// One thing that is wrong with an event, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where: a path such as `fields.password`.
    pub at: String,
    /// What, as the rest of a sentence that begins with the place.
    pub says: String,
}

impl std::fmt::Display for Problem {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "`{}` {}", self.at, self.says)
    }
}

/// Reads one event from JSON and checks it. `now` stands in where the event is not dated; `behind` bounds how
/// old it may be.
pub fn parse_event(json: &[u8], now: Moment, behind: Span) -> Result<Event, Vec<Problem>> {
    let raw: RawEvent = serde_json::from_slice(json).map_err(|error| {
        let says = format!("is not an event: {error}");
        vec![Problem {
            at: "body".to_owned(),
            says,
        }]
    })?;
    check_event(raw, Some((now, behind)))
}

/// Checks an event against the catalogue. With `clock` (now, and how far back is accepted) its date is
/// checked too; without, it must have one and any date will do, as when the log is read back.
pub fn check_event(raw: RawEvent, clock: Option<(Moment, Span)>) -> Result<Event, Vec<Problem>> {
    let mut problems = Problems::default();
    let key = problems.note("key", EventKey::new(&raw.key));
    let account = problems.note("account", AccountId::new(&raw.account));
    let session = raw
        .session
        .and_then(|id| problems.note("session", SessionId::new(&id)));
    let step = raw
        .step
        .and_then(|step| problems.note("step", StepRef::try_from(step)));
    let at = check_date(&mut problems, raw.at.as_deref(), clock);
    let from = check_origin(&mut problems, raw.from);
    let kind = Kind::named(&raw.kind);
    let Some(kind) = kind else {
        let hint = did_you_mean(&raw.kind, Kind::all().map(Kind::name));
        let hint = hint.map_or(String::new(), |name| format!(" did you mean `{name}`?"));
        problems.add(
            "kind",
            format!(
                "is `{}`, which is not in the event catalogue;{hint} the catalogue is at /v1/catalogue",
                clip(&raw.kind)
            ),
        );
        return Err(problems.0);
    };
    let fields = check_fields(&mut problems, kind, raw.fields);
    match (key, account, at, problems.0.is_empty()) {
        (Some(key), Some(account), Some(at), true) => Ok(Event {
            key,
            kind,
            account,
            at,
            step,
            from,
            session,
            fields,
            mark: raw.mark,
        }),
        _ => Err(problems.0),
    }
}

#[derive(Default)]
struct Problems(Vec<Problem>);

impl Problems {
    fn add(&mut self, at: impl Into<String>, says: impl Into<String>) {
        self.0.push(Problem {
            at: at.into(),
            says: says.into(),
        });
    }
    fn note<T, E: std::fmt::Display>(&mut self, at: &str, result: Result<T, E>) -> Option<T> {
        result.map_err(|error| self.add(at, error.to_string())).ok()
    }
}

fn check_date(problems: &mut Problems, at: Option<&str>, clock: Option<(Moment, Span)>) -> Option<Moment> {
    let Some(text) = at else {
        if clock.is_none() {
            problems.add("at", "is missing; say when it happened, in RFC 3339");
        }
        return clock.map(|(now, _)| now);
    };
    let at = problems.note("at", Moment::parse(text))?;
    let Some((now, behind)) = clock else {
        return Some(at);
    };
    if at > now + MAX_AHEAD {
        let ahead = at.since(now).in_words();
        problems.add(
            "at",
            format!(
                "is {ahead} in the future; check the sender's clock (at most {} ahead are accepted)",
                MAX_AHEAD.in_words()
            ),
        );
        return None;
    }
    if now.since(at) > behind {
        let age = now.since(at).in_words();
        problems.add(
            "at",
            format!(
                "is {age} in the past; at most {} are accepted here",
                behind.in_words()
            ),
        );
        return None;
    }
    Some(at)
}

fn check_origin(problems: &mut Problems, raw: RawOrigin) -> Origin {
    let ip = raw.ip.and_then(|text| {
        let parsed = text
            .parse::<IpAddr>()
            .map_err(|_| format!("is `{}`, which is not an IPv4 or IPv6 address", clip(&text)));
        problems.note("from.ip", parsed)
    });
    let agent = raw.agent.map(|mut text| {
        // A longer agent says nothing more, and refusing the event would lose it.
        let mut end = MAX_AGENT_BYTES.min(text.len());
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        text.truncate(end);
        Arc::from(text)
    });
    let device = raw
        .device
        .and_then(|id| problems.note("from.device", DeviceId::new(&id)));
    Origin { ip, agent, device }
}

fn check_fields(problems: &mut Problems, kind: Kind, raw: RawFields) -> Fields {
    let mut fields = Fields::default();
    for (name, value) in raw.0 {
        let at = format!("fields.{}", clip(&name));
        let Some(field) = kind.field(&name) else {
            let hint = did_you_mean(&name, kind.fields().iter().map(|field| field.name));
            let hint = hint.map_or(String::new(), |name| format!("; did you mean `{name}`?"));
            problems.add(at, format!("is not a field of `{}`{hint}", kind.name()));
            continue;
        };
        if fields.get(field.name).is_some() {
            problems.add(at, "is given twice");
            continue;
        }
        match fit(field, value) {
            Ok(value) => fields.push(field, value),
            Err(says) => problems.add(at, says),
        }
    }
    for field in kind.fields().iter().filter(|field| field.required) {
        if fields.get(field.name).is_none()
            && problems
                .0
                .iter()
                .all(|problem| problem.at != format!("fields.{}", field.name))
        {
            problems.add(
                format!("fields.{}", field.name),
                format!("is missing; `{}` needs it: {}", kind.name(), field.says),
            );
        }
    }
    fields
}

/// Turns what JSON gave into a value of the field's type.
fn fit(field: &'static Field, raw: RawValue) -> Result<Value, String> {
    match (field.kind, raw) {
        (FieldType::Flag, RawValue::Flag(flag)) => Ok(Value::Word(if flag { "yes" } else { "no" })),
        (FieldType::Flag, RawValue::Text(text)) => match text.as_str() {
            "yes" => Ok(Value::Word("yes")),
            "no" => Ok(Value::Word("no")),
            _ => Err(format!("is `{}`; write true or false", clip(&text))),
        },
        (FieldType::Word(words), RawValue::Text(text)) => {
            if let Some(word) = words.iter().find(|word| **word == text) {
                return Ok(Value::Word(word));
            }
            let hint = did_you_mean(&text, words.iter().copied());
            let hint = hint.map_or(String::new(), |word| format!("did you mean `{word}`? "));
            Err(format!(
                "is `{}`; {hint}one of: {}",
                clip(&text),
                words.join(", ")
            ))
        }
        (FieldType::Text | FieldType::Id, RawValue::Text(text)) => {
            let most = if field.kind == FieldType::Id {
                MAX_ID_BYTES
            } else {
                MAX_TEXT_BYTES
            };
            if text.len() > most {
                Err(format!(
                    "is {} bytes long; at most {most} are accepted",
                    text.len()
                ))
            } else {
                Ok(Value::from(text))
            }
        }
        (FieldType::Whole, RawValue::Whole(number)) => Ok(Value::Whole(number)),
        (FieldType::Moment, RawValue::Text(text)) => Moment::parse(&text)
            .map(Value::Moment)
            .map_err(|error| error.to_string()),
        (kind, RawValue::Other(what)) => Err(format!("must be {}, not {what}", kind.in_words())),
        (kind, _) => Err(format!("must be {}", kind.in_words())),
    }
}

/// The beginning of a text that somebody sent, short enough for a message.
fn clip(text: &str) -> String {
    let short: String = text.chars().take(40).collect();
    if short.len() < text.len() {
        format!("{short}…")
    } else {
        short
    }
}

impl<'de> Deserialize<'de> for Event {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = RawEvent::deserialize(deserializer)?;
        check_event(raw, None).map_err(|problems| {
            let all: Vec<String> = problems.iter().map(ToString::to_string).collect();
            de::Error::custom(all.join("; "))
        })
    }
}

impl<'de> Deserialize<'de> for RawFields {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> de::Visitor<'de> for Visitor {
            type Value = RawFields;
            fn expecting(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                out.write_str("an object of fields")
            }
            fn visit_map<A: de::MapAccess<'de>>(self, mut map: A) -> Result<RawFields, A::Error> {
                let mut fields = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    fields.push(entry);
                }
                Ok(RawFields(fields))
            }
        }
        deserializer.deserialize_map(Visitor)
    }
}

impl<'de> Deserialize<'de> for RawValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> de::Visitor<'de> for Visitor {
            type Value = RawValue;
            fn expecting(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                out.write_str("a text, a whole number, true or false")
            }
            fn visit_bool<E>(self, flag: bool) -> Result<RawValue, E> {
                Ok(RawValue::Flag(flag))
            }
            fn visit_i64<E>(self, number: i64) -> Result<RawValue, E> {
                Ok(RawValue::Whole(number))
            }
            fn visit_u64<E>(self, number: u64) -> Result<RawValue, E> {
                Ok(i64::try_from(number)
                    .map_or(RawValue::Other("a number that is too large"), RawValue::Whole))
            }
            fn visit_f64<E>(self, _: f64) -> Result<RawValue, E> {
                Ok(RawValue::Other("a fraction"))
            }
            fn visit_str<E>(self, text: &str) -> Result<RawValue, E> {
                Ok(RawValue::Text(text.to_owned()))
            }
            fn visit_string<E>(self, text: String) -> Result<RawValue, E> {
                Ok(RawValue::Text(text))
            }
            fn visit_unit<E>(self) -> Result<RawValue, E> {
                Ok(RawValue::Other("null"))
            }
            fn visit_seq<A: de::SeqAccess<'de>>(self, mut list: A) -> Result<RawValue, A::Error> {
                while list.next_element::<de::IgnoredAny>()?.is_some() {}
                Ok(RawValue::Other("a list"))
            }
            fn visit_map<A: de::MapAccess<'de>>(self, mut map: A) -> Result<RawValue, A::Error> {
                while map.next_entry::<de::IgnoredAny, de::IgnoredAny>()?.is_some() {}
                Ok(RawValue::Other("an object"))
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::MAX_BEHIND_ASKED;
    use proptest::prelude::*;

    const NOW: &str = "2026-11-21T09:30:00Z";

    fn parse(json: &str) -> Result<Event, Vec<Problem>> {
        parse_event(json.as_bytes(), Moment::parse(NOW).unwrap(), MAX_BEHIND_ASKED)
    }

    #[test]
    fn every_problem_is_named_with_what_to_do() {
        let check = |json: &str, expected: &[&str]| {
            let problems: Vec<String> = parse(json).unwrap_err().iter().map(ToString::to_string).collect();
            assert_eq!(problems.len(), expected.len(), "{problems:#?}");
            for (problem, expected) in problems.iter().zip(expected) {
                assert!(
                    problem.contains(expected),
                    "{problem:?} does not say {expected:?}"
                );
            }
        };
        check("{", &["`body` is not an event"]);
        check(
            r#"{"key":"k","kind":"sign_in.atempted","account":"a"}"#,
            &["did you mean `sign_in.attempted`?"],
        );
        check(
            r#"{"key":"","kind":"sign_in.attempted","account":"a","at":"2026-11-21T09:40:00Z",
                "from":{"ip":"1.2.3"},"fields":{"passwrod":"correct"}}"#,
            &[
                "`key` is empty",
                "`at` is 10 minutes in the future",
                "`from.ip` is `1.2.3`",
                "`fields.passwrod` is not a field of `sign_in.attempted`; did you mean `password`?",
                "`fields.password` is missing",
            ],
        );
        check(
            r#"{"key":"k","kind":"sign_in.attempted","account":"a","at":"2026-11-20T09:30:00Z","fields":{"password":"corect"}}"#,
            &[
                "`at` is 1 day in the past",
                "is `corect`; did you mean `correct`?",
            ],
        );
        check(
            r#"{"key":"k","kind":"sign_in.attempted","account":"a","fields":{"password":7}}"#,
            &["`fields.password` must be one of"],
        );
    }

    #[test]
    fn what_is_written_is_read_back_the_same() {
        for kind in Kind::all().filter(|kind| !kind.is_population()) {
            let event: Event = serde_json::from_str(kind.example())
                .unwrap_or_else(|error| panic!("{}: {error}", kind.name()));
            let written = serde_json::to_string(&event).unwrap();
            assert_eq!(
                serde_json::from_str::<Event>(&written).unwrap(),
                event,
                "{}",
                kind.name()
            );
        }
    }

    proptest! {
        #[test]
        fn bytes_that_are_no_event_are_refused_with_a_reason(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            if let Err(problems) = parse_event(&bytes, Moment::EPOCH, MAX_BEHIND_ASKED) {
                prop_assert!(!problems.is_empty());
            }
        }

        #[test]
        fn whatever_stands_in_a_field_is_accepted_or_refused_by_name(text in ".{0,200}") {
            let json = serde_json::json!({"key": text, "kind": "sign_in.attempted", "account": text, "at": text,
                "step": text, "session": text, "from": {"ip": text, "agent": text, "device": text},
                "fields": {text.clone(): text.clone(), "password": text}});
            let problems = parse(&json.to_string()).expect_err("no text fits every place");
            prop_assert!(problems.iter().any(|problem| problem.at == "fields.password"));
        }
    }
}
