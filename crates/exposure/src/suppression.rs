//! Tokens that were found, looked at, and are left alone knowingly: by their hash, never by place, so that the same token
//! stays suppressed when it moves, and no other token ever is.
//!
//! A file of suppressions is TOML:
//!
//! ```toml
//! [[suppress]]
//! sha256 = "…64 hexadecimal digits…"
//! reason = "revoked on 2026-11-03; a sample in the tutorial"
//! by = "mara@example.com"
//! on = "2026-11-03"
//! until = "2027-05-01"   # may be left out
//! ```

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::finding::{Finding, Sha256};

/// One suppression, as it stands in the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Suppression {
    /// SHA-256 of the token, in hexadecimal digits.
    pub sha256: String,
    /// Why it is left alone.
    pub reason: String,
    /// Who says so.
    pub by: String,
    /// The day on which they said so: year, month, day.
    pub on: String,
    /// The last day on which it holds; for ever where nobody says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
}

/// Why a file of suppressions cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SuppressionError {
    /// Not a hash.
    #[error(
        "suppression {0} has no `sha256` of 64 hexadecimal digits; `safeconduct scan` prints it beside each finding"
    )]
    Hash(usize),
    /// A reason or a name is empty.
    #[error("suppression {0} says not why, or not by whom; fill in `reason` and `by`")]
    Unsaid(usize),
    /// Not a day.
    #[error("suppression {0} has a day that is none: `{1}`; write it like `2026-11-03`")]
    Day(usize, String),
}

/// A finding that is left alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suppressed {
    /// What was found.
    pub finding: Finding,
    /// Why it is left alone.
    pub by: Suppression,
}

/// What suppressions did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Weighed {
    /// What is left alone.
    pub suppressed: Vec<Suppressed>,
    /// What is to be said of suppressions that suppress nothing, or no longer.
    pub stale: Vec<String>,
}

/// A set of suppressions.
#[derive(Debug, Clone, Default)]
pub struct Suppressions(BTreeMap<Sha256, Suppression>);

impl Suppressions {
    /// Takes what a file says.
    ///
    /// # Errors
    /// [`SuppressionError`], for the first that is not whole.
    pub fn new(all: Vec<Suppression>) -> Result<Self, SuppressionError> {
        let mut by_hash = BTreeMap::new();
        for (index, one) in all.into_iter().enumerate() {
            let number = index + 1;
            let hash = Sha256::parse(&one.sha256).ok_or(SuppressionError::Hash(number))?;
            if one.reason.trim().is_empty() || one.by.trim().is_empty() {
                return Err(SuppressionError::Unsaid(number));
            }
            for day in std::iter::once(&one.on).chain(&one.until) {
                if !is_day(day) {
                    return Err(SuppressionError::Day(number, day.clone()));
                }
            }
            by_hash.insert(hash, one);
        }
        Ok(Self(by_hash))
    }

    /// Parts findings from those that are left alone on this day (`2026-11-28`). `complete` says that everything was
    /// looked at, so that a suppression of something that was not found is one too many.
    pub fn weigh<T>(
        &self,
        findings: Vec<T>,
        of: impl Fn(&T) -> &Finding,
        today: &str,
        complete: bool,
    ) -> (Vec<T>, Weighed) {
        let mut weighed = Weighed::default();
        let mut seen = BTreeSet::new();
        let mut left = Vec::new();
        for item in findings {
            let finding = of(&item);
            let Some(by) = self.0.get(&finding.sha256) else {
                left.push(item);
                continue;
            };
            seen.insert(finding.sha256);
            if by.until.as_deref().is_some_and(|until| until < today) {
                left.push(item);
                continue;
            }
            weighed.suppressed.push(Suppressed {
                finding: finding.clone(),
                by: by.clone(),
            });
        }
        for (hash, by) in &self.0 {
            let name: String = hash.to_string().chars().take(12).collect();
            let ended = by.until.as_deref().filter(|until| *until < today);
            match ended {
                Some(until) => weighed.stale.push(format!(
                    "`{name}…` of {} ended on {until}; revoke the token, or say anew why it is left alone",
                    by.by
                )),
                None if complete && !seen.contains(hash) => weighed.stale.push(format!(
                    "`{name}…` of {} is for a token that is nowhere; take it out",
                    by.by
                )),
                None => {}
            }
        }
        (left, weighed)
    }
}

/// Days of this form compare like text.
fn is_day(text: &str) -> bool {
    let [y, m, d] = text.split('-').collect::<Vec<_>>()[..] else {
        return false;
    };
    let number = |part: &str, width: usize| {
        (part.len() == width && part.bytes().all(|byte| byte.is_ascii_digit()))
            .then(|| part.parse::<u32>().ok())
            .flatten()
    };
    let month = number(m, 2).is_some_and(|month| (1..=12).contains(&month));
    number(y, 4).is_some() && month && number(d, 2).is_some_and(|day| (1..=31).contains(&day))
}
