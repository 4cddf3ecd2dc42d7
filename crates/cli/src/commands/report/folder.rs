//! The report's folder: what is new is written, what an earlier report left is removed, and what is somebody
//! else's is never touched.

use std::collections::BTreeSet;
use std::io::ErrorKind;
use std::path::{Component, Path};

use anyhow::{Context, bail};
use report::File;

/// The list of a report's own files, kept in its folder.
const LIST: &str = ".safeconduct-report";

/// Writes the files into a folder that is new, empty, or an earlier report's.
///
/// The list is written first, with the files of both reports: whatever happens in between, the next report knows
/// which files are its own.
pub(super) fn write(folder: &Path, files: &[File]) -> anyhow::Result<()> {
    let name = folder.display();
    let earlier = earlier(folder)?;
    std::fs::create_dir_all(folder).with_context(|| format!("the folder `{name}` cannot be made"))?;
    let now: BTreeSet<&str> = files.iter().map(|file| file.path.as_str()).collect();
    let both = earlier
        .iter()
        .map(String::as_str)
        .chain(now.iter().copied())
        .collect();
    list(folder, &both)?;
    for gone in earlier.iter().filter(|path| !now.contains(path.as_str())) {
        let path = folder.join(gone);
        match std::fs::remove_file(&path) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                return Err(error)
                    .with_context(|| format!("`{}` of an earlier report cannot be removed", path.display()));
            }
            _ => {}
        }
    }
    for file in files {
        let path = folder.join(&file.path);
        if let Some(above) = path.parent() {
            std::fs::create_dir_all(above)
                .with_context(|| format!("the folder `{}` cannot be made", above.display()))?;
        }
        std::fs::write(&path, &file.text)
            .with_context(|| format!("`{}` cannot be written", path.display()))?;
    }
    list(folder, &now)
}

fn list(folder: &Path, paths: &BTreeSet<&str>) -> anyhow::Result<()> {
    let path = folder.join(LIST);
    let mut text = String::new();
    for path in paths {
        text.push_str(path);
        text.push('\n');
    }
    std::fs::write(&path, text).with_context(|| format!("`{}` cannot be written", path.display()))
}

/// The files of an earlier report; none where the folder is new or empty.
fn earlier(folder: &Path) -> anyhow::Result<BTreeSet<String>> {
    let name = folder.display();
    match std::fs::read_to_string(folder.join(LIST)) {
        Ok(text) => {
            return Ok(text
                .lines()
                .filter(|line| is_below(line))
                .map(str::to_owned)
                .collect());
        }
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {}
        Err(error) => return Err(error).with_context(|| format!("the folder `{name}` cannot be read")),
    }
    match std::fs::read_dir(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(BTreeSet::new()),
        Err(error) if error.kind() == ErrorKind::NotADirectory => bail!("`{name}` is a file; name a folder"),
        Err(error) => Err(error).with_context(|| format!("the folder `{name}` cannot be read")),
        Ok(mut inside) => {
            if inside.next().is_some() {
                bail!("`{name}` has files in it that are no report's; name a new or an empty folder");
            }
            Ok(BTreeSet::new())
        }
    }
}

/// Whether a path stays below the folder, whoever wrote the list.
fn is_below(path: &str) -> bool {
    let mut parts = Path::new(path).components().peekable();
    parts.peek().is_some() && parts.all(|part| matches!(part, Component::Normal(_)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, text: &str) -> File {
        File {
            path: path.to_owned(),
            text: text.to_owned(),
        }
    }

    #[test]
    fn only_a_reports_own_files_are_replaced_and_removed() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("a/report");
        write(
            &folder,
            &[file("index.html", "1"), file("journeys/old.html", "1")],
        )
        .unwrap();
        std::fs::write(folder.join("notes.txt"), "mine").unwrap();
        write(
            &folder,
            &[file("index.html", "2"), file("journeys/new.html", "2")],
        )
        .unwrap();
        let check = |path: &str, expected: Option<&str>| {
            let found = std::fs::read_to_string(folder.join(path)).ok();
            assert_eq!(found.as_deref(), expected, "{path}");
        };
        check("index.html", Some("2"));
        check("journeys/old.html", None);
        check("journeys/new.html", Some("2"));
        check("notes.txt", Some("mine"));
    }

    #[test]
    fn somebody_elses_folder_is_left_alone() {
        let place = tempfile::tempdir().unwrap();
        std::fs::write(place.path().join("index.html"), "mine").unwrap();
        let refused = write(place.path(), &[file("index.html", "ours")])
            .unwrap_err()
            .to_string();
        assert!(refused.contains("no report's"), "{refused}");
        let kept = std::fs::read_to_string(place.path().join("index.html")).unwrap();
        assert_eq!(kept, "mine");
        let refused = write(&place.path().join("index.html"), &[])
            .unwrap_err()
            .to_string();
        assert!(refused.contains("is a file"), "{refused}");
    }

    #[test]
    fn a_list_cannot_name_files_elsewhere() {
        let check = |path: &str, below: bool| assert_eq!(is_below(path), below, "{path}");
        check("journeys/a.html", true);
        check("../a.html", false);
        check("journeys/../../a", false);
        check("/etc/passwd", false);
        check("", false);
    }
}
