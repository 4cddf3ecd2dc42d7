//! The form that asks the browser for a passkey or security key.
//!
//! The page carries the options; a script of ours asks the browser, puts the answer into the form and posts
//! it. Without a script the form stays hidden, since it could do nothing.

use maud::{Markup, html};

use super::form::carried;
use crate::fields;
use crate::frame::Frame;

/// What is asked of the browser (WebAuthn level 3, section 5.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ceremony {
    /// Make a credential.
    Create,
    /// Use one.
    Get,
    /// Use one, and offer it in the address field as well (conditional mediation).
    GetAndOffer,
}

/// A form to be shown.
pub(crate) struct Passkey<'a> {
    /// Where the answer is posted.
    pub action: &'a str,
    /// What is asked.
    pub ceremony: Ceremony,
    /// The options as JSON, for `parseCreationOptionsFromJSON` or `parseRequestOptionsFromJSON`.
    pub options: &'a str,
    /// What the button says.
    pub button: String,
    /// Whether it is what most people should do here.
    pub is_primary: bool,
    /// Which method it proves, where the page offers several.
    pub method: Option<&'a str>,
    /// What else the form asks.
    pub more: Markup,
}

/// The form.
pub(crate) fn passkey(frame: &Frame, view: &Passkey<'_>) -> Markup {
    let words = frame.words();
    let asks = match view.ceremony {
        Ceremony::Create => "create",
        Ceremony::Get | Ceremony::GetAndOffer => "get",
    };
    html! {
        form.stack method="post" action=(view.action) hidden data-passkey=(asks) data-options=(view.options)
            data-offer[view.ceremony == Ceremony::GetAndOffer]
            data-cancelled=(words.say("passkey-cancelled"))
            data-known=(words.say("problem-passkey-known"))
            data-unfit=(words.say("passkey-unfit"))
            data-failed=(words.say("passkey-failed")) {
            (carried(frame))
            input type="hidden" name=(fields::CREDENTIAL);
            @if let Some(method) = view.method {
                input type="hidden" name=(fields::METHOD) value=(method);
            }
            (view.more)
            button.wide.primary[view.is_primary] type="submit" { (view.button) }
            p.says role="status" {}
        }
        @if view.ceremony != Ceremony::GetAndOffer {
            noscript { p.note { (words.say("passkey-needs-script")) } }
            p.note hidden data-without-passkey { (words.say("passkey-unsupported")) }
        }
    }
}
