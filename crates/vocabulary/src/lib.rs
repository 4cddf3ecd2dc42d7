//! The words that every other room speaks: ids, moments, events and their catalogue, verdicts, limits.
//!
//! Nothing here does input or output, reads a clock, or knows what a decision is made of. A word that two
//! rooms need stands here; a word that one room needs stands in that room.

pub mod catalogue;
mod event;
mod factor;
mod front;
mod ids;
mod intake;
mod leak_source;
pub mod limits;
mod mark;
mod moment;
mod network;
mod record;
mod span;
mod suggest;
mod verdict;

pub use catalogue::{EventKind, Field, FieldType, Kind, Ocsf, ToldBy};
pub use event::{Event, Fields, Origin, Value, ValueRef};
pub use factor::{Factor, FactorSet};
pub use front::Front;
pub use ids::{AccountId, DeviceId, EventKey, IdError, IncidentId, SessionId};
pub use intake::{Problem, RawEvent, RawOrigin, check_event, parse_event};
pub use leak_source::LeakSource;
pub use mark::Mark;
pub use moment::{Moment, MomentError};
pub use network::Network;
pub use record::{Judgement, Record};
pub use span::{Span, SpanError};
pub use suggest::did_you_mean;
pub use verdict::{PromiseRef, Reason, StepRef, Verdict};
