//! The present: who comes next, so that there is always something to see and never too much.
//!
//! The first minute is arranged, so that whoever watches sees each kind of thing once: stuffing at five
//! seconds, a right password among the wrong ones at ten, a copied session at twenty, a burglar at
//! thirty-five, an honest customer's new phone at forty-five. What is answered to them is not arranged.

use vocabulary::{Moment, Span};

use crate::stories::{
    burglars_walk, hammering, new_phone, ordinary_visit, phished_session, somebody, staff, stuffing,
};
use crate::world::World;

/// Milliseconds between two customers who come as usual, at the readable pace. A visit makes about six
/// requests.
const BETWEEN_VISITS_MS: i64 = 1_900;
/// Milliseconds between two stories once the first minute is over.
const BETWEEN_STORIES_MS: i64 = 14_000;

/// Has people come.
#[derive(Debug, Default)]
pub(crate) struct Director {
    told: usize,
}

/// A story that the director knows.
type Begin = fn(&mut World, Moment) -> Option<()>;

/// The first minute: at how many milliseconds after the start which story begins. Those in which a thief
/// follows an owner begin with the owner.
const FIRST_MINUTE: &[(i64, Begin)] = &[
    (5_000, first_stuffing),
    (20_000 - phished_session::THIEF_FOLLOWS_MS, phished_session::begin),
    (
        33_500 - burglars_walk::BURGLAR_FOLLOWS_MS,
        burglars_walk::begin_behind_owner,
    ),
    (43_500, new_phone::begin),
    (52_000, staff::begin_support),
];

/// Afterwards, over and over.
const ROUND: &[Begin] = &[
    hammering::begin,
    new_phone::begin,
    some_stuffing,
    phished_session::begin,
    staff::begin_support,
    burglars_walk::begin_at_night,
    new_phone::begin,
    phished_session::begin,
    some_stuffing,
    burglars_walk::begin_behind_owner,
    staff::begin_nosy,
];

fn first_stuffing(world: &mut World, at: Moment) -> Option<()> {
    // Eleven tries, half a second apart, take five seconds.
    stuffing::begin(world, at, 26, vec![11])
}

fn some_stuffing(world: &mut World, at: Moment) -> Option<()> {
    stuffing::begin(world, at, 30, vec![9, 22])
}

impl Director {
    /// When the first story begins.
    pub(crate) fn first_special(world: &World, started: Moment) -> Moment {
        let first = FIRST_MINUTE.first().map_or(0, |(after, _)| *after);
        started + world.shown(first)
    }

    /// Has a customer come who usually comes at this hour; says when the next one does.
    pub(crate) fn somebody(world: &mut World, now: Moment) -> Moment {
        if let Some(who) = somebody(world, |customer| customer.habits.is_usual(now)) {
            // Nobody fits only where the customer has no device; then nobody comes.
            let _begun: Option<()> = ordinary_visit::begin(world, who, now);
        }
        now + world.shown(BETWEEN_VISITS_MS)
    }

    /// Has the next story begin; says when the one after it does.
    pub(crate) fn special(&mut self, world: &mut World, now: Moment) -> Moment {
        let after = |place: usize| FIRST_MINUTE.get(place).map(|(after, _)| *after);
        let begin = FIRST_MINUTE.get(self.told).map(|(_, begin)| *begin);
        let again = || {
            ROUND
                .get((self.told.saturating_sub(FIRST_MINUTE.len())) % ROUND.len())
                .copied()
        };
        if let Some(begin) = begin.or_else(again) {
            // Where nobody fits the story, the next one comes in its time.
            let _begun: Option<()> = begin(world, now);
        }
        let pause = match (after(self.told), after(self.told + 1)) {
            (Some(this), Some(next)) => next - this,
            _ => BETWEEN_STORIES_MS,
        };
        self.told += 1;
        now + world.shown(pause).max(Span::from_millis(1))
    }
}
