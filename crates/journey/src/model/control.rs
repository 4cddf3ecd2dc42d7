//! What keeps a promise.

use std::collections::BTreeMap;

use vocabulary::{FactorSet, Span};

use super::{Percent, words};
use crate::source::{Place, Placed, Written};

/// One control, as `controls.yaml` states it.
#[derive(Debug, Clone, PartialEq)]
pub struct Control {
    /// What it does, for people.
    pub does: Placed<String>,
    /// How it works against harm: `type` in the file.
    pub kind: ControlKind,
    /// The factors of which it accepts any one; empty where the file does not say.
    pub accepts: FactorSet,
    /// Codes sent by text message or e-mail that it accepts too. They prove who holds a number or a mailbox, not
    /// who the person is, so they are no factors (NIST SP 800-63B-4, section 3.1.3); J401 speaks of them.
    pub accepts_codes: Vec<Placed<SentCode>>,
    /// Whether it can get in an honest person's way.
    pub stops_user: bool,
    /// What enforces it: `policy/step-up`, `notify/security`, …
    pub enforced_by: Option<Placed<String>>,
    /// The numbers that it works with, by name.
    pub with: BTreeMap<String, Placed<Parameter>>,
    /// Who answers for it.
    pub owner: Option<Placed<String>>,
    /// What must be up for it to work.
    pub rests_on: Vec<Placed<String>>,
    /// What happens when it cannot be asked.
    pub when_down: WhenDown,
    /// How we know that it works: `junit:…`, `drill:…`, `sarif:…`.
    pub proof: Vec<Placed<String>>,
    /// It only records what it would have done.
    pub shadow: bool,
    /// How long the tokens that it issues live.
    pub token: Option<TokenLife>,
    /// Where its name stands.
    pub place: Place,
    /// Where its keys' values are written.
    pub written: Written,
}

/// A code that is sent to a person, by where it is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SentCode {
    /// By text message.
    Sms,
    /// By e-mail.
    Email,
}

/// How a control works against harm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ControlKind {
    /// It keeps the harm from happening.
    Prevent,
    /// It keeps the harm small.
    Limit,
    /// It notices the harm.
    Detect,
    /// It makes the harm good.
    Respond,
}

/// What happens while a control cannot be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum WhenDown {
    /// Nobody passes. What a file does not say is this.
    #[default]
    Refuse,
    /// Everybody passes.
    Allow,
    /// It is done later.
    Queue,
    /// Somebody is called.
    Page,
}

/// A number, word or switch that a control works with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Parameter {
    /// `yes`, `no`, `true` or `false`.
    Flag(bool),
    /// A whole number.
    Number(i64),
    /// A share: `50%`.
    Percent(Percent),
    /// A length of time: `15m`.
    Span(Span),
    /// Anything else.
    Text(String),
}

impl Parameter {
    pub(crate) fn of(text: &str) -> Self {
        match text {
            "yes" | "true" => return Self::Flag(true),
            "no" | "false" => return Self::Flag(false),
            _ => {}
        }
        if let Ok(number) = text.parse() {
            return Self::Number(number);
        }
        if let Ok(percent) = text.parse() {
            return Self::Percent(percent);
        }
        text.parse()
            .map_or_else(|_| Self::Text(text.to_owned()), Self::Span)
    }
}

impl std::fmt::Display for Parameter {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Flag(flag) => out.write_str(if *flag { "yes" } else { "no" }),
            Self::Number(number) => number.fmt(out),
            Self::Percent(percent) => percent.fmt(out),
            Self::Span(span) => span.fmt(out),
            Self::Text(text) => out.write_str(text),
        }
    }
}

/// How long issued tokens live.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TokenLife {
    /// How long one lives when it is not renewed.
    pub life: Option<Span>,
    /// How long one can live however often it is renewed.
    pub max_life: Option<Span>,
    /// What it is bound to, such as `device-key`.
    pub bound_to: Option<String>,
}

words!(SentCode { "sms-code" => Sms, "email-code" => Email });
words!(ControlKind { "prevent" => Prevent, "limit" => Limit, "detect" => Detect, "respond" => Respond });
words!(WhenDown { "refuse" => Refuse, "allow" => Allow, "queue" => Queue, "page" => Page });

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_told_apart_by_their_look() {
        let check = |text: &str, expected: Parameter| assert_eq!(Parameter::of(text), expected, "{text:?}");
        check("5", Parameter::Number(5));
        check("-1", Parameter::Number(-1));
        check("15m", Parameter::Span(Span::from_minutes(15)));
        check("50%", Parameter::Percent(Percent::from_millionths(500_000)));
        check("yes", Parameter::Flag(true));
        check("false", Parameter::Flag(false));
        check("card", Parameter::Text("card".to_owned()));
        check("200%", Parameter::Text("200%".to_owned()));
    }
}
