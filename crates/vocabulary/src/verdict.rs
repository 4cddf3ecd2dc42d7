//! What the guard answers, and why.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::FactorSet;

/// The answer at a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "verdict", rename_all = "lowercase")]
pub enum Verdict {
    /// Let the person pass.
    Allow,
    /// Let the person pass once one of these factors was proved.
    Challenge {
        /// Any one of them is enough.
        acceptable: FactorSet,
    },
    /// Do not let this pass.
    Deny,
}

impl Verdict {
    /// `allow`, `challenge` or `deny`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Allow => "allow",
            Self::Challenge { .. } => "challenge",
            Self::Deny => "deny",
        }
    }

    /// The stricter of two answers. Two challenges together accept only what both accept; where nothing
    /// would satisfy both, the answer is to deny.
    #[must_use]
    pub fn stricter(self, other: Self) -> Self {
        match (self, other) {
            (Self::Deny, _) | (_, Self::Deny) => Self::Deny,
            (Self::Challenge { acceptable: mine }, Self::Challenge { acceptable: theirs }) => {
                let both = mine.and(theirs);
                if both.is_empty() {
                    Self::Deny
                } else {
                    Self::Challenge { acceptable: both }
                }
            }
            (challenge @ Self::Challenge { .. }, Self::Allow) | (Self::Allow, challenge) => challenge,
        }
    }
}

/// One reason for an answer, in words that the person concerned could read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reason {
    /// A stable word for programs, such as `unknown-device`.
    pub code: Cow<'static, str>,
    /// A sentence for people.
    pub says: Cow<'static, str>,
    /// What the reason adds to the log-odds of a takeover, where it comes from a score.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub share: Option<f32>,
}

impl Reason {
    /// A reason that does not come from a score.
    pub fn new(code: &'static str, says: impl Into<Cow<'static, str>>) -> Self {
        Self {
            code: Cow::Borrowed(code),
            says: says.into(),
            share: None,
        }
    }
}

macro_rules! reference {
    ($(#[$doc:meta])* $name:ident, $second:ident, $second_doc:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name {
            text: Arc<str>,
            slash: usize,
        }

        impl $name {
            /// From the id of a journey and the id within it.
            pub fn new(journey: &str, $second: &str) -> Self {
                Self { text: Arc::from(format!("{journey}/{}", $second)), slash: journey.len() }
            }
            /// The journey's id.
            pub fn journey(&self) -> &str {
                self.text.get(..self.slash).unwrap_or_default()
            }
            #[doc = $second_doc]
            pub fn $second(&self) -> &str {
                self.text.get(self.slash + 1..).unwrap_or_default()
            }
            /// `journey/id`.
            pub fn as_str(&self) -> &str {
                &self.text
            }
        }

        impl TryFrom<String> for $name {
            type Error = String;
            fn try_from(text: String) -> Result<Self, String> {
                match text.split_once('/') {
                    Some((journey, id)) if !journey.is_empty() && !id.is_empty() && !id.contains('/') => {
                        Ok(Self::new(journey, id))
                    }
                    _ => Err(format!(concat!("`{}` must be written as `journey/", stringify!($second), "`"), text)),
                }
            }
        }

        impl From<$name> for String {
            fn from(reference: $name) -> Self {
                reference.text.as_ref().to_owned()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str(&self.text)
            }
        }
    };
}

reference! {
    /// A promise (or a guardrail), as `journey/promise`.
    PromiseRef, promise, "The promise's id."
}
reference! {
    /// A step of a journey, as `journey/step`.
    StepRef, step, "The step's id."
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Factor;

    #[test]
    fn the_stricter_answer_wins_from_either_side() {
        let challenge = |factors: &[Factor]| Verdict::Challenge {
            acceptable: factors.iter().copied().collect(),
        };
        let check = |left: Verdict, right: Verdict, expected: Verdict| {
            assert_eq!(left.stricter(right), expected);
            assert_eq!(right.stricter(left), expected);
        };
        let (key, code) = (challenge(&[Factor::Passkey]), challenge(&[Factor::Totp]));
        check(Verdict::Allow, Verdict::Allow, Verdict::Allow);
        check(Verdict::Allow, key, key);
        check(key, Verdict::Deny, Verdict::Deny);
        check(key, code, Verdict::Deny);
        check(challenge(&[Factor::Passkey, Factor::Totp]), code, code);
    }

    #[test]
    fn references_are_two_words_with_a_slash() {
        let step: StepRef = serde_json::from_str(r#""sign-in/prove-it-is-me""#).unwrap();
        assert_eq!((step.journey(), step.step()), ("sign-in", "prove-it-is-me"));
        for wrong in ["sign-in", "/x", "x/", "a/b/c"] {
            assert!(StepRef::try_from(wrong.to_owned()).is_err(), "{wrong}");
        }
    }
}
