//! What an account brings about outside itself: charges, payouts, messages and the like.

use super::{EventKind, Field, FieldType, ToldBy, ocsf, optional, required};

pub(super) static KINDS: &[&EventKind] = &[&REQUESTED, &HELD, &RELEASED];

const EFFECT: Field = required(
    "effect",
    "what is brought about",
    FieldType::Word(&[
        "charge",
        "payout",
        "message",
        "invitation",
        "share",
        "token",
        "export",
    ]),
);
const EFFECT_ID: Field = required("effect_id", "the platform's id for it", FieldType::Id);
const AMOUNT: Field = optional(
    "amount",
    "money, in the currency's smallest unit",
    FieldType::Whole,
);
const CURRENCY: Field = optional("currency", "the currency's ISO 4217 code", FieldType::Id);

pub(super) static REQUESTED: EventKind = EventKind {
    name: "effect.requested",
    says: "The account is about to charge, pay out, send or share something, or has just done so.",
    told_by: ToldBy::Platform,
    fields: &[EFFECT, EFFECT_ID, AMOUNT, CURRENCY],
    example: r#"{"key":"ef-1","kind":"effect.requested","account":"acc_42","at":"2026-11-21T09:30:00Z","from":{"ip":"203.0.113.7","device":"dev_7"},"session":"ses_1","fields":{"effect":"charge","effect_id":"ch_1","amount":129900,"currency":"EUR"}}"#,
    ocsf: ocsf(6003, 1),
};

pub(super) static HELD: EventKind = EventKind {
    name: "effect.held",
    says: "An effect was put on hold because it may not be the owner's doing.",
    told_by: ToldBy::Safeconduct,
    fields: &[
        EFFECT,
        EFFECT_ID,
        AMOUNT,
        CURRENCY,
        required("incident_id", "the incident it belongs to", FieldType::Id),
        required(
            "looking_back",
            "whether it had already happened when the incident was noticed",
            FieldType::Flag,
        ),
    ],
    example: r#"{"key":"ef-1#1","kind":"effect.held","account":"acc_42","at":"2026-11-21T09:41:00Z","session":"ses_1","fields":{"effect":"charge","effect_id":"ch_1","amount":129900,"currency":"EUR","incident_id":"inc_1","looking_back":false}}"#,
    ocsf: ocsf(6003, 3),
};

pub(super) static RELEASED: EventKind = EventKind {
    name: "effect.released",
    says: "An effect that was on hold may go on: it was the owner's.",
    told_by: ToldBy::Safeconduct,
    fields: &[
        EFFECT,
        EFFECT_ID,
        AMOUNT,
        CURRENCY,
        required("incident_id", "the incident it belonged to", FieldType::Id),
    ],
    example: r#"{"key":"ch-4#1","kind":"effect.released","account":"acc_42","at":"2026-11-21T09:50:00Z","fields":{"effect":"charge","effect_id":"ch_1","amount":129900,"currency":"EUR","incident_id":"inc_1"}}"#,
    ocsf: ocsf(6003, 3),
};
