//! `/v1/accounts`: what is known of an account, what happened to it, and how to have it forgotten.

use axum::Json;
use axum::extract::State;
use axum::routing::get;
use engine::access::Scope;
use engine::{AccountView, Opened};
use serde::Deserialize;
use serde_json::{Value, json};
use vocabulary::AccountId;

use super::Operation;
use super::asked::{InPath, InQuery, number};
use super::describe::Place;
use crate::Shared;
use crate::keys::Caller;
use crate::problem::Problem;

const MOST_ENTRIES: u32 = 200;

pub(super) fn operations() -> Vec<Operation> {
    vec![
        Operation {
            method: "get",
            path: "/v1/accounts/{id}",
            title: "Look at an account",
            says: "Devices, sessions, factors, an open incident, and what is held.",
            scope: Some(Scope::Read),
            parameters: &[("id", Place::Path, "the platform's id of the account")],
            takes: None,
            gives: (
                200,
                "The account.",
                json!({"id": "acc_42", "version": 31, "devices": [], "sessions": [], "factors": ["passkey"], "incident": null, "held": []}),
            ),
            refuses: &[
                (401, "No key, or one that does not work."),
                (403, "The key has not the scope."),
                (404, "Nothing was ever recorded of this account."),
            ],
            route: get(look).delete(erase),
        },
        Operation {
            method: "delete",
            path: "/v1/accounts/{id}",
            title: "Erase a person",
            says: "Destroys the account's key, state and record bodies. What was recorded cannot be read by anybody any more; the \
                   log stays whole and verifiable. Cannot be undone.",
            scope: Some(Scope::Erase),
            parameters: &[("id", Place::Path, "the platform's id of the account")],
            takes: None,
            gives: (200, "Erased.", json!({"erased_entries": 12})),
            refuses: &[
                (401, "No key, or one that does not work."),
                (403, "The key has not the scope."),
                (404, "Nothing was ever recorded of this account."),
            ],
            route: axum::routing::MethodRouter::new(),
        },
        Operation {
            method: "get",
            path: "/v1/accounts/{id}/timeline",
            title: "Read an account's time line",
            says: "What happened to the account, newest first, with each answer and its reasons.",
            scope: Some(Scope::Read),
            parameters: &[
                ("id", Place::Path, "the platform's id of the account"),
                (
                    "before",
                    Place::Query,
                    "only entries before this index: the `next` of the page before",
                ),
                ("limit", Place::Query, "how many, 1 to 200 (50)"),
            ],
            takes: None,
            gives: (
                200,
                "A page.",
                json!({"entries": [{"entry": 1042, "event": {}, "judgement": {}}], "next": 990}),
            ),
            refuses: &[
                (400, "`before` or `limit` is not a number."),
                (401, "No key, or one that does not work."),
                (403, "The key has not the scope."),
                (404, "Nothing was ever recorded of this account."),
            ],
            route: get(timeline),
        },
    ]
}

fn id_of(text: &str) -> Result<AccountId, Problem> {
    AccountId::new(text).map_err(|error| Problem::bad_request(format!("the account's id {error}")))
}

fn unknown(id: &AccountId) -> Problem {
    Problem::not_found(format!("nothing was ever recorded of account `{id}`"))
}

async fn look(
    State(shared): State<Shared>,
    caller: Caller,
    InPath(id): InPath,
) -> Result<Json<Value>, Problem> {
    caller.may(Scope::Read)?;
    let id = id_of(&id)?;
    let account = shared.engine.account(&id).await?.ok_or_else(|| unknown(&id))?;
    Ok(Json(account_json(&account)))
}

async fn erase(
    State(shared): State<Shared>,
    caller: Caller,
    InPath(id): InPath,
) -> Result<Json<Value>, Problem> {
    caller.may(Scope::Erase)?;
    let id = id_of(&id)?;
    let entries = shared.engine.erase(&id).await?.ok_or_else(|| unknown(&id))?;
    Ok(Json(json!({"erased_entries": entries})))
}

#[derive(Deserialize)]
struct Page {
    before: Option<String>,
    limit: Option<String>,
}

async fn timeline(
    State(shared): State<Shared>,
    caller: Caller,
    InPath(id): InPath,
    InQuery(page): InQuery<Page>,
) -> Result<Json<Value>, Problem> {
    caller.may(Scope::Read)?;
    let id = id_of(&id)?;
    let before = page.before.map(|text| number("before", &text)).transpose()?;
    let limit = page.limit.map_or(Ok(50), |text| number("limit", &text))?;
    let limit = limit.clamp(1, MOST_ENTRIES);
    let entries = shared.engine.timeline(&id, before, limit).await?;
    if entries.is_empty() && before.is_none() {
        return Err(unknown(&id));
    }
    let next = entries
        .last()
        .map(|entry| entry.index)
        .filter(|_| entries.len() == limit as usize);
    Ok(Json(
        json!({"entries": entries.iter().map(entry_json).collect::<Vec<_>>(), "next": next}),
    ))
}

pub(super) fn entry_json(entry: &Opened) -> Value {
    let record = entry.record.as_ref();
    json!({"entry": entry.index, "event": record.map(|record| &record.event), "judgement": record.map(|record| &record.judgement)})
}

fn account_json(account: &AccountView) -> Value {
    let facts = &account.state.facts;
    let device = |device: &identity::Device| match device {
        identity::Device::Named(id) => json!({"device": id}),
        identity::Device::Placed { network, .. } => json!({"network": network}),
    };
    let devices = facts.account.devices().iter().map(
        |known| json!({"device": device(&known.device), "since": known.since, "last_seen": known.last_seen}),
    );
    let sessions = facts.account.sessions().iter().map(|session| {
        json!({"session": session.id, "device": session.device.as_ref().map(device), "started": session.started,
            "last_seen": session.last_seen, "ended_at": session.ended_at})
    });
    let incident = facts.trouble.incident().map(|incident| {
        json!({"incident": incident.id, "began_at": incident.began_at, "noticed_at": incident.noticed_at,
            "because": incident.because.name(), "confirmed": incident.stage == response::Stage::Confirmed})
    });
    let held = facts.trouble.held().map(|effect| {
        json!({"effect": effect.kind, "effect_id": effect.id, "amount": effect.amount, "currency": effect.currency, "at": effect.at})
    });
    json!({
        "id": account.id,
        "version": account.version,
        "devices": devices.collect::<Vec<_>>(),
        "sessions": sessions.collect::<Vec<_>>(),
        "factors": facts.account.enrolled(),
        "incident": incident,
        "held": held.collect::<Vec<_>>(),
    })
}
