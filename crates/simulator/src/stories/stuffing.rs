//! Names and passwords from another site's leak are tried on many accounts, from a handful of networks, by
//! one tool. Nearly all are wrong. Where one is right, somebody comes in and heads for the saved card.

use std::sync::Arc;

use vocabulary::{AccountId, DeviceId, Moment, Origin, Span, Verdict};

use super::{somebody, wrong_guess};
use crate::dice::Dice;
use crate::intent::{Intent, StoryName, Wants};
use crate::people::{AttackNetwork, THIEVES_TOOLS};
use crate::visit::{Basket, Goal, Thief, Visit};
use crate::world::{Act, Deed, Story, Then, Voice, World};

/// Milliseconds between two tries, at the readable pace.
const BETWEEN_TRIES_MS: i64 = 450;

/// One run through a list.
#[derive(Debug)]
pub(crate) struct Stuffing {
    voice: Voice,
    dice: Dice,
    agent: Arc<str>,
    tries: u32,
    left: u32,
    /// The places in the list at which the password is right.
    right: Vec<u32>,
}

/// Begins to go through a list of so many names. `right` says at which places the password is right.
pub(crate) fn begin(world: &mut World, at: Moment, names: u32, right: Vec<u32>) -> Option<()> {
    let (voice, mut dice) = world.new_story();
    let agent = Arc::from(dice.pick(THIEVES_TOOLS)?);
    world.begin(
        at,
        Stuffing {
            voice,
            dice,
            agent,
            tries: 0,
            left: names,
            right,
        },
    );
    Some(())
}

impl Story for Stuffing {
    fn name(&self) -> StoryName {
        StoryName::Stuffing
    }

    fn act(&mut self, world: &mut World, at: Moment) -> Act {
        if self.left == 0 {
            return Act::End;
        }
        self.left -= 1;
        self.tries += 1;
        let then = world.shown(BETWEEN_TRIES_MS);
        if self.right.contains(&self.tries) && self.come_in(world, at).is_some() {
            return Act::Wait(then);
        }
        match self.guess(world, at) {
            Some(event) => {
                if world.is_shown() {
                    world.tally.guessed();
                }
                let intent = Intent::Attack {
                    story: StoryName::Stuffing,
                    wants: Wants::Guess,
                };
                Act::Do(Box::new(Deed {
                    event,
                    intent,
                    asks: true,
                    then: Then::After(then),
                }))
            }
            None => Act::Wait(then),
        }
    }

    fn answered(&mut self, _: &mut World, _: Moment, _: Verdict) -> Option<Span> {
        // The tool does not read the answer to a wrong password.
        None
    }
}

impl Stuffing {
    fn origin(&mut self, world: &mut World) -> Option<Origin> {
        let network = self.dice.pick(&AttackNetwork::ALL)?;
        Some(Origin {
            ip: Some(network.address(&mut self.dice)),
            agent: Some(self.agent.clone()),
            // A tool keeps no cookies: each time it looks like a device of its own.
            device: DeviceId::new(&world.new_id("dev")).ok(),
        })
    }

    /// A wrong password for a customer, or for a name that is nobody's here.
    fn guess(&mut self, world: &mut World, at: Moment) -> Option<vocabulary::Event> {
        let exists = self.dice.percent(65);
        let account = if exists {
            let place = self.dice.below(world.customers.len());
            world.customers.get(place)?.account.clone()
        } else {
            let name = self
                .dice
                .pick(&["info", "office", "mail", "shop", "jsmith", "mmueller", "kdupont"])?;
            AccountId::new(&format!("{name}-{}", self.dice.between(1_000, 9_999))).ok()?
        };
        let from = self.origin(world)?;
        wrong_guess(&mut self.voice, &account, at, from, exists)
    }

    /// Somebody who used the same password on the site that was robbed.
    fn come_in(&mut self, world: &mut World, at: Moment) -> Option<()> {
        let enrolled = self.dice.percent(90);
        let who = somebody(world, |customer| {
            !customer.passwordless && customer.factors.is_empty() != enrolled
        })?;
        let from = self.origin(world)?;
        let basket = Basket {
            saved_card: true,
            ..Basket::fill(world, &mut self.dice, true)
        };
        let plan = [
            Goal::SignIn { proved: None },
            Goal::Look("view-profile"),
            Goal::ChangeAddress("email"),
            Goal::Buy(basket),
        ];
        let thief = Visit::of_thief(world, who, from, Thief::new(StoryName::Stuffing), plan)?;
        world.begin(at, thief);
        Some(())
    }
}

/// A single wrong guess by a stranger, as there are a few every day.
pub(crate) fn begin_stray(world: &mut World, at: Moment) -> Option<()> {
    begin(world, at, 1, Vec::new())
}
