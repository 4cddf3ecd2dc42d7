//! Writes the hooks by which git asks us before a commit is made, or a push is taken.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::{ScanError, git};

/// Which hook.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hook {
    /// Before a commit is made, on a developer's machine.
    PreCommit,
    /// Before a push is taken, on the server.
    PreReceive,
}

impl Hook {
    /// As git calls it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::PreCommit => "pre-commit",
            Self::PreReceive => "pre-receive",
        }
    }

    const fn flag(self) -> &'static str {
        match self {
            Self::PreCommit => "--staged",
            Self::PreReceive => "--pre-receive",
        }
    }
}

/// By this line a hook is known as ours, and may be replaced.
const MARK: &str =
    "# Written by `safeconduct scan install-hook`; what you change here is lost when it is run again.";

/// Writes a hook into the repository that the folder lies in, and says where. `program` is run with `arguments` besides
/// what the hook needs.
///
/// # Errors
/// [`ScanError::ForeignHook`] where there is another, unless it is to be replaced; where git or the system refuses.
pub fn install(
    folder: &Path,
    hook: Hook,
    program: &Path,
    arguments: &[String],
    force: bool,
) -> Result<PathBuf, ScanError> {
    let asked = format!("hooks/{}", hook.name());
    let answer = git::ask(
        folder,
        &["rev-parse", "--git-path", &asked],
        "say where its hooks are",
    )?;
    let path = folder.join(String::from_utf8_lossy(&answer).trim_end_matches('\n'));
    let failed = |why: io::Error| ScanError::Hook {
        path: path.clone(),
        why,
    };
    match fs::read(&path) {
        Ok(text) if !force && memchr::memmem::find(&text, MARK.as_bytes()).is_none() => {
            return Err(ScanError::ForeignHook(path));
        }
        Ok(_) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(failed(error)),
    }
    let parent = path.parent().unwrap_or(folder);
    fs::create_dir_all(parent).map_err(failed)?;
    let mut file = tempfile::NamedTempFile::new_in(parent).map_err(failed)?;
    file.write_all(script(hook, program, arguments).as_bytes())
        .map_err(failed)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(file.path(), fs::Permissions::from_mode(0o755)).map_err(failed)?;
    }
    file.persist(&path).map_err(|error| failed(error.error))?;
    Ok(path)
}

fn script(hook: Hook, program: &Path, arguments: &[String]) -> String {
    let mut command = vec![
        quoted(&program.to_string_lossy()),
        "scan".to_owned(),
        hook.flag().to_owned(),
    ];
    command.extend(arguments.iter().map(|argument| quoted(argument)));
    let command = command.join(" ");
    format!("#!/bin/sh\n{MARK}\nexec {command}\n")
}

/// For the shell.
fn quoted(text: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-_.=".contains(&byte);
    if !text.is_empty() && text.bytes().all(is_plain) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_a_hook_is_quoted() {
        let check = |text: &str, expected: &str| assert_eq!(quoted(text), expected);
        check("/usr/bin/safeconduct", "/usr/bin/safeconduct");
        check("/a b/c", "'/a b/c'");
        check("it's; rm", r"'it'\''s; rm'");
        check("", "''");
        let script = script(
            Hook::PreCommit,
            Path::new("/a b/safeconduct"),
            &["--prefix".to_owned()],
        );
        assert!(
            script.ends_with("exec '/a b/safeconduct' scan --staged --prefix\n") && script.contains(MARK)
        );
    }
}
