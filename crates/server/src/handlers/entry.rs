//! Entries of the log, as pages show them.

use engine::{Opened, Stated};

use crate::console::views::Entry;

/// An entry that can still be read; what was erased shows only where it is asked for by its number.
pub(super) fn entry(stated: &Stated, opened: Opened) -> Option<Entry> {
    let record = opened.record?;
    let promise = record
        .judgement
        .as_ref()
        .and_then(|judgement| judgement.promise.as_ref());
    let promise_says = promise
        .and_then(|promise| stated.journeys.stated(promise))
        .map(|stated| stated.says.value.clone());
    Some(Entry {
        index: opened.index,
        record,
        promise_says,
    })
}

/// Those of several that can still be read, in the same order.
pub(super) fn entries(stated: &Stated, opened: impl IntoIterator<Item = Opened>) -> Vec<Entry> {
    opened
        .into_iter()
        .filter_map(|opened| entry(stated, opened))
        .collect()
}
