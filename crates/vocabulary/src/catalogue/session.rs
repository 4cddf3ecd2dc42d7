//! Staying signed in.

use super::{EventKind, FieldType, ToldBy, ocsf, optional, required};

pub(super) static KINDS: &[&EventKind] = &[&STARTED, &SEEN, &WENT_ODD, &ENDED];

pub(super) static STARTED: EventKind = EventKind {
    name: "session.started",
    says: "A session began after a sign-in that was let in.",
    told_by: ToldBy::Safeconduct,
    fields: &[required(
        "proved",
        "whether a factor beyond the password was proved",
        FieldType::Flag,
    )],
    example: r#"{"key":"si-1#1","kind":"session.started","account":"acc_42","at":"2026-11-21T09:30:00Z","from":{"ip":"203.0.113.7","device":"dev_7"},"session":"ses_1","fields":{"proved":true}}"#,
    ocsf: ocsf(3003, 99),
};

pub(super) static SEEN: EventKind = EventKind {
    name: "session.seen",
    says: "Something was done in a session; the platform asks whether it is still its owner's.",
    told_by: ToldBy::Either,
    fields: &[optional(
        "doing",
        "what was done, in the platform's words",
        FieldType::Id,
    )],
    example: r#"{"key":"se-1","kind":"session.seen","account":"acc_42","at":"2026-11-21T09:35:00Z","step":"sign-in/stay-signed-in","from":{"ip":"203.0.113.7","device":"dev_7"},"session":"ses_1","fields":{"doing":"view-orders"}}"#,
    ocsf: ocsf(6003, 2),
};

pub(super) static WENT_ODD: EventKind = EventKind {
    name: "session.went_odd",
    says: "A session moved to another device or stopped behaving like its owner.",
    told_by: ToldBy::Safeconduct,
    fields: &[required(
        "because",
        "what gave it away",
        FieldType::Word(&["other-device", "other-place-and-agent", "owner-said-so"]),
    )],
    example: r#"{"key":"se-2#1","kind":"session.went_odd","account":"acc_42","at":"2026-11-21T09:40:00Z","from":{"ip":"198.51.100.9","device":"dev_x"},"session":"ses_1","fields":{"because":"other-device"}}"#,
    ocsf: ocsf(2004, 1),
};

pub(super) static ENDED: EventKind = EventKind {
    name: "session.ended",
    says: "A session is over; nothing more is accepted in it.",
    told_by: ToldBy::Either,
    fields: &[required(
        "because",
        "why it ended",
        FieldType::Word(&[
            "signed-out",
            "expired",
            "odd",
            "owner-said-so",
            "credential-changed",
            "renewed",
            "staff",
        ]),
    )],
    example: r#"{"key":"se-2#1","kind":"session.ended","account":"acc_42","at":"2026-11-21T09:40:00Z","session":"ses_1","fields":{"because":"odd"}}"#,
    ocsf: ocsf(3002, 2),
};
