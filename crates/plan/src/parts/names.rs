//! What the things of the old side are called on the new one.

use std::collections::BTreeMap;

use journey::{Control, Place, Placed};

/// Old names to new ones, where they differ; and the controls of the new side.
#[derive(Debug, Clone, Default)]
pub(super) struct Names<'a> {
    pub(super) controls: BTreeMap<&'a str, &'a str>,
    pub(super) worst: BTreeMap<&'a str, &'a str>,
    /// Promises and guardrails.
    pub(super) stated: BTreeMap<&'a str, &'a str>,
    pub(super) steps: BTreeMap<&'a str, &'a str>,
    pub(super) known: BTreeMap<&'a str, &'a Control>,
}

impl<'a> Names<'a> {
    /// The new name of an old control.
    pub(super) fn control(&self, old: &'a str) -> &'a str {
        self.controls.get(old).copied().unwrap_or(old)
    }

    /// The new name of an old worst case.
    pub(super) fn worst(&self, old: &'a str) -> &'a str {
        self.worst.get(old).copied().unwrap_or(old)
    }

    /// The new name of an old promise, guardrail or worst case.
    pub(super) fn owed(&self, old: &'a str) -> &'a str {
        self.stated.get(old).copied().unwrap_or_else(|| self.worst(old))
    }

    /// The new name of an old step.
    pub(super) fn step(&self, old: &'a str) -> &'a str {
        self.steps.get(old).copied().unwrap_or(old)
    }

    /// Whether a control of the new side does something: something enforces it, and it does not only record.
    pub(super) fn is_at_work(&self, control: &str) -> bool {
        self.known
            .get(control)
            .is_some_and(|control| control.enforced_by.is_some() && !control.shadow)
    }
}

/// The names that differ among matched things.
pub(super) fn renamed<'a, 'n, T>(
    pairs: &[(&'a T, &'a T)],
    name: impl Fn(&'a T) -> &'n str,
) -> BTreeMap<&'n str, &'n str> {
    let names = pairs.iter().map(|(old, new)| (name(old), name(new)));
    names.filter(|(old, new)| old != new).collect()
}

/// Where a list's first item stands.
pub(super) fn placed<T>(list: &[Placed<T>]) -> Option<Place> {
    list.first().map(|item| item.place)
}
