//! One person's password is guessed at over and over. Meanwhile the person wants to get in, on the device
//! they always use, and must be able to.

use std::sync::Arc;

use vocabulary::{AccountId, Moment, Origin, Span, Verdict};

use super::{ordinary_visit, somebody, wrong_guess};
use crate::dice::Dice;
use crate::intent::{Intent, StoryName, Wants};
use crate::people::{AttackNetwork, THIEVES_TOOLS};
use crate::world::{Act, Deed, Story, Then, Voice, World};

/// Milliseconds between two guesses, at the readable pace.
const BETWEEN_GUESSES_MS: i64 = 600;
const GUESSES: u32 = 18;
/// The owner comes after so many guesses.
const OWNER_COMES_AFTER: i64 = 12;

#[derive(Debug)]
struct Hammering {
    voice: Voice,
    dice: Dice,
    account: AccountId,
    agent: Arc<str>,
    left: u32,
}

/// Somebody's password is guessed at from now on.
pub(crate) fn begin(world: &mut World, at: Moment) -> Option<()> {
    let has_been_here = |customer: &crate::people::Customer| {
        !customer.passwordless
            && customer.habits.is_usual(at)
            && customer.devices.iter().any(|device| device.used)
    };
    let who = somebody(world, has_been_here)?;
    let account = world.customers.get(who)?.account.clone();
    let (voice, mut dice) = world.new_story();
    let agent = Arc::from(dice.pick(THIEVES_TOOLS)?);
    world.begin(
        at,
        Hammering {
            voice,
            dice,
            account,
            agent,
            left: GUESSES,
        },
    );
    let owner_comes = at + world.shown(BETWEEN_GUESSES_MS * OWNER_COMES_AFTER);
    ordinary_visit::begin_staying(world, who, owner_comes)
}

impl Story for Hammering {
    fn name(&self) -> StoryName {
        StoryName::Hammering
    }

    fn act(&mut self, world: &mut World, at: Moment) -> Act {
        if self.left == 0 {
            return Act::End;
        }
        self.left -= 1;
        let Some(event) = self.guess(at) else {
            return Act::End;
        };
        if world.is_shown() {
            world.tally.guessed();
        }
        let intent = Intent::Attack {
            story: StoryName::Hammering,
            wants: Wants::Guess,
        };
        let then = Then::After(world.shown(BETWEEN_GUESSES_MS));
        Act::Do(Box::new(Deed {
            event,
            intent,
            asks: true,
            then,
        }))
    }

    fn answered(&mut self, _: &mut World, _: Moment, _: Verdict) -> Option<Span> {
        // Whoever guesses goes on guessing.
        None
    }
}

impl Hammering {
    fn guess(&mut self, at: Moment) -> Option<vocabulary::Event> {
        let network = self.dice.pick(&AttackNetwork::ALL)?;
        let from = Origin {
            ip: Some(network.address(&mut self.dice)),
            agent: Some(self.agent.clone()),
            device: None,
        };
        wrong_guess(&mut self.voice, &self.account, at, from, true)
    }
}
