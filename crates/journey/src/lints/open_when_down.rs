//! J307: a door that opens when its lock breaks.

use super::{Example, Lint, Options, Report, Survey};
use crate::finding::{Code, Severity};
use crate::model::WhenDown;

pub(crate) static LINT: Lint = Lint {
    code: Code("J307"),
    severity: Severity::Note,
    name: "open-when-down",
    says: "A control lets everybody through while it is down.",
    why: "`when_down: allow` keeps people going while a control cannot be asked, and it is what an attacker waits for, or brings about. That can be right where another control still stands, and then this is a note. Where nothing else stands against some worst case it is a warning: choose `refuse`, `queue` or `page`, or add another control that does not let everybody through.",
    asks: &[],
    example: Example {
        wrong: "when_down: allow # or call",
        right: "when_down: page # or call",
    },
    find: Some(find),
};

fn find(survey: &Survey<'_>, _: &Options<'_>, report: &mut Report<'_>) {
    let open = survey
        .journeys
        .controls
        .iter()
        .filter(|(_, control)| control.when_down == WhenDown::Allow);
    for (name, control) in open {
        let place = control.written.at("when_down").unwrap_or(control.place);
        let alone = survey
            .stands_of(name)
            .find(|stand| stand.hurts() && stand.opens_when_down());
        let object = format!("controls/{name}");
        if let Some(stand) = alone {
            report.add_as(
                &LINT,
                Severity::Warning,
                place,
                object,
                format!(
                    "while `{name}` is down everybody passes, and nothing else stands against `{}`",
                    stand.object()
                ),
                "choose `refuse`, `queue` or `page`, or add another control",
            );
        } else if !survey.served_by(name).is_empty() {
            report.add(
                &LINT,
                place,
                object,
                format!("while `{name}` is down everybody passes"),
                "see to it that what else stands there is enough; else choose `refuse`, `queue` or `page`",
            );
        }
    }
}
