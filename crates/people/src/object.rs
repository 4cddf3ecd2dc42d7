//! The objection to a change: what the link in a message carries. What becomes of it is in [`crate::take_back`].

use serde::{Deserialize, Serialize};
use vocabulary::{AccountId, Moment, Span};

use crate::ticket::Ticket;
use crate::{People, PeopleError};

/// A change that can be undone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Change {
    /// An authenticator was added, perhaps in another's place.
    FactorAdded {
        /// Its id.
        id: String,
        /// The id of the one whose place it took.
        replaced: Option<String>,
    },
    /// An authenticator was taken away.
    FactorRemoved {
        /// Its id.
        id: String,
    },
    /// An address was added.
    AddressAdded {
        /// Which.
        address: String,
    },
    /// An address was taken away.
    AddressRemoved {
        /// Which.
        address: String,
    },
}

/// The link that undoes a change.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Objection {
    pub(crate) account: AccountId,
    pub(crate) change: Change,
    pub(crate) made_at: Moment,
}

impl Ticket for Objection {
    const PURPOSE: &'static str = "objection";
    const LIFE: Span = Span::from_days(14);
}

impl People {
    /// The secret of the link that undoes a change.
    pub(crate) fn objection(
        &self,
        account: &AccountId,
        change: Change,
        made_at: Moment,
    ) -> Result<String, PeopleError> {
        let objection = Objection {
            account: account.clone(),
            change,
            made_at,
        };
        self.seal(&objection)
    }

    /// The objection behind a link, as long as the team lets changes be undone.
    pub(crate) fn objection_of(&self, link: &str) -> Option<Objection> {
        let objection: Objection = self.unseal(link).ok()?;
        let until = objection.made_at + self.settings.undo;
        (self.engine.now() < until).then_some(objection)
    }
}
