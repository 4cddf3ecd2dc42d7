//! What can be wrong with timings and with stored profiles.

/// Why timings or a stored profile cannot be used.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum RhythmError {
    /// Too few keys, or too many.
    #[error(
        "a phrase of {keys} keys cannot be compared; use one of 2 to {} keys",
        super::MAX_KEYS
    )]
    Keys {
        /// How many keys there were.
        keys: usize,
    },
    /// There is one flight between each two neighbouring keys.
    #[error("{holds} hold times need {} flight times, and there are {flights}; send one for each key and one between each two", holds.saturating_sub(1))]
    Flights {
        /// How many hold times there were.
        holds: usize,
        /// How many flight times there were.
        flights: usize,
    },
    /// No person types so.
    #[error("`{value}` is no time in which a key is typed; send seconds, from {least} to {most}")]
    Time {
        /// The time, in seconds.
        value: f32,
        /// The least that is taken.
        least: f32,
        /// The most that is taken.
        most: f32,
    },
    /// A sample of one phrase was compared with a profile of another.
    #[error(
        "the profile is of a phrase of {expected} keys, and the sample has {given}; enrol the new phrase anew"
    )]
    OtherPhrase {
        /// Keys of the phrase that the profile is of.
        expected: usize,
        /// Keys of the sample.
        given: usize,
    },
    /// Stored bytes that no version of this program wrote.
    #[error("the stored rhythm cannot be read ({0}); forget it and enrol anew")]
    Stored(&'static str),
}
