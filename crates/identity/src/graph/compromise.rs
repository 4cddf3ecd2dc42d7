//! What an attacker has to take over, at the least, to get into an account.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use vocabulary::Span;

use crate::custody::Custody;
use crate::graph::way::Way;

/// A smallest set of custodies with which an attacker gets in: without any one of them, the others do not
/// open the account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CompromiseSet {
    /// What has to be taken over, in order; one or two of them.
    pub custodies: Vec<Custody>,
    /// How long the quickest way takes with these; zero for at once.
    pub wait: Span,
    /// Whether an authenticator remains with its owner who can object while it waits.
    pub can_be_vetoed: bool,
    /// Whether each way with these has still to get past something: a lock, or a provider's own factors.
    pub guarded: bool,
}

impl CompromiseSet {
    /// Whether this is one thing with nothing else in the way.
    pub fn is_single_point(&self) -> bool {
        self.custodies.len() == 1 && !self.guarded
    }
}

/// The smallest sets, the smallest and quickest first; none of them contains another.
pub(super) fn compromise_sets(ways: &[Way]) -> Vec<CompromiseSet> {
    let mut sets: BTreeMap<BTreeSet<&Custody>, CompromiseSet> = BTreeMap::new();
    for way in ways {
        let set = sets
            .entry(way.custodies())
            .or_insert_with_key(|custodies| CompromiseSet {
                custodies: custodies.iter().copied().cloned().collect(),
                wait: way.wait,
                can_be_vetoed: way.can_be_vetoed,
                guarded: true,
            });
        // Ways with the same custodies leave the same authenticators untouched, so only the wait decides.
        set.can_be_vetoed &= way.can_be_vetoed;
        set.wait = set.wait.min(way.wait);
        set.guarded &= way.is_guarded();
    }
    let all: Vec<BTreeSet<&Custody>> = sets.keys().cloned().collect();
    sets.retain(|set, _| {
        !all.iter()
            .any(|other| other.len() < set.len() && other.is_subset(set))
    });
    let mut least: Vec<CompromiseSet> = sets.into_values().collect();
    least.sort_by(|a, b| {
        let rank = |set: &CompromiseSet| (set.custodies.len(), set.wait);
        rank(a).cmp(&rank(b)).then_with(|| a.custodies.cmp(&b.custodies))
    });
    least
}
