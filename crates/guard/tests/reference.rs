//! The guard and its reference give the same verdict, whatever happens in whatever order.

use std::sync::Arc;

use guard::{Armed, CATALOGUE, Facts, Mode, NetworkFacts, Policy, Serves, decide, reference_verdict};
use journey::{Parameter, Percent, WhenDown};
use proptest::prelude::*;
use vocabulary::{Event, FactorSet, Moment, PromiseRef, Span, StepRef, Verdict};

fn policy(choice: u8, threshold: u32, shadow: u8) -> Policy {
    let armed = CATALOGUE
        .iter()
        .enumerate()
        .filter(|(place, _)| choice & (1 << place) != 0)
        .map(|(place, control)| Armed {
            control,
            id: Arc::from(control.binding),
            accepts: FactorSet::SECOND,
            with: vec![(
                "threshold".to_owned(),
                Parameter::Percent(Percent::from_millionths(threshold)),
            )],
            shadow: shadow & (1 << place) != 0,
            when_down: WhenDown::Refuse,
            serves: vec![Serves {
                step: StepRef::new("a", "b"),
                promise: PromiseRef::new("a", "c"),
                subject: None,
            }],
        });
    Policy::new(armed.collect(), Vec::new())
}

/// Few of everything, so that stories run into each other.
fn event() -> impl Strategy<Value = String> {
    let origin = prop_oneof![
        Just(r#"{"ip":"192.0.2.1","agent":"Mozilla/5.0 (X11; Linux) Firefox/140.0","device":"laptop"}"#),
        Just(
            r#"{"ip":"198.51.100.1","agent":"Mozilla/5.0 (Linux; Android 15) Chrome/139.0","device":"phone"}"#
        ),
        Just(r#"{"ip":"203.0.113.9","agent":"curl/8.5.0","device":"thief"}"#),
        Just(r#"{"ip":"203.0.113.9","agent":"curl/8.5.0","device":"laptop"}"#),
        Just(r#"{"ip":"192.0.2.1"}"#),
        Just("{}"),
    ];
    let fields = prop_oneof![
        4 => Just(("sign_in.attempted", r#"{"password":"correct"}"#)),
        3 => Just(("sign_in.attempted", r#"{"password":"wrong"}"#)),
        1 => Just(("sign_in.attempted", r#"{"password":"none","proved":"passkey"}"#)),
        1 => Just(("sign_in.attempted", r#"{"password":"correct","proved":"recovery-code"}"#)),
        1 => Just(("sign_in.attempted", r#"{"password":"correct","failed":"totp"}"#)),
        4 => Just(("session.seen", "{}")),
        3 => Just(("challenge.answered", r#"{"factor":"passkey","result":"passed"}"#)),
        2 => Just(("challenge.answered", r#"{"factor":"passkey","result":"failed"}"#)),
        1 => Just(("challenge.answered", r#"{"factor":"passphrase","result":"passed"}"#)),
        2 => Just(("effect.requested", r#"{"effect":"charge","effect_id":"c1","amount":5}"#)),
        2 => Just(("order.placed", r#"{"order_id":"o","card":"saved","address":"new","confirmed":false}"#)),
        1 => Just(("address.changed", r#"{"channel":"email"}"#)),
        1 => Just(("factor.enrolled", r#"{"factor":"totp"}"#)),
        1 => Just(("factor.removed", r#"{"factor":"totp"}"#)),
        1 => Just(("session.ended", r#"{"because":"signed-out"}"#)),
        1 => Just(("owner.answered", r#"{"answer":"me"}"#)),
        1 => Just(("owner.answered", r#"{"answer":"not-me"}"#)),
        1 => Just(("account.created", "{}")),
        1 => Just(("account.opened_by_staff", r#"{"view_id":"v","ticket":"open"}"#)),
        1 => Just(("account.opened_by_staff", r#"{"view_id":"v","ticket":"none"}"#)),
        1 => Just(("token.used", r#"{"token_id":"t"}"#)),
        1 => Just(("token.leaked", r#"{"token_id":"t","found":"a public page"}"#)),
    ];
    let session = prop_oneof![Just(""), Just(r#","session":"s1""#), Just(r#","session":"s2""#)];
    (origin, fields, session).prop_map(|(origin, (kind, fields), session)| {
        format!(r#""kind":"{kind}","account":"ada","from":{origin}{session},"fields":{fields}"#)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if cfg!(debug_assertions) { 400 } else { 5_000 }))]

    #[test]
    fn the_guard_means_what_the_reference_says(
        choice in 0_u8..128,
        shadow in prop_oneof![3 => Just(0_u8), 1 => 0_u8..128],
        threshold in prop_oneof![Just(0_u32), Just(100_000), Just(1_000_000)],
        story in proptest::collection::vec((event(), 0_i64..5_000, 0_u32..60, 0_u32..20), 1..80),
    ) {
        let policy = policy(choice, threshold, shadow);
        let mut facts = Facts::default();
        let mut now = Moment::parse("2026-11-21T09:00:00Z").unwrap();
        for (number, (text, seconds, failures, successes)) in story.into_iter().enumerate() {
            now = now + Span::from_seconds(seconds);
            let event: Event = serde_json::from_str(&format!(r#"{{"key":"e{number}","at":"{now}",{text}}}"#)).unwrap();
            let network = NetworkFacts { failures, accounts_hit: failures / 3, unknown_names: 0, successes };
            let decision = decide(&policy, &facts, Some(network), &event, Mode::Ask, now);
            let meant = reference_verdict(&policy, &facts, Some(network), &event, now);
            prop_assert_eq!(decision.judgement.verdict, meant, "event {}: {}\nfacts: {:#?}", number, text, facts);
            // A stronger check than any single test: nobody is let in without a right password or a factor.
            if decision.judgement.verdict == Verdict::Allow && event.kind.name() == "sign_in.attempted" {
                prop_assert_ne!(event.text("password"), Some("wrong"));
            }
            // And nothing is opened by what follows unless the answer was to allow.
            if decision.judgement.verdict != Verdict::Allow {
                let opens = |follows: &Event| {
                    follows.kind.name() == "session.started" || follows.text("outcome") == Some("allowed")
                };
                prop_assert!(!decision.events.iter().any(opens), "{:#?}", decision);
            }
            facts.apply(&event, Some(&decision.judgement));
            for follows in &decision.events {
                facts.apply(follows, None);
            }
        }
    }
}
