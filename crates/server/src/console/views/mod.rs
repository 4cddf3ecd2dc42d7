//! What the pages are told: plain structs, easy to fill.
//!
//! They hold words, numbers, moments and types of `vocabulary`; no store, no engine. Figures come in already
//! written with their unit (`99.94 %`, `48 seconds`), because only the room that counted knows how exact they
//! are. Everything here may be empty, and every page says so when it is.

mod account;
mod exposure;
mod home;
mod journey;
mod log;

use vocabulary::{Moment, Record};

pub use account::{
    Account, AccountRow, Accounts, Act, Attention, Confirm, Course, Device, Fate, HandBack, Held, Hold,
    Incident, Opening, PromiseRow, Session, Standing,
};
pub use exposure::{Exposure, LeakOutcome, LeakRow};
pub use home::{Count, DebtRow, Home, JourneyRow, Today};
pub use journey::{
    Control, ControlKind, DataKind, Force, Gives, Guardrail, Harm, Journey, Promise, PromiseCard, Proof,
    Step, WhenDown, Worst,
};
pub use log::{Checkpoint, Decision, Erased, Log, SelfCheck};

/// What surrounds every page.
#[derive(Debug, Clone, Default)]
pub struct Frame {
    /// The moment at which the page is made; relative times count from it.
    pub now: Moment,
    /// The version of the running program, for the footer.
    pub version: String,
    /// Whether the people shown are invented by a simulator; a ribbon on every page says so.
    pub simulated: bool,
    /// Whether the reader has entered; without it there is no navigation.
    pub entered: bool,
}

/// The state of a promise, a guardrail or a whole journey.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum State {
    /// One bad event too many, or the figure is under its target.
    Broken,
    /// Kept so far, but at this pace not for long.
    AtRisk,
    /// Nothing measures it.
    #[default]
    NotMeasured,
    /// Measured, but too little has happened to say.
    Unproven,
    /// Knowingly not kept, with an owner and a date.
    Debt,
    /// Kept, with enough events to say so.
    Kept,
}

impl State {
    /// All states, worst first: the order in which lists show them.
    pub const ALL: [Self; 6] = [
        Self::Broken,
        Self::AtRisk,
        Self::NotMeasured,
        Self::Unproven,
        Self::Debt,
        Self::Kept,
    ];
}

/// How a promise is measured right now.
#[derive(Debug, Clone, Default)]
pub struct Figure {
    /// The figure with its unit: `99.94 %`, or `0 times`.
    pub value: String,
    /// The target with its unit: `99.9 %`, or `never`.
    pub target: String,
    /// What the figure is at least, allowing for chance (Wilson, 95 %), with its unit.
    pub at_least: Option<String>,
    /// What was counted: `12,408 sign-ins in 30 days`.
    pub counted: String,
    /// How many bad events there were, and how many the target allows.
    pub allowance: Option<Allowance>,
}

/// Bad events that happened, beside those that the target leaves room for.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Allowance {
    /// Bad events in the window.
    pub used: u64,
    /// Bad events that the target allows in the window.
    pub allowed: u64,
}

/// A figure day by day, oldest first.
#[derive(Debug, Clone, Default)]
pub struct Spark {
    /// What is drawn, for its title: `kept, per day`.
    pub says: String,
    /// One point a day.
    pub days: Vec<Day>,
    /// Where the target lies, 0 to 1, where there is one to draw.
    pub target: Option<f64>,
}

/// One day of a [`Spark`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Day {
    /// The day's first moment.
    pub at: Moment,
    /// The share that was good, 0 to 1; `None` where nothing was counted.
    pub good: Option<f64>,
    /// Bad events on that day.
    pub bad: u64,
}

/// Something that is knowingly owed.
#[derive(Debug, Clone, Default)]
pub struct Debt {
    /// Its id in the journey.
    pub id: String,
    /// Ids of the promises and worst cases that it weakens.
    pub weakens: Vec<String>,
    /// What is owed, in the user's words.
    pub owe: String,
    /// Why.
    pub why: String,
    /// Who pays it back.
    pub owner: String,
    /// Who accepted it.
    pub accepted_by: String,
    /// The day by which it is paid, `2027-06-30`.
    pub until: String,
    /// Where the work is followed.
    pub track: String,
}

/// One entry of the log, opened.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Its place in the log.
    pub index: u64,
    /// What it says.
    pub record: Record,
    /// The promise at stake, in its own words, where the judgement names one that is still stated.
    pub promise_says: Option<String>,
}

/// Why an owner link does not open the console.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// It is too old.
    Expired,
    /// It has been used.
    Used,
    /// It is not one of ours, or no link was given at all.
    Unknown,
}
