//! A guardrail: what being careful must not cost an honest person.

use journey::Guardrail;

use super::names::{Names, placed};
use super::{measure, promise};
use crate::change::Effect;
use crate::changes::{Found, Lists};
use crate::words::names;

/// What differs between a guardrail before and after.
pub(super) fn compare(old: &Guardrail, new: &Guardrail, known: &Names<'_>) -> Vec<Found> {
    let mut found: Vec<Found> = [promise::says(&old.says, &new.says), watches(old, new, known)]
        .into_iter()
        .flatten()
        .collect();
    found.extend(measure::compare(old.measure.as_ref(), new.measure.as_ref()));
    found
}

fn watches(old: &Guardrail, new: &Guardrail, known: &Names<'_>) -> Option<Found> {
    let before = || old.watches.iter().map(|id| known.control(id));
    let after = || new.watches.iter().map(|id| id.as_str());
    let lists = Lists::of(before(), after());
    if lists.is_same() {
        return None;
    }
    let found = if lists.lost.is_empty() {
        Found::stronger("watches", format!("It watches {} too.", names(lists.gained)))
    } else {
        let says = format!(
            "It no longer watches what {} costs honest people.",
            names(lists.lost)
        );
        Found::weaker("watches", says)
    };
    let shown = |ids: Vec<&str>| Some(ids.join(", ")).filter(|ids| !ids.is_empty());
    let found = found.values(shown(before().collect()), shown(after().collect()));
    Some(found.at(placed(&old.watches), placed(&new.watches)))
}

/// A guardrail that was not there before.
pub(super) fn added(new: &Guardrail, is_owed: bool) -> Found {
    let (effect, says) = if new.measure.is_none() {
        (Effect::Changed, "A new guardrail, which nothing measures yet.")
    } else if is_owed {
        (Effect::Changed, "A new guardrail, set under a stated debt.")
    } else {
        (Effect::Stronger, "A new guardrail.")
    };
    Found::new(effect, "", says).at(None, Some(new.id.place))
}

/// A guardrail that is not there any more.
pub(super) fn gone(old: &Guardrail) -> Found {
    let says = "Nothing watches any more what being careful costs honest people here.";
    Found::weaker("", says).at(Some(old.id.place), None)
}
