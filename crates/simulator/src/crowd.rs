//! The crowd: whose turn it is, and what becomes of an answer.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use vocabulary::{AccountId, Event, EventKey, Moment, Verdict};

use crate::intent::{Intent, StoryName};
use crate::live::Director;
use crate::stories::{ordinary_visit, owner_answers, staff, stuffing};
use crate::summary::Summary;
use crate::world::{Act, Deed, Story, Tempo, Then, World};

/// What a crowd is made from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// Decides everything that chance decides.
    pub seed: u64,
    /// How many customers the shop has.
    pub customers: u16,
    /// Where the past ends and what is shown live begins.
    pub started: Moment,
}

/// One thing that the platform asks about or reports.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    /// When it is to be sent; never before the request that came before it.
    pub due: Moment,
    /// What happens.
    pub event: Event,
    /// What is behind it: for figures, never for the guard.
    pub intent: Intent,
    /// The story that it belongs to.
    pub story: StoryName,
    /// Whether the platform waits for an answer, which [`Crowd::answered`] takes. Otherwise it merely reports.
    pub asks: bool,
}

/// Customers, attackers and staff of one shop.
#[derive(Debug)]
pub struct Crowd {
    pub(crate) world: World,
    pub(crate) settings: Settings,
    queue: BinaryHeap<Reverse<(Moment, u64, Turn)>>,
    stories: BTreeMap<u64, Box<dyn Story>>,
    /// Whose answer is awaited under which key, and when it was asked.
    awaited: BTreeMap<EventKey, (u64, Moment)>,
    director: Director,
    /// Sets apart what is due at the same moment, in the order in which it was arranged.
    arranged: u64,
    now: Moment,
}

/// Whose turn it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Turn {
    /// A story goes on.
    Story(u64),
    /// A customer opens an account.
    Join(usize),
    /// A customer comes as usual.
    Visit(usize),
    /// A customer asks for help.
    Support,
    /// A stranger guesses a password.
    Stray,
    /// The director has somebody come as usual.
    Somebody,
    /// The director has something special happen.
    Special,
}

impl Crowd {
    /// A crowd that has not moved yet.
    pub fn new(settings: Settings) -> Self {
        Self {
            world: World::new(settings.seed, settings.customers, settings.started),
            settings,
            queue: BinaryHeap::new(),
            stories: BTreeMap::new(),
            awaited: BTreeMap::new(),
            director: Director::default(),
            arranged: 0,
            now: Moment::from_millis(i64::MIN),
        }
    }

    /// The accounts of all customers.
    pub fn accounts(&self) -> impl Iterator<Item = &AccountId> {
        self.world.customers.iter().map(|customer| &customer.account)
    }

    /// From the start on, people come at a pace that can be followed on a screen (`speed` 1: three to six
    /// events a second) or so many times faster. Without end.
    pub fn live(&mut self, speed: u32) {
        self.world.tempo = Tempo::Shown(speed.max(1));
        self.director = Director::default();
        self.arrange(self.settings.started, Turn::Somebody);
        let first = Director::first_special(&self.world, self.settings.started);
        self.arrange(first, Turn::Special);
    }

    /// The next request in the order of time, or nothing where neither past nor present has been begun.
    /// A request that asks keeps its story waiting until the answer is given; others go on meanwhile.
    pub fn next_request(&mut self) -> Option<Request> {
        self.next_before(Moment::from_millis(i64::MAX))
    }

    /// The next request that is due before `end`.
    pub(crate) fn next_before(&mut self, end: Moment) -> Option<Request> {
        loop {
            self.queue.peek().filter(|Reverse((due, ..))| *due < end)?;
            let Reverse((due, _, turn)) = self.queue.pop()?;
            self.now = self.now.max(due);
            let now = self.now;
            let request = match turn {
                Turn::Story(id) => self.go_on(id, now),
                other => {
                    self.take_turn(other, now);
                    None
                }
            };
            self.take_in_what_began();
            if request.is_some() {
                return request;
            }
        }
    }

    /// Takes the answer to a request that asks. Answers to anything else are passed over.
    pub fn answered(&mut self, key: &EventKey, verdict: Verdict) {
        let Some((id, asked_at)) = self.awaited.remove(key) else {
            return;
        };
        let Some(story) = self.stories.get_mut(&id) else {
            return;
        };
        match story.answered(&mut self.world, asked_at, verdict) {
            Some(pause) => self.arrange((asked_at + pause).max(self.now), Turn::Story(id)),
            None => self.leave(id),
        }
        self.take_in_what_began();
    }

    /// Hears of something that Safeconduct brought about. Optional; with it the shop shuts out sessions that
    /// are over, owners answer "was this you?", and charges held afterwards are counted as held.
    pub fn told(&mut self, event: &Event) {
        match event.kind.name() {
            "session.ended" => {
                let Some(session) = &event.session else {
                    return;
                };
                for story in self.stories.values_mut() {
                    story.session_ended(session);
                }
                for customer in &mut self.world.customers {
                    if customer.open.as_ref().is_some_and(|open| open.id == *session) {
                        customer.open = None;
                    }
                }
            }
            "effect.held" => {
                if let Some(effect) = event.text("effect_id") {
                    self.world.tally.charge_held_later(effect);
                }
            }
            "incident.opened" => {
                let began_at = event.moment("began_at").unwrap_or(event.at);
                owner_answers::begin(
                    &mut self.world,
                    event.account.clone(),
                    event.at.max(self.now),
                    began_at,
                );
                self.take_in_what_began();
            }
            _ => {}
        }
    }

    /// What has come of it so far.
    pub fn summary(&self) -> Summary {
        self.world.tally.summary()
    }

    pub(crate) fn arrange(&mut self, at: Moment, turn: Turn) {
        self.arranged += 1;
        self.queue.push(Reverse((at, self.arranged, turn)));
    }

    /// Breaks off everything that is going on.
    pub(crate) fn break_off(&mut self) {
        self.queue.clear();
        self.awaited.clear();
        for (_, mut story) in std::mem::take(&mut self.stories) {
            story.leave(&mut self.world);
        }
    }

    fn go_on(&mut self, id: u64, now: Moment) -> Option<Request> {
        let story = self.stories.get_mut(&id)?;
        let name = story.name();
        match story.act(&mut self.world, now) {
            Act::Do(deed) => {
                let Deed {
                    event,
                    intent,
                    asks,
                    then,
                } = *deed;
                match then {
                    Then::ByAnswer => {
                        self.awaited.insert(event.key.clone(), (id, now));
                    }
                    Then::After(pause) => self.arrange(now + pause, Turn::Story(id)),
                }
                Some(Request {
                    due: now,
                    event,
                    intent,
                    story: name,
                    asks,
                })
            }
            Act::Wait(pause) => {
                self.arrange(now + pause, Turn::Story(id));
                None
            }
            Act::End => {
                self.leave(id);
                None
            }
        }
    }

    /// Begins what a turn stands for. Where nobody fits, nothing happens.
    fn take_turn(&mut self, turn: Turn, now: Moment) {
        let world = &mut self.world;
        let is_free = |world: &World, who: usize| world.customers.get(who).is_some_and(|one| !one.busy);
        let _begun: Option<()> = match turn {
            Turn::Join(who) => ordinary_visit::join(world, who, now),
            Turn::Visit(who) if is_free(world, who) => ordinary_visit::begin(world, who, now),
            Turn::Visit(_) | Turn::Story(_) => None,
            Turn::Support => staff::begin_support(world, now),
            Turn::Stray => stuffing::begin_stray(world, now),
            Turn::Somebody => {
                let next = Director::somebody(world, now);
                self.arrange(next, Turn::Somebody);
                None
            }
            Turn::Special => {
                let next = self.director.special(world, now);
                self.arrange(next, Turn::Special);
                None
            }
        };
    }

    fn leave(&mut self, id: u64) {
        if let Some(mut story) = self.stories.remove(&id) {
            story.leave(&mut self.world);
        }
    }

    fn take_in_what_began(&mut self) {
        for (at, story) in std::mem::take(&mut self.world.begun) {
            // Every number is given once, so the next one will do as the story's own.
            self.arranged += 1;
            let id = self.arranged;
            self.stories.insert(id, story);
            self.arrange(at, Turn::Story(id));
        }
    }
}
