//! Folders and files, and standard input.
//!
//! Everything is looked at: hidden files, ignored ones, what other programs installed. Links are not followed, so that
//! nothing outside of what was named is read. A repository's own folder is walked as files but for its objects, which
//! are looked at as objects.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use exposure::finding::Medium;

use crate::eye::{At, Eye};
use crate::queue::Queue;
use crate::shown::shown;
use crate::state::{State, file_key};
use crate::{Options, Scan, ScanError, repository};

/// Files that a thread takes at a time.
const BATCH: usize = 32;

enum Job {
    Folder(PathBuf),
    Files(Vec<PathBuf>),
}

/// What the threads share.
struct Shared<'a> {
    options: &'a Options<'a>,
    state: Option<&'a State>,
    queue: Queue<Job>,
    repositories: Mutex<BTreeSet<PathBuf>>,
}

/// Looks at files and folders, and at the repositories in them. What was clean at the last time and has not changed
/// since is passed over if there is a state, which then knows what is clean now.
///
/// # Errors
/// Where something that was named is not there.
pub fn paths(
    options: &Options<'_>,
    paths: &[PathBuf],
    mut state: Option<&mut State>,
) -> Result<Scan, ScanError> {
    let mut jobs = Vec::new();
    for path in paths {
        // What somebody names is looked at, also where it is a link.
        let about = fs::metadata(path).map_err(|why| ScanError::Path {
            path: options.finder.redact(&path.to_string_lossy()),
            why,
        })?;
        jobs.push(if about.is_dir() {
            Job::Folder(path.clone())
        } else {
            Job::Files(vec![path.clone()])
        });
    }
    jobs.reverse();
    let shared = Shared {
        options,
        state: state.as_deref(),
        queue: Queue::new(jobs),
        repositories: Mutex::new(BTreeSet::new()),
    };
    let work = || {
        let mut worker = Worker {
            shared: &shared,
            eye: Eye::new(options),
            clean: Vec::new(),
        };
        shared.queue.work(|job| worker.work(job));
        (worker.eye.out, worker.clean)
    };
    let done: Vec<_> = std::thread::scope(|scope| {
        let others: Vec<_> = (1..options.threads.get()).map(|_| scope.spawn(work)).collect();
        let own = work();
        let joined = others.into_iter().map(|other| {
            other
                .join()
                .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        });
        std::iter::once(own).chain(joined).collect()
    });
    let repositories = shared
        .repositories
        .into_inner()
        .unwrap_or_else(PoisonError::into_inner);
    let mut scan = Scan::default();
    let mut clean = Vec::new();
    for (out, own) in done {
        scan.add(out);
        clean.extend(own);
    }
    if let Some(state) = state.as_deref_mut() {
        state.set_files(clean);
    }
    let mut seen = BTreeSet::new();
    for path in repositories {
        repository::scan(options, &path, state.as_deref_mut(), &mut seen, &mut scan);
    }
    Ok(scan.settled())
}

/// Looks at what a stream holds.
///
/// # Errors
/// Where the stream breaks off.
pub fn input(options: &Options<'_>, from: &mut impl Read) -> Result<Scan, ScanError> {
    let mut eye = Eye::new(options);
    let at = At {
        medium: Medium::Stdin,
        path: "-",
        object: None,
    };
    eye.read(from, at).map_err(ScanError::Input)?;
    Ok(eye.out.settled())
}

struct Worker<'a> {
    shared: &'a Shared<'a>,
    eye: Eye<'a>,
    /// Names of files that are clean.
    clean: Vec<[u8; 16]>,
}

impl Worker<'_> {
    fn work(&mut self, job: Job) {
        match job {
            Job::Folder(path) => self.folder(&path),
            Job::Files(paths) => paths.iter().for_each(|path| self.file(path)),
        }
    }

    fn folder(&mut self, path: &Path) {
        let entries = match fs::read_dir(path) {
            Ok(entries) => entries,
            Err(error) => {
                self.eye.skip(&shown(path), format!("cannot be listed: {error}"));
                return;
            }
        };
        let (mut folders, mut files) = (Vec::new(), Vec::new());
        let mut is_linked = false;
        for entry in entries {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    self.eye
                        .skip(&shown(path), format!("cannot be listed to its end: {error}"));
                    break;
                }
            };
            let name = entry.file_name();
            let kind = entry.file_type();
            let entry_path = entry.path();
            self.name(name.as_encoded_bytes(), &entry_path);
            match kind {
                Ok(kind) if kind.is_dir() => folders.push(entry_path),
                Ok(kind) if kind.is_file() => {
                    is_linked |= name == ".git";
                    files.push(entry_path);
                }
                // Links, pipes, sockets and devices hold nothing by themselves.
                Ok(_) => {}
                Err(error) => self
                    .eye
                    .skip(&shown(&entry_path), format!("cannot be looked at: {error}")),
            }
        }
        let has_folder = |name: &str| folders.iter().any(|folder| folder.ends_with(name));
        let is_git =
            has_folder("objects") && has_folder("refs") && files.iter().any(|file| file.ends_with("HEAD"));
        if is_git || is_linked {
            let mut found = self
                .shared
                .repositories
                .lock()
                .unwrap_or_else(PoisonError::into_inner);
            found.insert(path.to_owned());
        }
        if is_git {
            folders.retain(|folder| !folder.ends_with("objects"));
        }
        let files = files.chunks(BATCH).map(|files| Job::Files(files.to_vec()));
        self.shared
            .queue
            .add(folders.into_iter().map(Job::Folder).chain(files));
    }

    fn name(&mut self, name: &[u8], path: &Path) {
        // Names are short and many; the path is made only where one is told.
        let mut is_found = false;
        self.shared.options.finder.scan(name, &mut |_| is_found = true);
        if is_found {
            let at = At {
                medium: Medium::FileName,
                path: &shown(path),
                object: None,
            };
            self.eye.see_name(name, at);
        }
    }

    fn file(&mut self, path: &Path) {
        let mut file = match File::open(path) {
            Ok(file) => file,
            Err(error) => {
                self.eye.skip(&shown(path), format!("cannot be opened: {error}"));
                return;
            }
        };
        let key = self.shared.state.and_then(|_| file.metadata().ok());
        let key = key.map(|about| file_key(path, &about));
        if let (Some(state), Some(key)) = (self.shared.state, key)
            && state.has_file(&key)
        {
            self.eye.out.scanned.known += 1;
            self.clean.push(key);
            return;
        }
        let shown = shown(path);
        let at = At {
            medium: Medium::File,
            path: &shown,
            object: None,
        };
        match self.eye.read(&mut file, at) {
            Ok(true) => self.clean.extend(key),
            Ok(false) => {}
            Err(error) => self
                .eye
                .skip(&shown, format!("cannot be read to its end: {error}")),
        }
    }
}
