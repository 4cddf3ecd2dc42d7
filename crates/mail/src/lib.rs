//! Carries messages to people: written to a spool before anybody is answered, sent from there over SMTP.
//!
//! A letter that was taken on survives a crash. It is tried again with growing pauses for two days; what cannot be
//! delivered is put aside where whoever runs the server finds it, and counted. Without a mail server named, letters
//! wait in the spool until one is.

mod post;
mod sending;
mod spool;

pub use post::{Office, Post};
pub use sending::{Smtp, SmtpError};
pub use spool::SpoolError;
