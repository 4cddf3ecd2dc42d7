//! The map of a journey, and one of its promises.

use vocabulary::{Front, Moment};

use super::{Debt, Entry, Figure, Spark, State};

/// The map of one journey.
#[derive(Debug, Clone, Default)]
pub struct Journey {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Who walks it.
    pub who: String,
    /// What they want, in their words.
    pub wants: String,
    /// Who answers for it: role and name.
    pub owners: Vec<(String, String)>,
    /// As good as its worst promise.
    pub state: State,
    /// Since when.
    pub since: Option<Moment>,
    /// From first to last.
    pub steps: Vec<Step>,
    /// What watches the harm that safety itself does.
    pub guardrails: Vec<Guardrail>,
    /// What is owed.
    pub debts: Vec<Debt>,
}

/// One step of a journey.
#[derive(Debug, Clone, Default)]
pub struct Step {
    /// Its id.
    pub id: String,
    /// What the user does, in their words.
    pub does: String,
    /// What they hand over.
    pub gives: Vec<Gives>,
    /// The routes at which it happens.
    pub at: Vec<String>,
    /// What could go wrong.
    pub worst: Vec<Worst>,
    /// What is promised.
    pub promises: Vec<PromiseCard>,
    /// What keeps those promises.
    pub controls: Vec<Control>,
}

/// One kind of data that a user hands over.
#[derive(Debug, Clone, Default)]
pub struct Gives {
    /// Its name.
    pub name: String,
    /// How sensitive it is.
    pub kind: DataKind,
    /// How long it is kept, in words.
    pub keep: String,
}

/// How sensitive a kind of data is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DataKind {
    /// Of no one in particular.
    Plain,
    /// About a person.
    #[default]
    Personal,
    /// About a person, and able to hurt them.
    Sensitive,
    /// Opens something.
    Secret,
    /// Pays for something.
    Payment,
}

/// A worst case.
#[derive(Debug, Clone, Default)]
pub struct Worst {
    /// Its id.
    pub id: String,
    /// The story, in the user's words.
    pub story: String,
    /// How much it hurts.
    pub harm: Harm,
    /// From which side.
    pub front: Front,
}

/// How much something hurts, least first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Harm {
    /// An annoyance.
    #[default]
    Minor,
    /// A bad week.
    Moderate,
    /// Money, privacy or the account is lost.
    Severe,
    /// It cannot be made good.
    Irreversible,
}

/// A promise on the map.
#[derive(Debug, Clone, Default)]
pub struct PromiseCard {
    /// Its id.
    pub id: String,
    /// The promise, in words that a user would read.
    pub says: String,
    /// Its state.
    pub state: State,
    /// The figure against the target; `None` where nothing measures it.
    pub figure: Option<Figure>,
    /// The last days.
    pub spark: Option<Spark>,
    /// Ids of the worst cases that it stands against.
    pub against: Vec<String>,
    /// Ids of the controls that keep it.
    pub kept_by: Vec<String>,
}

/// A control.
#[derive(Debug, Clone, Default)]
pub struct Control {
    /// Its id.
    pub id: String,
    /// What it does.
    pub does: String,
    /// In which way it helps.
    pub kind: ControlKind,
    /// What it rests on: where two share one of these, they fall together.
    pub rests_on: Vec<String>,
    /// What it means when it fails.
    pub when_down: WhenDown,
    /// Whether it is at work here.
    pub force: Force,
}

/// In which way a control helps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ControlKind {
    /// Keeps it from happening.
    #[default]
    Prevent,
    /// Bounds what it costs.
    Limit,
    /// Notices it.
    Detect,
    /// Does something about it.
    Respond,
}

/// What a control's own failure means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum WhenDown {
    /// Nobody passes.
    #[default]
    Refuse,
    /// Everybody passes.
    Allow,
    /// It is done later.
    Queue,
    /// Somebody is called.
    Page,
}

/// Whether a control is at work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Force {
    /// This server enforces it.
    On,
    /// It decides and is recorded, and changes nothing.
    Shadow,
    /// Nothing on this server enforces it.
    #[default]
    Absent,
}

/// A guardrail: a promise about what safety itself may cost.
#[derive(Debug, Clone, Default)]
pub struct Guardrail {
    /// Its id.
    pub id: String,
    /// What it says, in the user's words.
    pub says: String,
    /// Its state.
    pub state: State,
    /// The figure against the target.
    pub figure: Option<Figure>,
    /// The last days.
    pub spark: Option<Spark>,
    /// Ids of the controls that it watches.
    pub watches: Vec<String>,
}

/// One promise.
#[derive(Debug, Clone, Default)]
pub struct Promise {
    /// The journey's id.
    pub journey_id: String,
    /// The journey's name.
    pub journey_name: String,
    /// What the user does at its step.
    pub step_does: String,
    /// Its id.
    pub id: String,
    /// The promise itself.
    pub says: String,
    /// Its state.
    pub state: State,
    /// Since when.
    pub since: Option<Moment>,
    /// When the allowance will be used up, as a sentence, where that is soon.
    pub pace: Option<String>,
    /// The figure against the target.
    pub figure: Option<Figure>,
    /// How it is measured, as a sentence.
    pub measured: String,
    /// The last days.
    pub spark: Option<Spark>,
    /// The worst cases that it stands against.
    pub against: Vec<Worst>,
    /// What keeps it.
    pub controls: Vec<Control>,
    /// What weakens it.
    pub debts: Vec<Debt>,
    /// The last bad events, newest first.
    pub bad: Vec<Entry>,
    /// What was rehearsed or tested, newest first.
    pub proofs: Vec<Proof>,
}

/// A rehearsal or a test of a control.
#[derive(Debug, Clone, Default)]
pub struct Proof {
    /// What was done, in words.
    pub what: String,
    /// How it went; `None` where it has never been done.
    pub passed: Option<bool>,
    /// When.
    pub at: Option<Moment>,
}
