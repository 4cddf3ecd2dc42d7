//! What people answer.

use serde::Deserialize;

/// The answers to the questions that make a first journey, and the keys of an answers file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answers {
    /// What people come to do, in a few words: the journey's name.
    pub journey: String,
    /// Who comes.
    pub who: String,
    /// What they want, in their words.
    pub wants: String,
    /// How much depends on it: normal, important or critical.
    pub matters: Option<String>,
    /// Who answers for what is promised.
    pub product: Option<String>,
    /// Who answers for keeping it.
    pub engineering: Option<String>,
    /// What they do, step by step.
    pub steps: Vec<StepAnswer>,
    /// The worst that could happen to them.
    #[serde(default)]
    pub fears: Vec<Fear>,
}

/// One step.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StepAnswer {
    /// What the person does, in their words.
    pub does: String,
    /// What they hand over.
    #[serde(default)]
    pub gives: Vec<Given>,
}

/// Something that people hand over: a name alone, or with what is known of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(from = "NameOrGiven")]
pub struct Given {
    /// Its name.
    pub name: String,
    /// How delicate it is: personal, secret, payment, sensitive or public. Guessed where nobody says.
    pub kind: Option<String>,
    /// How long it is kept.
    pub keep: Option<String>,
}

impl Given {
    /// Something of which only the name is known.
    pub fn named(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            ..Self::default()
        }
    }
}

#[derive(Deserialize)]
#[serde(untagged)]
enum NameOrGiven {
    Name(String),
    Whole {
        name: String,
        kind: Option<String>,
        keep: Option<String>,
    },
}

impl From<NameOrGiven> for Given {
    fn from(from: NameOrGiven) -> Self {
        match from {
            NameOrGiven::Name(name) => Self::named(&name),
            NameOrGiven::Whole { name, kind, keep } => Self { name, kind, keep },
        }
    }
}

/// Something bad that could happen, and what is promised against it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fear {
    /// At which step, from 1.
    #[serde(default = "first")]
    pub at: usize,
    /// What happens, as the person would tell it.
    pub story: String,
    /// How bad that is: minor, moderate, severe or irreversible.
    pub harm: String,
    /// What is promised against it, in a sentence that the person could read.
    pub promise: Option<String>,
    /// What keeps the promise, in one sentence.
    pub kept_by: Option<String>,
}

const fn first() -> usize {
    1
}
