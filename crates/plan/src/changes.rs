//! What the comparers find, and how it becomes a [`Change`].

use journey::{Journeys, Locator, Place};

use crate::change::{Change, Class, Effect, Field, Object, Part, Plan, Side, Spot};
use crate::words::short;

/// What something is called in both readings, and where it stands.
#[derive(Debug, Clone)]
pub(crate) struct Subject {
    pub(crate) part: Part,
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) old: Option<Place>,
    pub(crate) new: Option<Place>,
}

/// One difference, before it is known whose it is.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    pub(crate) effect: Effect,
    pub(crate) field: Field,
    before: Option<String>,
    after: Option<String>,
    says: String,
    wants: Option<String>,
    old: Option<Place>,
    new: Option<Place>,
    class: Option<Class>,
    is_aside: bool,
}

/// A difference and whose it is.
pub(crate) type Entry = (Subject, Found);

impl Found {
    pub(crate) fn new(effect: Effect, field: Field, says: impl Into<String>) -> Self {
        Self {
            effect,
            field,
            before: None,
            after: None,
            says: says.into(),
            wants: None,
            old: None,
            new: None,
            class: None,
            is_aside: false,
        }
    }

    pub(crate) fn weaker(field: Field, says: impl Into<String>) -> Self {
        Self::new(Effect::Weaker, field, says)
    }

    pub(crate) fn stronger(field: Field, says: impl Into<String>) -> Self {
        Self::new(Effect::Stronger, field, says)
    }

    pub(crate) fn changed(field: Field, says: impl Into<String>) -> Self {
        Self::new(Effect::Changed, field, says)
    }

    /// A sentence says something else. What that means only people can tell.
    pub(crate) fn reworded(field: Field, old: &str, new: &str, says: impl Into<String>) -> Option<Self> {
        (old != new).then(|| Self::changed(field, says).values(Some(old), Some(new)).aside())
    }

    /// What stood there and what stands there now.
    pub(crate) fn values(mut self, before: Option<impl ToString>, after: Option<impl ToString>) -> Self {
        self.before = before.map(|text| short(&text.to_string()));
        self.after = after.map(|text| short(&text.to_string()));
        self
    }

    /// Where it stood and stands; what is left open is where the whole object stands.
    pub(crate) fn at(mut self, old: Option<Place>, new: Option<Place>) -> Self {
        (self.old, self.new) = (old, new);
        self
    }

    /// It says nothing about what is counted or enforced.
    pub(crate) fn aside(mut self) -> Self {
        self.is_aside = true;
        self
    }

    pub(crate) fn wanting(mut self, wants: String) -> Self {
        self.wants = Some(wants);
        self
    }

    /// Under another heading than its effect and object say.
    pub(crate) fn under(mut self, class: Class) -> Self {
        self.class = Some(class);
        self
    }

    pub(crate) fn sentence(&self) -> &str {
        &self.says
    }
}

/// What is stronger while all else is equal proves nothing where not all else is equal: then it only changed.
pub(crate) fn prove(mut all: Vec<Found>) -> Vec<Found> {
    let doubtful = |found: &Found| !found.is_aside && found.effect != Effect::Stronger;
    if all.iter().any(doubtful) {
        for found in &mut all {
            if found.effect == Effect::Stronger {
                found.effect = Effect::Changed;
                found
                    .says
                    .push_str(" Other parts changed with it, so it is not proved to be stronger.");
            }
        }
    }
    all
}

/// Whether a list of findings is all for the better.
pub(crate) fn is_stronger(all: &[Found]) -> bool {
    let mut weighty = all.iter().filter(|found| !found.is_aside).peekable();
    weighty.peek().is_some() && weighty.all(|found| found.effect == Effect::Stronger)
}

/// The names that a list gained and lost, whatever its order.
#[derive(Debug)]
pub(crate) struct Lists<'a> {
    pub(crate) gained: Vec<&'a str>,
    pub(crate) lost: Vec<&'a str>,
}

impl<'a> Lists<'a> {
    /// Compares two lists; the old names are those that the new side uses for the same things.
    pub(crate) fn of(old: impl IntoIterator<Item = &'a str>, new: impl IntoIterator<Item = &'a str>) -> Self {
        let old: std::collections::BTreeSet<&str> = old.into_iter().collect();
        let new: std::collections::BTreeSet<&str> = new.into_iter().collect();
        Self {
            gained: new.difference(&old).copied().collect(),
            lost: old.difference(&new).copied().collect(),
        }
    }

    pub(crate) const fn is_same(&self) -> bool {
        self.gained.is_empty() && self.lost.is_empty()
    }
}

/// Puts everything that was found in order, with the places as people count.
pub(crate) fn finish(old: &Journeys, new: &Journeys, entries: Vec<Entry>) -> Plan {
    let (old, new) = (old.locator(), new.locator());
    let mut changes: Vec<Change> = entries
        .into_iter()
        .map(|entry| change(&old, &new, entry))
        .collect();
    changes.sort_by(|left, right| {
        let key = |change: &Change| (change.class, change.spot.side);
        let place = |change: &Change| (change.spot.line, change.spot.column);
        (key(left), &left.spot.file, place(left)).cmp(&(key(right), &right.spot.file, place(right)))
    });
    Plan { changes }
}

fn change(old: &Locator<'_>, new: &Locator<'_>, (subject, found): Entry) -> Change {
    let class = found.class.unwrap_or(match (subject.part, found.effect) {
        (Part::Control, _) => Class::Control,
        (Part::Debt, _) => Class::Debt,
        (_, Effect::Weaker) => Class::Weaker,
        (_, Effect::Stronger) => Class::Stronger,
        (_, Effect::Changed) => Class::Changed,
    });
    let (side, location) = match (found.new.or(subject.new), found.old.or(subject.old)) {
        (Some(place), _) => (Side::New, new.locate(place)),
        (None, Some(place)) => (Side::Old, old.locate(place)),
        (None, None) => (Side::New, new.locate(Place::default())),
    };
    Change {
        class,
        effect: found.effect,
        object: Object {
            part: subject.part,
            id: subject.id,
            title: short(&subject.title),
        },
        field: found.field,
        before: found.before,
        after: found.after,
        says: found.says,
        wants: found.wants,
        spot: Spot {
            side,
            file: location.file,
            line: location.line,
            column: location.column,
        },
        live: None,
    }
}
