//! What a threat model says, whatever format it is written in. Formats translate into this; [`super::judge`]
//! decides what becomes of it.

use journey::{DataKind, Harm, Matters};
use vocabulary::Front;

use super::ledger::Object;
use super::words::{Standing, State};

/// A whole file.
#[derive(Debug, Default)]
pub(super) struct Model {
    pub(super) title: Option<String>,
    pub(super) owner: Option<String>,
    pub(super) matters: Option<Matters>,
    /// Texts about the whole, for the head of the draft.
    pub(super) remarks: Vec<String>,
    pub(super) places: Vec<Place>,
    pub(super) threats: Vec<Threat>,
    pub(super) mitigations: Vec<Mitigation>,
    pub(super) answers: Vec<Answer>,
    pub(super) data: Vec<Datum>,
}

/// Where something happens: a component, a flow, a route.
#[derive(Debug)]
pub(super) struct Place {
    pub(super) object: Object,
    /// What the person does there, as far as the source says.
    pub(super) does: String,
    /// The journey that it belongs to, where the source has several.
    pub(super) group: Option<String>,
    /// `POST /v1/sign-in`
    pub(super) routes: Vec<String>,
    /// Which of the data are given here.
    pub(super) gives: Vec<usize>,
    /// Whether a person acts here. Where nobody does, it becomes a step only if a threat stands on it.
    pub(super) person: bool,
    /// Why it is no step, where nobody acts and no threat stands on it.
    pub(super) otherwise: String,
    /// What has to be asked about it, where it becomes a step.
    pub(super) asks: Option<String>,
}

/// What could go wrong.
#[derive(Debug)]
pub(super) struct Threat {
    pub(super) object: Object,
    /// What promises and debts call it, where its name is not for people.
    pub(super) called: Option<String>,
    pub(super) story: String,
    /// As the source states it.
    pub(super) harm: Option<Harm>,
    /// What it probably is, and what that is taken from.
    pub(super) guess: Option<(Harm, String)>,
    /// As the source states it.
    pub(super) front: Option<Front>,
    /// Where else the front may be told from: the words for whoever does it.
    pub(super) actor: String,
    /// Categories, weaknesses, scores: what a reader may want beside it.
    pub(super) notes: Vec<String>,
    pub(super) standing: Standing,
    /// Why it stands as it does.
    pub(super) because: Option<String>,
    /// Who decided so.
    pub(super) accepted_by: Option<String>,
    /// Where the work is followed.
    pub(super) track: Option<String>,
    /// Where it stands: indices of places. The first is where it is drafted.
    pub(super) places: Vec<usize>,
    /// Why it is out of scope, where it is.
    pub(super) out_of_scope: Option<String>,
    /// The journey that it belongs to, where it stands in no place.
    pub(super) group: Option<String>,
}

impl Threat {
    /// A threat of which no more is known than this.
    pub(super) fn new(object: Object, story: &str) -> Self {
        Self {
            object,
            called: None,
            story: story.to_owned(),
            harm: None,
            guess: None,
            front: None,
            actor: String::new(),
            notes: Vec::new(),
            standing: Standing::Open,
            because: None,
            accepted_by: None,
            track: None,
            places: Vec::new(),
            out_of_scope: None,
            group: None,
        }
    }

    /// What people call it.
    pub(super) fn called(&self) -> &str {
        self.called.as_deref().unwrap_or(&self.object.name)
    }
}

/// What is, or could be, done against threats.
#[derive(Debug)]
pub(super) struct Mitigation {
    pub(super) object: Object,
    pub(super) does: String,
    pub(super) state: State,
    pub(super) notes: Vec<String>,
}

/// That a mitigation answers a threat.
#[derive(Debug)]
pub(super) struct Answer {
    /// Index of the threat.
    pub(super) threat: usize,
    /// Index of the mitigation.
    pub(super) mitigation: usize,
    /// How far it has come against this threat, where that is said apart.
    pub(super) state: Option<State>,
}

/// Something that is received or held.
#[derive(Debug)]
pub(super) struct Datum {
    pub(super) object: Object,
    pub(super) kind: Option<DataKind>,
    /// What the kind was taken from, where it was not stated.
    pub(super) guessed_from: Option<String>,
    /// Why it is not data that people give, where it is not.
    pub(super) dropped: Option<String>,
    /// Where the same data was met before: its index.
    pub(super) same_as: Option<usize>,
    pub(super) keep: Option<String>,
}
