//! `/v1/accounts/{id}/tokens`: API tokens that the platform makes for an account; what they are (RFC 7662) and
//! their end (RFC 7009).

use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::FormRejection;
use axum::response::{IntoResponse as _, Response};
use axum::routing::{MethodRouter, get, post};
use axum::{Form, Json};
use engine::access::Scope;
use http::StatusCode;
use people::{Introspected, ListedToken, NewToken, Presented, TokenProblem, Visit};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use vocabulary::{AccountId, Span};

use super::Operation;
use super::asked::{InPath, InPaths};
use super::describe::Place;
use crate::Shared;
use crate::keys::Caller;
use crate::problem::Problem;

const ID: (&str, Place, &str) = ("id", Place::Path, "the platform's id of the account");
const TOKEN: (&str, Place, &str) = ("token", Place::Path, "the token's public id, as listed");
const NO_KEY: (u16, &str) = (401, "No key, or one that does not work.");
const NO_SCOPE: (u16, &str) = (403, "The key has not the scope.");
const NO_TOKEN: (u16, &str) = (404, "There is no such live token.");
/// How long a token that is replaced works on, where nobody says.
const OVERLAP_HOURS: i64 = 24;

#[expect(
    clippy::too_many_lines,
    reason = "a list of operations, each described beside the others"
)]
pub(super) fn operations() -> Vec<Operation> {
    let token = || {
        json!({"id": "tok-5f1c2a9be07d4413", "name": "deploy", "scopes": ["orders:read"], "last_four": "7GkQ",
            "made_at": "2026-11-21T09:30:00Z", "until": "2027-02-19T09:30:00Z", "used_at": null, "live": true})
    };
    let mut made = token();
    insert(&mut made, "token", json!("acme_p1f2e3d…"));
    vec![
        Operation {
            method: "post",
            path: "/v1/accounts/{id}/tokens",
            title: "Make an API token",
            says: "Makes a token that acts for the account. It is shown in this answer and never again. It ends by itself: \
                   `days` says when (1 to 365; 90 where nobody says).",
            scope: Some(Scope::Tokens),
            parameters: &[ID],
            takes: Some("NewToken"),
            gives: (201, "The token; keep it now.", made.clone()),
            refuses: &[
                NO_KEY,
                NO_SCOPE,
                (
                    409,
                    "The account was asked to prove something first, or has 50 live tokens.",
                ),
                (422, "Name, scopes, life or thumbprint are not as they must be."),
            ],
            route: get(list).post(create).delete(revoke_all),
        },
        Operation {
            method: "get",
            path: "/v1/accounts/{id}/tokens",
            title: "List an account's API tokens",
            says: "Never the tokens themselves: names, scopes, ends, last use.",
            scope: Some(Scope::Tokens),
            parameters: &[ID],
            takes: None,
            gives: (200, "The tokens, newest first.", json!({"tokens": [token()]})),
            refuses: &[NO_KEY, NO_SCOPE],
            route: MethodRouter::new(),
        },
        Operation {
            method: "delete",
            path: "/v1/accounts/{id}/tokens",
            title: "Revoke all API tokens of an account",
            says: "When it is answered, no node accepts any of them any more.",
            scope: Some(Scope::Tokens),
            parameters: &[ID],
            takes: None,
            gives: (200, "Revoked.", json!({"revoked": 3})),
            refuses: &[NO_KEY, NO_SCOPE],
            route: MethodRouter::new(),
        },
        Operation {
            method: "delete",
            path: "/v1/accounts/{id}/tokens/{token}",
            title: "Revoke an API token",
            says: "When it is answered, no node accepts the token any more; `refused_after_ms` says how long that took, tried \
                   and measured.",
            scope: Some(Scope::Tokens),
            parameters: &[ID, TOKEN],
            takes: None,
            gives: (200, "Revoked.", json!({"revoked": 1, "refused_after_ms": 4})),
            refuses: &[NO_KEY, NO_SCOPE, NO_TOKEN],
            route: axum::routing::delete(revoke),
        },
        Operation {
            method: "post",
            path: "/v1/accounts/{id}/tokens/{token}/rotate",
            title: "Replace an API token",
            says: "Makes a new token with the same name and scopes; the old one works on for `overlap_hours` (0 to 168; 24 \
                   where nobody says).",
            scope: Some(Scope::Tokens),
            parameters: &[ID, TOKEN],
            takes: Some("Rotation"),
            gives: (201, "The new token; keep it now.", made),
            refuses: &[NO_KEY, NO_SCOPE, NO_TOKEN, (422, "The overlap is too long.")],
            route: post(rotate),
        },
        Operation {
            method: "post",
            path: "/v1/introspect",
            title: "Ask what a token is (RFC 7662)",
            says: "Send the token as a form (`token=…`). Whatever is not a live token of this server is `{\"active\": false}` \
                   and nothing more. A token that is bound to a key says so in `cnf` (RFC 9449). Where a `DPoP` header came \
                   along with it, send that too (`dpop_proof`, with the request's `dpop_method` and `dpop_uri`): the token is \
                   active only if the proof is by the key that it is bound to, for this request and this token, of the last \
                   minute, and was not sent before. Send each proof once.",
            scope: Some(Scope::Introspect),
            parameters: &[],
            takes: Some("IntrospectionForm"),
            gives: (
                200,
                "What it is.",
                json!({"active": true, "sub": "acc_42", "scope": "orders:read", "token_type": "Bearer",
                    "client_id": "tok-5f1c2a9be07d4413", "iat": 1_795_253_400, "exp": 1_803_029_400}),
            ),
            refuses: &[
                NO_KEY,
                NO_SCOPE,
                (
                    400,
                    "There is no `token` in the form, or a part of what belongs to a proof.",
                ),
            ],
            route: post(introspect),
        },
        Operation {
            method: "post",
            path: "/v1/revoke",
            title: "Revoke a token that one holds (RFC 7009)",
            says: "Send the token as a form (`token=…`). Holding it is all it takes, so whoever finds one can end it, \
                   without the key that it may be bound to. The answer is the same whether there was such a token.",
            scope: None,
            parameters: &[],
            takes: Some("TokenForm"),
            gives: (200, "It does not work, or never did.", json!({})),
            refuses: &[(400, "There is no `token` in the form.")],
            route: post(revoke_held),
        },
    ]
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wanted {
    name: String,
    scopes: Vec<String>,
    days: Option<u16>,
    bound_to: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct Rotation {
    overlap_hours: Option<u16>,
}

#[derive(Deserialize)]
struct TokenForm {
    token: String,
}

/// What is asked about a token. The proof and the request that it came with go together.
#[derive(Deserialize)]
struct IntrospectionForm {
    token: String,
    dpop_proof: Option<String>,
    dpop_method: Option<String>,
    dpop_uri: Option<String>,
    dpop_nonce: Option<String>,
}

impl IntrospectionForm {
    /// The proof that came along with the token, where one did.
    fn presented(&self) -> Result<Option<Presented<'_>>, Problem> {
        match (&self.dpop_proof, &self.dpop_method, &self.dpop_uri) {
            (Some(proof), Some(method), Some(uri)) => Ok(Some(Presented {
                proof,
                method,
                uri,
                nonce: self.dpop_nonce.as_deref(),
            })),
            (None, None, None) if self.dpop_nonce.is_none() => Ok(None),
            _ => Err(Problem::bad_request(
                "`dpop_proof`, `dpop_method` and `dpop_uri` belong together; send all three, or none",
            )),
        }
    }
}

fn id_of(text: &str) -> Result<AccountId, Problem> {
    AccountId::new(text).map_err(|error| Problem::bad_request(format!("the account's id {error}")))
}

fn body<'a, T: Deserialize<'a>>(bytes: &'a Bytes) -> Result<T, Problem> {
    serde_json::from_slice(bytes)
        .map_err(|error| Problem::bad_request(format!("the body is not what is expected here: {error}")))
}

fn refused(problem: &TokenProblem) -> Problem {
    let status = match problem {
        TokenProblem::Unknown(_) => return Problem::not_found(problem.to_string()),
        TokenProblem::TooMany | TokenProblem::NotNow(_) => StatusCode::CONFLICT,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let detail = match problem {
        TokenProblem::NotNow(judgement) => {
            let reasons: Vec<&str> = judgement
                .reasons
                .iter()
                .map(|reason| reason.says.as_ref())
                .collect();
            format!("{problem}: {}", reasons.join(" "))
        }
        _ => problem.to_string(),
    };
    Problem::new(status, "token", "There is no token to be had so", detail)
}

async fn create(
    State(shared): State<Shared>,
    caller: Caller,
    InPath(id): InPath,
    bytes: Bytes,
) -> Result<(StatusCode, Json<Value>), Problem> {
    caller.may(Scope::Tokens)?;
    let (id, wanted): (_, Wanted) = (id_of(&id)?, body(&bytes)?);
    let wanted = NewToken {
        name: wanted.name,
        scopes: wanted.scopes,
        life: wanted.days.map(|days| Span::from_days(days.into())),
        bound_to: wanted.bound_to,
        service: true,
    };
    let issued = shared
        .people
        .make_token(&id, wanted, None, &Visit::default())
        .await?;
    let issued = issued.map_err(|problem| refused(&problem))?;
    let mut answer = token_json(&issued.listed);
    insert(&mut answer, "token", json!(issued.token.expose()));
    Ok((StatusCode::CREATED, Json(answer)))
}

async fn rotate(
    State(shared): State<Shared>,
    caller: Caller,
    InPaths((id, token)): InPaths<(String, String)>,
    bytes: Bytes,
) -> Result<(StatusCode, Json<Value>), Problem> {
    caller.may(Scope::Tokens)?;
    let id = id_of(&id)?;
    let wanted: Rotation = if bytes.is_empty() {
        Rotation::default()
    } else {
        body(&bytes)?
    };
    let overlap = Span::from_hours(wanted.overlap_hours.map_or(OVERLAP_HOURS, i64::from));
    let visit = Visit::default();
    let issued = shared
        .people
        .rotate_token(&id, &token, overlap, None, &visit)
        .await?;
    let issued = issued.map_err(|problem| refused(&problem))?;
    let mut answer = token_json(&issued.listed);
    insert(&mut answer, "token", json!(issued.token.expose()));
    Ok((StatusCode::CREATED, Json(answer)))
}

async fn list(
    State(shared): State<Shared>,
    caller: Caller,
    InPath(id): InPath,
) -> Result<Json<Value>, Problem> {
    caller.may(Scope::Tokens)?;
    let tokens = shared.people.tokens(&id_of(&id)?).await?;
    Ok(Json(
        json!({"tokens": tokens.iter().map(token_json).collect::<Vec<_>>()}),
    ))
}

async fn revoke(
    State(shared): State<Shared>,
    caller: Caller,
    InPaths((id, token)): InPaths<(String, String)>,
) -> Result<Json<Value>, Problem> {
    caller.may(Scope::Tokens)?;
    let asked_at = shared.engine.now();
    let refused_at = shared
        .people
        .revoke_token(&id_of(&id)?, &token, "platform", None)
        .await?
        .map_err(|problem| refused(&problem))?;
    Ok(Json(
        json!({"revoked": 1, "refused_after_ms": refused_at.since(asked_at).as_millis()}),
    ))
}

async fn revoke_all(
    State(shared): State<Shared>,
    caller: Caller,
    InPath(id): InPath,
) -> Result<Json<Value>, Problem> {
    caller.may(Scope::Tokens)?;
    let revoked = shared
        .people
        .revoke_all_tokens(&id_of(&id)?, "platform", None)
        .await?;
    Ok(Json(json!({"revoked": revoked})))
}

async fn introspect(
    State(shared): State<Shared>,
    caller: Caller,
    form: Result<Form<IntrospectionForm>, FormRejection>,
) -> Result<Response, Problem> {
    caller.may(Scope::Introspect)?;
    let Form(form) = form.map_err(|_| no_token())?;
    let people = &shared.people;
    let found = match form.presented()? {
        None => people.introspect(&form.token).await?,
        Some(presented) => match people.introspect_with_proof(&form.token, &presented).await? {
            Ok(found) => found,
            Err(why) => {
                tracing::info!(%why, "a proof of possession did not fit its token");
                None
            }
        },
    };
    Ok(match &found {
        Some(found) => Json(Introspection::of(found)).into_response(),
        None => Json(json!({"active": false})).into_response(),
    })
}

async fn revoke_held(
    State(shared): State<Shared>,
    form: Result<Form<TokenForm>, FormRejection>,
) -> Result<Json<Value>, Problem> {
    if let Some(found) = shared.people.introspect(&token_of(form)?).await? {
        // Somebody else may have revoked it meanwhile: then it is what was asked for all the same.
        drop(
            shared
                .people
                .revoke_token(&found.account, &found.token.id, "owner", None)
                .await?,
        );
    }
    Ok(Json(json!({})))
}

fn token_of(form: Result<Form<TokenForm>, FormRejection>) -> Result<String, Problem> {
    form.map(|Form(form)| form.token).map_err(|_| no_token())
}

fn no_token() -> Problem {
    Problem::bad_request("send the token as a form: `token=…`")
}

fn insert(answer: &mut Value, name: &str, value: Value) {
    if let Some(answer) = answer.as_object_mut() {
        answer.insert(name.to_owned(), value);
    }
}

fn token_json(token: &ListedToken) -> Value {
    json!({
        "id": token.id, "name": token.name, "scopes": token.scopes, "last_four": token.last_four,
        "bound_to": token.bound_to, "made_at": token.made_at, "until": token.until, "used_at": token.used_at,
        "live": token.live,
    })
}

/// RFC 7662, section 2.2; `cnf` as in RFC 9449, section 6.2.
#[derive(Serialize)]
struct Introspection<'a> {
    active: bool,
    sub: &'a str,
    scope: String,
    client_id: &'a str,
    token_type: &'static str,
    iat: i64,
    exp: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    cnf: Option<Confirmation<'a>>,
}

#[derive(Serialize)]
struct Confirmation<'a> {
    jkt: &'a str,
}

impl<'a> Introspection<'a> {
    fn of(found: &'a Introspected) -> Self {
        let token = &found.token;
        let bound_to = token.bound_to.as_deref();
        Self {
            active: true,
            sub: found.account.as_str(),
            scope: token.scopes.join(" "),
            client_id: &token.id,
            token_type: if bound_to.is_some() { "DPoP" } else { "Bearer" },
            iat: token.made_at.as_millis() / 1_000,
            exp: token.until.as_millis() / 1_000,
            cnf: bound_to.map(|jkt| Confirmation { jkt }),
        }
    }
}
