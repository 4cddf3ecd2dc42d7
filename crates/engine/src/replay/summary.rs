//! What a replay came to.

use serde::Serialize;
use vocabulary::{AccountId, Moment, Network};

use super::{Counters, Replay, Seen};

/// A network counts as attacking from this many failures on, or this many accounts tried.
const ATTACK_FAILURES: u64 = 10;
const ATTACK_ACCOUNTS: usize = 3;

/// What would have happened.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Summary {
    /// Events replayed.
    pub events: u64,
    /// When the first happened.
    pub first: Option<Moment>,
    /// When the last happened.
    pub last: Option<Moment>,
    /// Sign-ins tried.
    pub attempts: u64,
    /// Of these, with a wrong password.
    pub failures: u64,
    /// Of these, for accounts that do not exist.
    pub failures_for_unknown_names: u64,
    /// Tries that would have been turned away unheard: whoever guesses has to wait.
    pub turned_away: u64,
    /// Sign-ins that the log says were let in.
    pub let_in: u64,
    /// Of these, honest as far as can be told.
    pub honest_sign_ins: u64,
    /// Honest sign-ins that would have been challenged, without those that were the first of their account.
    pub honest_challenged: u64,
    /// Challenges per honest sign-in; `None` where there was none.
    pub challenges_per_honest_sign_in: Option<f64>,
    /// Sign-ins challenged because nothing was known of the account yet: every log begins somewhere.
    pub first_seen: u64,
    /// Sign-ins with a right password that would have been denied.
    pub denied_with_right_password: u64,
    /// Sessions that would have been ended.
    pub sessions_ended: u64,
    /// Effects that would have been held.
    pub effects_held: u64,
    /// Accounts seen, those that do not exist not counted.
    pub accounts: u64,
    /// Names tried that do not exist.
    pub unknown_names: u64,
    /// Accounts in danger, the most hit first.
    pub accounts_in_danger: Vec<AccountInDanger>,
    /// Networks that attack, the busiest first.
    pub attacking_networks: Vec<AttackingNetwork>,
}

/// An account that is being attacked.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AccountInDanger {
    /// Which.
    pub account: AccountId,
    /// Wrong passwords tried.
    pub failures: u64,
    /// Tries that would not have been heard.
    pub turned_away: u64,
    /// Networks they came from.
    pub networks: usize,
    /// Sign-ins that were let in while it was under attack and would have been challenged or denied.
    pub let_in_against_signs: u64,
}

/// A network from which accounts are attacked.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AttackingNetwork {
    /// Which.
    pub network: Network,
    /// Wrong passwords tried.
    pub failures: u64,
    /// Tries that would not have been heard.
    pub turned_away: u64,
    /// Different names tried.
    pub names_tried: usize,
    /// Tries of names that do not exist.
    pub unknown_names: u64,
    /// Sign-ins that were let in from there.
    pub let_in: u64,
    /// When it began.
    pub first: Option<Moment>,
    /// When it was last seen.
    pub last: Option<Moment>,
}

pub(super) fn summarize(replay: &Replay) -> Summary {
    let totals = &replay.totals;
    let against_signs: u64 = replay
        .accounts
        .values()
        .map(|account| account.seen.let_in_against_signs.len() as u64)
        .sum();
    let honest = totals.let_in.saturating_sub(against_signs);
    let existing = replay
        .accounts
        .values()
        .filter(|account| account.seen.exists)
        .count() as u64;
    Summary {
        events: totals.events,
        first: totals.first,
        last: totals.last,
        attempts: totals.attempts,
        failures: totals.failures,
        failures_for_unknown_names: totals.unknown_names,
        turned_away: totals.turned_away,
        let_in: totals.let_in,
        honest_sign_ins: honest,
        honest_challenged: totals.challenged,
        challenges_per_honest_sign_in: (honest > 0).then(|| totals.challenged as f64 / honest as f64),
        first_seen: totals.first_seen,
        denied_with_right_password: totals.denied,
        sessions_ended: totals.sessions_ended,
        effects_held: totals.held,
        accounts: existing,
        unknown_names: replay.accounts.len() as u64 - existing,
        accounts_in_danger: in_danger(replay),
        attacking_networks: attacking(replay),
    }
}

fn in_danger(replay: &Replay) -> Vec<AccountInDanger> {
    let hit = |seen: &Seen| {
        seen.exists && (seen.failures >= ATTACK_FAILURES || !seen.let_in_against_signs.is_empty())
    };
    let mut accounts: Vec<AccountInDanger> = replay
        .accounts
        .iter()
        .filter(|(_, account)| hit(&account.seen))
        .map(|(id, account)| AccountInDanger {
            account: id.clone(),
            failures: account.seen.failures,
            turned_away: account.seen.turned_away,
            networks: account.seen.networks.len(),
            let_in_against_signs: account.seen.let_in_against_signs.len() as u64,
        })
        .collect();
    accounts.sort_by(|left, right| {
        let rank = |one: &AccountInDanger| std::cmp::Reverse((one.let_in_against_signs, one.failures));
        rank(left)
            .cmp(&rank(right))
            .then_with(|| left.account.cmp(&right.account))
    });
    accounts
}

fn attacking(replay: &Replay) -> Vec<AttackingNetwork> {
    let attacks = |counters: &Counters| {
        let many = counters.failures >= ATTACK_FAILURES
            || (counters.failures > 0 && counters.accounts.len() >= ATTACK_ACCOUNTS);
        many && counters.failures > counters.let_in * 3
    };
    let mut networks: Vec<AttackingNetwork> = replay
        .networks
        .iter()
        .filter(|(_, counters)| attacks(counters))
        .map(|(network, counters)| AttackingNetwork {
            network: *network,
            failures: counters.failures,
            turned_away: counters.turned_away,
            names_tried: counters.accounts.len(),
            unknown_names: counters.unknown_names,
            let_in: counters.let_in,
            first: counters.first,
            last: counters.last,
        })
        .collect();
    networks.sort_by_key(|one| (std::cmp::Reverse(one.failures), one.network));
    networks
}
