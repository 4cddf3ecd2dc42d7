//! Tickets: what a person carries from one page to the next, sealed so that nobody can read or change it.
//!
//! A half-finished sign-in, a link in a message, a question that another page is to answer: each is a ticket, so
//! that any node can go on with it and nothing needs to be stored for people who never come back. A ticket is
//! good for one purpose and a limited time. It may be shown again within it: what must happen once is made to
//! happen once by what it leads to (an event's key, a name, a state), never by the ticket.

use aws_lc_rs::aead::{Aad, NONCE_LEN, Nonce};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use vocabulary::{Moment, Span};

use crate::secrets::Secrets;

/// Longest ticket that is looked at, in characters; a browser's cookie holds 4,096.
const MOST_CHARACTERS: usize = 3_800;

/// Something that travels as a ticket.
pub(crate) trait Ticket: Serialize + DeserializeOwned {
    /// What it is for; a ticket of another purpose does not open.
    const PURPOSE: &'static str;
    /// How long it is good.
    const LIFE: Span;
}

#[derive(Serialize, Deserialize)]
struct Sealed<T> {
    until: Moment,
    body: T,
}

/// Why a ticket is not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TicketError {
    /// It was not made here, for this, or was changed.
    #[error("this link or form is not one of ours, or was not copied whole; start again")]
    NotOurs,
    /// It was good once.
    #[error("this link or form is too old; start again")]
    Expired,
}

impl Secrets {
    /// Seals a ticket.
    pub(crate) fn seal<T: Ticket>(&self, body: &T, now: Moment, nonce: [u8; NONCE_LEN]) -> Option<String> {
        let until = now + T::LIFE;
        let mut text = postcard::to_stdvec(&Sealed { until, body }).ok()?;
        let context = Aad::from(T::PURPOSE.as_bytes());
        self.tickets
            .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), context, &mut text)
            .ok()?;
        let whole = [nonce.as_slice(), &text].concat();
        Some(URL_SAFE_NO_PAD.encode(whole))
    }

    /// Opens a ticket, and says until when it is good.
    pub(crate) fn open<T: Ticket>(&self, text: &str, now: Moment) -> Result<T, TicketError> {
        if text.len() > MOST_CHARACTERS {
            return Err(TicketError::NotOurs);
        }
        let mut whole = URL_SAFE_NO_PAD.decode(text).map_err(|_| TicketError::NotOurs)?;
        let (nonce, sealed) = whole
            .split_first_chunk_mut::<NONCE_LEN>()
            .ok_or(TicketError::NotOurs)?;
        let context = Aad::from(T::PURPOSE.as_bytes());
        let opened = self
            .tickets
            .open_in_place(Nonce::assume_unique_for_key(*nonce), context, sealed)
            .map_err(|_| TicketError::NotOurs)?;
        let ticket: Sealed<T> = postcard::from_bytes(opened).map_err(|_| TicketError::NotOurs)?;
        if now >= ticket.until {
            return Err(TicketError::Expired);
        }
        Ok(ticket.body)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Letter(String);
    impl Ticket for Letter {
        const PURPOSE: &'static str = "letter";
        const LIFE: Span = Span::from_minutes(5);
    }

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Another(String);
    impl Ticket for Another {
        const PURPOSE: &'static str = "another";
        const LIFE: Span = Span::from_minutes(5);
    }

    #[test]
    fn a_ticket_opens_for_its_purpose_in_its_time_and_unchanged() {
        let secrets = Secrets::derive(&[1; 32]).unwrap();
        let start = Moment::from_millis(1_000_000);
        let text = secrets
            .seal(&Letter("ann".to_owned()), start, [7; NONCE_LEN])
            .unwrap();
        let check = |secrets: &Secrets, text: &str, later: Span, expected: Result<Letter, TicketError>| {
            assert_eq!(secrets.open::<Letter>(text, start + later), expected, "{text}");
        };
        let whole = || Ok(Letter("ann".to_owned()));
        check(&secrets, &text, Span::ZERO, whole());
        check(&secrets, &text, Span::from_minutes(4), whole());
        check(&secrets, &text, Span::from_minutes(5), Err(TicketError::Expired));
        check(
            &Secrets::derive(&[2; 32]).unwrap(),
            &text,
            Span::ZERO,
            Err(TicketError::NotOurs),
        );
        assert_eq!(secrets.open::<Another>(&text, start), Err(TicketError::NotOurs));
        for place in 0..text.len() {
            let mut changed = text.clone().into_bytes();
            changed[place] = if changed[place] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(changed).unwrap();
            check(&secrets, &changed, Span::ZERO, Err(TicketError::NotOurs));
        }
        for wrong in ["", "é", "AAAA", &"A".repeat(9_999)] {
            check(&secrets, wrong, Span::ZERO, Err(TicketError::NotOurs));
        }
    }
}
