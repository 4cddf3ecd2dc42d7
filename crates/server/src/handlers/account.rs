//! `GET /console/account`: is it safe, what protects it, who has been here, and what did that cost?

mod act;

use axum::response::Response;
use engine::{AccountView, EngineError, Opened};
use identity::Device as KnownAs;
use people::PeopleError;
use serde::Deserialize;
use vocabulary::{AccountId, Moment};

use super::entered::Entered;
use super::failed::{self, Failed, InQuery};
use super::past::{self, Past};
use super::{entry, incident};
use crate::console::account;
use crate::console::views::{Account, Course, Device, Fate, HandBack, Held, Hold, Opening, Session};

pub(super) use act::router as acts;

/// Entries on a page.
const PAGE: usize = 50;
/// Entries read for what the newest page tells besides.
const LOOKED_AT: u32 = 500;

/// What may stand in the address.
#[derive(Deserialize)]
pub(super) struct Asked {
    id: String,
    before: Option<String>,
}

pub(super) async fn page(entered: Entered, asked: InQuery<Asked>) -> Response {
    let view = match failed::query(asked) {
        Ok(asked) => fill(&entered, &asked).await,
        Err(failed) => Err(failed),
    };
    entered.answer(view.map(|view| account::page(&entered.frame, &view)))
}

async fn fill(entered: &Entered, asked: &Asked) -> Result<Account, Failed> {
    let id = AccountId::new(&asked.id).map_err(|_| Failed::nowhere())?;
    let before = match &asked.before {
        None => None,
        Some(text) => Some(text.parse::<u64>().map_err(|_| Failed::nowhere())?),
    };
    let engine = entered.engine();
    let account = engine.account(&id).await?;
    let account = account.ok_or_else(|| Failed::no_such("an account", id.as_str()))?;
    let limit = if before.is_some() {
        u32::try_from(PAGE + 1).unwrap_or(LOOKED_AT)
    } else {
        LOOKED_AT
    };
    let timeline = engine.timeline(&id, before, limit).await?;
    let mut view = if before.is_some() {
        Account {
            is_older: true,
            ..Account::unknown(id)
        }
    } else {
        Account {
            opening: opening(entered, &id).await?,
            ..newest(&account, &timeline)
        }
    };
    view.known_since = known_since(&account, &timeline);
    let mut shown = timeline;
    if shown.len() > PAGE {
        shown.truncate(PAGE);
        view.older = shown.last().map(|last| last.index);
    }
    view.timeline = entry::entries(&engine.stated(), shown);
    Ok(view)
}

/// What it can be opened with, where that is kept here.
async fn opening(entered: &Entered, id: &AccountId) -> Result<Option<Opening>, Failed> {
    let people = &entered.shared.people;
    let Some(safety) = people.safety(id).await.map_err(failed_people)? else {
        return Ok(None);
    };
    let handing = people.handing(id).await.map_err(failed_people)?;
    let held = safety.authenticators.into_iter().map(|held| Held {
        factor: held.factor,
        name: held.name,
        custody: held.custody,
        since: held.since,
        used_at: held.used_at,
        is_disabled: held.is_disabled,
        left: held.left.and_then(|left| u64::try_from(left).ok()),
    });
    Ok(Some(Opening {
        held: held.collect(),
        sentence: safety.graph.sentence(),
        next_step: safety.graph.next_step(),
        hand_back: handing.map(|handing| HandBack {
            ready_at: handing.ready_at,
            agreed: handing.agreed,
        }),
        must_enrol_since: safety.must_enrol_since,
    }))
}

/// A failure behind people's accounts, as a page's failure.
fn failed_people(error: PeopleError) -> Failed {
    match error {
        PeopleError::Engine(error) => error.into(),
        other => EngineError::Damaged(other.to_string()).into(),
    }
}

/// What stands above the newest page.
fn newest(account: &AccountView, timeline: &[Opened]) -> Account {
    let past = Past {
        records: timeline
            .iter()
            .filter_map(|opened| opened.record.as_ref())
            .collect(),
    };
    let facts = &account.state.facts.account;
    let enrolled = facts.enrolled().iter();
    Account {
        standing: incident::standing(account),
        incident: incident::open(account),
        last_stopped: past.last_stopped(),
        factors: enrolled
            .map(|factor| (factor, past.enrolled_at(factor)))
            .collect(),
        password_breached: past.password_breached(),
        sessions: sessions(account, &past),
        devices: devices(account, &past),
        holds: holds(account, &past),
        ..Account::unknown(account.id.clone())
    }
}

/// Since when we have watched over it: the earliest moment that is still known.
fn known_since(account: &AccountView, timeline: &[Opened]) -> Option<Moment> {
    let facts = &account.state.facts.account;
    let devices = facts.devices().iter().map(|device| device.since);
    let sessions = facts.sessions().iter().map(|session| session.started);
    let records = timeline.iter().filter_map(|opened| opened.record.as_ref());
    devices
        .chain(sessions)
        .chain(records.map(|record| record.event.at))
        .min()
}

fn sessions(account: &AccountView, past: &Past<'_>) -> Vec<Session> {
    let mut known: Vec<_> = account.state.facts.account.sessions().iter().collect();
    known.sort_by_key(|session| std::cmp::Reverse((session.is_live(), session.started)));
    let session = |session: &identity::Session| Session {
        id: session.id.as_str().to_owned(),
        agent: past.agent_of_session(&session.id),
        place: session.network.map(|network| network.to_string()),
        began: Some(session.started),
        last_seen: Some(session.last_seen),
        ended_because: session.ended_at.map(|_| past.why_ended(&session.id)),
    };
    known.into_iter().map(session).collect()
}

fn devices(account: &AccountView, past: &Past<'_>) -> Vec<Device> {
    let facts = &account.state.facts;
    // What became known while somebody else may have been in is not taken for the owner's.
    let doubtful_since = facts.trouble.incident().map(|incident| incident.began_at);
    let mut known: Vec<_> = facts.account.devices().iter().collect();
    known.sort_by_key(|device| std::cmp::Reverse(device.last_seen));
    let device = |device: &identity::KnownDevice| {
        let (agent, last_place) = past.last_of_device(&device.device);
        let (id, place) = match &device.device {
            KnownAs::Named(id) => (id.as_str().to_owned(), last_place),
            KnownAs::Placed { network, .. } => ("known by where it is".to_owned(), Some(network.to_string())),
        };
        Device {
            id,
            agent,
            place,
            first_seen: Some(device.since),
            last_seen: Some(device.last_seen),
            proved: doubtful_since.is_none_or(|began| device.since < began),
        }
    };
    known.into_iter().map(device).collect()
}

fn holds(account: &AccountView, past: &Past<'_>) -> Vec<Hold> {
    let confirmed = incident::open(account).is_some_and(|incident| incident.course == Course::Confirmed);
    let held = account.state.facts.trouble.held().map(|effect| {
        let hold = past.hold_of(&effect.kind, &effect.id);
        Hold {
            effect: effect.kind.as_ref().to_owned(),
            effect_id: effect.id.as_ref().to_owned(),
            amount: past::amount(effect.amount, effect.currency.as_deref()),
            at: hold.map_or(effect.at, |hold| hold.at),
            looking_back: hold.is_some_and(|hold| hold.text("looking_back") == Some("yes")),
            fate: if confirmed { Fate::Credited } else { Fate::Held },
        }
    });
    let mut holds: Vec<Hold> = held.chain(past.released()).collect();
    holds.sort_by_key(|hold| std::cmp::Reverse(hold.at));
    holds
}
