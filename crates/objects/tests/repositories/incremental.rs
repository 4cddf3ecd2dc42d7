//! What was shown is not shown again, and a push is looked at before it is accepted.

use std::ffi::OsString;
use std::path::PathBuf;

use objects::{Kinds, Known, Object, ObjectKind, Progress, Repository, Visitor, WalkOptions, Wants};

use crate::git::{Git, Objects, same, shown, threads};

fn remembering(known: Option<&Known>) -> WalkOptions<'_> {
    WalkOptions {
        known,
        remember: true,
        ..threads(2)
    }
}

#[test]
fn only_what_is_new_is_shown_however_it_was_packed_since() {
    let folder = tempfile::tempdir().unwrap();
    let git = Git::new(folder.path().join("a"));
    git.history();
    let repository = Repository::open(&git.path).unwrap();
    let mut known = Known::default();
    let mut seen = Objects::new();
    for round in 0..6 {
        let (objects, walked) = shown(&repository, &remembering(Some(&known)));
        assert_eq!(walked.skipped, []);
        assert_eq!(walked.known_before, seen.len() as u64);
        assert!(objects.keys().all(|id| !seen.contains_key(id)), "round {round}");
        seen.extend(objects);
        same(&seen, &git.objects());
        assert_eq!(walked.known.len(), seen.len());
        let mut written = Vec::new();
        walked.known.write(&mut written).unwrap();
        known = Known::read(&written).unwrap();
        match round {
            0 => drop(git.run(&["repack", "-qadfk"])),
            // Small changes to files that have deltas on them already.
            1 | 3 => {
                let text = std::fs::read_to_string(git.path.join("folder 1/inner/file-1.txt")).unwrap();
                git.write(
                    "folder 1/inner/file-1.txt",
                    text.replace("line 7 ", &format!("row {round} ")),
                );
                git.commit("A change");
            }
            2 => drop(git.run(&["repack", "-qadfk", "--window=100", "--depth=100"])),
            _ => (),
        }
    }
}

#[test]
fn a_push_is_seen_in_its_quarantine_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let git = Git::new(folder.path().join("a"));
    git.history();
    git.run(&["init", "-q", "--bare", "../bare"]);
    git.run(&["push", "-q", "../bare", "main"]);
    let bare = Git::at(folder.path().join("bare"));
    let accepted = git.id("main").to_string();
    let hook = "#!/bin/sh\nenv | grep ^GIT_ > seen.txt\ncp -r \"$GIT_QUARANTINE_PATH\" kept\nexit 1\n";
    bare.write("hooks/pre-receive", hook);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::Permissions::from_mode(0o755);
        std::fs::set_permissions(bare.path.join("hooks/pre-receive"), mode).unwrap();
    }
    for unpack in ["1000", "1"] {
        bare.run(&["config", "receive.unpackLimit", unpack]);
        let text = std::fs::read_to_string(git.path.join("folder 1/inner/file-1.txt")).unwrap();
        git.write("folder 1/inner/file-1.txt", format!("{text}and {unpack}\n"));
        git.commit("Pushed");
        // The hook refuses it, so that what was pushed is in its copy of the quarantine only.
        git.refused(&["push", "-q", "../bare", "main"]);
        let variables = std::fs::read_to_string(bare.path.join("seen.txt")).unwrap();
        let value = |name: &str| {
            let line = variables
                .lines()
                .find_map(|line| line.strip_prefix(name)?.strip_prefix('='))?;
            // The hook's folder is gone by now, and its copy has the same.
            Some(OsString::from(if name == "GIT_ALTERNATE_OBJECT_DIRECTORIES" {
                line
            } else {
                "kept"
            }))
        };
        let repository = Repository::open_in_hook(&bare.path, value).unwrap();
        assert_eq!(repository.quarantine(), [bare.path.join("kept")]);
        let only = WalkOptions {
            only: Some(repository.quarantine()),
            ..threads(2)
        };
        let (objects, walked) = shown(&repository, &only);
        assert_eq!(walked.skipped, []);
        let pushed = git.line(&[
            "rev-list",
            "--objects",
            "--no-object-names",
            "main",
            "--not",
            &accepted,
        ]);
        let mut expected = git.objects();
        expected.retain(|id, _| pushed.contains(&id.to_string()));
        assert!(expected.len() >= 5, "a commit, three folders, a file");
        same(&objects, &expected);
        std::fs::remove_dir_all(bare.path.join("kept")).unwrap();
    }
}

#[test]
fn kinds_that_nobody_wants_are_left_out_and_not_remembered() {
    let folder = tempfile::tempdir().unwrap();
    let git = Git::new(folder.path().join("a"));
    git.history();
    git.run(&["repack", "-qad"]);
    let repository = Repository::open(&git.path).unwrap();
    for kind in [
        ObjectKind::Blob,
        ObjectKind::Tree,
        ObjectKind::Commit,
        ObjectKind::Tag,
    ] {
        let options = WalkOptions {
            kinds: Kinds::NONE.and(kind),
            ..remembering(None)
        };
        let (objects, walked) = shown(&repository, &options);
        let mut expected = git.objects();
        expected.retain(|_, (of, _)| *of == kind);
        same(&objects, &expected);
        assert!(walked.known.is_empty() && walked.skipped.is_empty());
    }
}

struct Enough(u64);

impl Visitor for Enough {
    fn see(&mut self, _: &Object<'_>) -> Wants {
        self.0 += 1;
        if self.0 < 3 { Wants::More } else { Wants::Nothing }
    }
}

#[test]
fn whoever_has_seen_enough_is_shown_no_more_and_the_walk_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let git = Git::new(folder.path().join("a"));
    git.history();
    let repository = Repository::open(&git.path).unwrap();
    for packed in [false, true] {
        if packed {
            git.run(&["repack", "-qad"]);
        }
        let (visitors, walked) = repository.walk(&remembering(None), || Enough(0)).unwrap();
        assert!(visitors.iter().all(|visitor| visitor.0 <= 3));
        assert_eq!(walked.skipped.len(), 1);
        assert!(
            walked.skipped[0].to_string().contains("ended"),
            "{}",
            walked.skipped[0]
        );
        assert!(walked.known.is_empty());
    }
    let (_, walked) = shown(
        &repository,
        &WalkOptions {
            most: 5000,
            ..threads(1)
        },
    );
    assert!(
        walked
            .skipped
            .iter()
            .any(|skipped| skipped.to_string().contains("5000 bytes allowed"))
    );
}

#[test]
fn progress_goes_up_to_all_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let git = Git::new(folder.path().join("a"));
    git.history();
    let told = std::sync::Mutex::new(Vec::new());
    let tell = |progress: Progress| told.lock().unwrap().push(progress);
    let (objects, _) = shown(
        &Repository::open(&git.path).unwrap(),
        &WalkOptions {
            progress: Some(&tell),
            ..threads(2)
        },
    );
    let told = told.into_inner().unwrap();
    let all = objects.len() as u64;
    assert!(told.contains(&Progress { done: all, of: all }));
}

#[test]
fn a_repository_that_is_repacked_between_opening_and_walking_is_walked() {
    let folder = tempfile::tempdir().unwrap();
    let git = Git::new(folder.path().join("a"));
    git.history();
    let repository = Repository::open(&git.path).unwrap();
    git.run(&["gc", "-q", "--prune=now"]);
    let (objects, _) = shown(&repository, &threads(2));
    same(&objects, &git.objects());
    let id: PathBuf = PathBuf::from("0".repeat(40));
    let error = repository
        .read(id.to_str().unwrap().parse().unwrap())
        .unwrap_err()
        .to_string();
    assert!(error.contains("there is no object"), "{error}");
}

/// Repacks the repository while it is walked.
struct Repacking<'g> {
    git: &'g Git,
    keep: crate::git::Keep,
}

impl Visitor for Repacking<'_> {
    fn see(&mut self, object: &Object<'_>) -> Wants {
        if self.keep.0.is_empty() {
            self.git.run(&["repack", "-qad"]);
            self.git.run(&["prune-packed", "-q"]);
        }
        self.keep.see(object)
    }
}

#[test]
fn a_repository_that_is_repacked_while_it_is_walked_is_shown_whole() {
    let folder = tempfile::tempdir().unwrap();
    let git = Git::new(folder.path().join("a"));
    for number in 0..20 {
        git.write("file", format!("{number}\n"));
        git.commit(&format!("Number {number}"));
        if number == 10 {
            git.run(&["repack", "-qd"]);
        }
    }
    let expected = git.objects();
    let make = || Repacking {
        git: &git,
        keep: crate::git::Keep::default(),
    };
    let repository = Repository::open(&git.path).unwrap();
    // One thread, since git does not repack twice at once.
    let options = WalkOptions {
        remember: true,
        ..threads(1)
    };
    let (visitors, walked) = repository.walk(&options, make).unwrap();
    let shown: Objects = visitors
        .into_iter()
        .flat_map(|visitor| visitor.keep.0)
        .map(|(id, kind, bytes)| (id, (kind, bytes)))
        .collect();
    assert_eq!(walked.skipped, []);
    assert_eq!(walked.objects, expected.len() as u64, "each once");
    assert_eq!(walked.known.len(), expected.len());
    same(&shown, &expected);
}
