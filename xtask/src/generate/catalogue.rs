//! The list of generated files. One line each: where it stands, and the function that makes it.

use super::{Generated, commands, controls, events, file, lints, schemas};
use crate::check::layers;

/// Every file that `cargo xtask generate` writes.
pub(super) const GENERATED: &[Generated] = &[
    // Which crate may depend on which.
    file("docs/reference/layers.md", layers::describe),
    // What can happen, and what platforms send.
    file("docs/reference/events.md", events::page),
    file("docs/reference/event.schema.json", schemas::event),
    // What keeps promises at run time.
    file("docs/reference/controls.md", controls::page),
    // What can be wrong with journey files, and what editors need to complete them.
    file("docs/reference/lints.md", lints::page),
    file("docs/reference/journey.schema.json", schemas::journey),
    file("docs/reference/controls.schema.json", schemas::controls),
    file("docs/reference/data.schema.json", schemas::data),
    // The API and the command line.
    file("docs/reference/openapi.json", schemas::openapi),
    file("docs/reference/commands.md", commands::page),
];
