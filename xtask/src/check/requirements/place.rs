//! Finds a named place in a file of the project: an item or a test in Rust, a test in the browser, a heading, a key.

use std::str::FromStr as _;

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use super::super::source::has_ending;

/// What stands at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found {
    /// Something that fails where it is not so.
    Test,
    /// Anything else.
    Other,
}

/// What begins an item of Rust, before its name.
const ITEMS: [&str; 8] = ["fn", "struct", "enum", "const", "static", "trait", "type", "mod"];

/// Cases that each backend's tests run: functions like any other, by their folder.
const CASES: &str = "crates/store/src/conformance/";

/// What stands at `name` in a file; nothing where it is not there, or the file is of no known kind.
pub(super) fn find(path: &str, text: &str, name: &str) -> Option<Found> {
    if has_ending(path, "rs") {
        let found = in_rust(TokenStream::from_str(text).ok()?, name)?;
        let is_case = path.starts_with(CASES) && text.contains(&format!("async fn {name}("));
        return Some(if is_case { Found::Test } else { found });
    }
    if has_ending(path, "mjs") {
        let told = text.contains(&format!("it('{name}'")) || text.contains(&format!("it(`{name}`"));
        return told.then_some(Found::Test);
    }
    if has_ending(path, "md") {
        let mut headings = text.lines().filter(|line| line.starts_with('#'));
        return headings
            .any(|heading| anchor(heading.trim_start_matches('#')) == name)
            .then_some(Found::Other);
    }
    if has_ending(path, "yaml") {
        let key = format!("{name}:");
        return text
            .lines()
            .any(|line| line.trim() == key)
            .then_some(Found::Other);
    }
    None
}

/// A heading as links name it.
fn anchor(heading: &str) -> String {
    heading
        .trim()
        .chars()
        .filter_map(|letter| match letter {
            ' ' => Some('-'),
            letter if letter.is_alphanumeric() || matches!(letter, '-' | '_') => {
                Some(letter.to_ascii_lowercase())
            }
            _ => None,
        })
        .collect()
}

/// An item of this name, wherever it is nested; a test where one of them is.
fn in_rust(tokens: TokenStream, name: &str) -> Option<Found> {
    let mut found = None;
    let mut note = |seen: Option<Found>| match seen {
        Some(Found::Test) => found = Some(Found::Test),
        Some(Found::Other) => found = found.or(Some(Found::Other)),
        None => {}
    };
    let (mut is_test, mut after_item, mut after_hash) = (false, false, false);
    for token in tokens {
        let was_hash = std::mem::take(&mut after_hash);
        let was_item = std::mem::take(&mut after_item);
        match token {
            TokenTree::Ident(word) => {
                // In `const fn` a second such word follows the first.
                after_item = ITEMS.iter().any(|item| word == item);
                if was_item && word == name {
                    note(Some(if is_test { Found::Test } else { Found::Other }));
                }
            }
            TokenTree::Punct(mark) => {
                after_hash = mark.as_char() == '#';
                is_test &= mark.as_char() != ';';
            }
            TokenTree::Group(group) if was_hash && group.delimiter() == Delimiter::Bracket => {
                is_test |= marks_a_test(group.stream());
            }
            TokenTree::Group(group) => {
                is_test &= group.delimiter() != Delimiter::Brace;
                note(in_rust(group.stream(), name));
            }
            TokenTree::Literal(_) => {}
        }
    }
    found
}

/// Whether an attribute is `test` or the like of it, such as `tokio::test`.
fn marks_a_test(attribute: TokenStream) -> bool {
    let path = attribute
        .into_iter()
        .take_while(|token| match token {
            TokenTree::Ident(_) => true,
            TokenTree::Punct(mark) => mark.as_char() == ':',
            _ => false,
        })
        .last();
    // What comes after the path, as in `cfg(test)`, is not the attribute's name.
    matches!(path, Some(TokenTree::Ident(word)) if word == "test")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_found_by_what_they_are() {
        let rust = "const LIFE: u8 = 1;\n\
                    impl Door { pub async fn open(&self) { inner(|| { const fn deep() {} }) } }\n\
                    #[cfg(test)] mod tests { #[tokio::test] async fn it_opens() {}\n fn helper() {}\n\
                    proptest! { #[test] fn any_door_opens(a in 0..9u8) {} } }";
        let check = |path: &str, text: &str, name: &str, expected: Option<Found>| {
            assert_eq!(find(path, text, name), expected, "{path}#{name}");
        };
        check("a.rs", rust, "LIFE", Some(Found::Other));
        check("a.rs", rust, "open", Some(Found::Other));
        check("a.rs", rust, "deep", Some(Found::Other));
        check("a.rs", rust, "tests", Some(Found::Other));
        check("a.rs", rust, "it_opens", Some(Found::Test));
        check("a.rs", rust, "helper", Some(Found::Other));
        check("a.rs", rust, "any_door_opens", Some(Found::Test));
        check("a.rs", rust, "inner", None);
        check(
            "a.rs",
            "// fn open() {}\nconst A: &str = \"fn open\";",
            "open",
            None,
        );
        check("a.rs", "not { rust", "open", None);
        let case = "async fn a_door_opens(store: Store) {}\nfn helper() {}";
        check(
            "crates/store/src/conformance/doors.rs",
            case,
            "a_door_opens",
            Some(Found::Test),
        );
        check(
            "crates/store/src/conformance/doors.rs",
            case,
            "helper",
            Some(Found::Other),
        );
        check("a.mjs", "it('opens', async () => {})", "opens", Some(Found::Test));
        check("a.mjs", "opens()", "opens", None);
        check(
            "a.md",
            "# Doors\n\n## Ways in, and out",
            "ways-in-and-out",
            Some(Found::Other),
        );
        check("a.md", "ways-in", "ways-in", None);
        check(
            "a.yaml",
            "controls:\n  growing-waits:\n",
            "growing-waits",
            Some(Found::Other),
        );
        check("a.txt", "anything", "anything", None);
    }
}
