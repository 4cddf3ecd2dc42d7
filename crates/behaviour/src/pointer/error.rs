//! What can be wrong with stored profiles.

/// Why a stored profile cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PointerError {
    /// Stored bytes that no version of this program wrote.
    #[error("the stored pointer habits cannot be read ({0}); forget them and learn anew")]
    Stored(&'static str),
}
