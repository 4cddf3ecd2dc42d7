//! The shop's own people: support that was asked for, and an agent who is nosy.

use std::collections::VecDeque;

use vocabulary::{AccountId, Event, Moment, Span, Verdict};

use super::somebody;
use crate::dice::Dice;
use crate::intent::{Intent, StoryName, Wants};
use crate::world::{Act, Deed, OPEN, Story, Then, Voice, World, step};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// The customer asks for help.
    Ask,
    /// An agent opens the account.
    Open,
    /// The customer can see that they did.
    Show,
    /// The agent answers.
    Help,
}

/// An agent at an account.
#[derive(Debug)]
struct Look {
    voice: Voice,
    dice: Dice,
    account: AccountId,
    staff: String,
    view: String,
    /// The ticket, where the customer asked for help.
    ticket: Option<String>,
    parts: VecDeque<Part>,
}

/// A customer asks for help and gets it.
pub(crate) fn begin_support(world: &mut World, at: Moment) -> Option<()> {
    let ticket = world.new_id("tic");
    begin(
        world,
        at,
        Some(ticket),
        &[Part::Ask, Part::Open, Part::Show, Part::Help],
    )
}

/// An agent opens an account that nobody asked them to.
pub(crate) fn begin_nosy(world: &mut World, at: Moment) -> Option<()> {
    begin(world, at, None, &[Part::Open, Part::Show])
}

fn begin(world: &mut World, at: Moment, ticket: Option<String>, parts: &[Part]) -> Option<()> {
    let who = somebody(world, |_| true)?;
    let account = world.customers.get(who)?.account.clone();
    let (voice, mut dice) = world.new_story();
    let staff = format!("staff_{}", dice.between(1, 6));
    let view = world.new_id("view");
    world.begin(
        at,
        Look {
            voice,
            dice,
            account,
            staff,
            view,
            ticket,
            parts: parts.iter().copied().collect(),
        },
    );
    Some(())
}

impl Story for Look {
    fn name(&self) -> StoryName {
        if self.ticket.is_some() {
            StoryName::Support
        } else {
            StoryName::NosyAgent
        }
    }

    fn act(&mut self, world: &mut World, at: Moment) -> Act {
        let Some(part) = self.parts.pop_front() else {
            return Act::End;
        };
        let Some(event) = self.event(part, at) else {
            return Act::End;
        };
        let intent = match self.ticket {
            Some(_) => Intent::Honest,
            None => Intent::Attack {
                story: StoryName::NosyAgent,
                wants: Wants::Peek,
            },
        };
        let then = match part {
            Part::Open => Then::ByAnswer,
            // Help comes within hours, on a screen within seconds.
            Part::Ask => Then::After(
                world
                    .pause(&mut self.dice, 10 * 60, 100 * 60)
                    .min(world.shown(6_000_000)),
            ),
            Part::Show | Part::Help => Then::After(world.pause(&mut self.dice, 60, 600)),
        };
        Act::Do(Box::new(Deed {
            event,
            intent,
            asks: part == Part::Open,
            then,
        }))
    }

    fn answered(&mut self, world: &mut World, _: Moment, verdict: Verdict) -> Option<Span> {
        let open = verdict == Verdict::Allow;
        if self.ticket.is_none() && world.is_shown() {
            world.tally.looked_without_reason(open);
        }
        // An agent who is refused turns to something else.
        open.then(|| world.pause(&mut self.dice, 2, 40))
    }
}

impl Look {
    fn event(&mut self, part: Part, at: Moment) -> Option<Event> {
        let ticket = self.ticket.clone();
        let account = self.account.clone();
        let mut say = |kind: &str| self.voice.says(kind, &account, at);
        let event = match part {
            Part::Ask => say("ticket.opened")?.with("ticket_id", ticket?),
            Part::Open => say("account.opened_by_staff")?
                .with("view_id", self.view.as_str())
                .with("ticket", if ticket.is_some() { "open" } else { "none" })
                .with("staff_id", self.staff.as_str()),
            Part::Show => say("look_log.shown_to_customer")?.with("view_id", self.view.as_str()),
            Part::Help => say("ticket.first_help")?.with("ticket_id", ticket?),
        };
        Some(Event {
            step: step(OPEN),
            ..event
        })
    }
}
