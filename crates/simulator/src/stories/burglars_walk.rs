//! Malware on a customer's computer has copied the session and the device's id. The burglar comes from a
//! network and with a browser that the owner never uses, changes the address, orders with the saved card,
//! and has it charged. It is all written down beforehand: one request follows the other, whatever the answer.

use std::sync::Arc;

use vocabulary::{Moment, Origin};

use super::{ordinary_visit, somebody};
use crate::intent::StoryName;
use crate::people::{AttackNetwork, THIEVES_TOOLS};
use crate::visit::{Basket, Goal, Thief, Visit};
use crate::world::World;

/// Milliseconds from the owner's sign-in to the burglar's first request, at the readable pace.
pub(crate) const BURGLAR_FOLLOWS_MS: i64 = 7_000;

/// The owner signs in now and stays signed in; the burglar follows.
pub(crate) fn begin_behind_owner(world: &mut World, at: Moment) -> Option<()> {
    let who = somebody(world, |customer| customer.habits.is_usual(at))?;
    ordinary_visit::begin_staying(world, who, at)?;
    let later = at + world.shown(BURGLAR_FOLLOWS_MS);
    walk(
        world,
        who,
        later,
        [Goal::CopySession, Goal::Look("view-cards")],
        None,
    )
}

/// The owner has gone to bed and left a session open. The burglar knows the password too and tries the front
/// door first; the copied session is for when that is shut.
pub(crate) fn begin_at_night(world: &mut World, at: Moment) -> Option<()> {
    let fits = |customer: &crate::people::Customer| {
        !customer.passwordless && !customer.habits.is_usual(at) && customer.open_session(at).is_some()
    };
    let who = somebody(world, fits)?;
    let front_door = [Goal::SignIn { proved: None }, Goal::Look("view-cards")];
    let open = world.customers.get(who)?.open_session(at).cloned()?;
    walk(world, who, at, front_door, Some(open))
}

fn walk(
    world: &mut World,
    who: usize,
    at: Moment,
    way_in: [Goal; 2],
    copied: Option<crate::people::OpenSession>,
) -> Option<()> {
    let (_, mut dice) = world.new_story();
    let (session, device) = copied.map(|open| (open.id, open.from.device)).unzip();
    let from = Origin {
        ip: Some(dice.pick(&AttackNetwork::ALL)?.address(&mut dice)),
        agent: Some(Arc::from(dice.pick(THIEVES_TOOLS)?)),
        device: device.flatten(),
    };
    let basket = Basket {
        saved_card: true,
        ..Basket::fill(world, &mut dice, true)
    };
    let plan = way_in
        .into_iter()
        .chain([Goal::ChangeAddress("post"), Goal::Buy(basket)]);
    let thief = Thief::with_script(StoryName::BurglarsWalk, session);
    let visit = Visit::of_thief(world, who, from, thief, plan)?;
    world.begin(at, visit);
    Some(())
}
