//! Passphrases by the rules of NIST SP 800-63B-4, section 3.1.1: length and nothing but length asked of the owner,
//! known ones refused, stored as Argon2id under a pepper; and hashes from other systems taken over.

mod blocklist;
mod context;
mod cost;
mod hash;
mod rules;
mod stored;
mod typed;

pub use blocklist::{Breached, EmbeddedList};
pub use context::Context;
pub use cost::{Cost, WorkError};
pub use hash::{Answer, HashError, Hashed, SALT_LEN, check, check_nobody, hash};
pub use rules::{Refusal, Use, judge};
pub use stored::{HashRefused, MAX_HASH_BYTES, StoredHash};
pub use typed::{MAX_BYTES, Passphrase, TooLong};
