//! How a promise is measured: what counts, what is good, and how much of it is enough.
//!
//! A measure is stronger if whatever breaks the old one breaks the new one too, and weaker the other way round;
//! each part is judged as if all else were equal, and [`prove`] takes back what then does not hold.

use std::cmp::Ordering;

use journey::{Drill, Glide, Measure, MeasureKind, Percent, Place, Placed, Selector};
use vocabulary::{Moment, Span};

use super::day;
use crate::change::{Effect, Field};
use crate::changes::{Found, prove};
use crate::condition::{Judges, Relation, judged, selected};
use crate::words::{left_by, name, short};

/// Fewer events than this prove nothing, where a measure does not say how many.
const MIN_EVENTS: u64 = 30;

/// What differs between two measures of one promise.
pub(super) fn compare(old: Option<&Measure>, new: Option<&Measure>) -> Vec<Found> {
    match (old, new) {
        (None, None) => Vec::new(),
        (Some(old), None) => vec![
            Found::weaker(
                "measure",
                "It is not measured any more, so nothing would show that it is broken.",
            )
            .values(Some(old.kind.word()), None::<&str>)
            .at(Some(old.place), None),
        ],
        (None, Some(new)) => vec![
            Found::stronger("measure", "It is measured now.")
                .values(None::<&str>, Some(new.kind.word()))
                .at(None, Some(new.place)),
        ],
        (Some(old), Some(new)) => {
            let sides = Sides { old, new };
            let mut found = sides.kinds();
            found.extend(sides.drill());
            found.extend(sides.volume());
            prove(found)
        }
    }
}

/// The two measures.
struct Sides<'a> {
    old: &'a Measure,
    new: &'a Measure,
}

impl Sides<'_> {
    fn kinds(&self) -> Vec<Found> {
        match (&self.old.kind, &self.new.kind) {
            (
                MeasureKind::Ratio {
                    of,
                    good,
                    target,
                    over,
                    min_events,
                },
                MeasureKind::Ratio {
                    of: new_of,
                    good: new_good,
                    target: new_target,
                    over: new_over,
                    min_events: new_min,
                },
            ) => [
                self.counted("of", of, new_of),
                self.good((of, good), (new_of, new_good)),
                self.target(target, new_target),
                self.over(*over, *new_over),
                self.min_events(*min_events, *new_min),
            ]
            .into_iter()
            .flatten()
            .collect(),
            (
                MeasureKind::Within {
                    from,
                    to,
                    same,
                    limit,
                    target,
                    over,
                    min_events,
                },
                MeasureKind::Within {
                    from: new_from,
                    to: new_to,
                    same: new_same,
                    limit: new_limit,
                    target: new_target,
                    over: new_over,
                    min_events: new_min,
                },
            ) => [
                self.counted("from", from, new_from),
                self.end(to, new_to),
                self.same(same, new_same),
                self.limit(*limit, *new_limit),
                self.target(target, new_target),
                self.over(*over, *new_over),
                self.min_events(*min_events, *new_min),
            ]
            .into_iter()
            .flatten()
            .collect(),
            (
                MeasureKind::Share { of, good, target, by },
                MeasureKind::Share {
                    of: new_of,
                    good: new_good,
                    target: new_target,
                    by: new_by,
                },
            ) => [
                self.counted("of", of, new_of),
                self.good((of, good), (new_of, new_good)),
                self.target(target, new_target),
                self.by(*by, *new_by),
                self.glide(),
            ]
            .into_iter()
            .flatten()
            .collect(),
            (MeasureKind::Never { event }, MeasureKind::Never { event: new_event }) => {
                self.never(event, new_event).into_iter().collect()
            }
            _ => vec![self.other_kind()],
        }
    }

    /// The places of a key's value.
    fn at(&self, key: Field) -> (Option<Place>, Option<Place>) {
        let place = |measure: &Measure| measure.written.at(key).or(Some(measure.place));
        (place(self.old), place(self.new))
    }

    fn found(&self, effect: Effect, field: Field, says: impl Into<String>) -> Found {
        let (old, new) = self.at(field);
        Found::new(effect, field, says).at(old, new)
    }

    fn other_kind(&self) -> Found {
        let (old, new) = (self.old.kind.word(), self.new.kind.word());
        // What had to happen never may now happen a little.
        let (effect, says) = if matches!(self.old.kind, MeasureKind::Never { .. }) {
            (
                Effect::Weaker,
                "It was broken by a single event. Now some may go wrong.",
            )
        } else {
            (
                Effect::Changed,
                "It is measured in another way, so the figures before and after cannot be compared.",
            )
        };
        self.found(effect, "kind", says).values(Some(old), Some(new))
    }

    /// What counts, or starts the clock. Counting more may thin out what goes wrong, so it proves nothing.
    fn counted(&self, field: Field, old: &Selector, new: &Selector) -> Option<Found> {
        let (effect, says) = match selected(old, new) {
            Relation::Equal => return None,
            Relation::Narrower => (Effect::Weaker, "It is promised for fewer cases than before."),
            Relation::Wider => (
                Effect::Changed,
                "More cases count than before: those that go wrong, and those that go well.",
            ),
            Relation::Unknown => (
                Effect::Changed,
                "Other cases count than before; which of the two is more cannot be told.",
            ),
        };
        Some(self.found(effect, field, says).values(Some(old), Some(new)))
    }

    fn good(
        &self,
        (old_of, old): (&Selector, &journey::Condition),
        (new_of, new): (&Selector, &journey::Condition),
    ) -> Option<Found> {
        if old == new {
            return None;
        }
        let judges = if old_of.kind == new_of.kind {
            // Only where the same events count does it matter that others are left out.
            let among = if selected(old_of, new_of) == Relation::Equal {
                &old_of.condition
            } else {
                &journey::Condition::Always
            };
            judged(among, old, new)
        } else {
            Judges::Unknown
        };
        let (effect, says) = match judges {
            Judges::Alike => return None,
            Judges::Harder => (Effect::Stronger, "Less passes for good than before."),
            Judges::Easier => (Effect::Weaker, "More passes for good than before."),
            Judges::Unknown => (
                Effect::Changed,
                "Something else passes for good; which of the two is harder to reach cannot be told.",
            ),
        };
        Some(self.found(effect, "good", says).values(Some(old), Some(new)))
    }

    /// What stops the clock.
    fn end(&self, old: &Selector, new: &Selector) -> Option<Found> {
        let (effect, says) = match selected(old, new) {
            Relation::Equal => return None,
            Relation::Narrower => (Effect::Stronger, "Less stops the clock than before."),
            Relation::Wider => (Effect::Weaker, "More stops the clock than before."),
            Relation::Unknown => (Effect::Changed, "Something else stops the clock."),
        };
        Some(self.found(effect, "to", says).values(Some(old), Some(new)))
    }

    fn never(&self, old: &Selector, new: &Selector) -> Option<Found> {
        let (effect, says) = match selected(old, new) {
            Relation::Equal => return None,
            Relation::Narrower => (Effect::Weaker, "Less breaks the promise than before."),
            Relation::Wider => (
                Effect::Stronger,
                "More breaks the promise than before: all that did, and something else too.",
            ),
            Relation::Unknown => (
                Effect::Changed,
                "Something else breaks the promise; which of the two is more cannot be told.",
            ),
        };
        Some(self.found(effect, "event", says).values(Some(old), Some(new)))
    }

    fn target(&self, old: &Placed<Percent>, new: &Placed<Percent>) -> Option<Found> {
        let who = if matches!(self.new.kind, MeasureKind::Share { .. }) {
            "people may be left out"
        } else {
            "may go wrong"
        };
        let effect = by_order(&new.value, &old.value, Effect::Stronger)?;
        let says = format!(
            "Of all that counts, {} {who}; before, {}.",
            left_by(new.value),
            left_by(old.value)
        );
        Some(
            Found::new(effect, "target", says)
                .values(Some(old), Some(new))
                .at(Some(old.place), Some(new.place)),
        )
    }

    /// Over a longer time, a bad day is forgotten among good ones. Over a shorter one it weighs more, but fewer
    /// events may be too few to prove anything.
    fn over(&self, old: Span, new: Span) -> Option<Found> {
        let (effect, says) = match new.cmp(&old) {
            Ordering::Equal => return None,
            Ordering::Greater => (
                Effect::Weaker,
                "It is counted over a longer time, in which bad days are thinned out by good ones.",
            ),
            Ordering::Less => (
                Effect::Changed,
                "It is counted over a shorter time: a bad day weighs more, and fewer events prove less.",
            ),
        };
        Some(self.found(effect, "over", says).values(Some(old), Some(new)))
    }

    /// More events needed before anything is said hide what is broken; fewer may call kept what is chance.
    fn min_events(&self, old: Option<u64>, new: Option<u64>) -> Option<Found> {
        let (effect, says) = match new.unwrap_or(MIN_EVENTS).cmp(&old.unwrap_or(MIN_EVENTS)) {
            Ordering::Equal => return None,
            Ordering::Greater => (
                Effect::Weaker,
                "More has to happen before anything is said, so it stays unknown for longer that it is broken.",
            ),
            Ordering::Less => (Effect::Changed, "Less has to happen before anything is said."),
        };
        let shown = |count: Option<u64>| {
            count.map_or_else(|| format!("{MIN_EVENTS}, unstated"), |count| count.to_string())
        };
        Some(
            self.found(effect, "min_events", says)
                .values(Some(shown(old)), Some(shown(new))),
        )
    }

    fn same(&self, old: &str, new: &str) -> Option<Found> {
        (old != new).then(|| {
            let says = "Start and end are matched in another way.";
            self.found(Effect::Changed, "same", says)
                .values(Some(old), Some(new))
        })
    }

    fn limit(&self, old: Span, new: Span) -> Option<Found> {
        let effect = by_order(&new, &old, Effect::Weaker)?;
        let says = format!("It may take {}; before, {}.", new.in_words(), old.in_words());
        Some(self.found(effect, "limit", says).values(Some(old), Some(new)))
    }

    fn by(&self, old: Option<Moment>, new: Option<Moment>) -> Option<Found> {
        let (effect, says) = match (old, new) {
            (None, None) => return None,
            (None, Some(_)) => (Effect::Weaker, "It was due at once. Now it is due later."),
            (Some(_), None) => (Effect::Stronger, "It is due at once now."),
            (Some(old), Some(new)) => match by_order(&new, &old, Effect::Weaker)? {
                Effect::Weaker => (Effect::Weaker, "It is due later than before."),
                effect => (effect, "It is due sooner than before."),
            },
        };
        Some(self.found(effect, "by", says).values(old.map(day), new.map(day)))
    }

    fn glide(&self) -> Option<Found> {
        let shown = |glide: &Glide| format!("from {} on {}", glide.from, day(glide.since.value));
        let (old, new) = (self.old.glide.as_ref(), self.new.glide.as_ref());
        let (effect, says) = match (old, new) {
            (None, None) => return None,
            (None, Some(_)) => (Effect::Weaker, "Less is enough on the way to the target."),
            (Some(_), None) => (Effect::Stronger, "The whole target counts at once."),
            (Some(old), Some(new)) => {
                let from = new.from.value.cmp(&old.from.value);
                // The sooner it begins to rise, the higher it is on every day.
                let since = old.since.value.cmp(&new.since.value);
                match (from, since) {
                    (Ordering::Equal, Ordering::Equal) => return None,
                    (Ordering::Less, _) | (_, Ordering::Less) => (
                        Effect::Weaker,
                        "On some days on the way to the target, less is enough than before.",
                    ),
                    _ => (
                        Effect::Stronger,
                        "On no day on the way to the target is less enough than before.",
                    ),
                }
            }
        };
        Some(
            self.found(effect, "glide", says)
                .values(old.map(shown), new.map(shown)),
        )
    }

    fn drill(&self) -> Option<Found> {
        let shown = |drill: &Drill| format!("{} every {}", drill.name, drill.every);
        let (old, new) = (self.old.drill.as_ref(), self.new.drill.as_ref());
        let (effect, says) = match (old, new) {
            (None, None) => return None,
            (Some(_), None) => (
                Effect::Weaker,
                "Nothing rehearses it any more, so silence no longer shows that it would be noticed."
                    .to_owned(),
            ),
            (None, Some(_)) => (Effect::Stronger, "A drill rehearses it now.".to_owned()),
            (Some(old), Some(new)) if old.name != new.name => (
                Effect::Changed,
                format!("Another drill rehearses it: {}.", name(&short(&new.name))),
            ),
            (Some(old), Some(new)) => {
                let effect = by_order(&new.every, &old.every, Effect::Weaker)?;
                (
                    effect,
                    format!(
                        "It is rehearsed every {}; before, every {}.",
                        new.every, old.every
                    ),
                )
            }
        };
        Some(
            self.found(effect, "drill", says)
                .values(old.map(shown), new.map(shown)),
        )
    }

    fn volume(&self) -> Option<Found> {
        let (old, new) = (self.old.volume.as_ref(), self.new.volume.as_ref());
        (old != new).then(|| {
            let says = "How much is expected to be counted is stated differently.";
            self.found(Effect::Changed, "volume", says)
                .values(old, new)
                .aside()
        })
    }
}

/// The effect if the left is greater than the right, and the opposite one if it is less.
pub(super) fn by_order<T: Ord>(left: &T, right: &T, greater: Effect) -> Option<Effect> {
    match (left.cmp(right), greater) {
        (Ordering::Equal, _) => None,
        (Ordering::Greater, effect) => Some(effect),
        (Ordering::Less, Effect::Weaker) => Some(Effect::Stronger),
        (Ordering::Less, _) => Some(Effect::Weaker),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn what_is_unstated_is_what_the_server_takes() {
        assert_eq!(super::MIN_EVENTS, outcomes::MIN_EVENTS);
    }
}
