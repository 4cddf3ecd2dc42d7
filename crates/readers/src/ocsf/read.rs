//! OCSF events become ours.
//!
//! | class | activity | becomes |
//! |---|---|---|
//! | 3002 Authentication | 1 Logon | `sign_in.attempted` |
//! | | 2 Logoff | `session.ended` |
//! | 3001 Account Change, 3007 User Management | Create | `account.created` |
//! | | Password Change, Password Reset | `password.changed` |
//! | | MFA Factor Enable, Disable | `factor.enrolled`, `factor.removed` |
//! | 6003 API Activity | any | `session.seen`, where it says whose session it was |
//!
//! A success means that the password was right, unless the event lists its factors and a password is not
//! among them. A failure means that it was wrong, unless the event says that there was none or that it was
//! the further factor that failed. What happened neither well nor badly is left out.
//!
//! An event that we had exported carries itself whole and is read back as it was, if it is one that a
//! platform may tell us: what Safeconduct itself brought about is not brought about again by reading of it.

use serde::Deserialize;
use vocabulary::catalogue::kinds;
use vocabulary::{
    AccountId, DeviceId, Event, EventKey, Fields, Kind, Mark, Moment, Origin, SessionId, ToldBy, Value,
    limits,
};

use super::split::{Piece, Splitter};
use super::{UNMAPPED, class, factor};
use crate::key;

/// Reads OCSF events, a line at a time.
#[derive(Debug, Default)]
pub(crate) struct OcsfReader {
    splitter: Splitter,
}

/// An object that was not understood.
#[derive(Debug)]
pub(crate) struct Refused {
    pub(crate) line: u64,
    pub(crate) text: Vec<u8>,
    pub(crate) says: String,
}

impl OcsfReader {
    pub(crate) fn line(&mut self, number: u64, line: &[u8], events: &mut Vec<Event>) -> Vec<Refused> {
        let mut refused = Vec::new();
        let mut part = 0;
        self.splitter.line(number, line, |piece| {
            match piece {
                Piece::Object(began, text) => match read(began, part, &text) {
                    Ok(event) => events.extend(event),
                    Err(says) => refused.push(refuse(began, &text, says)),
                },
                Piece::Broken(began, text, says) => refused.push(refuse(began, &text, says.to_owned())),
            }
            part += 1;
        });
        refused
    }

    pub(crate) fn finish(&mut self) -> Option<Refused> {
        match self.splitter.finish()? {
            Piece::Broken(began, text, says) => Some(refuse(began, &text, says.to_owned())),
            Piece::Object(..) => None,
        }
    }
}

fn refuse(line: u64, text: &[u8], says: String) -> Refused {
    // Only the beginning is ever shown.
    let text = text.get(..1_000).unwrap_or(text).to_vec();
    Refused { line, text, says }
}

/// What we look at in an OCSF event. Everything else is passed over.
#[derive(Deserialize)]
struct Ocsf {
    class_uid: u32,
    activity_id: u32,
    time: i64,
    #[serde(default)]
    status_id: i64,
    status_detail: Option<String>,
    status_code: Option<String>,
    user: Option<User>,
    actor: Option<Actor>,
    src_endpoint: Option<Endpoint>,
    http_request: Option<HttpRequest>,
    device: Option<Named>,
    session: Option<Named>,
    auth_factors: Option<Vec<AuthFactor>>,
    is_mfa: Option<bool>,
    api: Option<Api>,
    metadata: Option<Named>,
    unmapped: Option<serde_json::Map<String, serde_json::Value>>,
}

#[derive(Deserialize)]
struct User {
    uid: Option<String>,
    name: Option<String>,
}

#[derive(Deserialize)]
struct Actor {
    user: Option<User>,
    session: Option<Named>,
}

#[derive(Deserialize)]
struct Endpoint {
    ip: Option<String>,
}

#[derive(Deserialize)]
struct HttpRequest {
    user_agent: Option<String>,
}

#[derive(Deserialize)]
struct Named {
    uid: Option<String>,
}

#[derive(Deserialize)]
struct AuthFactor {
    #[serde(default)]
    factor_type_id: i64,
    #[serde(default)]
    is_hotp: bool,
}

#[derive(Deserialize)]
struct Api {
    operation: Option<String>,
}

/// How it went, by `status_id`.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Went {
    Well,
    Badly,
}

const SUCCESS: i64 = 1;
const FAILURE: i64 = 2;

impl Ocsf {
    fn went(&self) -> Option<Went> {
        match self.status_id {
            SUCCESS => Some(Went::Well),
            FAILURE => Some(Went::Badly),
            _ => None,
        }
    }

    /// What the source says of a failure, in capitals.
    fn detail(&self) -> String {
        let text = self.status_detail.as_deref().or(self.status_code.as_deref());
        text.unwrap_or_default().to_ascii_uppercase()
    }

    /// The strongest further factor, and whether a password is among the factors; `None` where none are listed.
    fn factors(&self) -> Option<(Option<vocabulary::Factor>, bool)> {
        let listed = self.auth_factors.as_ref().filter(|listed| !listed.is_empty())?;
        let found: vocabulary::FactorSet = listed
            .iter()
            .filter_map(|one| factor::from_ocsf(one.factor_type_id, one.is_hotp))
            .collect();
        let password = listed.iter().any(|one| one.factor_type_id == factor::PASSWORD);
        Some((found.iter().next(), password))
    }
}

/// Reads one object: the event that it speaks of, nothing where it speaks of none of ours, or what is wrong.
fn read(line: u64, part: u32, text: &[u8]) -> Result<Option<Event>, String> {
    let mut ocsf: Ocsf =
        serde_json::from_slice(text).map_err(|error| format!("is not an OCSF event: {error}"))?;
    if let Some(ours) = ocsf
        .unmapped
        .take()
        .and_then(|mut unmapped| unmapped.remove(UNMAPPED))
    {
        return read_back(ours);
    }
    let Some((kind, fields)) = meaning(&ocsf) else {
        return Ok(None);
    };
    let actor = ocsf.actor.as_ref();
    let user = ocsf
        .user
        .as_ref()
        .or_else(|| actor.and_then(|actor| actor.user.as_ref()));
    let account = user.and_then(|user| user.uid.as_deref().or(user.name.as_deref()));
    let account = account.ok_or("names no user; give `user.uid` or `user.name`")?;
    let account = AccountId::new(account).map_err(|error| format!("has a user whose id {error}"))?;
    let session = ocsf
        .session
        .as_ref()
        .or_else(|| actor.and_then(|actor| actor.session.as_ref()));
    let session = session.and_then(|session| SessionId::new(session.uid.as_deref()?).ok());
    if kind == kinds::SESSION_SEEN && session.is_none() {
        return Ok(None);
    }
    let uid = ocsf
        .metadata
        .as_ref()
        .and_then(|metadata| EventKey::new(metadata.uid.as_deref()?).ok());
    let key = uid
        .or_else(|| key::derive("ocsf", line, text, part))
        .ok_or("has no key")?;
    let mut event = Event {
        key,
        kind,
        account,
        at: Moment::from_millis(ocsf.time),
        step: None,
        from: origin(&ocsf),
        session,
        fields: Fields::default(),
        mark: Mark::Real,
    };
    for (name, value) in fields {
        event = event.with(name, value);
    }
    Ok(Some(event))
}

/// Reads one of our own events, which an export had put aside.
fn read_back(ours: serde_json::Value) -> Result<Option<Event>, String> {
    let event: Event =
        serde_json::from_value(ours).map_err(|error| format!("is not an event of ours: {error}"))?;
    let told = matches!(event.kind.told_by(), ToldBy::Platform | ToldBy::Either);
    Ok(told.then(|| in_catalogue_order(event)))
}

/// JSON objects have no order; an event's fields have that of the catalogue.
fn in_catalogue_order(event: Event) -> Event {
    let fields = event.fields.clone();
    let bare = Event {
        fields: Fields::default(),
        ..event
    };
    bare.kind
        .fields()
        .iter()
        .fold(bare, |event, field| match fields.get(field.name) {
            Some(Value::Word(word)) => event.with(field.name, *word),
            Some(value) => event.with(field.name, value.clone()),
            None => event,
        })
}

fn origin(ocsf: &Ocsf) -> Origin {
    let ip = ocsf
        .src_endpoint
        .as_ref()
        .and_then(|from| from.ip.as_deref()?.parse().ok());
    let agent = ocsf
        .http_request
        .as_ref()
        .and_then(|request| request.user_agent.as_deref());
    let device = ocsf
        .device
        .as_ref()
        .and_then(|device| DeviceId::new(device.uid.as_deref()?).ok());
    Origin {
        ip,
        agent: agent.map(|agent| cut(agent, limits::MAX_AGENT_BYTES).into()),
        device,
    }
}

/// The beginning of a text, at most so many bytes of it.
fn cut(text: &str, most: usize) -> &str {
    let mut end = most.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default()
}

type Meaning = (Kind, Vec<(&'static str, String)>);

/// The kind of event that this is to us, with its fields.
fn meaning(ocsf: &Ocsf) -> Option<Meaning> {
    let named = |name| Kind::named(name).map(|kind| (kind, Vec::new()));
    match (ocsf.class_uid, ocsf.activity_id) {
        (class::AUTHENTICATION, 1) => Some((kinds::SIGN_IN_ATTEMPTED, sign_in(ocsf)?)),
        (class::AUTHENTICATION, 2) => {
            Some((kinds::SESSION_ENDED, vec![("because", "signed-out".to_owned())]))
        }
        // What was tried and did not succeed changed nothing.
        (class::ACCOUNT_CHANGE | class::USER_MANAGEMENT, _) if ocsf.went() == Some(Went::Badly) => None,
        (class::ACCOUNT_CHANGE | class::USER_MANAGEMENT, 1) => named("account.created"),
        (class::ACCOUNT_CHANGE, 3 | 4) | (class::USER_MANAGEMENT, 8 | 9) => named("password.changed"),
        (class::ACCOUNT_CHANGE, 10) | (class::USER_MANAGEMENT, 12) => {
            change_of_factor(ocsf, "factor.enrolled")
        }
        (class::ACCOUNT_CHANGE, 11) | (class::USER_MANAGEMENT, 13) => {
            change_of_factor(ocsf, "factor.removed")
        }
        (class::API_ACTIVITY, _) => {
            let doing = ocsf.api.as_ref().and_then(|api| api.operation.as_deref());
            let doing = doing.map(|doing| ("doing", cut(doing, limits::MAX_ID_BYTES).to_owned()));
            Some((kinds::SESSION_SEEN, doing.into_iter().collect()))
        }
        _ => None,
    }
}

fn sign_in(ocsf: &Ocsf) -> Option<Vec<(&'static str, String)>> {
    let went = ocsf.went()?;
    let detail = ocsf.detail();
    let (proved, listed_password) = ocsf.factors().unwrap_or((None, true));
    // With a further factor asked for, what failed may have been that one.
    let further_failed =
        ocsf.is_mfa == Some(true) && (detail.contains("MFA") || detail.contains("SECOND_FACTOR"));
    let (password, proved) = match went {
        Went::Well => (if listed_password { "correct" } else { "none" }, proved),
        Went::Badly if !listed_password => ("none", None),
        Went::Badly if further_failed => ("correct", None),
        Went::Badly => ("wrong", None),
    };
    let mut fields = vec![
        ("password", password.to_owned()),
        (
            "proved",
            proved.map_or("none", vocabulary::Factor::name).to_owned(),
        ),
    ];
    let let_in = if matches!(went, Went::Well) { "yes" } else { "no" };
    fields.push(("let_in", let_in.to_owned()));
    if detail.contains("USER_DOES_NOT_EXIST") {
        fields.push(("account_exists", "no".to_owned()));
    }
    Some(fields)
}

/// A factor enrolled or removed, where the event says which.
fn change_of_factor(ocsf: &Ocsf, kind: &str) -> Option<Meaning> {
    let (factor, _) = ocsf.factors()?;
    Some((Kind::named(kind)?, vec![("factor", factor?.name().to_owned())]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn told(ocsf: &serde_json::Value) -> Result<Option<Event>, String> {
        read(1, 0, ocsf.to_string().as_bytes())
    }

    /// An event with what every sign-in has, changed by `change`.
    fn with(base: serde_json::Value, change: &serde_json::Value) -> serde_json::Value {
        let mut base = base;
        for (name, value) in change.as_object().unwrap() {
            base[name] = value.clone();
        }
        base
    }

    fn logon(change: &serde_json::Value) -> serde_json::Value {
        let base = json!({
            "class_uid": 3002, "activity_id": 1, "time": 1_795_253_400_000_i64, "status_id": 1,
            "user": {"uid": "acc_42", "name": "jo"}, "src_endpoint": {"ip": "203.0.113.7"},
            "http_request": {"user_agent": "Firefox"}, "device": {"uid": "dev_7"}, "session": {"uid": "ses_1"},
            "metadata": {"uid": "si-1"},
        });
        with(base, change)
    }

    #[test]
    fn a_sign_in_is_read_with_whom_from_where_and_how_it_went() {
        let check = |change: serde_json::Value, password: &str, proved: &str, exists: Option<&str>| {
            let event = told(&logon(&change))
                .unwrap()
                .unwrap_or_else(|| panic!("{change}"));
            assert_eq!(event.kind, kinds::SIGN_IN_ATTEMPTED);
            assert_eq!((event.key.as_str(), event.account.as_str()), ("si-1", "acc_42"));
            assert_eq!(event.at.to_string(), "2026-11-21T09:30:00.000Z");
            assert_eq!(event.from.ip, "203.0.113.7".parse().ok());
            assert_eq!(event.from.agent.as_deref(), Some("Firefox"));
            assert_eq!(event.from.device.as_ref().map(DeviceId::as_str), Some("dev_7"));
            assert_eq!(event.session.as_ref().map(SessionId::as_str), Some("ses_1"));
            let fields = (
                event.text("password"),
                event.text("proved"),
                event.text("account_exists"),
            );
            assert_eq!(fields, (Some(password), Some(proved), exists), "{change}");
        };
        let factors =
            |ids: &[i64]| -> Vec<_> { ids.iter().map(|id| json!({"factor_type_id": id})).collect() };
        check(json!({}), "correct", "none", None);
        check(json!({"status_id": 2}), "wrong", "none", None);
        check(
            json!({"auth_factors": factors(&[11, 7])}),
            "correct",
            "totp",
            None,
        );
        check(json!({"auth_factors": factors(&[10])}), "none", "passkey", None);
        check(
            json!({"auth_factors": factors(&[11, 1])}),
            "correct",
            "none",
            None,
        );
        check(
            json!({"status_id": 2, "auth_factors": factors(&[10])}),
            "none",
            "none",
            None,
        );
        check(
            json!({"status_id": 2, "is_mfa": true, "status_detail": "MFA_FAILED"}),
            "correct",
            "none",
            None,
        );
        check(
            json!({"status_id": 2, "status_detail": "USER_DOES_NOT_EXIST"}),
            "wrong",
            "none",
            Some("no"),
        );
    }

    #[test]
    fn each_class_that_we_know_becomes_its_kind() {
        let check = |change: serde_json::Value, expected: Option<&str>| {
            let event = told(&logon(&change)).unwrap();
            assert_eq!(event.map(|event| event.kind.name()), expected, "{change}");
        };
        check(json!({"activity_id": 2}), Some("session.ended"));
        check(json!({"activity_id": 6}), None);
        check(json!({"status_id": 0}), None);
        check(json!({"class_uid": 3001}), Some("account.created"));
        check(json!({"class_uid": 3001, "status_id": 2}), None);
        check(
            json!({"class_uid": 3001, "activity_id": 3}),
            Some("password.changed"),
        );
        check(
            json!({"class_uid": 3001, "activity_id": 10, "auth_factors": [{"factor_type_id": 7}]}),
            Some("factor.enrolled"),
        );
        check(json!({"class_uid": 3001, "activity_id": 10}), None);
        check(
            json!({"class_uid": 3007, "activity_id": 13, "auth_factors": [{"factor_type_id": 9}]}),
            Some("factor.removed"),
        );
        check(
            json!({"class_uid": 3007, "activity_id": 9}),
            Some("password.changed"),
        );
        check(
            json!({"class_uid": 6003, "api": {"operation": "ListOrders"}}),
            Some("session.seen"),
        );
        check(json!({"class_uid": 6003, "session": null}), None);
        check(json!({"class_uid": 1001}), None);
    }

    #[test]
    fn the_one_who_acts_stands_in_for_the_one_it_happens_to() {
        let event = told(&json!({
            "class_uid": 6003, "activity_id": 2, "time": 0, "api": {"operation": "x"},
            "actor": {"user": {"name": "jo"}, "session": {"uid": "ses_9"}},
        }));
        let event = event.unwrap().unwrap();
        assert_eq!(
            (event.account.as_str(), event.session.unwrap().as_str()),
            ("jo", "ses_9")
        );
        assert!(event.key.as_str().starts_with("ocsf-1-"));
    }

    #[test]
    fn what_cannot_be_read_says_why() {
        let check = |ocsf: serde_json::Value, expected: &str| {
            let says = told(&ocsf).unwrap_err();
            assert!(says.contains(expected), "{says}");
        };
        check(
            json!({"class_uid": 3002}),
            "is not an OCSF event: missing field `activity_id`",
        );
        check(logon(&json!({"user": null})), "names no user");
        check(
            logon(&json!({"user": {"uid": ""}})),
            "has a user whose id is empty",
        );
        check(
            logon(&json!({"unmapped": {"safeconduct": {"kind": "x"}}})),
            "is not an event of ours",
        );
    }
}
