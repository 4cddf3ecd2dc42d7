//! Who may come in: platforms with an API key, the team with a link that works once.

mod console;
mod platform;
mod secret;

pub use console::{ConsoleSession, LINK_LIFE, SESSION_LIFE};
pub use platform::{IssuedKey, KEY_LIFE, PlatformKey, Scope, ScopeSet};
pub use secret::{Kind as SecretKind, Secret, SecretError};
