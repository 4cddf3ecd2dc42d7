//! How a promise is measured and stands: its state, its sentence, its course.

use engine::{PromiseStanding, Stated};
use journey::{Measure, MeasureKind};
use vocabulary::{Moment, PromiseRef};

use super::figure::{counted_as, spaced};
use crate::console::views::{Day, Spark, State};
use crate::console::words;

const DAY_MS: i64 = 86_400_000;

/// How a promise is measured, where it is.
pub(super) fn measure<'a>(stated: &'a Stated, promise: &PromiseRef) -> Option<&'a Measure> {
    stated.journeys.stated(promise)?.measure
}

/// The state of a promise. One that is stated with a measure which nothing here takes is not measured.
pub(super) fn state(stated: &Stated, promise: &PromiseStanding) -> State {
    let is_measured = measure(stated, &promise.id)
        .is_some_and(|measure| !matches!(measure.kind, MeasureKind::Share { .. }));
    match promise.standing.state {
        outcomes::State::Kept => State::Kept,
        outcomes::State::Unproven if is_measured => State::Unproven,
        outcomes::State::Unproven => State::NotMeasured,
        outcomes::State::StatedDebt => State::Debt,
        outcomes::State::AtRisk => State::AtRisk,
        outcomes::State::Broken => State::Broken,
    }
}

/// The worst of several; nothing promised is nothing measured.
pub(super) fn worst(states: &[State]) -> State {
    State::ALL
        .into_iter()
        .find(|state| states.contains(state))
        .unwrap_or_default()
}

/// How it is measured, as sentences.
pub(super) fn in_words(measure: &Measure) -> String {
    match &measure.kind {
        MeasureKind::Ratio { of, good, over, .. } => format!(
            "Of all {} in the last {} ({of}), we count as good those for which {good}.",
            counted_as(of).1,
            over.in_words(),
        ),
        MeasureKind::Within {
            from,
            to,
            same,
            limit,
            over,
            ..
        } => format!(
            "We look at the last {}: from {from} to {to} with the same {}, there may be at most {}.",
            over.in_words(),
            same.replace('_', " "),
            limit.in_words(),
        ),
        MeasureKind::Share { of, good, target, by } => {
            let by = by.map_or(String::new(), |by| {
                format!(" by {}", words::date(&by.to_string()))
            });
            format!(
                "Of all people ({of}), for {} it should hold{by} that {good}. This server does not count people yet.",
                spaced(target.value),
            )
        }
        MeasureKind::Never { event } => {
            format!("We look for {event}. One is one too many, however long ago.")
        }
    }
}

/// The course of the last days, oldest first; `None` where there is nothing to draw. Of what must never happen
/// only the days on which it did are news: silence is drawn nowhere, since it proves nothing.
pub(super) fn spark(promise: &PromiseStanding, measure: &Measure, now: Moment) -> Option<Spark> {
    promise.days.iter().find(|(valid, _)| *valid > 0)?;
    let is_never = matches!(measure.kind, MeasureKind::Never { .. });
    let today = now.as_millis().div_euclid(DAY_MS);
    let first = today + 1 - i64::try_from(promise.days.len()).unwrap_or(0);
    let days = (first..).zip(&promise.days).map(|(day, (valid, good))| Day {
        at: Moment::from_millis(day.saturating_mul(DAY_MS)),
        good: (!is_never && *valid > 0).then(|| *good as f64 / *valid as f64),
        bad: if is_never {
            *valid
        } else {
            valid.saturating_sub(*good)
        },
    });
    Some(Spark {
        says: if is_never {
            "times it happened, per day"
        } else {
            "kept, per day"
        }
        .to_owned(),
        days: days.collect(),
        target: promise.target.filter(|_| !is_never),
    })
}
