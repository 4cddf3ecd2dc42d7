//! `GET /console/attention`: what needs me now?

use axum::response::Response;
use engine::{AccountView, Engine};

use super::entered::Entered;
use super::failed::Failed;
use super::{incident, measured};
use crate::console::attention;
use crate::console::views::{Attention, PromiseRow, State};

/// Accounts read at once, and at most: a page with more would be read by nobody.
const PAGE: u32 = 100;
const MOST: usize = 500;

pub(super) async fn page(entered: Entered) -> Response {
    let view = fill(entered.engine()).await;
    entered.answer(view.map(|view| attention::page(&entered.frame, &view)))
}

async fn fill(engine: &Engine) -> Result<Attention, Failed> {
    let accounts = in_trouble(engine).await?;
    let mut incidents: Vec<_> = accounts.iter().filter_map(incident::open).collect();
    incidents.sort_by_key(|incident| incident.opened_at);
    Ok(Attention {
        incidents,
        promises: promises(engine).await?,
    })
}

/// The store gives the newest first; the page wants whoever waits longest.
async fn in_trouble(engine: &Engine) -> Result<Vec<AccountView>, Failed> {
    let mut accounts: Vec<AccountView> = Vec::new();
    loop {
        let last = accounts.last().and_then(|account| {
            let noticed_at = account.state.facts.trouble.incident()?.noticed_at;
            Some((noticed_at, account.id.clone()))
        });
        let page = engine.in_trouble(last, PAGE).await?;
        let is_last = page.len() < PAGE as usize;
        accounts.extend(page);
        if is_last || accounts.len() >= MOST {
            return Ok(accounts);
        }
    }
}

async fn promises(engine: &Engine) -> Result<Vec<PromiseRow>, Failed> {
    let stated = engine.stated();
    let mut rows: Vec<PromiseRow> = engine
        .standings()
        .await?
        .into_iter()
        .flat_map(|journey| journey.promises)
        .map(|promise| PromiseRow {
            journey_id: promise.id.journey().to_owned(),
            id: promise.id.promise().to_owned(),
            state: measured::state(&stated, &promise),
            says: promise.says,
            since: None,
        })
        .filter(|row| matches!(row.state, State::Broken | State::AtRisk))
        .collect();
    rows.sort_by_key(|row| State::ALL.iter().position(|state| *state == row.state));
    Ok(rows)
}
