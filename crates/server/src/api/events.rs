//! `POST /v1/events`: what has happened, told after the fact and in bulk.

use std::collections::BTreeMap;

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::routing::post;
use engine::access::Scope;
use engine::{EnforceError, Engine, Mode};
use futures::{StreamExt, stream};
use http::{HeaderMap, header};
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Value, json};
use vocabulary::limits::{MAX_BEHIND_TOLD, MAX_BULK_EVENTS};
use vocabulary::{Event, parse_event};

use super::Operation;
use crate::Shared;
use crate::keys::Caller;
use crate::problem::{Problem, problems_json, senders_errors};

/// Accounts served at once for one bulk request.
const AT_ONCE: usize = 32;

pub(super) fn operations() -> Vec<Operation> {
    vec![Operation {
        method: "post",
        path: "/v1/events",
        title: "Tell what has happened",
        says: "Send up to 1,000 events, as `{\"events\": […]}` or one to a line (`application/x-ndjson`). Each is judged as of \
               its own time and recorded; those of one account are taken in the order given. Each stands for itself: one \
               that is refused does not keep the others out, and a request may be sent again without counting anything \
               twice, since `key` tells events apart.",
        scope: Some(Scope::Report),
        parameters: &[],
        takes: Some("Events"),
        gives: (
            200,
            "What became of each.",
            json!({
                "recorded": 2, "duplicates": 1,
                "refused": [{"place": 3, "key": "e4", "errors": [{"at": "fields.password", "says": "is missing; …"}]}]
            }),
        ),
        refuses: &[
            (400, "The body is not a list of events."),
            (401, "No key, or one that does not work."),
            (403, "The key has not the scope."),
            (
                413,
                "The body is larger than 1 MiB, or holds more than 1,000 events.",
            ),
            (
                503,
                "The store cannot be asked; send the same request again later.",
            ),
        ],
        route: post(report),
    }]
}

#[derive(Deserialize)]
#[serde(expecting = "an object with `events`")]
struct Bulk<'a> {
    #[serde(borrow)]
    events: Vec<&'a RawValue>,
}

async fn report(
    State(shared): State<Shared>,
    caller: Caller,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Value>, Problem> {
    caller.may(Scope::Report)?;
    let texts = split(&headers, &body)?;
    if texts.len() > MAX_BULK_EVENTS {
        let detail = format!(
            "{} events were sent; at most {MAX_BULK_EVENTS} are accepted at once",
            texts.len()
        );
        return Err(Problem::new(
            http::StatusCode::PAYLOAD_TOO_LARGE,
            "too-many",
            "Too many events",
            detail,
        ));
    }
    let mut refused: BTreeMap<usize, Value> = BTreeMap::new();
    let mut by_account: BTreeMap<String, Vec<(usize, Event)>> = BTreeMap::new();
    for (place, text) in texts.into_iter().enumerate() {
        match parse_event(text, shared.engine.now(), MAX_BEHIND_TOLD) {
            Ok(event) => by_account
                .entry(event.account.to_string())
                .or_default()
                .push((place, event)),
            Err(problems) => {
                refused.insert(place, json!({"place": place, "errors": problems_json(&problems)}));
            }
        }
    }
    let engine = &shared.engine;
    let outcomes = stream::iter(by_account.into_values())
        .map(|events| tell(engine, events))
        .buffer_unordered(AT_ONCE);
    let outcomes: Vec<Vec<(usize, Told)>> = outcomes.collect().await;
    let (mut recorded, mut duplicates) = (0, 0);
    for (place, told) in outcomes.into_iter().flatten() {
        match told {
            Told::Recorded => recorded += 1,
            Told::Duplicate => duplicates += 1,
            Told::Refused { key, error } => {
                let Some(errors) = senders_errors(&error) else {
                    return Err(error.into());
                };
                refused.insert(place, json!({"place": place, "key": key, "errors": errors}));
            }
        }
    }
    metrics::counter!("safeconduct_events_total").increment(recorded);
    Ok(Json(
        json!({"recorded": recorded, "duplicates": duplicates, "refused": refused.into_values().collect::<Vec<_>>()}),
    ))
}

enum Told {
    Recorded,
    Duplicate,
    Refused { key: String, error: EnforceError },
}

/// Tells one account's events, in order.
async fn tell(engine: &Engine, events: Vec<(usize, Event)>) -> Vec<(usize, Told)> {
    let mut told = Vec::with_capacity(events.len());
    for (place, event) in events {
        let key = event.key.to_string();
        told.push((
            place,
            match engine.enforce(event, Mode::Tell).await {
                Ok(answer) if answer.duplicate => Told::Duplicate,
                Ok(_) => Told::Recorded,
                Err(error) => Told::Refused { key, error },
            },
        ));
    }
    told
}

fn split<'a>(headers: &HeaderMap, body: &'a Bytes) -> Result<Vec<&'a [u8]>, Problem> {
    let kind = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    if kind.starts_with("application/x-ndjson") {
        return Ok(body
            .split(|byte| *byte == b'\n')
            .filter(|line| !line.trim_ascii().is_empty())
            .collect());
    }
    let bulk: Bulk<'a> = serde_json::from_slice(body)
        .map_err(|error| Problem::bad_request(format!("the body must be `{{\"events\": […]}}`: {error}")))?;
    Ok(bulk
        .events
        .into_iter()
        .map(|event| event.get().as_bytes())
        .collect())
}
