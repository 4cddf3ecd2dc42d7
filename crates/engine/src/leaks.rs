//! Leaked tokens in figures: how many, by which way they came to be known, and how fast they were refused.
//!
//! Kept with the promises' tallies, hour by hour, so that they are sums that many nodes can add to, and a recount of
//! the log gives the same.

use std::collections::BTreeMap;

use vocabulary::{Event, LeakSource, Span, catalogue::kinds};

use crate::{Engine, EngineError};

const FOUND: &str = "figures/leaks-found/";
const ENDED: &str = "figures/leaks-ended";
const REFUSED: &str = "figures/leaks-refused-within/";

/// The bounds, in milliseconds, between which refusals are counted; what took longer than the last one is counted
/// beyond it.
const BOUNDS: [u32; 16] = [
    5,
    10,
    20,
    50,
    100,
    200,
    500,
    1_000,
    2_000,
    5_000,
    10_000,
    30_000,
    60_000,
    300_000,
    3_600_000,
    u32::MAX,
];

/// What an event adds to the figures: the tally's name, and by how much.
pub(crate) fn moves(event: &Event) -> Option<(String, i64)> {
    let name = match event.kind {
        kinds::TOKEN_LEAKED => format!("{FOUND}{}", event.text("source").unwrap_or("platform")),
        kinds::TOKEN_REVOKED if event.text("because") == Some("leaked") => ENDED.to_owned(),
        kinds::TOKEN_REFUSED => format!("{REFUSED}{}", bound_of(event.whole("after_ms")?)),
        _ => return None,
    };
    Some((name, 1))
}

fn bound_of(millis: i64) -> u32 {
    let bound = BOUNDS.into_iter().find(|bound| millis <= i64::from(*bound));
    bound.unwrap_or(u32::MAX)
}

/// Leaked tokens over a stretch of days.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LeakFigures {
    /// How often a token was found, by the way in which it came to be known.
    pub found: BTreeMap<LeakSource, u64>,
    /// How many tokens worked until then, and were ended.
    pub ended: u64,
    /// How many were refused within a bound in milliseconds and not within the one before.
    within: BTreeMap<u32, u64>,
}

impl LeakFigures {
    /// How many were tried and refused.
    pub fn refused(&self) -> u64 {
        self.within.values().sum()
    }

    /// Within which time this share of them was refused: the upper bound of the stretch in which that one lies.
    /// `None` where none was, or the slowest took longer than an hour.
    pub fn refused_within(&self, percent: u64) -> Option<Span> {
        let total = self.refused();
        let wanted = total.saturating_mul(percent).div_ceil(100).max(1);
        let mut seen = 0;
        for (bound, count) in &self.within {
            seen += count;
            if seen >= wanted {
                return (*bound < u32::MAX).then(|| Span::from_millis(i64::from(*bound)));
            }
        }
        None
    }

    fn add(&mut self, subject: &str, count: i64) {
        let count = u64::try_from(count).unwrap_or(0);
        if subject == ENDED {
            self.ended += count;
        } else if let Some(source) = subject.strip_prefix(FOUND).and_then(LeakSource::named) {
            *self.found.entry(source).or_default() += count;
        } else if let Some(Ok(bound)) = subject.strip_prefix(REFUSED).map(str::parse) {
            *self.within.entry(bound).or_default() += count;
        }
    }
}

impl Engine {
    /// Leaked tokens over the last `days` days, today included, UTC.
    pub async fn leaks(&self, days: i64) -> Result<LeakFigures, EngineError> {
        let today = self.now().hour().div_euclid(24);
        let (from, until) = ((today - days + 1) * 24, (today + 1) * 24);
        let mut figures = LeakFigures::default();
        for row in self.store.tallies(from, until).await? {
            figures.add(&row.subject, row.count);
        }
        Ok(figures)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(kind: &str, fields: &str) -> Event {
        let json = format!(
            r#"{{"key":"k","kind":"{kind}","account":"a","at":"2026-11-21T09:30:00Z","fields":{fields}}}"#
        );
        serde_json::from_str(&json).unwrap()
    }

    #[test]
    fn the_slow_are_not_hidden_by_the_fast() {
        let check = |millis: &[i64], expected: (Option<i64>, Option<i64>)| {
            let mut figures = LeakFigures::default();
            for millis in millis {
                let fields = format!(r#"{{"token_id":"t","after_ms":{millis}}}"#);
                let (name, by) = moves(&event("token.refused", &fields)).unwrap();
                figures.add(&name, by);
            }
            let within = |percent| figures.refused_within(percent).map(Span::as_millis);
            assert_eq!((within(50), within(99)), expected, "{millis:?}");
        };
        check(&[], (None, None));
        check(&[0], (Some(5), Some(5)));
        check(&[3, 4, 800], (Some(5), Some(1_000)));
        check(&[4, 4_000_000], (Some(5), None));
        check(&[11, 11, 11, 12], (Some(20), Some(20)));
    }

    #[test]
    fn a_refusal_that_is_about_no_leak_is_not_counted() {
        assert!(moves(&event("token.refused", r#"{"token_id":"t"}"#)).is_none());
        let owner = event("token.revoked", r#"{"token_id":"t","because":"owner"}"#);
        assert!(moves(&owner).is_none());
        let mut figures = LeakFigures::default();
        for (kind, fields) in [
            ("token.leaked", r#"{"token_id":"t","found":"x","source":"push"}"#),
            ("token.leaked", r#"{"token_id":"t","found":"x"}"#),
            ("token.revoked", r#"{"token_id":"t","because":"leaked"}"#),
        ] {
            let (name, by) = moves(&event(kind, fields)).unwrap();
            figures.add(&name, by);
        }
        assert_eq!((figures.found.len(), figures.ended), (2, 1));
    }
}
