//! What is at hand while it is decided what becomes of a threat model.

use std::collections::BTreeMap;

use crate::import::draft::{Journey, MAX_TEXT_CHARS, Step};
use crate::import::ledger::shortened;
use crate::import::model::{Mitigation, Model, Threat};
use crate::import::name::Names;
use crate::import::words::{Standing, State, bears_the_risk};

/// Most journeys of one file; what belongs to more goes into the one without a group.
const MAX_JOURNEYS: usize = 200;

/// Everything at hand while it is being decided.
pub(super) struct Court<'m> {
    pub(super) model: &'m Model,
    pub(super) title: String,
    pub(super) remarks: Vec<String>,
    pub(super) effects: BTreeMap<(usize, usize), State>,
    /// Ids of mitigations that are in place.
    pub(super) controls: BTreeMap<usize, String>,
    /// Ids of mitigations that are not.
    pub(super) proposals: BTreeMap<usize, String>,
    pub(super) journeys: Vec<Journey>,
    /// Which journey a group of the source has become.
    by_group: BTreeMap<Option<String>, usize>,
    /// Of each journey: its ids.
    names: Vec<Names>,
    journey_names: Names,
    /// Which step a place has become: journey and step.
    pub(super) stood_on: BTreeMap<usize, (usize, usize)>,
}

impl<'m> Court<'m> {
    pub(super) fn new(model: &'m Model, title: String, remarks: Vec<String>) -> Self {
        Self {
            model,
            title,
            remarks,
            effects: effects(model),
            controls: BTreeMap::new(),
            proposals: BTreeMap::new(),
            journeys: Vec::new(),
            by_group: BTreeMap::new(),
            names: Vec::new(),
            journey_names: Names::default(),
            stood_on: BTreeMap::new(),
        }
    }

    /// The journey of a group; the one without a group where there is none, or too many.
    pub(super) fn journey_of(&mut self, group: Option<&str>) -> usize {
        let mut group = group.map(str::to_owned);
        if self.journeys.len() >= MAX_JOURNEYS && !self.by_group.contains_key(&group) {
            group = None;
        }
        if let Some(at) = self.by_group.get(&group) {
            return *at;
        }
        let name = group
            .as_deref()
            .map_or_else(|| self.title.clone(), |group| shortened(group, 80));
        let id = self.journey_names.give("", &name, "imported");
        let journey = Journey {
            id,
            name,
            title: self.title.clone(),
            owner: self.model.owner.clone(),
            matters: self.model.matters,
            remarks: self.remarks.clone(),
            steps: Vec::new(),
        };
        self.journeys.push(journey);
        self.names.push(Names::default());
        self.by_group.insert(group, self.journeys.len() - 1);
        self.journeys.len() - 1
    }

    pub(super) fn journey_id(&self, journey: usize) -> &str {
        self.journeys
            .get(journey)
            .map_or("", |journey| journey.id.as_str())
    }

    pub(super) fn name(&mut self, journey: usize, prefix: &str, name: &str, fallback: &str) -> String {
        match self.names.get_mut(journey) {
            Some(names) => names.give(prefix, name, fallback),
            None => fallback.to_owned(),
        }
    }

    pub(super) fn add_step(&mut self, journey: usize, step: Step) -> usize {
        let Some(journey) = self.journeys.get_mut(journey) else {
            return 0;
        };
        journey.steps.push(step);
        journey.steps.len() - 1
    }
}

/// For each threat and mitigation that go together: how far it has come against it.
fn effects(model: &Model) -> BTreeMap<(usize, usize), State> {
    let mut effects: BTreeMap<(usize, usize), State> = BTreeMap::new();
    for answer in &model.answers {
        let Some(mitigation) = model.mitigations.get(answer.mitigation) else {
            continue;
        };
        if model.threats.get(answer.threat).is_none() {
            continue;
        }
        let state = standing(answer.state.as_ref().unwrap_or(&mitigation.state), mitigation);
        // The same pair may be named for several places: it is in place only where it is so for all of them.
        effects
            .entry((answer.threat, answer.mitigation))
            .and_modify(|known| {
                if state != State::Active {
                    known.clone_from(&state);
                }
            })
            .or_insert(state);
    }
    effects
}

/// How far a mitigation has come, when what it says is taken at its word.
pub(super) fn standing(state: &State, mitigation: &Mitigation) -> State {
    match state {
        State::Active if bears_the_risk(&mitigation.does) => State::Borne,
        state => state.clone(),
    }
}

/// Whether a threat counts at all.
pub(super) const fn is_alive(threat: &Threat) -> bool {
    threat.out_of_scope.is_none() && !matches!(threat.standing, Standing::Gone(_))
}

/// How much of a text is looked at for a draft, in characters; what is kept of it is much less.
const MOST_LOOKED_AT: usize = 16 * MAX_TEXT_CHARS;

/// A text as a draft holds it: on one line, without HTML tags, and not too long.
pub(super) fn plain(text: &str) -> String {
    let end = text.char_indices().nth(MOST_LOOKED_AT);
    let mut rest = end.and_then(|(end, _)| text.get(..end)).unwrap_or(text);
    let mut out = String::new();
    while let Some((before, after)) = rest.split_once('<') {
        out.push_str(before);
        rest = after;
        let is_tag = after.starts_with(|next: char| next.is_ascii_alphabetic() || next == '/');
        match after.find('>').filter(|_| is_tag) {
            Some(end) => rest = after.get(end + 1..).unwrap_or_default(),
            None => out.push('<'),
        }
    }
    out.push_str(rest);
    shortened(&out, MAX_TEXT_CHARS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_go_and_what_only_looks_like_one_stays() {
        let check = |text: &str, expected: &str| assert_eq!(plain(text), expected, "{text}");
        check("<b>Odd</b> at <a href=\"x\">Web</a>", "Odd at Web");
        check("a < b and c > d", "a < b and c > d");
        check("5<6, <unclosed", "5<6, <unclosed");
        check("<<<", "<<<");
        check("two\nlines", "two lines");
        assert!(plain(&"word ".repeat(5_000)).chars().count() <= MAX_TEXT_CHARS);
    }
}
