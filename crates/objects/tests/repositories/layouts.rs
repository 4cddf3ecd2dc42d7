//! However git lays objects out, each is shown once, as git tells it.

use std::fs;

use objects::{Repository, WalkOptions, Walked};
use tempfile::TempDir;

use crate::git::{Git, same, shown, threads};

/// Walks with one thread and several, with little memory and in windows: what is shown is always the same.
#[track_caller]
fn check(git: &Git) -> Walked {
    let expected = git.objects();
    let repository = Repository::open(&git.path).unwrap();
    let mut first = None;
    for options in [
        threads(1),
        threads(3),
        WalkOptions {
            bases: 0,
            ..threads(2)
        },
    ] {
        let (objects, walked) = shown(&repository, &options);
        assert_eq!(walked.skipped, []);
        same(&objects, &expected);
        first.get_or_insert(walked);
    }
    for (id, object) in expected.iter().step_by(expected.len() / 20 + 1) {
        assert_eq!(repository.read(*id).unwrap(), *object);
    }
    first.unwrap()
}

fn a_history() -> (TempDir, Git) {
    let folder = tempfile::tempdir().unwrap();
    let git = Git::new(folder.path().join("a"));
    git.history();
    (folder, git)
}

#[test]
fn in_files_of_their_own() {
    let (_folder, git) = a_history();
    assert!(check(&git).objects > 60);
}

#[test]
fn in_one_pack_with_deltas() {
    let (_folder, git) = a_history();
    git.run(&["repack", "-qadf", "--window=50", "--depth=50"]);
    // What no branch reaches stays loose.
    check(&git);
    git.run(&["gc", "-q", "--prune=now"]);
    check(&git);
}

#[test]
fn in_deltas_by_id_and_with_the_old_index() {
    let (_folder, git) = a_history();
    git.run(&[
        "-c",
        "repack.useDeltaBaseOffset=false",
        "-c",
        "pack.indexVersion=1",
        "repack",
        "-qadfk",
    ]);
    check(&git);
}

#[test]
fn in_many_packs_and_files_at_once() {
    let (_folder, git) = a_history();
    git.run(&["repack", "-q"]);
    for round in 0..5 {
        git.write("more", format!("more {round}\n").repeat(50));
        git.commit("More");
        git.run(&["repack", "-q"]);
    }
    // A second copy of everything, and some of it a third time.
    let all = git.run(&["rev-list", "--objects", "--all", "--no-object-names"]);
    git.feed(&["pack-objects", "-q", ".git/objects/pack/pack"], &all);
    let head = git.id("HEAD").to_string();
    let loose = git.run(&["cat-file", "commit", &head]);
    fs::create_dir_all(git.path.join(".git/objects").join(&head[..2])).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let other = Git::new(folder.path().join("b"));
    other.feed(
        &["hash-object", "-w", "-t", "commit", "--literally", "--stdin"],
        &loose,
    );
    let file = |git: &Git| git.path.join(".git/objects").join(&head[..2]).join(&head[2..]);
    fs::copy(file(&other), file(&git)).unwrap();
    check(&git);
}

#[test]
fn with_offsets_told_in_the_wide_table() {
    let (_folder, git) = a_history();
    git.run(&["repack", "-qadfk"]);
    let pack = crate::git::only_pack(&git.path.join(".git/objects"));
    let index = pack.with_extension("idx");
    fs::remove_file(&index).unwrap();
    // Every offset beyond this one is told in eight bytes, as those beyond two gigabytes are.
    git.run(&["index-pack", "--index-version=2,0x40", pack.to_str().unwrap()]);
    check(&git);
}

#[test]
fn in_chains_of_thousands_of_deltas() {
    let folder = tempfile::tempdir().unwrap();
    let git = Git::new(folder.path().join("a"));
    let mut stream = String::new();
    for version in 0..5000 {
        let text = format!(
            "{}version {version}\n",
            "some text that stays as it is\n".repeat(30)
        );
        let commit = format!(
            "commit refs/heads/main\ncommitter A <a@b> {version} +0000\ndata 0\nM 644 inline file\ndata {}\n{text}\n",
            text.len()
        );
        stream.push_str(&commit);
    }
    git.feed(&["fast-import", "--quiet", "--depth=4999"], stream.as_bytes());
    let pack = crate::git::only_pack(&git.path.join(".git/objects"));
    let told = git.line(&["verify-pack", "-s", pack.to_str().unwrap()]);
    assert!(
        told.contains("chain length = 4000:"),
        "git made deep chains: {told}"
    );
    check(&git);
}

#[test]
fn in_files_larger_than_is_held_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let git = Git::new(folder.path().join("a"));
    let large: Vec<u8> = (0..15_000_000_u32)
        .map(|n| n.wrapping_mul(2_654_435_761).to_be_bytes()[0])
        .collect();
    git.write("large", &large);
    git.write("small", "small");
    git.commit("Large");
    let repository = Repository::open(&git.path).unwrap();
    let windows = WalkOptions {
        largest: 1 << 20,
        overlap: 1000,
        ..threads(2)
    };
    for packed in [false, true] {
        if packed {
            git.run(&["repack", "-qadf"]);
        }
        check(&git);
        let (objects, walked) = shown(&repository, &windows);
        assert_eq!(walked.skipped, []);
        same(&objects, &git.objects());
    }
}

#[test]
fn borrowed_from_other_repositories() {
    let (folder, git) = a_history();
    git.run(&["repack", "-qad"]);
    let (b, c) = (folder.path().join("b"), folder.path().join("c"));
    git.run(&["clone", "-q", "--shared", ".", b.to_str().unwrap()]);
    let b = Git::at(b);
    b.write("of b", "of b\n");
    b.commit("Of b");
    b.run(&["clone", "-q", "--shared", ".", c.to_str().unwrap()]);
    let c = Git::at(c);
    c.write("of c", "of c\n");
    c.commit("Of c");
    let repository = Repository::open(&c.path).unwrap();
    assert_eq!(repository.directories().len(), 3);
    check(&c);
    // Of all that it borrows only its own is shown.
    let own = repository.directories()[..1].to_vec();
    let only = WalkOptions {
        only: Some(&own),
        ..threads(2)
    };
    let (objects, walked) = shown(&repository, &only);
    assert_eq!((objects.len(), walked.skipped.len()), (3, 0));
}

#[test]
fn seen_from_work_trees_submodules_and_bare_repositories() {
    let (folder, git) = a_history();
    let expected = git.objects();
    git.run(&["worktree", "add", "-q", "../tree", "HEAD~2"]);
    git.run(&["clone", "-q", "--bare", "--no-local", ".", "../bare"]);
    let above = Git::new(folder.path().join("above"));
    above.run(&[
        "-c",
        "protocol.file.allow=always",
        "submodule",
        "--quiet",
        "add",
        "../a",
        "below",
    ]);
    for path in ["tree", "tree/.git", "a", "a/.git"] {
        let repository = Repository::open(&folder.path().join(path)).unwrap();
        let (objects, _) = shown(&repository, &threads(2));
        same(&objects, &expected);
    }
    check(&Git::at(folder.path().join("tree")));
    check(&Git::at(folder.path().join("bare")));
    check(&Git::at(above.path.join("below")));
    check(&above);
    for path in ["", "a/folder 1", "a/.git/HEAD", "nowhere"] {
        let error = Repository::open(&folder.path().join(path))
            .unwrap_err()
            .to_string();
        assert!(error.contains("is no git repository"), "{path}: {error}");
    }
}

#[test]
fn named_by_sha256() {
    let folder = tempfile::tempdir().unwrap();
    let git = Git::with(folder.path().join("a"), &["--object-format=sha256"]);
    git.history();
    check(&git);
    git.run(&["-c", "repack.useDeltaBaseOffset=false", "repack", "-qadfk"]);
    check(&git);
    git.write(
        ".git/config",
        "[core]\n\trepositoryformatversion = 1\n[extensions]\n\tobjectformat = sha3\n",
    );
    let error = Repository::open(&git.path).unwrap_err().to_string();
    assert!(error.contains("`sha3`"), "{error}");
}

#[test]
fn cut_off_where_a_clone_is_shallow() {
    let (folder, git) = a_history();
    let url = format!("file://{}", git.path.display());
    git.run(&["clone", "-q", "--depth=2", &url, "../shallow"]);
    let walked = check(&Git::at(folder.path().join("shallow")));
    assert!(walked.shallow > 0);
    assert_eq!((walked.promised, check(&git).shallow), (0, 0));
}

#[test]
fn promised_by_another_repository() {
    let (folder, git) = a_history();
    git.run(&["config", "uploadpack.allowFilter", "true"]);
    git.run(&["config", "uploadpack.allowAnySHA1InWant", "true"]);
    let url = format!("file://{}", git.path.display());
    for (name, filter, depth) in [
        ("blobless", "blob:none", "--depth=100000"),
        ("treeless", "tree:0", "--depth=100000"),
        ("limited", "blob:limit=1k", "--depth=2"),
    ] {
        git.run(&[
            "clone",
            "-q",
            "--no-checkout",
            "--filter",
            filter,
            depth,
            &url,
            &format!("../{name}"),
        ]);
        let clone = Git::at(folder.path().join(name));
        let missing = clone.line(&["rev-list", "--objects", "--all", "--missing=print"]);
        let missing = missing.lines().filter(|line| line.starts_with('?')).count() as u64;
        let walked = check(&clone);
        assert!(missing > 0, "{name}");
        assert_eq!(walked.promised, missing, "{name}");
        // What is known already still names what is missing.
        let repository = Repository::open(&clone.path).unwrap();
        let (_, first) = shown(
            &repository,
            &WalkOptions {
                remember: true,
                ..threads(2)
            },
        );
        let (none, again) = shown(
            &repository,
            &WalkOptions {
                known: Some(&first.known),
                ..threads(2)
            },
        );
        assert_eq!((none.len(), again.promised), (0, missing), "{name}");
    }
    assert_eq!(check(&git).promised, 0);
}
