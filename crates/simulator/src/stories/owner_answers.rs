//! Safeconduct has opened an incident and asked the owner "was this you?". The owner, who knows, answers.

use vocabulary::{AccountId, Event, Moment, Span, Verdict};

use crate::intent::{Intent, StoryName};
use crate::world::{Act, Deed, Story, Then, Voice, World};

#[derive(Debug)]
struct OwnerAnswers {
    voice: Voice,
    account: AccountId,
    began_at: Moment,
    answered: bool,
}

/// The owner of an account has been asked at `at` about what began at `began_at`.
pub(crate) fn begin(world: &mut World, account: AccountId, at: Moment, began_at: Moment) {
    let (voice, mut dice) = world.new_story();
    let later = at + world.pause(&mut dice, 60, 160);
    world.begin(
        later,
        OwnerAnswers {
            voice,
            account,
            began_at,
            answered: false,
        },
    );
}

impl Story for OwnerAnswers {
    fn name(&self) -> StoryName {
        StoryName::OwnerAnswers
    }

    fn act(&mut self, world: &mut World, at: Moment) -> Act {
        if std::mem::replace(&mut self.answered, true) {
            return Act::End;
        }
        let a_thief_was_here = world
            .thefts
            .get(&self.account)
            .is_some_and(|when| *when >= self.began_at);
        let answer = if a_thief_was_here { "not-me" } else { "me" };
        match self.voice.says("owner.answered", &self.account, at) {
            Some(event) => {
                let event: Event = event.with("answer", answer);
                let then = Then::After(Span::ZERO);
                Act::Do(Box::new(Deed {
                    event,
                    intent: Intent::Honest,
                    asks: false,
                    then,
                }))
            }
            None => Act::End,
        }
    }

    fn answered(&mut self, _: &mut World, _: Moment, _: Verdict) -> Option<Span> {
        None
    }
}
