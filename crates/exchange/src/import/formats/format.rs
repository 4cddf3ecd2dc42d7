//! How a format describes itself.

use crate::import::error::ImportError;
use crate::import::ledger::Ledger;
use crate::import::model::Model;
use crate::import::tree::Value;

/// A format that is read.
pub(in crate::import) struct Format {
    /// What `--kind` and the account call it.
    pub(in crate::import) kind: &'static str,
    /// What its makers call it.
    pub(in crate::import) title: &'static str,
    /// What it is known by, in words.
    pub(in crate::import) known_by: &'static str,
    /// Whether a document is of this format.
    pub(in crate::import) is: fn(&Value) -> bool,
    /// Why a document of this format is not read, where it is of a version that is not known.
    pub(in crate::import) refuses: fn(&Value) -> Option<ImportError>,
    /// Translates a document and enters whatever it decides itself.
    pub(in crate::import) read: fn(&Value, &mut Ledger) -> Model,
}
