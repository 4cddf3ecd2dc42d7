//! The schema, step by step: each step has a number and a name, is applied once, and never changes again.
//!
//! The other backends have steps of the same numbers and names. A database that holds a step unknown to this
//! program, or one that reads differently now, is left alone.

use rusqlite::{Connection, OptionalExtension, TransactionBehavior};

use super::failure::told;
use crate::StoreError;

pub(super) struct Migration {
    pub(super) number: u32,
    pub(super) name: &'static str,
    pub(super) sql: &'static str,
}

pub(super) const MIGRATIONS: &[Migration] = &[
    Migration {
        number: 1,
        name: "foundation",
        sql: include_str!("migrations/0001_foundation.sql"),
    },
    Migration {
        number: 2,
        name: "belongings",
        sql: include_str!("migrations/0002_belongings.sql"),
    },
    Migration {
        number: 3,
        name: "topics",
        sql: include_str!("migrations/0003_topics.sql"),
    },
];

/// Marks the file as ours: `SfCd` in ASCII.
const APPLICATION_ID: i32 = 0x5366_4364;

/// Brings the schema up to date.
pub(super) fn apply(connection: &mut Connection, migrations: &[Migration]) -> Result<(), StoreError> {
    refuse_foreign(connection)?;
    connection
        .execute_batch(&format!(
            "PRAGMA application_id = {APPLICATION_ID};
             CREATE TABLE IF NOT EXISTS migration (
                 number   INTEGER NOT NULL PRIMARY KEY,
                 name     TEXT    NOT NULL,
                 checksum TEXT    NOT NULL
             ) STRICT;"
        ))
        .map_err(|error| told(&error))?;
    let applied = check(connection, migrations)?;
    for migration in migrations.iter().skip(applied) {
        step(connection, migration).map_err(|error| told(&error))?;
    }
    Ok(())
}

/// Refuses a schema that is not exactly the one this program works with; changes nothing.
pub(super) fn require_current(connection: &Connection, migrations: &[Migration]) -> Result<(), StoreError> {
    refuse_foreign(connection)?;
    if check(connection, migrations)? < migrations.len() {
        return Err(StoreError::Unavailable(
            "its schema is older than this program; start the server once to bring it up to date".to_owned(),
        ));
    }
    Ok(())
}

/// One step and the note that it was taken: both or neither.
fn step(connection: &mut Connection, migration: &Migration) -> rusqlite::Result<()> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    transaction.execute_batch(migration.sql)?;
    transaction.execute(
        "INSERT INTO migration (number, name, checksum) VALUES (?1, ?2, ?3)",
        (migration.number, migration.name, checksum(migration.sql)),
    )?;
    transaction.commit()
}

fn refuse_foreign(connection: &Connection) -> Result<(), StoreError> {
    let id: i32 = connection
        .pragma_query_value(None, "application_id", |row| row.get(0))
        .map_err(|error| told(&error))?;
    let tables: i64 = connection
        .query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))
        .map_err(|error| told(&error))?;
    if id == APPLICATION_ID || (id == 0 && tables == 0) {
        return Ok(());
    }
    Err(StoreError::Damaged(
        "the file is a database of another program; use another data directory".to_owned(),
    ))
}

/// Compares what was applied with what is known, and says how many steps were applied.
fn check(connection: &Connection, migrations: &[Migration]) -> Result<usize, StoreError> {
    let applied = read(connection).map_err(|error| told(&error))?;
    for (place, (number, name, sum)) in applied.iter().enumerate() {
        let Some(known) = migrations.get(place) else {
            return Err(StoreError::Unavailable(format!(
                "its schema is newer than this program (it holds step `{number:04}_{name}`); use the newer \
                 safeconduct that made it"
            )));
        };
        if known.number != *number || known.name != name || checksum(known.sql) != *sum {
            return Err(StoreError::Damaged(format!(
                "schema step `{number:04}_{name}` differs from this program's `{:04}_{}`; use the safeconduct that \
                 made the data directory",
                known.number, known.name
            )));
        }
    }
    Ok(applied.len())
}

fn read(connection: &Connection) -> rusqlite::Result<Vec<(u32, String, String)>> {
    let any = connection
        .query_row(
            "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'migration'",
            [],
            |_| Ok(()),
        )
        .optional()?;
    if any.is_none() {
        return Ok(Vec::new());
    }
    connection
        .prepare("SELECT number, name, checksum FROM migration ORDER BY number")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
        .collect()
}

/// FNV-1a of 64 bits (draft-eastlake-fnv): it guards against an edit by mistake, not against malice.
fn checksum(text: &str) -> String {
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    format!("{hash:016x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: Migration = Migration {
        number: 1,
        name: "one",
        sql: "CREATE TABLE one (a INTEGER) STRICT;",
    };
    const TWO: Migration = Migration {
        number: 2,
        name: "two",
        sql: "CREATE TABLE two (a INTEGER) STRICT;",
    };

    fn connection() -> Connection {
        Connection::open_in_memory().unwrap()
    }

    fn check_refusal(applied: &[Migration], known: &[Migration], expected: &[&str]) {
        let mut connection = connection();
        apply(&mut connection, applied).unwrap();
        let text = apply(&mut connection, known).unwrap_err().to_string();
        for part in expected {
            assert!(text.contains(part), "{text}");
        }
        assert_eq!(require_current(&connection, known).unwrap_err().to_string(), text);
        // Who fits it can still use it.
        apply(&mut connection, applied).unwrap();
    }

    #[test]
    fn steps_are_applied_once_and_in_order() {
        let mut connection = connection();
        apply(&mut connection, &[ONE]).unwrap();
        require_current(&connection, &[ONE]).unwrap();
        assert!(
            require_current(&connection, &[ONE, TWO])
                .unwrap_err()
                .to_string()
                .contains("start the server once")
        );
        apply(&mut connection, &[ONE, TWO]).unwrap();
        apply(&mut connection, &[ONE, TWO]).unwrap();
        require_current(&connection, &[ONE, TWO]).unwrap();
        connection
            .execute_batch("INSERT INTO one VALUES (1); INSERT INTO two VALUES (1);")
            .unwrap();
    }

    #[test]
    fn a_schema_that_does_not_fit_is_left_alone() {
        check_refusal(&[ONE, TWO], &[ONE], &["newer than this program", "`0002_two`"]);
        let changed = Migration {
            sql: "CREATE TABLE one (b INTEGER) STRICT;",
            ..ONE
        };
        check_refusal(&[ONE], &[changed, TWO], &["`0001_one` differs"]);
        let renamed = Migration { name: "uno", ..ONE };
        check_refusal(
            &[ONE],
            &[renamed],
            &["`0001_one` differs from this program's `0001_uno`"],
        );
    }

    #[test]
    fn a_failed_step_leaves_nothing_behind() {
        let broken = Migration {
            number: 2,
            name: "broken",
            sql: "CREATE TABLE two (a INTEGER) STRICT; nonsense;",
        };
        let mut connection = connection();
        apply(&mut connection, &[ONE, broken]).unwrap_err();
        apply(&mut connection, &[ONE, TWO]).unwrap();
    }

    #[test]
    fn a_database_of_another_program_is_left_alone() {
        let mut connection = connection();
        connection
            .execute_batch("CREATE TABLE theirs (a INTEGER);")
            .unwrap();
        let text = apply(&mut connection, &[ONE]).unwrap_err().to_string();
        assert!(text.contains("another program"), "{text}");
    }

    #[test]
    fn numbers_follow_each_other_and_match_the_file_names() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/embedded/migrations");
        let mut files: Vec<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|file| file.unwrap().file_name().into_string().unwrap())
            .collect();
        files.sort();
        let known: Vec<String> = MIGRATIONS
            .iter()
            .map(|migration| format!("{:04}_{}.sql", migration.number, migration.name))
            .collect();
        assert_eq!(files, known);
        assert!(
            MIGRATIONS
                .iter()
                .map(|migration| migration.number)
                .eq(1..=u32::try_from(known.len()).unwrap())
        );
    }
}
