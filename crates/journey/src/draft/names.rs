//! What everything in a draft is called, and what of it exists already.

use std::collections::BTreeSet;

use vocabulary::did_you_mean;

use super::{Answers, DraftError, Given};
use crate::model::{DataKind, Harm, Journeys, Matters, Words};

/// How many words of a sentence make an id, at most.
const WORDS_OF_AN_ID: usize = 5;

/// Words with which no name ends well.
const UNFINISHED: [&str; 30] = [
    "a", "an", "and", "are", "as", "at", "by", "do", "for", "from", "in", "is", "it", "my", "no", "of", "on",
    "or", "our", "so", "that", "the", "their", "then", "to", "we", "who", "why", "with", "your",
];

/// The names in a draft.
pub(super) struct Plan {
    pub(super) journey: String,
    /// One id a step.
    pub(super) steps: Vec<String>,
    pub(super) fears: Vec<Named>,
    /// Controls that are new: id and what it does.
    pub(super) controls: Vec<(String, String)>,
    /// Data that is new.
    pub(super) data: Vec<NewData>,
}

/// The names for one fear.
pub(super) struct Named {
    pub(super) worst: String,
    pub(super) promise: Option<String>,
    pub(super) control: Option<String>,
}

pub(super) struct NewData {
    pub(super) name: String,
    pub(super) kind: &'static str,
    /// Nobody said what kind it is.
    pub(super) guessed: bool,
    pub(super) keep: Option<String>,
}

pub(super) fn plan(answers: &Answers, existing: &Journeys) -> Result<Plan, DraftError> {
    for (key, answer, help) in [
        (
            "journey",
            &answers.journey,
            "say in a few words what people come to do",
        ),
        ("who", &answers.who, "say who comes"),
        ("wants", &answers.wants, "say what they want, in their words"),
    ] {
        needed(key, answer, help)?;
    }
    if let Some(matters) = &answers.matters {
        word::<Matters>("matters", matters)?;
    }
    if answers.steps.is_empty() {
        return Err(DraftError::Missing("steps", "say what people do first"));
    }
    let journey = id(&answers.journey, "journey", &mut BTreeSet::new());
    if existing.journey(&journey).is_some() {
        return Err(DraftError::Taken(journey));
    }
    let mut used = BTreeSet::new();
    let mut steps = Vec::new();
    for step in &answers.steps {
        needed("does", &step.does, "say what the person does at this step")?;
        steps.push(id(&step.does, "step", &mut used));
    }
    let mut plan = Plan {
        journey,
        steps,
        fears: Vec::new(),
        controls: Vec::new(),
        data: Vec::new(),
    };
    let mut worst = BTreeSet::new();
    let mut promises = BTreeSet::new();
    for fear in &answers.fears {
        needed("story", &fear.story, "tell what happens, as the person would")?;
        word::<Harm>("harm", &fear.harm)?;
        if fear.at == 0 || fear.at > answers.steps.len() {
            return Err(DraftError::NoSuchStep(fear.at, answers.steps.len()));
        }
        let promise = fear.promise.as_deref().filter(|says| !says.trim().is_empty());
        let kept_by = fear.kept_by.as_deref().filter(|does| !does.trim().is_empty());
        let named = Named {
            worst: id(&fear.story, "worst", &mut worst),
            promise: promise.map(|says| id(says, "promise", &mut promises)),
            control: kept_by.map(|does| plan.control(does, existing)).transpose()?,
        };
        plan.fears.push(named);
    }
    for given in answers.steps.iter().flat_map(|step| &step.gives) {
        plan.give(given, existing)?;
    }
    Ok(plan)
}

impl Plan {
    /// The control that does this: one that exists, or a new one. The name of an existing one will do too.
    fn control(&mut self, does: &str, existing: &Journeys) -> Result<String, DraftError> {
        let does = one_line(does);
        let known = existing
            .controls
            .iter()
            .find(|(name, control)| **name == does || *control.does == does);
        if let Some((name, _)) = known {
            return Ok(name.clone());
        }
        if let Some((name, _)) = self
            .controls
            .iter()
            .find(|(name, other)| *other == does || *name == does)
        {
            return Ok(name.clone());
        }
        if is_name(&does) {
            let names = existing.controls.keys().map(String::as_str);
            let near = did_you_mean(&does, names);
            let hint = near.map_or_else(String::new, |near| format!("did you mean `{near}`? Otherwise "));
            return Err(DraftError::NoSuchControl { given: does, hint });
        }
        let mut used: BTreeSet<String> = existing.controls.keys().cloned().collect();
        used.extend(self.controls.iter().map(|(name, _)| name.clone()));
        let name = id(&does, "control", &mut used);
        self.controls.push((name.clone(), does));
        Ok(name)
    }

    fn give(&mut self, given: &Given, existing: &Journeys) -> Result<(), DraftError> {
        let name = given.name.trim();
        if !is_name(name) {
            let near = id(name, "email", &mut BTreeSet::new());
            return Err(DraftError::NotAName(name.to_owned(), near));
        }
        if existing.data.contains_key(name) || self.data.iter().any(|data| data.name == name) {
            return Ok(());
        }
        let kind = match &given.kind {
            Some(kind) => Some(word::<DataKind>("kind", kind)?.word()),
            None => None,
        };
        self.data.push(NewData {
            name: name.to_owned(),
            kind: kind.unwrap_or_else(|| guess(name)),
            guessed: kind.is_none(),
            keep: given
                .keep
                .as_deref()
                .map(one_line)
                .filter(|keep| !keep.is_empty()),
        });
        Ok(())
    }
}

fn needed(key: &'static str, answer: &str, help: &'static str) -> Result<(), DraftError> {
    if answer.trim().is_empty() {
        return Err(DraftError::Missing(key, help));
    }
    Ok(())
}

fn word<T: Words>(key: &'static str, given: &str) -> Result<T, DraftError> {
    T::of(given.trim()).ok_or_else(|| DraftError::NotAWord {
        key,
        given: given.trim().to_owned(),
        known: T::names().collect::<Vec<_>>().join(", "),
    })
}

/// A text on one line, with single blanks.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// An id from the first words of a sentence, other than those used.
fn id(sentence: &str, otherwise: &str, used: &mut BTreeSet<String>) -> String {
    let words = sentence
        .split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '\'' && letter != '’')
        .map(|word| {
            word.chars()
                .filter(char::is_ascii_alphanumeric)
                .collect::<String>()
                .to_ascii_lowercase()
        })
        .filter(|word| !word.is_empty())
        .skip_while(|word| word == "i");
    let mut words: Vec<String> = words.take(WORDS_OF_AN_ID).collect();
    while words.len() > 1
        && words
            .last()
            .is_some_and(|last| last == "i" || UNFINISHED.contains(&last.as_str()))
    {
        words.pop();
    }
    let mut wanted = words.join("-");
    wanted.truncate(40);
    let mut wanted = wanted.trim_end_matches('-').to_owned();
    if wanted.is_empty() {
        otherwise.clone_into(&mut wanted);
    }
    let mut name = wanted.clone();
    let mut count = 1;
    while !used.insert(name.clone()) {
        count += 1;
        name = format!("{wanted}-{count}");
    }
    name
}

fn is_name(text: &str) -> bool {
    let edge = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit();
    text.starts_with(edge)
        && text.ends_with(edge)
        && text.len() <= 64
        && text.chars().all(|letter| edge(letter) || letter == '-')
}

/// What data with such a name most often is; the careful guess where nothing is known.
fn guess(name: &str) -> &'static str {
    let is = |words: &[&str]| words.iter().any(|word| name.split('-').any(|part| part == *word));
    if is(&[
        "password",
        "passkey",
        "pin",
        "token",
        "session",
        "secret",
        "passphrase",
        "otp",
    ]) {
        DataKind::Secret.word()
    } else if is(&["card", "iban", "account-number", "payment", "bank"]) {
        DataKind::Payment.word()
    } else if is(&[
        "health",
        "diagnosis",
        "complaint",
        "symptom",
        "symptoms",
        "reason",
        "message",
        "location",
        "religion",
        "prescription",
        "insurance",
        "salary",
    ]) {
        DataKind::Sensitive.word()
    } else {
        DataKind::Personal.word()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_come_from_the_first_words() {
        let check = |sentence: &str, expected: &str| {
            assert_eq!(id(sentence, "step", &mut BTreeSet::new()), expected);
            assert!(is_name(expected));
        };
        check("I pick a doctor and a time.", "pick-a-doctor");
        check("My boss reads why I see a doctor.", "my-boss-reads");
        check("Don't tell!", "dont-tell");
        check("§§§", "step");
        check("X", "x");
        let mut used = BTreeSet::new();
        assert_eq!(id("Pay", "step", &mut used), "pay");
        assert_eq!(id("Pay.", "step", &mut used), "pay-2");
    }

    #[test]
    fn data_is_guessed_with_care() {
        let check = |name: &str, expected: &str| assert_eq!(guess(name), expected, "{name}");
        check("email", "personal");
        check("credit-card", "payment");
        check("password", "secret");
        check("reason-for-visit", "sensitive");
        check("shoe-size", "personal");
    }
}
