//! Handing a letter to a mail server (RFC 5321).

use std::time::Duration;

use lettre::address::Envelope;
use lettre::transport::smtp::AsyncSmtpTransportBuilder;
use lettre::{Address, AsyncSmtpTransport, AsyncTransport, Tokio1Executor};

use crate::spool::Slip;

/// How long a mail server may take to answer.
const TIME: Duration = Duration::from_secs(30);

/// A mail server.
#[derive(Clone)]
pub struct Smtp(AsyncSmtpTransport<Tokio1Executor>);

/// The address of a mail server cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is not the address of a mail server; write `smtps://user:password@mail.example.com`, or \
     `smtp://…?tls=required` where the server upgrades the connection, or `smtp://127.0.0.1:25` for one on this machine"
)]
pub struct SmtpError(String);

/// What became of handing a letter over.
pub(crate) enum Handed {
    /// It was taken.
    Taken,
    /// Not now: try again.
    Later(String),
    /// Never: it is refused for good.
    Never(String),
}

impl Smtp {
    /// A mail server by its URL. A password never goes over an unprotected line to another machine. Its connections belong
    /// to the runtime in which this is called, and in which it must be dropped.
    ///
    /// # Errors
    /// [`SmtpError`], which does not repeat the password.
    pub fn at(url: &str) -> Result<Self, SmtpError> {
        Self::read(url).map(|builder| Self(builder.timeout(Some(TIME)).build()))
    }

    /// Whether a URL names a mail server that can be used. Needs no runtime.
    ///
    /// # Errors
    /// As [`Smtp::at`].
    pub fn check(url: &str) -> Result<(), SmtpError> {
        Self::read(url).map(drop)
    }

    fn read(url: &str) -> Result<AsyncSmtpTransportBuilder, SmtpError> {
        let error = || SmtpError(without_password(url));
        let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(url).map_err(|_| error())?;
        let protected = url.starts_with("smtps://") || url.contains("tls=required");
        let local = ["127.0.0.1", "localhost", "[::1]"]
            .iter()
            .any(|host| url.contains(&format!("//{host}")) || url.contains(&format!("@{host}")));
        if !protected && !local {
            return Err(error());
        }
        Ok(builder)
    }

    pub(crate) async fn hand_over(&self, slip: &Slip, message: &[u8]) -> Handed {
        let address = |text: &str| text.parse::<Address>();
        let (Ok(from), Ok(to)) = (address(&slip.from), address(&slip.to)) else {
            return Handed::Never("an address on the envelope is not one".to_owned());
        };
        let envelope = match Envelope::new(Some(from), vec![to]) {
            Ok(envelope) => envelope,
            Err(error) => return Handed::Never(error.to_string()),
        };
        match self.0.send_raw(&envelope, message).await {
            Ok(_) => Handed::Taken,
            Err(error) if error.is_permanent() => Handed::Never(error.to_string()),
            Err(error) => Handed::Later(error.to_string()),
        }
    }
}

fn without_password(url: &str) -> String {
    match (url.split_once("://"), url.rsplit_once('@')) {
        (Some((scheme, _)), Some((_, host))) => format!("{scheme}://…@{host}"),
        _ => url.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_neither_sent_in_the_clear_nor_repeated() {
        let check = |url: &str, accepted: bool| {
            let smtp = Smtp::check(url);
            assert_eq!(smtp.is_ok(), accepted, "{url}");
            if let Err(error) = smtp {
                assert!(!error.to_string().contains("s3cret"), "{error}");
            }
        };
        check("smtps://us:s3cret@mail.example.com", true);
        check("smtp://us:s3cret@mail.example.com:587?tls=required", true);
        check("smtp://us:s3cret@mail.example.com:587", false);
        check("smtp://mail.example.com", false);
        check("smtp://127.0.0.1:2525", true);
        check("smtp://localhost:25", true);
        check("imap://us:s3cret@mail.example.com", false);
        check("mail.example.com", false);
    }
}
