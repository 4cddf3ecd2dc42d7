//! `GET /console/journeys/{journey}/promises/{promise}`: one promise or guardrail.

use axum::response::Response;
use engine::Stated;
use vocabulary::PromiseRef;

use super::entered::Entered;
use super::failed::{self, Failed, InPath};
use super::figure::figure;
use super::{bad, measured, stated};
use crate::console::promise;
use crate::console::views::{Control, Promise, Proof, Worst};

pub(super) async fn page(entered: Entered, ids: InPath<(String, String)>) -> Response {
    let view = fill(&entered, ids).await;
    entered.answer(view.map(|view| promise::page(&entered.frame, &view)))
}

async fn fill(entered: &Entered, ids: InPath<(String, String)>) -> Result<Promise, Failed> {
    let (journey_id, id) = failed::path(ids)?;
    let engine = entered.engine();
    let stated = engine.stated();
    let journey = stated.journeys.journey(&journey_id);
    let journey = journey.ok_or_else(|| Failed::no_such("a journey", &journey_id))?;
    let missing = || Failed::no_such("a promise", &id);
    let found = journey
        .stated()
        .find(|one| one.id.value == id)
        .ok_or_else(missing)?;
    let reference = found.to_ref();
    let standings = engine.standings().await?;
    let standing = standings
        .iter()
        .flat_map(|journey| &journey.promises)
        .find(|promise| promise.id == reference)
        .ok_or_else(missing)?;
    let bad = match found.measure {
        Some(measure) if bad::has_any(standing, measure) => {
            bad::last(engine, &stated, &reference, measure).await?
        }
        _ => Vec::new(),
    };
    let (against, controls) = stands_on(&stated, journey, &reference);
    Ok(Promise {
        journey_id: journey.id.value.clone(),
        journey_name: journey.name.value.clone(),
        step_does: found.step.map_or(String::new(), |step| step.does.value.clone()),
        id: found.id.value.clone(),
        says: found.says.value.clone(),
        state: measured::state(&stated, standing),
        since: None,
        pace: None,
        figure: found.measure.and_then(|measure| figure(standing, measure)),
        measured: found.measure.map_or(String::new(), measured::in_words),
        spark: found
            .measure
            .and_then(|measure| measured::spark(standing, measure, entered.frame.now)),
        against,
        controls,
        debts: journey.debts_on(&id).map(stated::debt).collect(),
        bad,
        proofs: found.measure.and_then(rehearsal).into_iter().collect(),
    })
}

/// What a promise stands against and what keeps it; for a guardrail, what it watches.
fn stands_on(stated: &Stated, journey: &journey::Journey, id: &PromiseRef) -> (Vec<Worst>, Vec<Control>) {
    let names = |list: &[journey::Placed<String>]| -> Vec<String> {
        list.iter().map(|name| name.value.clone()).collect()
    };
    let mut promises = journey.promises().map(|(_, promise)| promise);
    let (against, kept_by) = if let Some(promise) = promises.find(|promise| promise.id.value == id.promise())
    {
        (names(&promise.against), names(&promise.kept_by))
    } else {
        let guardrail = journey.guardrails.iter().find(|one| one.id.value == id.promise());
        let watches = guardrail.map_or(Vec::new(), |guardrail| names(&guardrail.watches));
        (Vec::new(), watches)
    };
    let worst = journey
        .worst()
        .filter(|(_, worst)| against.contains(&worst.id.value));
    (
        worst.map(|(_, worst)| stated::worst(worst)).collect(),
        stated::controls(stated, kept_by.iter().map(String::as_str)),
    )
}

/// The rehearsal that the measure asks for. This server cannot hold one yet, so none was ever done. What tests
/// say of controls is not known here, and so not shown.
fn rehearsal(measure: &journey::Measure) -> Option<Proof> {
    let drill = measure.drill.as_ref()?;
    let every = drill.every.in_words();
    Some(Proof {
        what: format!(
            "Rehearsal: {}, every {}",
            drill.name.replace('-', " "),
            every.strip_prefix("1 ").unwrap_or(&every)
        ),
        passed: None,
        at: None,
    })
}
