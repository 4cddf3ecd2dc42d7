//! `policy/unusual`: what is unlike the owner is asked about.

use vocabulary::{Kind, catalogue::kinds};

use super::{Control, Finding, Follow, ParameterDoc, Situation};
use crate::Armed;

pub(super) static CONTROL: Control = Control {
    binding: "policy/unusual",
    says: "Asks for a factor when what is done is unlike what the account usually does: another network, another \
           program, another hour. In a session it also opens an incident, so that charges wait from this first \
           sign on. A score alone never locks anybody out.",
    on: SCORED,
    parameters: &[ParameterDoc {
        name: "threshold",
        says: "the chance, from 0 % to 100 %, that it is not the owner from which on to ask",
        default: "10%",
    }],
    when_down: "Without it a thief with a copied device is not noticed at once: `allow`, where a second factor stands.",
    judge,
};

const SCORED: &[Kind] = &[
    kinds::SIGN_IN_ATTEMPTED,
    kinds::SESSION_SEEN,
    kinds::EFFECT_REQUESTED,
    kinds::ORDER_PLACED,
    kinds::ADDRESS_CHANGED,
    kinds::PASSWORD_CHANGED,
    kinds::TOKEN_CREATED,
    kinds::FACTOR_ENROLLED,
    kinds::FACTOR_REMOVED,
];

/// The chance from which on something is a sign that an incident may have begun, whatever the threshold.
pub(crate) const SIGN: f32 = 0.1;

fn judge(situation: &Situation<'_>, armed: &Armed) -> Option<Finding> {
    let score = situation.score.as_ref()?;
    if score.probability < armed.share("threshold", SIGN) || situation.has_proved(armed.accepts) {
        return None;
    }
    let in_session = situation.session.is_some_and(identity::Session::is_live);
    Some(Finding {
        verdict: situation.challenge(armed.accepts),
        reasons: score.reasons().collect(),
        wait: None,
        follow: if in_session {
            Follow::Suspect
        } else {
            Follow::Nothing
        },
    })
}

#[cfg(test)]
mod tests {
    use super::super::testing::{COPY, HOME, Story, armed};
    use super::*;
    use crate::Policy;

    #[test]
    fn a_thief_with_everything_copied_is_asked_and_the_owner_is_not() {
        let check = |kind: &str, origin: &str, session: &str, fields: &str, expected: (&str, usize)| {
            let mut story = Story::of_a_settled_person(Policy::new(vec![armed(&CONTROL, &[])], vec![]));
            let night = if origin == COPY { 18 } else { 24 };
            story.now = story.now + vocabulary::Span::from_hours(night);
            let decision = story.tell(kind, origin, session, fields);
            let opened = decision
                .events
                .iter()
                .filter(|event| event.kind.name() == "incident.opened")
                .count();
            assert_eq!(
                (decision.judgement.verdict.name(), opened),
                expected,
                "{kind}: {:#?}",
                decision.judgement
            );
        };
        check(
            "sign_in.attempted",
            HOME,
            "n",
            r#"{"password":"correct"}"#,
            ("allow", 0),
        );
        check(
            "sign_in.attempted",
            COPY,
            "n",
            r#"{"password":"correct"}"#,
            ("challenge", 0),
        );
        check("session.seen", HOME, "s29", "{}", ("allow", 0));
        check("session.seen", COPY, "s29", "{}", ("challenge", 1));
        check(
            "address.changed",
            COPY,
            "s29",
            r#"{"channel":"email"}"#,
            ("challenge", 1),
        );
    }

    #[test]
    fn proving_it_settles_the_matter() {
        let mut story = Story::of_a_settled_person(Policy::new(vec![armed(&CONTROL, &[])], vec![]));
        story.now = story.now + vocabulary::Span::from_hours(18);
        story.tell("session.seen", COPY, "s29", "{}");
        let decision = story.tell(
            "challenge.answered",
            COPY,
            "s29",
            r#"{"factor":"passkey","result":"passed"}"#,
        );
        assert!(
            decision
                .events
                .iter()
                .any(|event| event.kind.name() == "incident.cleared")
        );
        assert_eq!(
            story
                .tell("session.seen", COPY, "s29", "{}")
                .judgement
                .verdict
                .name(),
            "allow"
        );
        assert!(story.facts.trouble.incident().is_none());
    }
}
