//! The past: four weeks of a small shop in a moment.

use vocabulary::{Moment, Span, Verdict};

use crate::crowd::{Crowd, Request, Turn};
use crate::dice::Dice;
use crate::world::Tempo;

/// What happened before the start, in the order of time; see [`Crowd::history`].
#[derive(Debug)]
pub struct History<'crowd> {
    crowd: &'crowd mut Crowd,
}

/// Newcomers are spread over so many days.
const JOIN_WITHIN_DAYS: i64 = 2;
/// Customers who ask for help, and passwords guessed at by strangers, in a hundred days.
const TICKETS_IN_100_DAYS: i64 = 150;
const GUESSES_IN_100_DAYS: i64 = 500;

const DAY_MS: i64 = 86_400_000;

impl Crowd {
    /// What happened in the days before the start, at the pace of life and mostly by honest people. Nothing
    /// waits for an answer: whatever the platform asked then was allowed. Take all of it, once, before
    /// [`Crowd::live`]: the customers become known, and some leave a session open.
    pub fn history(&mut self, days: u16) -> History<'_> {
        History::begin(self, days)
    }
}

impl<'crowd> History<'crowd> {
    fn begin(crowd: &'crowd mut Crowd, days: u16) -> Self {
        crowd.break_off();
        crowd.world.tempo = Tempo::Real;
        let end = crowd.settings.started;
        let begin = end - Span::from_days(i64::from(days));
        let (_, mut dice) = crowd.world.new_story();
        for who in 0..crowd.world.customers.len() {
            arrange_visits(crowd, who, begin, end, &mut dice);
        }
        let mut spread = |in_100_days: i64, turn: Turn| {
            for _ in 0..i64::from(days) * in_100_days / 100 {
                let at = begin + Span::from_millis(dice.between(0, i64::from(days) * 86_400) * 1_000);
                crowd.arrange(at, turn);
            }
        };
        spread(TICKETS_IN_100_DAYS, Turn::Support);
        spread(GUESSES_IN_100_DAYS, Turn::Stray);
        Self { crowd }
    }
}

/// Arranges one customer's past: they join in the first days, then come as they do.
fn arrange_visits(crowd: &mut Crowd, who: usize, begin: Moment, end: Moment, dice: &mut Dice) {
    let Some(habits) = crowd.world.customers.get(who).map(|customer| customer.habits) else {
        return;
    };
    let most = JOIN_WITHIN_DAYS.min(end.since(begin).as_millis() / DAY_MS);
    let joins = begin + Span::from_millis(dice.between(0, most * 86_400) * 1_000);
    crowd.arrange(joins, Turn::Join(who));
    for day in habits.day_of(begin)..=habits.day_of(end) {
        for at in habits.times_on(day, dice) {
            // An hour after joining at the earliest, so that nobody comes before they are there.
            if at > joins + Span::from_hours(1) && at < end {
                crowd.arrange(at, Turn::Visit(who));
            }
        }
    }
}

impl Iterator for History<'_> {
    type Item = Request;

    fn next(&mut self) -> Option<Request> {
        let request = self.crowd.next_before(self.crowd.settings.started)?;
        if request.asks {
            self.crowd.answered(&request.event.key, Verdict::Allow);
        }
        Some(request)
    }
}

impl Drop for History<'_> {
    fn drop(&mut self) {
        self.crowd.break_off();
    }
}
