//! The Open Cybersecurity Schema Framework, in and out: <https://schema.ocsf.io>.

mod factor;
mod read;
mod split;
mod write;

pub(crate) use read::OcsfReader;
pub use write::to_ocsf;

/// The version of the schema that exported events follow.
pub const OCSF_VERSION: &str = "1.8.0";

/// The key under which an exported event carries itself whole, in OCSF's place for what it has no words for
/// (`unmapped`), so that it can be read back without loss.
const UNMAPPED: &str = "safeconduct";

/// The classes that are read or written, by `class_uid`.
mod class {
    pub(super) const DETECTION_FINDING: u32 = 2_004;
    pub(super) const INCIDENT_FINDING: u32 = 2_005;
    pub(super) const ACCOUNT_CHANGE: u32 = 3_001;
    pub(super) const AUTHENTICATION: u32 = 3_002;
    pub(super) const AUTHORIZE_SESSION: u32 = 3_003;
    pub(super) const USER_MANAGEMENT: u32 = 3_007;
    pub(super) const API_ACTIVITY: u32 = 6_003;
}
