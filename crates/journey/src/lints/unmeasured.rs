//! J501: a promise of which nobody knows whether it is kept.

use super::{Example, Lint, Options, Report, Survey};
use crate::finding::{Code, Severity};

pub(crate) static LINT: Lint = Lint {
    code: Code("J501"),
    severity: Severity::Error,
    name: "unmeasured",
    says: "A promise or guardrail has no measure.",
    why: "A promise that nobody measures is kept or broken without anyone noticing. Say which events count and which of them are good (`ratio`), how fast something must follow (`within`), for how many people something must hold (`share`), or what must not happen at all (`never`).",
    asks: &[],
    example: Example {
        wrong: "against: [lost-mail]\n        kept_by: [tell-the-owner] # no mailbox, no message\n",
        right: "against: [lost-mail]\n        kept_by: [tell-the-owner] # no mailbox, no message\n        measure: { kind: never, event: address.changed where channel = phone, drill: silent-change every 7d }\n",
    },
    find: Some(find),
};

fn find(survey: &Survey<'_>, _: &Options<'_>, report: &mut Report<'_>) {
    let journeys = survey.journeys;
    for journey in &journeys.journeys {
        for stated in journey.stated() {
            if stated.measure.is_none() && !stated.measure_unread {
                report.add(
                    &LINT,
                    stated.id.place,
                    stated.to_ref().to_string(),
                    format!("nobody would know whether `{}` is kept", stated.id),
                    "add a `measure`: `safeconduct explain J501` says which kinds there are, `safeconduct explain events` what can be counted",
                );
            }
        }
    }
}
