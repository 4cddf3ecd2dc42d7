//! J302: severe harm, and one thing between it and a person.

use super::{Example, Lint, Options, Report, Survey};
use crate::finding::{Code, Severity};
use crate::model::Harm;

pub(crate) static LINT: Lint = Lint {
    code: Code("J302"),
    severity: Severity::Warning,
    name: "one-layer",
    says: "Only one control stands between a person and severe harm.",
    why: "Every control fails some day: it is switched off by mistake, it has a hole, or somebody is talked around it. Where the harm is severe or cannot be made good, one failure must not be enough. All promises against the worst case are looked at together, and controls that rest on the same thing count once. Name a second control that works without the first, or state a debt; the debt turns this warning into a note.",
    asks: &[],
    example: Example {
        wrong: "harm: severe # or worse",
        right: "harm: moderate # or worse",
    },
    find: Some(find),
};

fn find(survey: &Survey<'_>, _: &Options<'_>, report: &mut Report<'_>) {
    for stand in &survey.stands {
        // Several controls that fall together are told by J303, which knows what they share.
        let [(name, _)] = stand.controls[..] else { continue };
        if stand.worst.harm < Harm::Severe {
            continue;
        }
        report.add_unless_owed(
            &LINT,
            survey.owed(stand.journey, &stand.ids()),
            stand.worst.id.place,
            stand.object(),
            format!(
                "only `{name}` stands between people and `{}`, which is {}",
                stand.worst.id,
                stand.worst.harm.word()
            ),
            "name a second control that works without the first under `kept_by`, or state a `debt`",
        );
    }
}
