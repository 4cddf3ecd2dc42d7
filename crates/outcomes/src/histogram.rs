//! How long things took, in sixteen steps: enough to say "within a second" or "within a minute".

use vocabulary::Span;

/// Upper ends of the steps; what took longer falls into a last one.
const STEPS: [i64; 15] = [
    1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1_800, 3_600, 14_400, 43_200, 86_400,
];

/// The step of a duration, 0 to 15.
pub(crate) fn step(took: Span) -> u8 {
    let place = STEPS
        .iter()
        .position(|seconds| took <= Span::from_seconds(*seconds))
        .unwrap_or(STEPS.len());
    u8::try_from(place).unwrap_or(u8::MAX)
}

/// The upper end of the step in which the given share of all durations is reached; `None` where there is
/// none, or where it lies beyond the last step. `share` in percent.
pub(crate) fn quantile(counts: &[u64; 16], share: u64) -> Option<Span> {
    let total: u64 = counts.iter().sum();
    let wanted = (total * share).div_ceil(100);
    let mut sum = 0;
    for (place, count) in counts.iter().enumerate() {
        sum += count;
        if total > 0 && sum >= wanted {
            return STEPS.get(place).map(|seconds| Span::from_seconds(*seconds));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_upper_ends_of_their_step() {
        let mut counts = [0; 16];
        for (seconds, times) in [(1, 90), (50, 9), (100_000, 1)] {
            counts[usize::from(step(Span::from_seconds(seconds)))] += times;
        }
        assert_eq!(quantile(&counts, 50), Some(Span::from_seconds(1)));
        assert_eq!(quantile(&counts, 95), Some(Span::from_seconds(60)));
        assert_eq!(quantile(&counts, 100), None);
        assert_eq!(quantile(&[0; 16], 50), None);
    }
}
