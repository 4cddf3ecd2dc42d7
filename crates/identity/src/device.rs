//! What somebody signs in with.

use serde::{Deserialize, Serialize};
use vocabulary::{DeviceId, Moment, Network, Origin};

/// How a device is recognised again.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Device {
    /// By the platform's own device cookie or key.
    Named(DeviceId),
    /// By where it is and what it runs, where the platform has nothing better (SSH, for instance). Weaker:
    /// a neighbour with the same program is taken for the same device.
    Placed {
        /// Its network.
        network: Network,
        /// Its user agent without version numbers, hashed.
        agent: u64,
    },
}

impl Device {
    /// The device of a request; `None` if nothing at all is known of it.
    pub fn of(origin: &Origin) -> Option<Self> {
        if let Some(id) = &origin.device {
            return Some(Self::Named(id.clone()));
        }
        let agent = origin.agent.as_deref().map_or(0, agent_of);
        origin.network().map(|network| Self::Placed { network, agent })
    }
}

/// The part of a user agent that survives updates, everything but digits, as a 64-bit FNV-1a hash.
pub(crate) fn agent_of(text: &str) -> u64 {
    let letters = text.bytes().filter(|byte| !byte.is_ascii_digit());
    letters.fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// A device with which the owner has signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownDevice {
    /// Which.
    pub device: Device,
    /// When it was first let in.
    pub since: Moment,
    /// When it was last used.
    pub last_seen: Moment,
}
