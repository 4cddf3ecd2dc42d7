//! What is staged: the content that the next commit would add.

use std::path::Path;

use exposure::finding::Medium;

use crate::eye::{At, Eye};
use crate::{Options, Scan, ScanError, git};

/// A submodule: its content is another repository's.
const SUBMODULE: &str = "160000";

/// Looks at what the index holds and the current commit does not, names among it. In a hook git says which index.
///
/// # Errors
/// Where git cannot be run, or there is no repository.
pub fn staged(options: &Options<'_>, folder: &Path) -> Result<Scan, ScanError> {
    let what = "say what is staged";
    let args = [
        "diff",
        "--cached",
        "--raw",
        "-z",
        "--no-abbrev",
        "--no-renames",
        "--no-ext-diff",
    ];
    let listed = git::ask(folder, &args, what)?;
    let mut eye = Eye::new(options);
    let mut batch = None;
    let mut fields = listed.split(|byte| *byte == 0);
    while let Some(header) = fields.next().filter(|header| !header.is_empty()) {
        let Some(path) = fields.next() else { break };
        let header = String::from_utf8_lossy(header).into_owned();
        // `:100644 100644 1a2b… 3c4d… M`
        let mut words = header.split(' ').skip(1);
        let (Some(mode), Some(_), Some(id)) = (words.next(), words.next(), words.next()) else {
            continue;
        };
        let is_removed = id.bytes().all(|digit| digit == b'0');
        if mode == SUBMODULE || is_removed {
            continue;
        }
        let shown = String::from_utf8_lossy(path).into_owned();
        let name = At {
            medium: Medium::FileName,
            path: &shown,
            object: None,
        };
        eye.see_name(path, name);
        if batch.is_none() {
            batch = Some(git::Batch::open(folder)?);
        }
        let Some(batch) = batch.as_mut() else { break };
        match batch.read(id)? {
            Some((_, bytes)) => {
                let at = At {
                    medium: Medium::Staged,
                    path: &shown,
                    object: None,
                };
                eye.see(&bytes, at);
                options.progress.add_file(bytes.len() as u64);
                eye.out.scanned.files += 1;
                eye.out.scanned.bytes += bytes.len() as u64;
            }
            None => eye.skip(
                &shown,
                "is staged, but its content is not in this repository".to_owned(),
            ),
        }
    }
    Ok(eye.out.settled())
}
