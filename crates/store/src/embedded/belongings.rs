//! What accounts have besides their state: keychains, names, and secrets that act for them.

use rusqlite::types::Type;
use rusqlite::{Connection, Error, OptionalExtension, Row};
use vocabulary::{AccountId, Moment};

use super::batch::Batch;
use super::job::Write;
use super::rows;
use crate::{Bearer, BearerKind, Belongings, CommitError, Name};

const fn word(kind: BearerKind) -> &'static str {
    match kind {
        BearerKind::Session => "session",
        BearerKind::Token => "token",
    }
}

pub(super) fn keychain(database: &Connection, account: &AccountId) -> rusqlite::Result<Option<Vec<u8>>> {
    database
        .prepare_cached("SELECT sealed FROM keychain WHERE account = ?1")?
        .query_row([account.as_str()], |row| row.get(0))
        .optional()
}

pub(super) fn named(database: &Connection, name: &Name) -> rusqlite::Result<Option<AccountId>> {
    database
        .prepare_cached("SELECT account FROM name WHERE name = ?1")?
        .query_row([name], |row| rows::account(row, 0))
        .optional()
}

const COLUMNS: &str = "hash, account, kind, id, body, made_at, expires_at, ended_at, seen_at";

fn read(row: &Row<'_>) -> rusqlite::Result<Bearer> {
    let hash = row.get_ref(0)?.as_blob()?.try_into();
    let kind = match row.get_ref(2)?.as_str()? {
        "session" => BearerKind::Session,
        _ => BearerKind::Token,
    };
    Ok(Bearer {
        hash: hash.map_err(|error| Error::FromSqlConversionFailure(0, Type::Blob, Box::new(error)))?,
        account: rows::account(row, 1)?,
        kind,
        id: row.get(3)?,
        body: row.get(4)?,
        made_at: rows::moment(row, 5)?,
        expires_at: rows::moment(row, 6)?,
        ended_at: rows::moment_or_none(row, 7)?,
        seen_at: rows::moment_or_none(row, 8)?,
    })
}

pub(super) fn bearer(database: &Connection, hash: &[u8; 32]) -> rusqlite::Result<Option<Bearer>> {
    database
        .prepare_cached(
            "SELECT hash, account, kind, id, body, made_at, expires_at, ended_at, seen_at FROM bearer WHERE hash = ?1",
        )?
        .query_row([hash], read)
        .optional()
}

pub(super) fn bearers(database: &Connection, account: &AccountId) -> rusqlite::Result<Vec<Bearer>> {
    database
        .prepare_cached(&format!(
            "SELECT {COLUMNS} FROM bearer WHERE account = ?1 ORDER BY made_at DESC, id DESC"
        ))?
        .query_map([account.as_str()], read)?
        .collect()
}

/// Why the belongings cannot change so, if anything speaks against it.
pub(super) fn refusal(
    database: &Connection,
    account: &AccountId,
    belongings: &Belongings,
) -> rusqlite::Result<Option<CommitError>> {
    for name in &belongings.claims {
        if named(database, name)?.is_some_and(|owner| owner != *account) {
            return Ok(Some(CommitError::Taken));
        }
    }
    for issued in &belongings.issues {
        let taken = database
            .prepare_cached("SELECT 1 FROM bearer WHERE hash = ?1 OR (account = ?2 AND id = ?3)")?
            .exists((issued.hash, account.as_str(), &issued.id))?;
        if taken {
            return Ok(Some(CommitError::Conflict));
        }
    }
    Ok(None)
}

/// Changes the belongings, which nothing speaks against.
pub(super) fn change(
    database: &Connection,
    account: &AccountId,
    belongings: &Belongings,
) -> rusqlite::Result<()> {
    if let Some(sealed) = &belongings.keychain {
        database
            .prepare_cached(
                "INSERT INTO keychain (account, sealed) VALUES (?1, ?2)
                 ON CONFLICT (account) DO UPDATE SET sealed = excluded.sealed",
            )?
            .execute((account.as_str(), sealed))?;
    }
    for name in &belongings.releases {
        database
            .prepare_cached("DELETE FROM name WHERE name = ?1 AND account = ?2")?
            .execute((name, account.as_str()))?;
    }
    for name in &belongings.claims {
        database
            .prepare_cached("INSERT INTO name (name, account) VALUES (?1, ?2) ON CONFLICT (name) DO NOTHING")?
            .execute((name, account.as_str()))?;
    }
    for bearer in &belongings.issues {
        insert(database, account, bearer)?;
    }
    for (id, at) in &belongings.ends {
        database
            .prepare_cached(
                "UPDATE bearer SET ended_at = ?3
                 WHERE account = ?1 AND id = ?2 AND coalesce(ended_at, ?3 + 1) > ?3",
            )?
            .execute((account.as_str(), id, at.as_millis()))?;
    }
    Ok(())
}

fn insert(database: &Connection, account: &AccountId, bearer: &Bearer) -> rusqlite::Result<()> {
    database
        .prepare_cached(&format!(
            "INSERT INTO bearer ({COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"
        ))?
        .execute((
            bearer.hash,
            account.as_str(),
            word(bearer.kind),
            &bearer.id,
            &bearer.body,
            bearer.made_at.as_millis(),
            bearer.expires_at.as_millis(),
            bearer.ended_at.map(Moment::as_millis),
            bearer.seen_at.map(Moment::as_millis),
        ))?;
    Ok(())
}

/// Destroys all that the account has.
pub(super) fn destroy(database: &Connection, account: &AccountId) -> rusqlite::Result<()> {
    for table in ["keychain", "name", "bearer"] {
        database
            .prepare_cached(&format!("DELETE FROM {table} WHERE account = ?1"))?
            .execute([account.as_str()])?;
    }
    Ok(())
}

/// Notes when bearers were last used.
pub(super) struct NoteSeen {
    pub(super) seen: Vec<([u8; 32], Moment)>,
}

impl Write for NoteSeen {
    type Answer = ();

    fn apply(&self, batch: &mut Batch<'_>) -> rusqlite::Result<()> {
        for (hash, at) in &self.seen {
            batch
                .database
                .prepare_cached(
                    "UPDATE bearer SET seen_at = ?2 WHERE hash = ?1 AND coalesce(seen_at, ?2 - 1) < ?2",
                )?
                .execute((hash, at.as_millis()))?;
        }
        Ok(())
    }
}

/// Forgets bearers and codes that are long over.
pub(super) struct ForgetExpired {
    pub(super) before: Moment,
}

impl Write for ForgetExpired {
    type Answer = u64;

    fn apply(&self, batch: &mut Batch<'_>) -> rusqlite::Result<u64> {
        let before = self.before.as_millis();
        let bearers = batch
            .database
            .prepare_cached("DELETE FROM bearer WHERE expires_at < ?1")?
            .execute([before])?;
        let codes = batch
            .database
            .prepare_cached("DELETE FROM credential WHERE purpose = 'code' AND expires_at < ?1")?
            .execute([before])?;
        Ok((bearers + codes) as u64)
    }
}
