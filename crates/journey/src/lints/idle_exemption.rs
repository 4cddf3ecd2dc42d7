//! J803: an exemption from nothing.

use super::{Asks, Example, LINTS, Lint, Options, Report};
use crate::finding::{Code, Severity};
use crate::model::Exemption;

pub(crate) static LINT: Lint = Lint {
    code: Code("J803"),
    severity: Severity::Warning,
    name: "idle-exemption",
    says: "An exemption silences nothing.",
    why: "What the exemption was for is mended, renamed or gone, or the exemption never matched. Left standing, it would silence the next finding of its kind that nobody has looked at. Take it away, or correct the object or file that it names. Lints that need more than the files, such as a server, are only judged when that is given.",
    asks: &[Asks::Server, Asks::Evidence, Asks::OpenApi, Asks::Clock],
    example: Example {
        wrong: "until: 2027-06-30 # at midnight\n  - lint: J302\n    object: sign-in/takeover\n    owner: mara@example.com\n    reason: One layer is enough for now.\n    until: 2027-06-30",
        right: "until: 2027-06-30 # at midnight",
    },
    find: None,
};

/// Speaks of an exemption that silenced nothing, although everything that its lint asks for was given.
pub(super) fn tell(exemption: &Exemption, options: &Options<'_>, report: &mut Report<'_>) {
    let lint = LINTS.iter().find(|lint| lint.code.0 == exemption.lint.as_str());
    let looked = lint
        .is_some_and(|lint| lint.can_be_exempted() && lint.asks.iter().all(|asks| asks.is_given(options)));
    if looked {
        let object = exemption.object.as_ref().or(exemption.file.as_ref());
        report.add(
            &LINT,
            object.map_or(exemption.lint.place, |object| object.place),
            exemption.name(),
            format!("`{}` is not found there, so nothing is exempted", exemption.lint),
            "take the exemption away, or correct what it names",
        );
    }
}
