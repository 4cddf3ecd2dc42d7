//! The least that a durable answer costs: one row, confirmed by the disk together with whatever else waits.

use std::path::Path;

use anyhow::Context as _;
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::post;
use crossbeam_channel::{Receiver, Sender};
use rusqlite::Connection;
use tokio::sync::oneshot;

/// A body on its way into the database, and where it goes back to once it is there.
type Job = (Bytes, oneshot::Sender<Bytes>);

/// Most rows of one transaction; the same as the product's.
const MOST: usize = 512;

pub(super) fn router(folder: &Path) -> anyhow::Result<Router> {
    let database = Connection::open(folder.join("anchor.db"))?;
    database.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
         CREATE TABLE entry (place INTEGER NOT NULL PRIMARY KEY, body BLOB NOT NULL) STRICT;",
    )?;
    let (sender, inbox) = crossbeam_channel::unbounded();
    std::thread::Builder::new()
        .name("anchor-writer".to_owned())
        .spawn(move || write(&database, &inbox))
        .context("cannot start a thread")?;
    Ok(Router::new().route("/", post(insert)).with_state(sender))
}

async fn insert(State(writer): State<Sender<Job>>, body: Bytes) -> Result<Bytes, StatusCode> {
    let (done, told) = oneshot::channel();
    // A writer that failed is gone, and whoever asks is told so instead of waiting.
    let gone = StatusCode::SERVICE_UNAVAILABLE;
    writer.send((body, done)).map_err(|_| gone)?;
    told.await.map_err(|_| gone)
}

/// One transaction for all that waits; the next gathers while the disk confirms.
fn write(database: &Connection, inbox: &Receiver<Job>) {
    while let Ok(first) = inbox.recv() {
        let jobs: Vec<Job> = std::iter::once(first)
            .chain(inbox.try_iter().take(MOST - 1))
            .collect();
        if store(database, &jobs).is_err() {
            return;
        }
        for (body, done) in jobs {
            // Whoever went away does not need to hear it.
            drop(done.send(body));
        }
    }
}

fn store(database: &Connection, jobs: &[Job]) -> rusqlite::Result<()> {
    database.prepare_cached("BEGIN IMMEDIATE")?.execute([])?;
    let mut row = database.prepare_cached("INSERT INTO entry (body) VALUES (?1)")?;
    for (body, _) in jobs {
        row.execute([&body[..]])?;
    }
    database.prepare_cached("COMMIT")?.execute([])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_is_answered_is_in_the_database() {
        let folder = tempfile::tempdir().unwrap();
        let router = router(folder.path()).unwrap();
        drop(router);
        let database = Connection::open(folder.path().join("anchor.db")).unwrap();
        let (sender, inbox) = crossbeam_channel::unbounded();
        let mut told = Vec::new();
        for number in 0..=MOST {
            let (done, heard) = oneshot::channel();
            sender.send((Bytes::from(number.to_string()), done)).unwrap();
            told.push(heard);
        }
        drop(sender);
        write(&database, &inbox);
        assert!(told.into_iter().all(|mut heard| heard.try_recv().is_ok()));
        let rows: usize = database
            .query_row("SELECT count(*) FROM entry", [], |row| row.get(0))
            .unwrap();
        assert_eq!(rows, MOST + 1);
    }
}
