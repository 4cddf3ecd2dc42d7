//! The screenshots in docs/screenshots, and whether they still show what the code draws.
//!
//! A picture cannot be compared byte for byte: fonts and figures differ from one machine and moment to the
//! next. So beside the pictures stands what they were made from, and a change of that asks for new ones.

use std::fmt::Write as _;

use anyhow::{Context as _, Result};

use crate::browser;
use crate::workspace::Workspace;

const MADE_FROM: &str = "docs/screenshots/made-from.txt";

/// What decides how the pages look: their code, their style and the journeys that they show.
const SOURCES: [&str; 3] = ["crates/server/src/console/", "crates/server/assets/", "journeys/"];

/// Takes the pictures anew, and takes down what they show.
pub(super) fn take(workspace: &Workspace) -> Result<()> {
    browser::take_screenshots(workspace)?;
    std::fs::write(workspace.root.join(MADE_FROM), made_from(workspace)?)
        .with_context(|| format!("cannot write `{MADE_FROM}`"))
}

/// Says what is stale, if anything is.
pub(super) fn stale(workspace: &Workspace) -> Result<Option<String>> {
    let standing = std::fs::read_to_string(workspace.root.join(MADE_FROM)).unwrap_or_default();
    let changed = standing.lines().skip(1).collect::<Vec<_>>()
        != made_from(workspace)?.lines().skip(1).collect::<Vec<_>>();
    Ok(changed.then(|| "docs/screenshots: the pages have changed since; run `cargo xtask generate --screenshots`, and look at them".to_owned()))
}

fn made_from(workspace: &Workspace) -> Result<String> {
    let mut text = "What the pictures here show, as hashes of files (FNV-1a, 64 bits).\n".to_owned();
    let files = workspace.files()?;
    for path in files
        .iter()
        .filter(|path| SOURCES.iter().any(|source| path.starts_with(source)))
    {
        let bytes =
            std::fs::read(workspace.root.join(path)).with_context(|| format!("cannot read `{path}`"))?;
        let hash = bytes.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
        });
        writeln!(text, "{hash:016x} {path}")?;
    }
    Ok(text)
}
