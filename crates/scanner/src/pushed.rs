//! What a push brings, while git keeps it apart and asks the pre-receive hook whether to take it.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use exposure::finding::Medium;
use objects::Repository;

use crate::eye::{At, Eye};
use crate::{Options, Scan, ScanError, git, repository};

/// A push that names more than this is cut off by no honest program.
const LONGEST_LIST: u64 = 64 << 20;

/// Reads what git tells the hook, lines of `old new name`, and looks at the objects that came and at the names. The
/// environment says where the objects are; where it does not, git is asked which are new.
///
/// # Errors
/// Where this is not run as a hook.
pub fn push(options: &Options<'_>, folder: &Path, from: &mut impl Read) -> Result<Scan, ScanError> {
    let refs = refs(from)?;
    let mut eye = Eye::new(options);
    for (_, name) in &refs {
        let at = At {
            medium: Medium::RefName,
            path: name,
            object: None,
        };
        eye.see_name(name.as_bytes(), at);
    }
    let is_apart = ["GIT_QUARANTINE_PATH", "GIT_OBJECT_DIRECTORY"]
        .iter()
        .any(|name| std::env::var_os(name).is_some());
    let mut scan = std::mem::take(&mut eye.out);
    if is_apart {
        let repository = Repository::open_in_hook(folder, |name| std::env::var_os(name))?;
        scan.add(repository::scan_quarantine(options, &repository)?);
    } else {
        new_objects(options, folder, &refs, &mut eye)?;
        scan.add(eye.out);
    }
    Ok(scan.settled())
}

/// New ids with their names; refs that are removed bring nothing.
fn refs(from: &mut impl Read) -> Result<Vec<(String, String)>, ScanError> {
    let mut refs = Vec::new();
    for line in BufReader::new(from.take(LONGEST_LIST)).lines() {
        let line = line.map_err(ScanError::Input)?;
        let mut words = line.splitn(3, ' ');
        let is_id =
            |word: &&str| matches!(word.len(), 40 | 64) && word.bytes().all(|byte| byte.is_ascii_hexdigit());
        let (Some(_), Some(new), Some(name)) = (
            words.next().filter(is_id),
            words.next().filter(is_id),
            words.next(),
        ) else {
            let shown: String = line.chars().take(100).collect();
            return Err(ScanError::Ref(shown));
        };
        if new.bytes().any(|digit| digit != b'0') {
            refs.push((new.to_owned(), name.to_owned()));
        }
    }
    Ok(refs)
}

/// Without a quarantine: everything that the new ids reach and no ref does yet.
fn new_objects(
    options: &Options<'_>,
    folder: &Path,
    refs: &[(String, String)],
    eye: &mut Eye<'_>,
) -> Result<(), ScanError> {
    if refs.is_empty() {
        return Ok(());
    }
    let mut args = vec!["rev-list", "--objects"];
    args.extend(refs.iter().map(|(id, _)| id.as_str()));
    args.extend(["--not", "--all"]);
    let listed = git::ask(folder, &args, "list what the push brings")?;
    let mut batch = git::Batch::open(folder)?;
    for line in String::from_utf8_lossy(&listed).lines() {
        let (id, path) = line.split_once(' ').unwrap_or((line, ""));
        let Some((kind, bytes)) = batch.read(id)? else {
            eye.skip(path, format!("has the object {id}, which is not here"));
            continue;
        };
        let medium = match kind.as_str() {
            "commit" => Medium::Commit,
            "tag" => Medium::Tag,
            "tree" => Medium::FileName,
            _ => Medium::File,
        };
        let at = At {
            medium,
            path: if path.is_empty() { "." } else { path },
            object: Some(id),
        };
        if medium == Medium::File {
            eye.see(&bytes, at);
        } else {
            eye.see_name(&bytes, at);
        }
        eye.out.scanned.objects += 1;
        eye.out.scanned.bytes += bytes.len() as u64;
        options.progress.set_objects(eye.out.scanned.objects, 0);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_git_tells_a_hook_is_read_and_anything_else_refused() {
        let (old, new, none) = ("a".repeat(40), "b".repeat(40), "0".repeat(40));
        let check = |text: String, expected: Option<&[(&str, &str)]>| {
            let read = refs(&mut text.as_bytes()).ok();
            let read = read.as_ref().map(|refs| {
                refs.iter()
                    .map(|(id, name)| (id.as_str(), name.as_str()))
                    .collect::<Vec<_>>()
            });
            assert_eq!(read.as_deref(), expected, "{text}");
        };
        check(String::new(), Some(&[]));
        check(
            format!("{old} {new} refs/heads/a\n"),
            Some(&[(&new, "refs/heads/a")]),
        );
        check(format!("{old} {none} refs/heads/a\n"), Some(&[]));
        check(format!("{old} {new}\n"), None);
        check("hello\n".to_owned(), None);
    }
}
