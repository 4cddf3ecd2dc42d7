//! A false message talks a customer who is signed in into pasting something into the browser. It sends the
//! session's cookie away. A little later the thief uses that session from a machine of their own, while the
//! owner is still looking around. Which factor the owner had signed in with makes no difference to this.

use std::sync::Arc;

use vocabulary::{DeviceId, Moment, Origin};

use super::{ordinary_visit, somebody};
use crate::intent::StoryName;
use crate::people::{AttackNetwork, THIEVES_TOOLS};
use crate::visit::{Basket, Goal, Thief, Visit};
use crate::world::World;

/// Milliseconds from the owner's sign-in to the thief's first request, at the readable pace.
pub(crate) const THIEF_FOLLOWS_MS: i64 = 7_000;

/// Somebody signs in now, and gives away the session a little later.
pub(crate) fn begin(world: &mut World, at: Moment) -> Option<()> {
    let who = somebody(world, |customer| customer.habits.is_usual(at))?;
    ordinary_visit::begin_staying(world, who, at)?;
    let (_, mut dice) = world.new_story();
    let from = Origin {
        ip: Some(dice.pick(&AttackNetwork::ALL)?.address(&mut dice)),
        agent: Some(Arc::from(dice.pick(THIEVES_TOOLS)?)),
        device: DeviceId::new(&world.new_id("dev")).ok(),
    };
    let basket = Basket {
        saved_card: true,
        ..Basket::fill(world, &mut dice, true)
    };
    let plan = [
        Goal::CopySession,
        Goal::Look("view-profile"),
        Goal::Look("view-cards"),
        Goal::Buy(basket),
    ];
    let thief = Visit::of_thief(world, who, from, Thief::new(StoryName::PhishedSession), plan)?;
    let later = at + world.shown(THIEF_FOLLOWS_MS);
    world.begin(later, thief);
    Some(())
}
