//! How promises stand, as a server counted them: read from its answer, or put together by whoever asks.

use std::collections::BTreeMap;

use serde::Deserialize;
use vocabulary::PromiseRef;

/// The figures behind one promise or guardrail.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// Where the promise stands.
    pub state: State,
    /// Events that count.
    pub valid: u64,
    /// Of these, good ones.
    pub good: u64,
    /// Good ÷ valid, 0 to 1; absent where nothing counts yet.
    pub value: Option<f64>,
    /// The figures in a sentence.
    pub says: String,
}

/// Where a promise stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Enough was counted, and it is as promised.
    Kept,
    /// As promised, with little room left.
    AtRisk,
    /// Not as promised.
    Broken,
    /// Not known.
    Unproven,
    /// Openly owed.
    StatedDebt,
}

impl State {
    /// The word for people.
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::AtRisk => "at risk",
            Self::Broken => "broken",
            Self::Unproven => "unproven",
            Self::StatedDebt => "stated debt",
        }
    }
}

/// Figures by promise or guardrail.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Figures(BTreeMap<PromiseRef, Figure>);

/// The text is not a server's answer about journeys.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("these are not figures: {0}; save what `GET /v1/journeys` answers and give that")]
pub struct FiguresError(String);

#[derive(Deserialize)]
struct Answer {
    journeys: Vec<AnsweredJourney>,
}

#[derive(Deserialize)]
struct AnsweredJourney {
    #[serde(default)]
    promises: Vec<Answered>,
    #[serde(default)]
    guardrails: Vec<Answered>,
}

#[derive(Deserialize)]
struct Answered {
    id: PromiseRef,
    state: State,
    #[serde(default)]
    valid: u64,
    #[serde(default)]
    good: u64,
    #[serde(default)]
    value: Option<f64>,
    #[serde(default)]
    in_words: String,
}

impl Figures {
    /// Reads what a server answers to `GET /v1/journeys`.
    ///
    /// # Errors
    /// Where the text is not such an answer.
    pub fn from_answer(json: &str) -> Result<Self, FiguresError> {
        let answer: Answer = serde_json::from_str(json).map_err(|error| FiguresError(error.to_string()))?;
        let answered = answer
            .journeys
            .into_iter()
            .flat_map(|journey| journey.promises.into_iter().chain(journey.guardrails));
        Ok(answered
            .map(|one| {
                let figure = Figure {
                    state: one.state,
                    valid: one.valid,
                    good: one.good,
                    value: one.value,
                    says: one.in_words,
                };
                (one.id, figure)
            })
            .collect())
    }

    /// What was counted for a promise or guardrail.
    pub fn of(&self, promise: &PromiseRef) -> Option<&Figure> {
        self.0.get(promise)
    }

    /// Whether nothing was counted for anything.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromIterator<(PromiseRef, Figure)> for Figures {
    fn from_iter<I: IntoIterator<Item = (PromiseRef, Figure)>>(figures: I) -> Self {
        Self(figures.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_read_from_what_the_server_answers() {
        let check = |json: &str, expected: Result<Option<(State, u64)>, &str>| {
            let read = Figures::from_answer(json);
            match expected {
                Ok(expected) => {
                    let figures = read.unwrap();
                    let found = figures.of(&PromiseRef::new("a", "b"));
                    assert_eq!(found.map(|figure| (figure.state, figure.valid)), expected);
                }
                Err(part) => assert!(read.unwrap_err().to_string().contains(part), "{json}"),
            }
        };
        check(
            r#"{"journeys": [{"id": "a", "journey": "A", "state": "at-risk", "promises": [
                {"id": "a/b", "says": "…", "state": "at-risk", "valid": 812, "good": 800, "value": 0.98,
                 "lower_bound": 0.97, "target": 0.97, "in_words": "800 of 812"}], "guardrails": []}]}"#,
            Ok(Some((State::AtRisk, 812))),
        );
        check(
            r#"{"journeys": [{"guardrails": [{"id": "a/b", "state": "stated-debt", "value": null}]}]}"#,
            Ok(Some((State::StatedDebt, 0))),
        );
        check(r#"{"journeys": []}"#, Ok(None));
        check(r"[]", Err("GET /v1/journeys"));
        check(
            r#"{"journeys": [{"promises": [{"id": "ab", "state": "kept"}]}]}"#,
            Err("`ab` must be written as"),
        );
        check(
            r#"{"journeys": [{"promises": [{"id": "a/b", "state": "fine"}]}]}"#,
            Err("fine"),
        );
    }
}
