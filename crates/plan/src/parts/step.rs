//! A step: what the person does, what they hand over, and at which routes.

use std::collections::{BTreeMap, BTreeSet};

use journey::{Data, Journeys, Step, WayIn};

use super::names::placed;
use crate::change::Class;
use crate::changes::{Found, Lists};
use crate::words::{name, names, short};

/// What is needed to say how new some data is.
pub(super) struct Received<'a> {
    before: BTreeSet<&'a str>,
    kinds: &'a BTreeMap<String, Data>,
}

impl<'a> Received<'a> {
    pub(super) fn of(old: &'a Journeys, new: &'a Journeys) -> Self {
        let steps = old.journeys.iter().flat_map(|journey| &journey.steps);
        Self {
            before: steps
                .flat_map(|step| &step.gives)
                .map(|name| name.as_str())
                .collect(),
            kinds: &new.data,
        }
    }
}

/// What differs between a step before and after; not what is promised at it.
pub(super) fn compare(old: &Step, new: &Step, received: &Received<'_>) -> Vec<Found> {
    let mut found: Vec<Found> = [
        does(old, new),
        way_in(old, new),
        gives_less(old, new),
        at(old, new),
    ]
    .into_iter()
    .flatten()
    .collect();
    found.extend(gives_more(Some(old), new, received));
    found
}

fn does(old: &Step, new: &Step) -> Option<Found> {
    let found = Found::reworded(
        "does",
        &old.does,
        &new.does,
        "What people do here is told differently.",
    );
    found.map(|found| found.at(Some(old.does.place), Some(new.does.place)))
}

fn way_in(old: &Step, new: &Step) -> Option<Found> {
    (old.way_in != new.way_in).then(|| {
        Found::changed(
            "way_in",
            "Whether and how people get into their account here is stated differently.",
        )
        .values(old.way_in.map(WayIn::word), new.way_in.map(WayIn::word))
        .at(old.written.at("way_in"), new.written.at("way_in"))
    })
}

/// Each thing that people hand over here and did not before.
pub(super) fn gives_more(old: Option<&Step>, new: &Step, received: &Received<'_>) -> Vec<Found> {
    let before: BTreeSet<&str> = old
        .iter()
        .flat_map(|step| &step.gives)
        .map(|name| name.as_str())
        .collect();
    let mut told = BTreeSet::new();
    let fresh = new
        .gives
        .iter()
        .filter(|data| !before.contains(data.as_str()) && told.insert(data.as_str()));
    let found = fresh.map(|data| {
        let kept = received
            .kinds
            .get(data.as_str())
            .map_or_else(String::new, |data| {
                format!(" ({}, kept: {})", data.kind.word(), short(&data.keep))
            });
        let rest = if received.before.contains(data.as_str()) {
            "it was received at other steps before"
        } else {
            "it was received nowhere before"
        };
        Found::changed(
            "gives",
            format!("People hand over {}{kept} here; {rest}.", name(data)),
        )
        .values(None::<&str>, Some(data))
        .at(None, Some(data.place))
        .under(Class::NewData)
    });
    found.collect()
}

fn gives_less(old: &Step, new: &Step) -> Option<Found> {
    let lists = Lists::of(
        old.gives.iter().map(|name| name.as_str()),
        new.gives.iter().map(|name| name.as_str()),
    );
    (!lists.lost.is_empty()).then(|| {
        let says = format!(
            "It is not said any more that people hand over {} here.",
            names(lists.lost.iter().copied())
        );
        Found::changed("gives", says)
            .values(Some(lists.lost.join(", ")), None::<&str>)
            .at(placed(&old.gives), Some(new.id.place))
    })
}

fn at(old: &Step, new: &Step) -> Option<Found> {
    let routes = |step: &Step| step.at.iter().map(ToString::to_string).collect::<Vec<_>>();
    let (before, after) = (routes(old), routes(new));
    let lists = Lists::of(
        before.iter().map(String::as_str),
        after.iter().map(String::as_str),
    );
    if lists.is_same() {
        return None;
    }
    let mut says = Vec::new();
    if !lists.lost.is_empty() {
        says.push(format!("It no longer happens at {}.", names(lists.lost)));
    }
    if !lists.gained.is_empty() {
        says.push(format!("It happens at {} too.", names(lists.gained)));
    }
    let shown = |routes: &[String]| Some(routes.join(", ")).filter(|routes| !routes.is_empty());
    let found = Found::changed("at", says.join(" ")).values(shown(&before), shown(&after));
    Some(found.at(placed(&old.at), placed(&new.at)))
}

/// A step that was not there before.
pub(super) fn added(new: &Step) -> Found {
    Found::changed("", "A new step.").at(None, Some(new.id.place))
}

/// A step that is not there any more.
pub(super) fn gone(old: &Step) -> Found {
    let says = "The step is gone, and with it what was said about it.";
    Found::weaker("", says).at(Some(old.id.place), None)
}
