//! A small online shop with its customers and those who prey on them, invented from a seed.
//!
//! The crowd makes requests in the order of time. The answers matter: a person who is let in goes on to look
//! and buy, one who is asked for a further factor answers, a thief who is asked cannot. Nothing here knows
//! how an answer is arrived at. Whoever answers everything with "allow" sees the thieves succeed, so that what
//! [`Summary`] says of a real guard is the guard's doing and not arranged beforehand.
//!
//! Every event is marked as simulated. The same settings and the same answers give the same events, to the
//! last key; no clock is read.
//!
//! ```
//! use simulator::{Crowd, Settings};
//! use vocabulary::{Moment, Verdict};
//!
//! let started = Moment::parse("2026-11-21T18:00:00Z").unwrap();
//! let mut crowd = Crowd::new(Settings { seed: 7, customers: 50, started });
//! crowd.live(1);
//! while let Some(request) = crowd.next_request().filter(|next| next.due.since(started).as_millis() < 60_000) {
//!     if request.asks {
//!         crowd.answered(&request.event.key, Verdict::Allow);
//!     }
//! }
//! assert_eq!(crowd.summary().takeovers_stopped, 0);
//! ```

mod crowd;
mod dice;
mod history;
mod intent;
mod live;
mod people;
mod stories;
mod summary;
mod visit;
mod world;

pub use crowd::{Crowd, Request, Settings};
pub use history::History;
pub use intent::{Intent, StoryName, Wants};
pub use summary::Summary;
