//! Our events become OCSF events.

use serde_json::{Map, Value, json};
use vocabulary::{Event, Kind, Mark};

use super::{OCSF_VERSION, UNMAPPED, class, factor};

/// One event as OCSF, with every attribute that its class requires. What OCSF has no words for stands, with
/// the rest, under `unmapped.safeconduct`: our own form of the same event, from which it can be read back.
///
/// Severity is 1 (informational) for what people do, 2 (low) where somebody was kept out or something failed,
/// 4 (high) where signs of a takeover were found. Drills and simulations say so in `metadata.labels`.
pub fn to_ocsf(event: &Event) -> Value {
    let place = event.kind.ocsf();
    let activity = u32::from(place.activity_id);
    let mut out = Map::new();
    let mut put = |name: &str, value: Value| {
        out.insert(name.to_owned(), value);
    };
    put("class_uid", place.class_uid.into());
    put("category_uid", (place.class_uid / 1_000).into());
    put("activity_id", activity.into());
    put(
        "type_uid",
        (u64::from(place.class_uid) * 100 + u64::from(activity)).into(),
    );
    put("time", event.at.as_millis().into());
    put("severity_id", severity(event).into());
    put("message", event.kind.says().into());
    put("metadata", metadata(event));
    if activity == 99 {
        // OCSF asks for the source's own word where it has none.
        put("activity_name", event.kind.name().into());
    }
    for (name, value) in origin(event) {
        put(name, value);
    }
    for (name, value) in of_class(event) {
        put(name, value);
    }
    put("unmapped", json!({ UNMAPPED: event }));
    Value::Object(out)
}

fn metadata(event: &Event) -> Value {
    let mut metadata = json!({
        "version": OCSF_VERSION,
        "uid": event.key.as_str(),
        "event_code": event.kind.name(),
        "product": {"name": "Safeconduct", "vendor_name": "Safeconduct", "version": env!("CARGO_PKG_VERSION")},
    });
    let label = match event.mark {
        Mark::Real => None,
        Mark::Drill => Some("drill"),
        Mark::Simulated => Some("simulated"),
    };
    if let (Some(label), Some(fields)) = (label, metadata.as_object_mut()) {
        fields.insert("labels".to_owned(), json!([label]));
    }
    if event.from.device.is_some()
        && let Some(fields) = metadata.as_object_mut()
    {
        // `device` comes into every class by this profile.
        fields.insert("profiles".to_owned(), json!(["host"]));
    }
    metadata
}

/// From where and with what, in the places that every class of ours has.
fn origin(event: &Event) -> Vec<(&'static str, Value)> {
    let mut parts = Vec::new();
    // Findings are made by a machine and have no origin of their own.
    let found = event.kind.ocsf().class_uid < 3_000;
    if let Some(ip) = event.from.ip.filter(|_| !found) {
        parts.push(("src_endpoint", json!({ "ip": ip })));
    }
    if let Some(agent) = event.from.agent.as_ref().filter(|_| !found) {
        parts.push(("http_request", json!({ "user_agent": agent })));
    }
    if let Some(device) = event.from.device.as_ref() {
        parts.push(("device", json!({ "uid": device.as_str(), "type_id": 0 })));
    }
    parts
}

fn severity(event: &Event) -> u8 {
    const INFORMATIONAL: u8 = 1;
    const LOW: u8 = 2;
    const HIGH: u8 = 4;
    match event.kind.ocsf().class_uid {
        class::DETECTION_FINDING | class::INCIDENT_FINDING => HIGH,
        _ if went(event) == Some(false) => LOW,
        _ => INFORMATIONAL,
    }
}

/// Whether it went well, for those kinds of which that can be said.
fn went(event: &Event) -> Option<bool> {
    match event.kind.name() {
        "sign_in.attempted" if event.text("let_in").is_some() => Some(event.text("let_in") == Some("yes")),
        // A right password is a success of the password, whatever was decided then.
        "sign_in.attempted" => match (event.text("password")?, event.text("proved")) {
            ("correct", _) => Some(true),
            ("wrong", _) => Some(false),
            (_, proved) => Some(!matches!(proved, None | Some("none"))),
        },
        "sign_in.finished" => Some(event.text("outcome")? == "allowed"),
        "challenge.answered" => Some(event.text("result")? == "passed"),
        "access.blocked" => Some(false),
        "session.ended" | "session.started" | "access.restored" | "account.created" | "password.changed"
        | "address.changed" | "factor.enrolled" | "factor.removed" | "recovery.applied" => Some(true),
        _ => None,
    }
}

/// What the event's class requires besides, and where it keeps what we know.
fn of_class(event: &Event) -> Vec<(&'static str, Value)> {
    let user = json!({ "uid": event.account.as_str(), "type_id": 1 });
    let mut parts = Vec::new();
    let class_uid = event.kind.ocsf().class_uid;
    if class_uid >= 3_000
        && let Some(went) = went(event)
    {
        parts.push(("status_id", if went { 1 } else { 2 }.into()));
        parts.push(("status", if went { "Success" } else { "Failure" }.into()));
    }
    match class_uid {
        class::AUTHENTICATION => {
            parts.push(("user", user));
            parts.push(("service", json!({ "name": "sign-in" })));
            parts.extend(session(event).map(|session| ("session", session)));
            parts.extend(factors(event));
            if event.text("account_exists") == Some("no") {
                parts.push(("status_detail", "USER_DOES_NOT_EXIST".into()));
            }
        }
        class::ACCOUNT_CHANGE => {
            parts.push(("user", user));
            parts.extend(factors(event));
        }
        class::AUTHORIZE_SESSION => {
            parts.push(("user", user));
            parts.push(("privileges", json!(["account"])));
            parts.extend(session(event).map(|session| ("session", session)));
        }
        class::DETECTION_FINDING => {
            parts.push(("finding_info", finding(event)));
            parts.push(("status_id", 1.into()));
        }
        class::INCIDENT_FINDING => {
            parts.push(("finding_info_list", json!([finding(event)])));
            parts.push(("assignee_group", json!({ "name": "account safety" })));
            parts.push(("status_id", incident_status(event.kind).into()));
        }
        _ => parts.extend(of_activity(event, &user)),
    }
    parts
}

/// API and entity activity: somebody did something through an interface.
fn of_activity(event: &Event, user: &Value) -> Vec<(&'static str, Value)> {
    let mut parts = Vec::new();
    if event.kind.ocsf().class_uid == class::API_ACTIVITY {
        let mut actor = json!({ "user": user });
        if let (Some(session), Some(fields)) = (session(event), actor.as_object_mut()) {
            fields.insert("session".to_owned(), session);
        }
        let operation = event.text("doing").or_else(|| event.text("effect"));
        parts.push(("actor", actor));
        parts.push((
            "api",
            json!({ "operation": operation.unwrap_or(event.kind.name()) }),
        ));
        if event.from.ip.is_none() {
            // Required, and one of its attributes too: an address that nobody knows has a name at least.
            parts.push(("src_endpoint", json!({ "name": "unknown" })));
        }
    } else {
        let token = event.text("token_id").unwrap_or(event.kind.name());
        parts.push(("entity", json!({ "uid": token, "type": "API token" })));
        parts.push(("actor", json!({ "user": user })));
    }
    parts
}

fn session(event: &Event) -> Option<Value> {
    event
        .session
        .as_ref()
        .map(|session| json!({ "uid": session.as_str() }))
}

fn factors(event: &Event) -> Vec<(&'static str, Value)> {
    let one = |name: &str| {
        let (id, caption) = factor::to_ocsf(name);
        json!({ "factor_type_id": id, "factor_type": caption })
    };
    let mut listed = Vec::new();
    if matches!(event.text("password"), Some("correct" | "wrong")) {
        listed.push(json!({ "factor_type_id": factor::PASSWORD, "factor_type": "Password" }));
    }
    let proved = event.text("proved").filter(|proved| *proved != "none");
    listed.extend(proved.or_else(|| event.text("factor")).map(one));
    if listed.is_empty() {
        return Vec::new();
    }
    let several = listed.len() > 1;
    let mut parts = vec![("auth_factors", Value::Array(listed))];
    if event.kind.ocsf().class_uid == class::AUTHENTICATION {
        parts.push(("is_mfa", several.into()));
    }
    parts
}

fn finding(event: &Event) -> Value {
    let uid = event.text("incident_id").unwrap_or(event.key.as_str());
    json!({ "uid": uid, "title": event.kind.name(), "desc": event.kind.says() })
}

/// OCSF's states of an incident: 1 new, 2 in progress, 4 resolved, 5 closed.
fn incident_status(kind: Kind) -> u8 {
    match kind.name() {
        "incident.opened" => 1,
        "incident.cleared" => 5,
        _ => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::super::OcsfReader;
    use super::*;
    use vocabulary::ToldBy;

    fn read_back(ocsf: &Value) -> Vec<Event> {
        let mut events = Vec::new();
        let refused = OcsfReader::default().line(1, ocsf.to_string().as_bytes(), &mut events);
        assert!(refused.is_empty(), "{refused:?}");
        events
    }

    #[test]
    fn what_a_platform_tells_is_read_back_whole() {
        for kind in Kind::all().filter(|kind| !kind.is_population()) {
            let event: Event = serde_json::from_str(kind.example()).unwrap();
            let expected = match kind.told_by() {
                ToldBy::Platform | ToldBy::Either => vec![event.clone()],
                ToldBy::Safeconduct | ToldBy::Population => Vec::new(),
            };
            assert_eq!(read_back(&to_ocsf(&event)), expected, "{kind}");
        }
    }

    #[test]
    fn a_sign_in_is_read_back_by_its_meaning_alone() {
        let check = |fields: &str| {
            let json = format!(
                r#"{{"key":"si-1","kind":"sign_in.attempted","account":"acc_42","at":"2026-11-21T09:30:00Z",
                "from":{{"ip":"2001:db8::7","agent":"Firefox","device":"dev_7"}},"session":"ses_1","fields":{fields}}}"#
            );
            let event: Event = serde_json::from_str(&json).unwrap();
            let mut ocsf = to_ocsf(&event);
            ocsf["unmapped"] = json!({});
            assert_eq!(read_back(&ocsf), vec![event], "{ocsf}");
        };
        check(r#"{"password":"correct","proved":"none","let_in":true}"#);
        check(r#"{"password":"correct","proved":"totp","let_in":true}"#);
        check(r#"{"password":"none","proved":"passkey","let_in":true}"#);
        check(r#"{"password":"wrong","proved":"none","let_in":false,"account_exists":"no"}"#);
    }

    #[test]
    fn what_did_not_happen_to_a_person_says_so() {
        let mut event: Event = serde_json::from_str(Kind::named("session.seen").unwrap().example()).unwrap();
        assert!(to_ocsf(&event)["metadata"].get("labels").is_none());
        event.mark = Mark::Simulated;
        assert_eq!(to_ocsf(&event)["metadata"]["labels"], json!(["simulated"]));
    }
}
