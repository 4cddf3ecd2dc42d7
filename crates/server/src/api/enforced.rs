//! `GET /v1/enforced`: which controls this server enforces, for `safeconduct check --server`.

use std::collections::BTreeSet;

use axum::Json;
use axum::extract::State;
use axum::routing::get;
use engine::access::Scope;
use serde_json::{Value, json};

use super::Operation;
use crate::Shared;
use crate::keys::Caller;
use crate::problem::Problem;

pub(super) fn operations() -> Vec<Operation> {
    vec![Operation {
        method: "get",
        path: "/v1/enforced",
        title: "Learn what is enforced here",
        says: "The bindings of `controls.yaml` that this server enforces, and those of them that only record what they would \
               have done. `safeconduct check --server` compares journey files with it.",
        scope: Some(Scope::Read),
        parameters: &[],
        takes: None,
        gives: (
            200,
            "The bindings.",
            json!({"enforced": ["policy/growing-waits", "policy/step-up"], "shadow": []}),
        ),
        refuses: &[
            (401, "No key, or one that does not work."),
            (403, "The key has not the scope."),
        ],
        route: get(enforced),
    }]
}

async fn enforced(State(shared): State<Shared>, caller: Caller) -> Result<Json<Value>, Problem> {
    caller.may(Scope::Read)?;
    let stated = shared.engine.stated();
    let shadow: BTreeSet<&str> = stated
        .policy
        .armed()
        .iter()
        .filter(|armed| armed.shadow)
        .map(|armed| armed.control.binding)
        .collect();
    // What this program can enforce, whether or not a journey arms it already: a new file may rest on it.
    let enforced: BTreeSet<&str> = guard::CATALOGUE.iter().map(|control| control.binding).collect();
    Ok(Json(json!({"enforced": enforced, "shadow": shadow})))
}
