//! J703: a debt that is here to stay.

use vocabulary::Span;

use super::words::day;
use super::{Asks, Example, Lint, Options, Report, Survey};
use crate::finding::{Code, Severity};
use crate::model::Debt;
use crate::source::Place;

pub(crate) static LINT: Lint = Lint {
    code: Code("J703"),
    severity: Severity::Warning,
    name: "lasting-debt",
    says: "A debt was renewed twice or more, or is to last for more than a year.",
    why: "A debt that is renewed again and again, or set to end in some distant year, is a decision that nobody wants to take. The people who bear it were told something else. Decide: pay it off, change the promise to what you really keep, or let somebody higher up accept it as it is and exempt this warning with their name.",
    asks: &[Asks::Clock],
    example: Example {
        wrong: "renewed: [2026-09-30, 2026-12-31] # once",
        right: "renewed: [2026-12-31] # once",
    },
    find: Some(find),
};

/// The longest that a debt may last without a warning: a year and a day.
const CEILING: Span = Span::from_days(366);

fn find(survey: &Survey<'_>, options: &Options<'_>, report: &mut Report<'_>) {
    for journey in &survey.journeys.journeys {
        for debt in &journey.debt {
            if let Some((place, says)) = too_long(debt, options) {
                report.add(
                    &LINT,
                    place,
                    format!("{}/{}", journey.id, debt.id),
                    says,
                    "pay it off, or promise only what you keep",
                );
            }
        }
    }
}

fn too_long(debt: &Debt, options: &Options<'_>) -> Option<(Place, String)> {
    if let [_, .., last] = &debt.renewed[..] {
        let count = debt.renewed.len();
        return Some((last.place, format!("`{}` was renewed {count} times", debt.id)));
    }
    let until = debt.until.as_ref()?;
    let stated = debt.since.iter().chain(&debt.renewed).map(|day| day.value).min();
    let begun = stated.or(options.now)?;
    let length = until.since(begun);
    (length > CEILING).then(|| {
        let says = format!(
            "`{}` is to last until {}, {} in all",
            debt.id,
            day(until.value),
            length.in_words()
        );
        (until.place, says)
    })
}
