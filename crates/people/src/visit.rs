//! Somebody at the door: where they come from, with what, and what they read.

use vocabulary::{DeviceId, Network, Origin};

/// What a request tells of whoever sends it. Nothing of it is proved.
#[derive(Debug, Clone, Default)]
pub struct Visit {
    /// Address, program, and the device by its long-lived cookie.
    pub from: Origin,
    /// The languages that the browser asks for, as it sends them.
    pub languages: Option<String>,
}

impl Visit {
    /// The network of the address.
    pub(crate) fn network(&self) -> Option<Network> {
        self.from.network()
    }

    /// The device's id, where its cookie came along.
    pub(crate) fn device(&self) -> Option<&DeviceId> {
        self.from.device.as_ref()
    }
}
