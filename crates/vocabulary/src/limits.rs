//! Bounds on what comes from outside. One place, so that documentation, checks and tests agree.

use crate::Span;

/// Longest id, in bytes.
pub const MAX_ID_BYTES: usize = 128;
/// Longest text field of an event, in bytes.
pub const MAX_TEXT_BYTES: usize = 512;
/// Longest user agent that is kept, in bytes.
pub const MAX_AGENT_BYTES: usize = 512;
/// Largest request body, in bytes (1 MiB).
pub const MAX_BODY_BYTES: usize = 1 << 20;
/// Most events in one bulk request.
pub const MAX_BULK_EVENTS: usize = 1_000;
/// How far in the future an event may be dated, to allow for clocks that differ.
pub const MAX_AHEAD: Span = Span::from_minutes(2);
/// How far in the past an event may be dated when a decision is asked for.
pub const MAX_BEHIND_ASKED: Span = Span::from_minutes(15);
/// How far in the past an event may be dated when it is reported after the fact.
pub const MAX_BEHIND_TOLD: Span = Span::from_days(400);
