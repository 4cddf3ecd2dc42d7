//! Why a scan cannot be done at all. What only a part of it suffers from is told as skipped.

use std::io;
use std::path::PathBuf;

/// Why a scan, or a hook, cannot be done.
#[derive(Debug, thiserror::Error)]
pub enum ScanError {
    /// What somebody named is not there.
    #[error("`{path}` cannot be looked at: {why}")]
    Path {
        /// What was named.
        path: String,
        /// What the system says.
        why: io::Error,
    },
    /// Standard input broke off.
    #[error("standard input cannot be read: {0}")]
    Input(io::Error),
    /// The program git is missing.
    #[error("the program `git` cannot be run: {0}; it is needed for this")]
    NoGit(io::Error),
    /// Git refuses.
    #[error("git cannot {what}: {said}")]
    Git {
        /// What it was asked to do.
        what: &'static str,
        /// What it says.
        said: String,
    },
    /// The repository cannot be read.
    #[error(transparent)]
    Objects(#[from] objects::ObjectsError),
    /// What a hook is given is not what git gives it.
    #[error(
        "`{0}` is not what git tells a pre-receive hook: an old id, a new id and a name, with spaces between"
    )]
    Ref(String),
    /// Somebody else's hook is there.
    #[error(
        "`{0}` is there already and is not ours; add the command to it by hand, or replace it with `--force`"
    )]
    ForeignHook(PathBuf),
    /// The hook cannot be written.
    #[error("the hook `{path}` cannot be written: {why}")]
    Hook {
        /// Where.
        path: PathBuf,
        /// What the system says.
        why: io::Error,
    },
    /// The state cannot be written.
    #[error("the state `{path}` cannot be written: {why}")]
    State {
        /// Where.
        path: PathBuf,
        /// What the system says.
        why: io::Error,
    },
}
