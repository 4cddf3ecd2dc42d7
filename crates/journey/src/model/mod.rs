//! What the files mean: journeys, controls and data, typed and resolved, each with where it was written.
//!
//! The model holds whatever could be read. What could not is a finding, and absent here; a reference to
//! something absent stays a name until a lint speaks of it.

mod control;
mod exemption;
mod glide;
mod measure;
mod percent;
mod unread;

use std::collections::BTreeMap;

use vocabulary::{Front, Moment, PromiseRef, StepRef};

pub use control::{Control, ControlKind, Parameter, SentCode, TokenLife, WhenDown};
pub use exemption::Exemption;
pub use glide::Glide;
pub use measure::{Drill, Measure, MeasureKind, Volume};
pub use percent::{Percent, PercentError};
pub(crate) use unread::Unread;

use crate::source::{Place, Placed, Position, Sources, Written};

/// All that was read.
#[derive(Debug, Clone, Default)]
pub struct Journeys {
    /// In the order of the files.
    pub journeys: Vec<Journey>,
    /// By name.
    pub controls: BTreeMap<String, Control>,
    /// By name.
    pub data: BTreeMap<String, Data>,
    /// What lints are asked to be silent about, in the order of the files.
    pub exemptions: Vec<Exemption>,
    /// Which kinds of files could not be read, so that what is missing is not looked for.
    pub(crate) unread: Unread,
    pub(crate) sources: Sources,
}

/// One thing that a person comes to do.
#[derive(Debug, Clone, PartialEq)]
pub struct Journey {
    /// What people call it.
    pub name: Placed<String>,
    /// What files and programs call it.
    pub id: Placed<String>,
    /// Who comes.
    pub who: String,
    /// What they want.
    pub wants: String,
    /// Who answers for it.
    pub owners: Owners,
    /// How much depends on it.
    pub matters: Matters,
    /// What the person does, in order.
    pub steps: Vec<Step>,
    /// What being careful must not cost an honest person.
    pub guardrails: Vec<Guardrail>,
    /// What is owed and openly said so.
    pub debt: Vec<Debt>,
    /// Where its keys' values are written.
    pub written: Written,
}

/// Who answers for a journey.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Owners {
    /// For what is promised.
    pub product: Option<Placed<String>>,
    /// For keeping it.
    pub engineering: Option<Placed<String>>,
}

/// How much depends on a journey.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Matters {
    /// As much as on most.
    #[default]
    Normal,
    /// More than on most.
    Important,
    /// People are badly hurt when it fails.
    Critical,
}

/// One thing that the person does.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// Its id within the journey.
    pub id: Placed<String>,
    /// In the person's words.
    pub does: Placed<String>,
    /// The data that we receive: names of [`Journeys::data`].
    pub gives: Vec<Placed<String>>,
    /// The routes at which it happens.
    pub at: Vec<Placed<Route>>,
    /// What could go wrong.
    pub worst: Vec<Worst>,
    /// What is promised about it.
    pub promises: Vec<Promise>,
    /// Whether the person gets into their account here, and how.
    pub way_in: Option<WayIn>,
    /// Where its keys' values are written.
    pub written: Written,
}

/// How a person gets into their account at a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum WayIn {
    /// As on any day.
    SignIn,
    /// After they have lost what they sign in with.
    Recovery,
}

/// A route: `POST /v1/sign-in`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    /// Upper case.
    pub method: String,
    /// With `{parameters}`.
    pub path: String,
}

impl std::fmt::Display for Route {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{} {}", self.method, self.path)
    }
}

/// A worst case: a story of harm.
#[derive(Debug, Clone, PartialEq)]
pub struct Worst {
    /// Its id within the journey.
    pub id: Placed<String>,
    /// In the person's words.
    pub story: Placed<String>,
    /// How bad it would be.
    pub harm: Harm,
    /// Where it would come from.
    pub front: Front,
    /// Where its keys' values are written.
    pub written: Written,
}

/// How bad something would be for the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Harm {
    /// An annoyance.
    Minor,
    /// Money or time that hurts, and comes back.
    #[default]
    Moderate,
    /// Much money, much time, or much that others now know.
    Severe,
    /// It cannot be made good.
    Irreversible,
}

/// What a person may count on.
#[derive(Debug, Clone, PartialEq)]
pub struct Promise {
    /// Its id within the journey.
    pub id: Placed<String>,
    /// The sentence that the person reads.
    pub says: Placed<String>,
    /// The worst cases that it stands against: ids within the journey.
    pub against: Vec<Placed<String>>,
    /// The controls that keep it: names of [`Journeys::controls`].
    pub kept_by: Vec<Placed<String>>,
    /// How we know whether it is kept. `None` where nothing is stated, or nothing that could be read.
    pub measure: Option<Measure>,
    /// Something is stated that could not be read; its own finding says so.
    pub(crate) measure_unread: bool,
}

/// What being careful must not cost an honest person.
#[derive(Debug, Clone, PartialEq)]
pub struct Guardrail {
    /// Its id within the journey; shares its names with promises.
    pub id: Placed<String>,
    /// The sentence that the person reads.
    pub says: Placed<String>,
    /// The controls that it watches: names of [`Journeys::controls`].
    pub watches: Vec<Placed<String>>,
    /// How we know whether it is kept.
    pub measure: Option<Measure>,
    pub(crate) measure_unread: bool,
}

/// Something that is owed to people, openly said, with an end.
#[derive(Debug, Clone, PartialEq)]
pub struct Debt {
    /// Its id within the journey.
    pub id: Placed<String>,
    /// The promises, guardrails or worst cases that it weakens: ids within the journey.
    pub weakens: Vec<Placed<String>>,
    /// What is owed, as the person would read it.
    pub owe: Placed<String>,
    /// Why.
    pub why: Option<Placed<String>>,
    /// Who pays it off.
    pub owner: Option<Placed<String>>,
    /// Who accepted it.
    pub accepted_by: Option<Placed<String>>,
    /// The first day on which it counted, at its end in UTC.
    pub since: Option<Placed<Moment>>,
    /// The last moment at which it counts: the end of the stated day, UTC.
    pub until: Option<Placed<Moment>>,
    /// The ends that it had before it was renewed, each at the end of its day in UTC.
    pub renewed: Vec<Placed<Moment>>,
    /// Where the work is followed.
    pub track: Option<Placed<String>>,
    /// An end is stated that could not be read; its own finding says so.
    pub(crate) until_unread: bool,
}

impl Debt {
    /// Whether the debt counts at `now`. One without an end counts; a lint speaks of it.
    pub fn in_force(&self, now: Moment) -> bool {
        self.until.as_ref().is_none_or(|until| now <= until.value)
    }
}

/// Something that we receive from people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Data {
    /// How delicate it is.
    pub kind: DataKind,
    /// How long we keep it, in words.
    pub keep: String,
    /// Where its name stands.
    pub place: Place,
    /// Where its keys' values are written.
    pub written: Written,
}

/// How delicate data is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DataKind {
    /// Says who somebody is or what they do.
    Personal,
    /// Lets whoever holds it act as the person.
    Secret,
    /// Lets whoever holds it spend the person's money.
    Payment,
    /// Could harm the person if others knew it.
    Sensitive,
    /// Everybody may know it.
    Public,
}

impl DataKind {
    /// Whether receiving it calls for a promise.
    pub const fn is_delicate(self) -> bool {
        !matches!(self, Self::Public)
    }
}

/// A promise or a guardrail, where it does not matter which.
#[derive(Debug, Clone, Copy)]
pub struct Stated<'a> {
    /// The journey that states it.
    pub journey: &'a Journey,
    /// Its step; a guardrail has none.
    pub step: Option<&'a Step>,
    /// Its id.
    pub id: &'a Placed<String>,
    /// What it says.
    pub says: &'a Placed<String>,
    /// How it is measured.
    pub measure: Option<&'a Measure>,
    pub(crate) measure_unread: bool,
}

impl Stated<'_> {
    /// `journey/promise`.
    pub fn to_ref(&self) -> PromiseRef {
        PromiseRef::new(&self.journey.id, self.id)
    }
}

impl Journey {
    /// The promise with this id, and its step.
    pub fn promise(&self, id: &str) -> Option<(&Step, &Promise)> {
        self.promises().find(|(_, promise)| *promise.id == id)
    }

    /// All promises, each with its step.
    pub fn promises(&self) -> impl Iterator<Item = (&Step, &Promise)> {
        self.steps
            .iter()
            .flat_map(|step| step.promises.iter().map(move |promise| (step, promise)))
    }

    /// All worst cases, each with its step.
    pub fn worst(&self) -> impl Iterator<Item = (&Step, &Worst)> {
        self.steps
            .iter()
            .flat_map(|step| step.worst.iter().map(move |worst| (step, worst)))
    }

    /// Promises and guardrails alike, in the order of the file.
    pub fn stated(&self) -> impl Iterator<Item = Stated<'_>> {
        let promises = self.promises().map(move |(step, promise)| Stated {
            journey: self,
            step: Some(step),
            id: &promise.id,
            says: &promise.says,
            measure: promise.measure.as_ref(),
            measure_unread: promise.measure_unread,
        });
        let guardrails = self.guardrails.iter().map(move |guardrail| Stated {
            journey: self,
            step: None,
            id: &guardrail.id,
            says: &guardrail.says,
            measure: guardrail.measure.as_ref(),
            measure_unread: guardrail.measure_unread,
        });
        promises.chain(guardrails)
    }

    /// The debts that weaken the promise, guardrail or worst case with this id.
    pub fn debts_on(&self, id: &str) -> impl Iterator<Item = &Debt> {
        self.debt
            .iter()
            .filter(move |debt| debt.weakens.iter().any(|weak| **weak == id))
    }
}

impl Journeys {
    /// A place as people count.
    pub fn position(&self, place: Place) -> Position {
        self.sources.position(place)
    }

    /// The words at a place, as they stand in the file; empty where the place is in none.
    pub fn words(&self, place: Place) -> &str {
        self.sources.words(place)
    }

    /// The journey with this id.
    pub fn journey(&self, id: &str) -> Option<&Journey> {
        self.journeys.iter().find(|journey| *journey.id == id)
    }

    /// The step that a reference names.
    pub fn step(&self, step: &StepRef) -> Option<(&Journey, &Step)> {
        let journey = self.journey(step.journey())?;
        let found = journey.steps.iter().find(|one| *one.id == step.step())?;
        Some((journey, found))
    }

    /// The promise or guardrail that a reference names.
    pub fn stated(&self, promise: &PromiseRef) -> Option<Stated<'_>> {
        let journey = self.journey(promise.journey())?;
        journey.stated().find(|stated| **stated.id == promise.promise())
    }
}

/// Words that stand for the variants of an enum in the files.
pub(crate) trait Words: Sized + Copy + 'static {
    /// Every word with what it stands for.
    const WORDS: &'static [(&'static str, Self)];

    fn of(word: &str) -> Option<Self> {
        Self::WORDS
            .iter()
            .find(|(name, _)| *name == word)
            .map(|(_, value)| *value)
    }

    fn names() -> impl Iterator<Item = &'static str> {
        Self::WORDS.iter().map(|(name, _)| *name)
    }
}

macro_rules! words {
    ($name:ident { $($word:literal => $variant:ident),* $(,)? }) => {
        impl $crate::model::Words for $name {
            const WORDS: &'static [(&'static str, Self)] = &[$(($word, Self::$variant)),*];
        }
        impl $name {
            /// The word that files use for it.
            pub const fn word(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)*
                }
            }
        }
    };
}
pub(crate) use words;

words!(WayIn { "sign-in" => SignIn, "recovery" => Recovery });
words!(Matters { "normal" => Normal, "important" => Important, "critical" => Critical });
words!(Harm { "minor" => Minor, "moderate" => Moderate, "severe" => Severe, "irreversible" => Irreversible });
words!(DataKind {
    "personal" => Personal,
    "secret" => Secret,
    "payment" => Payment,
    "sensitive" => Sensitive,
    "public" => Public,
});

impl Words for Front {
    const WORDS: &'static [(&'static str, Self)] = &[
        ("external", Self::External),
        ("internal", Self::Internal),
        ("insider", Self::Insider),
    ];
}
