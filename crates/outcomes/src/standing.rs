//! Whether a promise is kept.

use journey::MeasureKind;
use vocabulary::{Moment, Span};

use crate::{Indicator, histogram, slots};

/// Fewer events than this prove nothing, where the measure does not say how many.
pub const MIN_EVENTS: u64 = 30;

/// Where a promise stands. The order is from best to worst, so that a journey's state is the greatest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// Enough events, and the target is reached with room to spare.
    Kept,
    /// Not known: not measured, or too few events.
    Unproven,
    /// It is openly owed: see the debt.
    StatedDebt,
    /// The target is reached, and more than half of what it allows to go wrong has gone wrong.
    AtRisk,
    /// The target is not reached.
    Broken,
}

impl State {
    /// The word that programs use.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::Unproven => "unproven",
            Self::StatedDebt => "stated-debt",
            Self::AtRisk => "at-risk",
            Self::Broken => "broken",
        }
    }
}

/// What was counted for one indicator in its window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Events that count.
    pub valid: u64,
    /// Of these, good ones.
    pub good: u64,
    took: [u64; 16],
}

impl Tally {
    /// Adds a counter.
    pub fn add(&mut self, slot: u8, count: i64) {
        let count = u64::try_from(count).unwrap_or(0);
        match slot {
            slots::VALID => self.valid += count,
            slots::GOOD => self.good += count,
            _ => {
                if let Some(step) = self.took.get_mut(usize::from(slot - slots::TOOK)) {
                    *step += count;
                }
            }
        }
    }
}

/// A promise's state with the figures behind it.
#[derive(Debug, Clone, PartialEq)]
pub struct Standing {
    /// The state.
    pub state: State,
    /// Events that count.
    pub valid: u64,
    /// Of these, good ones.
    pub good: u64,
    /// Good ÷ valid, 0 to 1; `None` where nothing counts yet.
    pub value: Option<f64>,
    /// The value is at least this with 95 % confidence (Wilson score interval).
    pub lower_bound: Option<f64>,
    /// Half of the good ones took at most this long; `within` only.
    pub median: Option<Span>,
    /// 95 of 100 good ones took at most this long; `within` only.
    pub p95: Option<Span>,
    /// The figures in a sentence.
    pub says: String,
}

/// Where a promise stands, given what was counted in its window. With a debt in force on it, a promise that
/// is broken or unproven is a stated debt: it is known, owned and has an end.
pub fn standing(indicator: &Indicator, tally: &Tally, owed: bool) -> Standing {
    let (state, says) = judge(indicator, tally);
    let state = if owed && matches!(state, State::Broken | State::Unproven) {
        State::StatedDebt
    } else {
        state
    };
    let value = (tally.valid > 0).then(|| tally.good as f64 / tally.valid as f64);
    let is_share = !matches!(indicator.measure.kind, MeasureKind::Never { .. });
    Standing {
        state,
        valid: tally.valid,
        good: tally.good,
        value: value.filter(|_| is_share),
        lower_bound: wilson_lower(tally.good, tally.valid).filter(|_| is_share),
        median: histogram::quantile(&tally.took, 50),
        p95: histogram::quantile(&tally.took, 95),
        says,
    }
}

fn judge(indicator: &Indicator, tally: &Tally) -> (State, String) {
    let (target, min_events) = match &indicator.measure.kind {
        MeasureKind::Ratio {
            target, min_events, ..
        }
        | MeasureKind::Within {
            target, min_events, ..
        } => (target.value, *min_events),
        MeasureKind::Never { .. } if tally.valid > 0 => {
            let times = if tally.valid == 1 {
                "once".to_owned()
            } else {
                format!("{} times", tally.valid)
            };
            return (State::Broken, format!("It happened {times}."));
        }
        MeasureKind::Never { .. } => {
            return (State::Unproven, "It has not been seen to happen. Silence alone proves nothing, and no drill has tested it yet.".to_owned());
        }
        MeasureKind::Share { .. } => return (State::Unproven, "This is not measured yet.".to_owned()),
    };
    let min_events = min_events.unwrap_or(MIN_EVENTS);
    if tally.valid == 0 {
        return (State::Unproven, "Nothing has been counted yet.".to_owned());
    }
    let of = format!("{} of {}", tally.good, tally.valid);
    if tally.valid < min_events {
        return (
            State::Unproven,
            format!("{of}: too few to say. At least {min_events} are needed."),
        );
    }
    // In millionths, so that nothing is rounded: bad ≤ (1 − target) × valid.
    let bad = u128::from(tally.valid.saturating_sub(tally.good)) * 1_000_000;
    let allowed = u128::from(target.missing_millionths()) * u128::from(tally.valid);
    if bad > allowed {
        (State::Broken, format!("{of}: below what was promised."))
    } else if bad * 2 > allowed {
        (
            State::AtRisk,
            format!("{of}: still as promised, with little room left."),
        )
    } else {
        (State::Kept, format!("{of}: as promised."))
    }
}

/// The lower end of the 95 % Wilson score interval (E. B. Wilson, 1927).
fn wilson_lower(good: u64, valid: u64) -> Option<f64> {
    const Z: f64 = 1.959_963_984_540_054;
    if valid == 0 {
        return None;
    }
    let (n, p) = (valid as f64, good as f64 / valid as f64);
    let centre = p + Z * Z / (2.0 * n);
    let margin = Z * (p * (1.0 - p) / n + Z * Z / (4.0 * n * n)).sqrt();
    Some(((centre - margin) / (1.0 + Z * Z / n)).max(0.0))
}

impl Indicator {
    /// The first hour that still counts at `now`: the window's, or the beginning for what has no window.
    pub fn first_hour(&self, now: Moment) -> i64 {
        self.measure
            .kind
            .over()
            .map_or(i64::MIN, |over| (now - over).hour() + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lower_bound_is_wilsons() {
        let check = |good, valid, expected: f64| {
            let found = wilson_lower(good, valid).unwrap();
            assert!((found - expected).abs() < 5e-4, "{good} of {valid}: {found}");
        };
        check(10, 10, 0.7225);
        check(81, 263, 0.2553);
        check(0, 10, 0.0);
        check(500, 500, 0.9924);
        assert_eq!(wilson_lower(0, 0), None);
    }
}
