//! `GET /console/log/{index}` and its proof: why was this answered?

use axum::response::{IntoResponse, Response};
use engine::Engine;
use http::header;
use ledger::hash::leaf_hash;
use maud::Markup;

use super::entered::Entered;
use super::failed::{self, Failed, InPath};
use super::{entry, log};
use crate::console::decision;
use crate::console::views::{Decision, Erased};

pub(super) async fn page(entered: Entered, index: InPath<String>) -> Response {
    let page = explain(&entered, index).await;
    entered.answer(page)
}

async fn explain(entered: &Entered, index: InPath<String>) -> Result<Markup, Failed> {
    let index = read(index)?;
    let engine = entered.engine();
    let opened = engine.entries(index, 1).await?.into_iter().next();
    let opened = opened
        .filter(|opened| opened.index == index)
        .ok_or_else(|| missing(index))?;
    let leaf_hash = leaf_hash(&opened.leaf).to_string();
    let covered_by = log::checkpoints(engine, 1)
        .await?
        .into_iter()
        .find(|checkpoint| checkpoint.size > index);
    let stated = engine.stated();
    let Some(entry) = entry::entry(&stated, opened) else {
        let erased = Erased {
            index,
            leaf_hash,
            covered_by,
        };
        return Ok(decision::erased(&entered.frame, &erased));
    };
    let promise = entry
        .record
        .judgement
        .as_ref()
        .and_then(|judgement| judgement.promise.clone());
    let promise = promise
        .filter(|promise| stated.journeys.stated(promise).is_some())
        .map(|promise| (promise.journey().to_owned(), promise.promise().to_owned()));
    let view = Decision {
        entry,
        promise,
        leaf_hash,
        covered_by,
    };
    Ok(decision::page(&entered.frame, &view))
}

/// The proof that an entry is in the log, as a file (C2SP tlog-proof).
pub(super) async fn proof(entered: Entered, index: InPath<String>) -> Response {
    match disclose(entered.engine(), index).await {
        Ok((index, text)) => {
            let file = format!("attachment; filename=\"safeconduct-entry-{index}.tlog-proof\"");
            let headers = [
                (header::CONTENT_TYPE, "text/plain; charset=utf-8".to_owned()),
                (header::CONTENT_DISPOSITION, file),
            ];
            (headers, text).into_response()
        }
        Err(failed) => failed.into_page(&entered.frame),
    }
}

async fn disclose(engine: &Engine, index: InPath<String>) -> Result<(u64, String), Failed> {
    let index = read(index)?;
    let disclosure = engine.disclose(index).await?.ok_or_else(|| {
        Failed::Missing(format!(
            "the proof of entry {index}, which is not sealed yet or can no longer be read"
        ))
    })?;
    Ok((index, disclosure.to_string()))
}

/// An entry's number has one spelling.
fn read(index: InPath<String>) -> Result<u64, Failed> {
    let index = failed::path(index)?;
    let number = index.parse::<u64>().ok();
    number
        .filter(|number| number.to_string() == index)
        .ok_or_else(Failed::nowhere)
}

fn missing(index: u64) -> Failed {
    Failed::Missing(format!("entry {index} of the log"))
}
