//! A debt: what is owed to people, openly said, with an end.

use journey::{Debt, Placed};
use vocabulary::Moment;

use super::day;
use super::names::{Names, placed};
use crate::change::Effect;
use crate::changes::{Found, Lists, prove};
use crate::words::{name, names, short};

/// What differs between a debt before and after.
pub(super) fn compare(old: &Debt, new: &Debt, known: &Names<'_>) -> Vec<Found> {
    let found = [
        owe(old, new),
        why(old, new),
        weakens(old, new, known),
        until(old, new),
        since(old, new),
        renewed(old, new),
        person("owner", "who pays it off", old.owner.as_ref(), new.owner.as_ref()),
        person(
            "accepted_by",
            "who accepted it",
            old.accepted_by.as_ref(),
            new.accepted_by.as_ref(),
        ),
        person(
            "track",
            "where the work is followed",
            old.track.as_ref(),
            new.track.as_ref(),
        ),
    ];
    prove(found.into_iter().flatten().collect())
}

/// What is owed is read by people: whoever accepted it should see that it now says something else.
fn owe(old: &Debt, new: &Debt) -> Option<Found> {
    let found = Found::reworded(
        "owe",
        &old.owe,
        &new.owe,
        "What is owed is told differently. Is it more than before?",
    )?;
    let wants = old.accepted_by.as_ref().map_or_else(
        || "whoever accepts it".to_owned(),
        |who| format!("whoever accepted it, {}", short(who)),
    );
    Some(found.wanting(wants).at(Some(old.owe.place), Some(new.owe.place)))
}

fn why(old: &Debt, new: &Debt) -> Option<Found> {
    let (before, after) = (old.why.as_ref(), new.why.as_ref());
    let text = |why: Option<&Placed<String>>| why.map(|why| why.value.clone()).unwrap_or_default();
    let found = Found::reworded(
        "why",
        &text(before),
        &text(after),
        "The reason is told differently.",
    );
    found.map(|found| found.at(before.map(|why| why.place), after.map(|why| why.place)))
}

fn weakens(old: &Debt, new: &Debt, known: &Names<'_>) -> Option<Found> {
    let before = || old.weakens.iter().map(|id| known.owed(id));
    let after = || new.weakens.iter().map(|id| id.as_str());
    let lists = Lists::of(before(), after());
    if lists.is_same() {
        return None;
    }
    let found = if lists.gained.is_empty() {
        Found::stronger("weakens", format!("It no longer weakens {}.", names(lists.lost)))
    } else {
        Found::weaker("weakens", format!("It weakens {} too.", names(lists.gained)))
    };
    let shown = |ids: Vec<&str>| Some(ids.join(", ")).filter(|ids| !ids.is_empty());
    let found = found.values(shown(before().collect()), shown(after().collect()));
    Some(found.at(placed(&old.weakens), placed(&new.weakens)))
}

fn until(old: &Debt, new: &Debt) -> Option<Found> {
    let value = |until: Option<&Placed<Moment>>| until.map(|until| until.value);
    let (before, after) = (value(old.until.as_ref()), value(new.until.as_ref()));
    if before == after {
        return None;
    }
    let found = if is_extended(old, new) {
        let to = after.map_or_else(
            || "without an end".to_owned(),
            |after| format!("until {}", day(after)),
        );
        Found::weaker("until", format!("It is extended: it is now owed {to}."))
    } else {
        let to = after.map(day).unwrap_or_default();
        Found::stronger("until", format!("It ends sooner: on {to}."))
    };
    let found = found.values(before.map(day), after.map(day));
    Some(found.at(
        old.until.as_ref().map(|until| until.place),
        new.until.as_ref().map(|until| until.place),
    ))
}

/// Whether a debt ends later than before, or has no end any more.
pub(super) fn is_extended(old: &Debt, new: &Debt) -> bool {
    match (&old.until, &new.until) {
        (Some(before), Some(after)) => after.value > before.value,
        (Some(_), None) => true,
        (None, _) => false,
    }
}

fn since(old: &Debt, new: &Debt) -> Option<Found> {
    (old.since != new.since).then(|| {
        let (before, after) = (old.since.as_ref(), new.since.as_ref());
        let shown = |since: Option<&Placed<Moment>>| since.map(|since| day(since.value));
        Found::changed("since", "When it began is stated differently.")
            .values(shown(before), shown(after))
            .at(before.map(|since| since.place), after.map(|since| since.place))
            .aside()
    })
}

/// The ends that it had before. One that is not told any more hides how long it has been carried.
fn renewed(old: &Debt, new: &Debt) -> Option<Found> {
    let days = |debt: &Debt| debt.renewed.iter().map(|end| day(end.value)).collect::<Vec<_>>();
    let (before, after) = (days(old), days(new));
    let lists = Lists::of(
        before.iter().map(String::as_str),
        after.iter().map(String::as_str),
    );
    if lists.is_same() {
        return None;
    }
    let found = if lists.lost.is_empty() {
        Found::changed(
            "renewed",
            format!(
                "It is said to have been renewed: it was to end on {}.",
                names(lists.gained)
            ),
        )
        .aside()
    } else {
        let says = format!(
            "It is not told any more that it was to end on {}.",
            names(lists.lost)
        );
        Found::weaker("renewed", says)
    };
    let shown = |days: &[String]| Some(days.join(", ")).filter(|days| !days.is_empty());
    let found = found.values(shown(&before), shown(&after));
    Some(found.at(placed(&old.renewed), placed(&new.renewed)))
}

/// A person or a place that the debt names. Without it, the debt is looser.
fn person(
    field: &'static str,
    what: &str,
    old: Option<&Placed<String>>,
    new: Option<&Placed<String>>,
) -> Option<Found> {
    let found = match (old, new) {
        _ if old == new => return None,
        (Some(_), None) => Found::weaker(field, format!("It does not say any more {what}.")),
        (None, _) => Found::changed(field, format!("It says now {what}.")).aside(),
        (Some(_), Some(_)) => Found::changed(field, format!("It says otherwise {what}.")).aside(),
    };
    Some(
        found
            .values(old, new)
            .at(old.map(|text| text.place), new.map(|text| text.place)),
    )
}

/// A debt that was not owed before: weaker, if it weakens what was there before.
pub(super) fn added(new: &Debt, weakens_something: bool) -> Found {
    let effect = if weakens_something {
        Effect::Weaker
    } else {
        Effect::Changed
    };
    let end = new.until.as_ref().map_or_else(
        || "without an end".to_owned(),
        |until| format!("until {}", day(until.value)),
    );
    Found::new(effect, "", format!("Opened: it is now owed, {end}.")).at(None, Some(new.id.place))
}

/// A debt that is not stated any more. That is more than before only to those to whom something is promised.
pub(super) fn gone(old: &Debt, frees_something: bool) -> Found {
    let (effect, says) = if frees_something {
        (
            Effect::Stronger,
            "Closed: the promises that it weakened count in full again. Was it paid off?",
        )
    } else {
        (Effect::Changed, "Not stated any more. Was it paid off?")
    };
    Found::new(effect, "", says).at(Some(old.id.place), None)
}

/// What a debt does to something that it begins to weaken, or weakens for longer.
pub(super) fn weakening(debt: &Debt, says: &str) -> Found {
    let end = debt.until.as_ref().map_or_else(
        || "without an end".to_owned(),
        |until| format!("until {}", day(until.value)),
    );
    let says = format!("{says} {}, {end}: {}", name(&debt.id), short(&debt.owe));
    Found::weaker("debt", says).at(None, Some(debt.id.place))
}

/// What it does to a promise that no debt weakens any more.
pub(super) fn freeing(debt: &Debt) -> Found {
    let says = format!("The debt {} does not weaken it any more.", name(&debt.id));
    Found::stronger("debt", says).at(Some(debt.id.place), None)
}
