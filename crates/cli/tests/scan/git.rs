//! A repository, and tokens to hide in it.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicI64, Ordering};

use exposure::finding::Sha256;
use exposure::token::{InstanceId, Kind, Prefix, RANDOM_BYTES, Token};

use crate::support::{Ran, program, run};

pub(crate) const PREFIX: &str = "exshop_";

/// A token of its own for each number.
pub(crate) fn token(number: u8) -> String {
    let mut state = u32::from(number) + 1;
    let random = [(); RANDOM_BYTES].map(|()| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        u8::try_from(state >> 24).unwrap() % 248
    });
    let prefix = Prefix::new(PREFIX).unwrap();
    let token = Token::make(
        &prefix,
        Kind::PERSONAL,
        InstanceId::new("Test01").unwrap(),
        &random,
    )
    .unwrap();
    token.expose().to_owned()
}

/// The same with one character changed, so that the checksum does not fit.
pub(crate) fn wrong(token: &str) -> String {
    let mut bytes = token.as_bytes().to_vec();
    let at = bytes.len() - 20;
    bytes[at] = if bytes[at] == b'x' { b'y' } else { b'x' };
    String::from_utf8(bytes).unwrap()
}

pub(crate) fn sha256(token: &str) -> String {
    Sha256::of(token.as_bytes()).to_string()
}

/// A work tree with its repository.
pub(crate) struct Tree {
    pub(crate) path: PathBuf,
}

/// Each command of git comes a minute after the one before, so that it is known which commit is older.
static MINUTES: AtomicI64 = AtomicI64::new(0);

/// When the first command ran, in seconds since 1970.
pub(crate) const FIRST: i64 = 1_772_366_400;

impl Tree {
    pub(crate) fn new(path: PathBuf) -> Self {
        std::fs::create_dir_all(&path).unwrap();
        let tree = Self { path };
        tree.git(&["init", "--quiet", "--initial-branch=main"]);
        tree
    }

    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new("git");
        command.arg("-C").arg(&self.path).args(args);
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("GIT_") {
                command.env_remove(name);
            }
        }
        let at = FIRST + 60 * MINUTES.fetch_add(1, Ordering::Relaxed);
        let at = format!("@{at} +0100");
        let set = [
            ("GIT_CONFIG_GLOBAL", "/dev/null"),
            ("GIT_CONFIG_NOSYSTEM", "1"),
            ("GIT_AUTHOR_NAME", "Jane Example"),
            ("GIT_AUTHOR_EMAIL", "jane@example.org"),
            ("GIT_COMMITTER_NAME", "Jane Example"),
            ("GIT_COMMITTER_EMAIL", "jane@example.org"),
            ("GIT_AUTHOR_DATE", at.as_str()),
            ("GIT_COMMITTER_DATE", at.as_str()),
        ];
        command.envs(set);
        command
    }

    /// Runs git, which must succeed, and gives back what it printed.
    pub(crate) fn git(&self, args: &[&str]) -> String {
        self.git_with(args, b"")
    }

    pub(crate) fn git_with(&self, args: &[&str], input: &[u8]) -> String {
        let ran = run(self.command(args), input);
        assert_eq!(ran.code, 0, "git {args:?}: {ran:#?}");
        ran.out.trim().to_owned()
    }

    pub(crate) fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }

    pub(crate) fn remove(&self, name: &str) {
        std::fs::remove_file(self.path.join(name)).unwrap();
    }

    /// Adds everything and commits it; gives back the commit.
    pub(crate) fn commit(&self, message: &str) -> String {
        self.git(&["add", "--all", "--force"]);
        self.git(&["commit", "--quiet", "--allow-empty", "-m", message]);
        self.git(&["rev-parse", "HEAD"])
    }

    /// Runs `safeconduct scan` in the work tree.
    pub(crate) fn scan(&self, args: &[&str]) -> Ran {
        scan_in(&self.path, args, b"")
    }
}

/// Runs `safeconduct scan` in a folder.
pub(crate) fn scan_in(folder: &Path, args: &[&str], input: &[u8]) -> Ran {
    let mut command = program(folder);
    command
        .args(["scan", "--prefix", PREFIX])
        .args(args)
        .stdin(Stdio::piped());
    run(command, input)
}
