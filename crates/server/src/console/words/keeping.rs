//! What protects an account, and getting back into it, as clauses.

use vocabulary::Event;

use super::{capital, day_and_minute, named};

/// What happened, as a clause without its full stop; `None` if it is about something else.
pub(super) fn clause(event: &Event) -> Option<String> {
    let word = |name: &str| event.text(name).unwrap_or_default();
    let factor = || capital(named(word("factor")));
    Some(match event.kind.name() {
        "factor.renamed" => format!("{} got another name", factor()),
        "factor.disabled" => format!(
            "{} was guessed at too often and is not accepted any more",
            factor()
        ),
        "factor.went_odd" => match word("because") {
            "counter-went-back" => format!("{} behaved as a copy of it would", factor()),
            _ => format!("{} is kept in another way than before", factor()),
        },
        "enrolment.required" => format!(
            "New protection is asked for at the next sign-in, {}",
            match word("because") {
                "staff" => "since the staff asked for it",
                "imported" => "since the account came from another system",
                _ => "since the account was handed back",
            }
        ),
        "change.objected" => format!(
            "A change was undone by somebody who was told of it: {}",
            match word("change") {
                "factor-added" => "something was added that opens the account",
                "factor-removed" => "something was removed that opens the account",
                "passphrase-changed" => "the passphrase was changed",
                _ => "an address was changed",
            }
        ),
        "recovery.asked" => match event.moment("ready_at") {
            Some(at) => format!(
                "Somebody proved enough to get the account back, which waits until {}",
                day_and_minute(at)
            ),
            None => "Somebody proved enough to get the account back after a wait".to_owned(),
        },
        "recovery.proved" => "One of the staff agreed that the account be handed back".to_owned(),
        "recovery.vetoed" => "The owner stopped somebody from getting the account back".to_owned(),
        "recovery.lapsed" => "Nobody finished getting the account back in time".to_owned(),
        "token.rotated" => "A program's key was replaced, and works on for a while".to_owned(),
        "token.refused" => "A key that had been revoked was tried by us, and refused".to_owned(),
        _ => return None,
    })
}
