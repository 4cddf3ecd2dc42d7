//! The side from which harm comes.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Where an attacker stands. A value, never a folder: one control may serve all three.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, Default)]
#[serde(rename_all = "lowercase")]
pub enum Front {
    /// The wider internet.
    #[default]
    External,
    /// Other users of the same platform.
    Internal,
    /// The platform's own staff.
    Insider,
}

impl fmt::Display for Front {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::External => "external",
            Self::Internal => "internal",
            Self::Insider => "insider",
        })
    }
}
