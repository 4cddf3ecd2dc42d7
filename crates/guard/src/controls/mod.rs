//! The controls, one file each, as a list of self-describing items.
//!
//! A control looks at a [`Situation`] and says what it finds; it never changes anything. To add one: a file
//! here, a line in [`CATALOGUE`], and what it means in the reference guard.

mod growing_waits;
mod hold_charges;
mod leaked_token;
mod odd_session;
mod step_up;
mod support_open;
mod unusual;

use vocabulary::Kind;

pub use crate::situation::{Finding, Follow, Situation};
pub(crate) use unusual::SIGN;

use crate::Armed;

/// What a control is.
#[derive(Debug)]
pub struct Control {
    /// The name by which journey files bind it: `enforced_by: policy/…`.
    pub binding: &'static str,
    /// What it does, in a sentence or two.
    pub says: &'static str,
    /// The kinds of events that it speaks about.
    pub on: &'static [Kind],
    /// What can be set under `with:`.
    pub parameters: &'static [ParameterDoc],
    /// What its absence means, and which `when_down` suits it.
    pub when_down: &'static str,
    /// Looks and says what it finds; `None` for nothing to say.
    pub judge: fn(&Situation<'_>, &Armed) -> Option<Finding>,
}

/// One parameter of a control.
#[derive(Debug)]
pub struct ParameterDoc {
    /// Its name under `with:`.
    pub name: &'static str,
    /// What it sets.
    pub says: &'static str,
    /// What holds where the file does not say.
    pub default: &'static str,
}

/// All controls, in the order in which they are asked: what turns guessers away comes first, what holds
/// effects comes last, since it depends on what the others found.
pub static CATALOGUE: &[&Control] = &[
    &growing_waits::CONTROL,
    &step_up::CONTROL,
    &odd_session::CONTROL,
    &unusual::CONTROL,
    &hold_charges::CONTROL,
    &support_open::CONTROL,
    &leaked_token::CONTROL,
];

#[cfg(test)]
pub(crate) mod testing {
    //! A policy of one control, and facts made by telling what happened.

    use std::sync::Arc;

    use journey::{Parameter, WhenDown};
    use vocabulary::{Event, FactorSet, Moment, PromiseRef, StepRef};

    use super::{CATALOGUE, Control};
    use crate::{Armed, Decision, Facts, Mode, NetworkFacts, Policy, Serves, decide};

    pub(crate) fn armed(control: &'static Control, with: &[(&str, Parameter)]) -> Armed {
        Armed {
            control,
            id: Arc::from(control.binding),
            accepts: FactorSet::SECOND,
            with: with
                .iter()
                .map(|(name, value)| ((*name).to_owned(), value.clone()))
                .collect(),
            shadow: false,
            when_down: WhenDown::Refuse,
            serves: vec![Serves {
                step: StepRef::new("test", "step"),
                promise: PromiseRef::new("test", "promise"),
                subject: None,
            }],
        }
    }

    pub(crate) fn everything() -> Policy {
        Policy::new(
            CATALOGUE.iter().map(|control| armed(control, &[])).collect(),
            Vec::new(),
        )
    }

    /// A person's story, told event by event to a policy.
    pub(crate) struct Story {
        pub(crate) policy: Policy,
        pub(crate) facts: Facts,
        pub(crate) network: NetworkFacts,
        pub(crate) now: Moment,
        number: u32,
    }

    impl Story {
        /// A person who has come every morning for a month, from home, with one device (`laptop`).
        pub(crate) fn of_a_settled_person(policy: Policy) -> Self {
            let mut story = Self {
                policy: Policy::default(),
                facts: Facts::default(),
                network: NetworkFacts::default(),
                now: Moment::parse("2026-09-01T08:00:00Z").unwrap(),
                number: 0,
            };
            story.tell("factor.enrolled", HOME, "", r#"{"factor":"passkey"}"#);
            for day in 0..30 {
                story.now = Moment::parse("2026-09-01T08:00:00Z").unwrap() + vocabulary::Span::from_days(day);
                story.tell(
                    "sign_in.attempted",
                    HOME,
                    &format!("s{day}"),
                    r#"{"password":"correct"}"#,
                );
            }
            story.policy = policy;
            story
        }

        /// Decides and applies; `origin` is a JSON object.
        pub(crate) fn tell(&mut self, kind: &str, origin: &str, session: &str, fields: &str) -> Decision {
            self.number += 1;
            let session = if session.is_empty() {
                String::new()
            } else {
                format!(r#","session":"{session}""#)
            };
            let json = format!(
                r#"{{"key":"e{}","kind":"{kind}","account":"ada","at":"{}","from":{origin}{session},"fields":{fields}}}"#,
                self.number, self.now
            );
            let event: Event = serde_json::from_str(&json).unwrap();
            let decision = decide(
                &self.policy,
                &self.facts,
                Some(self.network),
                &event,
                Mode::Ask,
                self.now,
            );
            self.facts.apply(&event, Some(&decision.judgement));
            for follows in &decision.events {
                self.facts.apply(follows, None);
            }
            decision
        }
    }

    pub(crate) const HOME: &str =
        r#"{"ip":"192.0.2.1","agent":"Mozilla/5.0 (X11; Linux) Firefox/140.0","device":"laptop"}"#;
    pub(crate) const PHONE: &str = r#"{"ip":"192.0.2.1","agent":"Mozilla/5.0 (Linux; Android 15) Chrome/139.0 Mobile","device":"phone"}"#;
    pub(crate) const THIEF: &str = r#"{"ip":"203.0.113.9","agent":"python-requests/2.32","device":"thief"}"#;
    /// A thief who copied everything from the laptop, and works from elsewhere.
    pub(crate) const COPY: &str = r#"{"ip":"203.0.113.9","agent":"python-requests/2.32","device":"laptop"}"#;
}
