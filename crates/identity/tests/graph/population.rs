//! Many accounts: what falls with a provider, counted at once and by differences.

use std::collections::BTreeMap;

use identity::{AccessGraph, AccessRules, Stake, Toll, falls_with, tally_changes};
use proptest::collection::vec;
use proptest::prelude::{any, prop_assert_eq, proptest};

use crate::accounts::{any_account, authenticators, custody, mailboxes};

#[test]
fn the_accounts_that_fall_with_a_provider_are_counted() {
    let account = |held: &[&str], mail: &[&str]| {
        AccessGraph::of(&authenticators(held), &mailboxes(mail), &AccessRules::default())
    };
    let accounts = [
        account(&["passkey sync-provider:Cloud"], &["mail.example"]),
        account(&["passphrase memory", "totp phone"], &["mail.example"]),
        account(&["passphrase memory"], &["mail.example"]),
        account(
            &["passphrase password-manager:Vault", "totp phone"],
            &["post.example"],
        ),
    ];
    let check = |key: &str, falls: u64, weakened: u64| {
        assert_eq!(
            falls_with(&custody(key), &accounts),
            Toll { falls, weakened },
            "{key}"
        );
    };
    check("sync-provider:CLOUD", 1, 0);
    check("mailbox:mail.example", 1, 1);
    check("mailbox:post.example", 0, 1);
    check("password-manager:Vault", 0, 1);
    check("staff-pair", 4, 0);
    // What each person has for themselves is no provider.
    check("memory", 0, 0);
    check("issuer:id.example", 0, 0);
}

proptest! {
    /// However accounts come, change and go, the sum of the differences is what counting anew gives.
    #[test]
    fn tallies_by_differences_are_the_count(history in vec((0_usize..4, any_account(), any::<bool>()), 0..24)) {
        let mut accounts: BTreeMap<usize, AccessGraph> = BTreeMap::new();
        let mut tallies: BTreeMap<String, (i64, i64)> = BTreeMap::new();
        for (who, account, erased) in history {
            let before = accounts.remove(&who);
            let after = (!erased).then(|| account.graph());
            for change in tally_changes(before.as_ref(), after.as_ref()) {
                let tally = tallies.entry(change.key).or_default();
                *tally = (tally.0 + change.falls, tally.1 + change.weakened);
            }
            accounts.extend(after.map(|after| (who, after)));
        }
        tallies.retain(|_, tally| *tally != (0, 0));
        let mut counted: BTreeMap<String, (i64, i64)> = BTreeMap::new();
        for (key, stake) in accounts.values().flat_map(AccessGraph::stakes) {
            let count = counted.entry(key).or_default();
            match stake {
                Stake::Falls => count.0 += 1,
                Stake::Weakened => count.1 += 1,
            }
        }
        prop_assert_eq!(&tallies, &counted);
        for key in ["mailbox:mail.example", "sync-provider:cloud", "staff-pair"] {
            let toll = falls_with(&custody(key), accounts.values());
            let (falls, weakened) = counted.get(key).copied().unwrap_or_default();
            prop_assert_eq!((toll.falls.cast_signed(), toll.weakened.cast_signed()), (falls, weakened));
        }
    }
}
