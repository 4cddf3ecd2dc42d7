//! Plain words for what the house knows in its own: events, answers, times, amounts, user agents.
//!
//! Whoever reads these may be worried or in a hurry, so no sentence here needs a glossary. They are written
//! for the platform's people, who read about somebody else: the account's owner is "the owner", and "we" is
//! the platform with Safeconduct beside it.

mod agent;
mod amount;
mod answer;
mod event;
mod keeping;
mod time;

pub use agent::agent;
pub use amount::{amount, count, plural, several, spelled};
pub use answer::{answer, factor, factors, likelihood, share, verdict};
pub use event::{because, describe, effect, noticed, told};
pub use time::{ago, clock, date, day_and_minute, lasting};

/// A factor by its name in the catalogue.
fn named(name: &str) -> &str {
    if name.is_empty() {
        return "one of the ways";
    }
    name.parse()
        .map_or(name, |found: vocabulary::Factor| factor(found))
}

/// The same text with a capital at its beginning.
pub(crate) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

/// `one`, `one and two`, `one, two and three`.
pub(crate) fn list(words: &[String], last: &str) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [front @ .., end] => format!("{} {last} {end}", front.join(", ")),
    }
}
