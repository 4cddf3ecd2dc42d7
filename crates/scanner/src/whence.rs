//! Stands in until `objects` attributes.
use objects::{ObjectId, ObjectsError, Repository, Signature};
pub(crate) struct Attribution {
    pub(crate) id: ObjectId,
    pub(crate) commit: Option<ObjectId>,
    pub(crate) path: Option<Vec<u8>>,
    pub(crate) author: Option<Signature>,
}
#[allow(clippy::unnecessary_wraps, reason = "temporary")]
pub(crate) fn attribute(_: &Repository, ids: &[ObjectId]) -> Result<Vec<Attribution>, ObjectsError> {
    Ok(ids
        .iter()
        .map(|id| Attribution {
            id: *id,
            commit: None,
            path: None,
            author: None,
        })
        .collect())
}
