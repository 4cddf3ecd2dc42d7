//! Who is in the crowd: customers with their devices, networks and habits, and where attackers come from.

mod agents;
mod customer;
mod habits;
mod networks;

pub(crate) use agents::THIEVES_TOOLS;
pub(crate) use customer::{Customer, Device, OpenSession};
pub(crate) use networks::AttackNetwork;
