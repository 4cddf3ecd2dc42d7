//! The list of generated files. One line each: where it stands, and the function that makes it.

use super::{Generated, commands, controls, events, file, format, lints, requirements, schemas};
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
    // How journey files are written, what can be wrong with them, and what editors need to complete them.
    file("docs/reference/format.md", format::page),
    file("docs/reference/lints.md", lints::page),
    file("docs/reference/journey.schema.json", schemas::journey),
    file("docs/reference/controls.schema.json", schemas::controls),
    file("docs/reference/data.schema.json", schemas::data),
    file("docs/reference/exemptions.schema.json", schemas::exemptions),
    // The API and the command line.
    file("docs/reference/openapi.json", schemas::openapi),
    file("docs/reference/commands.md", commands::page),
    // What standards ask of sign-in and sessions, and how far it is so.
    file("docs/asvs.md", requirements::asvs),
    file("docs/nist-800-63b.md", requirements::nist),
];
