//! Standard input, state, suppressions, patterns, sample tokens, and what is misused.

use crate::git::{PREFIX, Tree, scan_in, sha256, token, wrong};
use crate::support::{Place, Ran, program, run};
use crate::wrapping::{filling, tar_gz};

#[test]
fn a_stream_is_looked_at_whatever_it_is() {
    let place = Place::new();
    let check = |input: &[u8], code: i32, says: &str| {
        scan_in(place.folder(), &["-"], input)
            .must_exit(code)
            .must_say(&[says]);
    };
    check(b"", 0, "no token of exshop_ found");
    check(wrong(&token(1)).as_bytes(), 0, "no token");
    check(format!("a\nb {}\n", token(1)).as_bytes(), 1, "-:2:3");
    check(&tar_gz("c.env", token(1).as_bytes()), 1, "-!/c.env:1:1");
    check(b"\xFD7zXZ\0", 0, "`-` is a xz archive, which is not opened");
    // More than is held at a time, with a token across the seam.
    let mut long = filling(64 << 20);
    long.truncate((64 << 20) - 20);
    let lines = long.split(|byte| *byte == b'\n').count();
    long.extend_from_slice(token(1).as_bytes());
    long.extend_from_slice(&filling(1 << 20));
    let ran = scan_in(place.folder(), &["-"], &long).must_exit(1);
    ran.must_say(&[&format!("-:{lines}:"), "1 token of exshop_ in 1 place"]);
}

#[test]
fn what_was_clean_is_not_looked_at_again_and_what_was_not_is_told_again() {
    let place = Place::new();
    let tree = Tree::new(place.at("shop"));
    tree.write("a.txt", token(1));
    tree.write("b.txt", "nothing");
    tree.write("c.xz", b"\xFD7zXZ\0");
    tree.commit("One");
    let state = place.at("state");
    let scan = |code: i32| {
        tree.scan(&["--format", "json", "--state", state.to_str().unwrap()])
            .must_exit(code)
    };
    let first = scan(1).json();
    assert_eq!(first["scanned"]["known"], 0);
    let second = scan(1).json();
    assert!(second["scanned"]["known"].as_u64().unwrap() > 3);
    assert_eq!(first["findings"], second["findings"]);
    assert_eq!(first["skipped"], second["skipped"]);
    // What came since is found, also at the same size.
    tree.write("b.txt", "changed");
    tree.write("d.txt", token(2));
    tree.commit("Two");
    let third = scan(1).json();
    let found = third["findings"].as_array().unwrap();
    assert!(
        found.iter().any(|one| one["sha256"] == sha256(&token(2))),
        "{third:#}"
    );
    assert!(
        found.iter().any(|one| one["sha256"] == sha256(&token(1))),
        "{third:#}"
    );
    // A state that is broken, or of another prefix, is said and not believed.
    let mut bytes = std::fs::read(&state).unwrap();
    bytes[50] ^= 1;
    std::fs::write(&state, bytes).unwrap();
    let ran = scan(1).must_say(&["is broken or of another version"]);
    assert_eq!(ran.json()["scanned"]["known"], 0);
    let mut command = program(&tree.path);
    command
        .args(["scan", "--prefix", "other_", "--state"])
        .arg(&state);
    run(command, b"")
        .must_exit(0)
        .must_say(&["is of another configuration"]);
}

#[test]
fn a_suppressed_token_is_told_and_does_not_fail() {
    let place = Place::new();
    let file = place.at("suppressions.toml");
    let write = |token: &str, until: &str| {
        let hash = sha256(token);
        let text = format!(
            "[[suppress]]\nsha256 = \"{hash}\"\nreason = \"a sample\"\nby = \"mara@example.com\"\non = \"2026-03-01\"\n{until}"
        );
        std::fs::write(&file, text).unwrap();
    };
    std::fs::create_dir(place.at("in")).unwrap();
    std::fs::write(place.at("in/a.txt"), token(1)).unwrap();
    let check = |code: i32, says: &[&str]| {
        scan_in(&place.at("in"), &["--suppressions", "../suppressions.toml"], b"")
            .must_exit(code)
            .must_say(says);
    };
    write(&token(1), "");
    check(0, &["suppressed: a.txt:1:1", "a sample", "1 suppressed"]);
    write(&token(1), "until = \"2026-03-02\"");
    check(1, &["ended on 2026-03-02", "a.txt:1:1"]);
    write(&token(2), "");
    check(1, &["for a token that is nowhere"]);
    std::fs::write(
        &file,
        "[[suppress]]\nsha256 = \"abc\"\nreason = \"\"\nby = \"\"\non = \"\"",
    )
    .unwrap();
    check(2, &["suppression 1 has no `sha256`"]);
}

#[test]
fn prefix_and_older_patterns_come_from_the_configuration() {
    let place = Place::new();
    let config = format!(
        "[people]\ntoken_prefix = \"{PREFIX}\"\n[scan]\nalso = [\"elder_\"]\n[[scan.legacy]]\nname = \"v1 key\"\nliteral = \
         \"sk_old_\"\npattern = \"sk_old_[0-9a-f]{{16}}\"\n"
    );
    std::fs::write(place.at("safeconduct.toml"), config).unwrap();
    let scan = |input: &str| place.run_with(["scan", "-"], input.as_bytes());
    scan(&token(1)).must_exit(1).must_say(&["exshop_, elder_"]);
    scan("sk_old_0123456789abcdef")
        .must_exit(1)
        .must_say(&["`v1 key`", "not verified", "ends in cdef"]);
    scan("sk_old_short").must_exit(0);
    std::fs::write(
        place.at("safeconduct.toml"),
        "[[scan.legacy]]\nname = \"x\"\nliteral = \"ab\"\npattern = \"ab+\"\n",
    )
    .unwrap();
    scan("").must_exit(2).must_say(&["legacy pattern `x`"]);
    place
        .run(["config", "check"])
        .must_exit(2)
        .must_say(&["legacy pattern `x`"]);
}

#[test]
fn sample_tokens_are_found() {
    let place = Place::new();
    let made = place.run(["token", "sample", "--count", "3"]).must_exit(0);
    assert_eq!(made.out.lines().count(), 3);
    let scan = |input: &str| -> Ran { place.run_with(["scan", "-", "--format", "json"], input.as_bytes()) };
    let told = scan(&made.out).must_exit(1).json();
    assert_eq!(told["findings"].as_array().unwrap().len(), 3);
    assert_eq!(told["findings"][0]["instance"], "Sample");
    let made = place
        .run([
            "token", "sample", "--kind", "s", "--prefix", PREFIX, "--format", "json",
        ])
        .must_exit(0)
        .json();
    assert_eq!(made["tokens"][0]["kind"], "s");
    place
        .run(["token", "sample", "--kind", "S"])
        .must_exit(2)
        .must_say(&["lower-case letter"]);
}

#[test]
fn misuse_and_failure_have_their_own_exit_codes() {
    let place = Place::new();
    let check = |args: &[&str], code: i32, says: &str| {
        place
            .run([&["scan"], args].concat())
            .must_exit(code)
            .must_say(&[says]);
    };
    check(&["--prefix", "Bad"], 2, "a token prefix is");
    check(&["--staged", "x"], 2, "cannot be used with");
    check(&["--threads", "0"], 2, "--threads");
    check(&["missing"], 3, "`missing` cannot be looked at");
    check(&["--staged"], 3, "git cannot say what is staged");
    check(
        &["--suppressions", "missing"],
        2,
        "the suppressions `missing` cannot be read",
    );
    check(&["--state", "no/such/folder/state"], 3, "cannot be written");
    let named = format!("missing-{}", token(1));
    let ran = place.run(["scan", "--prefix", PREFIX, &named]).must_exit(3);
    assert!(!ran.err.contains(&token(1)), "{ran:?}");
}

#[cfg(unix)]
#[test]
fn links_are_not_followed_and_what_cannot_be_read_is_told() {
    use std::os::unix::fs::symlink;
    let place = Place::new();
    std::fs::create_dir_all(place.at("in/deep")).unwrap();
    std::fs::write(place.at("outside.env"), token(1)).unwrap();
    symlink(place.at("outside.env"), place.at("in/link")).unwrap();
    symlink(place.at("in"), place.at("in/deep/round")).unwrap();
    scan_in(&place.at("in"), &[], b"").must_exit(0);
    // Whoever names a link means what it leads to.
    scan_in(&place.at("in"), &["link"], b"").must_exit(1);
    // A folder that looks like a repository and is none.
    std::fs::create_dir_all(place.at("in/broken/objects")).unwrap();
    std::fs::create_dir_all(place.at("in/broken/refs")).unwrap();
    std::fs::write(place.at("in/broken/HEAD"), "ref: refs/heads/main\n").unwrap();
    std::fs::create_dir_all(place.at("in/broken/objects/pack")).unwrap();
    std::fs::write(place.at("in/broken/objects/pack/pack-1.pack"), b"PACK").unwrap();
    scan_in(&place.at("in"), &[], b"")
        .must_exit(0)
        .must_say(&["skipped", "pack-1.pack"]);
}
