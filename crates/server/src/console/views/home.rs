//! Home: the journeys in a row each, and the day in figures.

use vocabulary::Moment;

use super::{Entry, State};

/// A count of one day beside the day before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Count {
    /// Since midnight, UTC.
    pub today: u64,
    /// The whole of the day before, where it is known.
    pub yesterday: Option<u64>,
}

/// Home: are our promises kept?
#[derive(Debug, Clone, Default)]
pub struct Home {
    /// A row a journey.
    pub journeys: Vec<JourneyRow>,
    /// What happened a moment ago, newest first.
    pub just_now: Vec<Entry>,
    /// The day in figures.
    pub today: Today,
}

/// The day in figures.
#[derive(Debug, Clone, Default)]
pub struct Today {
    /// Attempts to get into somebody's account that were stopped.
    pub takeovers_stopped: Count,
    /// Charges and other effects put on hold.
    pub held: Count,
    /// What those charges amount to, with currency.
    pub held_amount: Option<String>,
    /// Times that an owner was asked to prove it, and did.
    pub honest_challenged: Count,
    /// Sign-ins of owners, with or without a question.
    pub honest_seen: Option<u64>,
}

/// A journey on the home page.
#[derive(Debug, Clone, Default)]
pub struct JourneyRow {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The user's goal, in their words.
    pub wants: String,
    /// As good as its worst promise.
    pub state: State,
    /// Since when it has been in this state.
    pub since: Option<Moment>,
    /// The state of each of its promises.
    pub promises: Vec<State>,
    /// What it owes.
    pub debts: Vec<DebtRow>,
}

/// A debt on the home page.
#[derive(Debug, Clone, Default)]
pub struct DebtRow {
    /// Its id in the journey.
    pub id: String,
    /// The day by which it is paid, `2027-06-30`.
    pub until: String,
}
