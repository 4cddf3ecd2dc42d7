//! Everything that the pages say, worked out once: where each promise stands, which letter and number things
//! have, what is owed by when.

use std::collections::{BTreeMap, BTreeSet};

use exchange::export::Figure;
use journey::{
    Control, DataKind, Debt, Finding, Guardrail, Journey, Measure, Promise, Severity, Step, Worst,
};
use vocabulary::{Moment, PromiseRef};

use crate::evidence::{self, Proven};
use crate::material::Material;
use crate::sign::Sign;

/// A whole report.
pub(crate) struct Book<'a> {
    pub(crate) material: &'a Material<'a>,
    /// What matters most first, then in the order of the files.
    pub(crate) chapters: Vec<Chapter<'a>>,
    /// Which promises and guardrails name a control, by its name.
    pub(crate) serves: BTreeMap<&'a str, Vec<Service<'a>>>,
    /// What is known of each control's proofs, by the control's name.
    pub(crate) proven: BTreeMap<&'a str, Vec<Proven<'a>>>,
}

/// A journey.
pub(crate) struct Chapter<'a> {
    pub(crate) journey: &'a Journey,
    /// Its page's name, without an ending: unlike every other's.
    pub(crate) stem: String,
    /// As bad as its worst promise or guardrail.
    pub(crate) sign: Sign,
    pub(crate) steps: Vec<Column<'a>>,
    pub(crate) guardrails: Vec<Card<'a>>,
    /// By their ends, the next first; those without an end last.
    pub(crate) debts: Vec<&'a Debt>,
    /// What `check` found in it.
    pub(crate) findings: Vec<&'a Finding>,
}

/// A step.
pub(crate) struct Column<'a> {
    pub(crate) step: &'a Step,
    pub(crate) gives: Vec<Given<'a>>,
    pub(crate) fears: Vec<Fear<'a>>,
    pub(crate) promises: Vec<Card<'a>>,
    /// The controls that keep its promises, each once.
    pub(crate) controls: Vec<Keeper<'a>>,
}

/// Something that a person hands over.
pub(crate) struct Given<'a> {
    pub(crate) name: &'a str,
    /// `None` where no file says what it is.
    pub(crate) kind: Option<DataKind>,
    pub(crate) keep: &'a str,
}

/// A worst case.
pub(crate) struct Fear<'a> {
    pub(crate) worst: &'a Worst,
    /// `A` to `Z`, then `A2` and so on, through the whole journey.
    pub(crate) letter: String,
    /// The controls that keep the promises against it, each once.
    pub(crate) controls: Vec<&'a Control>,
    /// Whether any promise stands against it.
    pub(crate) is_promised: bool,
    pub(crate) debts: Vec<&'a Debt>,
}

/// A control, by its name.
#[derive(Clone, Copy)]
pub(crate) struct Keeper<'a> {
    pub(crate) name: &'a str,
    /// `None` where no file describes it.
    pub(crate) control: Option<&'a Control>,
}

/// A promise or a guardrail.
pub(crate) struct Card<'a> {
    pub(crate) id: &'a str,
    pub(crate) says: &'a str,
    /// From 1, through the whole journey; guardrails go on where promises end.
    pub(crate) number: usize,
    pub(crate) sign: Sign,
    pub(crate) measure: Option<&'a Measure>,
    pub(crate) figure: Option<&'a Figure>,
    /// The letters of the worst cases that it stands against, with their ids.
    pub(crate) against: Vec<(&'a str, String)>,
    /// The controls that keep it or, of a guardrail, that it watches.
    pub(crate) controls: Vec<&'a str>,
    pub(crate) debts: Vec<&'a Debt>,
}

/// A promise or guardrail that names a control.
pub(crate) struct Service<'a> {
    /// Where its journey stands among the chapters.
    pub(crate) chapter: usize,
    pub(crate) id: &'a str,
    pub(crate) says: &'a str,
    pub(crate) is_guardrail: bool,
}

impl<'a> Book<'a> {
    /// Works it out.
    pub(crate) fn of(material: &'a Material<'a>) -> Self {
        let mut journeys: Vec<&Journey> = material.journeys.journeys.iter().collect();
        journeys.sort_by_key(|journey| std::cmp::Reverse(journey.matters));
        let mut stems = BTreeSet::new();
        let chapters: Vec<Chapter<'_>> = journeys
            .into_iter()
            .map(|journey| Chapter::of(material, journey, stem(journey, &mut stems)))
            .collect();
        let mut serves: BTreeMap<&str, Vec<Service<'_>>> = BTreeMap::new();
        for (place, chapter) in chapters.iter().enumerate() {
            for (card, is_guardrail) in chapter.stated() {
                for name in &card.controls {
                    let service = Service {
                        chapter: place,
                        id: card.id,
                        says: card.says,
                        is_guardrail,
                    };
                    serves.entry(name).or_default().push(service);
                }
            }
        }
        let proven = material.journeys.controls.iter();
        let proven = proven.map(|(name, control)| (name.as_str(), evidence::of(material, control)));
        Self {
            material,
            serves,
            proven: proven.collect(),
            chapters,
        }
    }

    /// All promises, without guardrails.
    pub(crate) fn promises(&self) -> impl Iterator<Item = &Card<'a>> {
        self.chapters.iter().flat_map(Chapter::promises)
    }

    /// All debts with their journeys, the next to end first; those without an end last.
    pub(crate) fn debts(&self) -> Vec<(&Chapter<'a>, &'a Debt)> {
        let mut debts: Vec<_> = self
            .chapters
            .iter()
            .flat_map(|chapter| chapter.debts.iter().map(move |debt| (chapter, *debt)))
            .collect();
        debts.sort_by_key(|(_, debt)| end(debt));
        debts
    }

    /// How many findings weigh that much.
    pub(crate) fn found(&self, severity: Severity) -> usize {
        let findings = self.material.findings.iter();
        findings.filter(|finding| finding.severity == severity).count()
    }

    /// The moment of the report.
    pub(crate) const fn now(&self) -> Moment {
        self.material.now
    }

    /// Whether figures were given at all.
    pub(crate) const fn is_counted(&self) -> bool {
        self.material.counted.is_some()
    }
}

impl<'a> Chapter<'a> {
    fn of(material: &'a Material<'a>, journey: &'a Journey, stem: String) -> Self {
        let marks = Marks { material, journey };
        let mut number = 0;
        let steps: Vec<Column<'_>> = journey
            .steps
            .iter()
            .map(|step| Column {
                step,
                gives: step.gives.iter().map(|name| given(material, name)).collect(),
                fears: step.worst.iter().map(|worst| marks.fear(worst)).collect(),
                promises: step
                    .promises
                    .iter()
                    .map(|promise| {
                        number += 1;
                        marks.promise(promise, number)
                    })
                    .collect(),
                controls: keepers(
                    material,
                    step.promises.iter().flat_map(|promise| &promise.kept_by),
                ),
            })
            .collect();
        let guardrails: Vec<Card<'_>> = (number + 1..)
            .zip(&journey.guardrails)
            .map(|(number, guardrail)| marks.guardrail(guardrail, number))
            .collect();
        let mut debts: Vec<&Debt> = journey.debt.iter().collect();
        debts.sort_by_key(|debt| end(debt));
        let beginning = format!("{}/", *journey.id);
        let is_ours =
            |finding: &&Finding| finding.object == **journey.id || finding.object.starts_with(&beginning);
        let promised = steps.iter().flat_map(|column| &column.promises);
        let sign = promised
            .chain(&guardrails)
            .map(|card| card.sign)
            .min()
            .unwrap_or(Sign::NotMeasured);
        Self {
            journey,
            stem,
            sign,
            steps,
            guardrails,
            debts,
            findings: material.findings.iter().filter(is_ours).collect(),
        }
    }

    /// Its promises, without guardrails.
    pub(crate) fn promises(&self) -> impl Iterator<Item = &Card<'a>> {
        self.steps.iter().flat_map(|column| &column.promises)
    }

    /// Debts on something else than a promise or guardrail of this journey.
    pub(crate) fn owed_elsewhere(&self) -> impl Iterator<Item = &'a Debt> {
        self.debts.iter().copied().filter(|debt| {
            let mut weak = debt.weakens.iter();
            !weak.any(|id| self.stated().any(|(card, _)| card.id == **id))
        })
    }

    /// Promises, then guardrails; the latter with `true`.
    pub(crate) fn stated(&self) -> impl Iterator<Item = (&Card<'a>, bool)> {
        let guardrails = self.guardrails.iter().map(|card| (card, true));
        self.promises().map(|card| (card, false)).chain(guardrails)
    }
}

/// What is needed to put things of a journey together.
struct Marks<'a> {
    material: &'a Material<'a>,
    journey: &'a Journey,
}

impl<'a> Marks<'a> {
    /// `A` to `Z`, then `A2` and so on.
    fn letter(&self, id: &str) -> Option<String> {
        let place = self.journey.worst().position(|(_, worst)| *worst.id == id)?;
        let letter = char::from(b'A' + u8::try_from(place % 26).ok()?);
        Some(match place / 26 {
            0 => letter.to_string(),
            round => format!("{letter}{}", round + 1),
        })
    }

    fn fear(&self, worst: &'a Worst) -> Fear<'a> {
        let promises = || {
            let promises = self.journey.promises().map(|(_, promise)| promise);
            promises.filter(|promise| promise.against.iter().any(|id| **id == *worst.id))
        };
        let keepers = keepers(self.material, promises().flat_map(|promise| &promise.kept_by));
        Fear {
            worst,
            letter: self.letter(&worst.id).unwrap_or_default(),
            controls: keepers.into_iter().filter_map(|keeper| keeper.control).collect(),
            is_promised: promises().next().is_some(),
            debts: self.journey.debts_on(&worst.id).collect(),
        }
    }

    fn promise(&self, promise: &'a Promise, number: usize) -> Card<'a> {
        let against = promise.against.iter();
        Card {
            against: against
                .filter_map(|id| Some((id.as_str(), self.letter(id)?)))
                .collect(),
            controls: promise.kept_by.iter().map(|name| name.as_str()).collect(),
            ..self.card(&promise.id, &promise.says, promise.measure.as_ref(), number)
        }
    }

    fn guardrail(&self, guardrail: &'a Guardrail, number: usize) -> Card<'a> {
        Card {
            controls: guardrail.watches.iter().map(|name| name.as_str()).collect(),
            ..self.card(&guardrail.id, &guardrail.says, guardrail.measure.as_ref(), number)
        }
    }

    fn card(&self, id: &'a str, says: &'a str, measure: Option<&'a Measure>, number: usize) -> Card<'a> {
        let counted = self.material.counted.map(|counted| counted.figures);
        let figure = counted.and_then(|figures| figures.of(&PromiseRef::new(&self.journey.id, id)));
        // Figures of a promise of which the files no longer say how it is measured are of another promise.
        let figure = figure.filter(|_| measure.is_some());
        Card {
            id,
            says,
            number,
            sign: figure.map_or(Sign::NotMeasured, |figure| figure.state.into()),
            measure,
            figure,
            against: Vec::new(),
            controls: Vec::new(),
            debts: self.journey.debts_on(id).collect(),
        }
    }
}

fn given<'a>(material: &Material<'a>, name: &'a str) -> Given<'a> {
    let data = material.journeys.data.get(name);
    Given {
        name,
        kind: data.map(|data| data.kind),
        keep: data.map_or("", |data| data.keep.as_str()),
    }
}

/// Controls by their names, each once.
fn keepers<'a>(
    material: &Material<'a>,
    names: impl Iterator<Item = &'a journey::Placed<String>>,
) -> Vec<Keeper<'a>> {
    let mut seen = BTreeSet::new();
    names
        .filter(|name| seen.insert(name.as_str()))
        .map(|name| Keeper {
            name,
            control: material.journeys.controls.get(name.as_str()),
        })
        .collect()
}

/// By what debts are ordered: those with an end first, by their ends.
fn end(debt: &Debt) -> (bool, Option<Moment>) {
    let until = debt.until.as_ref().map(|until| until.value);
    (until.is_none(), until)
}

/// A name for the journey's page that every system can hold, and that no other journey has.
fn stem(journey: &Journey, taken: &mut BTreeSet<String>) -> String {
    let plain: String = journey
        .id
        .chars()
        .map(|letter| {
            if letter.is_ascii_alphanumeric() {
                letter.to_ascii_lowercase()
            } else {
                '-'
            }
        })
        .take(80)
        .collect();
    let plain = match plain.trim_matches('-') {
        "" => "journey",
        plain => plain,
    };
    let mut name = plain.to_owned();
    let mut round = 2;
    while !taken.insert(name.clone()) {
        name = format!("{plain}-{round}");
        round += 1;
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;
    use journey::SourceFile;
    use vocabulary::Span;

    fn with(text: &str, then: impl FnOnce(&Book<'_>)) {
        let (journeys, _) = journey::load(&[SourceFile::new("a.journey.yaml", text)]);
        let material = Material {
            name: None,
            journeys: &journeys,
            now: Moment::parse("2026-11-21T09:30:00Z").unwrap(),
            counted: None,
            evidence: None,
            stale_after: Span::from_days(30),
            findings: &[],
        };
        then(&Book::of(&material));
    }

    #[test]
    fn letters_go_on_after_z() {
        let worst: Vec<String> = (0..28)
            .map(|place| format!("      - {{ id: w{place}, story: Bad., harm: minor }}\n"))
            .collect();
        let worst = worst.concat();
        let text = format!(
            "journey: A\nid: a\nwho: I\nwants: To.\nowners: {{ product: p }}\nsteps:\n  - id: s\n    does: I do.\n    worst:\n{worst}"
        );
        with(&text, |book| {
            let letters: Vec<&str> = book.chapters[0].steps[0]
                .fears
                .iter()
                .map(|fear| fear.letter.as_str())
                .collect();
            assert_eq!((letters[0], letters[25], letters[27]), ("A", "Z", "B2"));
        });
    }

    #[test]
    fn debts_stand_by_their_ends() {
        let text = "journey: A\nid: a\nwho: I\nwants: To.\nowners: { product: p }\nsteps: []\ndebt:\n  - { id: never, owe: N. }\n  - { id: late, owe: L., until: \"2028-01-01\" }\n  - { id: soon, owe: S., until: \"2027-01-01\" }\n";
        with(text, |book| {
            let ids: Vec<&str> = book.debts().iter().map(|(_, debt)| debt.id.as_str()).collect();
            assert_eq!(ids, ["soon", "late", "never"]);
        });
    }
}
