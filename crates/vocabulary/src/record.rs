//! What one entry of the log says: something happened, and what was answered to it.

use serde::{Deserialize, Serialize};

use crate::{Event, PromiseRef, Reason, Span, Verdict};

/// The body of one log entry.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// What happened.
    pub event: Event,
    /// What was answered; absent on events that Safeconduct itself brought about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub judgement: Option<Judgement>,
}

impl Record {
    /// Whether it came to pass: what was asked about and not allowed did not.
    pub fn happened(&self) -> bool {
        self.judgement
            .as_ref()
            .is_none_or(|judgement| judgement.told || judgement.verdict == Verdict::Allow)
    }
}

/// An answer with all that is needed to explain it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Judgement {
    /// What the platform was told.
    #[serde(flatten)]
    pub verdict: Verdict,
    /// Why, most important first; at most [`Judgement::MAX_REASONS`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<Reason>,
    /// The promise that is at stake.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promise: Option<PromiseRef>,
    /// How long to wait before the next try, where waiting is the answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wait: Option<Span>,
    /// The chance, 0 to 1, that this is not the owner.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<f32>,
    /// It was told after the fact: it had happened, whatever is answered.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub told: bool,
    /// What controls in shadow mode would have answered, where that is stricter than the verdict.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shadow: Option<Verdict>,
}

impl Judgement {
    /// Most reasons given for one answer.
    pub const MAX_REASONS: usize = 5;
}
