//! What debts do to the promises, guardrails and worst cases that they weaken.

use std::collections::{BTreeMap, BTreeSet};

use journey::{Debt, Journey};

use super::debt;
use super::names::Names;
use crate::change::Part;
use crate::changes::{Entry, Subject};

/// What is owed in a journey, before and after. Ids are those of the new side.
pub(super) struct Owed<'a> {
    pub(super) names: &'a Names<'a>,
    /// What some debt weakened before.
    pub(super) before: BTreeSet<&'a str>,
    /// What some debt weakens now.
    pub(super) after: BTreeSet<&'a str>,
    /// Everything that a debt can weaken and that was there before and after.
    pub(super) weakened: BTreeMap<&'a str, Subject>,
}

impl<'a> Owed<'a> {
    /// What a debt that was there before and after does otherwise.
    pub(super) fn kept(&self, old: &'a Debt, new: &'a Debt) -> Vec<Entry> {
        let was = self.was(old);
        let is: BTreeSet<&str> = new.weakens.iter().map(|id| id.as_str()).collect();
        let extended = debt::is_extended(old, new);
        let mut entries = Vec::new();
        for id in is {
            let Some(subject) = self.weakened.get(id) else {
                continue;
            };
            let says = match (was.contains(id), extended) {
                (false, _) => "A debt weakens it now:",
                (true, true) => "A debt weakens it for longer:",
                (true, false) => continue,
            };
            entries.push((subject.clone(), debt::weakening(new, says)));
        }
        entries.extend(self.freed(old, &was));
        entries
    }

    /// What a debt weakened that is not stated any more, and that now counts in full again.
    pub(super) fn gone(&self, old: &'a Debt) -> Vec<Entry> {
        self.freed(old, &self.was(old))
    }

    /// What a debt weakens that was not stated before.
    pub(super) fn added(&self, new: &'a Debt) -> Vec<Entry> {
        let is: BTreeSet<&str> = new.weakens.iter().map(|id| id.as_str()).collect();
        let hit = is.into_iter().filter_map(|id| {
            let says = if self.before.contains(id) {
                "One more debt weakens it:"
            } else {
                "A debt weakens it now:"
            };
            Some((self.weakened.get(id)?.clone(), debt::weakening(new, says)))
        });
        hit.collect()
    }

    fn was(&self, old: &'a Debt) -> BTreeSet<&'a str> {
        old.weakens.iter().map(|id| self.names.owed(id)).collect()
    }

    /// Promises and guardrails that no debt weakens any more count in full again. A worst case without a debt on
    /// it is no better off for that.
    fn freed(&self, old: &Debt, was: &BTreeSet<&str>) -> Vec<Entry> {
        let free = was.iter().filter(|id| !self.after.contains(*id));
        let subjects = free.filter_map(|id| self.weakened.get(id));
        let promised = subjects.filter(|subject| matches!(subject.part, Part::Promise | Part::Guardrail));
        promised
            .map(|subject| (subject.clone(), debt::freeing(old)))
            .collect()
    }
}

/// The ids that a journey's debts weaken.
pub(super) fn ids(journey: Option<&Journey>) -> BTreeSet<&str> {
    let debts = journey.into_iter().flat_map(|journey| &journey.debt);
    debts
        .flat_map(|debt| &debt.weakens)
        .map(|id| id.as_str())
        .collect()
}
