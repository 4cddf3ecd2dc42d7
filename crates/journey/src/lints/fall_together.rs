//! J303: controls that fall together.

use std::collections::BTreeMap;

use super::{Example, Lint, Options, Report, Survey};
use crate::finding::{Code, Severity};

pub(crate) static LINT: Lint = Lint {
    code: Code("J303"),
    severity: Severity::Warning,
    name: "falling-together",
    says: "The controls against a worst case all rest on the same thing, so that they fall together.",
    why: "Two locks on one hinge are one lock. When what all these controls rest on is down or taken over, nothing is left between people and the worst case, however many names stand under `kept_by`. Add a control that rests on something else, or move one of these. State a debt if that has to wait; it turns this warning into a note.",
    asks: &[],
    example: Example {
        wrong: "rests_on: [identity-store, mail-provider] # the tickets",
        right: "rests_on: [ticket-system] # the tickets",
    },
    find: Some(find),
};

fn find(survey: &Survey<'_>, _: &Options<'_>, report: &mut Report<'_>) {
    for stand in survey.stands.iter().filter(|stand| stand.hurts()) {
        if stand.controls.len() < 2 || !stand.is_one_layer() {
            continue;
        }
        let rests = stand.controls.iter().flat_map(|(_, control)| &control.rests_on);
        let mut shared: BTreeMap<&str, usize> = BTreeMap::new();
        for rest in rests {
            *shared.entry(rest.as_str()).or_default() += 1;
        }
        let common: Vec<&str> = shared
            .iter()
            .filter(|(_, count)| **count > 1)
            .map(|(rest, _)| *rest)
            .collect();
        let names: Vec<String> = stand
            .controls
            .iter()
            .map(|(name, _)| format!("`{name}`"))
            .collect();
        let common: Vec<String> = common.iter().map(|name| format!("`{name}`")).collect();
        report.add_unless_owed(
            &LINT,
            survey.owed(stand.journey, &stand.ids()),
            stand.worst.id.place,
            stand.object(),
            format!(
                "{} fall together against `{}`: they rest on {}",
                names.join(", "),
                stand.worst.id,
                common.join(" and ")
            ),
            "add a control that rests on something else, or state a `debt`",
        );
    }
}
