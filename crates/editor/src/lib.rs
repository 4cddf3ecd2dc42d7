//! A language server for journey files: editors see what `check` finds while one types, complete names, explain
//! them and jump to where they are defined.
//!
//! The answers are pure: documents in, answers out ([`Folder`]). Only [`serve`] talks to an editor, over standard
//! input and output. It opens no file: whoever starts it hands over how a folder is read. What is wrong with a
//! file is for the room `journey` alone to say.

mod ask;
mod complete;
mod cursor;
mod define;
mod diagnose;
mod expression;
mod folder;
mod hover;
mod place;
mod serve;
mod shape;

pub use complete::{Completion, Sort};
pub use folder::Folder;
pub use place::{Position, Target};
pub use serve::{ReadFolder, ServeError, serve};
