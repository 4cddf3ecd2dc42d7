//! Repositories made by git itself, and what git says is in them.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};

use objects::{Object, ObjectId, ObjectKind, Repository, Visitor, WalkOptions, Walked, Wants};

/// What every object is, by its id.
pub(crate) type Objects = BTreeMap<ObjectId, (ObjectKind, Vec<u8>)>;

/// A folder in which git is run.
pub(crate) struct Git {
    pub(crate) path: PathBuf,
    seconds: AtomicU64,
}

impl Git {
    /// A new repository with a work tree.
    pub(crate) fn new(path: PathBuf) -> Self {
        Self::with(path, &[])
    }

    pub(crate) fn with(path: PathBuf, arguments: &[&str]) -> Self {
        std::fs::create_dir_all(&path).unwrap();
        let git = Self::at(path);
        git.run(&[["init", "-q", "-b", "main"].as_slice(), arguments].concat());
        git
    }

    /// A folder that is a repository already.
    pub(crate) fn at(path: PathBuf) -> Self {
        Self {
            path,
            seconds: AtomicU64::new(1_700_000_000),
        }
    }

    /// Runs git, which must succeed, and gives its output.
    pub(crate) fn run(&self, arguments: &[impl AsRef<OsStr>]) -> Vec<u8> {
        self.feed(arguments, b"")
    }

    /// The same as a line of text.
    pub(crate) fn line(&self, arguments: &[impl AsRef<OsStr>]) -> String {
        String::from_utf8(self.run(arguments)).unwrap().trim().to_owned()
    }

    /// Runs git, which must fail.
    pub(crate) fn refused(&self, arguments: &[impl AsRef<OsStr>]) {
        assert!(!self.output(arguments, b"").status.success());
    }

    /// Runs git with something to read.
    pub(crate) fn feed(&self, arguments: &[impl AsRef<OsStr>], input: &[u8]) -> Vec<u8> {
        let output = self.output(arguments, input);
        let told = String::from_utf8_lossy(&output.stderr);
        let arguments: Vec<_> = arguments.iter().map(AsRef::as_ref).collect();
        assert!(output.status.success(), "git {arguments:?}: {told}");
        output.stdout
    }

    /// Runs git. Time goes on by a minute.
    fn output(&self, arguments: &[impl AsRef<OsStr>], input: &[u8]) -> Output {
        let date = format!("{} +0130", self.seconds.fetch_add(60, Ordering::Relaxed));
        let mut child = Command::new("git")
            .args(arguments)
            .current_dir(&self.path)
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap())
            .env("HOME", &self.path)
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_AUTHOR_NAME", "A U Thor")
            .env("GIT_AUTHOR_EMAIL", "author@example.com")
            .env("GIT_AUTHOR_DATE", &date)
            .env("GIT_COMMITTER_NAME", "C O Mitter")
            .env("GIT_COMMITTER_EMAIL", "committer@example.com")
            .env("GIT_COMMITTER_DATE", &date)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdin = child.stdin.take().unwrap();
        std::thread::scope(|scope| {
            // Git may not want all of it.
            scope.spawn(move || drop(stdin.write_all(input)));
            child.wait_with_output().unwrap()
        })
    }

    /// Writes a file of the work tree.
    pub(crate) fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }

    /// Commits everything.
    pub(crate) fn commit(&self, message: &str) -> ObjectId {
        self.run(&["add", "-A"]);
        self.run(&["commit", "-q", "--allow-empty", "-m", message]);
        self.id("HEAD")
    }

    pub(crate) fn id(&self, name: &str) -> ObjectId {
        self.line(&["rev-parse", name]).parse().unwrap()
    }

    /// All that is told of a path in a repository's history: many files that change a little at a time, in folders, on
    /// branches that are merged, with tags, notes, a stash, and things that no branch reaches.
    pub(crate) fn history(&self) {
        let line = |file: usize, version: usize, line: usize| {
            format!(
                "line {line} of {file}: {}\n",
                (line * 7919 + version * (line % 5 / 4)) * (file + 3)
            )
        };
        for version in 0..12 {
            for file in (0..8).filter(|file| version % (file + 1) == 0) {
                let text: String = (0..200).map(|number| line(file, version, number)).collect();
                self.write(&format!("folder {file}/inner/file-{file}.txt"), text);
            }
            self.write(
                "binary",
                (0..version * 999)
                    .map(|n| u8::try_from(n * n % 251).unwrap())
                    .collect::<Vec<_>>(),
            );
            self.commit(&format!("Version {version}"));
        }
        self.write("empty", "");
        self.run(&["commit", "-q", "--allow-empty", "-m", "Nothing"]);
        self.run(&["tag", "-a", "-m", "A tag with a message", "v1"]);
        self.run(&["tag", "-a", "-m", "A tag of a tag", "v1-again", "v1"]);
        self.run(&["notes", "add", "-m", "A note", "HEAD"]);
        self.run(&["checkout", "-q", "-b", "side", "HEAD~4"]);
        self.write("side.txt", "of the side\n");
        self.commit("On the side");
        self.run(&["checkout", "-q", "main"]);
        self.commit("On the main line");
        self.run(&["merge", "-q", "--no-commit", "--no-ff", "side"]);
        self.write("only in the merge.txt", "of the merge\n");
        self.commit("A merge");
        self.run(&["branch", "-q", "-D", "side"]);
        self.write("binary", "stashed");
        self.run(&["stash", "-q"]);
        self.write("staged", "staged and not committed\n");
        self.run(&["add", "staged"]);
        self.run(&["rm", "-q", "--cached", "staged"]);
        self.feed(&["hash-object", "-w", "--stdin"], b"dangling\n");
    }

    /// Every object, as git tells.
    pub(crate) fn objects(&self) -> Objects {
        let told = self.run(&["cat-file", "--batch-all-objects", "--batch", "--unordered"]);
        let mut rest = told.as_slice();
        let mut objects = Objects::new();
        while !rest.is_empty() {
            let end = rest.iter().position(|byte| *byte == b'\n').unwrap();
            let header = String::from_utf8(rest[..end].to_vec()).unwrap();
            let [id, kind, size] = *header.split(' ').collect::<Vec<_>>() else {
                panic!("{header}")
            };
            let size: usize = size.parse().unwrap();
            rest = &rest[end + 1..];
            objects.insert(id.parse().unwrap(), (self::kind(kind), rest[..size].to_vec()));
            rest = &rest[size + 1..];
        }
        objects
    }
}

pub(crate) fn kind(name: &str) -> ObjectKind {
    match name {
        "commit" => ObjectKind::Commit,
        "tree" => ObjectKind::Tree,
        "blob" => ObjectKind::Blob,
        "tag" => ObjectKind::Tag,
        _ => panic!("{name}"),
    }
}

/// Keeps what it is shown.
#[derive(Default)]
pub(crate) struct Keep(pub(crate) Vec<(ObjectId, ObjectKind, Vec<u8>)>);

impl Visitor for Keep {
    fn see(&mut self, object: &Object<'_>) -> Wants {
        let at = usize::try_from(object.at).unwrap();
        if at == 0 {
            self.0.push((object.id, object.kind, object.bytes.to_vec()));
        } else {
            let (id, kind, bytes) = self.0.last_mut().unwrap();
            assert_eq!(
                (*id, *kind),
                (object.id, object.kind),
                "windows of one object come one after the other"
            );
            assert!(at < bytes.len(), "windows overlap");
            assert_eq!(
                &bytes[at..],
                &object.bytes[..bytes.len() - at],
                "windows fit on each other"
            );
            bytes.truncate(at);
            bytes.extend_from_slice(object.bytes);
        }
        Wants::More
    }
}

/// What a walk shows, where nothing may be shown twice.
pub(crate) fn shown(repository: &Repository, options: &WalkOptions<'_>) -> (Objects, Walked) {
    let (visitors, walked) = repository.walk(options, Keep::default).unwrap();
    let mut objects = Objects::new();
    for (id, kind, bytes) in visitors.into_iter().flat_map(|keep| keep.0) {
        assert!(
            objects.insert(id, (kind, bytes)).is_none(),
            "{id} was shown twice"
        );
    }
    assert_eq!(walked.objects, objects.len() as u64);
    assert_eq!(
        walked.bytes,
        objects.values().map(|(_, bytes)| bytes.len() as u64).sum::<u64>()
    );
    (objects, walked)
}

/// Checks that exactly what git tells is shown.
#[track_caller]
pub(crate) fn same(shown: &Objects, expected: &Objects) {
    let missing: Vec<_> = expected.keys().filter(|id| !shown.contains_key(id)).collect();
    let strange: Vec<_> = shown.keys().filter(|id| !expected.contains_key(id)).collect();
    assert!(
        missing.is_empty() && strange.is_empty(),
        "missing {missing:?}, strange {strange:?}"
    );
    for (id, object) in expected {
        assert!(shown[id] == *object, "{id} is not what git says");
    }
}

/// Options with few threads or many.
pub(crate) fn threads<'a>(number: usize) -> WalkOptions<'a> {
    WalkOptions {
        threads: number.try_into().unwrap(),
        ..WalkOptions::default()
    }
}

/// The only pack of a repository.
pub(crate) fn only_pack(objects: &Path) -> PathBuf {
    let mut packs: Vec<_> = std::fs::read_dir(objects.join("pack"))
        .unwrap()
        .map(|file| file.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "pack"))
        .collect();
    assert_eq!(packs.len(), 1);
    packs.remove(0)
}
