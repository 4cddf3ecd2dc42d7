//! YAML as a plain tree in which every node knows where it was written.
//!
//! Scalars stay the text that was typed: `no` is a word, `1.10` keeps its nought, a date is a date. What a
//! scalar means is decided where it is read, by what belongs there. A budget bounds size, depth and what
//! aliases may unfold to.

use std::fmt;

use serde::de::{self, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_saphyr::options::{DuplicateKeyPolicy, MergeKeyPolicy};
use serde_saphyr::{Location, Spanned};

use crate::source::Place;

/// Largest file that is read, in bytes.
pub(crate) const MAX_FILE_BYTES: usize = 1 << 20;

/// One node of the tree.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Node {
    pub(crate) what: What,
    pub(crate) place: Place,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum What {
    /// Nothing stands there.
    Empty,
    /// A scalar, as it was typed.
    Text(String),
    List(Vec<Node>),
    /// Keys and values in the order of the file; a key that stands twice is there twice.
    Map(Vec<(Node, Node)>),
}

/// The file cannot be read at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct YamlError {
    pub(crate) says: String,
    pub(crate) place: Place,
}

/// Reads a whole file.
pub(crate) fn read(text: &str, file: usize) -> Result<Node, YamlError> {
    if text.len() > MAX_FILE_BYTES {
        return Err(YamlError {
            says: format!(
                "the file is {} bytes long; at most {MAX_FILE_BYTES} are read",
                text.len()
            ),
            place: Place {
                file,
                start: 0,
                end: 0,
            },
        });
    }
    let options = serde_saphyr::options! {
        budget: serde_saphyr::budget! {
            max_events: 200_000,
            max_nodes: 100_000,
            max_depth: 24,
            flow_nesting_limit: 24,
            max_aliases: 1_000,
            max_anchors: 100,
        },
        alias_limits: serde_saphyr::alias_limits! {
            max_total_replayed_events: 20_000,
            max_replay_stack_depth: 8,
        },
        duplicate_keys: DuplicateKeyPolicy::PassThrough,
        merge_keys: MergeKeyPolicy::AsOrdinary,
        emit_comments: false,
        strict_booleans: true,
        with_snippet: false,
    };
    match serde_saphyr::from_str_with_options::<Spanned<Raw>>(text, options) {
        Ok(raw) => Ok(place(raw, text, file)),
        Err(error) => {
            let at = error.location().map_or(
                Place {
                    file,
                    start: 0,
                    end: 0,
                },
                |at| spot(at, text, file),
            );
            Err(YamlError {
                says: in_words(&error),
                place: at,
            })
        }
    }
}

/// What the YAML reader found, without its own account of where and of its limits' names. The reader wraps its
/// errors in one another, so its words are looked at rather than its variants; the tests below hold them.
fn in_words(error: &serde_saphyr::Error) -> String {
    let message = error.render_with_options(serde_saphyr::render_options! {
        formatter: &serde_saphyr::UserMessageFormatter,
        snippets: serde_saphyr::SnippetMode::Off,
    });
    let known = [
        ("recursion limit", "it nests deeper than is read"),
        (
            "too large or too complex",
            "it holds more, nests deeper or repeats itself more often than is read",
        ),
        (
            "single YAML document expected",
            "a second document begins here; keep one for each file",
        ),
    ];
    if let Some((_, instead)) = known.iter().find(|(part, _)| message.contains(part)) {
        return (*instead).to_owned();
    }
    let line = message.lines().next().unwrap_or_default();
    let line = line.split(" at line ").next().unwrap_or(line);
    line.strip_prefix("error: ").unwrap_or(line).trim().to_owned()
}

/// What serde is shown; scalars that are not texts are read again from the file.
enum Raw {
    Empty,
    Text(String),
    /// A number or `true`/`false`.
    Typed,
    List(Vec<Spanned<Raw>>),
    Map(Vec<(Spanned<Raw>, Spanned<Raw>)>),
}

fn place(raw: Spanned<Raw>, text: &str, file: usize) -> Node {
    let place = spot(raw.defined, text, file);
    let what = match raw.value {
        Raw::Empty => What::Empty,
        Raw::Text(text) => What::Text(text),
        Raw::Typed => {
            let typed = text.get(place.start..place.end).unwrap_or_default();
            What::Text(typed.trim().to_owned())
        }
        Raw::List(items) => What::List(
            items
                .into_iter()
                .map(|item| self::place(item, text, file))
                .collect(),
        ),
        Raw::Map(entries) => What::Map(
            entries
                .into_iter()
                .map(|(key, value)| (self::place(key, text, file), self::place(value, text, file)))
                .collect(),
        ),
    };
    Node { what, place }
}

fn spot(at: Location, text: &str, file: usize) -> Place {
    let span = at.span();
    let start = span.byte_offset().and_then(|start| usize::try_from(start).ok());
    let length = span.byte_len().and_then(|length| usize::try_from(length).ok());
    if let (Some(start), Some(length)) = (start, length) {
        let end = (start + length).min(text.len());
        return Place {
            file,
            start: start.min(end),
            end,
        };
    }
    // Without bytes there are still line and column.
    let line = usize::try_from(at.line()).unwrap_or(1).saturating_sub(1);
    let column = usize::try_from(at.column()).unwrap_or(1).saturating_sub(1);
    let before: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
    let rest = text.get(before..).unwrap_or_default();
    let start = before + rest.chars().take(column).map(char::len_utf8).sum::<usize>();
    Place {
        file,
        start,
        end: start,
    }
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RawVisitor)
    }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = Raw;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("any YAML")
    }
    fn visit_unit<E: de::Error>(self) -> Result<Raw, E> {
        Ok(Raw::Empty)
    }
    fn visit_none<E: de::Error>(self) -> Result<Raw, E> {
        Ok(Raw::Empty)
    }
    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Raw, D::Error> {
        Raw::deserialize(deserializer)
    }
    fn visit_str<E: de::Error>(self, text: &str) -> Result<Raw, E> {
        Ok(Raw::Text(text.to_owned()))
    }
    fn visit_string<E: de::Error>(self, text: String) -> Result<Raw, E> {
        Ok(Raw::Text(text))
    }
    fn visit_bool<E: de::Error>(self, _: bool) -> Result<Raw, E> {
        Ok(Raw::Typed)
    }
    fn visit_i64<E: de::Error>(self, _: i64) -> Result<Raw, E> {
        Ok(Raw::Typed)
    }
    fn visit_u64<E: de::Error>(self, _: u64) -> Result<Raw, E> {
        Ok(Raw::Typed)
    }
    fn visit_i128<E: de::Error>(self, _: i128) -> Result<Raw, E> {
        Ok(Raw::Typed)
    }
    fn visit_u128<E: de::Error>(self, _: u128) -> Result<Raw, E> {
        Ok(Raw::Typed)
    }
    fn visit_f64<E: de::Error>(self, _: f64) -> Result<Raw, E> {
        Ok(Raw::Typed)
    }
    fn visit_bytes<E: de::Error>(self, _: &[u8]) -> Result<Raw, E> {
        Ok(Raw::Typed)
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Raw, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = list.next_element()? {
            items.push(item);
        }
        Ok(Raw::List(items))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Raw, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(Raw::Map(entries))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn outline(node: &Node, source: &str) -> String {
        let written = &source[node.place.start..node.place.end];
        match &node.what {
            What::Empty => "nothing".to_owned(),
            What::Text(text) => format!("{text:?}<{written}>"),
            What::List(items) => {
                let items: Vec<String> = items.iter().map(|item| outline(item, source)).collect();
                format!("[{}]", items.join(" "))
            }
            What::Map(entries) => {
                let entries: Vec<String> = entries
                    .iter()
                    .map(|(key, value)| format!("{}={}", outline(key, source), outline(value, source)))
                    .collect();
                format!("{{{}}}", entries.join(" "))
            }
        }
    }

    #[test]
    fn scalars_stay_what_was_typed_and_know_their_place() {
        let check = |text: &str, expected: &str| assert_eq!(outline(&read(text, 0).unwrap(), text), expected);
        check("a: no", r#"{"a"<a>="no"<no>}"#);
        check("a: 1.10 # x", r#"{"a"<a>="1.10"<1.10>}"#);
        check("a: true", r#"{"a"<a>="true"<true>}"#);
        check("a: 2027-03-31", r#"{"a"<a>="2027-03-31"<2027-03-31>}"#);
        check("a: 99.9%", r#"{"a"<a>="99.9%"<99.9%>}"#);
        check("ä: \"b c\"", r#"{"ä"<ä>="b c"<"b c">}"#);
        check("a: [x, 7]", r#"{"a"<a>=["x"<x> "7"<7>]}"#);
        check("a: 1\na: 2", r#"{"a"<a>="1"<1> "a"<a>="2"<2>}"#);
        check("a:", r#"{"a"<a>=nothing}"#);
        check("a: ~", r#"{"a"<a>=nothing}"#);
        check("7: x", r#"{"7"<7>="x"<x>}"#);
        check("a: &k b\nc: *k", r#"{"a"<a>="b"<b> "c"<c>="b"<b>}"#);
        check("a: 0x1F", r#"{"a"<a>="0x1F"<0x1F>}"#);
        check("? [a, b]\n: c", r#"{["a"<a> "b"<b>]="c"<c>}"#);
        check("", "nothing");
    }

    #[test]
    fn what_cannot_be_read_says_where() {
        let check = |text: &str, line: usize, says: &str| {
            let error = read(text, 0).expect_err(text);
            let before = &text[..error.place.start];
            assert_eq!(before.matches('\n').count() + 1, line, "{error:?}");
            assert!(error.says.contains(says), "{error:?}");
        };
        check("a: [b", 1, "");
        check("a: 1\n  b: 2\n", 2, "");
        check("a: b\n---\nc: d", 3, "second document");
        check(&format!("a: {}", "x".repeat(MAX_FILE_BYTES)), 1, "at most");
        let nested = format!("a: {}{}", "[".repeat(200), "]".repeat(200));
        check(&nested, 1, "nests deeper");
        let mut lines = vec!["a0: &a0 [x, x, x, x, x, x, x, x, x, x]".to_owned()];
        for level in 1..9 {
            let inner = format!("*a{}", level - 1);
            lines.push(format!(
                "a{level}: &a{level} [{}]",
                [inner.as_str(); 10].join(", ")
            ));
        }
        check(&lines.join("\n"), 5, "repeats itself");
    }

    proptest! {
        #[test]
        fn no_text_makes_the_reader_fall_over(text in "[a-z0-9:\\- \\[\\]{}&*!|>'\"%@`#,?~\nüß\t]{0,120}") {
            match read(&text, 0) {
                Ok(node) => prop_assert!(text.get(node.place.start..node.place.end).is_some()),
                Err(error) => prop_assert!(text.get(error.place.start..error.place.end).is_some()),
            }
        }
    }
}
