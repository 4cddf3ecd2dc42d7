//! J501: a promise of which nobody knows whether it is kept.

use super::{Example, Lint, Options, Report};
use crate::finding::{Code, Severity};
use crate::model::Journeys;

pub(crate) static LINT: Lint = Lint {
    code: Code("J501"),
    severity: Severity::Error,
    name: "unmeasured",
    says: "A promise or guardrail has no measure.",
    example: Example {
        wrong: "against: [lost-mail]\n        kept_by: [tell-the-owner] # no mailbox, no message\n",
        right: "against: [lost-mail]\n        kept_by: [tell-the-owner] # no mailbox, no message\n        measure: { kind: never, event: address.changed where channel = phone, drill: silent-change every 7d }\n",
    },
    find: Some(find),
};

fn find(journeys: &Journeys, _: &Options<'_>, report: &mut Report<'_>) {
    for journey in &journeys.journeys {
        for stated in journey.stated() {
            if stated.measure.is_none() && !stated.measure_unread {
                report.add(
                    &LINT,
                    stated.id.place,
                    stated.to_ref().to_string(),
                    format!("nobody would know whether `{}` is kept", stated.id),
                    "add a `measure`: a ratio, a within, a share or a never",
                );
            }
        }
    }
}
