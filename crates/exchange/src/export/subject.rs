//! What is exported: all journeys or one of them, and what is known of them at a moment.

use std::collections::BTreeSet;

use journey::evidence::Fact;
use journey::{Control, Data, Debt, Journey, Journeys, Stated, Worst};
use vocabulary::{Moment, PromiseRef, did_you_mean};

use super::figure::{Figure, Figures, State};
use super::proof::{self, Proof};

/// What is exported.
#[derive(Debug, Clone)]
pub struct Subject<'a> {
    /// What people call all of it; a document's title.
    pub name: &'a str,
    /// The time of the export: what ended before it has ended.
    pub now: Moment,
    all: &'a Journeys,
    journeys: Vec<&'a Journey>,
    whole: bool,
    figures: Option<&'a Figures>,
    evidence: &'a [Fact],
}

/// What was asked for cannot be exported.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SubjectError {
    /// No journey has this id.
    #[error("there is no journey `{asked}`; {help}")]
    NoJourney {
        /// The id that was asked for.
        asked: String,
        /// Which there are.
        help: String,
    },
}

impl<'a> Subject<'a> {
    /// All journeys, of which nothing is known but what the files say.
    pub fn new(name: &'a str, journeys: &'a Journeys, now: Moment) -> Self {
        Self {
            name,
            now,
            all: journeys,
            journeys: journeys.journeys.iter().collect(),
            whole: true,
            figures: None,
            evidence: &[],
        }
    }

    /// One journey alone, with the controls and the data that it needs.
    ///
    /// # Errors
    /// Where no journey has this id.
    pub fn only(mut self, id: &str) -> Result<Self, SubjectError> {
        let Some(journey) = self.all.journey(id) else {
            let ids = || self.all.journeys.iter().map(|one| one.id.as_str());
            let help = did_you_mean(id, ids()).map_or_else(
                || format!("there are: {}", ids().collect::<Vec<_>>().join(", ")),
                |near| format!("did you mean `{near}`?"),
            );
            return Err(SubjectError::NoJourney {
                asked: id.to_owned(),
                help,
            });
        };
        self.journeys = vec![journey];
        self.whole = false;
        Ok(self)
    }

    /// With what a server has counted.
    #[must_use]
    pub const fn with_figures(mut self, figures: &'a Figures) -> Self {
        self.figures = Some(figures);
        self
    }

    /// With results of tests and scans, which controls name as their proofs.
    #[must_use]
    pub const fn with_evidence(mut self, evidence: &'a [Fact]) -> Self {
        self.evidence = evidence;
        self
    }

    /// The journeys, in the order of the files.
    pub fn journeys(&self) -> &[&'a Journey] {
        &self.journeys
    }

    /// Whether a server's figures are at hand.
    pub(super) const fn has_figures(&self) -> bool {
        self.figures.is_some()
    }

    /// The figures of a promise or guardrail.
    pub(super) fn figure(&self, promise: &PromiseRef) -> Option<&'a Figure> {
        self.figures?.of(promise)
    }

    /// What the evidence says of a proof.
    pub(super) fn proof(&self, written: &str) -> Option<Proof<'a>> {
        proof::known(self.evidence, written)
    }

    /// A control by its name, where the files describe it.
    pub(super) fn control(&self, name: &str) -> Option<&'a Control> {
        self.all.controls.get(name)
    }

    /// The controls, by name: all, or those that the one journey needs.
    pub(super) fn controls(&self) -> Vec<(&'a str, &'a Control)> {
        let needed: BTreeSet<&str> = self
            .journeys
            .iter()
            .flat_map(|journey| {
                let kept_by = journey.promises().flat_map(|(_, promise)| &promise.kept_by);
                let watched = journey.guardrails.iter().flat_map(|one| &one.watches);
                kept_by.chain(watched).map(|name| name.as_str())
            })
            .collect();
        self.all
            .controls
            .iter()
            .map(|(name, control)| (name.as_str(), control))
            .filter(|(name, _)| self.whole || needed.contains(name))
            .collect()
    }

    /// The data, by name: all, or what the one journey receives.
    pub(super) fn data(&self) -> Vec<(&'a str, &'a Data)> {
        let given: BTreeSet<&str> = self
            .journeys
            .iter()
            .flat_map(|journey| journey.steps.iter().flat_map(|step| &step.gives))
            .map(|name| name.as_str())
            .collect();
        self.all
            .data
            .iter()
            .map(|(name, data)| (name.as_str(), data))
            .filter(|(name, _)| self.whole || given.contains(name))
            .collect()
    }

    /// Promises and guardrails of all journeys.
    pub(super) fn stated(&self) -> impl Iterator<Item = Stated<'a>> {
        self.journeys.iter().flat_map(|journey| journey.stated())
    }

    /// Debts with their journeys, in the order of the files.
    pub(super) fn debts(&self) -> impl Iterator<Item = (&'a Journey, &'a Debt)> {
        self.journeys
            .iter()
            .flat_map(|journey| journey.debt.iter().map(move |debt| (*journey, debt)))
    }

    /// What stands between people and a worst case.
    pub(super) fn answer(&self, journey: &'a Journey, worst: &Worst) -> Answer<'a> {
        let promises: Vec<_> = journey
            .promises()
            .map(|(_, promise)| promise)
            .filter(|promise| promise.against.iter().any(|id| **id == *worst.id))
            .collect();
        let ids = promises.iter().map(|promise| promise.id.as_str());
        let mut debts: Vec<&Debt> = Vec::new();
        for id in std::iter::once(worst.id.as_str()).chain(ids) {
            for debt in journey.debts_on(id).filter(|debt| debt.in_force(self.now)) {
                if !debts.iter().any(|known| std::ptr::eq(*known, debt)) {
                    debts.push(debt);
                }
            }
        }
        let all_kept = !promises.is_empty()
            && promises.iter().all(|promise| {
                self.figure(&PromiseRef::new(&journey.id, &promise.id))
                    .is_some_and(|figure| figure.state == State::Kept)
            });
        Answer {
            promises,
            debts,
            all_kept,
        }
    }
}

/// What stands between people and a worst case.
pub(super) struct Answer<'a> {
    /// The promises against it.
    pub(super) promises: Vec<&'a journey::Promise>,
    /// The debts in force that weaken it, or a promise against it.
    pub(super) debts: Vec<&'a Debt>,
    /// There are promises, and a server has counted each of them as kept.
    pub(super) all_kept: bool,
}

/// Whether anything enforces the control, rather than only writing down what it would have done.
pub(super) const fn works(control: &Control) -> bool {
    control.enforced_by.is_some() && !control.shadow
}
