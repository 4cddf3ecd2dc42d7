//! The pages and messages with which people prove who they are, and keep their account safe.
//!
//! Plain data goes in, text comes out: a [`Frame`] (language, theme, time) and a page's `View` give a whole
//! page of HTML; [`mail`] gives subject, plain text and HTML of a message. Nothing here speaks HTTP, reads a
//! store or verifies a secret; [`paths`] and [`fields`] say where pages are and what their forms post.
//!
//! What every page promises: one first heading; everything that changes something is a form that is posted;
//! no inline script or style ([`CONTENT_SECURITY_POLICY`]); the same words whether or not an account exists;
//! usable with the keyboard alone, with a screen reader, at 320 pixels, and without JavaScript but for
//! passkeys, which browsers give to scripts only.

pub mod assets;
mod custody;
mod factors;
pub mod fields;
mod frame;
mod happened;
mod language;
mod layout;
mod leak;
pub mod mail;
pub mod pages;
mod parts;
pub mod paths;
mod problem;
mod text;
pub mod theme;
mod words;

pub use custody::Custody;
pub use frame::Frame;
pub use happened::{Happened, What};
pub use language::Language;
pub use layout::CONTENT_SECURITY_POLICY;
pub use leak::{LeakedToken, LeakedUse};
pub use parts::Method;
pub use problem::Problem;
pub use theme::Theme;
