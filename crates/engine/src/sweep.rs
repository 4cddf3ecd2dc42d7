//! What time brings about without anybody asking: promises missed, questions that nobody answered.

use std::sync::atomic::Ordering;

use store::{Belongings, Commit, CommitError};
use vocabulary::{AccountId, Event, EventKey, Mark, Moment, Record, catalogue::kinds};

use crate::enforce::{ends_of, moves_of};
use crate::judge::{Judged, attention, wake_at};
use crate::{Engine, EngineError, State, Stated};

/// Accounts looked at in one go.
const BATCH: u32 = 256;

impl Engine {
    /// Looks at every account whose time has come; says how many there were. An account that changes
    /// meanwhile is left to the next sweep. An account that cannot be read is the error, once all others have
    /// been looked at.
    pub async fn sweep(&self) -> Result<usize, EngineError> {
        let due = self.store.due(self.now(), BATCH).await?;
        let mut damaged = None;
        for account in &due {
            match self.pass_time(account).await {
                Ok(()) => {}
                // One account that cannot be read does not hold up the others.
                Err(error @ EngineError::Damaged(_)) => damaged = damaged.or(Some(error)),
                Err(error @ EngineError::Store(_)) => return Err(error),
            }
        }
        self.forget_networks().await?;
        damaged.map_or(Ok(due.len()), Err)
    }

    /// Forgets old network counters, once for each bucket that grew old: it looks through all of them.
    async fn forget_networks(&self) -> Result<(), EngineError> {
        let before = forgotten_before(self.now());
        if self.forgotten.swap(before, Ordering::Relaxed) != before {
            self.store.forget_networks(before).await?;
        }
        Ok(())
    }

    async fn pass_time(&self, account: &AccountId) -> Result<(), EngineError> {
        let Some(row) = self.store.account(account).await? else {
            return Ok(());
        };
        let mut state = State::decode(&row.state)
            .map_err(|error| EngineError::Damaged(format!("account `{account}`: {error}")))?;
        let judged = pass_time(&self.stated(), &mut state, account, self.now(), self.random());
        let key = self.unwrap_key(account, row.wrapped_key)?;
        let entries = judged
            .records
            .iter()
            .map(|record| self.seal(&key, record))
            .collect::<Result<_, _>>()?;
        let commit = Commit {
            account: account.clone(),
            expected_version: row.version,
            key: None,
            state: state.encode(),
            wrapped_key: None,
            entries,
            tallies: moves_of(&judged),
            network: Vec::new(),
            wake_at: wake_at(&state),
            attention: attention(&state),
            belongings: Belongings {
                ends: ends_of(&judged),
                ..Belongings::default()
            },
        };
        match self.store.commit(commit).await {
            Ok(_) | Err(CommitError::Conflict | CommitError::Duplicate | CommitError::Taken) => Ok(()),
            Err(CommitError::Store(error)) => Err(error.into()),
        }
    }
}

/// Everything that is due for one account at `now`, as events that are applied to its state.
fn pass_time(stated: &Stated, state: &mut State, account: &AccountId, now: Moment, name: [u8; 8]) -> Judged {
    state.pending.forget_unknown(&stated.indicators);
    // A clock runs for real or for simulated people, never for drills; where simulated ones count, all are.
    let mark = if stated.indicators.counts_simulated() {
        Mark::Simulated
    } else {
        Mark::Real
    };
    let name = u64::from_le_bytes(name);
    let mut number = 0;
    let mut blank = |kind| {
        number += 1;
        Event::of_itself(EventKey::of_time(name, number), kind, account.clone(), now, mark)
    };
    let mut events: Vec<Event> = Vec::new();
    for overdue in state.pending.overdue(&stated.indicators, now) {
        events.push(overdue.fill(blank(kinds::PROMISE_MISSED)));
    }
    events.extend(state.facts.expired(now, blank));
    let mut judged = Judged::default();
    for event in events {
        judged.take(
            stated,
            state,
            Record {
                event,
                judgement: None,
            },
        );
    }
    judged
}

/// Network counters are kept for a week, so that an attack can still be looked at afterwards.
fn forgotten_before(now: Moment) -> i64 {
    guard::NetworkFacts::bucket(now - vocabulary::Span::from_days(7))
}
