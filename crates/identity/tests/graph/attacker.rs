//! The compromise sets against brute force: an attacker who takes every subset of the custodies in turn.
//!
//! The attacker is written from the rules in prose, over all that they hold at once; it knows nothing of ways,
//! pairs or smallest sets.

use std::collections::BTreeSet;

use identity::{AccessGraph, CompromiseSet, Custody, is_two_factor};
use proptest::prelude::{ProptestConfig, prop_assert, prop_assert_eq, proptest};
use vocabulary::{Factor, Span};

use crate::accounts::{Parts, any_account};

/// After how many hours the account opens to somebody who has taken these custodies, and who can use a
/// passkey only if `unlocks`.
fn opens_after(account: &Parts, taken: &BTreeSet<Custody>, unlocks: bool) -> Option<i64> {
    let owner_has = |factor| account.authenticators.iter().any(|held| held.factor == factor);
    let has = |factor| {
        let usable = factor != Factor::Passkey || unlocks;
        let mut held = account.live();
        usable && held.any(|held| held.factor == factor && taken.contains(&held.custody))
    };
    let thing = has(Factor::Totp) || has(Factor::SecurityKey) || has(Factor::RecoveryCode);
    let owner_has_thing =
        owner_has(Factor::Totp) || owner_has(Factor::SecurityKey) || owner_has(Factor::RecoveryCode);
    let two_factors = owner_has(Factor::Passkey) || owner_has(Factor::Passphrase) && owner_has_thing;

    if has(Factor::Passkey) || has(Factor::Passphrase) && thing {
        return Some(0);
    }
    if has(Factor::Passphrase) && !two_factors && account.rules.lone_passphrase {
        return Some(0);
    }
    let mail = account.rules.mailbox_recovery
        && account
            .mailboxes
            .iter()
            .any(|mailbox| taken.contains(&mailbox.custody()));
    let staff = account.rules.staff_help && taken.contains(&Custody::StaffPair);
    let code = mail || has(Factor::RecoveryCode);
    let others = [Factor::Totp, Factor::SecurityKey, Factor::Passphrase]
        .into_iter()
        .any(has);
    let second = others || mail && has(Factor::RecoveryCode) || code && staff;
    let recovers = code && (second || !two_factors);
    let hours = if has(Factor::SecurityKey) { 24 } else { 72 };
    (recovers || staff).then_some(hours)
}

/// Whether one custody opens the account with nothing else in the way.
fn is_single_point(account: &Parts, custody: &Custody) -> bool {
    let mut here = account
        .mailboxes
        .iter()
        .filter(|mailbox| mailbox.custody() == *custody);
    let known = here.clone().next().is_some();
    let guarded = custody.is_guarded() || known && here.all(|mailbox| mailbox.guarded);
    !guarded && opens_after(account, &[custody.clone()].into(), false).is_some()
}

fn custodies(account: &Parts) -> Vec<Custody> {
    let held = account.authenticators.iter().map(|held| held.custody.clone());
    let mail = account.mailboxes.iter().map(identity::Mailbox::custody);
    let all: BTreeSet<Custody> = held.chain(mail).chain([Custody::StaffPair]).collect();
    all.into_iter().collect()
}

fn subsets(of: &[Custody]) -> impl Iterator<Item = BTreeSet<Custody>> + '_ {
    (0..1_usize << of.len()).map(|bits| {
        let chosen = of
            .iter()
            .enumerate()
            .filter(move |(place, _)| bits >> place & 1 == 1);
        chosen.map(|(_, custody)| custody.clone()).collect()
    })
}

fn as_set(set: &CompromiseSet) -> BTreeSet<Custody> {
    set.custodies.iter().cloned().collect()
}

fn sets(graph: &AccessGraph) -> Vec<BTreeSet<Custody>> {
    graph.compromise_sets().iter().map(as_set).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    /// Whoever takes a set of custodies gets in exactly if the set contains a compromise set.
    #[test]
    fn the_compromise_sets_are_what_brute_force_finds(account in any_account()) {
        let least = sets(&account.graph());
        for taken in subsets(&custodies(&account)) {
            let gets_in = opens_after(&account, &taken, true).is_some();
            let says = least.iter().any(|set| set.is_subset(&taken));
            prop_assert_eq!(says, gets_in, "{:?}", taken);
        }
    }

    /// Without any one member, a compromise set opens nothing; and none contains another.
    #[test]
    fn no_member_of_a_compromise_set_can_be_spared(account in any_account()) {
        let least = sets(&account.graph());
        for set in &least {
            prop_assert!((1..=2).contains(&set.len()));
            for spared in set {
                let without: BTreeSet<Custody> = set.iter().filter(|kept| *kept != spared).cloned().collect();
                prop_assert_eq!(opens_after(&account, &without, true), None, "{:?}", set);
            }
            prop_assert_eq!(least.iter().filter(|other| other.is_subset(set)).count(), 1);
        }
    }

    /// A way in asks for nothing that it could do without, unless that makes it quicker.
    #[test]
    fn no_part_of_a_way_is_as_quick(account in any_account()) {
        let graph = account.graph();
        for way in graph.ways() {
            let is_part = |other: &&identity::Way| {
                other.needs.len() < way.needs.len() && other.needs.iter().all(|need| way.needs.contains(need))
            };
            prop_assert!(graph.ways().iter().filter(is_part).all(|part| part.wait > way.wait), "{:?}", way);
            let quick = way.wait == Span::ZERO;
            prop_assert_eq!(way.kind == identity::WayKind::SignIn, quick);
            prop_assert!(!quick || !way.needs_custody(&Custody::StaffPair));
        }
    }

    /// How long a set takes, and whether its owner can object, is as brute force says.
    #[test]
    fn waits_and_vetoes_are_told_apart(account in any_account()) {
        for set in account.graph().compromise_sets() {
            let taken = as_set(&set);
            let hours = opens_after(&account, &taken, true);
            prop_assert_eq!(Some(set.wait), hours.map(Span::from_hours), "{:?}", set);
            let left = account.live().any(|held| !taken.contains(&held.custody));
            prop_assert_eq!(set.can_be_vetoed, set.wait > Span::ZERO && left, "{:?}", set);
        }
    }

    /// A single point of compromise is one custody that opens the account to somebody who gets past nothing.
    #[test]
    fn single_points_are_what_brute_force_finds(account in any_account()) {
        let found: BTreeSet<Custody> = account.graph().single_points().into_iter().collect();
        let all = custodies(&account);
        let expected = all.into_iter().filter(|custody| is_single_point(&account, custody)).collect();
        prop_assert_eq!(found, expected);
    }

    /// What an authenticator's removal leaves to an attacker was there before: each set that opens the
    /// smaller account contains one that opened the larger. That holds as long as the account stays with two
    /// factors, or had but one; an account that falls to one factor asks for less, which is why
    /// `may_remove` does not let it.
    #[test]
    fn removing_opens_no_new_way(account in any_account()) {
        let before = sets(&account.graph());
        let factors = |of: &Parts| identity::Authenticator::factors(&of.authenticators);
        for place in 0..account.authenticators.len() {
            let smaller = account.without(place);
            if is_two_factor(factors(&account)) && !is_two_factor(factors(&smaller)) {
                continue;
            }
            for set in sets(&smaller.graph()) {
                prop_assert!(before.iter().any(|known| known.is_subset(&set)), "{:?}", set);
            }
        }
    }

    /// The owner who has lost a custody is where an attacker would be who holds all the others.
    #[test]
    fn what_remains_after_a_loss_is_what_brute_force_finds(account in any_account()) {
        let graph = account.graph();
        let all = custodies(&account);
        for lost in &all {
            let left: BTreeSet<Custody> = all.iter().filter(|custody| *custody != lost).cloned().collect();
            let own = left.iter().filter(|custody| **custody != Custody::StaffPair).cloned().collect();
            let expected = match (opens_after(&account, &own, true), opens_after(&account, &left, true)) {
                (Some(0), _) => identity::AfterLosing::SignsIn,
                (Some(hours), _) => identity::AfterLosing::Recovers(Span::from_hours(hours)),
                (None, Some(hours)) => identity::AfterLosing::NeedsStaff(Span::from_hours(hours)),
                (None, None) => identity::AfterLosing::LockedOut,
            };
            prop_assert_eq!(graph.after_losing(lost), expected, "{:?}", lost);
        }
    }

    /// What falls with a custody: the account, or else the account with each of the others that are named.
    #[test]
    fn what_falls_with_a_custody_is_what_brute_force_finds(account in any_account()) {
        let graph = account.graph();
        let all = custodies(&account);
        for custody in &all {
            let fall = graph.what_falls_with(custody);
            let alone = opens_after(&account, &[custody.clone()].into(), true).is_some();
            prop_assert_eq!(fall.account, alone);
            let completes = |other: &&Custody| {
                let opens = |taken: BTreeSet<Custody>| opens_after(&account, &taken, true).is_some();
                let other = (**other).clone();
                !alone && !opens([other.clone()].into()) && opens([custody.clone(), other].into())
            };
            let expected: BTreeSet<&Custody> = all.iter().filter(completes).collect();
            prop_assert_eq!(fall.then.iter().collect::<BTreeSet<_>>(), expected);
            let kept_there = account.live().filter(|held| held.custody == *custody);
            prop_assert!(kept_there.map(|held| &held.id).eq(&fall.authenticators));
        }
    }
}
