//! J801: an exemption for which nobody answers.

use vocabulary::did_you_mean;

use super::{Example, LINTS, Lint, Options, Report, Survey};
use crate::finding::{Code, Severity};

pub(crate) static LINT: Lint = Lint {
    code: Code("J801"),
    severity: Severity::Error,
    name: "loose-exemption",
    says: "An exemption lacks an owner, a reason or an end, or is for something that cannot be exempted.",
    why: "An exemption says that somebody looked at a finding and decided to live with it. Without a name, a reason and an end nobody can ask why, and it stays for ever. What cannot be read, or refers to nothing, cannot be exempted: nothing can be built on it. Add what is missing, or mend the finding.",
    asks: &[],
    example: Example {
        wrong: "reason: Sessions are tested by the framework.",
        right: "owner: mara@example.com # asks\n    reason: Sessions are tested by the framework.",
    },
    find: Some(find),
};

fn find(survey: &Survey<'_>, _: &Options<'_>, report: &mut Report<'_>) {
    for exemption in &survey.journeys.exemptions {
        let object = exemption.name();
        let code = &exemption.lint;
        let known = LINTS.iter().find(|lint| lint.code.0 == code.as_str());
        let trouble = match known {
            None => {
                let codes = LINTS.iter().map(|lint| lint.code.0);
                let help = did_you_mean(code, codes).map_or_else(
                    || "name a lint's code, such as `J302`".to_owned(),
                    |hint| format!("did you mean `{hint}`?"),
                );
                Some((format!("`{code}` is no lint"), help))
            }
            Some(lint) if !lint.can_be_exempted() => Some((
                format!("`{code}` cannot be exempted"),
                "mend what is found instead".to_owned(),
            )),
            Some(_) => None,
        };
        if let Some((says, help)) = trouble {
            report.add(&LINT, code.place, &object, says, help);
        }
        let parts = [
            ("owner", exemption.owner.is_some()),
            ("reason", exemption.reason.is_some()),
            ("until", exemption.until.is_some() || exemption.until_unread),
        ];
        let missing: Vec<&str> = parts
            .iter()
            .filter(|(_, there)| !there)
            .map(|(key, _)| *key)
            .collect();
        if !missing.is_empty() {
            let says = format!("the exemption from `{code}` lacks: {}", missing.join(", "));
            report.add(
                &LINT,
                code.place,
                &object,
                says,
                "say who answers for it, why, and until when",
            );
        }
    }
}
