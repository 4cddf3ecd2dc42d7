//! A page's own ticket: proof that a form came from a page of ours that was shown to this very browser, and the
//! challenge that a passkey on that page signs.
//!
//! Each page that is shown has its own, so that two open pages never spoil each other, and a challenge is bound to
//! the browser it was given to. That it is used once is seen to by the event that it leads to.

use serde::{Deserialize, Serialize};
use vocabulary::{DeviceId, Moment, Span};

use crate::ticket::Ticket;
use crate::{People, PeopleError};

/// Length of a challenge, in bytes.
const CHALLENGE_LEN: usize = 32;

/// For how long the challenge of a page can be signed.
pub const CEREMONY: Span = Span::from_minutes(5);

#[derive(Serialize, Deserialize)]
struct PageTicket {
    device: DeviceId,
    challenge: [u8; CHALLENGE_LEN],
    shown_at: Moment,
}

impl Ticket for PageTicket {
    const PURPOSE: &'static str = "page";
    const LIFE: Span = Span::from_hours(12);
}

/// A page as it is shown.
#[derive(Debug)]
pub struct Page {
    /// What stands in every form of it.
    pub ticket: String,
    /// What a passkey on it signs.
    pub challenge: Challenge,
}

/// What a passkey signs, once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Challenge(pub(crate) [u8; CHALLENGE_LEN]);

impl Challenge {
    /// The name of what is done with it: done twice, it is the same event.
    pub(crate) fn once(&self) -> String {
        format!("pk-{}", hex::encode(self.0.get(..16).unwrap_or_default()))
    }
}

/// A page whose form came back.
#[derive(Debug, Clone, Copy)]
pub struct Posted {
    /// The page's challenge, while it can be signed.
    pub challenge: Option<Challenge>,
}

impl People {
    /// A new page for a browser.
    pub fn page(&self, device: &DeviceId) -> Result<Page, PeopleError> {
        let challenge = self.engine.random();
        let ticket = PageTicket {
            device: device.clone(),
            challenge,
            shown_at: self.engine.now(),
        };
        Ok(Page {
            ticket: self.seal(&ticket)?,
            challenge: Challenge(challenge),
        })
    }

    /// Whether a form came from a page that was shown to this browser; `None` if not, or too long ago.
    pub fn posted(&self, ticket: &str, device: &DeviceId) -> Option<Posted> {
        let page: PageTicket = self.unseal(ticket).ok()?;
        if page.device != *device {
            return None;
        }
        let age = self.engine.now().since(page.shown_at);
        Some(Posted {
            challenge: (age <= CEREMONY).then_some(Challenge(page.challenge)),
        })
    }
}
