//! `policy/odd-session`: a copied session is noticed when it is used, and ended.

use vocabulary::{Reason, Verdict};

use super::{Control, Finding, Follow, Situation};
use crate::Armed;
use crate::situation::IN_SESSION;

pub(super) static CONTROL: Control = Control {
    binding: "policy/odd-session",
    says: "Ends a session that is used from another device than the one it was begun on. Asks for a factor, and holds \
           effects meanwhile, when a session is used from elsewhere and with another program at once; and asks when a \
           session turns up that was never seen to begin, on a device that the account has not used.",
    on: IN_SESSION,
    parameters: &[],
    when_down: "Without it a copied session lives until it expires: `allow`, where sessions are short.",
    judge,
};

fn judge(situation: &Situation<'_>, armed: &Armed) -> Option<Finding> {
    situation.event.session.as_ref()?;
    match situation.session {
        Some(session) if session.is_live() && !situation.is_session_device(session) => {
            let reason = Reason::new("other-device", "This session was begun on another device.");
            Some(Finding::new(Verdict::Deny, reason).then(Follow::EndSession))
        }
        Some(session)
            if session.is_elsewhere_with_another_program(&situation.event.from)
                && !situation.has_proved(armed.accepts) =>
        {
            let says = "This session is suddenly used from elsewhere and with another program.";
            let reason = Reason::new("other-place-and-agent", says);
            Some(Finding::new(situation.challenge(armed.accepts), reason).then(Follow::Suspect))
        }
        Some(_) => None,
        None if situation.device_known || situation.facts.account.devices().is_empty() => None,
        None => {
            let reason = Reason::new(
                "unknown-session",
                "We did not see this session begin, and this device is new here.",
            );
            Some(Finding::new(situation.challenge(armed.accepts), reason))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{HOME, PHONE, Story, THIEF, armed};
    use super::*;
    use crate::Policy;

    fn story() -> Story {
        Story::of_a_settled_person(Policy::new(vec![armed(&CONTROL, &[])], vec![]))
    }

    #[test]
    fn a_copied_cookie_ends_the_session_and_nothing_else() {
        let mut story = story();
        story.tell("sign_in.attempted", HOME, "other", r#"{"password":"correct"}"#);
        let decision = story.tell("session.seen", THIEF, "s29", "{}");
        let names: Vec<&str> = decision.events.iter().map(|event| event.kind.name()).collect();
        assert_eq!(decision.judgement.verdict, Verdict::Deny);
        assert_eq!(
            names,
            [
                "session.went_odd",
                "incident.opened",
                "session.ended",
                "access.blocked"
            ]
        );
        assert_eq!(
            story.tell("session.seen", HOME, "s29", "{}").judgement.verdict,
            Verdict::Deny
        );
        assert_eq!(
            story.tell("session.seen", HOME, "other", "{}").judgement.verdict,
            Verdict::Allow
        );
    }

    #[test]
    fn only_the_very_device_goes_on_in_a_session() {
        let check = |origin: &str, session: &str, expected: &str| {
            let decision = story().tell("session.seen", origin, session, "{}");
            assert_eq!(decision.judgement.verdict.name(), expected, "{origin} {session}");
        };
        check(HOME, "s29", "allow");
        check(PHONE, "s29", "deny");
        check(HOME, "never-begun", "allow");
        check(THIEF, "never-begun", "challenge");
        // A platform that sends no device leaves it open.
        check(r#"{"ip":"192.0.2.1"}"#, "s29", "allow");
    }

    #[test]
    fn a_copied_device_is_asked_about_and_a_journey_is_not() {
        let check = |origin: &str, expected: &str| {
            let decision = story().tell("session.seen", origin, "s29", "{}");
            assert_eq!(decision.judgement.verdict.name(), expected, "{origin}");
        };
        check(super::super::testing::COPY, "challenge");
        check(
            r#"{"ip":"203.0.113.9","agent":"Mozilla/5.0 (X11; Linux) Firefox/150.0","device":"laptop"}"#,
            "allow",
        );
        check(
            r#"{"ip":"192.0.2.1","agent":"Mozilla/5.0 (X11; Linux) Chrome/150.0","device":"laptop"}"#,
            "allow",
        );
    }

    #[test]
    fn charges_made_in_a_copied_session_are_held_looking_back() {
        let mut story = story();
        let charge = r#"{"effect":"charge","effect_id":"ch_1","amount":500,"currency":"EUR"}"#;
        story.tell("effect.requested", HOME, "s29", charge);
        story.now = story.now + vocabulary::Span::from_seconds(1);
        let decision = story.tell("session.seen", THIEF, "s29", "{}");
        assert!(
            decision
                .events
                .iter()
                .all(|event| event.kind.name() != "effect.held"),
            "it was made before the first sign"
        );
        let mut story = self::story();
        // Nothing was armed yet when the thief came with the copied device id, and charged.
        let policy = std::mem::take(&mut story.policy);
        story.tell("session.seen", super::super::testing::COPY, "s29", "{}");
        story.tell("effect.requested", super::super::testing::COPY, "s29", charge);
        story.policy = policy;
        let decision = story.tell("session.seen", THIEF, "s29", "{}");
        let held: Vec<_> = decision
            .events
            .iter()
            .filter(|event| event.kind.name() == "effect.held")
            .collect();
        assert_eq!(held.len(), 1);
        assert_eq!(
            (held[0].text("looking_back"), held[0].whole("amount")),
            (Some("yes"), Some(500))
        );
    }
}
