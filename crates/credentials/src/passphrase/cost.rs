//! What hashing may cost.

use serde::{Deserialize, Serialize};

/// What a hash costs whoever computes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cost {
    /// Memory in KiB, 8 to 262,144 (256 MiB).
    pub memory_kib: u32,
    /// Passes over the memory, 1 to 16.
    pub passes: u32,
    /// Lanes, 1 to 16; here one after the other.
    pub lanes: u32,
}

impl Default for Cost {
    /// 46 MiB and one pass, the first of the settings that the OWASP cheat sheet on password storage recommends.
    fn default() -> Self {
        Self {
            memory_kib: 47_104,
            passes: 1,
            lanes: 1,
        }
    }
}

/// Why the work of hashing could not be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WorkError {
    /// The cost is out of bounds.
    #[error(
        "the cost of hashing is out of bounds; use 8 to 262144 KiB, at least 8 a lane, 1 to 16 passes and 1 to 16 lanes"
    )]
    Cost,
    /// There is not enough memory now.
    #[error(
        "there is not enough memory to hash a passphrase now; try again, or lower the cost or the number at once"
    )]
    Memory,
}
