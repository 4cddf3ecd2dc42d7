//! Many accounts at once: which of them fall if a mail provider or a sync provider falls?
//!
//! Only custodies that accounts share are counted ([`Custody::is_shared`]). Counts move by differences, so that
//! a store keeps them beside an account's change without ever reading the other accounts.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::custody::Custody;
use crate::graph::AccessGraph;

/// What the fall of a custody means for an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stake {
    /// One more thing is still needed to get in.
    Weakened,
    /// It is enough to get in.
    Falls,
}

/// How many accounts suffer when a custody falls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Toll {
    /// Accounts that fall with it.
    pub falls: u64,
    /// Accounts that do not fall with it, but are one step nearer.
    pub weakened: u64,
}

/// By how much an account's change moves the toll of one custody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TallyChange {
    /// Of which custody: its [`Custody::key`].
    pub key: String,
    /// By how much [`Toll::falls`] moves: -1, 0 or 1.
    pub falls: i64,
    /// By how much [`Toll::weakened`] moves: -1, 0 or 1.
    pub weakened: i64,
}

impl AccessGraph {
    /// What each shared custody means for this account, by [`Custody::key`].
    pub fn stakes(&self) -> BTreeMap<String, Stake> {
        let mut stakes = BTreeMap::new();
        for set in self.compromise_sets() {
            let stake = if set.custodies.len() == 1 {
                Stake::Falls
            } else {
                Stake::Weakened
            };
            let shared = set.custodies.iter().filter(|custody| custody.is_shared());
            stakes.extend(shared.map(|custody| (custody.key(), stake)));
        }
        stakes
    }
}

/// How many of these accounts suffer when a custody falls.
pub fn falls_with<'a>(custody: &Custody, accounts: impl IntoIterator<Item = &'a AccessGraph>) -> Toll {
    let key = custody.key();
    let mut toll = Toll::default();
    for graph in accounts {
        match graph.stakes().get(&key) {
            Some(Stake::Falls) => toll.falls += 1,
            Some(Stake::Weakened) => toll.weakened += 1,
            None => {}
        }
    }
    toll
}

/// By how much the tolls move when an account changes: from nothing when it is made, to nothing when it is
/// erased. The sum of all changes is what [`falls_with`] counts.
pub fn tally_changes(before: Option<&AccessGraph>, after: Option<&AccessGraph>) -> Vec<TallyChange> {
    let before = before.map(AccessGraph::stakes).unwrap_or_default();
    let after = after.map(AccessGraph::stakes).unwrap_or_default();
    let keys: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let moved = keys.into_iter().map(|key| {
        let was = |stake: Stake| i64::from(before.get(key) == Some(&stake));
        let is = |stake: Stake| i64::from(after.get(key) == Some(&stake));
        TallyChange {
            key: key.clone(),
            falls: is(Stake::Falls) - was(Stake::Falls),
            weakened: is(Stake::Weakened) - was(Stake::Weakened),
        }
    });
    moved
        .filter(|change| (change.falls, change.weakened) != (0, 0))
        .collect()
}
