//! When a promise was last not kept: its bad events, found by reading the log backwards.

use engine::{Engine, PromiseStanding, Stated};
use journey::{Measure, MeasureKind};
use vocabulary::catalogue::kinds;
use vocabulary::{Mark, PromiseRef, Record};

use super::entry::entry;
use super::failed::Failed;
use crate::console::views::Entry;

/// Entries read at once, and at most.
const STRIDE: u32 = 500;
const FARTHEST: u64 = 5_000;
/// Bad events shown.
const SHOWN: usize = 10;

/// Whether there are any to look for.
pub(super) fn has_any(promise: &PromiseStanding, measure: &Measure) -> bool {
    match measure.kind {
        MeasureKind::Never { .. } => promise.standing.valid > 0,
        _ => promise.standing.valid > promise.standing.good,
    }
}

/// The last bad events among the newest entries, newest first.
pub(super) async fn last(
    engine: &Engine,
    stated: &Stated,
    promise: &PromiseRef,
    measure: &Measure,
) -> Result<Vec<Entry>, Failed> {
    let newest = engine.store().totals().await?.entries;
    let oldest = newest.saturating_sub(FARTHEST);
    let mut found = Vec::new();
    let mut end = newest;
    while end > oldest && found.len() < SHOWN {
        let start = end.saturating_sub(STRIDE.into()).max(oldest);
        let stride = engine
            .entries(start, u32::try_from(end - start).unwrap_or(STRIDE))
            .await?;
        for opened in stride.into_iter().rev() {
            if opened
                .record
                .as_ref()
                .is_some_and(|record| is_bad(stated, promise, measure, record))
            {
                found.extend(entry(stated, opened));
            }
        }
        end = start;
    }
    found.truncate(SHOWN);
    Ok(found)
}

/// Whether the promise's measure counts this as bad. What ends late is told by the entry that says that the
/// promise was missed.
fn is_bad(stated: &Stated, promise: &PromiseRef, measure: &Measure, record: &Record) -> bool {
    let event = &record.event;
    let counts = match event.mark {
        Mark::Real => true,
        Mark::Simulated => stated.indicators.counts_simulated(),
        Mark::Drill => false,
    };
    if !counts || !record.happened() {
        return false;
    }
    match &measure.kind {
        MeasureKind::Ratio { of, good, .. } => {
            of.holds(event) == Some(true) && good.holds(event) == Some(false)
        }
        MeasureKind::Never { event: never } => never.holds(event) == Some(true),
        MeasureKind::Within { .. } => {
            event.kind == kinds::PROMISE_MISSED && event.text("promise") == Some(promise.as_str())
        }
        MeasureKind::Share { .. } => false,
    }
}
