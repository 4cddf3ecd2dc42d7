//! What an operation is, for the OpenAPI document, beside the code that does it.

use axum::routing::MethodRouter;
use engine::access::Scope;
use serde_json::Value;

use crate::Shared;

/// One operation of the API.
pub(crate) struct Operation {
    pub(crate) method: &'static str,
    pub(crate) path: &'static str,
    /// What it does, in a few words.
    pub(crate) title: &'static str,
    /// What to know about it.
    pub(crate) says: &'static str,
    /// The scope that its key needs; `None` for what anybody may ask.
    pub(crate) scope: Option<Scope>,
    /// Parameters in path and query: (name, place, what it is).
    pub(crate) parameters: &'static [(&'static str, Place, &'static str)],
    /// What is sent: the name of a schema.
    pub(crate) takes: Option<&'static str>,
    /// What is answered when all is well: (status, what it is, an example).
    pub(crate) gives: (u16, &'static str, Value),
    /// What else may be answered: (status, when).
    pub(crate) refuses: &'static [(u16, &'static str)],
    /// The code that does it.
    pub(crate) route: MethodRouter<Shared>,
}

/// Where a parameter stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Path,
    Query,
}
