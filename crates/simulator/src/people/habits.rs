//! When somebody usually comes.

use vocabulary::{Moment, Span};

use crate::dice::Dice;

/// Hours and frequency of one customer's visits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Habits {
    /// Hours east of UTC at which they live.
    zone_hours: i64,
    /// The hours of their day, local, around which they come.
    peaks: [i64; 2],
    /// Visits in a week.
    pub(crate) visits_a_week: u8,
    /// Out of a hundred visits, those that end in an order.
    pub(crate) buys_percent: u8,
}

const DAY_MS: i64 = 86_400_000;
const HOUR_MS: i64 = 3_600_000;

impl Habits {
    pub(super) fn throw(dice: &mut Dice) -> Self {
        // Mostly Europe, some of both Americas and of Asia.
        let zones = [0, 1, 1, 1, 1, 2, 2, -5, -5, -8, -3, 5, 8, 9];
        let noon = dice.between(8, 13);
        let evening = dice.between(18, 22);
        Self {
            zone_hours: dice.pick(&zones).unwrap_or(0),
            peaks: [noon, evening],
            visits_a_week: dice.pick(&[2, 4, 5, 7, 7, 9, 12, 14]).unwrap_or(7),
            buys_percent: dice.pick(&[10, 15, 20, 25, 40]).unwrap_or(20),
        }
    }

    /// Whether this is an hour at which they come anyway: within two hours of a peak.
    pub(crate) fn is_usual(self, at: Moment) -> bool {
        let hour = (at.as_millis() + self.zone_hours * HOUR_MS).rem_euclid(DAY_MS) / HOUR_MS;
        self.peaks.iter().any(|peak| {
            let apart = (hour - peak).rem_euclid(24);
            apart.min(24 - apart) <= 2
        })
    }

    /// When they come on a day (counted since 1970, local); earliest first.
    pub(crate) fn times_on(self, day: i64, dice: &mut Dice) -> Vec<Moment> {
        let sevenths = i64::from(self.visits_a_week);
        let mut count = sevenths / 7;
        if dice.between(1, 7) <= sevenths % 7 {
            count += 1;
        }
        let mut times: Vec<Moment> = (0..count)
            .map(|_| {
                let peak = dice.pick(&self.peaks).unwrap_or(20);
                // The mean of two throws: nearer to the peak more often than not, never two hours off.
                let off = i64::midpoint(dice.between(-119, 119), dice.between(-119, 119));
                let local = day * DAY_MS + peak * HOUR_MS + off * 60_000 + dice.between(0, 59_999);
                Moment::from_millis(local - self.zone_hours * HOUR_MS)
            })
            .collect();
        times.sort_unstable();
        times
    }

    /// Whether it is a working day before evening where they live.
    pub(crate) fn is_at_work(self, at: Moment) -> bool {
        let local = Moment::from_millis(at.as_millis() + self.zone_hours * HOUR_MS);
        local.weekday() < 5 && (9..17).contains(&local.hour_of_day())
    }

    /// The local day on which a moment lies, counted since 1970.
    pub(crate) fn day_of(self, at: Moment) -> i64 {
        (at.as_millis() + self.zone_hours * HOUR_MS).div_euclid(DAY_MS)
    }
}

/// How long a session lasts at most: the shop's own rule.
pub(super) const SESSION_LIFE: Span = Span::from_hours(12);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_come_when_they_usually_come_and_as_often() {
        for number in 0..40 {
            let mut dice = Dice::new(5, number);
            let habits = Habits::throw(&mut dice);
            let times: Vec<Moment> = (20_000..20_700)
                .flat_map(|day| habits.times_on(day, &mut dice))
                .collect();
            for at in &times {
                assert!(habits.is_usual(*at), "{habits:?} at {at}");
            }
            let expected = usize::from(habits.visits_a_week) * 100;
            assert!(
                times.len().abs_diff(expected) * 4 < expected,
                "{} for {expected}",
                times.len()
            );
        }
    }
}
