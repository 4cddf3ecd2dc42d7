//! Why a file is no evidence.

/// A file that cannot be read as evidence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{file}` {says}")]
pub struct EvidenceError {
    file: String,
    says: String,
}

impl EvidenceError {
    pub(super) fn new(file: &str, says: String) -> Self {
        Self {
            file: file.to_owned(),
            says,
        }
    }
}
