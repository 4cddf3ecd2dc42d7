//! How many independent layers stand against a worst case, as the files say.
//!
//! Two controls that rest on the same thing fall together, so they count as one layer; a control that nothing
//! enforces, or that only watches in shadow mode, counts as none.

use std::collections::BTreeSet;

use journey::{Control, Harm};

use crate::book::{Fear, Keeper};
use crate::words;

/// Whether a control does anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Force {
    /// Something enforces it.
    On,
    /// It only writes down what it would have done.
    Shadow,
    /// The files name nothing that enforces it.
    Absent,
}

impl Force {
    pub(crate) const fn of(control: Option<&Control>) -> Self {
        match control {
            Some(control) if control.enforced_by.is_none() => Self::Absent,
            Some(control) if control.shadow => Self::Shadow,
            Some(_) => Self::On,
            None => Self::Absent,
        }
    }
}

/// Groups what shares something to rest on, directly or through others, in the order of the first members.
fn layers<T>(all: impl IntoIterator<Item = T>, rests_on: impl Fn(&T) -> BTreeSet<String>) -> Vec<Vec<T>> {
    let mut layers: Vec<(BTreeSet<String>, Vec<T>)> = Vec::new();
    for one in all {
        let mut rests = rests_on(&one);
        let mut members = Vec::new();
        let mut first = None;
        // Everything that this one ties together becomes one layer, at the place of its first part.
        let mut kept = Vec::with_capacity(layers.len() + 1);
        for (on, inside) in layers {
            if on.is_disjoint(&rests) {
                kept.push((on, inside));
            } else {
                first.get_or_insert(kept.len());
                rests.extend(on);
                members.extend(inside);
            }
        }
        members.push(one);
        kept.insert(first.unwrap_or(kept.len()), (rests, members));
        layers = kept;
    }
    layers.into_iter().map(|(_, inside)| inside).collect()
}

fn rests(control: &Control) -> BTreeSet<String> {
    control.rests_on.iter().map(|on| on.value.clone()).collect()
}

/// Controls in their layers.
pub(crate) fn of_keepers<'a>(keepers: &[Keeper<'a>]) -> Vec<Vec<Keeper<'a>>> {
    layers(keepers.iter().copied(), |keeper| {
        keeper.control.map(rests).unwrap_or_default()
    })
}

/// What a layer rests on: each name once.
pub(crate) fn ground<'a>(layer: &[Keeper<'a>]) -> Vec<&'a str> {
    let mut seen = BTreeSet::new();
    layer
        .iter()
        .filter_map(|keeper| keeper.control)
        .flat_map(|control| &control.rests_on)
        .map(|on| on.as_str())
        .filter(|on| seen.insert(*on))
        .collect()
}

/// What stands against a worst case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cover {
    /// No promise names it, and no debt says that this is known.
    Nothing,
    /// No promise names it; a debt says so.
    Owed,
    /// Promised, and this many independent layers keep it.
    Layers {
        /// Independent layers at work.
        number: usize,
        /// Whether the harm is bad enough for one layer to be too few.
        is_grave: bool,
    },
}

impl Cover {
    pub(crate) fn of(fear: &Fear<'_>) -> Self {
        if !fear.is_promised {
            return if fear.debts.is_empty() {
                Self::Nothing
            } else {
                Self::Owed
            };
        }
        let at_work = fear.controls.iter().copied();
        let at_work = at_work.filter(|control| Force::of(Some(control)) == Force::On);
        Self::Layers {
            number: layers(at_work, |control| rests(control)).len(),
            is_grave: fear.worst.harm >= Harm::Severe,
        }
    }

    /// Whether this is less than it should be.
    pub(crate) const fn is_thin(self) -> bool {
        match self {
            Self::Nothing | Self::Owed => true,
            Self::Layers { number, is_grave } => number == 0 || (is_grave && number == 1),
        }
    }

    pub(crate) fn says(self) -> String {
        match self {
            Self::Nothing => "No promise stands against this.".to_owned(),
            Self::Owed => "No promise stands against this yet; it is owed.".to_owned(),
            Self::Layers { number: 0, .. } => "Promised, but nothing at work keeps it.".to_owned(),
            Self::Layers {
                number: 1,
                is_grave: true,
            } => "One layer only: if it fails, nothing else holds.".to_owned(),
            Self::Layers { number, .. } => {
                let layers = words::several(number, "layer stands", "independent layers stand");
                format!("{} against this.", words::capital(&layers))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_falls_together_is_one_layer() {
        let check = |all: &[(&str, &[&str])], expected: &[&[&str]]| {
            let found = layers(all.to_vec(), |(_, on)| {
                on.iter().map(|on| (*on).to_owned()).collect()
            });
            let names: Vec<Vec<&str>> = found
                .iter()
                .map(|layer| layer.iter().map(|(name, _)| *name).collect())
                .collect();
            assert_eq!(names, expected);
        };
        check(&[("a", &["x"]), ("b", &["y"])], &[&["a"], &["b"]]);
        check(
            &[("a", &["x"]), ("b", &["y"]), ("c", &["x"])],
            &[&["a", "c"], &["b"]],
        );
        check(
            &[("a", &["x"]), ("b", &["y"]), ("c", &["y", "x"])],
            &[&["a", "b", "c"]],
        );
        // What rests on nothing that is named rests on nothing shared.
        check(&[("a", &[]), ("b", &[])], &[&["a"], &["b"]]);
        check(&[], &[]);
    }

    #[test]
    fn a_thin_cover_says_so() {
        let check = |cover: Cover, is_thin: bool, says: &str| {
            assert_eq!(cover.is_thin(), is_thin);
            assert!(cover.says().contains(says), "{}", cover.says());
        };
        let layers = |number, is_grave| Cover::Layers { number, is_grave };
        check(Cover::Nothing, true, "No promise");
        check(Cover::Owed, true, "it is owed");
        check(layers(0, false), true, "nothing at work");
        check(layers(1, true), true, "nothing else holds");
        check(layers(1, false), false, "One layer stands");
        check(layers(2, true), false, "Two independent layers");
    }
}
