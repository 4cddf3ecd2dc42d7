//! `/v1/leaks`: tokens that were found where others can read them, shown or named by their SHA-256, in bulk.

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::routing::post;
use engine::access::Scope;
use futures::{StreamExt, stream};
use http::StatusCode;
use people::{Ended, Find, TokenDigest};
use serde::Deserialize;
use serde_json::{Value, json};
use vocabulary::{LeakSource, Mark, Moment};

use super::Operation;
use crate::Shared;
use crate::keys::Caller;
use crate::problem::Problem;

/// Most findings in one request.
const MOST_FINDINGS: usize = 1_000;
/// Findings that are dealt with at once.
const AT_ONCE: usize = 16;

pub(super) fn operations() -> Vec<Operation> {
    vec![Operation {
        method: "post",
        path: "/v1/leaks",
        title: "Report tokens that leaked",
        says: "Send up to 1,000 findings, each with the `token` or, so that it need not be shown, its `sha256` (64 hexadecimal \
               digits), and where it was found. What is known here and works is ended at once, tried, and its owner told; \
               when it is answered, no node accepts it any more. A token and a place are one finding, however often they \
               are sent. With `\"ask\": true` nothing is changed: it only says what is known. Whose a token is, is said to \
               keys that may read accounts.",
        scope: Some(Scope::Leaks),
        parameters: &[],
        takes: Some("Leaks"),
        gives: (
            200,
            "What became of each, in the order sent. `refused_after_ms` is the time from the request's arrival until the \
             token was tried and refused.",
            json!({"known": 1, "ended": 1, "results": [
                {"known": true, "ended": true, "refused_after_ms": 6, "account": "acc_42", "token_id": "tok-5f1c2a9be07d4413"},
                {"known": false}
            ]}),
        ),
        refuses: &[
            (
                400,
                "The body is not a list of findings, or one of them says something that cannot be.",
            ),
            (401, "No key, or one that does not work."),
            (403, "The key has not the scope."),
            (
                413,
                "The body is larger than 1 MiB, or holds more than 1,000 findings.",
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
#[serde(deny_unknown_fields)]
struct Leaks {
    findings: Vec<Finding>,
    #[serde(default)]
    ask: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Finding {
    token: Option<String>,
    sha256: Option<String>,
    found: Option<String>,
    repository: Option<String>,
    commit: Option<String>,
    path: Option<String>,
    line: Option<u64>,
    author: Option<String>,
    date: Option<Moment>,
    source: Option<String>,
}

impl Finding {
    /// The token's name, where it can be one of this installation.
    fn token(&self, shared: &Shared) -> Result<Option<TokenDigest>, String> {
        match (&self.token, &self.sha256) {
            (Some(token), None) => Ok(shared.people.name_of_token(token)),
            (None, Some(digits)) => digits
                .parse()
                .map(Some)
                .map_err(|error| format!("`sha256`: {error}")),
            _ => Err("give either `token` or `sha256`".to_owned()),
        }
    }

    fn source(&self) -> Result<LeakSource, String> {
        let Some(word) = &self.source else {
            return Ok(LeakSource::Scan);
        };
        // What anybody may hand in has ways of its own, where nobody believes what stands beside it.
        let source = LeakSource::named(word).filter(|source| !source.is_anybody());
        source.ok_or_else(|| {
            format!("`source` is `{word}`; it is one of: scan, push, secret-scanning, platform")
        })
    }

    /// Where it was found, in one line.
    fn found(&self) -> String {
        let line = self.line.map(|line| format!("line {line}"));
        let commit = self.commit.as_deref().map(|commit| {
            let short: String = commit.chars().take(12).collect();
            format!("commit {short}")
        });
        let by = self.author.as_deref().map(|author| format!("by {author}"));
        let parts = [
            self.found.clone(),
            self.repository.clone(),
            self.path.clone(),
            line,
            commit,
            by,
        ];
        let parts = parts.into_iter().flatten().filter(|part| !part.trim().is_empty());
        parts.collect::<Vec<_>>().join(", ")
    }
}

async fn report(State(shared): State<Shared>, caller: Caller, body: Bytes) -> Result<Json<Value>, Problem> {
    caller.may(Scope::Leaks)?;
    let received_at = shared.engine.now();
    let leaks: Leaks = serde_json::from_slice(&body).map_err(|error| {
        Problem::bad_request(format!("the body must be `{{\"findings\": […]}}`: {error}"))
    })?;
    if leaks.findings.len() > MOST_FINDINGS {
        let detail = format!(
            "{} findings were sent; at most {MOST_FINDINGS} are accepted at once",
            leaks.findings.len()
        );
        return Err(Problem::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "too-many",
            "Too many findings",
            detail,
        ));
    }
    // All of them are read before any is acted on, so that a slip in the last does not leave half of it done.
    let mut finds = Vec::with_capacity(leaks.findings.len());
    for (place, finding) in leaks.findings.iter().enumerate() {
        let wrong = |says: String| Problem::bad_request(format!("finding {place}: {says}"));
        let token = finding.token(&shared).map_err(wrong)?;
        let source = finding.source().map_err(wrong)?;
        finds.push(token.map(|token| Find {
            token,
            source,
            found: finding.found(),
            since: finding.date,
            received_at,
            mark: Mark::Real,
        }));
    }
    let tells_whose = caller.may(Scope::Read).is_ok();
    let results: Vec<Result<Value, Problem>> = stream::iter(finds)
        .map(|find| one(&shared, find, leaks.ask, tells_whose))
        .buffered(AT_ONCE)
        .collect()
        .await;
    let results = results.into_iter().collect::<Result<Vec<Value>, Problem>>()?;
    let count = |what: &str| {
        results
            .iter()
            .filter(|result| result[what] == json!(true))
            .count()
    };
    Ok(Json(
        json!({"known": count("known"), "ended": count("ended"), "results": results}),
    ))
}

async fn one(
    shared: &Shared,
    find: Option<Find>,
    only_ask: bool,
    tells_whose: bool,
) -> Result<Value, Problem> {
    let Some(find) = find else {
        return Ok(json!({"known": false}));
    };
    if only_ask {
        return Ok(json!({"known": shared.people.knows_token(&find.token).await?}));
    }
    let ended = shared.people.end_leaked(&find).await?;
    Ok(ended.map_or_else(|| json!({"known": false}), |ended| told(&ended, tells_whose)))
}

fn told(ended: &Ended, tells_whose: bool) -> Value {
    let mut told = json!({"known": true, "ended": ended.was_live});
    let Some(fields) = told.as_object_mut() else {
        return told;
    };
    if let Some(after) = ended.refused_after {
        fields.insert("refused_after_ms".to_owned(), json!(after.as_millis()));
    }
    if tells_whose {
        fields.insert("account".to_owned(), json!(ended.account));
        fields.insert("token_id".to_owned(), json!(ended.token_id));
    }
    told
}
