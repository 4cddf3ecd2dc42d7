//! Whatever else changes beside it: a weakening is told, as a weakening, and never as something stronger.

mod support;

use plan::output::{Sides, Style, json, markdown, text};
use plan::{Effect, Plan};
use proptest::prelude::*;
use support::{Files, plan_of, random, sample, with};

/// Edits of the sample that weaken: from, to, and whom it must be told of.
const WEAKER: &[(&str, &str, &str)] = &[
    ("target: 99.9%\n", "target: 99%\n", "shop/password-useless"),
    ("min_events: 50", "min_events: 51", "shop/password-useless"),
    (
        "device = new",
        "device = new and verdict = owner",
        "shop/password-useless",
    ),
    (
        "good: outcome = refused or",
        "good: outcome = refused or verdict = thief or",
        "shop/password-useless",
    ),
    ("stuffing every 7d", "stuffing every 8d", "shop/password-useless"),
    (
        "          drill: stuffing every 7d\n",
        "",
        "shop/password-useless",
    ),
    (
        "kept_by: [second-factor, waits]",
        "kept_by: [second-factor]",
        "shop/password-useless",
    ),
    ("active_days >= 1", "active_days >= 2", "shop/hard-to-phish"),
    ("by: 2027-06-30", "by: 2027-07-01", "shop/hard-to-phish"),
    ("from: 60%", "from: 59%", "shop/hard-to-phish"),
    ("limit: 60s", "limit: 61s", "shop/thrown-out"),
    ("against: [stolen-session]", "against: []", "shop/thrown-out"),
    (
        "event: card_number.seen",
        "event: card_number.seen where account_id = a",
        "shop/never-stored",
    ),
    ("harm: severe", "harm: moderate", "shop/takeover"),
    (
        "watches: [second-factor, waits]",
        "watches: [second-factor]",
        "shop/not-locked-out",
    ),
    ("target: 99.95%", "target: 99.94%", "shop/not-locked-out"),
    ("until: 2027-03-31", "until: 2027-04-01", "shop/not-enrolled"),
    (
        "weakens: [hard-to-phish]",
        "weakens: [hard-to-phish, takeover]",
        "shop/takeover",
    ),
    ("when_down: refuse", "when_down: queue", "controls/second-factor"),
    ("type: prevent", "type: limit", "controls/second-factor"),
    (
        "accepts: [passkey, totp]",
        "accepts: [passkey, totp, email-code]",
        "controls/second-factor",
    ),
    ("shadow: no", "shadow: yes", "controls/second-factor"),
    ("    enforced_by: policy/step-up\n", "", "controls/second-factor"),
    ("free: 5", "free: 6", "controls/waits"),
    ("most: 15m", "most: 14m", "controls/waits"),
    ("max_life: 14d", "max_life: 15d", "controls/tokens"),
    ("life: 12h, ", "", "controls/tokens"),
    (", bound_to: device-key", "", "controls/tokens"),
    ("90d after delivery", "91d after delivery", "data/card"),
    ("matters: important", "matters: normal", "shop"),
];

/// Edits that do not weaken, and leave the words of the others alone.
const OTHER: &[(&str, &str)] = &[
    ("Buy something", "Buy a thing"),
    ("steps:\n", "steps:\n  - id: begin\n    does: I look.\n"),
    ("does: I pay.", "does: I pay now."),
    ("Someone copies my cookie.", "Someone copies."),
    ("A fake site cannot trick you.", "It is hard to trick you."),
    ("          volume: 20000 per 30d\n", ""),
    ("[passkey, security-key]", "[passkey]"),
    ("since: 2027-01-01", "since: 2026-12-01"),
    ("session.ended\n", "session.ended where session_id = s\n"),
    (
        "      - id: never-stored",
        "      - id: fresh\n        says: New.\n      - id: never-stored",
    ),
    ("first: 2s", "first: 3s"),
    ("colour: red", "colour: blue"),
    ("rests_on: [identity-store]", "rests_on: [identity-store, mail]"),
    (
        "proof: [junit:auth/second_factor]",
        "proof: [junit:auth/second_factor, drill:a]",
    ),
    ("keep: 30d", "keep: 7d"),
    ("track: SEC-1", "track: SEC-2"),
    ("owner: identity", "owner: payments"),
    ("lint: J601", "lint: J602"),
    (
        "  spare:\n",
        "  more:\n    does: It helps.\n    type: detect\n  spare:\n",
    ),
];

/// The files with an edit, where its words stand there once.
fn edited(files: &Files, from: &str, to: &str) -> Files {
    let stands: usize = files.iter().map(|(_, text)| text.matches(from).count()).sum();
    if stands == 1 {
        with(files, from, to)
    } else {
        files.clone()
    }
}

/// What is called stronger must be called weaker backwards.
fn must_turn(plan: &Plan, back: &Plan) -> Result<(), TestCaseError> {
    for stronger in plan
        .changes
        .iter()
        .filter(|change| change.effect == Effect::Stronger)
    {
        let turned = back.changes.iter().any(|change| {
            change.object.id == stronger.object.id
                && change.field == stronger.field
                && change.effect == Effect::Weaker
        });
        // A thing with another name backwards has it in its own words.
        let renamed = plan
            .changes
            .iter()
            .any(|change| change.object.id == stronger.object.id && change.field == "id");
        prop_assert!(turned || renamed, "{stronger:#?}\nbackwards: {back:#?}");
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn a_weakening_is_told_whatever_else_changes(
        which in prop::sample::select(WEAKER),
        others in prop::sample::subsequence(OTHER, 0..OTHER.len()),
        before in prop::bool::ANY,
    ) {
        let (from, to, whom) = which;
        let base = sample();
        let weaker = with(&base, from, to);
        let more = others.iter().fold(weaker, |files, (from, to)| edited(&files, from, to));
        // The rest may have changed in the same step, or be there already.
        let old = if before { others.iter().fold(base, |files, (from, to)| edited(&files, from, to)) } else { base };
        let plan = plan_of(&old, &more);
        prop_assert!(plan.weakens());
        let told = plan.changes.iter().any(|change| change.object.id == whom && change.effect == Effect::Weaker);
        prop_assert!(told, "{whom} is not told to be weaker: {plan:#?}");
    }

    #[test]
    fn nothing_differs_from_itself(files in random::files()) {
        prop_assert!(plan_of(&files, &files).is_empty());
        // Nor does a blank line more make a difference.
        let moved: Files = files.iter().map(|(name, text)| (name.clone(), format!("\n# A note.\n{text}"))).collect();
        prop_assert!(plan_of(&files, &moved).is_empty());
    }

    #[test]
    fn what_is_stronger_is_weaker_backwards(old in random::files(), new in random::files()) {
        let (plan, back) = (plan_of(&old, &new), plan_of(&new, &old));
        prop_assert_eq!(plan.is_empty(), back.is_empty());
        must_turn(&plan, &back)?;
        must_turn(&back, &plan)?;
    }

    #[test]
    fn every_plan_can_be_shown(old in random::files(), new in random::files()) {
        let plan = plan_of(&old, &new);
        let sides = Sides { old: "main", new: "HEAD" };
        let plain = text(&plan, sides, Style::Plain);
        prop_assert!(!plain.chars().any(|character| character.is_control() && character != '\n'), "{plain:?}");
        prop_assert!(markdown(&plan, sides).chars().count() < 65_536);
        let json = json(&plan, sides);
        prop_assert_eq!(json["changes"].as_array().unwrap().len(), plan.changes.len());
        prop_assert_eq!(json["weakened"].as_bool().unwrap(), plan.weakens());
    }

    #[test]
    fn no_text_makes_a_plan_fall_over(old in "(\\PC|\n){0,200}", new in "[a-z:\\[\\]{}'\"#&*!|>%\n -]{0,200}") {
        let read = |text: &str| {
            let names = ["a.journey.yaml", "controls.yaml", "data.yaml", "exemptions.yaml"];
            let files: Vec<_> = names.iter().map(|name| journey::SourceFile::new(*name, text)).collect();
            journey::load(&files).0
        };
        let plan = plan::compare(&read(&old), &read(&new));
        let sides = Sides { old: &old, new: &new };
        text(&plan, sides, Style::Coloured);
        markdown(&plan, sides);
    }

    /// The files as they would be with a slip in them: whatever could be read is compared, and nothing falls over.
    #[test]
    fn no_damage_makes_a_plan_fall_over(
        which in 0..4_usize, from in any::<prop::sample::Index>(), length in 0..40_usize, instead in "[a-z:\\[\\]{}'\"#&*!|>%\n -]{0,6}",
    ) {
        let files = sample();
        let mut damaged = files.clone();
        let text = &files[which].1;
        let from = from.index(text.len());
        damaged[which].1 = format!("{}{instead}{}", &text[..from], &text[(from + length).min(text.len())..]);
        let read = |files: &Files| {
            let files: Vec<_> = files.iter().map(|(name, text)| journey::SourceFile::new(name, text)).collect();
            journey::load(&files).0
        };
        plan::compare(&read(&files), &read(&damaged));
        plan::compare(&read(&damaged), &read(&files));
    }
}
