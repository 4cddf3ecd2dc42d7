//! Which entries are worth a line on the home page. On a calm day most of the log says that people came and
//! were let in; those lines would bury the one that matters.

use vocabulary::catalogue::kinds;
use vocabulary::{Record, Verdict};

/// Whether somebody who watches wants to see this.
pub(super) fn is_notable(record: &Record) -> bool {
    let event = &record.event;
    let is = |field, word| event.text(field) == Some(word);
    if let Some(judgement) = &record.judgement
        && (judgement.verdict != Verdict::Allow || judgement.shadow.is_some())
    {
        return true;
    }
    match event.kind {
        // What is allowed here is everyday; what follows a refusal is already told by the refusal itself.
        kinds::SIGN_IN_ATTEMPTED
        | kinds::SESSION_SEEN
        | kinds::SESSION_STARTED
        | kinds::EFFECT_REQUESTED
        | kinds::ORDER_PLACED
        | kinds::CHALLENGE_ASKED => false,
        // A right password that did not get in is a takeover stopped.
        kinds::SIGN_IN_FINISHED => is("outcome", "refused") && is("password", "correct"),
        kinds::SESSION_ENDED => !is("because", "signed-out") && !is("because", "expired"),
        _ => !matches!(
            event.kind.name(),
            "order.started" | "order.paid" | "token.used" | "look_log.shown_to_customer"
        ),
    }
}

#[cfg(test)]
mod tests {
    use vocabulary::{Event, FactorSet, Judgement, Kind};

    use super::*;

    fn record(kind: &str, fields: &[(&str, &str)], verdict: Option<Verdict>) -> Record {
        let mut event: Event = serde_json::from_str(
            r#"{"key":"k","kind":"account.created","account":"a","at":"2026-11-21T09:30:00Z"}"#,
        )
        .unwrap();
        event.kind = Kind::named(kind).unwrap();
        for (name, word) in fields {
            event = event.with(name, *word);
        }
        let judgement = verdict.map(|verdict| Judgement {
            verdict,
            reasons: Vec::new(),
            promise: None,
            wait: None,
            score: None,
            told: false,
            shadow: None,
        });
        Record { event, judgement }
    }

    #[test]
    fn what_is_everyday_does_not_bury_what_matters() {
        let check = |kind, fields: &[(&str, &str)], verdict, expected| {
            assert_eq!(
                is_notable(&record(kind, fields, verdict)),
                expected,
                "{kind} {fields:?}"
            );
        };
        let asked = Some(Verdict::Challenge {
            acceptable: FactorSet::SECOND,
        });
        check("session.seen", &[], Some(Verdict::Allow), false);
        check("session.seen", &[], asked, true);
        check("sign_in.attempted", &[], Some(Verdict::Allow), false);
        check("sign_in.attempted", &[], Some(Verdict::Deny), true);
        check("order.paid", &[], Some(Verdict::Allow), false);
        let finished = |outcome, password| [("outcome", outcome), ("password", password)];
        check("sign_in.finished", &finished("refused", "correct"), None, true);
        check("sign_in.finished", &finished("refused", "wrong"), None, false);
        check("sign_in.finished", &finished("allowed", "correct"), None, false);
        check("session.ended", &[("because", "odd")], None, true);
        check("session.ended", &[("because", "signed-out")], None, false);
        check("factor.removed", &[], Some(Verdict::Allow), true);
        check("promise.missed", &[], None, true);
        let mut shadowed = record("session.seen", &[], Some(Verdict::Allow));
        shadowed.judgement.as_mut().unwrap().shadow = Some(Verdict::Deny);
        assert!(
            is_notable(&shadowed),
            "what a control in shadow mode would have done"
        );
    }
}
