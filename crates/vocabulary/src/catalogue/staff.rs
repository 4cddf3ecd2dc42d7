//! The platform's own people.

use super::{EventKind, Field, FieldType, ToldBy, ocsf, optional, required};

pub(super) static KINDS: &[&EventKind] = &[
    &ACCOUNT_OPENED,
    &LOOK_SHOWN,
    &THIRTIETH,
    &STAFF_SESSION_ENDED,
    &TICKET_OPENED,
    &TICKET_HELPED,
];

const VIEW_ID: Field = required("view_id", "this one look", FieldType::Id);
const STAFF_SESSION_ID: Field = required("staff_session_id", "the agent's session", FieldType::Id);
const TICKET_ID: Field = required("ticket_id", "the ticket", FieldType::Id);

pub(super) static ACCOUNT_OPENED: EventKind = EventKind {
    name: "account.opened_by_staff",
    says: "One of the platform's people opened a customer's account.",
    told_by: ToldBy::Platform,
    fields: &[
        VIEW_ID,
        required(
            "ticket",
            "whether the customer had asked for help",
            FieldType::Word(&["open", "closed", "none"]),
        ),
        optional("staff_id", "who looked", FieldType::Id),
    ],
    example: r#"{"key":"st-1","kind":"account.opened_by_staff","account":"acc_42","at":"2026-11-21T09:30:00Z","step":"support/open","fields":{"view_id":"view_1","ticket":"open","staff_id":"staff_3"}}"#,
    ocsf: ocsf(6003, 2),
};

pub(super) static LOOK_SHOWN: EventKind = EventKind {
    name: "look_log.shown_to_customer",
    says: "A look into an account became visible to its owner.",
    told_by: ToldBy::Platform,
    fields: &[VIEW_ID],
    example: r#"{"key":"st-2","kind":"look_log.shown_to_customer","account":"acc_42","at":"2026-11-21T09:30:20Z","fields":{"view_id":"view_1"}}"#,
    ocsf: ocsf(6003, 99),
};

pub(super) static THIRTIETH: EventKind = EventKind {
    name: "staff.thirtieth_account_in_hour",
    says: "One agent opened a thirtieth account within an hour; the event belongs to the agent's own account.",
    told_by: ToldBy::Platform,
    fields: &[STAFF_SESSION_ID],
    example: r#"{"key":"st-3","kind":"staff.thirtieth_account_in_hour","account":"staff_3","at":"2026-11-21T09:30:00Z","fields":{"staff_session_id":"sses_1"}}"#,
    ocsf: ocsf(2004, 1),
};

pub(super) static STAFF_SESSION_ENDED: EventKind = EventKind {
    name: "staff.session_ended",
    says: "An agent's session is over; the event belongs to the agent's own account.",
    told_by: ToldBy::Platform,
    fields: &[STAFF_SESSION_ID],
    example: r#"{"key":"st-4","kind":"staff.session_ended","account":"staff_3","at":"2026-11-21T09:30:05Z","fields":{"staff_session_id":"sses_1"}}"#,
    ocsf: ocsf(3002, 2),
};

pub(super) static TICKET_OPENED: EventKind = EventKind {
    name: "ticket.opened",
    says: "A customer asked for help.",
    told_by: ToldBy::Platform,
    fields: &[TICKET_ID],
    example: r#"{"key":"ti-1","kind":"ticket.opened","account":"acc_42","at":"2026-11-21T09:00:00Z","fields":{"ticket_id":"tic_1"}}"#,
    ocsf: ocsf(6003, 1),
};

pub(super) static TICKET_HELPED: EventKind = EventKind {
    name: "ticket.first_help",
    says: "A customer who asked for help got a first answer from a person.",
    told_by: ToldBy::Platform,
    fields: &[TICKET_ID],
    example: r#"{"key":"ti-2","kind":"ticket.first_help","account":"acc_42","at":"2026-11-21T10:10:00Z","fields":{"ticket_id":"tic_1"}}"#,
    ocsf: ocsf(6003, 3),
};
