//! Reads words of the vocabulary out of rows.

use rusqlite::types::Type;
use rusqlite::{Error, Row};
use vocabulary::{AccountId, Moment, Network};

fn unknown(column: usize, found: Type, why: impl std::error::Error + Send + Sync + 'static) -> Error {
    Error::FromSqlConversionFailure(column, found, Box::new(why))
}

pub(super) fn account(row: &Row<'_>, column: usize) -> rusqlite::Result<AccountId> {
    let text = row.get_ref(column)?.as_str()?;
    AccountId::new(text).map_err(|error| unknown(column, Type::Text, error))
}

pub(super) fn account_or_none(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<AccountId>> {
    match row.get_ref(column)? {
        rusqlite::types::ValueRef::Null => Ok(None),
        _ => account(row, column).map(Some),
    }
}

pub(super) fn moment(row: &Row<'_>, column: usize) -> rusqlite::Result<Moment> {
    row.get(column).map(Moment::from_millis)
}

pub(super) fn moment_or_none(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<Moment>> {
    Ok(row.get::<_, Option<i64>>(column)?.map(Moment::from_millis))
}

pub(super) fn network(row: &Row<'_>, column: usize) -> rusqlite::Result<Network> {
    match *row.get_ref(column)?.as_blob()? {
        [4, a, b, c] => Ok(Network::V4([a, b, c])),
        [6, a, b, c, d, e, f] => Ok(Network::V6([a, b, c, d, e, f])),
        _ => Err(Error::InvalidColumnType(column, "network".to_owned(), Type::Blob)),
    }
}

/// Indexes and versions fit the database's signed numbers; a question about a larger one is a question about
/// the largest.
pub(super) fn within(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
