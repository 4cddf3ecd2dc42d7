//! What may be taken from an account, one after the other and at once.

use identity::{
    AccessGraph, AccessRules, AuthenticatorId, CompromiseSet, Refusal, Step, is_enough,
    is_lastingly_two_factor, may_remove,
};
use proptest::collection::vec;
use proptest::prelude::{prop_assert, proptest};

use crate::accounts::{Parts, any_account, authenticators, mailboxes};

fn id(number: usize) -> AuthenticatorId {
    AuthenticatorId::new(&format!("a{number}")).unwrap()
}

#[test]
fn two_factors_of_different_kinds_have_to_remain() {
    let check = |held: &[&str], refused: &[usize]| {
        let held = authenticators(held);
        for number in 0..held.len() {
            let expected = if refused.contains(&number) {
                Err(Refusal::TooFew(id(number)))
            } else {
                Ok(())
            };
            assert_eq!(may_remove(&held, &id(number)), expected, "{number} of {held:?}");
        }
    };
    check(&["passkey device:laptop"], &[0]);
    check(&["passkey device:laptop", "passkey security-key:k1"], &[]);
    check(&["passphrase memory", "totp phone"], &[0, 1]);
    check(
        &["passphrase memory", "totp phone", "security-key security-key:k1"],
        &[0],
    );
    check(
        &["passphrase memory", "totp phone", "recovery-code paper"],
        &[0, 1],
    );
    check(&["passphrase memory", "totp phone", "passkey device:laptop"], &[]);
    check(&["totp phone", "security-key security-key:k1"], &[0, 1]);
}

#[test]
fn an_unknown_authenticator_is_named() {
    let held = authenticators(&["passkey device:laptop"]);
    let refusal = may_remove(&held, &id(7)).unwrap_err();
    assert_eq!(
        refusal.to_string(),
        "`a7` is not one of the account's authenticators; it may have been removed already"
    );
    let refusal = may_remove(&held, &id(0)).unwrap_err();
    assert_eq!(
        refusal.to_string(),
        "`a0` cannot be removed: two different factors have to remain; add another one first"
    );
}

#[test]
fn enough_is_two_lasting_factors_and_no_single_point() {
    let check = |held: &[&str], enough: bool| {
        assert_eq!(is_enough(&authenticators(held)), enough, "{held:?}");
    };
    check(&[], false);
    check(&["passkey device:laptop"], true);
    check(&["passkey sync-provider:Cloud"], true);
    check(&["passkey security-key:k1"], true);
    check(&["passphrase memory"], false);
    check(&["passphrase memory", "totp phone"], true);
    check(&["passphrase memory", "recovery-code paper"], false);
    check(&["totp phone", "security-key security-key:k1"], false);
    check(
        &["passphrase password-manager:Vault", "totp password-manager:Vault"],
        false,
    );
    // An issuer that vouches for two factors is a guarded custody.
    check(&["passphrase issuer:id.example", "totp issuer:id.example"], true);
    check(&["passphrase issuer:id.example"], false);
}

fn lasts(account: &Parts) -> bool {
    is_lastingly_two_factor(account.live().map(|held| held.factor).collect())
}

/// Somebody who guesses at a second factor until it is disabled has not made the account one with one factor.
#[test]
fn disabling_a_factor_opens_no_new_way() {
    let (live, disabled) = (
        authenticators(&["passphrase memory"]),
        authenticators(&["totp phone"]),
    );
    let rules = AccessRules::default();
    let graph = AccessGraph::with_disabled(&live, &disabled, &mailboxes(&["mail.example"]), &rules);
    assert!(graph.single_points().is_empty() && !graph.is_enough());
    assert_eq!(graph.next_step(), Some(Step::AddPasskey));
    // Nor is removing the disabled one a way around it.
    assert_eq!(graph.may_remove(&id(0)), Err(Refusal::TooFew(id(0))));
}

proptest! {
    /// However many removals are asked for, each on what the last one left, two factors remain; and what
    /// remains has no single point that the account did not have.
    #[test]
    fn no_run_of_removals_goes_below_two_factors(account in any_account(), asked in vec(0_usize..8, 0..12)) {
        let before = account.graph();
        let mut left = account;
        for number in asked {
            let wanted = id(number);
            let lasted = lasts(&left);
            let place = left.authenticators.iter().position(|held| held.id == wanted);
            match left.graph().may_remove(&wanted) {
                Ok(()) => {
                    left = left.without(place.unwrap());
                    prop_assert!(lasted && lasts(&left));
                }
                Err(Refusal::Unknown(_)) => prop_assert!(place.is_none()),
                Err(Refusal::TooFew(_)) => prop_assert!(!lasts(&left.without(place.unwrap()))),
            }
        }
        let after = left.graph();
        prop_assert!(!before.is_enough() || after.is_enough());
        prop_assert!(after.ways().iter().all(|way| before.ways().iter().any(|known| known.needs == way.needs)));
        for point in after.single_points() {
            prop_assert!(before.single_points().contains(&point), "{:?}", point);
        }
    }

    /// To disable an authenticator is no gain to whoever made it happen.
    #[test]
    fn disabling_opens_no_new_way(account in any_account(), place in 0_usize..7) {
        let mut after = account.clone();
        after.disabled[place] = true;
        for set in after.graph().compromise_sets() {
            let contained = |known: &CompromiseSet| known.custodies.iter().all(|one| set.custodies.contains(one));
            prop_assert!(account.graph().compromise_sets().iter().any(contained), "{:?}", set);
        }
    }
}
