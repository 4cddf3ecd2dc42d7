//! J101: a key that means nothing, or an id that is not one.

use super::{Example, Lint};
use crate::finding::{Code, Severity};

pub(crate) static LINT: Lint = Lint {
    code: Code("J101"),
    severity: Severity::Error,
    name: "bad-key",
    says: "A key is not known there, or an id is not lower-case words joined by hyphens.",
    why: "A key that nobody knows is most often a slip of the finger, and what it says would be silently lost. An id is a name that addresses, logs and other files repeat, so it is kept to lower-case letters, digits and hyphens. Correct the key, or take it away; the message lists the keys that belong there.",
    asks: &[],
    example: Example {
        wrong: "stop_user: true",
        right: "stops_user: true",
    },
    find: None,
};
