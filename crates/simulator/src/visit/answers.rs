//! How a visit goes on after an answer.

use vocabulary::{Factor, FactorSet, Moment, SessionId, Verdict};

use super::Visit;
use super::goal::{Basket, Goal};
use crate::people::OpenSession;
use crate::world::World;

/// How often an owner tries to answer one challenge.
const MOST_TRIES: u8 = 3;

impl Visit {
    /// Takes the answer about a goal.
    pub(super) fn take(&mut self, world: &mut World, at: Moment, goal: Goal, verdict: Verdict) {
        match (verdict, goal) {
            // The password was wrong: the shop lets nobody in, whatever the answer.
            (_, Goal::Mistype) => {}
            (Verdict::Allow, Goal::Answer { about, .. }) => {
                if self.is_honest() && world.is_shown() {
                    world.tally.honest_passed();
                }
                self.achieved(world, at, *about, true);
            }
            (Verdict::Allow, goal) => self.achieved(world, at, goal, false),
            (Verdict::Challenge { acceptable }, goal) => self.challenged(world, goal, acceptable),
            (
                Verdict::Deny,
                Goal::Answer {
                    about,
                    acceptable,
                    tries,
                },
            ) if self.is_honest() && tries + 1 < MOST_TRIES => {
                // Whoever fumbled tries again.
                self.plan.push_front(Goal::Answer {
                    about,
                    acceptable,
                    tries: tries + 1,
                });
            }
            (Verdict::Deny, Goal::Answer { about, .. }) => self.stopped(world, *about, AT_CHECK),
            (Verdict::Deny, goal) => self.stopped(world, goal, REFUSED),
        }
    }

    fn achieved(&mut self, world: &mut World, at: Moment, goal: Goal, confirmed: bool) {
        match goal {
            Goal::SignIn { .. } if self.is_honest() => self.owner_is_in(world, at),
            Goal::Buy(basket) if confirmed && !basket.confirmed => {
                // The shop asks again, and can say now that the person has confirmed it.
                self.plan.push_front(Goal::Buy(Basket {
                    confirmed: true,
                    ..basket
                }));
            }
            Goal::Buy(basket) => {
                let (effect, amount) = (world.new_id("ch"), basket.amount);
                self.plan.push_front(Goal::Charge {
                    effect,
                    order: Some(basket),
                    amount,
                });
            }
            Goal::Charge { effect, order, .. } => {
                if let Some(takeover) = self.takeover() {
                    world.tally.charge_through(takeover, &effect);
                }
                if let Some(basket) = order {
                    self.plan.push_front(Goal::EndCheckout {
                        basket: basket.clone(),
                        outcome: "placed",
                    });
                    self.plan.push_front(Goal::Paid(basket));
                }
            }
            _ => {}
        }
    }

    /// The owner has signed in: the session is theirs, and the device is one they have used.
    fn owner_is_in(&mut self, world: &mut World, at: Moment) {
        let open = self.session.clone().map(|id| OpenSession {
            id,
            since: at,
            from: self.from.clone(),
        });
        let device = self.new_device.take();
        let Some(customer) = world.customers.get_mut(self.who) else {
            return;
        };
        customer.open = open;
        customer.devices.extend(device);
        let used = customer
            .devices
            .iter_mut()
            .find(|device| Some(&device.id) == self.from.device.as_ref());
        if let Some(device) = used {
            device.used = true;
        }
    }

    fn challenged(&mut self, world: &mut World, goal: Goal, acceptable: FactorSet) {
        let (about, tries) = match goal {
            Goal::Answer { about, tries, .. } => (about, tries + 1),
            goal => (Box::new(goal), 0),
        };
        let able = match &mut self.thief {
            None => !self.able.and(acceptable).is_empty() && tries < MOST_TRIES,
            Some(thief) => {
                // Some thieves type six digits and hope. Nobody does so for a charge: that ends in a call.
                let may = acceptable.contains(Factor::Totp) && !matches!(*about, Goal::Charge { .. });
                may && !thief.scripted
                    && !std::mem::replace(&mut thief.has_hoped, true)
                    && self.dice.percent(40)
            }
        };
        if able {
            self.plan.push_front(Goal::Answer {
                about,
                acceptable,
                tries,
            });
        } else {
            self.stopped(world, *about, AT_CHECK);
        }
    }

    /// A goal cannot be reached.
    fn stopped(&mut self, world: &mut World, goal: Goal, how: &'static str) {
        if self.thief.is_some() {
            self.thief_is_stopped(world, goal, how);
        } else {
            self.owner_is_stopped(world, goal, how);
        }
    }

    /// An owner who was thrown out or turned away comes back once through the front door.
    fn owner_is_stopped(&mut self, world: &mut World, goal: Goal, how: &'static str) {
        let comes_back = matches!(goal, Goal::Look(_) | Goal::SignIn { .. }) && how == REFUSED;
        if comes_back && !std::mem::replace(&mut self.back_again, true) {
            if matches!(goal, Goal::Look(_)) {
                self.plan.push_front(goal);
            }
            self.plan.push_front(Goal::SignIn { proved: None });
            return;
        }
        if world.is_shown() {
            world.tally.honest_denied(self.who);
        }
        self.plan.clear();
        if let Goal::Buy(basket)
        | Goal::Charge {
            order: Some(basket), ..
        } = goal
        {
            self.plan.push_front(Goal::EndCheckout { basket, outcome: how });
        }
    }

    fn thief_is_stopped(&mut self, world: &mut World, goal: Goal, how: &'static str) {
        let scripted = self.thief.as_ref().is_some_and(|thief| thief.scripted);
        let copied = self.thief.as_mut().and_then(|thief| thief.copied.take());
        match goal {
            // The front door is shut, but the cookie was copied too.
            Goal::SignIn { .. } if let Some(session) = copied => self.go_on_in(session),
            Goal::Look(_) if scripted => {}
            // The order is not let through; the script goes on to what needs no parcel.
            Goal::Buy(_) if scripted => {
                let (effect, amount) = (world.new_id("gift"), self.dice.between(5, 20) * 1_000);
                self.plan.push_front(Goal::Charge {
                    effect,
                    order: None,
                    amount,
                });
            }
            Goal::Charge {
                order: Some(basket), ..
            } => {
                self.plan.clear();
                self.plan.push_front(Goal::EndCheckout { basket, outcome: how });
            }
            _ => self.plan.clear(),
        }
    }

    fn go_on_in(&mut self, session: SessionId) {
        self.session = Some(session);
        self.session_over = false;
    }
}

/// Outcomes of `order.started`.
const AT_CHECK: &str = "abandoned_at_check";
const REFUSED: &str = "refused";
