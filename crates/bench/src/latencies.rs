//! How long requests took: every one is kept, so that the slowest are not lost in a histogram's last bucket.

use std::time::Duration;

/// Some durations, in order.
#[derive(Debug, Clone, Default)]
pub(crate) struct Latencies(Vec<u64>);

impl Latencies {
    /// Takes nanoseconds in any order.
    pub(crate) fn of(mut nanos: Vec<u64>) -> Self {
        nanos.sort_unstable();
        Self(nanos)
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// The least duration that at least `per_mille` of 1,000 did not exceed (nearest rank); zero of none.
    pub(crate) fn at(&self, per_mille: usize) -> Duration {
        let rank = (self.0.len() * per_mille.min(1_000)).div_ceil(1_000);
        let nanos = self.0.get(rank.saturating_sub(1)).copied();
        Duration::from_nanos(nanos.unwrap_or_default())
    }

    pub(crate) fn max(&self) -> Duration {
        self.at(1_000)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_are_the_nearest() {
        let check = |nanos: Vec<u64>, per_mille: usize, expected: u64| {
            assert_eq!(
                Latencies::of(nanos).at(per_mille),
                Duration::from_nanos(expected),
                "{per_mille}"
            );
        };
        check(vec![], 500, 0);
        check(vec![7], 990, 7);
        check(vec![3, 1, 2, 4], 500, 2);
        check(vec![3, 1, 2, 4], 501, 3);
        check((1..=1_000).rev().collect(), 990, 990);
        check((1..=1_000).collect(), 999, 999);
        check((1..=10).collect(), 1_000, 10);
        check((1..=10).collect(), 0, 1);
    }
}
