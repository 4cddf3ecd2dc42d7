//! Being asked to prove it.

use super::{EventKind, FieldType, ToldBy, ocsf, required};

pub(super) static KINDS: &[&EventKind] = &[&ASKED, &ANSWERED, &EXPIRED];

pub(super) static ASKED: EventKind = EventKind {
    name: "challenge.asked",
    says: "Safeconduct asked for a further factor before letting something pass.",
    told_by: ToldBy::Safeconduct,
    fields: &[
        required(
            "about",
            "what waits for the answer",
            FieldType::Word(&["sign_in", "session", "effect", "order"]),
        ),
        required(
            "acceptable",
            "the factors that would do, separated by blanks",
            FieldType::Text,
        ),
    ],
    example: r#"{"key":"si-2#1","kind":"challenge.asked","account":"acc_42","at":"2026-11-21T09:31:00Z","session":"ses_2","fields":{"about":"sign_in","acceptable":"passkey security-key totp"}}"#,
    ocsf: ocsf(3002, 99),
};

pub(super) static ANSWERED: EventKind = EventKind {
    name: "challenge.answered",
    says: "The person answered a challenge, rightly or wrongly.",
    told_by: ToldBy::Either,
    fields: &[
        required(
            "factor",
            "the factor used",
            FieldType::Word(&["passkey", "security-key", "totp", "recovery-code", "passphrase"]),
        ),
        required(
            "result",
            "whether it was proved",
            FieldType::Word(&["passed", "failed"]),
        ),
    ],
    example: r#"{"key":"ch-1","kind":"challenge.answered","account":"acc_42","at":"2026-11-21T09:31:20Z","from":{"ip":"203.0.113.7","device":"dev_9"},"session":"ses_2","fields":{"factor":"passkey","result":"passed"}}"#,
    ocsf: ocsf(3002, 1),
};

pub(super) static EXPIRED: EventKind = EventKind {
    name: "challenge.expired",
    says: "Nobody answered a challenge in time; what waited for the answer did not happen.",
    told_by: ToldBy::Safeconduct,
    fields: &[required(
        "about",
        "what waited for the answer",
        FieldType::Word(&["sign_in", "session", "effect", "order"]),
    )],
    example: r#"{"key":"ch-9","kind":"challenge.expired","account":"acc_42","at":"2026-11-21T09:41:00Z","session":"ses_2","fields":{"about":"sign_in"}}"#,
    ocsf: ocsf(3002, 99),
};
