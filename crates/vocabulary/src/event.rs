//! One thing that happened to one account.

use std::net::IpAddr;
use std::sync::Arc;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use smallvec::SmallVec;

use crate::{
    AccountId, DeviceId, EventKey, Field, FieldType, Kind, Mark, Moment, Network, SessionId, StepRef,
};

/// One event, checked against the catalogue: every field is one that its kind has, with a value of its type.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// The reporter's key; the same key twice is the same event.
    pub key: EventKey,
    /// What happened.
    pub kind: Kind,
    /// Whom it happened to.
    pub account: AccountId,
    /// When.
    pub at: Moment,
    /// The journey step at which it happened, where the reporter says so.
    pub step: Option<StepRef>,
    /// From where and with what.
    pub from: Origin,
    /// In which session.
    pub session: Option<SessionId>,
    /// What else the kind records.
    pub fields: Fields,
    /// Real, a drill, or simulated.
    pub mark: Mark,
}

/// From where and with what a request came. Every part may be unknown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Origin {
    /// The address.
    pub ip: Option<IpAddr>,
    /// The user agent, as sent.
    pub agent: Option<Arc<str>>,
    /// The device, as the platform recognises it again.
    pub device: Option<DeviceId>,
}

impl Origin {
    /// The network of the address.
    pub fn network(&self) -> Option<Network> {
        self.ip.map(Network::of)
    }
}

/// A field's value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// One of the field's words; `yes` or `no` for a flag.
    Word(&'static str),
    /// Free text or an id.
    Text(Arc<str>),
    /// A whole number; money is in the currency's smallest unit.
    Whole(i64),
    /// A point in time.
    Moment(Moment),
}

/// A value looked at, wherever it stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ValueRef<'a> {
    /// A word or a text.
    Text(&'a str),
    /// A whole number.
    Whole(i64),
    /// A point in time.
    Moment(Moment),
}

impl Value {
    /// Looks at the value.
    pub fn as_ref(&self) -> ValueRef<'_> {
        match self {
            Self::Word(word) => ValueRef::Text(word),
            Self::Text(text) => ValueRef::Text(text),
            Self::Whole(number) => ValueRef::Whole(*number),
            Self::Moment(moment) => ValueRef::Moment(*moment),
        }
    }
}

/// The fields of one event, in the order of its kind's catalogue entry.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Fields(SmallVec<[(&'static Field, Value); 6]>);

impl Fields {
    /// Whether the event carries none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
    /// Name and value of each field that the event carries.
    pub fn iter(&self) -> impl Iterator<Item = (&'static Field, &Value)> {
        self.0.iter().map(|(field, value)| (*field, value))
    }
    /// The value of a field.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0
            .iter()
            .find(|(field, _)| field.name == name)
            .map(|(_, value)| value)
    }
    pub(crate) fn push(&mut self, field: &'static Field, value: Value) {
        self.0.push((field, value));
    }
}

impl Event {
    /// An event that nobody's request brought about: no origin, no session, no step.
    pub fn of_itself(key: EventKey, kind: Kind, account: AccountId, at: Moment, mark: Mark) -> Self {
        let (step, from, session, fields) = (None, Origin::default(), None, Fields::default());
        Self {
            key,
            kind,
            account,
            at,
            step,
            from,
            session,
            fields,
            mark,
        }
    }

    /// The `ordinal`th event that Safeconduct itself brings about because of another: it shares account,
    /// origin, session, step and mark with its cause, and its key is the cause's with the ordinal behind it.
    pub fn caused_by(cause: &Self, ordinal: usize, kind: Kind, at: Moment) -> Self {
        let key = format!("{}#{ordinal}", cause.key);
        // Where a cause's key is already as long as a key may be, its own beginning makes room.
        let mut from = key.len().saturating_sub(crate::limits::MAX_ID_BYTES);
        while !key.is_char_boundary(from) {
            from += 1;
        }
        let tail = key.get(from..).unwrap_or_default().trim_start();
        Self {
            key: EventKey::new(tail).unwrap_or_else(|_| cause.key.clone()),
            kind,
            account: cause.account.clone(),
            at,
            step: cause.step.clone(),
            from: cause.from.clone(),
            session: cause.session.clone(),
            fields: Fields::default(),
            mark: cause.mark,
        }
    }

    /// The same event with one more field. A field or word that the catalogue does not know is left out in
    /// release builds and stops a test, since only our own code calls this.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        let Some(field) = self.kind.field(name) else {
            debug_assert!(false, "`{}` has no field `{name}`", self.kind.name());
            return self;
        };
        let value = match (field.kind, value.into()) {
            (FieldType::Word(words), Value::Text(text)) => words
                .iter()
                .find(|word| **word == text.as_ref())
                .map(|word| Value::Word(word)),
            (FieldType::Flag, Value::Text(text)) => ["no", "yes"]
                .into_iter()
                .find(|word| *word == &*text)
                .map(Value::Word),
            (FieldType::Text | FieldType::Id, value @ Value::Text(_))
            | (FieldType::Whole, value @ Value::Whole(_))
            | (FieldType::Moment, value @ Value::Moment(_)) => Some(value),
            _ => None,
        };
        debug_assert!(
            value.is_some(),
            "the value does not fit `{}` of `{}`",
            name,
            self.kind.name()
        );
        if let Some(value) = value {
            self.fields.push(field, value);
        }
        self
    }

    /// The word in a field of words, or the text in a text field.
    pub fn text(&self, name: &str) -> Option<&str> {
        match self.fields.get(name)?.as_ref() {
            ValueRef::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The number in a field.
    pub fn whole(&self, name: &str) -> Option<i64> {
        match self.fields.get(name)?.as_ref() {
            ValueRef::Whole(number) => Some(number),
            _ => None,
        }
    }

    /// The moment in a field.
    pub fn moment(&self, name: &str) -> Option<Moment> {
        match self.fields.get(name)?.as_ref() {
            ValueRef::Moment(moment) => Some(moment),
            _ => None,
        }
    }

    /// Reads a field for a journey's comparison: the kind's own fields first, then what every event has
    /// (see [`crate::catalogue::COMMON`]).
    pub fn read(&self, name: &str) -> Option<ValueRef<'_>> {
        if let Some(value) = self.fields.get(name) {
            return Some(value.as_ref());
        }
        match name {
            "account_id" => Some(ValueRef::Text(self.account.as_str())),
            "session_id" => self.session.as_ref().map(|id| ValueRef::Text(id.as_str())),
            "device_id" => self.from.device.as_ref().map(|id| ValueRef::Text(id.as_str())),
            "at" => Some(ValueRef::Moment(self.at)),
            _ => None,
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(Arc::from(text))
    }
}
impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(Arc::from(text))
    }
}
impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Whole(number)
    }
}
impl From<Moment> for Value {
    fn from(moment: Moment) -> Self {
        Self::Moment(moment)
    }
}
impl From<bool> for Value {
    fn from(flag: bool) -> Self {
        Self::from(if flag { "yes" } else { "no" })
    }
}

impl Serialize for Event {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("key", self.key.as_str())?;
        map.serialize_entry("kind", self.kind.name())?;
        map.serialize_entry("account", self.account.as_str())?;
        map.serialize_entry("at", &self.at)?;
        if let Some(step) = &self.step {
            map.serialize_entry("step", step.as_str())?;
        }
        if self.from != Origin::default() {
            map.serialize_entry("from", &self.from)?;
        }
        if let Some(session) = &self.session {
            map.serialize_entry("session", session.as_str())?;
        }
        if !self.fields.is_empty() {
            map.serialize_entry("fields", &self.fields)?;
        }
        if !self.mark.is_real() {
            map.serialize_entry("mark", &self.mark)?;
        }
        map.end()
    }
}

impl Serialize for Origin {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        if let Some(ip) = &self.ip {
            map.serialize_entry("ip", ip)?;
        }
        if let Some(agent) = &self.agent {
            map.serialize_entry("agent", agent)?;
        }
        if let Some(device) = &self.device {
            map.serialize_entry("device", device.as_str())?;
        }
        map.end()
    }
}

impl Serialize for Fields {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (field, value) in self.iter() {
            map.serialize_key(field.name)?;
            match (field.kind, value) {
                (FieldType::Flag, Value::Word(word)) => map.serialize_value(&(*word == "yes"))?,
                (_, Value::Word(word)) => map.serialize_value(word)?,
                (_, Value::Text(text)) => map.serialize_value(text)?,
                (_, Value::Whole(number)) => map.serialize_value(number)?,
                (_, Value::Moment(moment)) => map.serialize_value(moment)?,
            }
        }
        map.end()
    }
}
