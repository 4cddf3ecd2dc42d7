//! Hits are told with the commit that brought them, whatever way they came in.

use objects::{Attribution, ObjectId, ObjectKind, Repository};

use crate::git::{Git, threads};

fn told(git: &Git, ids: &[ObjectId]) -> Vec<Attribution> {
    Repository::open(&git.path)
        .unwrap()
        .attribute(ids, &threads(2))
        .unwrap()
}

/// A commit and a path.
type Origin<'a> = (&'a str, Option<&'a str>);

/// Checks, loose and packed, where objects named as git names them come from: a commit and a path, or nothing.
#[track_caller]
fn check(git: &Git, cases: &[(&str, Option<Origin<'_>>)]) {
    let ids: Vec<_> = cases.iter().map(|(name, _)| git.id(name)).collect();
    for packed in [false, true] {
        if packed {
            git.run(&["repack", "-qadfk"]);
        }
        for ((name, expected), found) in cases.iter().zip(told(git, &ids)) {
            assert_eq!(found.commit, expected.map(|(commit, _)| git.id(commit)), "{name}");
            let path = found.path.map(|path| String::from_utf8(path).unwrap());
            assert_eq!(path.as_deref(), expected.and_then(|(_, path)| path), "{name}");
            assert_eq!(found.id, git.id(name));
            assert_eq!(found.kind.unwrap().name(), git.line(&["cat-file", "-t", name]));
            let author = found
                .author
                .map(|author| (author.mail, author.offset_minutes, author.seconds.to_string()));
            let written = expected.map(|(commit, _)| {
                (
                    "author@example.com".to_owned(),
                    90,
                    git.line(&["log", "-1", "--format=%at", commit]),
                )
            });
            // A tag tells when it was made itself.
            if found.kind != Some(ObjectKind::Tag) {
                assert_eq!(author, written, "{name}");
            }
        }
    }
}

#[test]
fn every_way_in_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let git = Git::new(folder.path().join("a"));
    git.history();
    git.run(&["tag", "merge", "HEAD"]);
    git.write("later", "of the merge\n");
    git.write("copy/of/side.txt", "of the side\n");
    git.commit("The same again");
    git.run(&[
        "update-ref",
        "refs/pull/1/head",
        &git.line(&["commit-tree", "-p", "HEAD~2", "-m", "Pulled", "HEAD^{tree}"]),
    ]);
    let dangling = String::from_utf8(git.feed(&["hash-object", "--stdin"], b"dangling\n")).unwrap();
    let staged = git.line(&["hash-object", "staged"]);
    let side = git.line(&["rev-parse", "merge^2"]);
    let note = git.line(&["notes", "list"]);
    let note = note.split(' ').collect::<Vec<_>>();
    check(
        &git,
        &[
            // Deleted later or not, on a branch that is gone, or in the merge itself.
            (
                "merge:only in the merge.txt",
                Some(("merge", Some("only in the merge.txt"))),
            ),
            ("merge:side.txt", Some((&side, Some("side.txt")))),
            ("HEAD:copy/of/side.txt", Some((&side, Some("side.txt")))),
            (
                "main~3:folder 1/inner/file-1.txt",
                Some(("v1~2", Some("folder 1/inner/file-1.txt"))),
            ),
            ("v1~12:folder 3/inner", Some(("v1~12", Some("folder 3/inner")))),
            ("v1~12^{tree}", Some(("v1~12", Some("")))),
            // In no work tree.
            ("stash:binary", Some(("stash", Some("binary")))),
            (note[0], Some(("refs/notes/commits", Some(note[1])))),
            (&staged, Some(("HEAD", Some("staged")))),
            // Messages.
            ("v1~3", Some(("v1~3", None))),
            ("refs/pull/1/head", Some(("refs/pull/1/head", None))),
            ("v1-again", Some(("v1^{commit}", None))),
            (dangling.trim(), None),
        ],
    );
}

#[test]
fn what_is_not_here_has_no_origin() {
    let folder = tempfile::tempdir().unwrap();
    let git = Git::new(folder.path().join("a"));
    git.write("file", "text");
    git.commit("One");
    let nowhere: ObjectId = "12".repeat(20).parse().unwrap();
    let file = git.id("HEAD:file");
    let found = told(&git, &[nowhere, file, file]);
    assert_eq!(
        (found[0].kind, found[0].commit, &found[0].path),
        (None, None, &None)
    );
    assert_eq!(found[1], found[2]);
    assert_eq!(found[1].path.as_deref(), Some(b"file".as_slice()));
    assert_eq!(found[1].author.as_ref().unwrap().name, "A U Thor");
    assert!(told(&git, &[]).is_empty());
}

#[test]
fn clocks_that_were_wrong_do_not_matter() {
    let folder = tempfile::tempdir().unwrap();
    let git = Git::new(folder.path().join("a"));
    // The middle one has the file first, and the last one's clock is long behind.
    let stream = "\
        commit refs/heads/main\ncommitter A <a@b> 1000 +0000\ndata 0\n\
        commit refs/heads/main\ncommitter A <a@b> 900 +0000\ndata 0\nM 644 inline a/b\ndata 4\ntext\n\
        commit refs/heads/main\ncommitter A <a@b> 5 +0000\ndata 0\nM 644 inline c\ndata 1\nx\n";
    git.feed(&["fast-import", "--quiet"], stream.as_bytes());
    let found = told(&git, &[git.id("main:a/b")]);
    assert_eq!(found[0].commit, Some(git.id("main~1")));
    assert_eq!(found[0].path.as_deref(), Some(b"a/b".as_slice()));
}

#[test]
fn the_deepest_folders_are_told_too() {
    let folder = tempfile::tempdir().unwrap();
    let git = Git::new(folder.path().join("a"));
    let path = "folder/".repeat(300) + "file";
    let stream = format!(
        "commit refs/heads/main\ncommitter A <a@b> 1000 +0000\ndata 0\nM 644 inline {path}\ndata 4\ntext\n"
    );
    git.feed(&["fast-import", "--quiet"], stream.as_bytes());
    let found = told(&git, &[git.id(&format!("main:{path}"))]);
    assert_eq!(found[0].path.as_deref(), Some(path.as_bytes()));
}
