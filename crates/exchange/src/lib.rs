//! Journeys come in from other formats as drafts, and go out into them.
//!
//! [`import`] reads threat models and API descriptions, and accounts for every object in them; [`export`]
//! writes journeys for other tools. Nothing here opens a file or asks a server.

pub mod export;
pub mod import;
