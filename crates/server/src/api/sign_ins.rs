//! `POST /v1/sign-ins`: who has signed in at the hosted pages, for the code that came along.

use axum::Json;
use axum::extract::State;
use axum::routing::post;
use engine::access::Scope;
use serde::Deserialize;
use serde_json::{Value, json};

use super::Operation;
use crate::Shared;
use crate::keys::Caller;
use crate::problem::Problem;

pub(super) fn operations() -> Vec<Operation> {
    vec![Operation {
        method: "post",
        path: "/v1/sign-ins",
        title: "Learn who has signed in",
        says: "Send people to `/sign-in?return_to=` and an address of yours whose origin is in the setting `return_to`. They \
               come back with `code`; send it here, once and within a minute. Name `session` and `device` in the events that \
               you send of them.",
        scope: Some(Scope::Decide),
        parameters: &[],
        takes: Some("Code"),
        gives: (
            200,
            "Who it is.",
            json!({"account": "acc-5f1c2a9be07d4413", "session": "hs-0c9e2d1f6a7b8c90", "device": "dev-…"}),
        ),
        refuses: &[
            (400, "There is no `code`."),
            (401, "No key, or one that does not work."),
            (403, "The key has not the scope."),
            (
                404,
                "The code was fetched before, is older than a minute, or never was one.",
            ),
        ],
        route: post(fetch),
    }]
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Code {
    code: String,
}

async fn fetch(
    State(shared): State<Shared>,
    caller: Caller,
    body: axum::body::Bytes,
) -> Result<Json<Value>, Problem> {
    caller.may(Scope::Decide)?;
    let Code { code } =
        serde_json::from_slice(&body).map_err(|_| Problem::bad_request("send `{\"code\": \"…\"}`"))?;
    let found = shared.people.hand_over(&code).await?;
    let found = found.ok_or_else(|| {
        Problem::not_found("this code was fetched before, is older than a minute, or never was one; let the person sign in again")
    })?;
    Ok(Json(
        json!({"account": found.account, "session": found.session, "device": found.device}),
    ))
}
