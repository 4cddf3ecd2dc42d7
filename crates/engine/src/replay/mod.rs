//! A past log through the same decisions, in memory: what would have happened.
//!
//! Nothing is stored and nothing is changed: the log is what it is, so where it says that somebody was let
//! in, they were, whatever would have been answered. A sign-in that would have been challenged is taken for
//! an honest one that passes, unless there are signs against it; those are the accounts in danger.

mod summary;

pub use summary::{AccountInDanger, AttackingNetwork, Summary};

use std::collections::{HashMap, HashSet};

use guard::NetworkFacts;
use vocabulary::{AccountId, Event, Moment, Network, Record, Verdict, catalogue::kinds};

use crate::judge::{Judged, judge};
use crate::{Mode, State, Stated};

/// A replay under way.
pub struct Replay {
    stated: Stated,
    accounts: HashMap<AccountId, Account>,
    networks: HashMap<Network, Counters>,
    totals: Totals,
}

#[derive(Default)]
struct Account {
    state: State,
    seen: Seen,
}

/// What is counted for one account.
#[derive(Debug, Default)]
struct Seen {
    exists: bool,
    failures: u64,
    turned_away: u64,
    let_in: u64,
    let_in_against_signs: Vec<(Moment, Option<Network>)>,
    networks: HashSet<Network>,
}

/// A network's counters: recent ones by bucket for decisions, and all of them for the summary.
#[derive(Default)]
struct Counters {
    recent: Vec<(i64, u8, i64)>,
    failures: u64,
    turned_away: u64,
    let_in: u64,
    accounts: HashSet<AccountId>,
    unknown_names: u64,
    first: Option<Moment>,
    last: Option<Moment>,
}

#[derive(Debug, Default)]
struct Totals {
    events: u64,
    attempts: u64,
    failures: u64,
    unknown_names: u64,
    turned_away: u64,
    let_in: u64,
    challenged: u64,
    first_seen: u64,
    denied: u64,
    sessions_ended: u64,
    held: u64,
    first: Option<Moment>,
    last: Option<Moment>,
}

impl Replay {
    /// A replay under what is stated.
    pub fn new(stated: Stated) -> Self {
        Self {
            stated,
            accounts: HashMap::new(),
            networks: HashMap::new(),
            totals: Totals::default(),
        }
    }

    /// Takes the next event, in the log's order.
    pub fn take(&mut self, event: &Event) {
        let network = event.from.network();
        let facts = network.map(|network| self.network_facts(network, event.at));
        let account = self.accounts.entry(event.account.clone()).or_default();
        let known_before = !account.state.facts.account.devices().is_empty();
        let judged = judge(
            &self.stated,
            &mut account.state,
            facts,
            event.clone(),
            Mode::Ask,
            event.at,
        );
        if let (Some(network), false) = (network, judged.network.is_empty()) {
            let bucket = NetworkFacts::bucket(event.at);
            let counters = self.networks.entry(network).or_default();
            counters
                .recent
                .extend(judged.network.iter().map(|(slot, by)| (bucket, *slot, *by)));
        }
        self.count(event, &judged, facts.unwrap_or_default(), known_before);
    }

    /// What came of it all.
    pub fn summary(&self) -> Summary {
        summary::summarize(self)
    }

    fn network_facts(&mut self, network: Network, at: Moment) -> NetworkFacts {
        let Some(counters) = self.networks.get_mut(&network) else {
            return NetworkFacts::default();
        };
        let earliest = NetworkFacts::earliest(at);
        counters.recent.retain(|(bucket, _, _)| *bucket >= earliest);
        NetworkFacts::sum(counters.recent.iter().map(|(_, slot, count)| (*slot, *count)))
    }

    fn count(&mut self, event: &Event, judged: &Judged, facts: NetworkFacts, known_before: bool) {
        let totals = &mut self.totals;
        totals.events += 1;
        totals.first.get_or_insert(event.at);
        totals.last = totals.last.max(Some(event.at));
        let ended = judged
            .records
            .iter()
            .filter(|record| record.event.kind == kinds::SESSION_ENDED)
            .skip(usize::from(event.kind == kinds::SESSION_ENDED));
        totals.sessions_ended += ended.count() as u64;
        totals.held += judged
            .records
            .iter()
            .filter(|record| record.event.kind == kinds::EFFECT_HELD)
            .count() as u64;
        if event.kind == kinds::SIGN_IN_ATTEMPTED {
            self.count_sign_in(event, judged, facts, known_before);
        }
    }

    fn count_sign_in(&mut self, event: &Event, judged: &Judged, facts: NetworkFacts, known_before: bool) {
        let Some(judgement) = judged.records.first().and_then(|record| record.judgement.clone()) else {
            return;
        };
        let (totals, network) = (&mut self.totals, event.from.network());
        let Some(account) = self.accounts.get_mut(&event.account) else {
            return;
        };
        let unheard = judgement.verdict == Verdict::Deny && judgement.wait.is_some();
        let wrong = event.text("password") == Some("wrong");
        let refused = wrong || event.text("let_in") == Some("no");
        let unknown = event.text("account_exists") == Some("no");
        totals.attempts += 1;
        totals.turned_away += u64::from(unheard);
        account.seen.exists |= !unknown;
        account.seen.turned_away += u64::from(unheard);
        if let Some(network) = network {
            let counters = self.networks.entry(network).or_default();
            counters.first.get_or_insert(event.at);
            counters.last = counters.last.max(Some(event.at));
            counters.failures += u64::from(wrong);
            counters.let_in += u64::from(!refused);
            counters.turned_away += u64::from(unheard);
            counters.unknown_names += u64::from(unknown);
            counters.accounts.insert(event.account.clone());
            if wrong {
                account.seen.networks.insert(network);
            }
        }
        if wrong {
            totals.failures += 1;
            totals.unknown_names += u64::from(unknown);
            account.seen.failures += 1;
        }
        if refused {
            return;
        }
        totals.let_in += 1;
        account.seen.let_in += 1;
        let doubtful =
            facts.failures >= 5 || account.state.facts.account.streak(None).failures(event.at) >= 5;
        match judgement.verdict {
            Verdict::Allow => return,
            // Nothing was known of the account: every log begins somewhere.
            Verdict::Challenge { .. } if !known_before => totals.first_seen += 1,
            Verdict::Challenge { .. } => totals.challenged += 1,
            Verdict::Deny => totals.denied += 1,
        }
        if doubtful && judgement.verdict != Verdict::Allow {
            account.seen.let_in_against_signs.push((event.at, network));
            return;
        }
        pass(&mut account.state, event);
    }
}

/// The log says that the person got in: they are taken to have passed what would have been asked.
fn pass(state: &mut State, event: &Event) {
    let finished = Event::caused_by(event, 99, kinds::SIGN_IN_FINISHED, event.at)
        .with("outcome", "allowed")
        .with("password", event.text("password").unwrap_or("none"))
        .with("device", "new")
        .with("second_factor", "passed")
        .with("verdict", "owner")
        .with("blocked", false);
    let record = Record {
        event: finished,
        judgement: None,
    };
    state.facts.apply(&record.event, None);
}
