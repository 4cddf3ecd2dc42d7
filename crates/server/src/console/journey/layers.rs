//! How many independent layers stand against a worst case.
//!
//! Two controls that rest on the same thing fall together, so they count as one layer; a control that nothing
//! enforces, or that only watches in shadow mode, counts as none.

use std::collections::BTreeSet;

use crate::console::views::{Control, Force, Harm, Journey, Worst};
use crate::console::words;

/// Groups controls that share what they rest on, directly or through others, in the order of their first
/// member.
pub(super) fn layers<'a>(controls: impl IntoIterator<Item = &'a Control>) -> Vec<Vec<&'a Control>> {
    let mut layers: Vec<(BTreeSet<&str>, Vec<&Control>)> = Vec::new();
    for control in controls {
        let mut rests: BTreeSet<&str> = control.rests_on.iter().map(String::as_str).collect();
        let mut members = Vec::new();
        let mut first = None;
        // Everything that this control ties together becomes one layer, at the place of its first part.
        let mut kept = Vec::with_capacity(layers.len() + 1);
        for (on, controls) in layers {
            if on.is_disjoint(&rests) {
                kept.push((on, controls));
            } else {
                first.get_or_insert(kept.len());
                rests.extend(on);
                members.extend(controls);
            }
        }
        members.push(control);
        kept.insert(first.unwrap_or(kept.len()), (rests, members));
        layers = kept;
    }
    layers.into_iter().map(|(_, controls)| controls).collect()
}

/// What stands against a worst case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cover {
    /// No promise names it, and no debt says that this is known.
    Nothing,
    /// No promise names it; a debt says so.
    Owed,
    /// Promised, and this many independent layers keep it.
    Layers {
        /// Independent layers at work on this server.
        number: usize,
        /// Whether the harm is bad enough for one layer to be too few.
        grave: bool,
    },
}

impl Cover {
    pub(super) fn of(view: &Journey, worst: &Worst, is_owed: bool) -> Self {
        let promises: Vec<_> = view
            .steps
            .iter()
            .flat_map(|step| &step.promises)
            .filter(|card| card.against.contains(&worst.id))
            .collect();
        if promises.is_empty() {
            return if is_owed { Self::Owed } else { Self::Nothing };
        }
        let mut seen = BTreeSet::new();
        let at_work = view
            .steps
            .iter()
            .flat_map(|step| &step.controls)
            .filter(|control| control.force == Force::On)
            .filter(|control| promises.iter().any(|card| card.kept_by.contains(&control.id)))
            .filter(|control| seen.insert(control.id.as_str()));
        Self::Layers {
            number: layers(at_work).len(),
            grave: worst.harm >= Harm::Severe,
        }
    }

    /// Whether this is less than it should be.
    pub(super) fn is_thin(self) -> bool {
        match self {
            Self::Nothing | Self::Owed => true,
            Self::Layers { number, grave } => number == 0 || (grave && number == 1),
        }
    }

    pub(super) fn says(self) -> String {
        match self {
            Self::Nothing => "No promise stands against this.".to_owned(),
            Self::Owed => "No promise stands against this yet; it is owed.".to_owned(),
            Self::Layers { number: 0, .. } => "Promised, but nothing on this server keeps it.".to_owned(),
            Self::Layers {
                number: 1,
                grave: true,
            } => "One layer only: if it fails, nothing else holds.".to_owned(),
            Self::Layers { number, .. } => {
                let number = u64::try_from(number).unwrap_or(u64::MAX);
                let layers = words::several(number, "layer stands", "independent layers stand");
                format!("{} against this.", words::capital(&layers))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::console::views::{PromiseCard, Step};

    fn control(id: &str, rests_on: &[&str], force: Force) -> Control {
        Control {
            id: id.to_owned(),
            rests_on: rests_on.iter().map(|on| (*on).to_owned()).collect(),
            force,
            ..Control::default()
        }
    }

    #[test]
    fn controls_that_fall_together_are_one_layer() {
        let check = |controls: &[(&str, &[&str])], expected: &[&[&str]]| {
            let controls: Vec<Control> = controls
                .iter()
                .map(|(id, rests_on)| control(id, rests_on, Force::On))
                .collect();
            let ids: Vec<Vec<&str>> = layers(&controls)
                .iter()
                .map(|layer| layer.iter().map(|control| control.id.as_str()).collect())
                .collect();
            assert_eq!(ids, expected);
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

    /// A journey with one step and one promise, which stands against the worst case called `against`.
    fn journey(controls: Vec<Control>, against: &str) -> Journey {
        let promise = PromiseCard {
            against: vec![against.to_owned()],
            kept_by: controls.iter().map(|control| control.id.clone()).collect(),
            ..PromiseCard::default()
        };
        let step = Step {
            promises: vec![promise],
            controls,
            ..Step::default()
        };
        Journey {
            steps: vec![step],
            ..Journey::default()
        }
    }

    #[test]
    fn only_what_is_at_work_counts_against_a_worst_case() {
        use Force::{Absent, On, Shadow};
        let check = |controls: &[(&str, &str, Force)], harm: Harm, expected: Cover, is_thin: bool| {
            let worst = Worst {
                id: "w".to_owned(),
                harm,
                ..Worst::default()
            };
            let controls = controls
                .iter()
                .map(|(id, on, force)| control(id, &[on], *force))
                .collect();
            let cover = Cover::of(&journey(controls, "w"), &worst, false);
            assert_eq!((cover, cover.is_thin()), (expected, is_thin), "{}", cover.says());
        };
        let layers = |number, grave| Cover::Layers { number, grave };
        check(&[("a", "x", On)], Harm::Severe, layers(1, true), true);
        check(&[("a", "x", On)], Harm::Minor, layers(1, false), false);
        check(
            &[("a", "x", On), ("b", "y", On)],
            Harm::Severe,
            layers(2, true),
            false,
        );
        check(
            &[("a", "x", On), ("b", "x", On)],
            Harm::Severe,
            layers(1, true),
            true,
        );
        // The same control at two steps is still one.
        check(
            &[("a", "x", On), ("a", "x", On)],
            Harm::Severe,
            layers(1, true),
            true,
        );
        check(
            &[("a", "x", Shadow), ("b", "y", Absent)],
            Harm::Minor,
            layers(0, false),
            true,
        );
    }

    #[test]
    fn a_worst_case_without_a_promise_is_open_or_owed() {
        let check = |is_owed: bool, expected: Cover| {
            let worst = Worst {
                id: "w".to_owned(),
                ..Worst::default()
            };
            let cover = Cover::of(
                &journey(vec![control("a", &["x"], Force::On)], "other"),
                &worst,
                is_owed,
            );
            assert_eq!((cover, cover.is_thin()), (expected, true));
        };
        check(false, Cover::Nothing);
        check(true, Cover::Owed);
    }
}
