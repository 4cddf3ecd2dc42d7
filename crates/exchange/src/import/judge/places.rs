//! What becomes of components, flows and routes: steps, where somebody acts or a threat stands.

use std::collections::BTreeSet;

use super::court::{Court, is_alive, plain};
use crate::import::draft::Step;
use crate::import::ledger::{Ledger, marked};
use crate::import::model::Place;

/// Makes a step of every place at which somebody acts or a threat stands that counts.
pub(super) fn make_steps(court: &mut Court<'_>, data: &[Option<String>]) {
    let mut needed: BTreeSet<usize> = BTreeSet::new();
    for threat in court.model.threats.iter().filter(|threat| is_alive(threat)) {
        needed.extend(threat.places.first());
    }
    for (at, place) in court.model.places.iter().enumerate() {
        if !place.person && !needed.contains(&at) {
            continue;
        }
        let journey = court.journey_of(place.group.as_deref());
        let id = court.name(journey, "", &place.object.name, "step");
        let mut comments = vec![place.object.origin()];
        if let Some(asks) = &place.asks {
            comments.push(format!("Ask: {}", marked(asks)));
        }
        let gives: BTreeSet<String> = place
            .gives
            .iter()
            .filter_map(|datum| data.get(*datum).cloned().flatten())
            .collect();
        let does = plain(&place.does);
        let step = Step {
            id,
            comments,
            does: if does.is_empty() {
                format!("I use {}.", place.object.name)
            } else {
                does
            },
            gives: gives.into_iter().collect(),
            at: place.routes.clone(),
            worst: Vec::new(),
        };
        let step = court.add_step(journey, step);
        court.stood_on.insert(at, (journey, step));
    }
}

/// Enters what became of every place.
pub(super) fn judge_places(court: &Court<'_>, ledger: &mut Ledger) {
    let model = court.model;
    for (at, place) in model.places.iter().enumerate() {
        let object = place.object.clone();
        let Some((journey, step)) = court.stood_on.get(&at).copied() else {
            ledger.dropped(object, otherwise(place));
            continue;
        };
        let step = court.journeys.get(journey).and_then(|one| one.steps.get(step));
        let id = step.map_or("", |step| step.id.as_str());
        let becomes = format!("step `{}/{id}`", court.journey_id(journey));
        match &place.asks {
            Some(asks) => ledger.question(object, asks, Some(becomes)),
            None => ledger.kept(object, becomes),
        }
    }
}

fn otherwise(place: &Place) -> String {
    if place.otherwise.is_empty() {
        "no person acts here and no threat in scope stands on it: a journey has only what somebody does"
            .to_owned()
    } else {
        place.otherwise.clone()
    }
}
