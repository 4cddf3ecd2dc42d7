//! The places in which tokens hide: each holds one of its own, and all of them are found, and nothing else.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde_json::Value;

use crate::git::{FIRST, Tree, scan_in, sha256, token, wrong};
use crate::support::Place;
use crate::wrapping::{base64, filling, png, tar_gz, utf16, zipped};

/// How many tokens are hidden.
const HIDDEN: u8 = 28;

/// Where the tokens are, with the commit that brought each in: none for what no commit has.
struct Hidden {
    tree: Tree,
    /// For each token its place in words, its path, and its commit.
    places: BTreeMap<String, (&'static str, &'static str, Option<String>)>,
}

impl Hidden {
    fn note(&mut self, number: u8, words: &'static str, path: &'static str, commit: Option<&String>) {
        let before = self
            .places
            .insert(sha256(&token(number)), (words, path, commit.cloned()));
        assert!(before.is_none(), "{words}");
    }
}

fn hide(folder: PathBuf) -> Hidden {
    let tree = Tree::new(folder);
    let mut hidden = Hidden {
        tree,
        places: BTreeMap::new(),
    };
    in_files(&mut hidden);
    in_history(&mut hidden);
    hidden
}

/// Files of the work tree that are committed, but for the first.
fn in_files(hidden: &mut Hidden) {
    let files: [(u8, &'static str, &'static str, Vec<u8>); 14] = [
        (2, "zip", "a.zip", zipped("c.env", token(2).as_bytes())),
        (
            3,
            "tar.gz in zip",
            "b.zip",
            zipped("b.tar.gz", &tar_gz("c.env", token(3).as_bytes())),
        ),
        (
            4,
            "zip with a strange extension",
            "c.dat",
            zipped("c.env", token(4).as_bytes()),
        ),
        (5, "UTF-16", "d.reg", utf16(&format!("key={}\r\n", token(5)))),
        (
            6,
            "base64",
            "e.yaml",
            format!("data: {}\n", base64(&format!("user:{}", token(6)))).into_bytes(),
        ),
        (
            7,
            "NUL-laden binary",
            "f.bin",
            [vec![0; 999], token(7).into_bytes(), vec![0; 999]].concat(),
        ),
        (8, "one long line", "g.min.js", {
            let mut line = filling(2_400_000);
            line.iter_mut()
                .filter(|byte| **byte == b'\n')
                .for_each(|byte| *byte = b';');
            line.extend_from_slice(token(8).as_bytes());
            line
        }),
        (
            9,
            "percent-encoded prefix",
            "h.url",
            token(9).replace('_', "%5F").into_bytes(),
        ),
        (
            10,
            "node_modules",
            "node_modules/x/index.js",
            token(10).into_bytes(),
        ),
        (
            11,
            "lock file",
            "package-lock.json",
            format!("{{\"resolved\": \"{}\"}}", token(11)).into_bytes(),
        ),
        (12, "PNG text chunk", "i.png", png(&token(12))),
        (
            13,
            "end of a 15 MB file",
            "j.log",
            [filling(15 << 20), token(13).into_bytes()].concat(),
        ),
        (
            14,
            "glued to letters",
            "k.txt",
            format!("abc{}def", token(14)).into_bytes(),
        ),
        (
            15,
            "two adjacent",
            "l.txt",
            format!("{}{}", token(15), token(16)).into_bytes(),
        ),
    ];
    for (_, _, path, bytes) in &files {
        hidden.tree.write(path, bytes);
    }
    hidden.tree.write(&format!("{}.txt", token(17)), "nothing\n");
    // A mention of the prefix, and tokens of which the checksum does not fit, in each form.
    let decoy = wrong(&token(99));
    let decoys = format!(
        "exshop_ exshop_p\n{decoy}\n{}\n{}\n",
        decoy.replace('_', "%5F"),
        base64(&decoy)
    );
    hidden.tree.write("decoys.txt", &decoys);
    hidden.tree.write("decoys.reg", utf16(&decoy));
    hidden
        .tree
        .write("decoys.zip", zipped("c.env", decoys.as_bytes()));
    hidden.tree.write(&format!("{decoy}.txt"), "nothing\n");
    let commit = hidden.tree.commit(&format!("Files, and {decoy}"));
    for (number, words, path, _) in files {
        hidden.note(number, words, path, Some(&commit));
    }
    hidden.note(16, "two adjacent, the second", "l.txt", Some(&commit));
    hidden.note(17, "file name", "….txt", Some(&commit));
    hidden.tree.write(".gitignore", "ignored.env\n");
    hidden.tree.write("ignored.env", token(0));
    hidden.note(0, "work tree", "ignored.env", None);
    hidden.tree.git(&["add", ".gitignore"]);
    hidden.tree.git(&["commit", "--quiet", "-m", "Ignore"]);
}

/// What only the history has, or only the objects.
fn in_history(hidden: &mut Hidden) {
    let tree = Tree {
        path: hidden.tree.path.clone(),
    };
    let add = |name: &str, number: u8| {
        tree.write(name, token(number));
        tree.git(&["add", "--force", name]);
    };
    let commit = |message: &str| {
        tree.git(&["commit", "--quiet", "--allow-empty", "-m", message]);
        tree.git(&["rev-parse", "HEAD"])
    };
    add("gone.env", 1);
    let came = commit("Add");
    tree.git(&["rm", "--quiet", "gone.env"]);
    commit("Remove");
    hidden.note(1, "file deleted later", "gone.env", Some(&came));

    let said = commit(&format!("Fix\n\nwith {}", token(18)));
    hidden.note(18, "commit message", ".", Some(&said));
    tree.git(&["tag", "--annotate", "v1", "-m", &format!("Release {}", token(19))]);
    hidden.note(19, "annotated tag message", ".", Some(&said));
    tree.git(&["notes", "add", "-m", &token(20)]);
    let noted = tree.git(&["rev-parse", "refs/notes/commits"]);
    let path: &'static str = String::leak(tree.git(&["ls-tree", "--name-only", "-r", "refs/notes/commits"]));
    hidden.note(20, "git note", path, Some(&noted));

    tree.git(&["switch", "--quiet", "-c", "other"]);
    add("other.env", 21);
    let other = commit("Other");
    hidden.note(21, "other branch", "other.env", Some(&other));
    tree.git(&["switch", "--quiet", "-c", "short-lived", "main"]);
    add("branch.env", 22);
    let lost = commit("Lost");
    hidden.note(22, "deleted branch", "branch.env", Some(&lost));
    tree.git(&["switch", "--quiet", "main"]);
    tree.git(&["branch", "--quiet", "-D", "short-lived"]);

    tree.write(".gitignore", format!("ignored.env\n# {}\n", token(23)));
    tree.git(&["stash", "--quiet"]);
    let stashed = tree.git(&["rev-parse", "refs/stash"]);
    hidden.note(23, "stash", ".gitignore", Some(&stashed));
    let dangling = tree.git_with(&["hash-object", "-w", "--stdin"], token(24).as_bytes());
    let object: &'static str = String::leak(format!("object {}", &dangling[..12]));
    hidden.note(24, "dangling blob", object, None);
    add("staged.env", 25);
    let staged = tree.git(&["rev-parse", ":staged.env"]);
    tree.git(&["reset", "--quiet", "staged.env"]);
    tree.remove("staged.env");
    let object: &'static str = String::leak(format!("object {}", &staged[..12]));
    hidden.note(25, "staged then unstaged", object, None);

    tree.git(&["switch", "--quiet", "--detach"]);
    add("pull.env", 26);
    let pulled = commit("Pull");
    tree.git(&["update-ref", "refs/pull/1/head", "HEAD"]);
    tree.git(&["switch", "--quiet", "main"]);
    hidden.note(26, "refs/pull/1/head only", "pull.env", Some(&pulled));
    commit("On");
    tree.git(&["merge", "--quiet", "--no-commit", "--no-ff", "other"]);
    add("merge.env", 27);
    let merged = commit("Merge");
    hidden.note(27, "merge commit only", "merge.env", Some(&merged));
    commit("After");
}

/// All of them are found, with where they come from, and nothing else is.
fn check(hidden: &Hidden, told: &Value, has_work_tree: bool) {
    let mut by_token: BTreeMap<&str, Vec<&Value>> = BTreeMap::new();
    for finding in told["findings"].as_array().unwrap() {
        by_token
            .entry(finding["sha256"].as_str().unwrap())
            .or_default()
            .push(finding);
    }
    for (hash, (words, path, commit)) in &hidden.places {
        if *words == "work tree" && !has_work_tree {
            continue;
        }
        let Some(findings) = by_token.get(hash.as_str()) else {
            panic!("{words} is not found");
        };
        let fits = |finding: &&&Value| {
            let told = finding["path"].as_str().unwrap();
            let outer = told.split("!/").next().unwrap();
            let fits = outer == *path
                || (*words == "file name"
                    && outer.split('.').next_back() == Some("txt")
                    && outer.starts_with('…'));
            fits && finding["commit"]["id"].as_str() == commit.as_deref()
        };
        let Some(finding) = findings.iter().find(fits) else {
            let told: Vec<String> = findings
                .iter()
                .map(|one| format!("{} of {}", one["path"], one["commit"]))
                .collect();
            panic!("{words} is at {path} of {commit:?}, but is told as {told:#?}");
        };
        if let (Some(commit), true) = (commit, has_work_tree) {
            assert_eq!(finding["commit"]["author"], "Jane Example <jane@example.org>");
            let at: i64 = hidden
                .tree
                .git(&["show", "-s", "--format=%at", commit])
                .parse()
                .unwrap();
            // A tag was made by whoever tagged, later than the commit that it names.
            assert!(finding["commit"]["at"] == at || *words == "annotated tag message");
            assert!(at > FIRST);
        }
    }
    let mut strangers: Vec<_> = by_token.keys().collect();
    strangers.retain(|hash| !hidden.places.contains_key(**hash));
    assert_eq!(strangers, Vec::<&&str>::new());
}

#[test]
fn all_places_are_found_loose_packed_and_bare() {
    let place = Place::new();
    let hidden = hide(place.at("shop"));
    assert_eq!(hidden.places.len(), usize::from(HIDDEN));
    let loose = hidden.tree.scan(&["--format", "json"]).must_exit(1);
    for number in 0..HIDDEN {
        assert!(!loose.out.contains(&token(number)), "{number} is printed");
    }
    check(&hidden, &loose.json(), true);
    let told = loose.json();
    assert!(told["scanned"]["objects"].as_u64().unwrap() > 40);
    assert_eq!(told["skipped"], Value::Array(Vec::new()));

    hidden.tree.git(&[
        "repack",
        "--quiet",
        "-a",
        "-d",
        "--keep-unreachable",
        "--depth=50",
    ]);
    hidden.tree.git(&["prune-packed"]);
    let packed = hidden.tree.scan(&["--format", "json"]).must_exit(1).json();
    check(&hidden, &packed, true);

    // The folder of the repository, by itself and from elsewhere.
    let bare = place.at("bare.git");
    std::fs::rename(hidden.tree.path.join(".git"), &bare).unwrap();
    let told = scan_in(&bare, &["--format", "json"], b"").must_exit(1).json();
    check(&hidden, &told, false);
    let text = scan_in(place.folder(), &["bare.git"], b"").must_exit(1);
    text.must_say(&["bare.git/gone.env:1:1", "added by Jane Example", "27 tokens"]);
}

#[test]
fn sarif_is_sarif_and_stays_the_same() {
    let place = Place::new();
    let hidden = hide(place.at("shop"));
    let told = hidden.tree.scan(&["--format", "sarif"]).must_exit(1).json();
    let results = told["runs"][0]["results"].as_array().unwrap();
    let mut fingerprints: Vec<&str> = results
        .iter()
        .map(|result| {
            result["partialFingerprints"]["safeconductToken/v1"]
                .as_str()
                .unwrap()
        })
        .collect();
    let count = fingerprints.len();
    fingerprints.sort_unstable();
    fingerprints.dedup();
    assert!(count >= usize::from(HIDDEN) && fingerprints.len() == count);
    let again = hidden
        .tree
        .scan(&["--format", "sarif", "--threads", "1"])
        .must_exit(1)
        .json();
    assert!(told == again, "two runs do not say the same");
    let schema = PathBuf::from(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../../shared/standards/sarif/sarif-schema-2.1.0.json"
    ));
    let Ok(schema) = std::fs::read_to_string(&schema) else {
        eprintln!(
            "skipped: {} is not here, so the schema is not asked",
            schema.display()
        );
        return;
    };
    let schema = jsonschema::validator_for(&serde_json::from_str(&schema).unwrap()).unwrap();
    let faults: Vec<String> = schema.iter_errors(&told).map(|fault| fault.to_string()).collect();
    assert_eq!(faults, Vec::<String>::new());
}
