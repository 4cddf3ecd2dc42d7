//! Recounting: what is stored must be what the log says, entry by entry.

use std::collections::{BTreeMap, HashMap};

use store::CounterRow;
use vocabulary::{AccountId, Event, catalogue::kinds};

use crate::enforce::moves_of;
use crate::judge::Judged;
use crate::{Engine, EngineError, State};

/// What a recount found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Recount {
    /// Entries read.
    pub entries: u64,
    /// Of these, unreadable because their account was erased.
    pub erased: u64,
    /// Accounts compared.
    pub accounts: u64,
    /// Tallies compared; `None` where erased accounts make a comparison impossible.
    pub tallies: Option<u64>,
    /// What does not agree.
    pub differences: Vec<Difference>,
}

/// Something that does not agree with the log.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Difference {
    /// An account's state is not what its entries make of it.
    #[error("the stored state of account `{0}` is not what its log entries make of it")]
    Account(AccountId),
    /// A tally is not the sum of what was recorded.
    #[error(
        "promise `{indicator}`, hour {hour}, counter {slot}: stored is {stored}, the log gives {recounted}"
    )]
    Tally {
        /// The promise or guardrail.
        indicator: String,
        /// Hours since 1970.
        hour: i64,
        /// Which counter.
        slot: u8,
        /// As stored.
        stored: i64,
        /// As recounted.
        recounted: i64,
    },
    /// An entry cannot be read although its account was not erased.
    #[error("{0}")]
    Unreadable(String),
    /// Entries are gone that no erasure on record accounts for: an account's row was lost or taken away.
    #[error(
        "{unreadable} log entries belong to no account any more; the erasures on record account for {accounted}"
    )]
    Erased {
        /// Entries without an account.
        unreadable: u64,
        /// The sum of what the erasures say.
        accounted: u64,
    },
}

/// Entries read at once.
const BATCH: u32 = 2048;
/// Accounts read at once.
const PAGE: u32 = 500;

type Tallies = BTreeMap<(String, i64, u8), i64>;

impl Engine {
    /// Recounts everything from the log and compares it with what is stored. Reads the whole log; memory
    /// grows with the number of accounts. Nothing may be committed meanwhile, and the journeys must be those
    /// under which the log was written.
    pub async fn recount(&self) -> Result<Recount, EngineError> {
        let (mut found, states, tallies) = self.fold().await?;
        self.compare_accounts(states, &mut found, |stored, recounted| stored == recounted)
            .await?;
        if found.erased == 0 {
            self.compare_tallies(tallies, &mut found).await?;
        }
        Ok(found)
    }

    /// Recounts what is known of the accounts alone: that depends on no journey, so it can be compared whatever
    /// the journeys were when the log was written.
    pub async fn recount_accounts(&self) -> Result<Recount, EngineError> {
        let (mut found, states, _) = self.fold().await?;
        self.compare_accounts(states, &mut found, |stored, recounted| {
            stored.facts == recounted.facts
        })
        .await?;
        Ok(found)
    }

    /// What the log, read from its beginning, makes of accounts and tallies.
    async fn fold(&self) -> Result<(Recount, HashMap<AccountId, State>, Tallies), EngineError> {
        let in_force = self.stated();
        let mut found = Recount::default();
        let mut states: HashMap<AccountId, State> = HashMap::new();
        let mut tallies = Tallies::new();
        let mut accounted = 0;
        loop {
            let entries = self.store.entries(found.entries, BATCH).await?;
            if entries.is_empty() {
                break;
            }
            for entry in entries {
                found.entries += 1;
                let opened = match self.open(entry) {
                    Ok(opened) => opened,
                    Err(error) => {
                        found.differences.push(Difference::Unreadable(error.to_string()));
                        continue;
                    }
                };
                let (Some(account), Some(record)) = (opened.account, opened.record) else {
                    found.erased += 1;
                    continue;
                };
                accounted += erased_by(&record.event);
                let mut judged = Judged::default();
                judged.take(&in_force, states.entry(account).or_default(), record);
                for moved in moves_of(&judged) {
                    *tallies
                        .entry((moved.subject, moved.bucket, moved.slot))
                        .or_default() += moved.by;
                }
            }
        }
        if found.erased != accounted {
            found.differences.push(Difference::Erased {
                unreadable: found.erased,
                accounted,
            });
        }
        Ok((found, states, tallies))
    }

    /// Compares every stored account, those that the log knows nothing of too.
    async fn compare_accounts(
        &self,
        mut states: HashMap<AccountId, State>,
        found: &mut Recount,
        agree: impl Fn(&State, &State) -> bool,
    ) -> Result<(), EngineError> {
        let mut after = None;
        loop {
            let rows = self.store.accounts("", after.as_ref(), PAGE).await?;
            let Some((last, _)) = rows.last() else { break };
            after = Some(last.clone());
            for (account, row) in rows {
                found.accounts += 1;
                // A state that cannot be read is not the one that the log gives, and neither is one that the log
                // knows nothing of.
                let both = State::decode(&row.state).ok().zip(states.remove(&account));
                if !both.is_some_and(|(stored, recounted)| agree(&stored, &recounted)) {
                    found.differences.push(Difference::Account(account));
                }
            }
        }
        let mut lost: Vec<AccountId> = states.into_keys().collect();
        lost.sort();
        found
            .differences
            .extend(lost.into_iter().map(Difference::Account));
        Ok(())
    }

    async fn compare_tallies(&self, recounted: Tallies, found: &mut Recount) -> Result<(), EngineError> {
        let stored = self.store.tallies(i64::MIN, i64::MAX).await?;
        let stored: Tallies = stored
            .into_iter()
            .map(
                |CounterRow {
                     subject,
                     bucket,
                     slot,
                     count,
                 }| ((subject, bucket, slot), count),
            )
            .collect();
        let keys: std::collections::BTreeSet<_> = stored.keys().chain(recounted.keys()).cloned().collect();
        let mut compared = 0;
        for key in keys {
            let of = |tallies: &Tallies| tallies.get(&key).copied().unwrap_or(0);
            let (is, should) = (of(&stored), of(&recounted));
            compared += 1;
            if is != should {
                let (indicator, hour, slot) = key;
                found.differences.push(Difference::Tally {
                    indicator,
                    hour,
                    slot,
                    stored: is,
                    recounted: should,
                });
            }
        }
        found.tallies = Some(compared);
        Ok(())
    }
}

/// How many entries an erasure made unreadable; none for any other event.
fn erased_by(event: &Event) -> u64 {
    let entries = event
        .whole("entries")
        .filter(|_| event.kind == kinds::ACCOUNT_ERASED);
    entries
        .and_then(|entries| u64::try_from(entries).ok())
        .unwrap_or(0)
}
