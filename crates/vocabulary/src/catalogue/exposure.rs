//! What of the person's was found outside.

use super::{EventKind, FieldType, ToldBy, ocsf, required};

pub(super) static KINDS: &[&EventKind] = &[&PASSWORD_BREACHED];

pub(super) static PASSWORD_BREACHED: EventKind = EventKind {
    name: "password.breached",
    says: "The account's password was found in a collection of breached passwords.",
    told_by: ToldBy::Either,
    fields: &[required(
        "seen_at",
        "when the check was made",
        FieldType::Word(&["sign-up", "change", "sign-in"]),
    )],
    example: r#"{"key":"pw-1","kind":"password.breached","account":"acc_42","at":"2026-11-21T09:30:00Z","fields":{"seen_at":"sign-in"}}"#,
    ocsf: ocsf(2004, 1),
};
