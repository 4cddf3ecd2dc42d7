//! The formats that are read, one file each. Every format describes itself in a [`Format`]; the list is all that
//! the rest of the import knows of them.

mod format;
mod index;
mod openapi;
mod otm;
mod owasp_library;
mod severity;
mod threagile;
mod threat_composer;
mod threat_dragon;

pub(super) use format::Format;

/// Every format. The first that knows a document reads it.
pub(super) const FORMATS: [&Format; 6] = [
    &otm::FORMAT,
    &openapi::FORMAT,
    &threagile::FORMAT,
    &threat_dragon::FORMAT,
    &threat_composer::FORMAT,
    &owasp_library::FORMAT,
];
