//! One person in one browser, from coming to leaving: the owner of an account, or somebody who plays them.
//!
//! A visit has a plan of goals. What becomes of a goal depends on the answer: an owner who is asked for a
//! further factor proves it and goes on, or fumbles, or gives up; a thief has none, makes up a code at best,
//! and leaves. A thief with a script does not leave: the next request is already on its way.

mod answers;
mod goal;
mod says;

use std::collections::VecDeque;

use vocabulary::{AccountId, FactorSet, Moment, Origin, SessionId, Span, Verdict};

pub(crate) use goal::{Basket, Goal};

use crate::dice::Dice;
use crate::intent::{Intent, StoryName, Wants};
use crate::people::{Customer, Device};
use crate::summary::TakeoverId;
use crate::world::{Act, Deed, Story, Then, Voice, World};
use goal::seconds_before;

/// Milliseconds between two requests of a script, at the readable pace.
const SCRIPT_PAUSE_MS: i64 = 700;

/// One visit.
#[derive(Debug)]
pub(crate) struct Visit {
    story: StoryName,
    voice: Voice,
    dice: Dice,
    who: usize,
    account: AccountId,
    from: Origin,
    /// What this visitor can prove.
    able: FactorSet,
    passwordless: bool,
    fumbles_percent: u8,
    /// The device, where it is not among those that the customer has.
    new_device: Option<Device>,
    plan: VecDeque<Goal>,
    /// What was asked and is not answered yet.
    asked: Option<Goal>,
    session: Option<SessionId>,
    session_over: bool,
    /// How many times more a session is looked for that could be copied.
    patience: u8,
    /// Whether the owner has come back already after having been thrown out.
    back_again: bool,
    thief: Option<Thief>,
}

/// Somebody who is not the owner.
#[derive(Debug)]
pub(crate) struct Thief {
    story: StoryName,
    /// True for one whose requests are on their way whatever the answers.
    scripted: bool,
    /// A session of the owner's, for when the front door is shut.
    copied: Option<SessionId>,
    takeover: Option<TakeoverId>,
    /// Whether a made-up code has been tried.
    has_hoped: bool,
}

impl Thief {
    /// One who thinks before each step.
    pub(crate) fn new(story: StoryName) -> Self {
        Self {
            story,
            scripted: false,
            copied: None,
            takeover: None,
            has_hoped: false,
        }
    }

    /// One who has written it all down beforehand.
    pub(crate) fn with_script(story: StoryName, copied: Option<SessionId>) -> Self {
        Self {
            scripted: true,
            copied,
            ..Self::new(story)
        }
    }
}

impl Visit {
    /// A visit of an account's owner. The customer is busy until it is over.
    pub(crate) fn of_owner(
        world: &mut World,
        who: usize,
        from: Origin,
        plan: impl IntoIterator<Item = Goal>,
    ) -> Option<Self> {
        let mut visit = Self::new(world, who, from, plan)?;
        let customer = world.customers.get_mut(who)?;
        customer.busy = true;
        visit.able = customer.factors;
        visit.passwordless = customer.passwordless;
        visit.fumbles_percent = customer.fumbles_percent;
        Some(visit)
    }

    /// A visit of somebody who plays the owner.
    pub(crate) fn of_thief(
        world: &mut World,
        who: usize,
        from: Origin,
        thief: Thief,
        plan: impl IntoIterator<Item = Goal>,
    ) -> Option<Self> {
        let mut visit = Self::new(world, who, from, plan)?;
        visit.story = thief.story;
        visit.thief = Some(thief);
        Some(visit)
    }

    fn new(
        world: &mut World,
        who: usize,
        from: Origin,
        plan: impl IntoIterator<Item = Goal>,
    ) -> Option<Self> {
        let account = world.customers.get(who)?.account.clone();
        let (voice, dice) = world.new_story();
        Some(Self {
            story: StoryName::OrdinaryVisit,
            voice,
            dice,
            who,
            account,
            from,
            able: FactorSet::EMPTY,
            passwordless: false,
            fumbles_percent: 0,
            new_device: None,
            plan: plan.into_iter().collect(),
            asked: None,
            session: None,
            session_over: false,
            patience: 20,
            back_again: false,
            thief: None,
        })
    }

    /// The same visit on a device that the customer has not used yet. A passkey does not come along by itself.
    #[must_use]
    pub(crate) fn on_new_device(mut self, device: Device) -> Self {
        self.story = StoryName::NewPhone;
        self.new_device = Some(device);
        self.passwordless = false;
        self
    }

    /// The same visit in a session that is open already.
    #[must_use]
    pub(crate) fn in_session(mut self, session: SessionId) -> Self {
        self.session = Some(session);
        self
    }

    fn intent(&self) -> Intent {
        match &self.thief {
            Some(thief) => Intent::Attack {
                story: thief.story,
                wants: Wants::Charge,
            },
            None => Intent::Honest,
        }
    }

    fn is_honest(&self) -> bool {
        self.thief.is_none()
    }

    fn takeover(&self) -> Option<TakeoverId> {
        self.thief.as_ref().and_then(|thief| thief.takeover)
    }

    fn customer<'world>(&self, world: &'world mut World) -> Option<&'world mut Customer> {
        world.customers.get_mut(self.who)
    }

    /// Carries out a goal.
    fn carry_out(&mut self, world: &mut World, at: Moment, goal: Goal) -> Act {
        let Some(event) = self.event_for(world, at, &goal) else {
            return Act::End;
        };
        self.count(world, at, &goal);
        if goal == Goal::SignOut
            && let Some(customer) = self.customer(world)
        {
            customer.open = None;
        }
        let (asks, then) = if goal.asks() {
            self.asked = Some(goal);
            (true, Then::ByAnswer)
        } else {
            (false, Then::After(self.pause(world)))
        };
        Act::Do(Box::new(Deed {
            event,
            intent: self.intent(),
            asks,
            then,
        }))
    }

    /// How long it takes until the next goal: a script needs no time to think.
    fn pause(&mut self, world: &World) -> Span {
        if self.thief.as_ref().is_some_and(|thief| thief.scripted) {
            return world.shown(SCRIPT_PAUSE_MS);
        }
        let (least, most) = self.plan.front().map_or((1, 2), seconds_before);
        world.pause(&mut self.dice, least, most)
    }

    /// Takes over the owner's session as soon as there is one: with the device's id, for malware copies both,
    /// or without, for a false message gets hold of the one cookie only.
    fn copy_session(&mut self, world: &mut World, at: Moment) -> Act {
        let open = self
            .customer(world)
            .and_then(|customer| customer.open_session(at).cloned());
        let Some(open) = open else {
            self.patience = self.patience.saturating_sub(1);
            if self.patience == 0 {
                return Act::End;
            }
            self.plan.push_front(Goal::CopySession);
            return Act::Wait(world.shown(500));
        };
        self.session = Some(open.id);
        if self.story == StoryName::BurglarsWalk {
            self.from.device = open.from.device;
        }
        match self.plan.pop_front() {
            Some(goal) => self.carry_out(world, at, goal),
            None => Act::End,
        }
    }

    /// The shop has been told that the session is over, and asks nobody about it any more.
    fn without_session(&mut self, world: &mut World, at: Moment, goal: Goal) -> Act {
        match &self.thief {
            // This request had been on its way already.
            Some(thief) if thief.scripted => self.carry_out(world, at, goal),
            Some(_) => Act::End,
            None => {
                self.plan.push_front(goal);
                self.carry_out(world, at, Goal::SignIn { proved: None })
            }
        }
    }

    /// Counts what is tried, at the moment of trying.
    fn count(&mut self, world: &mut World, at: Moment, goal: &Goal) {
        if let Some(thief) = &mut self.thief {
            world.thefts.insert(self.account.clone(), at);
            thief.takeover.get_or_insert_with(|| world.tally.takeover_tried());
            if matches!(goal, Goal::Charge { .. }) {
                world.tally.charge_tried();
            }
            return;
        }
        match goal {
            _ if !world.is_shown() => {}
            Goal::SignIn { .. } => world.tally.honest_sign_in(),
            Goal::EndCheckout { outcome, .. } => world.tally.honest_order(*outcome != "placed"),
            _ => {}
        }
    }

    /// Counts what was answered.
    fn note(&self, world: &mut World, goal: &Goal, verdict: Verdict) {
        let allowed = verdict == Verdict::Allow;
        if let Some(takeover) = self.takeover() {
            let about = if let Goal::Answer { about, .. } = goal {
                about
            } else {
                goal
            };
            match about {
                Goal::SignIn { .. } | Goal::Look(_) if allowed => world.tally.takeover_let_in(takeover),
                Goal::Charge { .. } if !allowed => world.tally.charge_held(),
                _ => {}
            }
        } else if matches!(verdict, Verdict::Challenge { .. })
            && !matches!(goal, Goal::Mistype | Goal::Answer { .. })
            && world.is_shown()
        {
            world.tally.honest_challenged(self.who);
        }
    }
}

impl Story for Visit {
    fn name(&self) -> StoryName {
        self.story
    }

    fn act(&mut self, world: &mut World, at: Moment) -> Act {
        match self.plan.pop_front() {
            None => Act::End,
            Some(Goal::CopySession) => self.copy_session(world, at),
            Some(goal) if goal.needs_session() && self.session_over => self.without_session(world, at, goal),
            Some(goal) => self.carry_out(world, at, goal),
        }
    }

    fn answered(&mut self, world: &mut World, at: Moment, verdict: Verdict) -> Option<Span> {
        let goal = self.asked.take()?;
        self.note(world, &goal, verdict);
        self.take(world, at, goal, verdict);
        self.plan.front()?;
        Some(self.pause(world))
    }

    fn session_ended(&mut self, session: &SessionId) {
        self.session_over |= self.session.as_ref() == Some(session);
    }

    fn leave(&mut self, world: &mut World) {
        if let Some(takeover) = self.takeover() {
            world.tally.takeover_over(takeover);
        }
        if self.is_honest()
            && let Some(customer) = self.customer(world)
        {
            customer.busy = false;
        }
    }
}
