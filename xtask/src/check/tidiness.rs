//! Small rules of order that no lint knows: lengths of files, names of folders, things left unfinished.

use anyhow::{Context as _, Result};

use super::Findings;
use super::source::{Source, has_ending};
use crate::workspace::Workspace;

/// Lines of production code from which a file is better split; said, and no failure.
const LONG: usize = 500;
/// Lines of production code that no file may pass.
const TOO_LONG: usize = 700;

/// Folders that say nothing of what is in them.
const EMPTY_NAMES: [&str; 5] = ["utils", "util", "common", "manager", "helpers"];

/// What no code may contain. The words are written in two parts, so that this file holds to its own rules.
const UNFINISHED: [(&str, &str); 4] = [
    (concat!("todo", "!"), "is unfinished work; finish it"),
    (concat!("FIX", "ME"), "is unfinished work; finish it"),
    (concat!("X", "XX"), "is unfinished work; finish it"),
    (
        concat!("#[", "ignore"),
        "is a test that never runs; mend it or delete it",
    ),
];

/// The one crate with lints of its own, because the others' forbid `unsafe` without exception.
const HAS_UNSAFE: &str = "mapped";

/// Folders at the root of somebody's machine: a path that begins there means nothing elsewhere.
const OF_ONE_MACHINE: [&str; 4] = ["home", "root", "work", "Users"];

pub(super) fn check(workspace: &Workspace) -> Result<Findings> {
    let mut findings = Findings::default();
    for path in workspace.files()? {
        findings.problems.extend(badly_named(&path));
        let bytes =
            std::fs::read(workspace.root.join(&path)).with_context(|| format!("cannot read `{path}`"))?;
        // A picture has no words.
        let Ok(text) = String::from_utf8(bytes) else {
            continue;
        };
        findings.problems.extend(left_behind(&path, &text));
        if has_ending(&path, "rs") {
            code(&path, text, &mut findings)?;
        }
    }
    for of in &workspace.crates {
        if of.name == HAS_UNSAFE {
            continue;
        }
        let manifest = format!("{}/Cargo.toml", of.folder);
        let text = std::fs::read_to_string(workspace.root.join(&manifest));
        findings.problems.extend(unlinted(
            &manifest,
            &text.with_context(|| format!("cannot read `{manifest}`"))?,
        ));
    }
    Ok(findings)
}

fn badly_named(path: &str) -> Option<String> {
    let (folders, file) = path.rsplit_once('/').unwrap_or(("", path));
    let empty = folders.split('/').find(|folder| EMPTY_NAMES.contains(folder));
    if let Some(folder) = empty {
        return Some(format!(
            "{path}: `{folder}` says nothing; name the folder for what is in it"
        ));
    }
    let pending = file.ends_with(".snap.new") || file.ends_with(".pending-snap");
    pending.then(|| format!("{path}: a snapshot nobody has reviewed; take it over or delete it"))
}

/// A crate that does not ask for the workspace's lints is held to none of them.
fn unlinted(manifest: &str, text: &str) -> Option<String> {
    let mut lines = text
        .lines()
        .map(str::trim)
        .skip_while(|line| *line != "[lints]")
        .skip(1);
    let asked = lines
        .by_ref()
        .take_while(|line| !line.starts_with('['))
        .any(|line| line == "workspace = true");
    (!asked).then(|| {
        format!("{manifest}: without `[lints]` and `workspace = true`, no lint of ours holds for it")
    })
}

fn left_behind(path: &str, text: &str) -> Vec<String> {
    let is_code = path == ".ci/run"
        || ["rs", "mjs", "js", "css", "sql", "sh"]
            .iter()
            .any(|ending| has_ending(path, ending));
    let unfinished = UNFINISHED
        .iter()
        .filter(|_| is_code)
        .map(|(text, says)| ((*text).to_owned(), *says));
    let machines = OF_ONE_MACHINE
        .iter()
        .map(|folder| (format!("/{folder}/"), "is a path of one machine"));
    let mut found = Vec::new();
    for (left, says) in unfinished.chain(machines) {
        for (number, _) in text
            .lines()
            .enumerate()
            .filter(|(_, line)| stands_alone(line, &left))
        {
            found.push(format!("{path}:{}: `{left}` {says}", number + 1));
        }
    }
    found
}

/// Whether the text is in the line and is not part of a longer word or path.
fn stands_alone(line: &str, text: &str) -> bool {
    let in_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
    line.match_indices(text).any(|(at, _)| {
        let before = line.get(..at).and_then(|before| before.chars().next_back());
        let after = line.get(at + text.len()..).and_then(|after| after.chars().next());
        let goes_on = text.ends_with(char::is_uppercase) && after.is_some_and(char::is_alphanumeric);
        !goes_on && !before.is_some_and(in_word)
    })
}

fn code(path: &str, text: String, findings: &mut Findings) -> Result<()> {
    if path.ends_with("/src/lib.rs") && !text.starts_with("//!") {
        findings.problems.push(format!(
            "{path}: begin with `//!`: what the crate is for, and what it is not"
        ));
    }
    // Tests may be as long as what they list.
    if path.contains("/tests/") || path.ends_with("/tests.rs") {
        return Ok(());
    }
    let lines = Source::parse(path, text)?.production_lines();
    if lines > TOO_LONG {
        findings.problems.push(format!(
            "{path}: {lines} lines of production code, of at most {TOO_LONG}; split it"
        ));
    } else if lines > LONG {
        findings.warnings.push(format!(
            "{path}: {lines} lines of production code; {LONG} are plenty"
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{Findings, OF_ONE_MACHINE, UNFINISHED, badly_named, code, left_behind, unlinted};

    /// Looks at one file, and expects so many problems and so many warnings.
    #[track_caller]
    fn check(path: &str, text: &str, problems: usize, warnings: usize) {
        let mut findings = Findings::default();
        findings.problems.extend(badly_named(path));
        findings.problems.extend(left_behind(path, text));
        if path.rsplit_once('.').is_some_and(|(_, ending)| ending == "rs") {
            code(path, text.to_owned(), &mut findings).unwrap();
        }
        let found = (findings.problems.len(), findings.warnings.len());
        assert_eq!(found, (problems, warnings), "{path}: {findings:?}");
    }

    fn long(lines: usize) -> String {
        "fn f() {}\n".repeat(lines)
    }

    #[test]
    fn lines_are_counted_without_tests() {
        check("crates/a/src/b.rs", &long(500), 0, 0);
        check("crates/a/src/b.rs", &long(501), 0, 1);
        check("crates/a/src/b.rs", &long(700), 0, 1);
        check("crates/a/src/b.rs", &long(701), 1, 0);
        check(
            "crates/a/src/b.rs",
            &format!("{}#[cfg(test)]\nmod tests {{\n{}}}\n", long(500), long(900)),
            0,
            0,
        );
        check("crates/a/tests/b.rs", &long(900), 0, 0);
    }

    #[test]
    fn names_that_say_nothing_are_refused() {
        check("crates/a/src/utils/b.rs", "", 1, 0);
        check("crates/a/src/common.rs", "", 0, 0);
        check("crates/a/src/uncommon/b.rs", "", 0, 0);
        check("crates/a/src/snapshots/b.snap.new", "", 1, 0);
    }

    #[test]
    fn nothing_is_left_unfinished() {
        let [todo, fix, marked, ignored] = UNFINISHED.map(|(text, _)| text);
        check("a/src/b.rs", &format!("fn f() {{ {todo}() }}"), 1, 0);
        check("a/src/b.rs", &format!("// {fix}: later"), 1, 0);
        check("a/src/b.rs", &format!("// {marked}"), 1, 0);
        check("a/src/b.rs", &format!("const A: &str = \"{marked}L\";"), 0, 0);
        check(
            "a/src/b.rs",
            &format!("#[test]\n{ignored} = \"slow\"]\nfn f() {{}}"),
            1,
            0,
        );
        check(
            "docs/a.md",
            &format!("A journey of your own may hold a {fix}."),
            0,
            0,
        );
    }

    #[test]
    fn no_machine_is_named() {
        for folder in OF_ONE_MACHINE {
            check("docs/a.md", &format!("see /{folder}/house"), 1, 0);
            check("docs/a.toml", &format!("path = \"/{folder}/house\""), 1, 0);
            check(
                "docs/a.md",
                &format!("see https://example.org/{folder}/ and ../{folder}/x"),
                0,
                0,
            );
        }
    }

    #[test]
    fn a_library_says_what_it_is_for() {
        check("crates/a/src/lib.rs", "//! Moments.\n", 0, 0);
        check("crates/a/src/lib.rs", "pub mod a;\n", 1, 0);
    }

    #[test]
    fn every_crate_is_held_to_the_lints() {
        let check =
            |text: &str, held: bool| assert_eq!(unlinted("a/Cargo.toml", text).is_none(), held, "{text}");
        check(
            "[package]\nname = \"a\"\n\n[lints]\nworkspace = true\n\n[dependencies]\n",
            true,
        );
        check("[package]\nname = \"a\"\n", false);
        check("[lints]\n\n[lib]\nworkspace = true\n", false);
    }
}
