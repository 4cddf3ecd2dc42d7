//! The keys that each part of a file may have: one list for the reader and for the JSON Schema.

pub(crate) const JOURNEY: &[&str] = &[
    "journey",
    "id",
    "who",
    "wants",
    "owners",
    "matters",
    "steps",
    "guardrails",
    "debt",
];
pub(crate) const OWNERS: &[&str] = &["product", "engineering"];
pub(crate) const STEP: &[&str] = &["id", "does", "way_in", "gives", "at", "worst", "promises"];
pub(crate) const WORST: &[&str] = &["id", "story", "harm", "front"];
pub(crate) const PROMISE: &[&str] = &["id", "says", "against", "kept_by", "measure"];
pub(crate) const GUARDRAIL: &[&str] = &["id", "says", "watches", "measure"];
pub(crate) const DEBT: &[&str] = &[
    "id",
    "weakens",
    "owe",
    "why",
    "owner",
    "accepted_by",
    "since",
    "until",
    "renewed",
    "track",
];
pub(crate) const RATIO: &[&str] = &[
    "kind",
    "of",
    "good",
    "target",
    "over",
    "min_events",
    "volume",
    "drill",
];
pub(crate) const WITHIN: &[&str] = &[
    "kind",
    "from",
    "to",
    "same",
    "limit",
    "target",
    "over",
    "min_events",
    "volume",
    "drill",
];
pub(crate) const SHARE: &[&str] = &["kind", "of", "good", "target", "by", "glide", "drill"];
pub(crate) const GLIDE: &[&str] = &["from", "since"];
pub(crate) const NEVER: &[&str] = &["kind", "event", "drill"];
pub(crate) const CONTROL: &[&str] = &[
    "does",
    "type",
    "owner",
    "accepts",
    "stops_user",
    "enforced_by",
    "with",
    "rests_on",
    "when_down",
    "proof",
    "shadow",
    "token",
];
pub(crate) const TOKEN: &[&str] = &["life", "max_life", "bound_to"];
pub(crate) const EXEMPTION: &[&str] = &["lint", "object", "file", "owner", "reason", "until"];
pub(crate) const DATA: &[&str] = &["kind", "keep"];

/// The measures by their `kind`, each with its keys.
pub(crate) const MEASURES: [(&str, &[&str]); 4] = [
    ("ratio", RATIO),
    ("within", WITHIN),
    ("share", SHARE),
    ("never", NEVER),
];
