//! How a promise is kept at present, as a server tells.

/// One promise's standing.
#[derive(Debug, Clone, PartialEq)]
pub struct Live {
    /// The state's word: `kept`, `at-risk`, `broken`, `unproven` or `stated-debt`.
    pub state: String,
    /// What was counted, in a sentence.
    pub says: String,
    /// The share of good ones, 0 to 1; `None` where nothing was counted.
    pub value: Option<f64>,
}
