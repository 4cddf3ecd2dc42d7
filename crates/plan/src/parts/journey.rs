//! A journey: what is in it before and after, matched, and everything that differs in it.

use std::collections::{BTreeMap, BTreeSet};

use journey::{Debt, Guardrail, Journey, Place, Placed, Promise, Step, Worst};

use super::names::{Names, renamed};
use super::owed::{self, Owed};
use super::step::Received;
use super::{debt, guardrail, heading, kept, promise, step, worst};
use crate::change::Part;
use crate::changes::{Entry, Found, Subject};
use crate::pairs::{Known, Pairs};
use crate::words::{name, short};

/// One journey before and after, with everything in it matched. One of the two may be missing.
pub(super) struct Matched<'a> {
    old: Option<&'a Journey>,
    new: Option<&'a Journey>,
    steps: Pairs<'a, Step>,
    worst: Pairs<'a, Worst>,
    promises: Pairs<'a, Promise>,
    guardrails: Pairs<'a, Guardrail>,
    debt: Pairs<'a, Debt>,
    names: Names<'a>,
}

impl<'a> Matched<'a> {
    pub(super) fn of(
        old: Option<&'a Journey>,
        new: Option<&'a Journey>,
        controls: &Names<'a>,
        received: &Received<'a>,
    ) -> Self {
        let mut names = controls.clone();
        let steps = Pairs::of(
            old.into_iter().flat_map(|journey| &journey.steps),
            new.into_iter().flat_map(|journey| &journey.steps),
            &Known {
                name: &|step| &step.id.value,
                words: &|step| &step.does.value,
                same: &|old, new| step::compare(old, new, received).is_empty(),
            },
        );
        names.steps = renamed(&steps.both, |step| step.id.as_str());
        let worst = Pairs::of(
            old.into_iter().flat_map(Journey::worst).map(|(_, worst)| worst),
            new.into_iter().flat_map(Journey::worst).map(|(_, worst)| worst),
            &Known {
                name: &|worst| &worst.id.value,
                words: &|worst| &worst.story.value,
                same: &|old, new| worst::compare(old, new).is_empty(),
            },
        );
        names.worst = renamed(&worst.both, |worst| worst.id.as_str());
        let promises = Pairs::of(
            old.into_iter()
                .flat_map(Journey::promises)
                .map(|(_, promise)| promise),
            new.into_iter()
                .flat_map(Journey::promises)
                .map(|(_, promise)| promise),
            &Known {
                name: &|promise| &promise.id.value,
                words: &|promise| &promise.says.value,
                same: &|old, new| promise::compare(old, new, &names).is_empty(),
            },
        );
        let guardrails = Pairs::of(
            old.into_iter().flat_map(|journey| &journey.guardrails),
            new.into_iter().flat_map(|journey| &journey.guardrails),
            &Known {
                name: &|guardrail| &guardrail.id.value,
                words: &|guardrail| &guardrail.says.value,
                same: &|old, new| guardrail::compare(old, new, &names).is_empty(),
            },
        );
        names.stated = renamed(&promises.both, |promise| promise.id.as_str());
        names
            .stated
            .extend(renamed(&guardrails.both, |guardrail| guardrail.id.as_str()));
        let debt = Pairs::of(
            old.into_iter().flat_map(|journey| &journey.debt),
            new.into_iter().flat_map(|journey| &journey.debt),
            &Known {
                name: &|debt| &debt.id.value,
                words: &|debt| &debt.owe.value,
                same: &|old, new| debt::compare(old, new, &names).is_empty(),
            },
        );
        Self {
            old,
            new,
            steps,
            worst,
            promises,
            guardrails,
            debt,
            names,
        }
    }

    /// Everything that differs in the journey, whatever happened to the controls.
    pub(super) fn entries(&self, received: &Received<'_>) -> Vec<Entry> {
        let mut entries = self.own();
        self.steps(received, &mut entries);
        self.worst(&mut entries);
        self.promises(&mut entries);
        self.guardrails(&mut entries);
        self.debts(&mut entries);
        entries
    }

    /// What the changes of controls mean for the promises that were there before.
    pub(super) fn through_controls(&self, controls: &kept::ByControl<'_>) -> Vec<Entry> {
        let mut entries = Vec::new();
        for (old, new) in &self.promises.both {
            let subject = self.subject(
                Part::Promise,
                Some((&old.id, &old.says)),
                Some((&new.id, &new.says)),
            );
            push(
                &mut entries,
                &subject,
                kept::through(old, new, &self.names, controls),
            );
        }
        entries
    }

    /// The journey itself: its name, who comes, what they want, who answers for it, and the order of its steps.
    fn own(&self) -> Vec<Entry> {
        let subject = Subject {
            part: Part::Journey,
            id: self.id().to_owned(),
            title: self
                .new
                .or(self.old)
                .map(|journey| journey.name.value.clone())
                .unwrap_or_default(),
            old: self.old.map(|journey| journey.id.place),
            new: self.new.map(|journey| journey.id.place),
        };
        let found = match (self.old, self.new) {
            (Some(old), Some(new)) => {
                let mut found = heading::compare(old, new);
                found.extend(self.order(old, new));
                found
            }
            (Some(old), None) => vec![gone(old)],
            (None, _) => vec![Found::changed("", "A new journey.")],
        };
        found.into_iter().map(|found| (subject.clone(), found)).collect()
    }

    fn order(&self, old: &Journey, new: &Journey) -> Option<Found> {
        let kept: BTreeSet<&str> = self.steps.both.iter().map(|(_, new)| new.id.as_str()).collect();
        let before: Vec<&str> = old.steps.iter().map(|step| self.names.step(&step.id)).collect();
        let of = |ids: Vec<&'_ str>| {
            ids.into_iter()
                .filter(|id| kept.contains(id))
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        let after: Vec<&str> = new.steps.iter().map(|step| step.id.as_str()).collect();
        let (before, after) = (of(before), of(after));
        (before != after).then(|| {
            Found::changed("steps", "The steps come in another order.")
                .values(Some(before.join(", ")), Some(after.join(", ")))
                .at(old.written.at("steps"), new.written.at("steps"))
        })
    }

    fn steps(&self, received: &Received<'_>, entries: &mut Vec<Entry>) {
        for (old, new) in &self.steps.both {
            let subject = self.subject(Part::Step, Some((&old.id, &old.does)), Some((&new.id, &new.does)));
            push(entries, &subject, worst::renamed(&old.id, &new.id));
            push(entries, &subject, step::compare(old, new, received));
        }
        for old in &self.steps.gone {
            let subject = self.subject(Part::Step, Some((&old.id, &old.does)), None);
            push(entries, &subject, [step::gone(old)]);
        }
        for new in &self.steps.added {
            let subject = self.subject(Part::Step, None, Some((&new.id, &new.does)));
            push(entries, &subject, [step::added(new)]);
            push(entries, &subject, step::gives_more(None, new, received));
        }
    }

    fn worst(&self, entries: &mut Vec<Entry>) {
        let steps = Steps::of(self, |step| step.worst.iter().map(|worst| &worst.id).collect());
        for (old, new) in &self.worst.both {
            let subject = self.subject(
                Part::Worst,
                Some((&old.id, &old.story)),
                Some((&new.id, &new.story)),
            );
            push(entries, &subject, worst::renamed(&old.id, &new.id));
            push(entries, &subject, steps.moved(&old.id, &new.id));
            push(entries, &subject, worst::compare(old, new));
        }
        for old in &self.worst.gone {
            let subject = self.subject(Part::Worst, Some((&old.id, &old.story)), None);
            push(entries, &subject, [worst::gone(old)]);
        }
        for new in &self.worst.added {
            let subject = self.subject(Part::Worst, None, Some((&new.id, &new.story)));
            push(entries, &subject, [worst::added(new)]);
        }
    }

    fn promises(&self, entries: &mut Vec<Entry>) {
        let steps = Steps::of(self, |step| {
            step.promises.iter().map(|promise| &promise.id).collect()
        });
        let owed = owed::ids(self.new);
        for (old, new) in &self.promises.both {
            let subject = self.subject(
                Part::Promise,
                Some((&old.id, &old.says)),
                Some((&new.id, &new.says)),
            );
            push(entries, &subject, promise::renamed(&old.id, &new.id));
            push(entries, &subject, steps.moved(&old.id, &new.id));
            push(
                entries,
                &subject,
                self.wanted(promise::compare(old, new, &self.names)),
            );
        }
        for old in &self.promises.gone {
            let subject = self.subject(Part::Promise, Some((&old.id, &old.says)), None);
            push(entries, &subject, [promise::gone(old)]);
        }
        for new in &self.promises.added {
            let subject = self.subject(Part::Promise, None, Some((&new.id, &new.says)));
            push(
                entries,
                &subject,
                [promise::added(new, owed.contains(new.id.as_str()))],
            );
        }
    }

    fn guardrails(&self, entries: &mut Vec<Entry>) {
        let owed = owed::ids(self.new);
        for (old, new) in &self.guardrails.both {
            let subject = self.subject(
                Part::Guardrail,
                Some((&old.id, &old.says)),
                Some((&new.id, &new.says)),
            );
            push(entries, &subject, promise::renamed(&old.id, &new.id));
            push(
                entries,
                &subject,
                self.wanted(guardrail::compare(old, new, &self.names)),
            );
        }
        for old in &self.guardrails.gone {
            let subject = self.subject(Part::Guardrail, Some((&old.id, &old.says)), None);
            push(entries, &subject, [guardrail::gone(old)]);
        }
        for new in &self.guardrails.added {
            let subject = self.subject(Part::Guardrail, None, Some((&new.id, &new.says)));
            push(
                entries,
                &subject,
                [guardrail::added(new, owed.contains(new.id.as_str()))],
            );
        }
    }

    /// Debts, and what they do to what was there before and after.
    fn debts(&self, entries: &mut Vec<Entry>) {
        let owed = Owed {
            names: &self.names,
            before: owed::ids(self.old)
                .into_iter()
                .map(|id| self.names.owed(id))
                .collect(),
            after: owed::ids(self.new),
            weakened: self.weakened(),
        };
        for (old, new) in &self.debt.both {
            let subject = self.subject(Part::Debt, Some((&old.id, &old.owe)), Some((&new.id, &new.owe)));
            push(entries, &subject, worst::renamed(&old.id, &new.id));
            push(entries, &subject, debt::compare(old, new, &self.names));
            entries.extend(owed.kept(old, new));
        }
        for old in &self.debt.gone {
            let subject = self.subject(Part::Debt, Some((&old.id, &old.owe)), None);
            let freed = owed.gone(old);
            push(entries, &subject, [debt::gone(old, !freed.is_empty())]);
            entries.extend(freed);
        }
        for new in &self.debt.added {
            let subject = self.subject(Part::Debt, None, Some((&new.id, &new.owe)));
            let hit = owed.added(new);
            push(entries, &subject, [debt::added(new, !hit.is_empty())]);
            entries.extend(hit);
        }
    }

    /// Everything that a debt can weaken and that was there before and after, by its id on the new side.
    fn weakened(&self) -> BTreeMap<&str, Subject> {
        let mut all = BTreeMap::new();
        for (old, new) in &self.worst.both {
            let subject = self.subject(
                Part::Worst,
                Some((&old.id, &old.story)),
                Some((&new.id, &new.story)),
            );
            all.insert(new.id.as_str(), subject);
        }
        for (old, new) in &self.promises.both {
            let subject = self.subject(
                Part::Promise,
                Some((&old.id, &old.says)),
                Some((&new.id, &new.says)),
            );
            all.insert(new.id.as_str(), subject);
        }
        for (old, new) in &self.guardrails.both {
            let subject = self.subject(
                Part::Guardrail,
                Some((&old.id, &old.says)),
                Some((&new.id, &new.says)),
            );
            all.insert(new.id.as_str(), subject);
        }
        all
    }

    /// A sentence that people were told now says something else: the product's owner is to look at it.
    fn wanted(&self, found: Vec<Found>) -> Vec<Found> {
        let owner = self
            .old
            .or(self.new)
            .and_then(|journey| journey.owners.product.as_ref());
        let wants = owner.map_or_else(
            || "a product owner".to_owned(),
            |who| format!("the product owner, {}", short(who)),
        );
        let told = found.into_iter().map(|found| {
            if found.field == "says" {
                found.wanting(wants.clone())
            } else {
                found
            }
        });
        told.collect()
    }

    fn id(&self) -> &str {
        self.new.or(self.old).map_or("", |journey| &journey.id)
    }

    fn subject(&self, part: Part, old: Option<Titled<'_>>, new: Option<Titled<'_>>) -> Subject {
        let place = |titled: Option<Titled<'_>>| titled.map(|(id, _)| id.place);
        let (id, title) = new
            .or(old)
            .map_or(("", ""), |(id, title)| (id.as_str(), title.as_str()));
        Subject {
            part,
            id: format!("{}/{id}", self.id()),
            title: title.to_owned(),
            old: place(old),
            new: place(new),
        }
    }
}

/// A thing's id and the words that people read about it.
type Titled<'a> = (&'a Placed<String>, &'a Placed<String>);

fn push(entries: &mut Vec<Entry>, subject: &Subject, found: impl IntoIterator<Item = Found>) {
    entries.extend(found.into_iter().map(|found| (subject.clone(), found)));
}

/// At which step things stand, before and after.
struct Steps<'a> {
    old: BTreeMap<&'a str, (&'a str, Place)>,
    new: BTreeMap<&'a str, (&'a str, Place)>,
    names: &'a Names<'a>,
}

impl<'a> Steps<'a> {
    fn of(matched: &'a Matched<'a>, things: impl Fn(&'a Step) -> Vec<&'a Placed<String>>) -> Self {
        let place = |journey: Option<&'a Journey>| {
            let mut places = BTreeMap::new();
            for step in journey.into_iter().flat_map(|journey| &journey.steps) {
                for id in things(step) {
                    places.entry(id.as_str()).or_insert((step.id.as_str(), id.place));
                }
            }
            places
        };
        Self {
            old: place(matched.old),
            new: place(matched.new),
            names: &matched.names,
        }
    }

    fn moved(&self, old: &str, new: &str) -> Option<Found> {
        let ((from, before), (to, after)) = (self.old.get(old)?, self.new.get(new)?);
        (self.names.step(from) != *to).then(|| {
            Found::changed("step", format!("It belongs to the step {} now.", name(to)))
                .values(Some(from), Some(to))
                .at(Some(*before), Some(*after))
        })
    }
}

fn gone(old: &Journey) -> Found {
    let promises = old.promises().count();
    let with = match promises {
        0 => String::new(),
        1 => ", and with it 1 promise".to_owned(),
        many => format!(", and with it {many} promises"),
    };
    Found::weaker("", format!("The journey is gone{with}."))
}
