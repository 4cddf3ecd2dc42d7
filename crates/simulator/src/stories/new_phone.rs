//! A customer signs in with a phone they have just bought: a right password from a device that nobody has
//! seen. Whoever asks them for a further factor gets it.

use vocabulary::Moment;

use super::somebody;
use crate::people::Device;
use crate::visit::{Basket, Goal, Visit};
use crate::world::World;

/// Somebody who has something enrolled unpacks a phone.
pub(crate) fn begin(world: &mut World, at: Moment) -> Option<()> {
    let fits = |customer: &crate::people::Customer| {
        customer.habits.is_usual(at) && !customer.factors.is_empty() && customer.devices.len() < 6
    };
    let who = somebody(world, fits)?;
    let (_, mut dice) = world.new_story();
    let customer = world.customers.get(who)?.clone();
    let place = i64::try_from(customer.devices.len()).ok()?;
    let device = Device::throw(u16::try_from(who).ok()?, place, true, &mut dice)?;
    let from = customer.origin(&device, at, &mut dice);
    let mut plan = vec![
        Goal::SignIn { proved: None },
        Goal::Look("view-orders"),
        Goal::Look("view-offers"),
    ];
    if dice.percent(50) {
        plan.push(Goal::Buy(Basket::fill(world, &mut dice, false)));
    }
    let visit = Visit::of_owner(world, who, from, plan)?.on_new_device(device);
    world.begin(at, visit);
    Some(())
}
