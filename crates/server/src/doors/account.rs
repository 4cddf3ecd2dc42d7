//! The account's own page: how safe it is, who has been here, what protects it.

use axum::response::Response;
use engine::Opened;
use hosted::pages::account::{self, Authenticator, Done, Kept, Mend, Session, Standing, TokenSummary, WayIn};
use hosted::pages::events;
use hosted::{Custody, Happened};
use identity::{AfterLosing, SentenceCode, Step};
use people::{Held, Leak, Listed, ListedToken, PeopleError, Safety, SignedIn};
use vocabulary::{Factor, Span};

use super::answer::Answer;
use super::happened::happened;
use super::sessions::to_sign_in;
use super::show::failed;
use super::show::framed;
use super::visitor::Visitor;

/// Entries that are looked through for the page, and shown on it.
const LOOKED_AT: u32 = 60;
const SHOWN: usize = 10;
const PAGE: u32 = 200;
/// For how long the page tells of a token that leaked.
const LEAKED_FOR: Span = Span::from_days(30);

pub(super) async fn show(visitor: Visitor) -> Response {
    let Some(who) = &visitor.signed_in else {
        return to_sign_in(&visitor);
    };
    match view(&visitor, who).await {
        Ok(Some(view)) => framed(&visitor, false, |frame| account::page(frame, &view)),
        Ok(None) => to_sign_in(&visitor),
        Err(error) => failed(&visitor, error),
    }
}

async fn view(visitor: &Visitor, who: &SignedIn) -> Result<Option<account::View>, PeopleError> {
    let people = &visitor.shared.people;
    let Some(safety) = people.safety(&who.account).await? else {
        return Ok(None);
    };
    let sessions = people.sessions(&who.account).await?;
    let tokens = people.tokens(&who.account).await?;
    let entries = people.engine().timeline(&who.account, None, LOOKED_AT).await?;
    let leaked = people
        .leaked_tokens(&who.account, people.engine().now() - LEAKED_FOR)
        .await?;
    let mut lately = tale(&entries);
    let has_more = lately.len() > SHOWN || entries.len() == LOOKED_AT as usize;
    lately.truncate(SHOWN);
    Ok(Some(account::View {
        standing: standing(&safety, who),
        done: visitor.done.as_deref().and_then(done),
        recovery: safety
            .recovery
            .map(|(asked_at, ready_at)| account::RecoveryUnderWay {
                asked_at,
                ready_at,
                agent: None,
                place: None,
            }),
        ways_in: ways_in(&safety),
        authenticators: safety.authenticators.iter().map(authenticator).collect(),
        sessions: sessions.iter().map(|listed| session(listed, who)).collect(),
        happened: lately,
        has_more,
        addresses: safety.addresses,
        leaked: leaked.iter().map(leaked_token).collect(),
        tokens: tokens.iter().filter(|token| token.live).map(summary).collect(),
    }))
}

/// What happened, newest first, as its owner reads it.
fn tale(entries: &[Opened]) -> Vec<Happened> {
    entries.iter().filter_map(happened).collect()
}

pub(super) async fn events(visitor: Visitor) -> Response {
    let Some(who) = &visitor.signed_in else {
        return to_sign_in(&visitor);
    };
    let before = visitor.before.as_deref().and_then(|text| text.parse().ok());
    let entries = visitor.shared.engine.timeline(&who.account, before, PAGE).await;
    match entries {
        Ok(entries) => {
            let last = entries.last().map(|entry| entry.index.to_string());
            let view = events::View {
                happened: tale(&entries),
                older: last.filter(|_| entries.len() == PAGE as usize),
                is_older: before.is_some(),
            };
            framed(&visitor, false, |frame| events::page(frame, &view))
        }
        Err(error) => failed(&visitor, error.into()),
    }
}

fn standing(safety: &Safety, who: &SignedIn) -> Standing {
    if let Some((noticed, id, held)) = &safety.incident {
        return Standing::Incident {
            noticed: *noticed,
            held: *held,
            is_stopped: false,
            id: id.clone(),
        };
    }
    if safety.recovery.is_some() {
        return Standing::Recovering;
    }
    if who.begun.must_change {
        return Standing::Breached;
    }
    let sentence = safety.graph.sentence();
    let mend = safety.graph.next_step().as_ref().map(mend);
    let through = sentence.custodies.first().map(|custody| shown(custody, safety));
    let waits = sentence.wait;
    match (sentence.code, through, mend) {
        (SentenceCode::Single, Some(through), Some(mend)) => Standing::Exposed { through, mend },
        (
            code @ (SentenceCode::SingleLater | SentenceCode::SingleUnlessVetoed),
            Some(through),
            Some(mend),
        ) => Standing::ExposedLater {
            through,
            waits,
            can_be_stopped: code == SentenceCode::SingleUnlessVetoed,
            mend,
        },
        (_, _, Some(mend)) => {
            fragile(safety).map_or(Standing::Safe, |without| Standing::Fragile { without, mend })
        }
        _ => Standing::Safe,
    }
}

/// The loss that would leave the owner to the staff's help, or to nothing.
fn fragile(safety: &Safety) -> Option<Custody> {
    let lost = safety.authenticators.iter().find(|held| {
        matches!(
            safety.graph.after_losing(&held.custody),
            AfterLosing::LockedOut | AfterLosing::NeedsStaff(_)
        )
    });
    lost.map(|held| shown(&held.custody, safety))
}

const fn mend(step: &Step) -> Mend {
    match step {
        Step::AddPasskey | Step::Replace { .. } => Mend::AddPasskey,
        Step::PrintCodes => Mend::PrintCodes,
        Step::Move { factor, .. } | Step::Remove { factor, .. } => match factor {
            Factor::Totp => Mend::MoveApp,
            Factor::Passphrase => Mend::ChangePassphrase,
            _ => Mend::AddPasskey,
        },
    }
}

/// A custody as its owner knows it: devices and keys by the name that they gave them.
pub(super) fn shown(custody: &identity::Custody, safety: &Safety) -> Custody {
    let named = || {
        let held = safety.authenticators.iter().find(|held| held.custody == *custody);
        held.map(|held| held.name.clone()).unwrap_or_default()
    };
    match custody {
        identity::Custody::Device(_) => Custody::Device(named()),
        identity::Custody::SecurityKey(_) => Custody::SecurityKey(named()),
        identity::Custody::SyncProvider(name) => Custody::SyncProvider(name.to_string()),
        identity::Custody::Phone => Custody::Phone,
        identity::Custody::PasswordManager(name) => Custody::PasswordManager(name.to_string()),
        identity::Custody::Memory => Custody::Memory,
        identity::Custody::Paper => Custody::Paper,
        identity::Custody::Mailbox(name) => Custody::Mailbox(name.to_string()),
        identity::Custody::Issuer(name) => Custody::Issuer(name.to_string()),
        identity::Custody::StaffPair => Custody::Staff,
    }
}

fn ways_in(safety: &Safety) -> Vec<WayIn> {
    let sets = safety.graph.compromise_sets().into_iter();
    sets.map(|set| WayIn {
        needs: set
            .custodies
            .iter()
            .map(|custody| shown(custody, safety))
            .collect(),
        waits: (set.wait > Span::ZERO).then_some(set.wait),
    })
    .collect()
}

fn authenticator(held: &Held) -> Authenticator {
    Authenticator {
        id: held.id.clone(),
        factor: held.factor,
        name: held.name.clone(),
        kept: match (&held.custody, held.left) {
            (_, Some(left)) => Kept::OnPaper {
                left: u32::try_from(left).unwrap_or(u32::MAX),
                of: people::RECOVERY_CODES,
            },
            (identity::Custody::SyncProvider(name), _) => Kept::Synced(name.to_string()),
            (identity::Custody::SecurityKey(_), _) => Kept::Key,
            (identity::Custody::PasswordManager(name), _) => Kept::InManager(name.to_string()),
            (identity::Custody::Phone, _) => Kept::OnPhone,
            (identity::Custody::Memory, _) => Kept::ByHeart,
            _ => Kept::OnDevice,
        },
        since: held.since,
        last_used: held.used_at,
        is_disabled: held.is_disabled,
    }
}

fn session(listed: &Listed, who: &SignedIn) -> Session {
    Session {
        id: listed.id.to_string(),
        agent: listed.begun.agent.clone(),
        place: listed.begun.network.clone(),
        began: listed.since,
        last_seen: listed.seen,
        is_this: listed.id == who.session,
        proved: Vec::new(),
    }
}

fn leaked_token((token, leak): &(ListedToken, Leak)) -> account::Leaked {
    account::Leaked {
        name: token.name.clone(),
        last_four: token.last_four.clone(),
        at: leak.at,
        refused_after: leak.refused_after,
        since: leak.since,
    }
}

fn summary(token: &ListedToken) -> TokenSummary {
    TokenSummary {
        name: token.name.clone(),
        last_used: token.used_at,
    }
}

/// What was just done, as the page before says in the address.
fn done(text: &str) -> Option<Done> {
    let (what, more) = text.split_once('-').unwrap_or((text, ""));
    let number = || more.parse().ok();
    Some(match what {
        "ready" => Done::Ready,
        "session" => Done::SessionEnded,
        "sessions" => Done::SessionsEnded(number()?),
        "tokens" => Done::TokensRevoked(number()?),
        "added" => Done::Added(Factor::named(more)?),
        "removed" => Done::Removed(Factor::named(more)?),
        "renamed" => Done::Renamed,
        "passphrase" => Done::PassphraseChanged,
        "vetoed" => Done::Vetoed,
        "denied" => Done::Denied,
        "address" => Done::AddressChanged,
        _ => return None,
    })
}

/// The account's page, with what was just done.
pub(super) fn back(visitor: &Visitor, done: &str) -> Response {
    visitor.answer(Answer::elsewhere(format!(
        "{}?done={done}",
        hosted::paths::ACCOUNT
    )))
}
