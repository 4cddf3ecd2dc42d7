//! What several lints ask of the whole, worked out once: whom a control serves, who watches it, and what stands
//! between a person and each worst case.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use vocabulary::Moment;

use super::Options;
use super::proofs::{Proof, proofs};
use super::words::Sentence;
use crate::model::{Control, ControlKind, Debt, Harm, Journey, Journeys, Promise, Stated, WhenDown, Worst};

pub(crate) struct Survey<'a> {
    pub(crate) journeys: &'a Journeys,
    /// Every worst case, in the order of the files, with what stands against it.
    pub(crate) stands: Vec<Stand<'a>>,
    served: HashMap<&'a str, Vec<Service<'a>>>,
    /// Every promise and guardrail, in the order of the files, with the words that it is made of.
    pub(crate) said: Vec<Said<'a>>,
    /// Against which of `stands` a control stands.
    standing: HashMap<&'a str, Vec<usize>>,
    /// Every proof of every control, with its results.
    pub(crate) proofs: Vec<Proof<'a>>,
    watched: HashSet<&'a str>,
    now: Option<Moment>,
    changed: Option<&'a BTreeSet<String>>,
}

/// A control with its name.
pub(crate) type Named<'a> = (&'a str, &'a Control);

/// A promise that a control serves.
#[derive(Clone, Copy)]
pub(crate) struct Service<'a> {
    pub(crate) journey: &'a Journey,
    pub(crate) promise: &'a Promise,
}

/// A promise or guardrail and its sentence.
pub(crate) struct Said<'a> {
    pub(crate) stated: Stated<'a>,
    pub(crate) sentence: Sentence<'a>,
}

/// One worst case and what stands against it.
pub(crate) struct Stand<'a> {
    pub(crate) journey: &'a Journey,
    pub(crate) worst: &'a Worst,
    /// The promises against it, wherever in the journey they are made.
    pub(crate) promises: Vec<&'a Promise>,
    /// The controls that keep them, each once, in the order in which they are named.
    pub(crate) controls: Vec<Named<'a>>,
}

impl<'a> Survey<'a> {
    pub(crate) fn of(journeys: &'a Journeys, options: &Options<'a>) -> Self {
        let mut served: HashMap<&str, Vec<Service<'_>>> = HashMap::new();
        // Asked far more often than it is filled.
        let controls: HashMap<&str, &Control> = journeys
            .controls
            .iter()
            .map(|(name, control)| (name.as_str(), control))
            .collect();
        let mut watched = HashSet::new();
        let worst = journeys.journeys.iter().map(|journey| journey.worst().count());
        let mut stands: Vec<Stand<'_>> = Vec::with_capacity(worst.sum());
        let mut standing: HashMap<&str, Vec<usize>> = HashMap::with_capacity(controls.len());
        let stated = journeys.journeys.iter().map(|journey| journey.stated().count());
        let mut said = Vec::with_capacity(stated.sum());
        for journey in &journeys.journeys {
            said.extend(journey.stated().map(|stated| Said {
                stated,
                sentence: Sentence::of(stated.says),
            }));
            let mut against: BTreeMap<&str, Vec<&Promise>> = BTreeMap::new();
            for (_, promise) in journey.promises() {
                for name in unique(promise.kept_by.iter().map(|name| name.as_str())) {
                    let service = Service { journey, promise };
                    served.entry(name).or_default().push(service);
                }
                for worst in unique(promise.against.iter().map(|id| id.as_str())) {
                    against.entry(worst).or_default().push(promise);
                }
            }
            for (_, worst) in journey.worst() {
                let promises = against.get(worst.id.as_str()).cloned().unwrap_or_default();
                let stand = Stand::of(&controls, journey, worst, promises);
                for (name, _) in &stand.controls {
                    standing.entry(name).or_default().push(stands.len());
                }
                stands.push(stand);
            }
            watched.extend(
                journey
                    .guardrails
                    .iter()
                    .flat_map(|guardrail| &guardrail.watches)
                    .map(|name| name.as_str()),
            );
        }
        Self {
            journeys,
            stands,
            said,
            standing,
            proofs: proofs(journeys, options.evidence.unwrap_or_default()),
            served,
            watched,
            now: options.now,
            changed: options.changed,
        }
    }

    /// The promises that a control serves, in the order of the files.
    pub(crate) fn served_by(&self, control: &str) -> &[Service<'a>] {
        self.served.get(control).map_or(&[], Vec::as_slice)
    }

    /// The worst cases against which a control stands.
    pub(crate) fn stands_of(&self, control: &str) -> impl Iterator<Item = &Stand<'a>> {
        let at = self.standing.get(control).map_or(&[][..], Vec::as_slice);
        at.iter().filter_map(|at| self.stands.get(*at))
    }

    /// Whether a guardrail watches a control.
    pub(crate) fn is_watched(&self, control: &str) -> bool {
        self.watched.contains(control)
    }

    /// Whether somebody is changing the journey: without a word on what changed, all of them are taken to be.
    pub(crate) fn is_changed(&self, journey: &Journey) -> bool {
        self.changed
            .is_none_or(|changed| changed.contains(journey.id.as_str()))
    }

    /// A debt that excuses what is wrong with any of these promises, guardrails or worst cases. One that has
    /// ended still does so while nobody changes its journey; J702 has its one line for it.
    pub(crate) fn owed(&self, journey: &'a Journey, ids: &[&str]) -> Option<&'a Debt> {
        let counts =
            |debt: &&Debt| self.now.is_none_or(|now| debt.in_force(now)) || !self.is_changed(journey);
        let speaks = |debt: &&Debt| debt.weakens.iter().any(|weak| ids.contains(&weak.as_str()));
        journey.debt.iter().filter(counts).find(speaks)
    }
}

impl<'a> Stand<'a> {
    fn of(
        known: &HashMap<&'a str, &'a Control>,
        journey: &'a Journey,
        worst: &'a Worst,
        promises: Vec<&'a Promise>,
    ) -> Self {
        let names = unique(
            promises
                .iter()
                .flat_map(|promise| promise.kept_by.iter())
                .map(|name| name.as_str()),
        );
        let controls: Vec<(&str, &Control)> = names
            .into_iter()
            .filter_map(|name| Some((name, *known.get(name)?)))
            .collect();
        Self {
            journey,
            worst,
            promises,
            controls,
        }
    }

    /// `journey/worst`.
    pub(crate) fn object(&self) -> String {
        format!("{}/{}", self.journey.id, self.worst.id)
    }

    /// The ids by which a debt may speak of it: its own and those of the promises against it.
    pub(crate) fn ids(&self) -> Vec<&'a str> {
        let promises = self.promises.iter().map(|promise| promise.id.as_str());
        std::iter::once(self.worst.id.as_str()).chain(promises).collect()
    }

    /// Whether the harm is more than an annoyance.
    pub(crate) fn hurts(&self) -> bool {
        self.worst.harm >= Harm::Moderate
    }

    /// Whether any control against it works in one of these ways.
    pub(crate) fn has(&self, kinds: &[ControlKind]) -> bool {
        self.controls
            .iter()
            .any(|(_, control)| kinds.contains(&control.kind))
    }

    /// Whether all that stands against it is one layer: each control shares something that it rests on with
    /// another, directly or through others.
    pub(crate) fn is_one_layer(&self) -> bool {
        let [(_, first), rest @ ..] = &self.controls[..] else {
            return false;
        };
        // Most often the first control stands alone, and that is quickly seen.
        let joined = rest.iter().any(|(_, other)| shares(first, other));
        rest.is_empty() || (joined && layers(&self.controls).len() == 1)
    }

    /// Whether all that stands against it lets everybody through when one thing is down.
    pub(crate) fn opens_when_down(&self) -> bool {
        let mut controls = self.controls.iter();
        controls.all(|(_, control)| control.when_down == WhenDown::Allow) && self.is_one_layer()
    }
}

fn shares(one: &Control, other: &Control) -> bool {
    let mut rests = one.rests_on.iter();
    rests.any(|rest| other.rests_on.iter().any(|other| **other == **rest))
}

/// Controls in layers: those that share something they rest on, directly or through others, stand in one.
fn layers<'a>(controls: &[Named<'a>]) -> Vec<Vec<Named<'a>>> {
    let mut layer_of: Vec<usize> = (0..controls.len()).collect();
    let mut first_on: HashMap<&str, usize> = HashMap::new();
    for (at, (_, control)) in controls.iter().enumerate() {
        for rest in &control.rests_on {
            let other = *first_on.entry(rest.as_str()).or_insert(at);
            let (one, other) = (find(&mut layer_of, at), find(&mut layer_of, other));
            if let Some(layer) = layer_of.get_mut(one.max(other)) {
                *layer = one.min(other);
            }
        }
    }
    let mut layers: BTreeMap<usize, Vec<Named<'a>>> = BTreeMap::new();
    for (at, named) in controls.iter().enumerate() {
        layers.entry(find(&mut layer_of, at)).or_default().push(*named);
    }
    layers.into_values().collect()
}

/// The first control of the layer in which one stands; what is walked is shortened for the next time.
fn find(layer_of: &mut [usize], mut at: usize) -> usize {
    while let Some(&next) = layer_of.get(at)
        && next != at
    {
        let beyond = layer_of.get(next).copied().unwrap_or(next);
        if let Some(layer) = layer_of.get_mut(at) {
            *layer = beyond;
        }
        at = beyond;
    }
    at
}

/// Each name once, in the order in which they come.
fn unique<'a>(names: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    /// Up to so many, looking through them is quicker than hashing.
    const FEW: usize = 16;
    let mut kept: Vec<&str> = Vec::new();
    let mut seen: HashSet<&str> = HashSet::new();
    for name in names {
        let new = if kept.len() < FEW {
            !kept.contains(&name)
        } else {
            if seen.is_empty() {
                seen.extend(&kept);
            }
            seen.insert(name)
        };
        if new {
            kept.push(name);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{SourceFile, load};

    #[test]
    fn controls_that_rest_on_the_same_stand_in_one_layer() {
        let check = |rests: &[&str], expected: &[&str]| {
            let mut text = "controls:\n".to_owned();
            for (at, rests) in rests.iter().enumerate() {
                text.push_str(
                    &[
                        "  c",
                        &at.to_string(),
                        ": { does: x, type: prevent, rests_on: [",
                        rests,
                        "] }\n",
                    ]
                    .concat(),
                );
            }
            let (journeys, findings) = load(&[SourceFile::new("controls.yaml", text)]);
            assert_eq!(findings, []);
            let controls: Vec<Named<'_>> = journeys
                .controls
                .iter()
                .map(|(name, control)| (name.as_str(), control))
                .collect();
            let told: Vec<String> = layers(&controls)
                .iter()
                .map(|layer| layer.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(" "))
                .collect();
            assert_eq!(told, expected, "{rests:?}");
        };
        check(&["", "", ""], &["c0", "c1", "c2"]);
        check(&["a", "b", "a"], &["c0 c2", "c1"]);
        check(&["a", "b", "b, a"], &["c0 c1 c2"]);
        check(&["a, b", "c", "d", "d, c", "e"], &["c0", "c1 c2 c3", "c4"]);
        check(&["a", "b", "c", "a, b, c"], &["c0 c1 c2 c3"]);
        check(&["a, a"], &["c0"]);
    }
}
