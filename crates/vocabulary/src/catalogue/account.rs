//! The account itself.

use super::{EventKind, FieldType, ToldBy, ocsf, optional, required};

pub(super) static KINDS: &[&EventKind] = &[
    &CREATED,
    &PASSWORD_CHANGED,
    &ADDRESS_CHANGED,
    &RECOVERY_APPLIED,
    &BLOCKED,
    &RESTORED,
    &ERASED,
];

pub(super) static CREATED: EventKind = EventKind {
    name: "account.created",
    says: "A person opened an account.",
    told_by: ToldBy::Platform,
    fields: &[],
    example: r#"{"key":"ac-1","kind":"account.created","account":"acc_42","at":"2026-11-21T09:30:00Z","from":{"ip":"203.0.113.7","device":"dev_7"},"session":"ses_1"}"#,
    ocsf: ocsf(3001, 1),
};

pub(super) static PASSWORD_CHANGED: EventKind = EventKind {
    name: "password.changed",
    says: "The account's password was changed.",
    told_by: ToldBy::Platform,
    fields: &[],
    example: r#"{"key":"ac-2","kind":"password.changed","account":"acc_42","at":"2026-11-21T09:30:00Z","session":"ses_1"}"#,
    ocsf: ocsf(3001, 3),
};

pub(super) static ADDRESS_CHANGED: EventKind = EventKind {
    name: "address.changed",
    says: "An address through which the person is reached was changed.",
    told_by: ToldBy::Platform,
    fields: &[required(
        "channel",
        "which one",
        FieldType::Word(&["email", "phone", "post"]),
    )],
    example: r#"{"key":"ac-3","kind":"address.changed","account":"acc_42","at":"2026-11-21T09:30:00Z","session":"ses_1","fields":{"channel":"email"}}"#,
    ocsf: ocsf(3001, 99),
};

pub(super) static RECOVERY_APPLIED: EventKind = EventKind {
    name: "recovery.applied",
    says: "An account was handed back to somebody who could not sign in.",
    told_by: ToldBy::Platform,
    fields: &[
        required(
            "approvers",
            "how many of the platform's people agreed",
            FieldType::Whole,
        ),
        required(
            "waited_hours",
            "whole hours between asking and applying",
            FieldType::Whole,
        ),
    ],
    example: r#"{"key":"ac-4","kind":"recovery.applied","account":"acc_42","at":"2026-11-21T09:30:00Z","fields":{"approvers":2,"waited_hours":24}}"#,
    ocsf: ocsf(3001, 4),
};

pub(super) static BLOCKED: EventKind = EventKind {
    name: "access.blocked",
    says: "Somebody was kept out of the account, or thrown out of it.",
    told_by: ToldBy::Safeconduct,
    fields: &[
        required("because", "what kept them out", FieldType::Id),
        required(
            "verdict",
            "who it was, as far as is known by now",
            FieldType::Word(&["owner", "thief", "unknown"]),
        ),
    ],
    example: r#"{"key":"se-2#1","kind":"access.blocked","account":"acc_42","at":"2026-11-21T09:40:00Z","fields":{"because":"odd-session","verdict":"unknown"}}"#,
    ocsf: ocsf(3001, 9),
};

pub(super) static RESTORED: EventKind = EventKind {
    name: "access.restored",
    says: "The owner is back in the account after having been kept out.",
    told_by: ToldBy::Safeconduct,
    fields: &[optional("with", "the factor that proved it", FieldType::Id)],
    example: r#"{"key":"ch-3#1","kind":"access.restored","account":"acc_42","at":"2026-11-21T09:45:00Z","fields":{"with":"passkey"}}"#,
    ocsf: ocsf(3001, 12),
};

pub(super) static ERASED: EventKind = EventKind {
    name: "account.erased",
    says: "What was recorded of a person was made unreadable for good, at their wish.",
    told_by: ToldBy::Safeconduct,
    fields: &[required(
        "entries",
        "how many log entries can no longer be read",
        FieldType::Whole,
    )],
    example: r#"{"key":"erase-1","kind":"account.erased","account":"erased-9f2c","at":"2026-11-21T09:30:00Z","fields":{"entries":12}}"#,
    ocsf: ocsf(3001, 6),
};
