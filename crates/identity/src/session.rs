//! A signed-in session.

use serde::{Deserialize, Serialize};
use vocabulary::{Moment, Network, Origin, SessionId, Span};

use crate::Device;
use crate::device::agent_of;

/// How long a proved factor vouches for what is done in its session.
pub const PROOF_LIFE: Span = Span::from_minutes(10);

/// One session, live or over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// The platform's id.
    pub id: SessionId,
    /// The device to which it belongs.
    pub device: Option<Device>,
    /// The network from which it was last used by its owner.
    pub network: Option<Network>,
    /// The program with which it was last used by its owner, without version numbers, hashed.
    pub agent: Option<u64>,
    /// When it began.
    pub started: Moment,
    /// When it was last used.
    pub last_seen: Moment,
    /// When a factor was last proved in it.
    pub proved_at: Option<Moment>,
    /// When it ended; nothing is accepted in it any more.
    pub ended_at: Option<Moment>,
}

impl Session {
    /// Whether it is not over.
    pub fn is_live(&self) -> bool {
        self.ended_at.is_none()
    }

    /// Whether a request comes from elsewhere and with another program than the session was last used with.
    /// People take their laptop along, and programs get new versions; both at once, in one session, is odd.
    pub fn is_elsewhere_with_another_program(&self, origin: &Origin) -> bool {
        let moved = self.network.is_some()
            && origin
                .network()
                .is_some_and(|network| self.network != Some(network));
        let agent = origin.agent.as_deref().map(agent_of);
        moved && self.agent.is_some() && agent.is_some() && self.agent != agent
    }

    /// Whether a factor was proved in it within [`PROOF_LIFE`].
    pub fn is_fresh(&self, now: Moment) -> bool {
        self.proved_at.is_some_and(|at| now.since(at) <= PROOF_LIFE)
    }
}
