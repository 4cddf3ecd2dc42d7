//! J305: prevention that may have failed long ago.

use super::{Example, Lint, Options, Report, Survey};
use crate::finding::{Code, Severity};
use crate::model::ControlKind::Detect;

pub(crate) static LINT: Lint = Lint {
    code: Code("J305"),
    severity: Severity::Note,
    name: "unnoticed-failure",
    says: "Nothing would notice that the controls against a worst case have failed.",
    why: "Prevention fails quietly: the door stands open and nobody hears of it. A control that detects the worst case, or a drill that rehearses it on the promise's measure, tells you before a person does. Add one of the two. This is a note, since the promise's measure may show it as well, only later.",
    asks: &[],
    example: Example {
        wrong: "type: limit # another device",
        right: "type: detect # another device",
    },
    find: Some(find),
};

fn find(survey: &Survey<'_>, _: &Options<'_>, report: &mut Report<'_>) {
    for stand in survey.stands.iter().filter(|stand| stand.hurts()) {
        // A measure that could not be read may well have had a drill.
        let rehearsed = stand.promises.iter().any(|promise| {
            let drill = promise
                .measure
                .as_ref()
                .and_then(|measure| measure.drill.as_ref());
            promise.measure_unread || drill.is_some()
        });
        if stand.controls.is_empty() || stand.has(&[Detect]) || rehearsed {
            continue;
        }
        report.add(
            &LINT,
            stand.worst.id.place,
            stand.object(),
            format!(
                "if what prevents `{}` failed, nothing would notice",
                stand.worst.id
            ),
            "add a control of type `detect`, or a `drill` to the measure of a promise against it",
        );
    }
}
