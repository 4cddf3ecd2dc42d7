//! `policy/hold-charges`: nobody pays for what a thief did.

use vocabulary::{Reason, catalogue::kinds};

use super::{Control, Finding, Follow, Situation};
use crate::Armed;

pub(super) static CONTROL: Control = Control {
    binding: "policy/hold-charges",
    says: "Holds charges, payouts, messages and other effects while there are signs of a takeover, from the first \
           sign on. What the owner does meanwhile on a known device, in a session from before, goes through. Held \
           effects are released when the owner proves it was them.",
    on: &[kinds::EFFECT_REQUESTED],
    parameters: &[],
    when_down: "Without it a thief's charges go through: `refuse`.",
    judge,
};

fn judge(situation: &Situation<'_>, armed: &Armed) -> Option<Finding> {
    if !is_doubtful(situation) || situation.has_proved(armed.accepts) {
        return None;
    }
    let reason = Reason::new(
        "held",
        "Something unusual is going on in this account, so this waits until the owner has confirmed it. Nobody is charged meanwhile.",
    );
    Some(Finding::new(situation.challenge(armed.accepts), reason).then(Follow::Hold))
}

/// Whether an effect may be a thief's: an incident is open or opening, and the request does not come from a
/// known device in a session from before it began.
fn is_doubtful(situation: &Situation<'_>) -> bool {
    if situation.opening.is_some() {
        return true;
    }
    let Some(incident) = situation.facts.trouble.incident() else {
        return false;
    };
    let from_before = situation.session.is_some_and(|session| {
        session.is_live()
            && session.started < incident.began_at
            && Some(&session.id) != incident.session.as_ref()
    });
    !(from_before && situation.device_known)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{COPY, HOME, Story, everything};
    use vocabulary::Span;

    const CHARGE: &str = r#"{"effect":"charge","effect_id":"ch_1","amount":129900,"currency":"EUR"}"#;

    fn kinds_of(decision: &crate::Decision) -> Vec<&'static str> {
        decision.events.iter().map(|event| event.kind.name()).collect()
    }

    #[test]
    fn the_thief_waits_and_the_owner_does_not() {
        let mut story = Story::of_a_settled_person(everything());
        story.tell("sign_in.attempted", HOME, "owner", r#"{"password":"correct"}"#);
        story.now = story.now + Span::from_hours(18);
        let thief = story.tell("effect.requested", COPY, "s29", CHARGE);
        assert_eq!(thief.judgement.verdict.name(), "challenge");
        assert_eq!(
            kinds_of(&thief),
            ["incident.opened", "effect.held", "challenge.asked"]
        );
        let again = story.tell("effect.requested", COPY, "s29", CHARGE);
        assert_eq!(again.judgement.verdict.name(), "challenge");
        let owner = story.tell("effect.requested", HOME, "owner", &CHARGE.replace("ch_1", "ch_2"));
        assert_eq!(owner.judgement.verdict.name(), "allow");
    }

    #[test]
    fn what_was_held_is_released_when_it_was_the_owner() {
        let mut story = Story::of_a_settled_person(everything());
        story.now = story.now + Span::from_hours(18);
        story.tell("effect.requested", COPY, "s29", CHARGE);
        let answer = story.tell(
            "challenge.answered",
            COPY,
            "s29",
            r#"{"factor":"totp","result":"passed"}"#,
        );
        assert_eq!(
            answer.judgement.verdict.name(),
            "deny",
            "only the passkey is enrolled"
        );
        let answer = story.tell(
            "challenge.answered",
            COPY,
            "s29",
            r#"{"factor":"passkey","result":"passed"}"#,
        );
        assert_eq!(kinds_of(&answer), ["incident.cleared", "effect.released"]);
        assert_eq!(story.facts.trouble.held().count(), 0);
    }

    #[test]
    fn the_owner_says_it_was_not_them() {
        let mut story = Story::of_a_settled_person(everything());
        story.now = story.now + Span::from_hours(18);
        story.tell("effect.requested", COPY, "s29", CHARGE);
        let said = story.tell("owner.answered", HOME, "", r#"{"answer":"not-me"}"#);
        assert_eq!(kinds_of(&said), ["incident.confirmed", "session.ended"]);
        assert_eq!(
            story
                .tell("session.seen", COPY, "s29", "{}")
                .judgement
                .verdict
                .name(),
            "deny"
        );
        assert_eq!(story.facts.trouble.held().count(), 1, "the charge stays held");
    }
}
