//! Holds the documents to the tree: every path, crate and command that they name exists.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Context as _, Result};

use super::Findings;
use super::commands;
use super::source::has_ending;
use crate::workspace::{Crate, Workspace};

/// The documents at the root, each of which a reader expects. Those below `docs/` are found.
const AT_THE_ROOT: [&str; 4] = ["README.md", "ARCHITECTURE.md", "GLOSSARY.md", "CONTRIBUTING.md"];

/// Where code in backticks begins when it is a path of this repository.
const OURS: [&str; 6] = ["crates/", "xtask/", "docs/", "journeys/", "tests/", ".ci/"];

/// A path that a document names.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Mention {
    line: usize,
    /// As it is written, without what follows `#`.
    path: String,
    /// A link starts where the document lies; a path in backticks starts at the root.
    is_link: bool,
}

pub(super) fn check(workspace: &Workspace) -> Result<Findings> {
    let mut findings = Findings::default();
    let below = workspace
        .files()?
        .into_iter()
        .filter(|path| path.starts_with("docs/") && has_ending(path, "md"));
    for path in AT_THE_ROOT.map(str::to_owned).into_iter().chain(below) {
        let file = workspace.root.join(&path);
        if !file.is_file() {
            findings.problems.push(format!("{path} is missing"));
            continue;
        }
        let text = std::fs::read_to_string(file).with_context(|| format!("cannot read `{path}`"))?;
        findings
            .problems
            .extend(missing_paths(&workspace.root, &path, &text));
        match path.as_str() {
            "ARCHITECTURE.md" => findings.problems.extend(code_map(&workspace.crates, &text)),
            "README.md" => commands::check(workspace, &text, &mut findings),
            _ => {}
        }
    }
    Ok(findings)
}

fn missing_paths(root: &Path, document: &str, text: &str) -> Vec<String> {
    let mut problems = Vec::new();
    for Mention { line, path, is_link } in mentions(text) {
        let folder = if is_link {
            document.rsplit_once('/').map_or("", |(folder, _)| folder)
        } else {
            ""
        };
        match from_the_root(folder, &path) {
            None => problems.push(format!("{document}:{line}: `{path}` leads out of the repository")),
            Some(parts) if !exists(root, &parts) => {
                problems.push(format!("{document}:{line}: `{path}` does not exist"));
            }
            Some(_) => {}
        }
    }
    problems
}

/// The parts of a path that starts in `folder`, with `..` followed; nothing where it leaves the repository.
fn from_the_root<'a>(folder: &'a str, path: &'a str) -> Option<Vec<&'a str>> {
    let mut parts = Vec::new();
    for part in folder.split('/').chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts)
}

/// Whether the path is there. A part may hold one `*`, which stands for any name.
fn exists(folder: &Path, parts: &[&str]) -> bool {
    let Some((first, rest)) = parts.split_first() else {
        return folder.exists();
    };
    let Some((begins, ends)) = first.split_once('*') else {
        return exists(&folder.join(first), rest);
    };
    let Ok(entries) = std::fs::read_dir(folder) else {
        return false;
    };
    entries.flatten().any(|entry| {
        let name = entry.file_name().to_string_lossy().into_owned();
        let fits =
            name.len() >= begins.len() + ends.len() && name.starts_with(begins) && name.ends_with(ends);
        fits && exists(&entry.path(), rest)
    })
}

/// The paths in a document's links, pictures and backticks. Blocks of code are left alone.
fn mentions(text: &str) -> Vec<Mention> {
    let mut found = Vec::new();
    let mut in_block = false;
    for (number, line) in text.lines().enumerate() {
        if line.trim_start().starts_with("```") {
            in_block = !in_block;
            continue;
        }
        if in_block {
            continue;
        }
        let mut note = |path: &str, is_link| {
            found.push(Mention {
                line: number + 1,
                path: path.to_owned(),
                is_link,
            });
        };
        // Every second part between backticks is code.
        let (prose, code): (Vec<_>, Vec<_>) = line.split('`').enumerate().partition(|(at, _)| at % 2 == 0);
        for (_, code) in code {
            if let Some(path) = path_in_code(code) {
                note(path, false);
            }
        }
        let prose: Vec<&str> = prose.into_iter().map(|(_, prose)| prose).collect();
        // A link's text may be code; its target stands outside, right after the bracket.
        for target in link_targets(&prose.join("`")) {
            note(target, true);
        }
    }
    found
}

fn path_in_code(code: &str) -> Option<&str> {
    let is_ours = OURS.iter().any(|start| code.starts_with(start));
    // What a reader is to fill in names no file.
    let is_pattern = code.contains(|c: char| c.is_whitespace() || "<>{}…$".contains(c));
    if !is_ours || is_pattern {
        return None;
    }
    let is_line = |end: &str| !end.is_empty() && end.bytes().all(|byte| byte.is_ascii_digit());
    let (path, _) = code
        .rsplit_once(':')
        .filter(|(_, end)| is_line(end))
        .unwrap_or((code, ""));
    Some(path)
}

/// Targets of `[text](target)`, `[label]: target`, `src="target"` and the like that are files.
fn link_targets(prose: &str) -> Vec<&str> {
    let mut targets = Vec::new();
    for (before, after, closes) in [
        ("](", 2, ')'),
        ("src=\"", 5, '"'),
        ("srcset=\"", 8, '"'),
        ("href=\"", 6, '"'),
    ] {
        for (at, _) in prose.match_indices(before) {
            let target = prose.get(at + after..).and_then(|rest| rest.split(closes).next());
            targets.extend(target);
        }
    }
    if prose.starts_with('[') {
        targets.extend(prose.split_once("]: ").map(|(_, target)| target));
    }
    targets.into_iter().filter_map(file_of).collect()
}

/// The file that a link's target names: without title and fragment; nothing for other sites and places on the page.
fn file_of(target: &str) -> Option<&str> {
    let target = target.split_whitespace().next()?;
    let target = target.trim_start_matches('<').trim_end_matches('>');
    let target = target
        .split(['#', '?'])
        .next()
        .filter(|target| !target.is_empty())?;
    let elsewhere = target.contains("://") || target.starts_with("mailto:") || target.starts_with("data:");
    (!elsewhere).then_some(target)
}

/// The code map of ARCHITECTURE.md names every crate, and no other.
///
/// A crate is named by its folder in backticks, or by its name in backticks at the start of a
/// table's row, of a list's item, or in a heading.
fn code_map(crates: &[Crate], text: &str) -> Vec<String> {
    let Some(section) = section(text, "code map") else {
        return vec!["ARCHITECTURE.md: there is no section called `Code map`".to_owned()];
    };
    let mut named: BTreeSet<&str> = BTreeSet::new();
    let mut problems = Vec::new();
    for line in section.lines() {
        let code = || line.split('`').skip(1).step_by(2);
        let known = code().filter_map(|code| {
            let folder = code.trim_end_matches('/');
            crates.iter().find(|of| of.name == folder || of.folder == folder)
        });
        named.extend(known.map(|of| of.name.as_str()));
        let start = line.trim_start_matches(['#', '|', '-', '*', ' ']);
        let heads_an_entry = start.len() < line.len() && start.starts_with('`');
        let Some(first) = code().next().filter(|_| heads_an_entry) else {
            continue;
        };
        let first = first.trim_end_matches('/');
        let name = first.strip_prefix("crates/").unwrap_or(first);
        let is_a_name = !name.is_empty()
            && name
                .chars()
                .all(|c| c.is_ascii_lowercase() || c == '-' || c == '_');
        if is_a_name
            && !crates.iter().any(|of| of.name == name || of.folder == first)
            && !OURS.contains(&&*format!("{name}/"))
        {
            problems.push(format!(
                "ARCHITECTURE.md: the code map names `{name}`, which is no crate"
            ));
        }
    }
    let unnamed = crates.iter().filter(|of| !named.contains(of.name.as_str()));
    problems.extend(unnamed.map(|of| format!("ARCHITECTURE.md: the code map does not name `{}`", of.name)));
    problems
}

/// The text below the heading that has this in it, up to the next heading of the same or a higher level.
fn section<'a>(text: &'a str, heading: &str) -> Option<&'a str> {
    let level =
        |line: &str| Some(line.bytes().take_while(|byte| *byte == b'#').count()).filter(|level| *level > 0);
    let mut at = 0;
    let mut open: Option<(usize, usize)> = None;
    for line in text.split_inclusive('\n') {
        match (open, level(line)) {
            (None, Some(level)) if line.to_lowercase().contains(heading) => {
                open = Some((level, at + line.len()));
            }
            (Some((opened, start)), Some(level)) if level <= opened => return text.get(start..at),
            _ => {}
        }
        at += line.len();
    }
    open.and_then(|(_, start)| text.get(start..))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::{code_map, from_the_root, mentions, missing_paths};
    use crate::workspace::Crate;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let found: Vec<String> = mentions(text).into_iter().map(|mention| mention.path).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn paths_in_backticks_are_found_and_other_code_is_not() {
        check(
            "see `crates/guard/src/lib.rs` and `.ci/run`",
            &["crates/guard/src/lib.rs", ".ci/run"],
        );
        check("see `crates/guard/src/lib.rs:12`", &["crates/guard/src/lib.rs"]);
        check(
            "see `crates/guard/src/controls/*.rs`",
            &["crates/guard/src/controls/*.rs"],
        );
        check(
            "a new `crates/<name>` or `crates/{a,b}`, `cargo test`, `a/b`, `tests`",
            &[],
        );
        check("```sh\nls `crates/none`\n```\n`docs/a.md`", &["docs/a.md"]);
    }

    #[test]
    fn links_to_files_are_found_and_links_elsewhere_are_not() {
        check(
            "[a](docs/a.md), [b](docs/b.md#part \"title\") ![c](<docs/c.png>)",
            &["docs/a.md", "docs/b.md", "docs/c.png"],
        );
        check(
            "[a](https://example.org/a.md) [b](#part) [c](mailto:a@example.org)",
            &[],
        );
        check("[`lib`](crates/a/src/lib.rs)", &["crates/a/src/lib.rs"]);
        check("[a]: docs/a.md", &["docs/a.md"]);
        check(
            "<source srcset=\"docs/dark.png\"><img src=\"docs/light.png\" alt=\"\">",
            &["docs/light.png", "docs/dark.png"],
        );
    }

    #[test]
    fn what_does_not_exist_is_named_with_its_place() {
        let house = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(house.path().join("docs/deep")).unwrap();
        std::fs::write(house.path().join("docs/a.md"), "").unwrap();
        let check = |document: &str, text: &str, expected: &[&str]| {
            assert_eq!(missing_paths(house.path(), document, text), expected, "{text}");
        };
        check(
            "README.md",
            "`docs/a.md` `docs/deep/` `docs/*.md` [a](docs/a.md)",
            &[],
        );
        check("docs/a.md", "[up](../docs/a.md) `docs/a.md` [beside](a.md)", &[]);
        check(
            "README.md",
            "\n`docs/b.md`",
            &["README.md:2: `docs/b.md` does not exist"],
        );
        check(
            "README.md",
            "`docs/*.txt`",
            &["README.md:1: `docs/*.txt` does not exist"],
        );
        check(
            "docs/a.md",
            "[a](docs/a.md)",
            &["docs/a.md:1: `docs/a.md` does not exist"],
        );
        check(
            "docs/a.md",
            "[a](../../b.md)",
            &["docs/a.md:1: `../../b.md` leads out of the repository"],
        );
    }

    #[test]
    fn the_code_map_and_the_workspace_name_the_same_crates() {
        let of = |name: &str, folder: &str| Crate {
            name: name.to_owned(),
            folder: folder.to_owned(),
            needs: BTreeSet::new(),
        };
        let crates = [
            of("guard", "crates/guard"),
            of("safeconduct", "crates/cli"),
            of("xtask", "xtask"),
        ];
        let check = |text: &str, expected: &[&str]| assert_eq!(code_map(&crates, text), expected, "{text}");
        check(
            "# A\n## Code map\n### `guard`\n`crates/cli`: the binary\n| `xtask` | tools |\n## B\n- `gone`\n",
            &[],
        );
        check(
            "# Code map\n- `guard`\n- `crates/cli`\n- `xtask/`\n- `cellar`: wine\n",
            &["ARCHITECTURE.md: the code map names `cellar`, which is no crate"],
        );
        check(
            "# Code map\n- `guard` uses `other`\n- `safeconduct`\n",
            &["ARCHITECTURE.md: the code map does not name `xtask`"],
        );
        check(
            "# A\n`guard`\n",
            &["ARCHITECTURE.md: there is no section called `Code map`"],
        );
    }

    proptest! {
        #[test]
        fn no_path_leads_out_of_the_repository(folder in "[a-c/]{0,6}", path in "[a-c./]{0,16}") {
            let parts = from_the_root(&folder, &path).unwrap_or_default();
            prop_assert!(parts.iter().all(|part| !["", ".", ".."].contains(part)));
        }

        #[test]
        fn a_link_is_found_wherever_it_stands(before in "[a-z .,]{0,20}", after in "[a-z .,()]{0,20}") {
            let found = mentions(&format!("{before}[text](docs/a.md){after}"));
            prop_assert_eq!(found.into_iter().map(|mention| mention.path).collect::<Vec<_>>(), ["docs/a.md"]);
        }
    }
}
