//! Why somebody sets up new protection, and where each step of it is.

use maud::{Markup, html};

use crate::frame::Frame;
use crate::paths;

/// Why new protection is set up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// The account is new.
    SignUp,
    /// Its owner lost what they had.
    Recovery,
    /// Its owner adds to what there is.
    Account,
}

impl Purpose {
    /// Where a passkey is made.
    pub const fn passkey(self) -> &'static str {
        match self {
            Self::SignUp => paths::SIGN_UP_PROTECT,
            Self::Recovery => paths::RECOVER_FINISH,
            Self::Account => paths::ADD_PASSKEY,
        }
    }

    /// Where a passphrase is set.
    pub const fn passphrase(self) -> &'static str {
        match self {
            Self::SignUp => paths::SIGN_UP_PASSPHRASE,
            Self::Recovery => paths::RECOVER_PASSPHRASE,
            Self::Account => paths::ADD_PASSPHRASE,
        }
    }

    /// Where an app is set up.
    pub const fn app(self) -> &'static str {
        match self {
            Self::SignUp => paths::SIGN_UP_APP,
            Self::Recovery => paths::RECOVER_APP,
            Self::Account => paths::ADD_APP,
        }
    }

    /// Where recovery codes are shown.
    pub const fn codes(self) -> &'static str {
        match self {
            Self::SignUp => paths::SIGN_UP_CODES,
            Self::Recovery => paths::RECOVER_CODES,
            Self::Account => paths::ADD_CODES,
        }
    }

    /// The way back for those who changed their mind; there is none in the middle of a sign-up.
    pub(super) fn way_back(self, frame: &Frame) -> Markup {
        html! {
            @if self == Self::Account {
                p.aside { a href=(paths::ACCOUNT) { (frame.words().say("back-unchanged")) } }
            }
        }
    }
}
