//! `policy/growing-waits`: guessing gets nowhere, and never keeps the owner out.

use identity::WaitRule;
use vocabulary::{Factor, Reason, Span, Verdict, catalogue::kinds};

use super::{Control, Finding, ParameterDoc, Situation};
use crate::Armed;

pub(super) static CONTROL: Control = Control {
    binding: "policy/growing-waits",
    says: "Makes whoever guesses wrong wait longer after each try. Strangers share one count for each account, \
           every device of the owner's has its own, and a network from which many accounts are tried waits as a \
           whole: so guessing elsewhere never keeps the owner out on a known device. A passkey or security key \
           never waits.",
    on: &[kinds::SIGN_IN_ATTEMPTED],
    parameters: &[
        ParameterDoc {
            name: "free",
            says: "wrong tries without any wait",
            default: "5",
        },
        ParameterDoc {
            name: "first",
            says: "the first wait; each further failure doubles it",
            default: "2s",
        },
        ParameterDoc {
            name: "most",
            says: "the longest wait",
            default: "15m",
        },
        ParameterDoc {
            name: "network_accounts",
            says: "accounts hit from one network within the hour after which the whole network waits",
            default: "10",
        },
    ],
    when_down: "Without it guessing is free, but a second factor still stands: `allow` where there is one.",
    judge,
};

/// A network is taken for hostile only when its failures outnumber what was let in by this much: a school
/// or an office shares one address among many honest people.
const FAILURES_FOR_EACH_SUCCESS: u32 = 3;

fn judge(situation: &Situation<'_>, armed: &Armed) -> Option<Finding> {
    if matches!(situation.proved(), Some(Factor::Passkey | Factor::SecurityKey)) {
        return None;
    }
    let default = WaitRule::default();
    let rule = WaitRule {
        free: armed.count("free", default.free),
        first: armed.span("first", default.first),
        most: armed.span("most", default.most),
    };
    let streak = situation.facts.account.streak(situation.device.as_ref());
    let wait = streak.wait(rule, situation.now);
    if wait > Span::ZERO {
        let says = format!(
            "There were {} wrong tries in a row. The next one is heard in {}.",
            streak.failures(situation.now),
            wait.in_words()
        );
        return Some(turn_away(Reason::new("too-many-tries", says), wait));
    }
    let network = situation.network.filter(|_| !situation.device_known)?;
    let hostile = network.accounts_hit >= armed.count("network_accounts", 10)
        && network.failures > network.successes.saturating_mul(FAILURES_FOR_EACH_SUCCESS);
    hostile.then(|| {
        let says = format!(
            "{} accounts were tried from this network within the hour.",
            network.accounts_hit
        );
        turn_away(Reason::new("hostile-network", says), rule.most)
    })
}

fn turn_away(reason: Reason, wait: Span) -> Finding {
    Finding {
        wait: Some(wait),
        ..Finding::new(Verdict::Deny, reason)
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{HOME, Story, THIEF, armed};
    use super::*;
    use crate::{NetworkFacts, Policy};

    fn story() -> Story {
        Story::of_a_settled_person(Policy::new(vec![armed(&CONTROL, &[])], vec![]))
    }

    const WRONG: &str = r#"{"password":"wrong"}"#;
    const RIGHT: &str = r#"{"password":"correct"}"#;

    #[test]
    fn hammering_never_locks_the_owner_out() {
        let mut story = story();
        let mut heard = 0;
        for _ in 0..2_000 {
            story.now = story.now + Span::from_seconds(30);
            let judgement = story.tell("sign_in.attempted", THIEF, "t", WRONG).judgement;
            heard += u32::from(judgement.wait.is_none());
        }
        assert!(heard < 90, "{heard} guesses were heard in 17 hours");
        assert_eq!(
            story
                .tell("sign_in.attempted", HOME, "s", RIGHT)
                .judgement
                .verdict,
            Verdict::Allow
        );
        let on_a_new_phone = r#"{"ip":"198.51.100.9","device":"phone"}"#;
        let with_passkey = r#"{"password":"none","proved":"passkey"}"#;
        assert_eq!(
            story
                .tell("sign_in.attempted", on_a_new_phone, "p", with_passkey)
                .judgement
                .verdict,
            Verdict::Allow
        );
    }

    #[test]
    fn a_second_factor_cannot_be_guessed_at_without_waiting_either() {
        let mut story = story();
        let wrong_code = r#"{"password":"correct","failed":"totp"}"#;
        let mut heard = 0;
        for _ in 0..100 {
            let judgement = story.tell("sign_in.attempted", THIEF, "t", wrong_code).judgement;
            assert_eq!(judgement.verdict, Verdict::Deny);
            heard += u32::from(judgement.wait.is_none());
        }
        assert_eq!(heard, 6, "five are free, and the wait begins with the sixth");
    }

    #[test]
    fn a_right_guess_during_a_wait_is_not_heard() {
        let mut story = story();
        (0..9).for_each(|_| drop(story.tell("sign_in.attempted", THIEF, "t", WRONG)));
        let decision = story.tell("sign_in.attempted", THIEF, "t", RIGHT);
        assert_eq!(
            (decision.judgement.verdict, decision.judgement.wait.is_some()),
            (Verdict::Deny, true)
        );
    }

    #[test]
    fn a_network_that_tries_many_accounts_waits_and_its_honest_people_do_not() {
        let check = |network: NetworkFacts, origin: &str, expected: Verdict| {
            let mut story = story();
            story.network = network;
            assert_eq!(
                story
                    .tell("sign_in.attempted", origin, "x", RIGHT)
                    .judgement
                    .verdict,
                expected,
                "{network:?}"
            );
        };
        let stuffing = NetworkFacts {
            failures: 80,
            accounts_hit: 40,
            unknown_names: 20,
            successes: 2,
        };
        check(stuffing, THIEF, Verdict::Deny);
        check(stuffing, HOME, Verdict::Allow);
        check(
            NetworkFacts {
                successes: 60,
                ..stuffing
            },
            THIEF,
            Verdict::Allow,
        );
    }
}
