//! The account itself.

use super::{EventKind, Field, FieldType, ToldBy, ocsf, optional, required};

pub(super) static KINDS: &[&EventKind] = &[
    &CREATED,
    &PASSWORD_CHANGED,
    &ADDRESS_CHANGED,
    &CHANGE_OBJECTED,
    &RECOVERY_ASKED,
    &RECOVERY_PROVED,
    &RECOVERY_VETOED,
    &RECOVERY_LAPSED,
    &RECOVERY_APPLIED,
    &BLOCKED,
    &RESTORED,
    &ERASED,
];

pub(super) static CREATED: EventKind = EventKind {
    name: "account.created",
    says: "A person opened an account.",
    told_by: ToldBy::Either,
    fields: &[],
    example: r#"{"key":"ac-1","kind":"account.created","account":"acc_42","at":"2026-11-21T09:30:00Z","from":{"ip":"203.0.113.7","device":"dev_7"},"session":"ses_1"}"#,
    ocsf: ocsf(3001, 1),
};

pub(super) static PASSWORD_CHANGED: EventKind = EventKind {
    name: "password.changed",
    says: "The account's password was changed.",
    told_by: ToldBy::Either,
    fields: &[],
    example: r#"{"key":"ac-2","kind":"password.changed","account":"acc_42","at":"2026-11-21T09:30:00Z","session":"ses_1"}"#,
    ocsf: ocsf(3001, 3),
};

pub(super) static ADDRESS_CHANGED: EventKind = EventKind {
    name: "address.changed",
    says: "An address through which the person is reached was changed.",
    told_by: ToldBy::Either,
    fields: &[
        required(
            "channel",
            "which one",
            FieldType::Word(&["email", "phone", "post"]),
        ),
        optional(
            "change",
            "what was done (default: replaced)",
            FieldType::Word(&["added", "removed", "replaced"]),
        ),
        optional("mailbox", "the domain of a mail address", FieldType::Text),
        optional(
            "guarded",
            "whether the owner says that the mailbox has a second factor",
            FieldType::Flag,
        ),
    ],
    example: r#"{"key":"ac-3","kind":"address.changed","account":"acc_42","at":"2026-11-21T09:30:00Z","session":"ses_1","fields":{"channel":"email"}}"#,
    ocsf: ocsf(3001, 99),
};

pub(super) static CHANGE_OBJECTED: EventKind = EventKind {
    name: "change.objected",
    says: "Somebody who was told of a change said that it was not theirs; the change was undone.",
    told_by: ToldBy::Safeconduct,
    fields: &[
        required(
            "change",
            "what was undone",
            FieldType::Word(&[
                "factor-added",
                "factor-removed",
                "address-changed",
                "passphrase-changed",
            ]),
        ),
        required("made_at", "when the change was made", FieldType::Moment),
    ],
    example: r#"{"key":"ac-5","kind":"change.objected","account":"acc_42","at":"2026-11-21T09:30:00Z","fields":{"change":"factor-added","made_at":"2026-11-21T09:00:00Z"}}"#,
    ocsf: ocsf(3001, 99),
};

const RECOVERY_ID: Field = required(
    "recovery_id",
    "this one try to get the account back",
    FieldType::Id,
);
const PROVED: Field = required(
    "proved",
    "what was proved so far, separated by blanks",
    FieldType::Text,
);
const ENROLLED: Field = required(
    "enrolled",
    "the factors that the account had when it was asked for, separated by blanks",
    FieldType::Text,
);
const READY_AT: Field = required(
    "ready_at",
    "when it can be applied at the earliest",
    FieldType::Moment,
);

pub(super) static RECOVERY_ASKED: EventKind = EventKind {
    name: "recovery.asked",
    says: "Somebody who cannot sign in has proved enough to get the account back after a wait, in which the owner can object.",
    told_by: ToldBy::Safeconduct,
    fields: &[RECOVERY_ID, PROVED, ENROLLED, READY_AT],
    example: r#"{"key":"ac-6","kind":"recovery.asked","account":"acc_42","at":"2026-11-21T09:30:00Z","fields":{"recovery_id":"5f1c2a9be07d44135f1c2a9be07d4413","proved":"mailbox recovery-code","enrolled":"totp passphrase recovery-code","ready_at":"2026-11-24T09:30:00Z"}}"#,
    ocsf: ocsf(3001, 4),
};

pub(super) static RECOVERY_PROVED: EventKind = EventKind {
    name: "recovery.proved",
    says: "One of two people of the staff who are needed agreed to hand an account back.",
    told_by: ToldBy::Safeconduct,
    fields: &[
        RECOVERY_ID,
        required("staff_id", "who agreed", FieldType::Id),
        ENROLLED,
    ],
    example: r#"{"key":"ac-7","kind":"recovery.proved","account":"acc_42","at":"2026-11-21T09:31:00Z","fields":{"recovery_id":"5f1c2a9be07d44135f1c2a9be07d4413","staff_id":"ann","enrolled":"totp passphrase"}}"#,
    ocsf: ocsf(3001, 4),
};

pub(super) static RECOVERY_VETOED: EventKind = EventKind {
    name: "recovery.vetoed",
    says: "The owner stopped somebody from getting the account handed over.",
    told_by: ToldBy::Safeconduct,
    fields: &[required(
        "with",
        "the factor that proved the owner, or `objection-link`",
        FieldType::Id,
    )],
    example: r#"{"key":"ac-8","kind":"recovery.vetoed","account":"acc_42","at":"2026-11-21T10:00:00Z","fields":{"with":"passkey"}}"#,
    ocsf: ocsf(3001, 4),
};

pub(super) static RECOVERY_LAPSED: EventKind = EventKind {
    name: "recovery.lapsed",
    says: "Nobody finished getting the account back in time; whoever still needs it asks again.",
    told_by: ToldBy::Safeconduct,
    fields: &[],
    example: r#"{"key":"ac-9","kind":"recovery.lapsed","account":"acc_42","at":"2026-12-01T09:30:00Z"}"#,
    ocsf: ocsf(3001, 4),
};

pub(super) static RECOVERY_APPLIED: EventKind = EventKind {
    name: "recovery.applied",
    says: "An account was handed back to somebody who could not sign in.",
    told_by: ToldBy::Either,
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
