//! What the platform says when a visitor carries out a goal.

use vocabulary::{Event, Factor, FactorSet, Moment, SessionId};

use super::Visit;
use super::goal::{Basket, Goal, step_of};
use crate::world::{World, step};

impl Visit {
    /// The event by which the platform asks about a goal or reports it. `None` for a goal that says nothing.
    pub(super) fn event_for(&mut self, world: &mut World, at: Moment, goal: &Goal) -> Option<Event> {
        let mut event = self.bare_event(world, at, goal)?;
        // Opening an account, adding a factor and changing an address are no steps of the shop's journeys.
        if !matches!(goal, Goal::Join | Goal::Enrol(_) | Goal::ChangeAddress(_)) {
            event.step = step(step_of(goal));
        }
        event.from = self.from.clone();
        event.session.clone_from(&self.session);
        if *goal == Goal::Mistype {
            event.session = None;
        }
        Some(event)
    }

    fn bare_event(&mut self, world: &mut World, at: Moment, goal: &Goal) -> Option<Event> {
        let account = self.account.clone();
        let mut say = |kind: &str| self.voice.says(kind, &account, at);
        Some(match goal {
            Goal::Join => {
                let event = say("account.created")?;
                self.new_session(world);
                event
            }
            Goal::Enrol(factor) => say("factor.enrolled")?.with("factor", factor.name()),
            Goal::Mistype => say("sign_in.attempted")?
                .with("password", "wrong")
                .with("proved", "none"),
            Goal::SignIn { proved } => {
                let event = say("sign_in.attempted")?;
                self.new_session(world);
                let with_key = self.is_honest() && self.passwordless;
                let proved = if with_key { Some(Factor::Passkey) } else { *proved };
                event
                    .with("password", if with_key { "none" } else { "correct" })
                    .with("proved", proved.map_or("none", Factor::name))
            }
            Goal::Look(doing) => say("session.seen")?.with("doing", *doing),
            Goal::ChangeAddress(channel) => say("address.changed")?.with("channel", *channel),
            Goal::Buy(basket) => buy(say("order.placed")?, basket),
            Goal::Charge { effect, amount, .. } => say("effect.requested")?
                .with("effect", "charge")
                .with("effect_id", effect.as_str())
                .with("amount", *amount)
                .with("currency", "EUR"),
            Goal::Paid(basket) => say("order.paid")?
                .with("order_id", basket.order.as_str())
                .with("captures", 1)
                .with("amount", basket.amount)
                .with("shown_amount", basket.amount),
            Goal::EndCheckout { basket, outcome } => say("order.started")?
                .with("order_id", basket.order.as_str())
                .with("outcome", *outcome)
                .with("verdict", if self.is_honest() { "genuine" } else { "unknown" }),
            Goal::Answer {
                acceptable, tries, ..
            } => {
                let event = say("challenge.answered")?;
                self.answer(event, *acceptable, *tries)
            }
            Goal::SignOut => say("session.ended")?.with("because", "signed-out"),
            Goal::CopySession => return None,
        })
    }

    /// Answers a challenge: an owner with the strongest factor that they have, rightly unless they fumble
    /// (nobody fumbles three times); a thief with a made-up code.
    fn answer(&mut self, event: Event, acceptable: FactorSet, tries: u8) -> Event {
        let factor = self.able.and(acceptable).iter().next();
        let passes = factor.is_some() && (tries >= 2 || !self.dice.percent(self.fumbles_percent));
        event
            .with("factor", factor.unwrap_or(Factor::Totp).name())
            .with("result", if passes { "passed" } else { "failed" })
    }

    fn new_session(&mut self, world: &mut World) {
        self.session = SessionId::new(&world.new_id("ses")).ok();
        self.session_over = false;
    }
}

fn buy(event: Event, basket: &Basket) -> Event {
    event
        .with("order_id", basket.order.as_str())
        .with("card", if basket.saved_card { "saved" } else { "new" })
        .with("address", if basket.elsewhere { "new" } else { "known" })
        .with("confirmed", basket.confirmed)
        .with("amount", basket.amount)
}
