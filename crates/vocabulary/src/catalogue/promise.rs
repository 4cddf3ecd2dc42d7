//! What became of our own promises.

use super::{EventKind, FieldType, ToldBy, ocsf, required};

pub(super) static KINDS: &[&EventKind] = &[&MISSED];

pub(super) static MISSED: EventKind = EventKind {
    name: "promise.missed",
    says: "A promise with a time limit was not kept: what was to follow did not follow in time.",
    told_by: ToldBy::Safeconduct,
    fields: &[
        required("promise", "which one, as `journey/promise`", FieldType::Id),
        required(
            "about",
            "a short name for what it was about, the same for the same session or ticket",
            FieldType::Id,
        ),
        required("started", "when the clock began to run", FieldType::Moment),
    ],
    example: r#"{"key":"se-2#missed","kind":"promise.missed","account":"acc_42","at":"2026-11-21T09:41:01Z","fields":{"promise":"sign-in/thief-is-thrown-out","about":"9f2c51aa03d7e410","started":"2026-11-21T09:40:00Z"}}"#,
    ocsf: ocsf(2004, 1),
};
