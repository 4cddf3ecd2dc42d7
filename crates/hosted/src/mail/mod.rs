//! The messages that go by mail, each as subject, plain text and HTML. Nothing here sends them.
//!
//! What every message promises: one subject line, whatever the names in it; no image and nothing else that is
//! loaded from elsewhere; links that lead to a page with a button and do nothing by being opened; and, in
//! every message about something that happened, the way to say "this was not me". Nothing that a stranger
//! may choose, such as the name at sign-up, goes to an address that is not confirmed: our messages must not
//! carry anybody's advertisements.

mod body;
mod compose;
mod html;
mod message;
mod plain;

pub use message::{Message, Remedy, Sender, Told};

/// A message, ready to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// One line, without control characters; not yet encoded for a header (RFC 2047).
    pub subject: String,
    /// Lines of at most 76 characters but for links, ended by a line feed.
    pub plain: String,
    /// A whole document.
    pub html: String,
}

/// Writes a message.
pub fn write(sender: &Sender<'_>, message: &Message) -> Letter {
    let body = compose::compose(sender, message);
    Letter {
        plain: plain::plain(&body),
        html: html::html(sender, &body),
        subject: body.subject,
    }
}
