//! J100: a file, or a part of it, is not written as journeys are.

use super::{Example, Lint};
use crate::finding::{Code, Severity};

pub(crate) static LINT: Lint = Lint {
    code: Code("J100"),
    severity: Severity::Error,
    name: "unreadable",
    says: "What is written there cannot be read.",
    why: "A journey file is read by a program as well as by people, so each key takes a certain kind of value: a text, a list, one word of a few, a length of time. What cannot be read is left out, and nothing can be built on the rest until it is mended. The message says what belongs there. The usual causes are a missing quote around a text with `: ` or `{` in it, a tab, and a word that is spelt almost right.",
    asks: &[],
    example: Example {
        wrong: "harm: sever",
        right: "harm: severe",
    },
    find: None,
};
