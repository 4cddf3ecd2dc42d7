//! What git knows of a folder: its commit, and which journeys were changed since a revision.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Command, Output};

use anyhow::{Context, bail};
use journey::SourceFile;

/// The current commit of the repository that a folder lies in; `None` where there is none, or no git.
pub(super) fn head(folder: &Path) -> Option<String> {
    let answer = git(folder, &["rev-parse", "--verify", "HEAD"]).ok()?;
    let commit = String::from_utf8(answer.stdout).ok()?.trim().to_owned();
    (answer.status.success() && !commit.is_empty()).then_some(commit)
}

/// The ids of the journeys whose files differ from a revision, those that git does not know yet among them.
pub(super) fn changed_journeys(
    revision: &str,
    folder: &Path,
    files: &[SourceFile],
) -> anyhow::Result<BTreeSet<String>> {
    if revision.starts_with('-') {
        bail!("`{revision}` is not a revision");
    }
    let commit = format!("{revision}^{{commit}}");
    let known = git(folder, &["rev-parse", "--verify", "--quiet", &commit])?;
    if !known.status.success() {
        let shallow = git(folder, &["rev-parse", "--is-shallow-repository"])?;
        let says = String::from_utf8_lossy(&shallow.stdout);
        if !shallow.status.success() {
            bail!("`{}` does not lie in a git repository", folder.display());
        }
        if says.trim() == "true" {
            bail!(
                "git does not know the revision `{revision}` here, since only a part of the history was fetched; \
                 fetch all of it (`git fetch --unshallow`, or `fetch-depth: 0` in GitHub Actions)"
            );
        }
        bail!("git does not know the revision `{revision}` here");
    }
    let mut names = listed(
        folder,
        &["diff", "--name-only", "--relative", "-z", revision, "--", "."],
    )?;
    names.extend(listed(
        folder,
        &["ls-files", "--others", "--exclude-standard", "-z", "--", "."],
    )?);
    let changed: Vec<SourceFile> = files
        .iter()
        .filter(|file| {
            let name = Path::new(&file.name).file_name();
            name.is_some_and(|name| names.contains(name.to_string_lossy().as_ref()))
        })
        .cloned()
        .collect();
    let (journeys, _) = journey::load(&changed);
    Ok(journeys
        .journeys
        .into_iter()
        .map(|journey| journey.id.value)
        .collect())
}

fn listed(folder: &Path, args: &[&str]) -> anyhow::Result<BTreeSet<String>> {
    let answer = git(folder, args)?;
    if !answer.status.success() {
        bail!(
            "git cannot compare: {}",
            String::from_utf8_lossy(&answer.stderr).trim()
        );
    }
    Ok(String::from_utf8_lossy(&answer.stdout)
        .split('\0')
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect())
}

fn git(folder: &Path, args: &[&str]) -> anyhow::Result<Output> {
    Command::new("git")
        .arg("-C")
        .arg(folder)
        .args(args)
        .output()
        .context("the program `git` cannot be run; it is needed to know what was changed")
}
