//! Which events a measure speaks of: `sign_in.finished where password = correct and device = new`.
//!
//! A selector is a kind of the event catalogue and a condition on its fields: comparisons joined by `and`
//! and `or` (`and` binds tighter; parentheses group). It is type-checked when it is read, so that a measure
//! can never ask for what no event carries. It is not a programming language: there is nothing to call and
//! nothing to compute.

mod error;
mod lex;
mod parse;
mod print;

use vocabulary::{Event, Field, Kind, Moment, ValueRef};

pub use error::{SelectorError, Trouble};

/// A kind of event and a condition on its fields.
#[derive(Debug, Clone, PartialEq)]
pub struct Selector {
    /// The kind.
    pub kind: Kind,
    /// The condition; [`Condition::Always`] where the text names only a kind.
    pub condition: Condition,
}

/// What must hold of an event.
#[derive(Debug, Clone, PartialEq)]
pub enum Condition {
    /// Nothing: every event of the kind will do.
    Always,
    /// One comparison.
    Compare(Comparison),
    /// All of these, of which there are at least two.
    All(Vec<Condition>),
    /// At least one of these, of which there are at least two.
    Any(Vec<Condition>),
}

/// One comparison of a field.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// The field.
    pub field: &'static Field,
    /// What is asked of its value.
    pub test: Test,
}

/// What is asked of a value.
#[derive(Debug, Clone, PartialEq)]
pub enum Test {
    /// How it compares with another.
    Is(Op, Operand),
    /// Whether it is one of several.
    In(Vec<Operand>),
}

/// How two values compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Op {
    /// `=`
    Equal,
    /// `!=`
    Differs,
    /// `<`
    Below,
    /// `<=`
    AtMost,
    /// `>`
    Above,
    /// `>=`
    AtLeast,
}

/// What a field is compared with.
#[derive(Debug, Clone, PartialEq)]
pub enum Operand {
    /// One of the field's words; `yes` or `no` for a flag.
    Word(&'static str),
    /// A text.
    Text(String),
    /// A whole number.
    Whole(i64),
    /// A point in time.
    Moment(Moment),
    /// Another field of the same event.
    Field(&'static Field),
}

impl Selector {
    /// Reads a selector and checks it against the event catalogue.
    pub fn parse(text: &str) -> Result<Self, SelectorError> {
        parse::selector(text)
    }

    /// Whether the event is one of those meant. `None` where the event is of the kind but lacks a field on
    /// which the answer depends.
    pub fn holds(&self, event: &Event) -> Option<bool> {
        if event.kind == self.kind {
            self.condition.holds(event)
        } else {
            Some(false)
        }
    }
}

impl Condition {
    /// Reads a condition on events of a kind and checks it against the event catalogue.
    pub fn parse(text: &str, kind: Kind) -> Result<Self, SelectorError> {
        parse::condition(text, kind)
    }

    /// Whether the condition holds of the event. `None` (undecided) where the answer depends on a field that
    /// the event lacks: `and` is false as soon as one side is, `or` true as soon as one side is, whatever the
    /// other would say (Kleene's strong three-valued logic).
    pub fn holds(&self, event: &Event) -> Option<bool> {
        match self {
            Self::Always => Some(true),
            Self::Compare(comparison) => comparison.holds(event),
            Self::All(parts) => settle(parts, event, false),
            Self::Any(parts) => settle(parts, event, true),
        }
    }
}

/// The answer `decisive` from one part decides for all; without it, one undecided part leaves all undecided.
fn settle(parts: &[Condition], event: &Event, decisive: bool) -> Option<bool> {
    let mut answer = Some(!decisive);
    for part in parts {
        match part.holds(event) {
            Some(said) if said == decisive => return Some(decisive),
            Some(_) => {}
            None => answer = None,
        }
    }
    answer
}

impl Comparison {
    fn holds(&self, event: &Event) -> Option<bool> {
        let value = event.read(self.field.name)?;
        match &self.test {
            Test::Is(op, operand) => Some(op.holds(value, operand.value(event)?)),
            Test::In(operands) => {
                let mut answer = Some(false);
                for operand in operands {
                    match operand.value(event) {
                        Some(other) if Op::Equal.holds(value, other) => return Some(true),
                        Some(_) => {}
                        None => answer = None,
                    }
                }
                answer
            }
        }
    }
}

impl Operand {
    fn value<'a>(&'a self, event: &'a Event) -> Option<ValueRef<'a>> {
        match self {
            Self::Word(word) => Some(ValueRef::Text(word)),
            Self::Text(text) => Some(ValueRef::Text(text)),
            Self::Whole(number) => Some(ValueRef::Whole(*number)),
            Self::Moment(moment) => Some(ValueRef::Moment(*moment)),
            Self::Field(field) => event.read(field.name),
        }
    }
}

impl Op {
    /// Every operator as it is written.
    pub(crate) const ALL: [(&'static str, Self); 6] = [
        ("=", Self::Equal),
        ("!=", Self::Differs),
        ("<", Self::Below),
        ("<=", Self::AtMost),
        (">", Self::Above),
        (">=", Self::AtLeast),
    ];

    /// Whether it asks which of two is larger.
    const fn orders(self) -> bool {
        !matches!(self, Self::Equal | Self::Differs)
    }

    fn holds(self, left: ValueRef<'_>, right: ValueRef<'_>) -> bool {
        let order = match (left, right) {
            (ValueRef::Text(left), ValueRef::Text(right)) => left.cmp(right),
            (ValueRef::Whole(left), ValueRef::Whole(right)) => left.cmp(&right),
            (ValueRef::Moment(left), ValueRef::Moment(right)) => left.cmp(&right),
            // The type check lets no such comparison in; values that cannot be compared differ.
            _ => return self == Self::Differs,
        };
        match self {
            Self::Equal => order.is_eq(),
            Self::Differs => order.is_ne(),
            Self::Below => order.is_lt(),
            Self::AtMost => order.is_le(),
            Self::Above => order.is_gt(),
            Self::AtLeast => order.is_ge(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(json: &str) -> Event {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn a_condition_holds_fails_or_stays_undecided() {
        let paid = event(
            r#"{"key":"k","kind":"order.paid","account":"a","at":"2026-11-21T09:30:00Z",
                "fields":{"order_id":"o","captures":1,"amount":500,"shown_amount":500}}"#,
        );
        let asked = event(
            r#"{"key":"k","kind":"effect.requested","account":"a","at":"2026-11-21T09:30:00Z","session":"s",
                "fields":{"effect":"charge","effect_id":"e"}}"#,
        );
        let check = |event: &Event, text: &str, expected: Option<bool>| {
            let condition =
                Condition::parse(text, event.kind).unwrap_or_else(|error| panic!("{text}: {error}"));
            assert_eq!(condition.holds(event), expected, "{text}");
        };
        check(&paid, "captures = 1 and amount = shown_amount", Some(true));
        check(&paid, "captures != 1 or amount < shown_amount", Some(false));
        check(
            &paid,
            "amount >= 500 and amount <= 500 and amount > -1",
            Some(true),
        );
        check(&paid, "captures in [0, 2]", Some(false));
        check(&paid, "captures in [0, captures]", Some(true));
        check(&paid, "order_id = o and account_id = \"a\"", Some(true));
        check(&paid, "at < \"2026-11-21T09:30:00.001Z\"", Some(true));
        // `amount` is absent: undecided, unless the rest decides.
        check(&asked, "amount > 100", None);
        check(&asked, "amount > 100 and effect = payout", Some(false));
        check(&asked, "amount > 100 and effect = charge", None);
        check(&asked, "amount > 100 or effect = charge", Some(true));
        check(&asked, "amount > 100 or effect = payout", None);
        check(
            &asked,
            "effect in [charge, payout] and session_id = s",
            Some(true),
        );
        check(&asked, "device_id = d", None);
    }

    #[test]
    fn a_selector_speaks_only_of_its_kind() {
        let seen = event(Kind::named("session.seen").unwrap().example());
        let check = |text: &str, expected: Option<bool>| {
            assert_eq!(Selector::parse(text).unwrap().holds(&seen), expected, "{text}");
        };
        check("session.seen", Some(true));
        check("session.ended", Some(false));
        check("session.seen where doing = view-orders", Some(true));
    }
}
