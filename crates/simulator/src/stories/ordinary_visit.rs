//! A customer comes as usual: signs in or is still signed in, looks around, perhaps buys something.

use vocabulary::{Factor, Moment, Origin, SessionId};

use crate::dice::Dice;
use crate::people::Customer;
use crate::visit::{Basket, Goal, Visit};
use crate::world::World;

/// What people look at.
const SIGHTS: &[&str] = &[
    "view-offers",
    "search",
    "view-item",
    "view-item",
    "view-basket",
    "view-orders",
    "view-profile",
];

/// A customer comes at this moment.
pub(crate) fn begin(world: &mut World, who: usize, at: Moment) -> Option<()> {
    let (_, mut dice) = world.new_story();
    let customer = world.customers.get(who)?.clone();
    let (from, session) = arrive(&customer, at, &mut dice)?;
    let mut plan = Vec::new();
    if session.is_none() {
        if !customer.passwordless && dice.percent(4) {
            plan.push(Goal::Mistype);
        }
        plan.push(sign_in(world, &customer, &from));
    }
    plan.extend(look_around(&mut dice, 2, 5));
    if dice.percent(customer.habits.buys_percent) {
        let elsewhere = dice.percent(6);
        plan.push(Goal::Buy(Basket::fill(world, &mut dice, elsewhere)));
    }
    if dice.percent(45) {
        plan.push(Goal::SignOut);
    }
    let visit = Visit::of_owner(world, who, from, plan)?;
    let visit = match session {
        Some(session) => visit.in_session(session),
        None => visit,
    };
    world.begin(at, visit);
    Some(())
}

/// A customer signs in on a device that they have used, looks around for a while and stays signed in.
pub(crate) fn begin_staying(world: &mut World, who: usize, at: Moment) -> Option<()> {
    let (_, mut dice) = world.new_story();
    let customer = world.customers.get(who)?.clone();
    let device = customer
        .devices
        .iter()
        .find(|device| device.used)
        .or(customer.devices.first())?;
    let from = customer.origin(device, at, &mut dice);
    let sign_in = sign_in(world, &customer, &from);
    let plan = std::iter::once(sign_in).chain(look_around(&mut dice, 5, 6));
    let visit = Visit::of_owner(world, who, from, plan)?;
    world.begin(at, visit);
    Some(())
}

/// A new customer opens an account and adds what they prove themselves with.
pub(crate) fn join(world: &mut World, who: usize, at: Moment) -> Option<()> {
    let (_, mut dice) = world.new_story();
    let customer = world.customers.get_mut(who)?;
    customer.devices.first_mut()?.used = true;
    let customer = customer.clone();
    let from = customer.origin(customer.devices.first()?, at, &mut dice);
    let plan = std::iter::once(Goal::Join)
        .chain(customer.factors.iter().map(Goal::Enrol))
        .chain(look_around(&mut dice, 1, 4));
    let visit = Visit::of_owner(world, who, from, plan)?;
    world.begin(at, visit);
    Some(())
}

/// Where the customer is and with what; and the session, where they are still signed in there.
fn arrive(customer: &Customer, at: Moment, dice: &mut Dice) -> Option<(Origin, Option<SessionId>)> {
    let still_in = customer.open_session(at).filter(|_| dice.percent(45));
    if let Some(open) = still_in {
        let same = customer
            .devices
            .iter()
            .find(|device| Some(&device.id) == open.from.device.as_ref());
        if let Some(device) = same {
            return Some((customer.origin(device, at, dice), Some(open.id.clone())));
        }
    }
    let device = customer.some_device(dice)?;
    Some((customer.origin(device, at, dice), None))
}

/// Signs in. In the past, nobody is there to ask a customer for more on a device that they have not used yet:
/// there the shop is taken to have asked by itself.
fn sign_in(world: &World, customer: &Customer, from: &Origin) -> Goal {
    let used = customer
        .devices
        .iter()
        .any(|device| device.used && Some(&device.id) == from.device.as_ref());
    let strongest = customer
        .factors
        .iter()
        .find(|factor| *factor != Factor::RecoveryCode);
    let proved = if used || world.is_shown() { None } else { strongest };
    Goal::SignIn { proved }
}

fn look_around(dice: &mut Dice, least: i64, most: i64) -> Vec<Goal> {
    let count = dice.between(least, most);
    (0..count)
        .filter_map(|_| dice.pick(SIGHTS))
        .map(Goal::Look)
        .collect()
}
