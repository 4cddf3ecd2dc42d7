//! How busy the machine is while something is measured in this process.

use serde::Serialize;

use crate::machine;
use crate::process;
use crate::stopwatch::Stopwatch;

/// Measures what this process and everybody else use of the machine.
pub(super) struct Busy {
    pub(super) watch: Stopwatch,
    own: f64,
    all: f64,
}

/// Cores in use on average: by this process, and by everybody else. Where the second is not small, the figures
/// are of a shared machine.
#[derive(Debug, Clone, Copy, Serialize)]
pub(super) struct Cores {
    pub(super) own: f64,
    pub(super) others: f64,
}

impl Busy {
    pub(super) fn begin() -> Self {
        Self {
            watch: Stopwatch::start(),
            own: own_cpu(),
            all: machine::busy_seconds(),
        }
    }

    pub(super) fn seconds(&self) -> f64 {
        self.watch.seconds()
    }

    pub(super) fn cores(&self) -> Cores {
        let (own, all) = (own_cpu() - self.own, machine::busy_seconds() - self.all);
        Cores {
            own: own / self.seconds(),
            others: (all - own).max(0.0) / self.seconds(),
        }
    }
}

impl std::fmt::Display for Cores {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            out,
            "{:.2} cores used here, {:.2} by everybody else",
            self.own, self.others
        )
    }
}

fn own_cpu() -> f64 {
    process::cpu_seconds(std::process::id()).unwrap_or_default()
}
