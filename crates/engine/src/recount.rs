//! Recounting: what is stored must be what the log says, entry by entry.

use std::collections::{BTreeMap, HashMap};

use store::CounterRow;
use vocabulary::AccountId;

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
}

/// Entries read at once.
const BATCH: u32 = 2048;

type Tallies = BTreeMap<(String, i64, u8), i64>;

impl Engine {
    /// Recounts everything from the log and compares it with what is stored. Reads the whole log; memory
    /// grows with the number of accounts. Nothing may be committed meanwhile, and the journeys must be those
    /// under which the log was written.
    pub async fn recount(&self) -> Result<Recount, EngineError> {
        let (mut found, tallies) = self.recount_both().await?;
        if found.erased == 0 {
            self.compare_tallies(tallies, &mut found).await?;
        }
        Ok(found)
    }

    /// Recounts the accounts alone, whatever the journeys were when the log was written.
    pub async fn recount_accounts(&self) -> Result<Recount, EngineError> {
        Ok(self.recount_both().await?.0)
    }

    async fn recount_both(&self) -> Result<(Recount, Tallies), EngineError> {
        let stated = self.stated();
        let mut found = Recount::default();
        let mut states: HashMap<AccountId, State> = HashMap::new();
        let mut tallies = Tallies::new();
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
                let mut judged = Judged::default();
                judged.take(&stated, states.entry(account).or_default(), record);
                for moved in moves_of(&judged) {
                    *tallies
                        .entry((moved.subject, moved.bucket, moved.slot))
                        .or_default() += moved.by;
                }
            }
        }
        self.compare_accounts(states, &mut found).await?;
        Ok((found, tallies))
    }

    async fn compare_accounts(
        &self,
        states: HashMap<AccountId, State>,
        found: &mut Recount,
    ) -> Result<(), EngineError> {
        for (account, recounted) in states {
            found.accounts += 1;
            let stored = self.account(&account).await?.map(|view| view.state);
            if stored.as_ref() != Some(&recounted) {
                found.differences.push(Difference::Account(account));
            }
        }
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
