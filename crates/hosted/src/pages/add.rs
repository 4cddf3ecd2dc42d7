//! What can be added to protect the account, the safest first.

use maud::html;
use vocabulary::Factor;

use crate::frame::Frame;
use crate::layout::{self, Door};
use crate::paths;

/// What there is already, so that the page says "change" where that is what happens.
#[derive(Debug, Clone, Default)]
pub struct View {
    /// Whether nothing else is open before something was added.
    pub is_required: bool,
    /// Whether a passphrase is set.
    pub has_passphrase: bool,
    /// Whether there are recovery codes.
    pub has_codes: bool,
}

/// The page.
pub fn page(frame: &Frame, view: &View) -> String {
    let words = frame.words();
    let passphrase = if view.has_passphrase {
        "change-passphrase-heading"
    } else {
        "passphrase-heading"
    };
    let codes = if view.has_codes { "new-codes" } else { "make-codes" };
    let flow = frame.flow.as_deref();
    let choices = [
        (
            paths::ADD_PASSKEY,
            words.factor(Factor::Passkey),
            "add-passkey-lead",
        ),
        (
            paths::ADD_SECURITY_KEY,
            words.factor(Factor::SecurityKey),
            "add-security-key-lead",
        ),
        (paths::ADD_APP, words.say("app-heading"), "app-lead"),
        (paths::ADD_PASSPHRASE, words.say(passphrase), "passphrase-lead"),
        (paths::ADD_CODES, words.say(codes), "add-codes-lead"),
    ];
    let body = html! {
        ul.plain.offers {
            // Codes are used up: they are no answer to what is required.
            @for (path, name, about) in choices.iter().filter(|(path, ..)| !view.is_required || *path != paths::ADD_CODES) {
                li {
                    a href=(paths::in_flow(path, flow)) { (name) }
                    p.muted { (words.say(about)) }
                }
            }
        }
        @if !view.is_required {
            p.aside { a href=(paths::ACCOUNT) { (words.say("back-unchanged")) } }
        }
    };
    let (heading, lead) = if view.is_required {
        ("add-required-heading", "add-required-lead")
    } else {
        ("add-heading", "add-lead")
    };
    layout::door(
        frame,
        &Door {
            heading: &words.say(heading),
            lead: &words.say(lead),
            problems: &[],
            body,
        },
    )
}
