//! Getting in.

use super::{EventKind, FieldType, ToldBy, ocsf, optional, required};

pub(super) static KINDS: &[&EventKind] = &[&ATTEMPTED, &FINISHED];

/// What a sign-in says of its second factor.
pub(super) const SECOND_FACTORS: &[&str] = &["none", "passkey", "security-key", "totp", "recovery-code"];

/// What somebody may try and fail at.
const TRIED_FACTORS: &[&str] = &["passkey", "security-key", "totp", "recovery-code"];

pub(super) static ATTEMPTED: EventKind = EventKind {
    name: "sign_in.attempted",
    says: "Somebody tries to sign in; the platform asks whether to let them.",
    told_by: ToldBy::Either,
    fields: &[
        required(
            "password",
            "whether the password was right; `none` where none was asked for",
            FieldType::Word(&["correct", "wrong", "none"]),
        ),
        optional(
            "proved",
            "the further factor that this sign-in has already proved",
            FieldType::Word(SECOND_FACTORS),
        ),
        optional(
            "failed",
            "the further factor that was tried and not proved",
            FieldType::Word(TRIED_FACTORS),
        ),
        optional(
            "account_exists",
            "whether the platform has such an account (default true)",
            FieldType::Flag,
        ),
        optional(
            "let_in",
            "for what is told after the fact: whether the platform let them in (default: unless the password was wrong)",
            FieldType::Flag,
        ),
    ],
    example: r#"{"key":"si-1","kind":"sign_in.attempted","account":"acc_42","at":"2026-11-21T09:30:00Z","step":"sign-in/prove-it-is-me","from":{"ip":"203.0.113.7","agent":"Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0","device":"dev_7"},"session":"ses_1","fields":{"password":"correct","proved":"none"}}"#,
    ocsf: ocsf(3002, 1),
};

pub(super) static FINISHED: EventKind = EventKind {
    name: "sign_in.finished",
    says: "A sign-in came to its end, let in or not.",
    told_by: ToldBy::Safeconduct,
    fields: &[
        required(
            "outcome",
            "how it ended",
            FieldType::Word(&["allowed", "refused"]),
        ),
        required(
            "password",
            "whether the password was right",
            FieldType::Word(&["correct", "wrong", "none"]),
        ),
        required(
            "device",
            "whether the account had used this device before",
            FieldType::Word(&["known", "new"]),
        ),
        required(
            "second_factor",
            "whether a further factor was proved",
            FieldType::Word(&["passed", "failed", "not_asked"]),
        ),
        required(
            "verdict",
            "who it was, as far as is known by now",
            FieldType::Word(&["owner", "thief", "unknown"]),
        ),
        required("blocked", "whether somebody was kept out", FieldType::Flag),
    ],
    example: r#"{"key":"si-1#1","kind":"sign_in.finished","account":"acc_42","at":"2026-11-21T09:30:00Z","fields":{"outcome":"allowed","password":"correct","device":"known","second_factor":"not_asked","verdict":"owner","blocked":false}}"#,
    ocsf: ocsf(3002, 1),
};
