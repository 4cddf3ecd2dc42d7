//! What the log says of an account, as its owner reads it. What only explains something else is left out.

use engine::Opened;
use hosted::{Happened, What};
use vocabulary::{Event, Factor, Record, Verdict, catalogue::kinds};

/// One entry as its owner reads it; `None` where it tells them nothing.
pub(super) fn happened(entry: &Opened) -> Option<Happened> {
    let record = entry.record.as_ref()?;
    let what = what(record)?;
    let event = &record.event;
    let can_deny = matches!(
        what,
        What::SignedIn
            | What::SignedInNew
            | What::Added(_)
            | What::PassphraseChanged
            | What::TokenCreated(_)
            | What::AddressAdded(_)
    );
    Some(Happened {
        id: entry.index.to_string(),
        at: event.at,
        what,
        count: 1,
        agent: event.from.agent.as_deref().map(str::to_owned),
        place: event.from.network().map(|network| network.to_string()),
        can_deny,
    })
}

fn what(record: &Record) -> Option<What> {
    let event = &record.event;
    let allowed = record
        .judgement
        .as_ref()
        .is_none_or(|judgement| judgement.verdict == Verdict::Allow);
    let factor = || event.text("factor").and_then(Factor::named);
    let text = |name: &str| event.text(name).unwrap_or_default().to_owned();
    Some(match event.kind {
        kinds::ACCOUNT_CREATED => What::SignedUp,
        kinds::SIGN_IN_FINISHED => signed_in(event),
        kinds::CHALLENGE_ANSWERED if allowed && event.text("result") == Some("passed") => {
            What::Proved(factor()?)
        }
        kinds::CHALLENGE_ANSWERED | kinds::CHALLENGE_EXPIRED => What::NotProved,
        kinds::FACTOR_ENROLLED if allowed => What::Added(factor()?),
        kinds::FACTOR_REMOVED if allowed => What::Removed(factor()?),
        kinds::FACTOR_DISABLED => What::Disabled(factor()?),
        kinds::FACTOR_WENT_ODD if event.text("because") == Some("counter-went-back") => What::Copied,
        kinds::PASSWORD_CHANGED if allowed => What::PassphraseChanged,
        kinds::ADDRESS_CHANGED if allowed && event.text("change") == Some("removed") => {
            What::AddressRemoved(text("mailbox"))
        }
        kinds::ADDRESS_CHANGED if allowed => What::AddressAdded(text("mailbox")),
        kinds::SESSION_ENDED => match event.text("because") {
            Some("odd") => What::SessionStopped,
            Some("owner-said-so" | "staff") => What::SessionEnded,
            _ => return None,
        },
        kinds::TOKEN_CREATED if allowed => What::TokenCreated(text("token_id")),
        kinds::TOKEN_ROTATED => What::TokenRotated(text("token_id")),
        // That it was revoked for it says the entry before.
        kinds::TOKEN_REVOKED if event.text("because") == Some("leaked") => return None,
        kinds::TOKEN_LEAKED => What::TokenFound(text("token_id")),
        kinds::TOKEN_REVOKED => What::TokenRevoked(text("token_id")),
        kinds::RECOVERY_ASKED => What::RecoveryAsked,
        kinds::RECOVERY_VETOED => What::RecoveryVetoed,
        kinds::RECOVERY_APPLIED => What::RecoveryDone,
        kinds::CHANGE_OBJECTED => What::Undone,
        kinds::OWNER_ANSWERED if event.text("answer") == Some("not-me") => What::Denied,
        kinds::EFFECT_HELD => What::Held,
        kinds::ACCOUNT_OPENED_BY_STAFF => What::StaffLooked {
            who: text("staff_id"),
            why: text("ticket"),
        },
        _ => return None,
    })
}

fn signed_in(event: &Event) -> What {
    match (event.text("outcome"), event.text("device")) {
        (Some("allowed"), Some("new")) => What::SignedInNew,
        (Some("allowed"), _) => What::SignedIn,
        _ if event.text("password") == Some("wrong") => What::SignInFailed,
        _ => What::Stopped,
    }
}
