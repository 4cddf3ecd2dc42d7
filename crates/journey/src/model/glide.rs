//! The way to a target that cannot be reached at once.

use vocabulary::Moment;

use super::Percent;
use crate::source::Placed;

/// From where and since when a share is to rise to its target, evenly, day by day.
#[derive(Debug, Clone, PartialEq)]
pub struct Glide {
    /// The share that was reached when the path was stated.
    pub from: Placed<Percent>,
    /// The day on which it was stated, at its end in UTC.
    pub since: Placed<Moment>,
}

impl Glide {
    /// The share that is needed at `now` on the way to `target` at `by`, rounded up: `from` before the path
    /// begins, the target once its day has come.
    pub fn needed(&self, target: Percent, by: Moment, now: Moment) -> Percent {
        let (from, since) = (self.from.value, self.since.value);
        if now >= by || target <= from {
            return target;
        }
        if now <= since {
            return from;
        }
        let whole = i128::from(by.as_millis() - since.as_millis());
        let gone = i128::from(now.as_millis() - since.as_millis());
        let rise = i128::from(target.millionths() - from.millionths());
        let risen = (rise * gone + whole - 1) / whole;
        let needed = i128::from(from.millionths()) + risen;
        u32::try_from(needed).map_or(target, |needed| Percent::from_millionths(needed).min(target))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Place;

    #[test]
    fn what_is_needed_rises_evenly_to_the_target() {
        let day = |text: &str| Moment::parse(&format!("{text}T23:59:59.999Z")).unwrap();
        let glide = Glide {
            from: Placed::new("60%".parse().unwrap(), Place::default()),
            since: Placed::new(day("2026-01-01"), Place::default()),
        };
        let check = |now: &str, expected: &str| {
            let needed = glide.needed("80%".parse().unwrap(), day("2026-01-21"), day(now));
            assert_eq!(needed.to_string(), expected, "{now}");
        };
        check("2025-06-01", "60%");
        check("2026-01-01", "60%");
        check("2026-01-02", "61%");
        check("2026-01-11", "70%");
        check("2026-01-21", "80%");
        check("2027-01-01", "80%");
        // A target below what is there already is simply the target.
        assert_eq!(
            glide.needed("50%".parse().unwrap(), day("2026-01-21"), day("2026-01-02")),
            "50%".parse().unwrap()
        );
    }
}
