//! The log for anybody to check: checkpoint and tiles under `/log` (C2SP tlog-tiles), one entry's proof.

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use engine::access::Scope;
use http::{HeaderValue, StatusCode, header};
use ledger::tile::TileId;
use serde_json::{Value, json};

use super::Operation;
use super::asked::{InPath, number};
use super::describe::Place;
use crate::Shared;
use crate::keys::Caller;
use crate::problem::Problem;

pub(super) fn operations() -> Vec<Operation> {
    vec![
        Operation {
            method: "get",
            path: "/log/checkpoint",
            title: "Read the log's newest signed checkpoint",
            says: "A signed note (C2SP tlog-checkpoint): origin, size and root. What it stands for says nothing about anybody \
                   without the keys that are kept here.",
            scope: None,
            parameters: &[],
            takes: None,
            gives: (
                200,
                "The note, as text.",
                json!("safeconduct.example/log\n15\nrKbDip…\n\n— safeconduct.example/log M9e0lu…\n"),
            ),
            refuses: &[(404, "Nothing was published yet.")],
            route: get(checkpoint),
        },
        Operation {
            method: "get",
            path: "/log/{*tile}",
            title: "Read a tile of the log",
            says: "`tile/L/N`, `tile/L/N.p/W`, `tile/entries/N` and `tile/entries/N.p/W` (C2SP tlog-tiles).",
            scope: None,
            parameters: &[("tile", Place::Path, "the tile's path, such as `tile/0/000.p/15`")],
            takes: None,
            gives: (200, "The tile's bytes.", json!("bytes")),
            refuses: &[(404, "There is no such tile, or not yet as wide.")],
            route: get(tile),
        },
        Operation {
            method: "get",
            path: "/v1/log/entries/{index}/proof",
            title: "Prove one entry",
            says: "Opens one entry to whoever holds the answer: its body, its salt, and the proof that it stands in the log under a \
                   signed checkpoint. Check it with `safeconduct ledger prove --check FILE`, which needs nothing else but the key.",
            scope: Some(Scope::Read),
            parameters: &[("index", Place::Path, "the entry's place, from 0")],
            takes: None,
            gives: (
                200,
                "The proof.",
                json!({"index": 1042, "salt": "…", "body": "…", "proof": [], "checkpoint": "…"}),
            ),
            refuses: &[
                (401, "No key, or one that does not work."),
                (403, "The key has not the scope."),
                (
                    404,
                    "No such entry, not published yet, or its account was erased.",
                ),
            ],
            route: get(proof),
        },
    ]
}

async fn checkpoint(State(shared): State<Shared>) -> Result<Response, Problem> {
    let newest = shared
        .engine
        .store()
        .checkpoints(1)
        .await
        .map_err(engine::EngineError::from)?;
    let (_, _, note) = newest
        .into_iter()
        .next()
        .ok_or_else(|| Problem::not_found("nothing was published yet; try again in a second"))?;
    Ok((
        [
            (header::CONTENT_TYPE, "text/plain; charset=utf-8"),
            (header::CACHE_CONTROL, "no-cache"),
        ],
        note,
    )
        .into_response())
}

async fn tile(State(shared): State<Shared>, InPath(path): InPath) -> Result<Response, Problem> {
    let id: TileId = path
        .parse()
        .map_err(|error| Problem::not_found(format!("`{path}` is no tile: {error}")))?;
    let stored = shared
        .engine
        .store()
        .tile(engine::tile_key(id))
        .await
        .map_err(engine::EngineError::from)?;
    let bytes = stored
        .and_then(|tile| id.cut_from(tile.bytes))
        .ok_or_else(|| Problem::not_found(format!("there is no tile `{path}`, or not yet")))?;
    let mut response = (StatusCode::OK, bytes).into_response();
    // A tile never changes: of its width there is only one.
    let forever = HeaderValue::from_static("public, max-age=31536000, immutable");
    response.headers_mut().insert(header::CACHE_CONTROL, forever);
    Ok(response)
}

async fn proof(
    State(shared): State<Shared>,
    caller: Caller,
    InPath(index): InPath,
) -> Result<Json<Value>, Problem> {
    caller.may(Scope::Read)?;
    let index: u64 = number("index", &index)?;
    let disclosure = shared.engine.disclose(index).await?;
    let disclosure = disclosure.ok_or_else(|| {
        Problem::not_found(format!(
            "entry {index} does not exist, is not published yet, or its account was erased"
        ))
    })?;
    Ok(Json(json!(disclosure)))
}
