//! Everything in the files, part by part: one file for each, which says what differs and which way.

mod control;
mod data;
mod debt;
mod exemption;
mod guardrail;
mod heading;
mod journey;
mod kept;
mod knobs;
mod measure;
mod names;
mod owed;
mod promise;
mod step;
mod worst;

use std::collections::{BTreeMap, BTreeSet};

use ::journey::{Data, Exemption, Journey, Journeys};
use vocabulary::Moment;

use crate::change::{Part, Plan};
use crate::changes::{Entry, Found, Subject, finish};
use crate::pairs::{Known, Pairs};
use journey::Matched;
use names::Names;
use step::Received;

/// What differs between two readings of the files.
///
/// Both are taken as they were read: what could not be read is absent here, so whoever calls should refuse
/// readings with errors in them. An id that stands twice is matched in the order of the files.
pub fn compare(old: &Journeys, new: &Journeys) -> Plan {
    let received = Received::of(old, new);
    let (old_controls, new_controls) = (listed(&old.controls), listed(&new.controls));
    let controls = Pairs::of(
        &old_controls,
        &new_controls,
        &Known {
            name: &|(name, _)| name,
            words: &|(_, control)| &control.does.value,
            same: &|(_, old), (_, new)| control::compare(old, new).is_empty(),
        },
    );
    let names = Names {
        controls: names::renamed(&controls.both, |(name, _)| name),
        known: new_controls.iter().copied().collect(),
        ..Names::default()
    };
    let mut entries = Vec::new();
    let mut differs: kept::ByControl<'_> = BTreeMap::new();
    for ((old_name, before), (new_name, after)) in &controls.both {
        let subject = named(
            Part::Control,
            "controls",
            new_name,
            &after.does,
            Some(before.place),
            Some(after.place),
        );
        entries.extend(
            control::renamed(old_name, new_name, (before, after)).map(|found| (subject.clone(), found)),
        );
        let found = control::compare(before, after);
        entries.extend(found.iter().map(|found| (subject.clone(), found.clone())));
        if !found.is_empty() {
            differs.insert(new_name, found);
        }
    }
    let (served, serves) = (serving(old), serving(new));
    let count = |by: &BTreeMap<&str, usize>, name: &str| by.get(name).copied().unwrap_or_default();
    for (name, control) in &controls.gone {
        let subject = named(
            Part::Control,
            "controls",
            name,
            &control.does,
            Some(control.place),
            None,
        );
        entries.push((subject, control::gone(control, count(&served, name))));
    }
    for (name, control) in &controls.added {
        let subject = named(
            Part::Control,
            "controls",
            name,
            &control.does,
            None,
            Some(control.place),
        );
        entries.push((subject, control::added(control, count(&serves, name))));
    }
    for journey in journeys(old, new, &names, &received) {
        entries.extend(journey.entries(&received));
        entries.extend(journey.through_controls(&differs));
    }
    entries.extend(data_entries(old, new));
    entries.extend(exemption_entries(old, new));
    finish(old, new, entries)
}

/// A control with its name.
type Named<'a, T> = (&'a str, &'a T);

fn listed<T>(all: &BTreeMap<String, T>) -> Vec<Named<'_, T>> {
    all.iter().map(|(name, thing)| (name.as_str(), thing)).collect()
}

/// How many promises each control keeps.
fn serving(journeys: &Journeys) -> BTreeMap<&str, usize> {
    let mut count = BTreeMap::new();
    for (_, promise) in journeys.journeys.iter().flat_map(Journey::promises) {
        let controls: BTreeSet<&str> = promise.kept_by.iter().map(|name| name.as_str()).collect();
        for name in controls {
            *count.entry(name).or_insert(0) += 1;
        }
    }
    count
}

/// The journeys of both sides, matched.
fn journeys<'a>(
    old: &'a Journeys,
    new: &'a Journeys,
    names: &Names<'a>,
    received: &Received<'a>,
) -> Vec<Matched<'a>> {
    let matched = |old, new| Matched::of(old, new, names, received);
    let pairs = Pairs::of(
        &old.journeys,
        &new.journeys,
        &Known {
            name: &|journey: &Journey| &journey.id.value,
            words: &|journey| &journey.name.value,
            // All that differs is its name, of which one line speaks.
            same: &|old, new| matched(Some(old), Some(new)).entries(received).len() == 1,
        },
    );
    let both = pairs
        .both
        .iter()
        .map(|(old, new)| matched(Some(*old), Some(*new)));
    let gone = pairs.gone.iter().map(|old| matched(Some(*old), None));
    let added = pairs.added.iter().map(|new| matched(None, Some(*new)));
    both.chain(gone).chain(added).collect()
}

fn data_entries(old: &Journeys, new: &Journeys) -> Vec<Entry> {
    let (before, after) = (listed(&old.data), listed(&new.data));
    let pairs = Pairs::of(
        &before,
        &after,
        &Known {
            name: &|(name, _): &Named<'_, Data>| name,
            words: &|(name, _)| name,
            // Two kinds of data that are kept alike are still two.
            same: &|_, _| false,
        },
    );
    let given: BTreeSet<&str> = new
        .journeys
        .iter()
        .flat_map(|journey| &journey.steps)
        .flat_map(|step| &step.gives)
        .map(|name| name.as_str())
        .collect();
    let mut entries = Vec::new();
    for ((name, before), (_, after)) in &pairs.both {
        let subject = named(
            Part::Data,
            "data",
            name,
            "",
            Some(before.place),
            Some(after.place),
        );
        entries.extend(
            data::compare(before, after)
                .into_iter()
                .map(|found| (subject.clone(), found)),
        );
    }
    for (name, data) in &pairs.gone {
        entries.push((
            named(Part::Data, "data", name, "", Some(data.place), None),
            data::gone(data),
        ));
    }
    // Of data that a step receives, that step speaks.
    for (name, data) in pairs.added.iter().filter(|(name, _)| !given.contains(name)) {
        entries.push((
            named(Part::Data, "data", name, "", None, Some(data.place)),
            data::added(data),
        ));
    }
    entries
}

fn exemption_entries(old: &Journeys, new: &Journeys) -> Vec<Entry> {
    let listed = |journeys: &'_ Journeys| -> Vec<(String, Exemption)> {
        let all = journeys.exemptions.iter();
        all.map(|exemption| (exemption::id(exemption), exemption.clone()))
            .collect()
    };
    let (before, after) = (listed(old), listed(new));
    let pairs = Pairs::of(
        &before,
        &after,
        &Known {
            name: &|(id, _): &(String, Exemption)| id,
            words: &|(id, _)| id,
            same: &|_, _| false,
        },
    );
    let entry = |id: &str, before: Option<&Exemption>, after: Option<&Exemption>, found: Found| {
        let subject = Subject {
            part: Part::Exemption,
            id: id.to_owned(),
            title: String::new(),
            old: before.map(|exemption| exemption.place),
            new: after.map(|exemption| exemption.place),
        };
        (subject, found)
    };
    let mut entries = Vec::new();
    for ((_, before), (id, after)) in &pairs.both {
        let found = exemption::compare(before, after).into_iter();
        entries.extend(found.map(|found| entry(id, Some(before), Some(after), found)));
    }
    for (id, before) in &pairs.gone {
        entries.push(entry(id, Some(before), None, exemption::gone(before)));
    }
    for (id, after) in &pairs.added {
        entries.push(entry(id, None, Some(after), exemption::added(after)));
    }
    entries
}

fn named(
    part: Part,
    folder: &str,
    name: &str,
    title: &str,
    old: Option<::journey::Place>,
    new: Option<::journey::Place>,
) -> Subject {
    Subject {
        part,
        id: format!("{folder}/{name}"),
        title: title.to_owned(),
        old,
        new,
    }
}

/// The day of a moment, in UTC.
fn day(moment: Moment) -> String {
    let text = moment.to_string();
    text.get(..10).unwrap_or(&text).to_owned()
}
