//! What an event moves.

use journey::MeasureKind;
use vocabulary::{Event, Mark, Moment, PromiseRef, catalogue::kinds};

use crate::indicator::Role;
use crate::pending::{Open, about, missed};
use crate::{Indicator, Indicators, Pending, histogram};

/// One addition to a promise's tally.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Move {
    /// The promise or guardrail.
    pub indicator: PromiseRef,
    /// The hour since 1970 in which it counts: that of the event, or of the start for `within`.
    pub hour: i64,
    /// Which counter; see [`slots`].
    pub slot: u8,
    /// What is added.
    pub by: i64,
}

/// A tally's counters.
pub mod slots {
    /// Events that count; for `never`, events that must not be.
    pub const VALID: u8 = 0;
    /// Of these, good ones.
    pub const GOOD: u8 = 1;
    /// From here on, for `within`: good ones by how long they took, in sixteen steps.
    pub const TOOK: u8 = 2;
}

impl Indicators {
    /// What an event adds to the tallies, and which clocks it starts or stops. Most events add nothing, for
    /// the price of one look into a table.
    pub fn observe(&self, event: &Event, pending: &mut Pending) -> Vec<Move> {
        let mut moves = Vec::new();
        if !self.counts(event.mark) {
            return moves;
        }
        if event.kind == kinds::PROMISE_MISSED {
            self.observe_missed(event, pending, &mut moves);
        }
        for (indicator, role) in self.about(event.kind) {
            match (&indicator.measure.kind, role) {
                (MeasureKind::Ratio { of, good, .. }, _) if of.condition.holds(event) == Some(true) => {
                    // Undecided events stay out until they are decided.
                    if let Some(good) = good.holds(event) {
                        count(&mut moves, indicator, event.at, good);
                    }
                }
                (MeasureKind::Never { event: bad }, _) if bad.condition.holds(event) == Some(true) => {
                    push(&mut moves, indicator, event.at, slots::VALID);
                }
                (
                    MeasureKind::Within {
                        from, same, limit, ..
                    },
                    Role::Starts,
                ) if from.condition.holds(event) == Some(true) => {
                    if let Some(about) = about(event, same) {
                        let open = Open {
                            indicator: indicator.code(),
                            about,
                            started: event.at,
                            deadline: event.at + *limit,
                        };
                        self.start(indicator, open, pending, &mut moves);
                    }
                }
                (MeasureKind::Within { to, same, .. }, Role::Ends)
                    if to.condition.holds(event) == Some(true) =>
                {
                    if let Some(about) = about(event, same) {
                        end(indicator, about, event.at, pending, &mut moves);
                    }
                }
                _ => {}
            }
        }
        moves
    }

    fn counts(&self, mark: Mark) -> bool {
        match mark {
            Mark::Real => true,
            Mark::Simulated => self.counts_simulated(),
            Mark::Drill => false,
        }
    }

    fn start(&self, indicator: &Indicator, open: Open, pending: &mut Pending, moves: &mut Vec<Move>) {
        if let Some(running) = pending.running(open.indicator, open.about) {
            if open.started <= running.deadline {
                return;
            }
            // The first clock has run out, and nobody has recorded it yet: this start is another one.
            pending.stop(open.indicator, open.about);
            count(moves, indicator, running.started, false);
        }
        if let Some(at) = pending.take_early(open.indicator, open.about, open.started) {
            in_time_or_not(indicator, open, at, moves);
            return;
        }
        // What has to make room is counted as missed rather than forgotten.
        if let Some(pushed_out) = pending.start(open)
            && let Some(indicator) = self.with_code(pushed_out.indicator)
        {
            count(moves, indicator, pushed_out.started, false);
        }
    }

    fn observe_missed(&self, event: &Event, pending: &mut Pending, moves: &mut Vec<Move>) {
        let Some((promise, about, _)) = missed(event) else {
            return;
        };
        if let Some(indicator) = self.named(promise)
            && let Some(open) = pending.stop(indicator.code(), about)
        {
            count(moves, indicator, open.started, false);
        }
    }
}

fn end(indicator: &Indicator, about: u64, at: Moment, pending: &mut Pending, moves: &mut Vec<Move>) {
    match pending.stop(indicator.code(), about) {
        Some(open) => in_time_or_not(indicator, open, at, moves),
        None => pending.end_early(indicator.code(), about, at),
    }
}

fn in_time_or_not(indicator: &Indicator, open: Open, at: Moment, moves: &mut Vec<Move>) {
    let good = at <= open.deadline;
    count(moves, indicator, open.started, good);
    if good {
        let took = histogram::step(at.since(open.started));
        push(moves, indicator, open.started, slots::TOOK + took);
    }
}

fn count(moves: &mut Vec<Move>, indicator: &Indicator, at: Moment, good: bool) {
    push(moves, indicator, at, slots::VALID);
    if good {
        push(moves, indicator, at, slots::GOOD);
    }
}

fn push(moves: &mut Vec<Move>, indicator: &Indicator, at: Moment, slot: u8) {
    moves.push(Move {
        indicator: indicator.id.clone(),
        hour: at.hour(),
        slot,
        by: 1,
    });
}
