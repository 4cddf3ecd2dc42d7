//! Keys for programs.

use super::{EventKind, FieldType, ToldBy, ocsf, optional, required};

pub(super) static KINDS: &[&EventKind] = &[&CREATED, &USED, &ROTATED, &REVOKED, &REFUSED, &LEAKED];

/// The ways in which a leaked token comes to be known.
pub(super) const SOURCES: [&str; 6] = ["scan", "push", "secret-scanning", "finder", "hash", "platform"];

pub(super) static CREATED: EventKind = EventKind {
    name: "token.created",
    says: "An API token was made for the account.",
    told_by: ToldBy::Either,
    fields: &[
        required(
            "token_id",
            "the token's public id, never the token",
            FieldType::Id,
        ),
        optional("until", "when it expires", FieldType::Moment),
    ],
    example: r#"{"key":"tk-1","kind":"token.created","account":"acc_42","at":"2026-11-21T09:30:00Z","session":"ses_1","fields":{"token_id":"tok_1","until":"2027-02-19T09:30:00Z"}}"#,
    ocsf: ocsf(3004, 1),
};

pub(super) static USED: EventKind = EventKind {
    name: "token.used",
    says: "An API token was used.",
    told_by: ToldBy::Either,
    fields: &[
        required("token_id", "the token's public id", FieldType::Id),
        optional("doing", "what was done with it", FieldType::Id),
    ],
    example: r#"{"key":"tk-2","kind":"token.used","account":"acc_42","at":"2026-11-21T09:30:00Z","from":{"ip":"203.0.113.7"},"fields":{"token_id":"tok_1","doing":"list-invoices"}}"#,
    ocsf: ocsf(6003, 2),
};

pub(super) static REVOKED: EventKind = EventKind {
    name: "token.revoked",
    says: "An API token stopped being accepted.",
    told_by: ToldBy::Either,
    fields: &[
        required("token_id", "the token's public id", FieldType::Id),
        required(
            "because",
            "why",
            FieldType::Word(&[
                "owner", "rotated", "leaked", "expired", "incident", "platform", "staff",
            ]),
        ),
    ],
    example: r#"{"key":"tk-3","kind":"token.revoked","account":"acc_42","at":"2026-11-21T09:30:00Z","fields":{"token_id":"tok_1","because":"owner"}}"#,
    ocsf: ocsf(3004, 4),
};

pub(super) static ROTATED: EventKind = EventKind {
    name: "token.rotated",
    says: "An API token was replaced by a new one; the old one works for a while longer.",
    told_by: ToldBy::Either,
    fields: &[
        required("token_id", "the old token's public id", FieldType::Id),
        required("by", "the new token's public id", FieldType::Id),
        required("until", "until when the old one works", FieldType::Moment),
    ],
    example: r#"{"key":"tk-5","kind":"token.rotated","account":"acc_42","at":"2026-11-21T09:30:00Z","session":"ses_1","fields":{"token_id":"tok_1","by":"tok_2","until":"2026-11-22T09:30:00Z"}}"#,
    ocsf: ocsf(3004, 3),
};

pub(super) static REFUSED: EventKind = EventKind {
    name: "token.refused",
    says: "A token that had been revoked was tried and refused; Safeconduct tries each one itself, to measure how long that takes.",
    told_by: ToldBy::Safeconduct,
    fields: &[
        required("token_id", "the token's public id", FieldType::Id),
        optional(
            "after_ms",
            "for a leaked token, how many milliseconds it took from its being handed in until it was refused",
            FieldType::Whole,
        ),
    ],
    example: r#"{"key":"tk-3#1","kind":"token.refused","account":"acc_42","at":"2026-11-21T09:30:00Z","fields":{"token_id":"tok_1","after_ms":4}}"#,
    ocsf: ocsf(6003, 99),
};

pub(super) static LEAKED: EventKind = EventKind {
    name: "token.leaked",
    says: "An API token was found where others can read it.",
    told_by: ToldBy::Either,
    fields: &[
        required("token_id", "the token's public id", FieldType::Id),
        required("found", "where it was found", FieldType::Text),
        optional(
            "source",
            "how it came to be known: a scan by the team, a push to a watched repository, a code host's secret \
             scanning, somebody who found it and used the public page, somebody who knows its hash",
            FieldType::Word(&SOURCES),
        ),
        optional("since", "since when it was there", FieldType::Moment),
    ],
    example: r#"{"key":"tk-4","kind":"token.leaked","account":"acc_42","at":"2026-11-21T09:30:00Z","fields":{"token_id":"tok_1","found":"a public repository, file deploy.sh, line 3","source":"push","since":"2026-11-21T09:29:55Z"}}"#,
    ocsf: ocsf(2004, 1),
};
