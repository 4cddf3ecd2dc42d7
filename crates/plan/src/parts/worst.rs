//! A worst case: its story, how bad it would be, and where it would come from.

use journey::{Placed, Worst};
use vocabulary::Front;

use crate::changes::Found;
use crate::words::name;

/// What differs between a worst case before and after.
pub(super) fn compare(old: &Worst, new: &Worst) -> Vec<Found> {
    [story(old, new), harm(old, new), front(old, new)]
        .into_iter()
        .flatten()
        .collect()
}

fn story(old: &Worst, new: &Worst) -> Option<Found> {
    let says = "The story is told differently. Is it still the same that could happen?";
    let found = Found::reworded("story", &old.story, &new.story, says);
    found.map(|found| found.at(Some(old.story.place), Some(new.story.place)))
}

/// Lower harm asks for less; higher harm makes nobody safer by itself.
fn harm(old: &Worst, new: &Worst) -> Option<Found> {
    if old.harm == new.harm {
        return None;
    }
    let found = if new.harm < old.harm {
        Found::weaker(
            "harm",
            "It is taken to be less bad than before, so less is asked of what stands against it.",
        )
    } else {
        Found::changed("harm", "It is taken to be worse than before.")
    };
    let found = found.values(Some(old.harm.word()), Some(new.harm.word()));
    Some(found.at(old.written.at("harm"), new.written.at("harm")))
}

fn front(old: &Worst, new: &Worst) -> Option<Found> {
    let word = |front| match front {
        Front::External => "external",
        Front::Internal => "internal",
        Front::Insider => "insider",
    };
    (old.front != new.front).then(|| {
        Found::changed("front", "It is expected from another side.")
            .values(Some(word(old.front)), Some(word(new.front)))
            .at(old.written.at("front"), new.written.at("front"))
    })
}

/// A worst case that was not stated before.
pub(super) fn added(new: &Worst) -> Found {
    let says = format!(
        "One more thing is said that could happen; its harm is {}.",
        new.harm.word()
    );
    Found::changed("", says).at(None, Some(new.id.place))
}

/// A worst case that is not stated any more.
pub(super) fn gone(old: &Worst) -> Found {
    let says = "It is not said any more that this could happen, so nothing has to stand against it.";
    Found::weaker("", says).at(Some(old.id.place), None)
}

/// The same worst case under another name.
pub(super) fn renamed(old: &Placed<String>, new: &Placed<String>) -> Option<Found> {
    (old != new).then(|| {
        Found::changed(
            "id",
            format!("Renamed from {} and otherwise the same.", name(old)),
        )
        .values(Some(old), Some(new))
        .at(Some(old.place), Some(new.place))
    })
}
