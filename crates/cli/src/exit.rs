//! What the exit code means.

use std::process::ExitCode;

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// 0: done, and all is well.
    Well,
    /// 1: done, and something was found that is not well (a lint, a fault in the log).
    Found,
    /// 2: the command line or a setting cannot be understood. (clap uses it too.)
    Misused,
    /// 3: it could not be done (a file, the network, the store).
    Failed,
    /// 2 from `plan`: something that people are promised is weakened.
    Weakened,
    /// 64 from `plan`, whose 2 means something else: the command line cannot be understood.
    PlanMisused,
}

impl Exit {
    /// For the operating system.
    pub fn code(self) -> ExitCode {
        ExitCode::from(self.number::<u8>())
    }

    /// As a number.
    pub fn number<N: From<u8>>(self) -> N {
        N::from(match self {
            Self::Well => 0,
            Self::Found => 1,
            Self::Misused | Self::Weakened => 2,
            Self::Failed => 3,
            Self::PlanMisused => 64,
        })
    }
}
