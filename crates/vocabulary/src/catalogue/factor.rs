//! Ways to prove who one is, added and taken away.

use super::{EventKind, Field, FieldType, ToldBy, ocsf, optional, required};

pub(super) static KINDS: &[&EventKind] = &[&ENROLLED, &RENAMED, &REMOVED, &DISABLED, &WENT_ODD, &REQUIRED];

const FACTOR: Field = required(
    "factor",
    "which kind",
    FieldType::Word(&["passkey", "security-key", "totp", "recovery-code", "passphrase"]),
);

const AUTHENTICATOR: Field = optional("authenticator", "its public id, where it has one", FieldType::Id);

pub(super) static ENROLLED: EventKind = EventKind {
    name: "factor.enrolled",
    says: "The person added a way to prove who they are.",
    told_by: ToldBy::Either,
    fields: &[
        FACTOR,
        AUTHENTICATOR,
        optional(
            "custody",
            "where it lives: what somebody has to take over to use it",
            FieldType::Text,
        ),
        optional("named", "what its owner calls it", FieldType::Text),
    ],
    example: r#"{"key":"fa-1","kind":"factor.enrolled","account":"acc_42","at":"2026-11-21T09:30:00Z","session":"ses_1","fields":{"factor":"passkey","authenticator":"au-7f3k","custody":"sync:iCloud Keychain","named":"my phone"}}"#,
    ocsf: ocsf(3001, 10),
};

pub(super) static RENAMED: EventKind = EventKind {
    name: "factor.renamed",
    says: "The person gave a way to prove who they are another name.",
    told_by: ToldBy::Safeconduct,
    fields: &[
        FACTOR,
        AUTHENTICATOR,
        required("named", "what its owner calls it now", FieldType::Text),
    ],
    example: r#"{"key":"fa-6","kind":"factor.renamed","account":"acc_42","at":"2026-11-21T09:30:00Z","session":"ses_1","fields":{"factor":"passkey","authenticator":"au-7f3k","named":"my new phone"}}"#,
    ocsf: ocsf(3001, 99),
};

pub(super) static REMOVED: EventKind = EventKind {
    name: "factor.removed",
    says: "A way to prove who the person is was taken away.",
    told_by: ToldBy::Either,
    fields: &[
        FACTOR,
        AUTHENTICATOR,
        optional(
            "because",
            "why",
            FieldType::Word(&["owner", "objection", "recovery", "staff"]),
        ),
    ],
    example: r#"{"key":"fa-2","kind":"factor.removed","account":"acc_42","at":"2026-11-21T09:30:00Z","session":"ses_1","fields":{"factor":"totp"}}"#,
    ocsf: ocsf(3001, 11),
};

pub(super) static DISABLED: EventKind = EventKind {
    name: "factor.disabled",
    says: "A way to prove who the person is was guessed at so often that it is no longer accepted; the others are.",
    told_by: ToldBy::Safeconduct,
    fields: &[FACTOR, AUTHENTICATOR],
    example: r#"{"key":"fa-3","kind":"factor.disabled","account":"acc_42","at":"2026-11-21T09:30:00Z","fields":{"factor":"totp","authenticator":"au-7f3k"}}"#,
    ocsf: ocsf(3001, 9),
};

pub(super) static WENT_ODD: EventKind = EventKind {
    name: "factor.went_odd",
    says: "A passkey or security key behaved as a copy of it would.",
    told_by: ToldBy::Safeconduct,
    fields: &[
        FACTOR,
        AUTHENTICATOR,
        required(
            "because",
            "what gave it away",
            FieldType::Word(&["counter-went-back", "backup-state-changed"]),
        ),
    ],
    example: r#"{"key":"fa-4","kind":"factor.went_odd","account":"acc_42","at":"2026-11-21T09:30:00Z","fields":{"factor":"security-key","authenticator":"au-7f3k","because":"counter-went-back"}}"#,
    ocsf: ocsf(2004, 1),
};

pub(super) static REQUIRED: EventKind = EventKind {
    name: "enrolment.required",
    says: "The person has to set up anew how they prove who they are, at the next sign-in.",
    told_by: ToldBy::Safeconduct,
    fields: &[required(
        "because",
        "why",
        FieldType::Word(&["staff", "imported", "recovery"]),
    )],
    example: r#"{"key":"fa-5","kind":"enrolment.required","account":"acc_42","at":"2026-11-21T09:30:00Z","fields":{"because":"staff"}}"#,
    ocsf: ocsf(3001, 99),
};
