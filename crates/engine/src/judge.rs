//! One turn of the loop as a pure function: the same for a live decision and a replayed log.

use guard::NetworkFacts;
use outcomes::Move;
use vocabulary::{Event, Moment, Record, Span, Verdict};

use crate::{Mode, State, Stated, figures};

/// What one event came to.
#[derive(Debug, Clone, Default)]
pub struct Judged {
    /// The event with its answer, and what followed from it: the entries for the log, in order.
    pub records: Vec<Record>,
    /// What the promises' tallies move by.
    pub tallies: Vec<Move>,
    /// What the day's figures move by: (figure, hour, by).
    pub(crate) figures: Vec<(String, i64, i64)>,
    /// What the network's counters move by, as (slot, count).
    pub network: Vec<(u8, i64)>,
}

/// Decides on an event, and applies it and all that follows to the account's state.
pub fn judge(
    stated: &Stated,
    state: &mut State,
    network: Option<NetworkFacts>,
    event: Event,
    mode: Mode,
    now: Moment,
) -> Judged {
    let decision = guard::decide(&stated.policy, &state.facts, network, &event, mode, now);
    let mut judged = Judged::default();
    judged.take(
        stated,
        state,
        Record {
            event,
            judgement: Some(decision.judgement),
        },
    );
    for event in decision.events {
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

impl Judged {
    /// The answer to the event that was judged; to deny where there was none.
    pub(crate) fn verdict(&self) -> Verdict {
        let judgement = self.records.first().and_then(|record| record.judgement.as_ref());
        judgement.map_or(Verdict::Deny, |judgement| judgement.verdict)
    }

    /// Whether nothing is heard before some time has passed.
    pub(crate) fn has_to_wait(&self) -> bool {
        let judgement = self.records.first().and_then(|record| record.judgement.as_ref());
        judgement.is_some_and(|judgement| judgement.wait.is_some())
    }

    /// Applies one record to the state, and notes what it moves.
    pub(crate) fn take(&mut self, stated: &Stated, state: &mut State, record: Record) {
        self.network.extend(NetworkFacts::moves(
            &record.event,
            record.judgement.as_ref(),
            &state.facts,
        ));
        state.facts.apply(&record.event, record.judgement.as_ref());
        if record.happened() {
            self.tallies
                .extend(stated.indicators.observe(&record.event, &mut state.pending));
        }
        let hour = record.event.at.hour();
        let figures = figures::moves(&stated.indicators, &record).into_iter();
        self.figures
            .extend(figures.map(|(figure, by)| (figure, hour, by)));
        self.records.push(record);
    }
}

/// When an account next has to be looked at without being asked: just after its next deadline.
pub(crate) fn wake_at(state: &State) -> Option<Moment> {
    let deadlines = [state.pending.next_deadline(), state.facts.next_expiry()];
    deadlines
        .into_iter()
        .flatten()
        .min()
        .map(|deadline| deadline + Span::from_millis(1))
}

/// Since when an account needs a person's attention.
pub(crate) fn attention(state: &State) -> Option<Moment> {
    state.facts.trouble.incident().map(|incident| incident.noticed_at)
}
