//! What the store keeps for an account: its facts and the promises that wait for something to happen to it.

use guard::{Facts, FirstFacts, SecondFacts};
use outcomes::Pending;
use serde::{Deserialize, Serialize};

/// An account's state.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct State {
    /// What the guard knows.
    pub facts: Facts,
    /// What `within` promises wait for.
    pub pending: Pending,
}

/// The encoding's version: the first byte. A change of what is encoded gets the next number, and a reader for
/// the old one.
const VERSION: u8 = 3;

/// The stored bytes are not a state.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StateError {
    /// Written by a newer program.
    #[error("the account's state has version {0}; this program reads up to {VERSION}: upgrade it")]
    Newer(u8),
    /// Not what any version writes.
    #[error("the account's state cannot be read")]
    Damaged,
}

impl State {
    /// The bytes to store.
    pub fn encode(&self) -> Vec<u8> {
        // Writing into memory cannot fail, and every type in the state is one that postcard can write.
        postcard::to_extend(self, vec![VERSION]).unwrap_or_default()
    }

    /// Reads stored bytes.
    pub fn decode(bytes: &[u8]) -> Result<Self, StateError> {
        match bytes.split_first() {
            Some((&VERSION, body)) => whole(body),
            Some((2, body)) => whole::<SecondState>(body).map(Self::from),
            Some((1, body)) => whole::<FirstState>(body).map(Self::from),
            Some((version, _)) if *version > VERSION => Err(StateError::Newer(*version)),
            _ => Err(StateError::Damaged),
        }
    }
}

/// Reads all of the bytes: what is left over belongs to another version.
fn whole<'a, T: Deserialize<'a>>(body: &'a [u8]) -> Result<T, StateError> {
    match postcard::take_from_bytes(body) {
        Ok((state, [])) => Ok(state),
        _ => Err(StateError::Damaged),
    }
}

/// The state before accounts had a protection.
#[derive(Default, Serialize, Deserialize)]
struct FirstState {
    facts: FirstFacts,
    pending: Pending,
}

impl From<FirstState> for State {
    fn from(first: FirstState) -> Self {
        Self {
            facts: first.facts.into(),
            pending: first.pending,
        }
    }
}

/// The state before it was known how tokens are used.
#[derive(Default, Serialize, Deserialize)]
struct SecondState {
    facts: SecondFacts,
    pending: Pending,
}

impl From<SecondState> for State {
    fn from(second: SecondState) -> Self {
        Self {
            facts: second.facts.into(),
            pending: second.pending,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_of_earlier_versions_are_read() {
        let first = postcard::to_extend(&FirstState::default(), vec![1]).unwrap();
        assert_eq!(State::decode(&first), Ok(State::default()));
        let second = postcard::to_extend(&SecondState::default(), vec![2]).unwrap();
        assert_eq!(State::decode(&second), Ok(State::default()));
        assert!(State::default().encode().len() > second.len() && second.len() > first.len());
    }

    #[test]
    fn states_are_read_back_and_others_refused() {
        let state = State::default();
        assert_eq!(State::decode(&state.encode()), Ok(state));
        assert_eq!(State::decode(&[9]), Err(StateError::Newer(9)));
        assert_eq!(State::decode(&[]), Err(StateError::Damaged));
        assert_eq!(State::decode(&[VERSION, 255, 255]), Err(StateError::Damaged));
    }
}
