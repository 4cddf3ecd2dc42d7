//! Buying things.

use super::{EventKind, FieldType, ToldBy, ocsf, optional, required};

pub(super) static KINDS: &[&EventKind] = &[&STARTED, &PLACED, &PAID, &CARD_SEEN];

pub(super) static STARTED: EventKind = EventKind {
    name: "order.started",
    says: "A checkout came to its end, bought or not.",
    told_by: ToldBy::Platform,
    fields: &[
        required("order_id", "the platform's id for it", FieldType::Id),
        required(
            "outcome",
            "how it ended",
            FieldType::Word(&["placed", "abandoned", "abandoned_at_check", "refused"]),
        ),
        required(
            "verdict",
            "who it was, as far as is known",
            FieldType::Word(&["genuine", "fraud", "unknown"]),
        ),
    ],
    example: r#"{"key":"or-1","kind":"order.started","account":"acc_42","at":"2026-11-21T09:30:00Z","fields":{"order_id":"ord_1","outcome":"placed","verdict":"genuine"}}"#,
    ocsf: ocsf(6003, 99),
};

pub(super) static PLACED: EventKind = EventKind {
    name: "order.placed",
    says: "An order is about to be accepted; the platform asks whether to let it.",
    told_by: ToldBy::Platform,
    fields: &[
        required("order_id", "the platform's id for it", FieldType::Id),
        required(
            "card",
            "which card pays",
            FieldType::Word(&["new", "saved", "none"]),
        ),
        required("address", "where it goes", FieldType::Word(&["new", "known"])),
        required(
            "confirmed",
            "whether the person has just confirmed it with a factor",
            FieldType::Flag,
        ),
        optional(
            "amount",
            "the price, in the currency's smallest unit",
            FieldType::Whole,
        ),
    ],
    example: r#"{"key":"or-2","kind":"order.placed","account":"acc_42","at":"2026-11-21T09:30:00Z","step":"checkout/ship","session":"ses_1","fields":{"order_id":"ord_1","card":"saved","address":"known","confirmed":false,"amount":129900}}"#,
    ocsf: ocsf(6003, 1),
};

pub(super) static PAID: EventKind = EventKind {
    name: "order.paid",
    says: "An order was paid.",
    told_by: ToldBy::Platform,
    fields: &[
        required("order_id", "the platform's id for it", FieldType::Id),
        required("captures", "how many times money was taken", FieldType::Whole),
        required(
            "amount",
            "what was taken, in the currency's smallest unit",
            FieldType::Whole,
        ),
        required(
            "shown_amount",
            "what the person had been shown, in the currency's smallest unit",
            FieldType::Whole,
        ),
    ],
    example: r#"{"key":"or-3","kind":"order.paid","account":"acc_42","at":"2026-11-21T09:30:10Z","session":"ses_1","fields":{"order_id":"ord_1","captures":1,"amount":129900,"shown_amount":129900}}"#,
    ocsf: ocsf(6003, 99),
};

pub(super) static CARD_SEEN: EventKind = EventKind {
    name: "card_number.seen",
    says: "A whole card number was found where none may be.",
    told_by: ToldBy::Platform,
    fields: &[required(
        "found",
        "where: a system's name, never the number",
        FieldType::Text,
    )],
    example: r#"{"key":"cn-1","kind":"card_number.seen","account":"acc_42","at":"2026-11-21T09:30:00Z","fields":{"found":"log of the checkout service"}}"#,
    ocsf: ocsf(2004, 1),
};
