//! The main path: facts, decision, one commit.

use guard::{Mode, NetworkFacts};
use ledger::keys::DataKey;
use store::{
    AccountRow, Ask, Belongings, Commit, CommitError, CounterMove, Facts, NewEntry, StoreError, Topic,
};
use vocabulary::{
    Event, EventKey, Judgement, Kind, Moment, Record, StepRef, Verdict, catalogue::kinds, did_you_mean,
};

use crate::judge::{Judged, attention, judge, wake_at};
use crate::{Engine, EngineError, State};

/// What an event came to.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The verdict with its reasons.
    pub judgement: Judgement,
    /// What followed: sessions that ended, effects that are held, and so on.
    pub follows: Vec<Event>,
    /// Its place in the log, where that is known already.
    pub entry: Option<u64>,
    /// The event was recorded before; this is what was answered then.
    pub duplicate: bool,
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum EnforceError {
    /// The event names a step that no journey has.
    #[error("`{step}` is no step of the journeys served here{hint}")]
    UnknownStep {
        /// As named.
        step: StepRef,
        /// What may have been meant.
        hint: String,
    },
    /// The kind is one that only Safeconduct itself reports.
    #[error("`{0}` is reported by Safeconduct itself; platforms cannot send it")]
    NotForPlatforms(Kind),
    /// The store cannot be asked. What then holds is what the controls say of their own absence.
    #[error("{error}")]
    Down {
        /// What is wrong.
        error: StoreError,
        /// What to do meanwhile.
        verdict: Verdict,
    },
    /// So many others change the account at once that this event did not get its turn.
    #[error("too many requests change account `{0}` at the same time; send this one again")]
    Crowded(String),
    /// What is stored cannot be read.
    #[error(transparent)]
    Engine(EngineError),
}

/// How often a decision is made anew when somebody else changed the account in between. Within one process
/// requests take turns, so that it is other nodes' whole crowds that one may have to let pass.
pub(crate) const MOST_TRIES: u32 = 256;

/// More events than can follow from one: a hold reaches back to at most 32 effects, and an owner's answer ends
/// at most 12 sessions.
const MOST_FOLLOWS: u32 = 64;

impl Engine {
    /// Decides on an event and records it with all that follows: one read, one pure decision, one commit.
    pub async fn enforce(&self, event: Event, mode: Mode) -> Result<Answer, EnforceError> {
        let stated = self.stated();
        admit(&event, stated.policy.steps())?;
        let down = |error| EnforceError::Down {
            error,
            verdict: guard::when_store_is_down(&stated.policy, event.kind),
        };
        let now = if mode == Mode::Ask { self.now() } else { event.at };
        let mut turn = None;
        // Nearly every event is new, so whether this one is not is only asked once a commit says so.
        let mut key = None;
        for _ in 0..MOST_TRIES {
            let facts = self
                .store
                .facts(ask(&event, key.take(), now))
                .await
                .map_err(down)?;
            if facts.answered.is_some() {
                return self.answered(facts).await.map_err(EnforceError::Engine);
            }
            let network = NetworkFacts::sum(facts.network.iter().map(|(_, slot, count)| (*slot, *count)));
            let mut state = State::default();
            if let Some(row) = &facts.account {
                state = State::decode(&row.state)
                    .map_err(|error| EnforceError::Engine(EngineError::Damaged(error.to_string())))?;
            }
            let judged = judge(&stated, &mut state, Some(network), event.clone(), mode, now);
            let (commit, _) = self
                .commit_of(&event, facts.account, &state, &judged)
                .map_err(EnforceError::Engine)?;
            match self.store.commit(commit).await {
                Ok(receipt) => return Ok(answer_of(judged, receipt.first_index)),
                // Somebody else was faster: read again, decide again.
                Err(CommitError::Conflict | CommitError::Taken) => {}
                // It was recorded before: the next read finds what was answered.
                Err(CommitError::Duplicate) => key = Some(event.key.clone()),
                Err(CommitError::Store(error)) => return Err(down(error)),
            }
            if turn.is_none() {
                turn = self.turns.take(&event.account).await;
            }
        }
        Err(EnforceError::Crowded(event.account.to_string()))
    }

    /// The commit that a judged event makes, and the account's key.
    pub(crate) fn commit_of(
        &self,
        event: &Event,
        row: Option<AccountRow>,
        state: &State,
        judged: &Judged,
    ) -> Result<(Commit, DataKey), EngineError> {
        let (expected_version, key, wrapped_key) = if let Some(row) = row {
            (
                row.version,
                self.unwrap_key(&event.account, row.wrapped_key)?,
                None,
            )
        } else {
            let (key, wrapped) = self.issue_key(&event.account)?;
            (0, key, Some(wrapped.as_bytes().to_vec()))
        };
        let entries = judged
            .records
            .iter()
            .map(|record| self.seal(&key, record))
            .collect::<Result<_, _>>()?;
        let network = event.from.network().into_iter().flat_map(|subject| {
            let bucket = NetworkFacts::bucket(event.at);
            judged.network.iter().map(move |(slot, by)| CounterMove {
                subject,
                bucket,
                slot: *slot,
                by: *by,
            })
        });
        let commit = Commit {
            account: event.account.clone(),
            expected_version,
            key: Some(event.key.clone()),
            state: state.encode(),
            wrapped_key,
            entries,
            tallies: moves_of(judged),
            network: network.collect(),
            wake_at: wake_at(state),
            attention: attention(state),
            belongings: Belongings {
                ends: ends_of(judged),
                ..Belongings::default()
            },
        };
        Ok((commit, key))
    }

    pub(crate) fn seal(&self, key: &DataKey, record: &Record) -> Result<NewEntry, EngineError> {
        let body = serde_json::to_vec(record).map_err(|error| EngineError::Damaged(error.to_string()))?;
        let sealed = ledger::entry::seal(key, &self.random(), &body)
            .map_err(|error| EngineError::Damaged(error.to_string()))?;
        Ok(NewEntry {
            leaf: sealed.leaf.as_bytes().to_vec(),
            sealed: sealed.sealed,
            topic: (record.event.kind == kinds::TOKEN_LEAKED).then_some(Topic::Exposure),
        })
    }

    /// The answer that was given when this event came for the first time, with all that followed from it: a
    /// platform that lost the first answer must learn of it from the second.
    pub(crate) async fn answered(&self, facts: Facts) -> Result<Answer, EngineError> {
        let entry = facts
            .answered
            .ok_or_else(|| EngineError::Damaged("an answered event has no entry".to_owned()))?;
        let index = entry.index;
        let Some(Record {
            event,
            judgement: Some(judgement),
        }) = self.open(entry)?.record
        else {
            return Err(EngineError::Damaged(format!("entry {index} holds no answer")));
        };
        // Entries of one commit stand side by side, and what follows is named after its cause.
        let mut follows = Vec::new();
        for next in self.store.entries(index + 1, MOST_FOLLOWS).await? {
            if next.account.as_ref() != Some(&event.account) {
                break;
            }
            let Some(record) = self.open(next)?.record else {
                break;
            };
            let name = Event::caused_by(&event, follows.len() + 1, record.event.kind, record.event.at).key;
            if record.event.key != name {
                break;
            }
            follows.push(record.event);
        }
        Ok(Answer {
            judgement,
            follows,
            entry: Some(index),
            duplicate: true,
        })
    }
}

/// Whether a platform may send this event at all.
fn admit(event: &Event, steps: &[StepRef]) -> Result<(), EnforceError> {
    if matches!(
        event.kind.told_by(),
        vocabulary::ToldBy::Safeconduct | vocabulary::ToldBy::Population
    ) {
        return Err(EnforceError::NotForPlatforms(event.kind));
    }
    match &event.step {
        Some(step) if !steps.is_empty() && !steps.contains(step) => {
            let known: Vec<&str> = steps.iter().map(StepRef::as_str).collect();
            let meant = did_you_mean(step.as_str(), known.iter().copied());
            let hint = meant.map_or(format!("; known are {}", known.join(", ")), |name| {
                format!("; did you mean `{name}`?")
            });
            Err(EnforceError::UnknownStep {
                step: step.clone(),
                hint,
            })
        }
        _ => Ok(()),
    }
}

/// What a decision on this event needs to know. Networks matter where somebody signs in or acts.
fn ask(event: &Event, key: Option<EventKey>, now: Moment) -> Ask {
    let network = event
        .from
        .network()
        .filter(|_| event.kind != kinds::CHALLENGE_ANSWERED);
    Ask {
        account: event.account.clone(),
        key,
        network: network.map(|network| (network, NetworkFacts::earliest(now))),
        keychain: false,
    }
}

pub(crate) fn answer_of(judged: Judged, entry: Option<u64>) -> Answer {
    let mut records = judged.records.into_iter();
    let judgement = records.next().and_then(|record| record.judgement);
    let judgement = judgement.unwrap_or(Judgement {
        verdict: Verdict::Deny,
        reasons: Vec::new(),
        promise: None,
        wait: None,
        score: None,
        told: false,
        shadow: None,
    });
    Answer {
        judgement,
        follows: records.map(|record| record.event).collect(),
        entry,
        duplicate: false,
    }
}

/// The bearers that stop acting for the account: whatever the events say is over.
pub(crate) fn ends_of(judged: &Judged) -> Vec<(String, Moment)> {
    let ended = |record: &Record| {
        let event = &record.event;
        let (id, at) = match event.kind {
            kinds::SESSION_ENDED => (
                event.session.as_ref().map(vocabulary::SessionId::as_str),
                event.at,
            ),
            kinds::TOKEN_REVOKED => (event.text("token_id"), event.at),
            kinds::TOKEN_ROTATED => (event.text("token_id"), event.moment("until")?),
            _ => return None,
        };
        id.map(|id| (id.to_owned(), at))
    };
    judged
        .records
        .iter()
        .filter(|record| record.happened())
        .filter_map(ended)
        .collect()
}

/// Everything that is counted: promises and figures.
pub(crate) fn moves_of(judged: &Judged) -> Vec<CounterMove<String>> {
    let promises = judged.tallies.iter().map(|moved| CounterMove {
        subject: moved.indicator.to_string(),
        bucket: moved.hour,
        slot: moved.slot,
        by: moved.by,
    });
    let figures = judged.figures.iter().map(|(figure, hour, by)| CounterMove {
        subject: figure.clone(),
        bucket: *hour,
        slot: 0,
        by: *by,
    });
    promises.chain(figures).collect()
}
