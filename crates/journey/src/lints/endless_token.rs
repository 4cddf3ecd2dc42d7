//! J402: a key that opens for ever.

use super::{Example, Lint, Options, Report, Survey};
use crate::finding::{Code, Severity};

pub(crate) static LINT: Lint = Lint {
    code: Code("J402"),
    severity: Severity::Error,
    name: "endless-token",
    says: "A control issues tokens that have no longest life.",
    why: "A token that can be renewed for ever is a password that nobody can change: once copied, it opens the account until somebody happens to notice. `life` says how long one lives when it is not used; `max_life` ends it however often it is renewed. Add `max_life` and have the server keep to it.",
    asks: &[],
    example: Example {
        wrong: "life: 12h, bound_to: device-key",
        right: "life: 12h, max_life: 14d, bound_to: device-key",
    },
    find: Some(find),
};

fn find(survey: &Survey<'_>, _: &Options<'_>, report: &mut Report<'_>) {
    for (name, control) in &survey.journeys.controls {
        if control
            .token
            .as_ref()
            .is_some_and(|token| token.max_life.is_none())
        {
            report.add(
                &LINT,
                control.written.at("token").unwrap_or(control.place),
                format!("controls/{name}"),
                format!("tokens of `{name}` can be renewed for ever"),
                "add how long one can live at most, such as `max_life: 14d`",
            );
        }
    }
}
