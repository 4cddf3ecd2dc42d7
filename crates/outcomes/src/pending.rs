//! What an account still owes to promises with a time limit.

use serde::{Deserialize, Serialize};
use vocabulary::{Event, Moment, PromiseRef, ValueRef, catalogue::kinds};

use crate::Indicators;
use crate::indicator::fnv;

/// Obligations held for one account at most; one more pushes the oldest out, which then counts as missed.
pub(crate) const MOST_OPEN: usize = 64;
/// Ends remembered for one account that came before their start.
const MOST_EARLY: usize = 8;

/// Clocks that are running for one account.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Pending {
    open: Vec<Open>,
    early: Vec<End>,
}

/// One clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Open {
    pub(crate) indicator: u64,
    pub(crate) about: u64,
    pub(crate) started: Moment,
    pub(crate) deadline: Moment,
}

/// An end that no clock was waiting for: events may arrive out of order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct End {
    indicator: u64,
    about: u64,
    at: Moment,
}

/// A clock that has run out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overdue {
    promise: PromiseRef,
    about: u64,
    started: Moment,
}

impl Overdue {
    /// The event that says so.
    pub fn fill(&self, event: Event) -> Event {
        event
            .with("promise", self.promise.as_str())
            .with("about", format!("{:016x}", self.about))
            .with("started", self.started)
    }

    /// The promise that was missed.
    pub fn promise(&self) -> &PromiseRef {
        &self.promise
    }
}

impl Pending {
    /// When the next clock runs out.
    pub fn next_deadline(&self) -> Option<Moment> {
        self.open.iter().map(|open| open.deadline).min()
    }

    /// The clocks that have run out at `now`. Clocks of promises that nobody makes any more are left out.
    pub fn overdue(&self, indicators: &Indicators, now: Moment) -> Vec<Overdue> {
        let late = self.open.iter().filter(|open| open.deadline < now);
        let known = late.filter_map(|open| {
            let promise = indicators.with_code(open.indicator)?.id.clone();
            Some(Overdue {
                promise,
                about: open.about,
                started: open.started,
            })
        });
        known.collect()
    }

    /// Drops clocks of promises that nobody makes any more; true if there were any.
    pub fn forget_unknown(&mut self, indicators: &Indicators) -> bool {
        let before = self.open.len() + self.early.len();
        self.open
            .retain(|open| indicators.with_code(open.indicator).is_some());
        self.early
            .retain(|end| indicators.with_code(end.indicator).is_some());
        before != self.open.len() + self.early.len()
    }

    /// Starts a clock. Gives back one that had to make room.
    pub(crate) fn start(&mut self, open: Open) -> Option<Open> {
        self.open.push(open);
        (self.open.len() > MOST_OPEN).then(|| self.open.remove(0))
    }

    /// The clock that is running for this.
    pub(crate) fn running(&self, indicator: u64, about: u64) -> Option<Open> {
        self.open
            .iter()
            .find(|open| open.indicator == indicator && open.about == about)
            .copied()
    }

    /// Stops a clock.
    pub(crate) fn stop(&mut self, indicator: u64, about: u64) -> Option<Open> {
        let place = self
            .open
            .iter()
            .position(|open| open.indicator == indicator && open.about == about)?;
        Some(self.open.remove(place))
    }

    /// Remembers an end that no clock waited for.
    pub(crate) fn end_early(&mut self, indicator: u64, about: u64, at: Moment) {
        self.early
            .retain(|end| end.indicator != indicator || end.about != about);
        if self.early.len() >= MOST_EARLY {
            self.early.remove(0);
        }
        self.early.push(End { indicator, about, at });
    }

    /// An end that arrived before its start and happened at or after it.
    pub(crate) fn take_early(&mut self, indicator: u64, about: u64, started: Moment) -> Option<Moment> {
        let fits = |end: &End| end.indicator == indicator && end.about == about && end.at >= started;
        let place = self.early.iter().position(fits)?;
        Some(self.early.remove(place).at)
    }
}

/// A short name for the value of the field that start and end share.
pub(crate) fn about(event: &Event, field: &str) -> Option<u64> {
    Some(match event.read(field)? {
        ValueRef::Text(text) => fnv(text),
        ValueRef::Whole(number) => fnv(&number.to_string()),
        ValueRef::Moment(moment) => fnv(&moment.as_millis().to_string()),
    })
}

/// What a `promise.missed` event says: which promise, about what, since when.
pub(crate) fn missed(event: &Event) -> Option<(&str, u64, Moment)> {
    if event.kind != kinds::PROMISE_MISSED {
        return None;
    }
    let about = u64::from_str_radix(event.text("about")?, 16).ok()?;
    Some((event.text("promise")?, about, event.moment("started")?))
}
