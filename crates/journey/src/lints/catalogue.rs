//! J507: a measure speaks of events or fields that nothing ever reports.

use vocabulary::{Kind, ToldBy};

use super::{Asks, Example, Lint, Options, Report, Survey};
use crate::finding::{Code, Severity};
use crate::model::MeasureKind;

pub(crate) static LINT: Lint = Lint {
    code: Code("J507"),
    severity: Severity::Error,
    name: "not-in-the-catalogue",
    says: "A measure names an event, a field or a word that the event catalogue does not have.",
    why: "A measure may only ask for what some event really carries, or it would count nothing and look well for ever. The event, its fields and their words are checked against the event catalogue. With a server at hand, events that have never reached it are found as well: then the measure is right and the program does not report. Correct the name, or report the event.",
    asks: &[Asks::Server],
    example: Example {
        wrong: "device = noo",
        right: "device = new",
    },
    find: Some(find),
};

/// What the files alone can show is found while they are read; here, what has never reached a server.
fn find(survey: &Survey<'_>, options: &Options<'_>, report: &mut Report<'_>) {
    let Some(seen) = options.server.and_then(|server| server.events.as_ref()) else {
        return;
    };
    for journey in &survey.journeys.journeys {
        for stated in journey.stated() {
            let Some(measure) = stated.measure else { continue };
            for (key, kind) in counted(&measure.kind) {
                if seen.contains(kind.name()) {
                    continue;
                }
                // What only the platform tells has to be reported; the rest may simply not have happened.
                let (severity, help) = if kind.told_by() == ToldBy::Platform {
                    let help = "report the event where it happens, or measure by one that is reported";
                    (Severity::Error, help)
                } else {
                    (
                        Severity::Note,
                        "until it does, the measure shows nothing; a drill would bring it about",
                    )
                };
                report.add_as(
                    &LINT,
                    severity,
                    measure.written.at(key).unwrap_or(measure.place),
                    format!("{}#{}", stated.to_ref(), kind.name()),
                    format!("no `{}` has ever reached the server", kind.name()),
                    help,
                );
            }
        }
    }
}

/// The kinds of events without which a measure counts nothing, each with the key that names it. What a `never`
/// waits for had better not be seen.
fn counted(kind: &MeasureKind) -> Vec<(&'static str, Kind)> {
    match kind {
        MeasureKind::Ratio { of, .. } => vec![("of", of.kind)],
        MeasureKind::Within { from, to, .. } => vec![("from", from.kind), ("to", to.kind)],
        MeasureKind::Share { .. } | MeasureKind::Never { .. } => Vec::new(),
    }
}
