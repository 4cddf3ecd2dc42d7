//! One thing that a change of the files does, and all of them together.

use std::collections::BTreeMap;

use crate::Live;

/// Everything that differs between two readings of the files, in the order of [`Class`], then of the files.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Plan {
    /// What differs.
    pub changes: Vec<Change>,
}

/// One thing that differs.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// Under which heading it stands.
    pub class: Class,
    /// What it does to the people's safety.
    pub effect: Effect,
    /// What it is about.
    pub object: Object,
    /// Which part of it differs.
    pub field: Field,
    /// What stood there; `None` for what was not there.
    pub before: Option<String>,
    /// What stands there now; `None` for what is gone.
    pub after: Option<String>,
    /// What that means, as a sentence for people.
    pub says: String,
    /// Who should look at it, in words, such as `the product owner, mara@example.com`.
    pub wants: Option<String>,
    /// Where to look.
    pub spot: Spot,
    /// How the promise is kept at present, where a server said so.
    pub live: Option<Live>,
}

/// What a change is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Object {
    /// Which part of the format it is.
    pub part: Part,
    /// Its name, which stays the same when lines move: `sign-in/stolen-password-useless`,
    /// `controls/second-factor`, `data/email`, `sign-in`. Names are those of the new side, or of the old one for
    /// what is gone.
    pub id: String,
    /// What people read about it, such as a promise's sentence; empty where it has no words of its own.
    pub title: String,
}

/// Which part of the format an object is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Part {
    /// A journey.
    Journey,
    /// A step of a journey.
    Step,
    /// A worst case.
    Worst,
    /// A promise.
    Promise,
    /// A guardrail.
    Guardrail,
    /// A control.
    Control,
    /// A debt.
    Debt,
    /// Data that people hand over.
    Data,
    /// An exemption from a lint.
    Exemption,
}

/// The key in the files whose value differs; the whole object is `""`.
pub type Field = &'static str;

/// The heading under which a change stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Class {
    /// People are promised less, or what they are promised is kept less well.
    Weaker,
    /// People are promised more, provably.
    Stronger,
    /// We receive something that we did not receive there before.
    NewData,
    /// A control is gone, added or works otherwise.
    Control,
    /// Something more, less or else is owed.
    Debt,
    /// It differs, and nothing is proved about which is stronger.
    Changed,
}

/// What a change does to the people's safety.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Effect {
    /// Something is weaker than before.
    Weaker,
    /// It is provably at least as strong as before.
    Stronger,
    /// Neither is proved.
    Changed,
}

/// Where to look.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spot {
    /// In which of the two readings.
    pub side: Side,
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
}

/// One of the two readings of the files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Side {
    /// The one before.
    Old,
    /// The one after.
    New,
}

impl Plan {
    /// Whether nothing differs.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// Whether something is weaker than before.
    pub fn weakens(&self) -> bool {
        self.changes.iter().any(|change| change.effect == Effect::Weaker)
    }

    /// How many changes stand under a heading.
    pub fn count(&self, class: Class) -> usize {
        self.changes.iter().filter(|change| change.class == class).count()
    }

    /// Puts beside each promise and guardrail that was there before how it is kept at present: `live` holds, by
    /// `journey/promise`, what a server said.
    #[must_use]
    pub fn with_live(mut self, live: &BTreeMap<String, Live>) -> Self {
        for change in &mut self.changes {
            if matches!(change.object.part, Part::Promise | Part::Guardrail) {
                change.live = live.get(&change.object.id).cloned();
            }
        }
        self
    }
}

impl Class {
    /// All headings, in the order in which they are shown.
    pub const ALL: [Self; 6] = [
        Self::Weaker,
        Self::Stronger,
        Self::NewData,
        Self::Control,
        Self::Debt,
        Self::Changed,
    ];

    /// The heading as people read it.
    pub const fn heading(self) -> &'static str {
        match self {
            Self::Weaker => "WEAKER",
            Self::Stronger => "STRONGER",
            Self::NewData => "NEW DATA",
            Self::Control => "CONTROL",
            Self::Debt => "DEBT",
            Self::Changed => "CHANGED",
        }
    }

    /// The heading as programs read it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Weaker => "weaker",
            Self::Stronger => "stronger",
            Self::NewData => "new-data",
            Self::Control => "control",
            Self::Debt => "debt",
            Self::Changed => "changed",
        }
    }
}

impl Effect {
    /// `weaker`, `stronger` or `changed`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Weaker => "weaker",
            Self::Stronger => "stronger",
            Self::Changed => "changed",
        }
    }
}

impl Part {
    /// What people call it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Journey => "journey",
            Self::Step => "step",
            Self::Worst => "worst case",
            Self::Promise => "promise",
            Self::Guardrail => "guardrail",
            Self::Control => "control",
            Self::Debt => "debt",
            Self::Data => "data",
            Self::Exemption => "exemption",
        }
    }
}

impl Side {
    /// `old` or `new`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Old => "old",
            Self::New => "new",
        }
    }
}
