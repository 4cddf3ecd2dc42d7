//! What can be added to protect the account, the safest first.

use maud::html;
use vocabulary::Factor;

use crate::frame::Frame;
use crate::layout::{self, Door};
use crate::paths;

/// What there is already, so that the page says "change" where that is what happens.
#[derive(Debug, Clone, Default)]
pub struct View {
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
            @for (path, name, about) in &choices {
                li {
                    a href=(path) { (name) }
                    p.muted { (words.say(about)) }
                }
            }
        }
        p.aside { a href=(paths::ACCOUNT) { (words.say("back-unchanged")) } }
    };
    layout::door(
        frame,
        &Door {
            heading: &words.say("add-heading"),
            lead: &words.say("add-lead"),
            problems: &[],
            body,
        },
    )
}
