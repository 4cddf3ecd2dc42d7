//! J308: a control that exists on paper.

use vocabulary::did_you_mean;

use super::survey::Service;
use super::{Asks, Example, Lint, Options, Report, Survey};
use crate::finding::{Code, Severity};
use crate::model::Debt;

pub(crate) static LINT: Lint = Lint {
    code: Code("J308"),
    severity: Severity::Error,
    name: "not-enforced",
    says: "The server does not enforce what a control is bound to, or only in shadow mode.",
    why: "A control in a file keeps nobody out; what it is bound to with `enforced_by` does. The server that was asked does not know the binding, or only records what it would have done. Until that is mended, the promises that the control keeps are not kept. Correct the binding, arm it, or state a debt on those promises; the debt turns this error into a note.",
    asks: &[Asks::Server],
    example: Example {
        wrong: "enforced_by: policy/odd-sesion",
        right: "enforced_by: policy/odd-session",
    },
    find: Some(find),
};

fn find(survey: &Survey<'_>, options: &Options<'_>, report: &mut Report<'_>) {
    let Some(server) = options.server else { return };
    for (name, control) in &survey.journeys.controls {
        let Some(binding) = &control.enforced_by else {
            continue;
        };
        let known = server.enforced.contains(binding.as_str());
        let (says, help) = if !known && server.answers_for(binding) {
            let known = server.enforced.iter().map(String::as_str);
            let help = did_you_mean(binding, known).map_or_else(
                || "arm it on the server, correct the binding, or state a `debt` on what it keeps".to_owned(),
                |hint| format!("did you mean `{hint}`?"),
            );
            (format!("the server does not enforce `{binding}`"), help)
        } else if server.shadow.contains(binding.as_str()) {
            let help = "take it out of shadow mode, or state a `debt` on what it keeps".to_owned();
            let says = format!("`{binding}` is in shadow mode: it only records what it would have done");
            (says, help)
        } else {
            continue;
        };
        let served = survey.served_by(name);
        let all_owed = served.iter().all(|service| owed(survey, service).is_some());
        let debt = served
            .first()
            .filter(|_| all_owed)
            .and_then(|service| owed(survey, service));
        report.add_unless_owed(&LINT, debt, binding.place, format!("controls/{name}"), says, help);
    }
}

fn owed<'a>(survey: &Survey<'a>, service: &Service<'a>) -> Option<&'a Debt> {
    survey.owed(service.journey, &[service.promise.id.as_str()])
}
