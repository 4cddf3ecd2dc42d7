//! J304: harm that is noticed and not kept away.

use super::{Example, Lint, Options, Report, Survey};
use crate::finding::{Code, Severity};
use crate::model::ControlKind::{Limit, Prevent};

pub(crate) static LINT: Lint = Lint {
    code: Code("J304"),
    severity: Severity::Warning,
    name: "detection-only",
    says: "The controls against a worst case only notice it or make it good; nothing prevents or limits it.",
    why: "To notice harm is not to keep it away: by the time somebody looks, the person has been hurt. At least one control should prevent the worst case or keep it small. If that is not possible yet, say so under `debt`, which turns this warning into a note. An annoyance (`harm: minor`) may be left to detection.",
    asks: &[],
    example: Example {
        wrong: "type: respond # after 14 days",
        right: "type: limit # after 14 days",
    },
    find: Some(find),
};

fn find(survey: &Survey<'_>, _: &Options<'_>, report: &mut Report<'_>) {
    for stand in survey.stands.iter().filter(|stand| stand.hurts()) {
        if stand.controls.is_empty() || stand.has(&[Prevent, Limit]) {
            continue;
        }
        report.add_unless_owed(
            &LINT,
            survey.owed(stand.journey, &stand.ids()),
            stand.worst.id.place,
            stand.object(),
            format!(
                "`{}` is noticed or made good, but nothing prevents or limits it",
                stand.worst.id
            ),
            "add a control of type `prevent` or `limit` under `kept_by`, or state a `debt`",
        );
    }
}
