//! Reads the house's own Rust as tokens: which paths it names, and what of it is only for tests.
//!
//! It knows no grammar beyond that. What a macro is given is read like any other code.

use std::collections::BTreeSet;
use std::str::FromStr as _;

use anyhow::{Context as _, Result, anyhow};
use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

use crate::workspace::{Crate, Workspace};

/// A Rust file of the workspace.
#[derive(Debug)]
pub(super) struct Source {
    /// Below the root of the workspace, with forward slashes.
    pub(super) path: String,
    pub(super) text: String,
    /// Its tokens without the items that are compiled only for tests.
    production: TokenStream,
    /// The modules in files of their own that are compiled only for tests: `#[cfg(test)] mod cases;`.
    test_modules: Vec<String>,
    /// Lines of items that are compiled only for tests.
    test_lines: usize,
}

/// A path as the code names it, such as `std::fs::read`, and the line where it starts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Name {
    pub(super) parts: Vec<String>,
    pub(super) line: usize,
}

impl Name {
    /// Whether the path begins with these parts.
    pub(super) fn begins_with(&self, parts: &[&str]) -> bool {
        self.parts.len() >= parts.len() && self.parts.iter().zip(parts).all(|(a, b)| a == b)
    }
}

impl Source {
    pub(super) fn parse(path: &str, text: String) -> Result<Self> {
        let tokens =
            TokenStream::from_str(&text).map_err(|problem| anyhow!("`{path}` is not Rust: {problem}"))?;
        let mut tests = Tests::default();
        let production = tests.take_out(tokens);
        Ok(Self {
            path: path.to_owned(),
            text,
            production,
            test_modules: tests.modules,
            test_lines: tests.lines,
        })
    }

    /// How many lines the file has, not counting what is compiled only for tests.
    pub(super) fn production_lines(&self) -> usize {
        self.text.lines().count().saturating_sub(self.test_lines)
    }

    /// Every path that the production code names. Groups in `use` are spelled out.
    pub(super) fn names(&self) -> Vec<Name> {
        let mut names = Vec::new();
        collect(&self.production, &[], &mut names);
        names
    }

    /// The module path of a file below `src`: `src/controls/travel.rs` is `controls`, `travel`; a root is empty.
    pub(super) fn module(&self, folder: &str) -> Vec<String> {
        let below = self
            .path
            .strip_prefix(folder)
            .and_then(|path| path.strip_prefix("/src/"))
            .unwrap_or(&self.path);
        let below = below.strip_suffix(".rs").unwrap_or(below);
        let mut module: Vec<String> = below.split('/').map(str::to_owned).collect();
        if module.last().is_some_and(|last| last == "mod") || matches!(below, "lib" | "main") {
            module.pop();
        }
        module
    }
}

/// The production sources of a crate: what is below its `src`, without files that are only for tests.
pub(super) fn production(workspace: &Workspace, of: &Crate) -> Result<Vec<Source>> {
    let below = format!("{}/src/", of.folder);
    let mut sources = Vec::new();
    for path in workspace.files()? {
        if path.starts_with(&below) && has_ending(&path, "rs") {
            let text = std::fs::read_to_string(workspace.root.join(&path))
                .with_context(|| format!("cannot read `{path}`"))?;
            sources.push(Source::parse(&path, text)?);
        }
    }
    Ok(without_test_files(&of.folder, sources))
}

/// Leaves out the files of modules that are declared only for tests, and all that is below those.
fn without_test_files(folder: &str, sources: Vec<Source>) -> Vec<Source> {
    let only_tests: BTreeSet<Vec<String>> = sources
        .iter()
        .flat_map(|source| {
            let module = source.module(folder);
            source
                .test_modules
                .iter()
                .map(move |name| [module.as_slice(), std::slice::from_ref(name)].concat())
        })
        .collect();
    let kept = |source: &Source| {
        !only_tests
            .iter()
            .any(|module| source.module(folder).starts_with(module))
    };
    sources.into_iter().filter(kept).collect()
}

/// Whether a path ends with a dot and this.
pub(super) fn has_ending(path: &str, ending: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, has)| has == ending)
}

/// Takes out the items that are marked `#[cfg(test)]` and remembers what they were.
#[derive(Default)]
struct Tests {
    modules: Vec<String>,
    lines: usize,
}

impl Tests {
    fn take_out(&mut self, tokens: TokenStream) -> TokenStream {
        let mut kept = Vec::new();
        let mut tokens = tokens.into_iter().peekable();
        while let Some(token) = tokens.next() {
            let marks_a_test = is_punctuation(&token, '#') && tokens.peek().is_some_and(is_for_tests);
            if marks_a_test {
                let first = token.span().start().line;
                let last = self.skip_item(&mut tokens);
                self.lines += last.saturating_sub(first) + 1;
                continue;
            }
            kept.push(match token {
                TokenTree::Group(group) => {
                    let mut inner = Group::new(group.delimiter(), self.take_out(group.stream()));
                    inner.set_span(group.span());
                    TokenTree::Group(inner)
                }
                other => other,
            });
        }
        kept.into_iter().collect()
    }

    /// Passes over the rest of an item whose `#` is already taken, and returns its last line.
    fn skip_item(&mut self, tokens: &mut std::iter::Peekable<impl Iterator<Item = TokenTree>>) -> usize {
        const ITEMS: [&str; 14] = [
            "pub",
            "fn",
            "impl",
            "struct",
            "enum",
            "mod",
            "const",
            "static",
            "type",
            "trait",
            "unsafe",
            "async",
            "extern",
            "macro_rules",
        ];
        let mut last = tokens.next().map_or(0, |attribute| attribute.span().end().line);
        while tokens.peek().is_some_and(|token| is_punctuation(token, '#')) {
            tokens.next();
            last = tokens
                .next()
                .map_or(last, |attribute| attribute.span().end().line);
        }
        let first_word = tokens.peek().map(ToString::to_string).unwrap_or_default();
        let (mut words, mut in_use) = (Vec::new(), false);
        for token in tokens.by_ref() {
            last = token.span().end().line;
            let brace = matches!(&token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace);
            let comma = is_punctuation(&token, ',') && !ITEMS.contains(&first_word.as_str()) && !in_use;
            if is_punctuation(&token, ';') {
                self.modules.extend(module_named_in(&words));
                break;
            }
            if comma || (brace && !in_use) {
                break;
            }
            words.push(token.to_string());
            // The braces of a `use` do not end it.
            in_use |= words.last().is_some_and(|word| word == "use");
        }
        last
    }
}

/// The name in `mod name` or `pub(crate) mod name`.
fn module_named_in(words: &[String]) -> Option<String> {
    let at = words.iter().position(|word| word == "mod")?;
    words.get(at + 1).cloned()
}

fn is_punctuation(token: &TokenTree, character: char) -> bool {
    matches!(token, TokenTree::Punct(mark) if mark.as_char() == character)
}

/// Whether `[…]` is `[cfg(test)]`, or `[cfg(all(test, …))]`.
fn is_for_tests(token: &TokenTree) -> bool {
    let TokenTree::Group(group) = token else {
        return false;
    };
    let text: String = group
        .stream()
        .to_string()
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect();
    group.delimiter() == Delimiter::Bracket && (text == "cfg(test)" || text.starts_with("cfg(all(test,"))
}

fn collect(tokens: &TokenStream, before: &[String], names: &mut Vec<Name>) {
    let tokens: Vec<TokenTree> = tokens.clone().into_iter().collect();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        at += 1;
        match token {
            // What a path is renamed to is no path.
            TokenTree::Ident(word) if word == "as" && !before.is_empty() => at += 1,
            TokenTree::Ident(word) => {
                let line = word.span().start().line;
                let mut parts = before.to_vec();
                parts.extend(Some(word.to_string()).filter(|word| before.is_empty() || word != "self"));
                let mut whole = true;
                while is_separator(&tokens, at) {
                    match tokens.get(at + 2) {
                        Some(TokenTree::Ident(next)) => parts.push(next.to_string()),
                        Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
                            // The group names what it holds; the path before it is not named for itself.
                            collect(&group.stream(), &parts, names);
                            whole = false;
                        }
                        Some(token) if is_punctuation(token, '*') => parts.push("*".to_owned()),
                        _ => break,
                    }
                    at += 3;
                }
                if whole {
                    names.push(Name { parts, line });
                }
            }
            TokenTree::Group(group) => collect(&group.stream(), before, names),
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}

fn is_separator(tokens: &[TokenTree], at: usize) -> bool {
    [at, at + 1]
        .iter()
        .all(|&at| tokens.get(at).is_some_and(|token| is_punctuation(token, ':')))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Source, without_test_files};

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let source = Source::parse("crates/a/src/lib.rs", text.to_owned()).unwrap();
        let names: Vec<String> = source.names().iter().map(|name| name.parts.join("::")).collect();
        let missing: Vec<&&str> = expected
            .iter()
            .filter(|name| !names.iter().any(|seen| seen == **name))
            .collect();
        assert!(missing.is_empty(), "{missing:?} not among {names:?}");
        let outside: Vec<&String> = names
            .iter()
            .filter(|name| name.starts_with("std") && !expected.contains(&name.as_str()))
            .collect();
        assert!(outside.is_empty(), "{outside:?} were not expected");
    }

    #[test]
    fn paths_are_found_however_they_are_written() {
        check("fn f() { let _ = std::fs::read(x); }", &["std::fs::read"]);
        check("fn f() { let _ = ::std::fs::read(x); }", &["std::fs::read"]);
        check(
            "use std::{fmt, io::{self, Read}, fs as files};",
            &["std::fmt", "std::io", "std::io::Read", "std::fs"],
        );
        check("use std::collections::*;", &["std::collections::*"]);
        check("use std as s; use std::{self as t};", &["std"]);
        check(
            "fn f() { println!(\"{}\", std::env::var(\"A\")); }",
            &["std::env::var"],
        );
        check(
            "fn f() -> Vec<std::net::IpAddr> { Vec::<std::net::IpAddr>::new() }",
            &["std::net::IpAddr"],
        );
        check(
            "/// Not `std::fs`.\nfn f() { let _ = \"std::fs\"; } // nor std::env",
            &[],
        );
    }

    #[test]
    fn what_is_only_for_tests_is_left_out() {
        check(
            "#[cfg(test)] mod tests { use std::fs; } fn f() { std::mem::drop(1) }",
            &["std::mem::drop"],
        );
        check("#[cfg(test)] use std::{fs, io}; use std::fmt;", &["std::fmt"]);
        check(
            "#[cfg(all(test, unix))] #[allow(x)] fn f<A, B>() { std::fs::read(a) } use std::fmt;",
            &["std::fmt"],
        );
        check(
            "struct S { #[cfg(test)] a: std::fs::File, b: std::fmt::Error }",
            &["std::fmt::Error"],
        );
        check("#[cfg(not(test))] use std::fs;", &["std::fs"]);
    }

    #[test]
    fn lines_of_tests_are_not_lines_of_production() {
        let lines = |text: &str| Source::parse("a.rs", text.to_owned()).unwrap().production_lines();
        assert_eq!(
            lines("fn a() {}\n\n#[cfg(test)]\nmod tests {\n    fn b() {}\n}\n"),
            2
        );
        assert_eq!(lines("#[cfg(test)]\nmod cases;\nfn a() {}\n"), 1);
        assert_eq!(lines("fn a() {}\nfn b() {}\n"), 2);
    }

    #[test]
    fn a_file_that_only_tests_use_is_no_production_file() {
        let source = |path: &str, text: &str| Source::parse(path, text.to_owned()).unwrap();
        let sources = vec![
            source("crates/a/src/lib.rs", "mod b; #[cfg(test)] pub(crate) mod cases;"),
            source("crates/a/src/b.rs", "#[cfg(test)] mod more;"),
            source("crates/a/src/b/more.rs", ""),
            source("crates/a/src/cases/mod.rs", ""),
            source("crates/a/src/cases/deep.rs", ""),
            source("crates/a/src/more.rs", ""),
        ];
        let kept = without_test_files("crates/a", sources);
        let paths: Vec<&str> = kept.iter().map(|source| source.path.as_str()).collect();
        assert_eq!(
            paths,
            ["crates/a/src/lib.rs", "crates/a/src/b.rs", "crates/a/src/more.rs"]
        );
    }

    proptest! {
        /// Whatever order items stand in, those for tests go and all others stay.
        #[test]
        fn no_item_for_tests_takes_another_along(kinds in prop::collection::vec((0_usize..6, any::<bool>()), 0..8)) {
            let item = |at: usize, kind: usize| match kind {
                0 => format!("use std::n{at}::{{a, b::{{c}}}};"),
                1 => format!("fn f{at}<A, B>() {{ std::n{at}::a(); }}"),
                2 => format!("const C{at}: [u8; 2] = [std::n{at}::A; 2];"),
                3 => format!("struct S{at} {{ a: std::n{at}::A, b: u8 }}"),
                4 => format!("impl A for [std::n{at}::A; 2] {{ fn a() {{}} }}"),
                _ => format!("pub(crate) mod m{at} {{ use std::n{at}; }}"),
            };
            let mut text = String::new();
            for (at, (kind, for_tests)) in kinds.iter().enumerate() {
                text.push_str(if *for_tests { "#[cfg(test)]\n" } else { "" });
                text.push_str(&item(at, *kind));
                text.push('\n');
            }
            let source = Source::parse("a.rs", text).unwrap();
            let names = source.names();
            for (at, (_, for_tests)) in kinds.iter().enumerate() {
                let is_named = names.iter().any(|name| name.begins_with(&["std", &format!("n{at}")]));
                prop_assert_eq!(is_named, !for_tests);
            }
            let of_tests = kinds.iter().filter(|(_, for_tests)| *for_tests).count();
            prop_assert_eq!(source.production_lines(), kinds.len() - of_tests);
        }
    }
}
