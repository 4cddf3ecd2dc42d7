//! What owners are told of accounts such as people have.

use identity::{AccessGraph, AccessRules, AfterLosing, SentenceCode};
use vocabulary::Span;

use crate::accounts::{authenticators, custody, mailboxes};

/// An account, and what its owner reads: the sentence, and the step that mends it.
#[track_caller]
fn check(held: &[&str], mail: &[&str], code: SentenceCode, sentence: &str, step: &str) {
    let graph = AccessGraph::of(&authenticators(held), &mailboxes(mail), &AccessRules::default());
    let says = graph.sentence();
    assert_eq!(
        (says.code, says.english().as_str()),
        (code, sentence),
        "{held:?} {mail:?}"
    );
    let next = graph.next_step().map(|step| step.english());
    assert_eq!(next.unwrap_or_default(), step, "{held:?} {mail:?}");
}

const ADD: &str = "Add a passkey on a device of yours.";
const PRINT: &str = "Print recovery codes and keep them on paper.";

#[test]
fn an_account_with_one_factor_is_told_what_opens_it() {
    check(
        &["passphrase memory"],
        &["mail.example"],
        SentenceCode::Single,
        "Whoever learns your passphrase gets into this account.",
        ADD,
    );
    check(
        &["totp phone"],
        &["mail.example"],
        SentenceCode::SingleUnlessVetoed,
        "Whoever gets into your mailbox at mail.example gets into this account after 3 days, unless you object.",
        ADD,
    );
    check(
        &[],
        &["mail.example"],
        SentenceCode::SingleLater,
        "Whoever gets into your mailbox at mail.example gets into this account after 3 days.",
        ADD,
    );
    check(
        &[],
        &[],
        SentenceCode::OnlyStaff,
        "Only our staff can open this account for you.",
        ADD,
    );
}

#[test]
fn two_factors_in_one_place_are_told_as_one() {
    check(
        &["passphrase password-manager:Vault", "totp password-manager:vault"],
        &["mail.example"],
        SentenceCode::Single,
        "Whoever gets into your password manager (vault) gets into this account.",
        "Set your app codes up anew on your phone, no longer in your password manager (vault).",
    );
    check(
        &[
            "passkey device:laptop",
            "passphrase memory",
            "recovery-code mailbox:mail.example",
        ],
        &["mail.example"],
        SentenceCode::SingleUnlessVetoed,
        "Whoever gets into your mailbox at mail.example gets into this account after 3 days, unless you object.",
        "Make new recovery codes and keep them on paper, no longer in your mailbox at mail.example.",
    );
    check(
        &["passphrase paper", "totp phone", "recovery-code paper"],
        &["mail.example"],
        SentenceCode::Single,
        "Whoever finds what you keep on paper gets into this account.",
        "Choose a new passphrase and keep it in your head, no longer on paper.",
    );
    check(
        &["passphrase security-key:k1", "security-key security-key:k1"],
        &["mail.example"],
        SentenceCode::Single,
        "Whoever takes your security key gets into this account.",
        "Choose a new passphrase and keep it in your head, no longer on your security key.",
    );
}

#[test]
fn what_guards_an_account_is_named() {
    check(
        &["passkey sync-provider:Cloud", "recovery-code paper"],
        &["mail.example"],
        SentenceCode::Guarded,
        "This account is as safe as your account at Cloud, which is enough to open it and has protection of its own.",
        "",
    );
    check(
        &[
            "passkey sync-provider:Cloud",
            "passkey device:laptop",
            "passkey security-key:k1",
        ],
        &[],
        SentenceCode::Guarded,
        "This account is as safe as your unlocked device, your account at Cloud and your security key: \
         each is enough to open it and has protection of its own.",
        "",
    );
    check(
        &["passphrase memory", "totp phone"],
        &["mail.example"],
        SentenceCode::Several,
        "Nobody gets into this account with one thing alone: it takes your phone and your passphrase together.",
        "",
    );
}

#[test]
fn an_owner_who_could_be_locked_out_is_told_how_to_prevent_it() {
    let guarded = "This account is as safe as your account at Cloud, which is enough to open it and has protection of its own.";
    let key = &["passkey sync-provider:Cloud"];
    check(key, &["mail.example"], SentenceCode::Guarded, guarded, PRINT);
    // Without a mailbox, codes alone do not bring a two-factor account back.
    check(key, &[], SentenceCode::Guarded, guarded, ADD);
    check(
        &["passphrase memory", "totp phone"],
        &[],
        SentenceCode::Several,
        "Nobody gets into this account with one thing alone: it takes your phone and your passphrase together.",
        PRINT,
    );
}

#[test]
fn a_mailbox_with_a_second_factor_is_no_single_point() {
    let check = |mail: &[&str], enough: bool| {
        let held = authenticators(&["passkey device:laptop", "recovery-code mailbox:mail.example"]);
        let graph = AccessGraph::of(&held, &mailboxes(mail), &AccessRules::default());
        assert_eq!(graph.is_enough(), enough, "{mail:?}");
    };
    check(&["mail.example"], false);
    check(&["mail.example+"], true);
    // Two addresses at one provider are one custody, as weak as the weaker of them.
    check(&["mail.example+", "MAIL.example"], false);
    check(&["post.example"], true);
}

#[test]
fn what_is_left_after_a_loss_is_known_beforehand() {
    let held = authenticators(&["passphrase memory", "totp phone", "security-key security-key:k1"]);
    let graph = AccessGraph::of(&held, &mailboxes(&["mail.example"]), &AccessRules::default());
    let check = |lost: &str, expected: AfterLosing| {
        assert_eq!(graph.after_losing(&custody(lost)), expected, "{lost}");
    };
    check("phone", AfterLosing::SignsIn);
    check("security-key:k1", AfterLosing::SignsIn);
    check("memory", AfterLosing::Recovers(Span::from_hours(24)));
    check("mailbox:mail.example", AfterLosing::SignsIn);
    check("mailbox:elsewhere.example", AfterLosing::SignsIn);
}

/// Twenty authenticators and five mailboxes, all that a keychain holds, are a few hundred ways.
#[test]
fn the_largest_account_stays_small() {
    let factors = ["passkey", "security-key", "totp", "recovery-code", "passphrase"];
    let lines: Vec<String> = (0..20)
        .map(|number| format!("{} password-manager:pm{number}", factors[number % 5]))
        .collect();
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let mail = ["a.example", "b.example", "c.example", "d.example", "e.example"];
    let graph = AccessGraph::of(
        &authenticators(&lines),
        &mailboxes(&mail),
        &AccessRules::default(),
    );
    assert!(graph.ways().len() < 27 * 26 / 2, "{}", graph.ways().len());
    assert!(graph.is_enough() && graph.compromise_sets().len() <= graph.ways().len());
}
