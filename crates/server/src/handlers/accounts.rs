//! `GET /console/accounts`: whom do you look for?
//!
//! The store lists ids upwards only. A page further down is one look; going back up is a walk from the beginning
//! of the search, which is bounded: whoever is deeper than that starts again at the beginning.

use axum::response::Response;
use engine::{AccountView, Engine};
use serde::Deserialize;
use vocabulary::AccountId;
use vocabulary::limits::MAX_ID_BYTES;

use super::entered::Entered;
use super::failed::{self, Failed, InQuery};
use super::incident;
use crate::console::accounts;
use crate::console::views::{AccountRow, Accounts};

/// Accounts on a page.
const PAGE: usize = 50;
/// Accounts read at once, and at most, when walking to the page before.
const STRIDE: usize = 500;
const FARTHEST: usize = 5_000;

/// What may stand in the address.
#[derive(Deserialize, Default)]
pub(super) struct Asked {
    #[serde(default)]
    q: String,
    after: Option<String>,
    before: Option<String>,
}

pub(super) async fn page(entered: Entered, asked: InQuery<Asked>) -> Response {
    let view = match failed::query(asked) {
        Ok(asked) => fill(entered.engine(), asked).await,
        Err(failed) => Err(failed),
    };
    entered.answer(view.map(|view| accounts::page(&entered.frame, &view)))
}

async fn fill(engine: &Engine, asked: Asked) -> Result<Accounts, Failed> {
    // No id begins with a blank; pasted text often does.
    let query = asked.q.trim_start();
    if query.len() > MAX_ID_BYTES || query.chars().any(char::is_control) {
        // No id is like this, so there is nothing to ask the store for.
        return Ok(Accounts {
            query: clipped(query),
            ..Accounts::default()
        });
    }
    let cursor = |text: Option<String>| text.and_then(|text| AccountId::new(&text).ok());
    let found = match (cursor(asked.after), cursor(asked.before)) {
        (Some(after), _) => after_id(engine, query, Some(&after)).await?,
        (None, Some(before)) => before_id(engine, query, &before).await?,
        (None, None) => after_id(engine, query, None).await?,
    };
    let edge = |row: Option<&AccountView>| row.map(|row| row.id.as_str().to_owned());
    Ok(Accounts {
        query: query.to_owned(),
        before: edge(found.rows.first()).filter(|_| found.has_earlier),
        after: edge(found.rows.last()).filter(|_| found.has_later),
        rows: found.rows.iter().map(row).collect(),
    })
}

/// One page of accounts.
struct Found {
    rows: Vec<AccountView>,
    has_earlier: bool,
    has_later: bool,
}

async fn after_id(engine: &Engine, query: &str, after: Option<&AccountId>) -> Result<Found, Failed> {
    let mut rows = engine.accounts(query, after, limit(PAGE + 1)).await?;
    let has_later = rows.len() > PAGE;
    rows.truncate(PAGE);
    let has_earlier = after.is_some_and(|after| after.as_str() >= query);
    Ok(Found {
        rows,
        has_earlier,
        has_later,
    })
}

/// The page that ends before an id, where that is not farther from the beginning than we walk.
async fn before_id(engine: &Engine, query: &str, before: &AccountId) -> Result<Found, Failed> {
    let (mut last, mut walked): (Vec<AccountView>, usize) = (Vec::new(), 0);
    while walked < FARTHEST {
        let from = last.last().map(|row| row.id.clone());
        let stride = engine.accounts(query, from.as_ref(), limit(STRIDE)).await?;
        let is_end = stride.len() < STRIDE;
        let earlier: Vec<AccountView> = stride.into_iter().take_while(|row| row.id < *before).collect();
        let is_here = is_end || earlier.len() < STRIDE;
        walked += earlier.len();
        last.extend(earlier);
        let surplus = last.len().saturating_sub(PAGE);
        last.drain(..surplus);
        if is_here && !last.is_empty() {
            return Ok(Found {
                has_earlier: walked > last.len(),
                // Where the reader comes from.
                has_later: true,
                rows: last,
            });
        }
        if is_here {
            break;
        }
    }
    after_id(engine, query, None).await
}

fn limit(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn row(account: &AccountView) -> AccountRow {
    let facts = &account.state.facts;
    let devices = facts.account.devices().iter().map(|device| device.last_seen);
    let sessions = facts.account.sessions().iter().map(|session| session.last_seen);
    AccountRow {
        id: account.id.clone(),
        standing: incident::standing(account),
        last_seen: devices.chain(sessions).max(),
        held: u64::try_from(facts.trouble.held().count()).unwrap_or(u64::MAX),
    }
}

/// As much of a search as an id could be long, with a sign for what cannot be shown.
fn clipped(text: &str) -> String {
    let mut clipped = String::new();
    for letter in text.chars() {
        let letter = if letter.is_control() {
            char::REPLACEMENT_CHARACTER
        } else {
            letter
        };
        if clipped.len() + letter.len_utf8() > MAX_ID_BYTES {
            break;
        }
        clipped.push(letter);
    }
    clipped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_is_echoed_no_longer_than_an_id() {
        let check = |text: &str, expected: &str| assert_eq!(clipped(text), expected);
        check("a\u{7}b", "a\u{fffd}b");
        check(&"x".repeat(500), &"x".repeat(128));
        check(&"é".repeat(100), &"é".repeat(64));
    }
}
