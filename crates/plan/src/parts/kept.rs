//! What keeps a promise: which controls stand behind it, and what happens to it as they change.

use std::collections::BTreeMap;

use journey::Promise;

use super::names::{Names, placed};
use crate::change::Effect;
use crate::changes::{Found, Lists, is_stronger};
use crate::words::{name, names};

/// Which controls stand behind the promise.
pub(super) fn by(old: &Promise, new: &Promise, known: &Names<'_>) -> Option<Found> {
    let before = || old.kept_by.iter().map(|id| known.control(id));
    let after = || new.kept_by.iter().map(|id| id.as_str());
    let lists = Lists::of(before(), after());
    if lists.is_same() {
        return None;
    }
    let found = if !lists.lost.is_empty() {
        let instead = if lists.gained.is_empty() {
            String::new()
        } else {
            format!(", and by {} instead", names(lists.gained.iter().copied()))
        };
        let says = format!("It is no longer kept by {}{instead}.", names(lists.lost));
        Found::weaker("kept_by", says)
    } else if lists.gained.iter().all(|id| known.is_at_work(id)) {
        Found::stronger("kept_by", format!("It is kept by {} too.", names(lists.gained)))
    } else {
        let says = format!(
            "It is kept by {} too, of which at least one does nothing yet: nothing enforces it, or it only records.",
            names(lists.gained)
        );
        Found::changed("kept_by", says)
    };
    let shown = |ids: Vec<&str>| Some(ids.join(", ")).filter(|ids| !ids.is_empty());
    let found = found.values(shown(before().collect()), shown(after().collect()));
    Some(found.at(placed(&old.kept_by), placed(&new.kept_by)))
}

/// What differs in each control that differs, by its name on the new side.
pub(super) type ByControl<'a> = BTreeMap<&'a str, Vec<Found>>;

/// What the changes of the controls that keep a promise, before and after, mean for it.
pub(super) fn through(
    old: &Promise,
    new: &Promise,
    known: &Names<'_>,
    controls: &ByControl<'_>,
) -> Vec<Found> {
    let before: std::collections::BTreeSet<&str> = old.kept_by.iter().map(|id| known.control(id)).collect();
    let mut found = Vec::new();
    for id in &new.kept_by {
        let Some(differs) = controls.get(id.as_str()).filter(|_| before.contains(id.as_str())) else {
            continue;
        };
        let weaker: Vec<&str> = differs
            .iter()
            .filter(|found| found.effect == Effect::Weaker)
            .map(Found::sentence)
            .collect();
        let told = if !weaker.is_empty() {
            Found::weaker(
                "kept_by",
                format!("{}, which keeps it, is weaker. {}", name(id), weaker.join(" ")),
            )
        } else if is_stronger(differs) {
            let sentences: Vec<&str> = differs.iter().map(Found::sentence).collect();
            Found::stronger(
                "kept_by",
                format!(
                    "{}, which keeps it, is stronger. {}",
                    name(id),
                    sentences.join(" ")
                ),
            )
        } else {
            continue;
        };
        found.push(told.at(None, Some(id.place)));
    }
    found
}
