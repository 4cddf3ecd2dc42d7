//! What all stories share: the customers, the pace of time, numbers for new things, and the count of what
//! came of it all.

use std::collections::BTreeMap;

use vocabulary::{
    AccountId, Event, EventKey, Fields, Kind, Mark, Moment, Origin, SessionId, Span, StepRef, Verdict,
};

use crate::dice::Dice;
use crate::intent::{Intent, StoryName};
use crate::people::Customer;
use crate::summary::Tally;

/// The shop and everybody in it.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) customers: Vec<Customer>,
    pub(crate) tempo: Tempo,
    pub(crate) tally: Tally,
    /// When a thief last did something in an account: what its owner would answer to "was this you?".
    pub(crate) thefts: BTreeMap<AccountId, Moment>,
    /// Stories that stories began, and when they are to go on.
    pub(crate) begun: Vec<(Moment, Box<dyn Story>)>,
    pub(crate) dice: Dice,
    seed: u64,
    /// Sets the keys of one run apart from those of another.
    run: u64,
    stories: u64,
    things: u64,
}

/// How fast things follow each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tempo {
    /// As in life.
    Real,
    /// So many times faster than what a person can follow on a screen, which in turn is eight times faster
    /// than life.
    Shown(u32),
}

/// A story that is going on.
pub(crate) trait Story: std::fmt::Debug + Send {
    /// Which one it is.
    fn name(&self) -> StoryName;
    /// What happens next.
    fn act(&mut self, world: &mut World, at: Moment) -> Act;
    /// Takes the answer to what was asked; gives how long it takes until something happens again, or nothing
    /// where the story is over.
    fn answered(&mut self, world: &mut World, at: Moment, verdict: Verdict) -> Option<Span>;
    /// Hears that a session is no longer accepted.
    fn session_ended(&mut self, _session: &SessionId) {}
    /// Leaves: called once, when it is over or broken off.
    fn leave(&mut self, _world: &mut World) {}
}

/// What a story does when its time has come.
#[derive(Debug)]
pub(crate) enum Act {
    /// It makes a request or reports something.
    Do(Box<Deed>),
    /// Nothing yet.
    Wait(Span),
    /// It is over.
    End,
}

/// One request or report.
#[derive(Debug)]
pub(crate) struct Deed {
    pub(crate) event: Event,
    pub(crate) intent: Intent,
    /// Whether the platform asks before it goes on, or merely reports.
    pub(crate) asks: bool,
    pub(crate) then: Then,
}

/// How it goes on after a deed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Then {
    /// As the answer says.
    ByAnswer,
    /// After some time, whatever the answer.
    After(Span),
}

impl World {
    pub(crate) fn new(seed: u64, customers: u16, started: Moment) -> Self {
        let customers = (0..customers)
            .filter_map(|number| Customer::throw(number, &mut Dice::new(seed, u64::from(number))));
        Self {
            customers: customers.collect(),
            tempo: Tempo::Real,
            tally: Tally::default(),
            thefts: BTreeMap::new(),
            begun: Vec::new(),
            dice: Dice::new(seed, u64::MAX),
            seed,
            run: seed.rotate_left(40) ^ started.as_millis().unsigned_abs(),
            stories: 0,
            things: 0,
        }
    }

    /// A number for a new story, and dice of its own.
    pub(crate) fn new_story(&mut self) -> (Voice, Dice) {
        self.stories += 1;
        // Customers have the lowest numbers.
        let dice = Dice::new(self.seed, u64::from(u16::MAX) + self.stories);
        (
            Voice {
                run: self.run,
                story: self.stories,
                said: 0,
            },
            dice,
        )
    }

    /// An id for something new: `ses_…`, `ord_…`.
    pub(crate) fn new_id(&mut self, prefix: &str) -> String {
        self.things += 1;
        format!("{prefix}_{:x}_{}", self.run, self.things)
    }

    /// Some time between two numbers of seconds of real life.
    pub(crate) fn pause(&self, dice: &mut Dice, least_s: i64, most_s: i64) -> Span {
        let millis = dice.between(least_s * 1_000, most_s * 1_000);
        match self.tempo {
            Tempo::Real => Span::from_millis(millis),
            Tempo::Shown(speed) => Span::from_millis((millis / 8 / i64::from(speed.max(1))).max(20)),
        }
    }

    /// Some time that a person who watches should see pass, in milliseconds at the readable pace.
    pub(crate) fn shown(&self, millis: i64) -> Span {
        match self.tempo {
            Tempo::Real => Span::from_millis(millis),
            Tempo::Shown(speed) => Span::from_millis((millis / i64::from(speed.max(1))).max(1)),
        }
    }

    /// Begins a story later on.
    pub(crate) fn begin(&mut self, at: Moment, story: impl Story + 'static) {
        self.begun.push((at, Box::new(story)));
    }

    /// Whether figures are kept: not of the past, which nobody could have acted upon.
    pub(crate) fn is_shown(&self) -> bool {
        matches!(self.tempo, Tempo::Shown(_))
    }
}

/// Says the events of one story: gives each its key.
#[derive(Debug)]
pub(crate) struct Voice {
    run: u64,
    story: u64,
    said: u32,
}

impl Voice {
    /// An event of this story. `None` only for a kind that the catalogue lacks, which a test rules out.
    pub(crate) fn says(&mut self, kind: &str, account: &AccountId, at: Moment) -> Option<Event> {
        self.said += 1;
        let key = format!("sim-{:x}-{}-{}", self.run, self.story, self.said);
        Some(Event {
            key: EventKey::new(&key).ok()?,
            kind: Kind::named(kind)?,
            account: account.clone(),
            at,
            step: None,
            from: Origin::default(),
            session: None,
            fields: Fields::default(),
            mark: Mark::Simulated,
        })
    }
}

/// The steps of the shop's journeys.
pub(crate) fn step(path: &str) -> Option<StepRef> {
    let (journey, step) = path.split_once('/')?;
    Some(StepRef::new(journey, step))
}

pub(crate) const PROVE_IT_IS_ME: &str = "sign-in/prove-it-is-me";
pub(crate) const STAY_SIGNED_IN: &str = "sign-in/stay-signed-in";
pub(crate) const SHIP: &str = "checkout/ship";
pub(crate) const PAY: &str = "checkout/pay";
pub(crate) const OPEN: &str = "support/open";
