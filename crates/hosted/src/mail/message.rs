//! Which messages there are.

use vocabulary::{Moment, Span};

use crate::happened::What;
use crate::language::Language;
use crate::leak::LeakedToken;
use crate::theme::Theme;
use crate::words::Words;

/// Who writes, and in which language.
#[derive(Debug, Clone, Copy)]
pub struct Sender<'a> {
    /// The language of the account.
    pub language: Language,
    /// The name in the subject, and the colours.
    pub theme: &'a Theme,
    /// Where the pages are, such as `https://id.shop.example`, without a slash at the end.
    pub origin: &'a str,
}

impl Sender<'_> {
    pub(super) const fn words(&self) -> Words {
        Words::of(self.language)
    }

    /// The whole address of a page.
    pub(super) fn address(&self, path: &str) -> String {
        format!("{}{path}", self.origin.trim_end_matches('/'))
    }
}

/// A message.
#[derive(Debug, Clone)]
pub enum Message {
    /// To a new address, for a new account.
    ConfirmSignUp {
        /// The link's secret.
        link: String,
        /// For how long it works.
        works_for: Span,
    },
    /// To an address at which there is an account already, when somebody tries to make one.
    AlreadyThere,
    /// To an address that its owner adds.
    ConfirmAddress {
        /// The link's secret.
        link: String,
        /// For how long it works.
        works_for: Span,
    },
    /// To the address with which somebody asked for a way back.
    RecoveryLink {
        /// The link's secret.
        link: String,
        /// For how long it works.
        works_for: Span,
    },
    /// To every address: a recovery waits, and can be stopped.
    RecoveryAsked {
        /// When.
        at: Moment,
        /// The user agent that asked.
        agent: Option<String>,
        /// From where.
        place: Option<String>,
        /// From when on it works.
        ready_at: Moment,
        /// The secret of the link that stops it.
        veto: String,
    },
    /// To every address: the wait is over.
    RecoveryReady {
        /// Until when it can be finished.
        until: Moment,
        /// The secret of the link that stops it.
        veto: String,
    },
    /// To every address: something happened.
    Told(Told),
    /// To every address: a token was found where others can read it, and no longer works.
    TokenLeaked {
        /// What is known of it.
        leaked: LeakedToken,
        /// The secret of the link that says "it was not me" of what it was used for.
        link: String,
    },
}

/// Something that happened, and what its owner can do about it.
#[derive(Debug, Clone)]
pub struct Told {
    /// What.
    pub what: What,
    /// When.
    pub at: Moment,
    /// The user agent that did it.
    pub agent: Option<String>,
    /// From where.
    pub place: Option<String>,
    /// What can be done.
    pub remedy: Remedy,
}

/// What the owner can do where it was not them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Remedy {
    /// Say so: everybody is signed out.
    NotMe {
        /// The link's secret.
        link: String,
    },
    /// Undo the change.
    Undo {
        /// The link's secret.
        link: String,
        /// Until when it can be undone.
        until: Moment,
    },
}
