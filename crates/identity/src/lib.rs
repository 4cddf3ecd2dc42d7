//! Who somebody has proved to be: devices, sessions, open challenges, growing waits.
//!
//! [`Account`] is what is known of one account. It is changed only through its named operations, holds a
//! bounded number of everything, and knows nothing of scores, incidents, storage or HTTP.

mod account;
mod challenge;
mod device;
mod session;
mod waits;

pub use account::Account;
pub use challenge::{About, CHALLENGE_LIFE, Challenge};
pub use device::{Device, KnownDevice};
pub use session::{PROOF_LIFE, Session};
pub use waits::{Streak, WaitRule};
