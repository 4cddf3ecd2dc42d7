//! Something is wrong, or was thought to be.

use super::{EventKind, Field, FieldType, ToldBy, ocsf, required};

pub(super) static KINDS: &[&EventKind] = &[&OPENED, &CONFIRMED, &CLEARED, &OWNER_ANSWERED];

const INCIDENT_ID: Field = required("incident_id", "the incident", FieldType::Id);

pub(super) static OPENED: EventKind = EventKind {
    name: "incident.opened",
    says: "Signs of a takeover were found; effects are held from its beginning on.",
    told_by: ToldBy::Safeconduct,
    fields: &[
        INCIDENT_ID,
        required(
            "began_at",
            "the first anomalous event, found looking back",
            FieldType::Moment,
        ),
        required(
            "because",
            "what was noticed",
            FieldType::Word(&["odd-session", "unusual", "owner-said-so", "leaked-token"]),
        ),
    ],
    example: r#"{"key":"se-2#1","kind":"incident.opened","account":"acc_42","at":"2026-11-21T09:40:00Z","session":"ses_1","fields":{"incident_id":"inc_1","began_at":"2026-11-21T09:38:00Z","because":"odd-session"}}"#,
    ocsf: ocsf(2005, 1),
};

pub(super) static CONFIRMED: EventKind = EventKind {
    name: "incident.confirmed",
    says: "It was not the owner.",
    told_by: ToldBy::Safeconduct,
    fields: &[INCIDENT_ID],
    example: r#"{"key":"ow-1#1","kind":"incident.confirmed","account":"acc_42","at":"2026-11-21T09:50:00Z","fields":{"incident_id":"inc_1"}}"#,
    ocsf: ocsf(2005, 2),
};

pub(super) static CLEARED: EventKind = EventKind {
    name: "incident.cleared",
    says: "It was the owner after all; what was held is released.",
    told_by: ToldBy::Safeconduct,
    fields: &[INCIDENT_ID],
    example: r#"{"key":"ch-4#1","kind":"incident.cleared","account":"acc_42","at":"2026-11-21T09:50:00Z","fields":{"incident_id":"inc_1"}}"#,
    ocsf: ocsf(2005, 3),
};

pub(super) static OWNER_ANSWERED: EventKind = EventKind {
    name: "owner.answered",
    says: "The owner answered \"was this you?\".",
    told_by: ToldBy::Either,
    fields: &[required(
        "answer",
        "what they said",
        FieldType::Word(&["me", "not-me"]),
    )],
    example: r#"{"key":"ow-1","kind":"owner.answered","account":"acc_42","at":"2026-11-21T09:50:00Z","fields":{"answer":"not-me"}}"#,
    ocsf: ocsf(2005, 2),
};
