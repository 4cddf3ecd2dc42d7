//! Looks whether what is stored is what was written.

use rusqlite::Connection;

/// What is wrong, in words; nothing if all is well.
pub(super) fn findings(database: &Connection) -> rusqlite::Result<Vec<String>> {
    let mut found: Vec<String> = database
        .prepare("PRAGMA integrity_check(20)")?
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    found.retain(|line| line != "ok");
    for (question, meaning) in QUESTIONS {
        let wrong: i64 = database.prepare(question)?.query_row([], |row| row.get(0))?;
        if wrong != 0 {
            found.push(format!("{meaning} ({wrong})"));
        }
    }
    Ok(found)
}

/// Each counts what must not exist.
const QUESTIONS: [(&str, &str); 6] = [
    (
        "SELECT coalesce(max(place) + 1, 0) - count(*) FROM entry",
        "log entries are missing between the first and the last",
    ),
    (
        "SELECT (SELECT count(*) FROM account) - coalesce((SELECT count FROM total WHERE name = 'accounts'), 0)",
        "the number of accounts differs from what was counted",
    ),
    (
        "SELECT (SELECT count(*) FROM account WHERE attention IS NOT NULL)
         - coalesce((SELECT count FROM total WHERE name = 'attention'), 0)",
        "the number of accounts that need attention differs from what was counted",
    ),
    (
        "SELECT count(*) FROM account LEFT JOIN entry ON entry.place = account.newest
         WHERE account.newest IS NOT NULL AND entry.account IS NOT account.account",
        "accounts whose newest log entry is not theirs",
    ),
    (
        "SELECT count(*) FROM entry LEFT JOIN entry AS before ON before.place = entry.previous
         WHERE entry.previous IS NOT NULL AND before.account IS NOT entry.account",
        "log entries whose predecessor belongs to another account",
    ),
    (
        "SELECT count(*) FROM entry WHERE account IS NOT NULL
         AND NOT EXISTS (SELECT 1 FROM account WHERE account.account = entry.account)",
        "log entries of accounts that do not exist",
    ),
];
