//! Ways to prove who one is, added and taken away.

use super::{EventKind, Field, FieldType, ToldBy, ocsf, required};

pub(super) static KINDS: &[&EventKind] = &[&ENROLLED, &REMOVED];

const FACTOR: Field = required(
    "factor",
    "which kind",
    FieldType::Word(&["passkey", "security-key", "totp", "recovery-code", "passphrase"]),
);

pub(super) static ENROLLED: EventKind = EventKind {
    name: "factor.enrolled",
    says: "The person added a way to prove who they are.",
    told_by: ToldBy::Platform,
    fields: &[FACTOR],
    example: r#"{"key":"fa-1","kind":"factor.enrolled","account":"acc_42","at":"2026-11-21T09:30:00Z","session":"ses_1","fields":{"factor":"passkey"}}"#,
    ocsf: ocsf(3001, 10),
};

pub(super) static REMOVED: EventKind = EventKind {
    name: "factor.removed",
    says: "A way to prove who the person is was taken away.",
    told_by: ToldBy::Platform,
    fields: &[FACTOR],
    example: r#"{"key":"fa-2","kind":"factor.removed","account":"acc_42","at":"2026-11-21T09:30:00Z","session":"ses_1","fields":{"factor":"totp"}}"#,
    ocsf: ocsf(3001, 11),
};
