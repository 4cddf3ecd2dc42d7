//! Waits that grow with each failure, so that guessing gets nowhere.

use serde::{Deserialize, Serialize};
use vocabulary::{Moment, Span};

/// How waits grow: the first failures are free, then each doubles the wait up to the most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WaitRule {
    /// Failures without any wait.
    pub free: u32,
    /// The first wait.
    pub first: Span,
    /// The longest wait.
    pub most: Span,
}

impl Default for WaitRule {
    /// Five free tries, then 2 s, 4 s, … up to 15 minutes: fewer than 110 guesses a day.
    fn default() -> Self {
        Self {
            free: 5,
            first: Span::from_seconds(2),
            most: Span::from_minutes(15),
        }
    }
}

/// A failure this long ago no longer counts.
const FORGIVEN_AFTER: Span = Span::from_hours(24);

/// Failures in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Streak {
    failures: u32,
    last: Moment,
}

impl Streak {
    /// Counts a failure. Tries that were turned away unheard are not counted, so that knocking cannot
    /// lengthen a wait without end.
    pub fn fail(&mut self, at: Moment) {
        self.failures = if at.since(self.last) > FORGIVEN_AFTER {
            1
        } else {
            self.failures.saturating_add(1)
        };
        self.last = self.last.max(at);
    }

    /// Forgets the failures.
    pub fn succeed(&mut self) {
        *self = Self::default();
    }

    /// Failures in a row that still count.
    pub fn failures(&self, now: Moment) -> u32 {
        if now.since(self.last) > FORGIVEN_AFTER {
            0
        } else {
            self.failures
        }
    }

    /// How long to wait from `now` on before the next try is heard; zero for not at all.
    pub fn wait(&self, rule: WaitRule, now: Moment) -> Span {
        let beyond = self.failures(now).saturating_sub(rule.free);
        if beyond == 0 {
            return Span::ZERO;
        }
        let doubled = rule
            .first
            .as_millis()
            .checked_shl(beyond - 1)
            .filter(|wait| *wait > 0)
            .unwrap_or(i64::MAX);
        let whole = Span::from_millis(doubled.min(rule.most.as_millis()));
        (self.last + whole).since(now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_the_most_and_are_forgiven_in_a_day() {
        let start = Moment::from_millis(1_000_000);
        let check = |failures: u32, later: Span, expected: Span| {
            let mut streak = Streak::default();
            (0..failures).for_each(|_| streak.fail(start));
            assert_eq!(
                streak.wait(WaitRule::default(), start + later),
                expected,
                "{failures} failures, {later} later"
            );
        };
        check(5, Span::ZERO, Span::ZERO);
        check(6, Span::ZERO, Span::from_seconds(2));
        check(8, Span::ZERO, Span::from_seconds(8));
        check(8, Span::from_seconds(3), Span::from_seconds(5));
        check(8, Span::from_seconds(9), Span::ZERO);
        check(200, Span::ZERO, Span::from_minutes(15));
        check(200, Span::from_hours(25), Span::ZERO);
    }
}
