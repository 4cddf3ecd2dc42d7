//! The event catalogue: everything that can happen to an account at a step, each with its fields and an example.
//!
//! One file for each subject, each a list of self-describing items. Reference pages, JSON Schema and the
//! type check of journey files are made from these lists; nothing else says what an event is.

mod account;
mod challenge;
mod effect;
mod exposure;
mod factor;
mod incident;
mod kind;
mod order;
mod promise;
mod session;
mod sign_in;
mod staff;
mod token;
mod users;

pub use kind::Kind;

/// The catalogue's version. It grows by one whenever a kind or field changes its meaning; additions keep it.
pub const VERSION: u32 = 1;

/// What one kind of event is.
#[derive(Debug)]
pub struct EventKind {
    /// `subject.happened`.
    pub name: &'static str,
    /// What it means, in one sentence.
    pub says: &'static str,
    /// Who reports it.
    pub told_by: ToldBy,
    /// What it carries besides what every event has.
    pub fields: &'static [Field],
    /// A whole event, as JSON.
    pub example: &'static str,
    /// Its place in the Open Cybersecurity Schema Framework.
    pub ocsf: Ocsf,
}

/// Who reports an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ToldBy {
    /// The platform reports it, or asks about it.
    Platform,
    /// Safeconduct brings it about while it decides.
    Safeconduct,
    /// Both: the platform where it keeps its own sessions, Safeconduct where it ends them.
    Either,
    /// Nobody: a name for counting people, not events, in `share` measures.
    Population,
}

impl ToldBy {
    /// For reference pages.
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::Platform => "the platform",
            Self::Safeconduct => "Safeconduct",
            Self::Either => "the platform or Safeconduct",
            Self::Population => "nobody: it counts people",
        }
    }
}

/// One field of a kind.
#[derive(Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// What it means, as the rest of a sentence.
    pub says: &'static str,
    /// What values it takes.
    pub kind: FieldType,
    /// Whether an event without it is refused.
    pub required: bool,
}

/// What values a field takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldType {
    /// One of these words.
    Word(&'static [&'static str]),
    /// `true` or `false`; `yes` or `no` in journey files.
    Flag,
    /// Free text of at most 512 bytes.
    Text,
    /// An id of at most 128 bytes.
    Id,
    /// A whole number.
    Whole,
    /// A point in time, RFC 3339.
    Moment,
}

impl FieldType {
    /// What to send, for messages.
    pub fn in_words(self) -> String {
        match self {
            Self::Word(words) => format!("one of: {}", words.join(", ")),
            Self::Flag => "true or false".to_owned(),
            Self::Text => "a text".to_owned(),
            Self::Id => "an id (a text)".to_owned(),
            Self::Whole => "a whole number".to_owned(),
            Self::Moment => "a moment in RFC 3339".to_owned(),
        }
    }
}

/// A class and activity of the Open Cybersecurity Schema Framework (OCSF 1.x).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ocsf {
    /// For example 3002, Authentication.
    pub class_uid: u32,
    /// For example 1, Logon; 99 where OCSF has no name for it.
    pub activity_id: u8,
}

/// What every event has and journey files may compare, besides the kind's own fields.
pub static COMMON: &[Field] = &[
    required("account_id", "the account it happened to", FieldType::Id),
    optional("session_id", "the session it happened in", FieldType::Id),
    optional("device_id", "the device it happened on", FieldType::Id),
    required("at", "when it happened", FieldType::Moment),
];

const KINDS: &[&[&EventKind]] = &[
    sign_in::KINDS,
    challenge::KINDS,
    session::KINDS,
    token::KINDS,
    factor::KINDS,
    account::KINDS,
    effect::KINDS,
    incident::KINDS,
    order::KINDS,
    staff::KINDS,
    exposure::KINDS,
    promise::KINDS,
    users::KINDS,
];

const fn required(name: &'static str, says: &'static str, kind: FieldType) -> Field {
    Field {
        name,
        says,
        kind,
        required: true,
    }
}
const fn optional(name: &'static str, says: &'static str, kind: FieldType) -> Field {
    Field {
        name,
        says,
        kind,
        required: false,
    }
}
const fn ocsf(class_uid: u32, activity_id: u8) -> Ocsf {
    Ocsf {
        class_uid,
        activity_id,
    }
}

/// The kinds that Safeconduct's own rooms speak of.
pub mod kinds {
    use super::Kind;

    macro_rules! kinds {
        ($($name:ident = $subject:ident::$item:ident;)*) => {
            $(
                #[doc = concat!("See the catalogue: [`", stringify!($subject), "`] ", stringify!($item), ".")]
                pub const $name: Kind = Kind::must_be(super::$subject::$item.name);
            )*
        };
    }

    kinds! {
        SIGN_IN_ATTEMPTED = sign_in::ATTEMPTED;
        SIGN_IN_FINISHED = sign_in::FINISHED;
        CHALLENGE_ASKED = challenge::ASKED;
        CHALLENGE_ANSWERED = challenge::ANSWERED;
        CHALLENGE_EXPIRED = challenge::EXPIRED;
        SESSION_STARTED = session::STARTED;
        SESSION_SEEN = session::SEEN;
        SESSION_WENT_ODD = session::WENT_ODD;
        SESSION_ENDED = session::ENDED;
        FACTOR_ENROLLED = factor::ENROLLED;
        FACTOR_REMOVED = factor::REMOVED;
        FACTOR_DISABLED = factor::DISABLED;
        FACTOR_RENAMED = factor::RENAMED;
        FACTOR_WENT_ODD = factor::WENT_ODD;
        ENROLMENT_REQUIRED = factor::REQUIRED;
        ACCOUNT_CREATED = account::CREATED;
        ADDRESS_CHANGED = account::ADDRESS_CHANGED;
        PASSWORD_CHANGED = account::PASSWORD_CHANGED;
        PASSWORD_BREACHED = exposure::PASSWORD_BREACHED;
        CHANGE_OBJECTED = account::CHANGE_OBJECTED;
        RECOVERY_ASKED = account::RECOVERY_ASKED;
        RECOVERY_PROVED = account::RECOVERY_PROVED;
        RECOVERY_VETOED = account::RECOVERY_VETOED;
        RECOVERY_LAPSED = account::RECOVERY_LAPSED;
        RECOVERY_APPLIED = account::RECOVERY_APPLIED;
        ACCOUNT_ERASED = account::ERASED;
        ACCESS_BLOCKED = account::BLOCKED;
        ACCESS_RESTORED = account::RESTORED;
        EFFECT_REQUESTED = effect::REQUESTED;
        EFFECT_HELD = effect::HELD;
        EFFECT_RELEASED = effect::RELEASED;
        INCIDENT_OPENED = incident::OPENED;
        INCIDENT_CONFIRMED = incident::CONFIRMED;
        INCIDENT_CLEARED = incident::CLEARED;
        OWNER_ANSWERED = incident::OWNER_ANSWERED;
        ORDER_PLACED = order::PLACED;
        TOKEN_CREATED = token::CREATED;
        TOKEN_USED = token::USED;
        TOKEN_ROTATED = token::ROTATED;
        TOKEN_REVOKED = token::REVOKED;
        TOKEN_REFUSED = token::REFUSED;
        TOKEN_LEAKED = token::LEAKED;
        PROMISE_MISSED = promise::MISSED;
        ACCOUNT_OPENED_BY_STAFF = staff::ACCOUNT_OPENED;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_found_and_stands_once() {
        let names: Vec<&str> = Kind::all().map(Kind::name).collect();
        for name in &names {
            assert_eq!(Kind::named(name).map(Kind::name), Some(*name));
            assert_eq!(names.iter().filter(|other| *other == name).count(), 1, "{name}");
        }
        assert!(names.len() > 30);
        assert!(Kind::named("sign_in").is_none() && Kind::named("").is_none());
    }

    #[test]
    fn every_sentence_is_one() {
        for kind in Kind::all() {
            assert!(kind.says().ends_with('.'), "{}", kind.name());
            for field in kind.fields() {
                assert!(
                    !field.says.ends_with('.') && !field.says.is_empty(),
                    "{}.{}",
                    kind.name(),
                    field.name
                );
            }
        }
    }

    #[test]
    fn every_kind_has_a_place_in_ocsf() {
        let schema = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../../../shared/standards/ocsf/schema"
        );
        if !std::path::Path::new(schema).exists() {
            eprintln!("skipped: the OCSF schema is not beside this checkout");
            return;
        }
        let categories: serde_json::Value = read(&format!("{schema}/categories.json"));
        let mut classes = std::collections::HashMap::new();
        for (name, category) in categories["attributes"].as_object().unwrap() {
            let Ok(folder) = std::fs::read_dir(format!("{schema}/events/{name}")) else {
                continue;
            };
            for file in folder {
                let class = read(file.unwrap().path().to_str().unwrap());
                let Some(uid) = class["uid"].as_u64() else {
                    continue;
                };
                classes.insert(category["uid"].as_u64().unwrap() * 1000 + uid, class);
            }
        }
        for kind in Kind::all().filter(|kind| !kind.is_population()) {
            let Ocsf {
                class_uid,
                activity_id,
            } = kind.ocsf();
            let class = classes
                .get(&u64::from(class_uid))
                .unwrap_or_else(|| panic!("{}: no class {class_uid}", kind.name()));
            let named = &class["attributes"]["activity_id"]["enum"][activity_id.to_string()];
            let inherited =
                class["attributes"]["activity_id"]["enum"].is_null() || class["extends"] == "finding";
            assert!(
                activity_id == 99 || named.is_object() || inherited,
                "{}: class {class_uid} has no activity {activity_id}",
                kind.name()
            );
        }
    }

    fn read(path: &str) -> serde_json::Value {
        serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
    }
}
