//! J802: an exemption that is over.

use super::words::day;
use super::{Asks, Example, Lint, Options, Report, Survey};
use crate::finding::{Code, Severity};

pub(crate) static LINT: Lint = Lint {
    code: Code("J802"),
    severity: Severity::Warning,
    name: "expired-exemption",
    says: "An exemption has ended, so that what it silenced is found again.",
    why: "An exemption holds until the end of its day, in UTC. What it silenced is found again from then on, and weighs what it weighs. Mend the finding, or let somebody look at it anew and write a new end; take the exemption away when it is no longer needed.",
    asks: &[Asks::Clock],
    example: Example {
        wrong: "until: 2026-06-30 # at midnight",
        right: "until: 2027-06-30 # at midnight",
    },
    find: Some(find),
};

fn find(survey: &Survey<'_>, options: &Options<'_>, report: &mut Report<'_>) {
    let Some(now) = options.now else { return };
    for exemption in survey
        .journeys
        .exemptions
        .iter()
        .filter(|exemption| !exemption.in_force(now))
    {
        if let Some(until) = &exemption.until {
            report.add(
                &LINT,
                until.place,
                exemption.name(),
                format!(
                    "the exemption from `{}` ended on {}",
                    exemption.lint,
                    day(until.value)
                ),
                "mend what it silenced, or look at it anew and write a new end",
            );
        }
    }
}
