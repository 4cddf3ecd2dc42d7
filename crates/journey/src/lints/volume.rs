//! How many events a measure can count on, for the lints that ask whether that is enough.

use super::Options;
use crate::model::{Measure, Stated, Volume};

/// What is missing to 100 %, in millionths, above which even an hour in which everything fails stays below a
/// fiftieth of what 30 days allow: 1 / (720 · 2 %).
pub(super) const SLOWEST_TARGET_MISSING: u32 = 69_444;

/// The measure of a promise or guardrail, and how many events it gets: as the server has counted, else as the
/// file expects. `None` where nobody says.
pub(super) fn expected<'a>(stated: &Stated<'a>, options: &Options<'_>) -> Option<(&'a Measure, Volume)> {
    let measure = stated.measure?;
    let counted = options
        .server
        .and_then(|server| server.volumes.get(&stated.to_ref()).copied());
    let volume = counted.or_else(|| measure.volume.as_ref().map(|volume| volume.value))?;
    Some((measure, volume))
}
