//! The numbers that controls work with, and which way each of them is stricter.
//!
//! A direction is known only for what this server enforces itself; what anybody else's numbers mean is theirs
//! to know.

use std::cmp::Ordering;

use journey::{Control, Parameter};

use crate::change::Effect;
use crate::changes::Found;
use crate::words::{name, names};

/// A parameter of a control that the guard knows.
struct Knob {
    binding: &'static str,
    name: &'static str,
    /// What more of it means.
    more: Effect,
    /// What holds where the file does not say.
    default: &'static str,
}

const KNOBS: &[Knob] = &[
    knob("policy/growing-waits", "free", Effect::Weaker, "5"),
    knob("policy/growing-waits", "first", Effect::Stronger, "2s"),
    knob("policy/growing-waits", "most", Effect::Stronger, "15m"),
    knob("policy/growing-waits", "network_accounts", Effect::Weaker, "10"),
    knob("policy/unusual", "threshold", Effect::Weaker, "10%"),
];

const fn knob(binding: &'static str, name: &'static str, more: Effect, default: &'static str) -> Knob {
    Knob {
        binding,
        name,
        more,
        default,
    }
}

/// What differs in the numbers of a control. Names of controls and parameters stay as the file writes them.
pub(super) fn compare(old: &Control, new: &Control) -> Vec<Found> {
    let mut all: Vec<&str> = old
        .with
        .keys()
        .chain(new.with.keys())
        .map(String::as_str)
        .collect();
    all.sort_unstable();
    all.dedup();
    all.into_iter().filter_map(|key| one(old, new, key)).collect()
}

fn one(old: &Control, new: &Control, key: &str) -> Option<Found> {
    let (before, after) = (old.with.get(key), new.with.get(key));
    if before.map(|value| &value.value) == after.map(|value| &value.value) {
        return None;
    }
    let binding = |control: &Control| control.enforced_by.as_ref().map(|text| text.value.clone());
    let known = KNOBS.iter().find(|knob| {
        knob.name == key
            && binding(old).as_deref() == Some(knob.binding)
            && binding(new).as_deref() == Some(knob.binding)
    });
    let shown = |value: Option<&Parameter>| match (value, known) {
        (Some(value), _) => Some(value.to_string()),
        (None, Some(knob)) => Some(format!("{}, unstated", knob.default)),
        (None, None) => None,
    };
    let (before, after) = (before.map(|text| &text.value), after.map(|text| &text.value));
    let said = known.and_then(|knob| direction(knob, before, after));
    let found = match said {
        Some(Ordering::Equal) => return None,
        Some(Ordering::Greater) => Found::stronger("with", format!("Its {} is stricter.", name(key))),
        Some(Ordering::Less) => Found::weaker("with", format!("Its {} is looser.", name(key))),
        None => Found::changed("with", format!("It works with another {}.", names([key]))),
    };
    let labelled = |value: Option<String>| value.map(|value| format!("{key}: {value}"));
    let found = found.values(labelled(shown(before)), labelled(shown(after)));
    Some(
        found.at(
            old.with.get(key).map(|value| value.place),
            new.with
                .get(key)
                .map(|value| value.place)
                .or_else(|| new.written.at("with")),
        ),
    )
}

/// Whether the new value is stricter (greater), as strict, or looser; `None` where that is not known.
fn direction(knob: &Knob, before: Option<&Parameter>, after: Option<&Parameter>) -> Option<Ordering> {
    let default = value_of(knob.default)?;
    let order = match (before.unwrap_or(&default), after.unwrap_or(&default)) {
        // The guard counts in 32 bits, and takes its default for what does not fit.
        (Parameter::Number(before), Parameter::Number(after))
            if u32::try_from(*before).is_ok() && u32::try_from(*after).is_ok() =>
        {
            after.cmp(before)
        }
        (Parameter::Span(before), Parameter::Span(after)) => after.cmp(before),
        (Parameter::Percent(before), Parameter::Percent(after)) => after.cmp(before),
        _ => return None,
    };
    // A value of another type than the default's does not count: the guard takes its default then.
    let fits = |value: Option<&Parameter>| {
        value.is_none_or(|value| std::mem::discriminant(value) == std::mem::discriminant(&default))
    };
    if !fits(before) || !fits(after) {
        return None;
    }
    Some(if knob.more == Effect::Stronger {
        order
    } else {
        order.reverse()
    })
}

fn value_of(text: &str) -> Option<Parameter> {
    if let Ok(number) = text.parse() {
        return Some(Parameter::Number(number));
    }
    if let Ok(percent) = text.parse() {
        return Some(Parameter::Percent(percent));
    }
    text.parse().ok().map(Parameter::Span)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_of_the_guard_has_a_direction_and_its_default() {
        let mut known: Vec<(&str, &str, &str)> = KNOBS
            .iter()
            .map(|knob| (knob.binding, knob.name, knob.default))
            .collect();
        let mut real: Vec<(&str, &str, &str)> = guard::CATALOGUE
            .iter()
            .flat_map(|control| {
                control
                    .parameters
                    .iter()
                    .map(|of| (control.binding, of.name, of.default))
            })
            .collect();
        known.sort_unstable();
        real.sort_unstable();
        assert_eq!(known, real);
        assert!(KNOBS.iter().all(|knob| value_of(knob.default).is_some()));
    }
}
