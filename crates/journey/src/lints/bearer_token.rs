//! J403: a key that opens for whoever finds it.

use super::{Example, Lint, Options, Report, Survey};
use crate::finding::{Code, Severity};

pub(crate) static LINT: Lint = Lint {
    code: Code("J403"),
    severity: Severity::Warning,
    name: "bearer-token",
    says: "A control issues tokens that are bound to nothing, so that whoever copies one can use it.",
    why: "A bearer token works for whoever holds it: out of a log, a backup, or a browser that something has crept into. Bound to a key that never leaves the device, a copy is worth nothing. Say what it is bound to with `bound_to`, such as `device-key`, and have the server check it.",
    asks: &[],
    example: Example {
        wrong: "max_life: 14d }",
        right: "max_life: 14d, bound_to: device-key }",
    },
    find: Some(find),
};

/// Words that say the same as saying nothing.
const NOTHING: [&str; 4] = ["nothing", "none", "no", "bearer"];

fn find(survey: &Survey<'_>, _: &Options<'_>, report: &mut Report<'_>) {
    for (name, control) in &survey.journeys.controls {
        let Some(token) = &control.token else { continue };
        let bound = token.bound_to.as_deref().unwrap_or("nothing");
        if NOTHING.contains(&bound) {
            report.add(
                &LINT,
                control.written.at("token").unwrap_or(control.place),
                format!("controls/{name}"),
                format!("whoever copies a token of `{name}` can use it"),
                "say what it is bound to, such as `bound_to: device-key`",
            );
        }
    }
}
