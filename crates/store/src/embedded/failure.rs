//! How the database's errors are told: as [`StoreError`], in words that help.

use std::fmt::Display;
use std::path::Path;

use rusqlite::ErrorCode;

use crate::StoreError;

/// What a failed statement or transaction means for the caller.
pub(super) fn told(error: &rusqlite::Error) -> StoreError {
    match error {
        rusqlite::Error::SqliteFailure(failure, text) => {
            let text = text.clone().unwrap_or_else(|| failure.to_string());
            match failure.code {
                ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => {
                    StoreError::Damaged(format!("{text}; restore the data directory from a backup"))
                }
                ErrorCode::DiskFull => StoreError::Unavailable(
                    "the disk is full; free some space, nothing else is needed".to_owned(),
                ),
                ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => StoreError::Unavailable(
                    "another program is writing to the database file; end it, and try again".to_owned(),
                ),
                _ => StoreError::Unavailable(text),
            }
        }
        rusqlite::Error::FromSqlConversionFailure(column, ..)
        | rusqlite::Error::IntegralValueOutOfRange(column, ..)
        | rusqlite::Error::InvalidColumnType(column, ..) => StoreError::Damaged(format!(
            "a stored row has an unknown form in its column {column}; restore the data directory from a backup"
        )),
        other => StoreError::Unavailable(other.to_string()),
    }
}

/// Whether an error is about what one caller sent, so that everybody else's changes may still succeed.
/// Everything else (a full disk, a failed write, a damaged file) concerns the whole transaction.
pub(super) fn is_about_the_change(error: &rusqlite::Error) -> bool {
    match error {
        rusqlite::Error::SqliteFailure(failure, _) => {
            matches!(
                failure.code,
                ErrorCode::TooBig | ErrorCode::ConstraintViolation | ErrorCode::TypeMismatch
            )
        }
        rusqlite::Error::ToSqlConversionFailure(_) => true,
        _ => false,
    }
}

/// Something could not be done with a file or directory.
pub(super) fn cannot(what: &str, path: &Path, why: impl Display) -> StoreError {
    StoreError::Unavailable(format!("cannot {what} `{}`: {why}", path.display()))
}

pub(super) fn closing() -> StoreError {
    StoreError::Unavailable("it is closing".to_owned())
}

pub(super) fn reading_only() -> StoreError {
    StoreError::Unavailable("it was opened for reading only; only the server writes".to_owned())
}
