//! `GET /v1/journeys`: what is promised, and whether it is kept.

use axum::Json;
use axum::extract::State;
use axum::routing::get;
use engine::access::Scope;
use engine::{JourneyStanding, PromiseStanding};
use serde_json::{Value, json};

use super::Operation;
use crate::Shared;
use crate::keys::Caller;
use crate::problem::Problem;

pub(super) fn operations() -> Vec<Operation> {
    vec![Operation {
        method: "get",
        path: "/v1/journeys",
        title: "Read the journeys with their live states",
        says: "Every journey with its promises and guardrails: kept, at-risk, broken, unproven or stated-debt, with the figure, \
               its target and what was counted.",
        scope: Some(Scope::Read),
        parameters: &[],
        takes: None,
        gives: (
            200,
            "The journeys.",
            json!({"journeys": [{"id": "sign-in", "journey": "Sign in", "state": "kept",
            "promises": [{"id": "sign-in/stolen-password-useless", "says": "…", "state": "kept", "valid": 812, "good": 812, "value": 1.0,
                "lower_bound": 0.9953, "target": 0.999, "in_words": "812 of 812"}], "guardrails": []}]}),
        ),
        refuses: &[
            (401, "No key, or one that does not work."),
            (403, "The key has not the scope."),
        ],
        route: get(journeys),
    }]
}

async fn journeys(State(shared): State<Shared>, caller: Caller) -> Result<Json<Value>, Problem> {
    caller.may(Scope::Read)?;
    let standings = shared.engine.standings().await?;
    Ok(Json(
        json!({"journeys": standings.iter().map(journey_json).collect::<Vec<_>>()}),
    ))
}

fn journey_json(journey: &JourneyStanding) -> Value {
    let of = |guardrail: bool| -> Vec<Value> {
        journey
            .promises
            .iter()
            .filter(|promise| promise.is_guardrail == guardrail)
            .map(promise_json)
            .collect()
    };
    json!({
        "id": journey.id,
        "journey": journey.name,
        "state": journey.state.word(),
        "promises": of(false),
        "guardrails": of(true),
    })
}

fn promise_json(promise: &PromiseStanding) -> Value {
    let standing = &promise.standing;
    json!({
        "id": promise.id,
        "says": promise.says,
        "state": standing.state.word(),
        "valid": standing.valid,
        "good": standing.good,
        "value": standing.value,
        "lower_bound": standing.lower_bound,
        "target": promise.target,
        "in_words": standing.says,
    })
}
