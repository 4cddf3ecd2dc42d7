//! J507: a measure speaks of events or fields that nothing ever reports.

use super::{Example, Lint};
use crate::finding::{Code, Severity};

pub(crate) static LINT: Lint = Lint {
    code: Code("J507"),
    severity: Severity::Error,
    name: "not-in-the-catalogue",
    says: "A measure names an event, a field or a word that the event catalogue does not have.",
    example: Example {
        wrong: "device = noo",
        right: "device = new",
    },
    find: None,
};
