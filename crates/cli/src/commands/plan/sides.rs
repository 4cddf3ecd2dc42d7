//! Which two sets of files are compared, and where they come from.

use std::path::{Path, PathBuf};

use anyhow::bail;
use journey::SourceFile;

use super::git::{Repository, Tree};
use crate::journeys;

/// Where nobody names a folder.
const FOLDER: &str = "journeys";

/// What is to be compared.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Asked {
    /// Two folders.
    Folders(PathBuf, PathBuf),
    /// A folder at a revision, and at another one or as it lies here.
    Revisions {
        base: String,
        head: Option<String>,
        /// Not with the base itself, but with where the two parted.
        since_parted: bool,
        folder: PathBuf,
    },
}

/// One of the two.
#[derive(Debug)]
pub(super) struct Side {
    /// What people call it.
    pub(super) name: String,
    pub(super) files: Vec<SourceFile>,
}

/// Understands what was asked for. A folder that is there is a folder, whatever revision is called like it.
pub(super) fn asked(what: &str, folder: Option<&Path>) -> anyhow::Result<Asked> {
    if Path::new(what).is_dir() {
        let Some(new) = folder else {
            bail!(
                "`{what}` is a folder; name the folder to compare it with too. If a revision is meant, write it as \
                 `refs/heads/{what}`"
            );
        };
        return Ok(Asked::Folders(PathBuf::from(what), new.to_owned()));
    }
    let folder = folder.unwrap_or(Path::new(FOLDER)).to_owned();
    let range = what.split_once("...").map(|range| (range, true));
    let range = range.or_else(|| what.split_once("..").map(|range| (range, false)));
    let Some(((base, head), since_parted)) = range else {
        must_be_revision(what)?;
        return Ok(Asked::Revisions {
            base: what.to_owned(),
            head: None,
            since_parted: false,
            folder,
        });
    };
    if base.is_empty() || head.starts_with('/') {
        bail!("`{what}` is neither a folder that is there nor two revisions; write them as `main..HEAD`");
    }
    let head = if head.is_empty() { "HEAD" } else { head };
    must_be_revision(base)?;
    must_be_revision(head)?;
    Ok(Asked::Revisions {
        base: base.to_owned(),
        head: Some(head.to_owned()),
        since_parted,
        folder,
    })
}

/// A revision's name must not be taken for a flag by git, nor can it hold what ends a line.
fn must_be_revision(name: &str) -> anyhow::Result<()> {
    if name.is_empty() || name.starts_with('-') || name.contains(char::is_control) || name.contains("..") {
        bail!("`{name}` is not the name of a revision");
    }
    Ok(())
}

/// Reads both sides.
pub(super) fn read(asked: &Asked) -> anyhow::Result<(Side, Side)> {
    match asked {
        Asked::Folders(old, new) => Ok((of_folder(old)?, of_folder(new)?)),
        Asked::Revisions {
            base,
            head,
            since_parted,
            folder,
        } => {
            let repository = Repository::around(folder)?;
            let mut from = repository.commit(base)?;
            let to = head.as_deref().map(|head| repository.commit(head)).transpose()?;
            if *since_parted && let Some(to) = &to {
                from = repository.parted((base, &from), (head.as_deref().unwrap_or("HEAD"), to))?;
            }
            let old = repository.files(&from, folder)?;
            let new = match &to {
                Some(to) => repository.files(to, folder)?,
                None if folder.exists() => Tree::Files(of_folder(folder)?.files),
                None => Tree::Absent,
            };
            let name = head.as_deref().unwrap_or("the files here");
            let (old, new) = either(folder, (base, old), (name, new))?;
            let parted = if *since_parted {
                format!("{base}, where {name} left it")
            } else {
                base.clone()
            };
            Ok((
                Side {
                    name: parted,
                    files: old,
                },
                Side {
                    name: name.to_owned(),
                    files: new,
                },
            ))
        }
    }
}

/// A folder that one side lacks was made or taken away between them. One that both lack is a slip.
fn either(
    folder: &Path,
    (old_name, old): (&str, Tree),
    (new_name, new): (&str, Tree),
) -> anyhow::Result<(Vec<SourceFile>, Vec<SourceFile>)> {
    match (old, new) {
        (Tree::Absent, Tree::Absent) => bail!(
            "neither `{old_name}` nor `{new_name}` has journey files in `{}`; name the folder that they are in behind the \
             revisions",
            folder.display()
        ),
        (old, new) => Ok((old.into_files(), new.into_files())),
    }
}

fn of_folder(folder: &Path) -> anyhow::Result<Side> {
    Ok(Side {
        name: folder.display().to_string(),
        files: journeys::of_folder(folder)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn revisions_and_folders_are_told_apart() {
        let check = |what: &str, folder: Option<&str>, expected: Option<Asked>| {
            let asked = asked(what, folder.map(Path::new));
            assert_eq!(
                asked.as_ref().ok(),
                expected.as_ref(),
                "{what} {folder:?}: {asked:?}"
            );
        };
        let revisions = |base: &str, head: Option<&str>, since_parted: bool, folder: &str| {
            Some(Asked::Revisions {
                base: base.to_owned(),
                head: head.map(str::to_owned),
                since_parted,
                folder: PathBuf::from(folder),
            })
        };
        check("main", None, revisions("main", None, false, "journeys"));
        check("main", Some("x/y"), revisions("main", None, false, "x/y"));
        check(
            "main..HEAD",
            None,
            revisions("main", Some("HEAD"), false, "journeys"),
        );
        check("v1.0...", None, revisions("v1.0", Some("HEAD"), true, "journeys"));
        check(
            "origin/main...topic",
            None,
            revisions("origin/main", Some("topic"), true, "journeys"),
        );
        check(
            "HEAD~1..HEAD",
            Some("."),
            revisions("HEAD~1", Some("HEAD"), false, "."),
        );
        let folders = |old: &str, new: &str| Some(Asked::Folders(PathBuf::from(old), PathBuf::from(new)));
        check("src", Some("tests"), folders("src", "tests"));
        check("..", Some("src"), folders("..", "src"));
        check("src", None, None);
        for wrong in [
            "",
            "..main",
            "../nowhere",
            "-x..main",
            "main..-x",
            "a..b..c",
            "--output=x",
            "a\nb",
        ] {
            check(wrong, None, None);
        }
    }
}
