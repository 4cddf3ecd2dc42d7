//! The corpus of breached passwords: imported, looked up, served.
//!
//! The mathematics are in [`exposure::breached`]; here are the files, the network and the clock around it.
//!
//! - [`import`] reads what is published (one long file, a folder of ranges, a range API) and writes the two files of
//!   the corpus, each under another name first and renamed when it is whole.
//! - [`Corpus`] is one such file, mapped. [`Live`] is a file that may be replaced while it is in use.
//! - [`serve`] answers ranges over HTTP like the public service, so that clients need another address and no more. It
//!   stands here and not in `server`, because it shares nothing with it: it knows no account, no key and no store, it
//!   listens at an address of its own, and it must stay so small that nothing stands between request and rows.
//!
//! A password that is looked up is hashed here, and neither it nor its hash is logged.

mod corpus;
mod error;
mod hash;
pub mod import;
mod live;
pub mod serve;
mod whole;

pub use corpus::{Corpus, Seen};
pub use error::BreachesError;
pub use exposure::breached::{About, Algorithm};
pub use hash::hash;
pub use live::{Live, Looked};
