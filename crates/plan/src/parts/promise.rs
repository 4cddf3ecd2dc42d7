//! A promise: what it says, what it stands against, what keeps it, and how it is measured.

use journey::{Placed, Promise};

use super::names::{Names, placed};
use super::{kept, measure};
use crate::change::Effect;
use crate::changes::{Found, Lists};
use crate::words::{name, names};

/// What differs between a promise before and after.
pub(super) fn compare(old: &Promise, new: &Promise, known: &Names<'_>) -> Vec<Found> {
    let mut found: Vec<Found> = [
        says(&old.says, &new.says),
        against(old, new, known),
        kept::by(old, new, known),
    ]
    .into_iter()
    .flatten()
    .collect();
    found.extend(measure::compare(old.measure.as_ref(), new.measure.as_ref()));
    found
}

/// A sentence that people were told. Whether the new one promises as much is for the product's owner to say.
pub(super) fn says(old: &Placed<String>, new: &Placed<String>) -> Option<Found> {
    let found = Found::reworded(
        "says",
        old,
        new,
        "People are told something else. Does it promise as much?",
    );
    found.map(|found| found.at(Some(old.place), Some(new.place)))
}

fn against(old: &Promise, new: &Promise, known: &Names<'_>) -> Option<Found> {
    let before = || old.against.iter().map(|id| known.worst(id));
    let after = || new.against.iter().map(|id| id.as_str());
    let lists = Lists::of(before(), after());
    if lists.is_same() {
        return None;
    }
    let found = if lists.lost.is_empty() {
        let says = format!("It stands against {} too.", names(lists.gained));
        Found::stronger("against", says)
    } else {
        let says = format!("It no longer stands against {}.", names(lists.lost));
        Found::weaker("against", says)
    };
    let shown = |ids: Vec<&str>| Some(ids.join(", ")).filter(|ids| !ids.is_empty());
    let found = found.values(shown(before().collect()), shown(after().collect()));
    Some(found.at(placed(&old.against), placed(&new.against)))
}

/// A promise that was not there before. Under a debt, or with nothing that measures it, it proves nothing.
pub(super) fn added(new: &Promise, is_owed: bool) -> Found {
    let (effect, says) = if new.measure.is_none() {
        (Effect::Changed, "A new promise, which nothing measures yet.")
    } else if is_owed {
        (Effect::Changed, "A new promise, made under a stated debt.")
    } else {
        (Effect::Stronger, "A new promise.")
    };
    Found::new(effect, "", says).at(None, Some(new.id.place))
}

/// A promise that is not there any more.
pub(super) fn gone(old: &Promise) -> Found {
    Found::weaker("", "People are not promised this any more.").at(Some(old.id.place), None)
}

/// The same promise under another name.
pub(super) fn renamed(old: &Placed<String>, new: &Placed<String>) -> Option<Found> {
    (old != new).then(|| {
        let says = format!(
            "Renamed from {} and otherwise the same. What was counted for it begins anew under the new name.",
            name(old)
        );
        Found::changed("id", says)
            .values(Some(old), Some(new))
            .at(Some(old.place), Some(new.place))
    })
}
