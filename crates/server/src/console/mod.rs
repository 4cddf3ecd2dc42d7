//! The console: server-rendered pages that show whether promises are kept, and why.
//!
//! Every page is a pure function from a [`views`] struct to markup. Nothing here opens a store, knows an
//! engine's types, reads a clock or routes a request: the handlers fill a view and hand it in. Pages work
//! without JavaScript, load nothing from elsewhere, and live under a content security policy that allows no
//! inline style and no inline script ([`layout::CONTENT_SECURITY_POLICY`]).

pub mod account;
pub mod accounts;
pub mod assets;
pub mod attention;
pub mod decision;
pub mod enter;
pub mod error;
pub mod exposure;
pub mod home;
pub mod journey;
pub mod layout;
pub mod log;
mod parts;
pub mod paths;
pub mod promise;
pub mod views;
pub mod words;
