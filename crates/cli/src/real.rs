//! The real clock and the real source of randomness.

use aws_lc_rs::rand::{SecureRandom, SystemRandom};
use engine::{Clock, Entropy};
use vocabulary::Moment;

/// The machine's clock.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RealClock;

impl Clock for RealClock {
    #[expect(clippy::disallowed_methods, reason = "this is where time comes from")]
    fn now(&self) -> Moment {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        let millis = since.map_or(0, |since| since.as_millis());
        Moment::from_millis(i64::try_from(millis).unwrap_or(i64::MAX))
    }
}

/// The operating system's randomness.
pub(crate) struct RealEntropy(SystemRandom);

impl RealEntropy {
    /// The source.
    #[expect(clippy::disallowed_methods, reason = "this is where randomness comes from")]
    pub(crate) fn new() -> Self {
        Self(SystemRandom::new())
    }
}

impl Entropy for RealEntropy {
    fn fill(&self, bytes: &mut [u8]) {
        // Going on with predictable keys would be worse than stopping; in practice this never fails.
        if self.0.fill(bytes).is_err() {
            std::process::abort();
        }
    }
}
