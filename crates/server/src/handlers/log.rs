//! `GET /console/log`: is the log whole?

use std::sync::Arc;

use axum::Extension;
use axum::response::Response;
use engine::{Engine, EngineError};

use super::entered::Entered;
use super::failed::Failed;
use super::self_check::LastCheck;
use crate::console::log;
use crate::console::views::{Checkpoint, Log};

/// Checkpoints shown.
const SHOWN: u32 = 20;

pub(super) async fn page(entered: Entered, Extension(last): Extension<Arc<LastCheck>>) -> Response {
    let view = fill(entered.engine(), &last).await;
    entered.answer(view.map(|view| log::page(&entered.frame, &view)))
}

async fn fill(engine: &Engine, last: &LastCheck) -> Result<Log, Failed> {
    let self_check = last.look(engine).await?;
    let checkpoints = checkpoints(engine, SHOWN).await?;
    let size = engine.store().totals().await?.entries;
    let newest = checkpoints
        .first()
        .and_then(|checkpoint| checkpoint.size.checked_sub(1));
    let key = engine.verifier();
    let mut commands = vec![(
        "Check every entry, every hash and the signature:".to_owned(),
        format!("safeconduct ledger verify --data DIR --key '{key}'"),
    )];
    if let Some(newest) = newest {
        let file = format!("entry-{newest}.proof");
        commands.push((
            "Get the proof of one entry, to hand to somebody:".to_owned(),
            format!("safeconduct ledger prove {newest} --data DIR > {file}"),
        ));
        commands.push((
            "Check such a proof, without asking us:".to_owned(),
            format!("safeconduct ledger prove --check {file} --key '{key}'"),
        ));
    }
    Ok(Log {
        origin: key.name().to_string(),
        size,
        verifier_key: key.to_string(),
        checkpoints,
        self_check,
        commands,
    })
}

/// The newest checkpoints, newest first, each with its signature checked.
pub(super) async fn checkpoints(engine: &Engine, limit: u32) -> Result<Vec<Checkpoint>, Failed> {
    let stored = engine.store().checkpoints(limit).await?;
    let read = |(_, at, note): (u64, _, Vec<u8>)| {
        let damaged = |why: &dyn std::fmt::Display| EngineError::Damaged(format!("a checkpoint: {why}"));
        let note = String::from_utf8(note).map_err(|error| damaged(&error))?;
        let checkpoint = ledger::checkpoint::Checkpoint::open(&note, engine.verifier())
            .map_err(|error| damaged(&error))?;
        Ok(Checkpoint {
            size: checkpoint.size,
            root: checkpoint.root.to_string(),
            at,
        })
    };
    stored.into_iter().map(read).collect()
}
