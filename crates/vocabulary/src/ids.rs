//! Names that come from outside: a platform's own ids for its accounts, devices, sessions and events.
//!
//! All follow one rule (1 to 128 bytes, no control characters, no blank at either end), checked once, where
//! the name enters.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::limits::MAX_ID_BYTES;

/// Why a name was not accepted as an id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IdError {
    /// The text is empty.
    #[error("is empty; give the platform's own id, 1 to {MAX_ID_BYTES} bytes long")]
    Empty,
    /// The text is longer than [`MAX_ID_BYTES`].
    #[error("is {0} bytes long; at most {MAX_ID_BYTES} are accepted")]
    TooLong(usize),
    /// The text holds a control character, or begins or ends with a blank.
    #[error("holds a control character, or a blank at either end; send it without")]
    Unprintable,
}

fn check(text: &str) -> Result<(), IdError> {
    if text.is_empty() {
        return Err(IdError::Empty);
    }
    if text.len() > MAX_ID_BYTES {
        return Err(IdError::TooLong(text.len()));
    }
    if text.trim() != text || text.chars().any(char::is_control) {
        return Err(IdError::Unprintable);
    }
    Ok(())
}

macro_rules! text_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(Arc<str>);

        impl $name {
            /// Accepts a name of 1 to 128 bytes without control characters.
            pub fn new(text: &str) -> Result<Self, IdError> {
                check(text)?;
                Ok(Self(Arc::from(text)))
            }

            /// The name as it was given.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = IdError;
            fn try_from(text: String) -> Result<Self, IdError> {
                Self::new(&text)
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.0.as_ref().to_owned()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str(&self.0)
            }
        }
    };
}

text_id! {
    /// A person's account on the platform, under the platform's own id. Never an e-mail address.
    AccountId
}
text_id! {
    /// A device, as the platform recognises it again: the value of its device cookie or key.
    DeviceId
}
text_id! {
    /// One signed-in session.
    SessionId
}
text_id! {
    /// The key under which the platform reports an event; the same key twice is the same event.
    EventKey
}
text_id! {
    /// One incident of one account.
    IncidentId
}

impl EventKey {
    /// The key of the `number`th event that time brought about at once, under a random name.
    pub fn of_time(name: u64, number: u32) -> Self {
        Self(Arc::from(format!("time-{name:016x}-{number}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_printable_names_of_bounded_length_become_ids() {
        let check = |text: &str, expected: Result<(), IdError>| {
            assert_eq!(AccountId::new(text).map(|_| ()), expected, "{text:?}");
        };
        check("acc_42", Ok(()));
        check("Zoë 7", Ok(()));
        check("", Err(IdError::Empty));
        check(" a", Err(IdError::Unprintable));
        check("a\u{0}b", Err(IdError::Unprintable));
        check(&"x".repeat(128), Ok(()));
        check(&"x".repeat(129), Err(IdError::TooLong(129)));
    }
}
