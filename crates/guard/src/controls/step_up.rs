//! `policy/step-up`: a stolen password alone is not enough, and neither is a saved card.

use vocabulary::{Reason, catalogue::kinds};

use super::{Control, Finding, Situation};
use crate::Armed;
use crate::facts::is_wrong;

pub(super) static CONTROL: Control = Control {
    binding: "policy/step-up",
    says: "Asks for a second factor when somebody signs in on a device that the account has not used before, \
           and when a saved card is to pay for something that goes to a new address.",
    on: &[kinds::SIGN_IN_ATTEMPTED, kinds::ORDER_PLACED],
    parameters: &[],
    when_down: "Without it a stolen password is enough: `refuse`.",
    judge,
};

fn judge(situation: &Situation<'_>, armed: &Armed) -> Option<Finding> {
    let reason = match situation.event.kind {
        kinds::SIGN_IN_ATTEMPTED if !is_wrong(situation.event) && !situation.device_known => Reason::new(
            "unknown-device",
            "This device has not been used with this account before.",
        ),
        kinds::ORDER_PLACED if is_saved_card_to_new_address(situation) => Reason::new(
            "new-address",
            "A saved card would pay for something that goes to a new address.",
        ),
        _ => return None,
    };
    if situation.has_proved(armed.accepts) {
        return None;
    }
    Some(Finding::new(situation.challenge(armed.accepts), reason))
}

fn is_saved_card_to_new_address(situation: &Situation<'_>) -> bool {
    let event = situation.event;
    event.text("card") == Some("saved")
        && event.text("address") == Some("new")
        && event.text("confirmed") != Some("yes")
}

#[cfg(test)]
mod tests {
    use super::super::testing::{HOME, PHONE, Story, THIEF, armed};
    use super::*;
    use crate::Policy;

    #[test]
    fn a_password_alone_opens_nothing_on_a_new_device() {
        let check = |origin: &str, fields: &str, expected: &str| {
            let mut story = Story::of_a_settled_person(Policy::new(vec![armed(&CONTROL, &[])], vec![]));
            let decision = story.tell("sign_in.attempted", origin, "new", fields);
            assert_eq!(decision.judgement.verdict.name(), expected, "{origin} {fields}");
        };
        check(HOME, r#"{"password":"correct"}"#, "allow");
        check(PHONE, r#"{"password":"correct"}"#, "challenge");
        check(THIEF, r#"{"password":"correct"}"#, "challenge");
        check(PHONE, r#"{"password":"correct","proved":"passkey"}"#, "allow");
        check(PHONE, r#"{"password":"none","proved":"none"}"#, "challenge");
        // A recovery code is not among what the control accepts.
        check(
            PHONE,
            r#"{"password":"correct","proved":"recovery-code"}"#,
            "challenge",
        );
        check(THIEF, r#"{"password":"wrong"}"#, "deny");
        check("{}", r#"{"password":"correct"}"#, "challenge");
    }

    #[test]
    fn a_saved_card_goes_to_a_new_door_only_when_confirmed() {
        let check = |fields: &str, expected: &str| {
            let mut story = Story::of_a_settled_person(Policy::new(vec![armed(&CONTROL, &[])], vec![]));
            let fields = format!(r#"{{"order_id":"o",{fields}}}"#);
            let decision = story.tell("order.placed", HOME, "s29", &fields);
            assert_eq!(decision.judgement.verdict.name(), expected, "{fields}");
        };
        check(r#""card":"saved","address":"new","confirmed":false"#, "challenge");
        check(r#""card":"saved","address":"new","confirmed":true"#, "allow");
        check(r#""card":"saved","address":"known","confirmed":false"#, "allow");
        check(r#""card":"new","address":"new","confirmed":false"#, "allow");
    }

    #[test]
    fn the_answer_to_the_question_opens_the_door_once() {
        let mut story = Story::of_a_settled_person(Policy::new(vec![armed(&CONTROL, &[])], vec![]));
        story.tell("sign_in.attempted", PHONE, "p1", r#"{"password":"correct"}"#);
        let answer = r#"{"factor":"passkey","result":"passed"}"#;
        assert_eq!(
            story
                .tell("challenge.answered", THIEF, "t1", answer)
                .judgement
                .verdict
                .name(),
            "deny"
        );
        assert_eq!(
            story
                .tell("challenge.answered", PHONE, "p1", answer)
                .judgement
                .verdict
                .name(),
            "allow"
        );
        assert_eq!(
            story
                .tell("challenge.answered", PHONE, "p1", answer)
                .judgement
                .verdict
                .name(),
            "deny"
        );
        assert_eq!(
            story
                .tell("sign_in.attempted", PHONE, "p2", r#"{"password":"correct"}"#)
                .judgement
                .verdict
                .name(),
            "allow"
        );
    }

    #[test]
    fn in_shadow_mode_nobody_is_kept_out_and_a_failed_answer_teaches_nothing() {
        let policy = Policy::new(vec![armed(&CONTROL, &[])], vec![]).in_shadow();
        let mut story = Story::of_a_settled_person(policy);
        let failed = r#"{"factor":"passkey","result":"failed"}"#;
        assert_eq!(
            story
                .tell("challenge.answered", THIEF, "s29", failed)
                .judgement
                .verdict
                .name(),
            "allow"
        );
        let asked = story
            .tell("sign_in.attempted", THIEF, "t", r#"{"password":"correct"}"#)
            .judgement;
        assert_eq!(
            (asked.verdict.name(), asked.shadow.map(vocabulary::Verdict::name)),
            ("allow", Some("challenge"))
        );
        story.tell("session.ended", HOME, "s29", r#"{"because":"signed-out"}"#);
        assert_eq!(
            story
                .tell("session.seen", HOME, "s29", "{}")
                .judgement
                .verdict
                .name(),
            "allow"
        );
    }
}
