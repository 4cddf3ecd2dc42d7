//! `GET /console`: are our promises kept?

use std::collections::BTreeMap;

use axum::response::{Html, IntoResponse, Response};
use engine::{DayFigures, Engine, Figure, JourneyStanding, Stated};

use super::entered::{Entered, StillEntered};
use super::failed::Failed;
use super::notable::is_notable;
use super::stated::until;
use super::{entry, measured};
use crate::console::views::{Count, DebtRow, Entry, Home, JourneyRow, Today};
use crate::console::{home, words};

/// Entries looked at for those worth showing.
const LOOKED_AT: u32 = 200;
/// Entries shown.
const SHOWN: usize = 12;

pub(super) async fn page(entered: Entered) -> Response {
    let view = fill(entered.engine()).await;
    entered.answer(view.map(|view| home::page(&entered.frame, &view)))
}

/// What changes from second to second.
pub(super) async fn just_now(StillEntered(entered): StillEntered) -> Response {
    match news(entered.engine()).await {
        Ok((today, entries)) => {
            Html(home::just_now(entered.frame.now, &today, &entries).into_string()).into_response()
        }
        Err(failed) => failed.into_page(&entered.frame),
    }
}

async fn fill(engine: &Engine) -> Result<Home, Failed> {
    let stated = engine.stated();
    let standings = engine.standings().await?;
    let (today, just_now) = news(engine).await?;
    Ok(Home {
        journeys: standings
            .iter()
            .filter_map(|standing| row(&stated, standing))
            .collect(),
        just_now,
        today,
    })
}

async fn news(engine: &Engine) -> Result<(Today, Vec<Entry>), Failed> {
    let stated = engine.stated();
    let entries = newest(entry::entries(&stated, engine.latest(LOOKED_AT).await?));
    let (today, yesterday) = (engine.day(0).await?, engine.day(1).await?);
    Ok((figures(&today, &yesterday), entries))
}

/// The newest that are worth a line; where nothing is, the newest of all, since something did happen.
fn newest(entries: Vec<Entry>) -> Vec<Entry> {
    let (mut notable, everyday): (Vec<Entry>, Vec<Entry>) =
        entries.into_iter().partition(|entry| is_notable(&entry.record));
    if notable.is_empty() {
        notable = everyday;
    }
    notable.truncate(SHOWN);
    notable
}

fn row(stated: &Stated, standing: &JourneyStanding) -> Option<JourneyRow> {
    let journey = stated.journeys.journey(&standing.id)?;
    let promises: Vec<_> = standing
        .promises
        .iter()
        .map(|promise| measured::state(stated, promise))
        .collect();
    let debt = |debt: &journey::Debt| DebtRow {
        id: debt.id.value.clone(),
        until: until(debt),
    };
    Some(JourneyRow {
        id: standing.id.clone(),
        name: standing.name.clone(),
        wants: journey.wants.clone(),
        state: measured::worst(&promises),
        // Tallies say how things stand, not since when.
        since: None,
        promises,
        debts: journey.debt.iter().map(debt).collect(),
    })
}

fn figures(today: &DayFigures, yesterday: &DayFigures) -> Today {
    // A day of which nothing at all was counted is one on which we were not there yet.
    let was_there = *yesterday != DayFigures::default();
    let count = |figure| Count {
        today: today.count(figure),
        yesterday: was_there.then(|| yesterday.count(figure)),
    };
    Today {
        takeovers_stopped: count(Figure::TakeoversStopped),
        held: count(Figure::EffectsHeld),
        held_amount: money(&today.held_amount),
        honest_challenged: count(Figure::OwnersChallenged),
        honest_seen: Some(today.count(Figure::OwnersSeen)),
    }
}

/// Sums by currency, as one text: `1,348.90 EUR and 4,800 JPY`. Nothing is converted.
pub(super) fn money(sums: &BTreeMap<String, i64>) -> Option<String> {
    let amounts: Vec<String> = sums
        .iter()
        .map(|(currency, sum)| words::amount(*sum, currency))
        .collect();
    (!amounts.is_empty()).then(|| words::list(&amounts, "and"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_of_several_currencies_is_told_apart() {
        let check = |sums: &[(&str, i64)], expected: Option<&str>| {
            let sums = sums
                .iter()
                .map(|(currency, sum)| ((*currency).to_owned(), *sum))
                .collect();
            assert_eq!(money(&sums).as_deref(), expected);
        };
        check(&[], None);
        check(&[("EUR", 129_900)], Some("1,299.00 EUR"));
        check(&[("JPY", 4_800), ("EUR", 5)], Some("0.05 EUR and 4,800 JPY"));
    }
}
