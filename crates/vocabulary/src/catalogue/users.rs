//! People, counted: not events, but what `share` measures count.

use super::{EventKind, FieldType, ToldBy, ocsf, required};

pub(super) static KINDS: &[&EventKind] = &[&USERS];

pub(super) static USERS: EventKind = EventKind {
    name: "users",
    says: "Every person with an account, counted once.",
    told_by: ToldBy::Population,
    fields: &[
        required(
            "active_days",
            "days in the window on which the person was here",
            FieldType::Whole,
        ),
        required(
            "weakest_way_in",
            "the weakest way into the account, recovery included",
            FieldType::Word(&[
                "passkey",
                "security-key",
                "totp",
                "recovery-code",
                "passphrase",
                "email",
                "staff",
            ]),
        ),
    ],
    example: "{}",
    ocsf: ocsf(0, 0),
};
