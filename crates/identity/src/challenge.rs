//! Being asked to prove it.

use serde::{Deserialize, Serialize};
use vocabulary::{FactorSet, Moment, SessionId, Span};

use crate::Device;

/// How long a person has to answer.
pub const CHALLENGE_LIFE: Span = Span::from_minutes(10);

/// What waits for an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum About {
    /// A sign-in.
    SignIn,
    /// Going on in a session.
    Session,
    /// An effect: a charge, a message and so on.
    Effect,
    /// An order.
    Order,
}

impl About {
    /// The catalogue's word.
    pub const fn name(self) -> &'static str {
        match self {
            Self::SignIn => "sign_in",
            Self::Session => "session",
            Self::Effect => "effect",
            Self::Order => "order",
        }
    }
}

/// A question that was asked and not yet answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Challenge {
    /// What it is about.
    pub about: About,
    /// The session that it will start or go on in, if the platform names sessions.
    pub session: Option<SessionId>,
    /// The device that was asked.
    pub device: Option<Device>,
    /// Any one of these will do.
    pub acceptable: FactorSet,
    /// When it was asked.
    pub asked_at: Moment,
    /// Wrong answers so far.
    pub failures: u8,
}

impl Challenge {
    /// When it stops being answerable.
    pub fn expires_at(&self) -> Moment {
        self.asked_at + CHALLENGE_LIFE
    }

    /// Whether an answer from this session or device answers it. The session decides where both name one;
    /// otherwise the device must be the one that was asked.
    pub fn is_for(&self, session: Option<&SessionId>, device: Option<&Device>) -> bool {
        match (&self.session, session) {
            (Some(asked), Some(answering)) => asked == answering,
            _ => self.device.is_some() && self.device.as_ref() == device,
        }
    }
}
