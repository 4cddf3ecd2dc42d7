//! The reference test vectors for Merkle proofs, as the transparency-log community publishes them.
//!
//! They are read from beside the project and not copied into it; where they are absent, the test says so.

#![expect(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "in a test, what cannot go on fails"
)]

use std::fs;
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ledger::hash::{Hash, leaf_hash};
use ledger::proof::{
    verify_consistency, verify_inclusion, verify_subtree_consistency, verify_subtree_inclusion,
};
use serde::Deserialize;

const VECTORS: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../../shared/standards/tlog/merkle-testdata/testdata"
);

/// One case.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Case {
    #[serde(flatten)]
    claim: Claim,
    proof: Option<Vec<String>>,
    desc: String,
    want_err: bool,
}

#[derive(Deserialize)]
#[serde(untagged, rename_all_fields = "camelCase")]
enum Claim {
    SubtreeInclusion {
        leaf_idx: u64,
        start: u64,
        end: u64,
        root: String,
        leaf_hash: String,
    },
    SubtreeConsistency {
        start: u64,
        end: u64,
        size: u64,
        root1: String,
        root2: String,
    },
    Inclusion {
        leaf_idx: u64,
        tree_size: u64,
        root: String,
        leaf_hash: String,
    },
    Consistency {
        size1: u64,
        size2: u64,
        root1: String,
        root2: String,
    },
}

/// Reads a hash; nothing where there is none, which our verifier cannot even be given. Some cases have a text of
/// another length in its place, such as `don't care`, and ask only whether two of them are the same: each then
/// stands for a hash of its own.
fn hash(text: &str) -> Option<Hash> {
    let bytes = STANDARD.decode(text).unwrap();
    let whole = bytes.as_slice().try_into().map(Hash);
    (!bytes.is_empty()).then(|| whole.unwrap_or_else(|_| leaf_hash(&bytes)))
}

/// Whether the verifier accepts the case.
fn holds(case: &Case) -> Option<bool> {
    let proof = case
        .proof
        .iter()
        .flatten()
        .map(|text| hash(text))
        .collect::<Option<Vec<Hash>>>()?;
    let outcome = match &case.claim {
        Claim::Inclusion {
            leaf_idx,
            tree_size,
            root,
            leaf_hash,
        } => verify_inclusion(*leaf_idx, *tree_size, &hash(leaf_hash)?, &proof, &hash(root)?),
        Claim::SubtreeInclusion {
            leaf_idx,
            start,
            end,
            root,
            leaf_hash,
        } => verify_subtree_inclusion(*leaf_idx, *start..*end, &hash(leaf_hash)?, &proof, &hash(root)?),
        Claim::Consistency {
            size1,
            size2,
            root1,
            root2,
        } => verify_consistency(*size1, *size2, &proof, &hash(root1)?, &hash(root2)?),
        Claim::SubtreeConsistency {
            start,
            end,
            size,
            root1,
            root2,
        } => verify_subtree_consistency(*start..*end, *size, &proof, &hash(root1)?, &hash(root2)?),
    };
    Some(outcome.is_ok())
}

fn json_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            json_files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "json") {
            found.push(path);
        }
    }
}

#[track_caller]
fn check(kind: &str, accepted: usize, refused: usize) {
    let folder = Path::new(VECTORS).join(kind);
    if !folder.is_dir() {
        eprintln!("skipped: the vectors are not at {}", folder.display());
        return;
    }
    let mut files = Vec::new();
    json_files(&folder, &mut files);
    let mut counted = (0, 0);
    for file in files {
        let case: Case = serde_json::from_slice(&fs::read(&file).unwrap()).unwrap();
        let holds = holds(&case).unwrap_or(false);
        assert_eq!(holds, !case.want_err, "{}: {}", file.display(), case.desc);
        *(if holds { &mut counted.0 } else { &mut counted.1 }) += 1;
    }
    assert_eq!(
        counted,
        (accepted, refused),
        "the number of {kind} cases accepted and refused"
    );
}

#[test]
fn inclusion() {
    check("inclusion", 6, 92);
}

#[test]
fn consistency() {
    check("consistency", 6, 92);
}

#[test]
fn subtree_inclusion() {
    check("subtreeinclusion", 12, 192);
}

#[test]
fn subtree_consistency() {
    check("subtreeconsistency", 12, 106);
}
