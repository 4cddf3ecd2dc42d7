//! What is usual for a person, and how unusual something is: pure mathematics over events.
//!
//! A [`Profile`] has constant size and is updated in constant time; a [`Score`] is a sum of log-likelihood
//! ratios, each of which becomes a reason that a person can read. Nothing here knows about secrets, storage
//! or what is done with a score. A score alone is a reason to ask, never a reason to lock.
//!
//! This first model looks at the device, the network, the program and the hour. The model of each is a
//! mixture: somebody either comes back to what the account has used before, in proportion to how often, or
//! to something new; thieves do the second far more often than owners. Compare Freeman et al., "Who Are You?
//! A Statistical Approach to Measuring User Authenticity" (NDSS 2016), of which this is the special case
//! with one level per feature.
//!
//! [`Tokens`] is the same for programs: where each API token of an account is used.

mod agent;
mod matrix;
pub mod pointer;
mod profile;
pub mod rhythm;
mod score;
mod tokens;
mod usual;

pub use agent::Agent;
pub use profile::Profile;
pub use score::{Feature, PRIOR_LOG_ODDS, Score, Share, Sighting, score};
pub use tokens::{Leak, MOST_PLACES, MOST_TOKENS, Place, TokenUse, Tokens};
