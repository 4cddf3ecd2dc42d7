//! Hooks: a commit that is not made, a push that is not taken.

use crate::git::{PREFIX, Tree, scan_in, token, wrong};
use crate::support::{Place, Ran, program, run};

fn install(tree: &Tree, args: &[&str]) -> Ran {
    let mut command = program(&tree.path);
    command
        .args(["scan", "install-hook", "--prefix", PREFIX])
        .args(args);
    run(command, b"")
}

#[test]
fn a_commit_with_a_token_is_not_made() {
    let place = Place::new();
    let tree = Tree::new(place.at("shop"));
    install(&tree, &[]).must_exit(0).must_say(&["pre-commit"]);
    // Also before there is any commit.
    tree.write("a.txt", format!("{}\n", wrong(&token(1))));
    tree.commit("Well");
    tree.write("b.env", token(1));
    tree.git(&["add", "b.env"]);
    let ran = run(tree.command(&["commit", "-m", "Bad"]), b"");
    let ran = ran
        .must_exit(1)
        .must_say(&["b.env:1:1", "The commit is not made"]);
    assert!(!format!("{ran:?}").contains(&token(1)));
    // What is in the work tree but not staged does not matter, and the other way round.
    tree.write("b.env", "nothing");
    tree.scan(&["--staged"]).must_exit(1);
    tree.git(&["add", "b.env"]);
    tree.scan(&["--staged"]).must_exit(0);
    tree.write(&format!("{}.txt", token(2)), "x");
    tree.git(&["add", "--all"]);
    tree.scan(&["--staged"]).must_exit(1).must_say(&["in the name"]);
}

#[test]
fn a_push_with_a_token_is_not_taken() {
    let place = Place::new();
    let tree = Tree::new(place.at("shop"));
    let server = Tree {
        path: place.at("server.git"),
    };
    tree.git(&["init", "--quiet", "--bare", "../server.git"]);
    install(&server, &["--pre-receive"])
        .must_exit(0)
        .must_say(&["pre-receive"]);
    let push = |name: &str| run(tree.command(&["push", "../server.git", name]), b"");
    tree.write("a.txt", "well\n".repeat(500));
    tree.commit("Well");
    push("main").must_exit(0);
    // Deep in what is pushed, and taken out again before the end; in a thin pack.
    tree.write("a.txt", format!("{}{}\n", "well\n".repeat(500), token(1)));
    let bad = tree.commit("Bad");
    tree.write("a.txt", "well\n".repeat(501));
    tree.commit("Taken out");
    let refused =
        push("main")
            .must_exit(1)
            .must_say(&["a.txt:501:1", "The push is refused", "added by Jane"]);
    assert!(!format!("{refused:?}").contains(&token(1)));
    let kept = run(server.command(&["cat-file", "-e", &bad]), b"");
    assert_ne!(kept.code, 0);
    tree.git(&["switch", "--quiet", "-c", &format!("with-{}", token(2)), "main~2"]);
    push("HEAD").must_exit(1).must_say(&["the name of a branch"]);
    tree.git(&["tag", "-a", "v1", "-m", &token(3)]);
    push("v1").must_exit(1).must_say(&["message of tag"]);
    push("main~2:refs/heads/fine").must_exit(0);
    push(":refs/heads/fine").must_exit(0);
}

#[test]
fn without_a_quarantine_git_is_asked_what_is_new() {
    let place = Place::new();
    let tree = Tree::new(place.at("shop"));
    tree.write("a.txt", token(1));
    let old = tree.commit("Old");
    tree.write("b.txt", token(2));
    let new = tree.commit("New");
    tree.git(&["update-ref", "refs/heads/main", &old]);
    let line = format!("{old} {new} refs/heads/main\n");
    let told = scan_in(
        &tree.path,
        &["--pre-receive", "--format", "json"],
        line.as_bytes(),
    )
    .must_exit(1)
    .json();
    let paths: Vec<&str> = told["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["path"].as_str().unwrap())
        .collect();
    assert_eq!(paths, ["b.txt"]);
    scan_in(&tree.path, &["--pre-receive"], b"hello\n")
        .must_exit(3)
        .must_say(&["`hello`"]);
}

#[test]
fn somebody_elses_hook_is_left_alone() {
    let place = Place::new();
    let tree = Tree::new(place.at("shop"));
    tree.write(".git/hooks/pre-commit", "#!/bin/sh\necho mine\n");
    install(&tree, &[])
        .must_exit(3)
        .must_say(&["is not ours", "--force"]);
    install(&tree, &["--force"]).must_exit(0);
    // Our own is written anew without a question.
    install(&tree, &[]).must_exit(0);
    tree.git(&["config", "core.hooksPath", "my-hooks"]);
    install(&tree, &[]).must_exit(0).must_say(&["my-hooks"]);
    assert!(tree.path.join("my-hooks/pre-commit").is_file());
    let nowhere = Tree { path: place.at("") };
    install(&nowhere, &[])
        .must_exit(3)
        .must_say(&["git cannot say where its hooks are"]);
}
