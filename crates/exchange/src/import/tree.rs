//! JSON or YAML as a plain tree that keeps the order of the file.
//!
//! What comes in was written by anyone: its size, its depth, the number of its values and what YAML aliases
//! may unfold to are bounded, and a key that stands twice is an error rather than a silent loss.

use std::cell::Cell;
use std::collections::HashSet;
use std::fmt;

use serde::Deserializer;
use serde::de::{self, DeserializeSeed, MapAccess, SeqAccess, Visitor};
use serde_saphyr::options::{DuplicateKeyPolicy, MergeKeyPolicy};

use super::error::ImportError;

/// Largest file that is read, in bytes.
pub const MAX_BYTES: usize = 16 << 20;

/// Most values (scalars, lists and mappings) that are read from one file.
const MAX_VALUES: usize = 1_000_000;

/// Up to this length, a text that begins like JSON and is not JSON is tried as YAML too: comments and commas at
/// the end of lists are common.
const MAX_BYTES_TRIED_TWICE: usize = 1 << 20;

/// One value of the tree.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    Null,
    Bool(bool),
    /// A number, as it prints.
    Number(String),
    Text(String),
    List(Vec<Value>),
    /// Keys and values in the order of the file; no key stands twice.
    Map(Vec<(String, Value)>),
}

/// Stands for everything that is absent.
static NULL: Value = Value::Null;

impl Value {
    /// What stands where nothing does.
    pub(super) fn nothing() -> &'static Self {
        &NULL
    }

    /// What stands under a key; absent where this is not a mapping.
    pub(super) fn get(&self, key: &str) -> &Self {
        self.entries()
            .iter()
            .find(|(name, _)| name == key)
            .map_or(&NULL, |(_, value)| value)
    }

    /// What stands under the first of some keys that has something.
    pub(super) fn any(&self, keys: &[&str]) -> &Self {
        keys.iter()
            .map(|key| self.get(key))
            .find(|value| !value.is_empty())
            .unwrap_or(&NULL)
    }

    /// The keys and values of a mapping.
    pub(super) fn entries(&self) -> &[(String, Self)] {
        match self {
            Self::Map(entries) => entries,
            _ => &[],
        }
    }

    /// The items of a list. A single value stands for a list of one, as people write it; nothing for none.
    pub(super) fn items(&self) -> &[Self] {
        match self {
            Self::List(items) => items,
            Self::Null => &[],
            one => std::slice::from_ref(one),
        }
    }

    /// The items of a list, or the values of a mapping with their keys: formats write named things both ways.
    pub(super) fn named(&self) -> Vec<(Option<&str>, &Self)> {
        match self {
            Self::Map(entries) => entries
                .iter()
                .map(|(name, value)| (Some(name.as_str()), value))
                .collect(),
            other => other.items().iter().map(|value| (None, value)).collect(),
        }
    }

    /// A scalar as a text, without blanks around it; `None` where there is nothing to read.
    pub(super) fn text(&self) -> Option<&str> {
        let text = match self {
            Self::Text(text) | Self::Number(text) => text.trim(),
            Self::Bool(true) => "true",
            Self::Bool(false) => "false",
            Self::Null | Self::List(_) | Self::Map(_) => return None,
        };
        (!text.is_empty()).then_some(text)
    }

    /// The text under a key.
    pub(super) fn text_of(&self, key: &str) -> Option<&str> {
        self.get(key).text()
    }

    /// The texts in a list.
    pub(super) fn texts(&self) -> Vec<&str> {
        self.items().iter().filter_map(Self::text).collect()
    }

    /// Whether `true` stands here, however it was written.
    pub(super) fn is_true(&self) -> bool {
        self.text()
            .is_some_and(|text| text.eq_ignore_ascii_case("true") || text.eq_ignore_ascii_case("yes"))
    }

    /// Whether nothing worth speaking of stands here.
    pub(super) fn is_empty(&self) -> bool {
        match self {
            Self::Null => true,
            Self::Text(text) => text.trim().is_empty(),
            Self::List(items) => items.is_empty(),
            Self::Map(entries) => entries.is_empty(),
            Self::Bool(_) | Self::Number(_) => false,
        }
    }

    pub(super) const fn is_map(&self) -> bool {
        matches!(self, Self::Map(_))
    }

    /// What this is, for people.
    pub(super) const fn what(&self) -> &'static str {
        match self {
            Self::Null => "empty",
            Self::Bool(_) | Self::Number(_) | Self::Text(_) => "a single value",
            Self::List(_) => "a list",
            Self::Map(_) => "a mapping",
        }
    }
}

/// Reads a whole file: UTF-8, or UTF-16 with a byte-order mark; JSON or YAML.
pub(super) fn read(bytes: &[u8]) -> Result<Value, ImportError> {
    if bytes.len() > MAX_BYTES {
        return Err(ImportError::TooLarge {
            bytes: bytes.len(),
            most: MAX_BYTES,
        });
    }
    let text = decode(bytes)?;
    if !text.trim_start().starts_with(['{', '[']) {
        return yaml(&text);
    }
    json(&text).or_else(|error| {
        if text.len() > MAX_BYTES_TRIED_TWICE {
            return Err(error);
        }
        yaml(&text).map_err(|_| error)
    })
}

fn decode(bytes: &[u8]) -> Result<String, ImportError> {
    let wide = |rest: &[u8], unit: fn([u8; 2]) -> u16| {
        let units = rest.chunks(2).map(|pair| {
            unit([
                pair.first().copied().unwrap_or(0),
                pair.get(1).copied().unwrap_or(0),
            ])
        });
        char::decode_utf16(units).collect::<Result<String, _>>()
    };
    let unreadable = |at: usize| {
        let before = bytes.get(..at).unwrap_or_default();
        let line_start = before
            .iter()
            .rposition(|byte| *byte == b'\n')
            .map_or(0, |at| at + 1);
        ImportError::NotText {
            line: before.split(|byte| *byte == b'\n').count(),
            column: at - line_start + 1,
        }
    };
    match bytes {
        [0xFF, 0xFE, rest @ ..] => wide(rest, u16::from_le_bytes).map_err(|_| unreadable(0)),
        [0xFE, 0xFF, rest @ ..] => wide(rest, u16::from_be_bytes).map_err(|_| unreadable(0)),
        _ => {
            let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
            match std::str::from_utf8(bytes) {
                Ok(text) => Ok(text.to_owned()),
                Err(error) => Err(unreadable(error.valid_up_to())),
            }
        }
    }
}

fn json(text: &str) -> Result<Value, ImportError> {
    let left = Cell::new(MAX_VALUES);
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let read = Tree(&left)
        .deserialize(&mut deserializer)
        .and_then(|value| deserializer.end().map(|()| value));
    read.map_err(|error| {
        let says = error.to_string();
        let says = says.split(" at line ").next().unwrap_or(&says);
        ImportError::Unreadable {
            language: "JSON",
            line: error.line().max(1),
            column: error.column().max(1),
            says: in_words(says),
        }
    })
}

fn yaml(text: &str) -> Result<Value, ImportError> {
    let left = Cell::new(MAX_VALUES);
    let options = serde_saphyr::options! {
        budget: serde_saphyr::budget! {
            max_events: 3_000_000,
            max_nodes: 1_500_000,
            max_depth: 64,
            flow_nesting_limit: 64,
            max_aliases: 10_000,
            max_anchors: 1_000,
        },
        alias_limits: serde_saphyr::alias_limits! {
            max_total_replayed_events: 200_000,
            max_replay_stack_depth: 16,
        },
        duplicate_keys: DuplicateKeyPolicy::Error,
        merge_keys: MergeKeyPolicy::Merge,
        emit_comments: false,
        strict_booleans: true,
        with_snippet: false,
    };
    let read = serde_saphyr::with_deserializer_from_str_with_options(text, options, |deserializer| {
        Tree(&left).deserialize(deserializer)
    });
    read.map_err(|error| {
        let (line, column) = error.location().map_or((1, 1), |at| (at.line(), at.column()));
        let message = error.render_with_options(serde_saphyr::render_options! {
            formatter: &serde_saphyr::UserMessageFormatter,
            snippets: serde_saphyr::SnippetMode::Off,
        });
        let says = message.lines().next().unwrap_or_default();
        let says = says.split(" at line ").next().unwrap_or(says);
        ImportError::Unreadable {
            language: "YAML",
            line: usize::try_from(line).unwrap_or(1).max(1),
            column: usize::try_from(column).unwrap_or(1).max(1),
            says: in_words(says.strip_prefix("error: ").unwrap_or(says)),
        }
    })
}

/// What a reader says, without the names of its limits.
fn in_words(says: &str) -> String {
    const KNOWN: [(&str, &str); 5] = [
        ("recursion limit", "it nests deeper than is read"),
        (
            "too large or too complex",
            "it holds more, nests deeper or repeats itself more often than is read",
        ),
        (
            "single YAML document expected",
            "a second document begins here; import one at a time",
        ),
        (
            "multiple YAML documents",
            "a second document begins here; import one at a time",
        ),
        ("EOF while parsing", "it ends in the middle of something"),
    ];
    KNOWN
        .iter()
        .find(|(part, _)| says.contains(part))
        .map_or_else(|| says.trim().to_owned(), |(_, instead)| (*instead).to_owned())
}

/// Builds the tree and counts its values.
#[derive(Clone, Copy)]
struct Tree<'c>(&'c Cell<usize>);

impl Tree<'_> {
    fn count<E: de::Error>(self) -> Result<(), E> {
        let left = self.0.get();
        if left == 0 {
            return Err(E::custom(format_args!("it holds more than {MAX_VALUES} values")));
        }
        self.0.set(left - 1);
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for Tree<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Tree<'_> {
    type Value = Value;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("any value")
    }
    fn visit_unit<E: de::Error>(self) -> Result<Value, E> {
        self.count()?;
        Ok(Value::Null)
    }
    fn visit_none<E: de::Error>(self) -> Result<Value, E> {
        self.visit_unit()
    }
    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
    fn visit_str<E: de::Error>(self, text: &str) -> Result<Value, E> {
        self.visit_string(text.to_owned())
    }
    fn visit_string<E: de::Error>(self, text: String) -> Result<Value, E> {
        self.count()?;
        Ok(Value::Text(text))
    }
    fn visit_bool<E: de::Error>(self, truth: bool) -> Result<Value, E> {
        self.count()?;
        Ok(Value::Bool(truth))
    }
    fn visit_i64<E: de::Error>(self, number: i64) -> Result<Value, E> {
        self.visit_i128(number.into())
    }
    fn visit_u64<E: de::Error>(self, number: u64) -> Result<Value, E> {
        self.visit_i128(number.into())
    }
    fn visit_i128<E: de::Error>(self, number: i128) -> Result<Value, E> {
        self.count()?;
        Ok(Value::Number(number.to_string()))
    }
    fn visit_u128<E: de::Error>(self, number: u128) -> Result<Value, E> {
        self.count()?;
        Ok(Value::Number(number.to_string()))
    }
    fn visit_f64<E: de::Error>(self, number: f64) -> Result<Value, E> {
        self.count()?;
        Ok(Value::Number(number.to_string()))
    }
    fn visit_bytes<E: de::Error>(self, bytes: &[u8]) -> Result<Value, E> {
        self.visit_string(String::from_utf8_lossy(bytes).into_owned())
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        self.count()?;
        let mut items = Vec::new();
        while let Some(item) = list.next_element_seed(self)? {
            items.push(item);
        }
        Ok(Value::List(items))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        self.count()?;
        let mut entries = Vec::new();
        let mut seen = HashSet::new();
        while let Some(key) = map.next_key_seed(self)? {
            let key = match key {
                Value::Text(key) | Value::Number(key) => key,
                Value::Bool(truth) => truth.to_string(),
                Value::Null => "null".to_owned(),
                Value::List(_) | Value::Map(_) => {
                    return Err(de::Error::custom("a key must be a word, not a list or a mapping"));
                }
            };
            if !seen.insert(key.clone()) {
                return Err(de::Error::custom(format_args!(
                    "`{key}` stands here twice; keep one of them"
                )));
            }
            let value = map.next_value_seed(self)?;
            entries.push((key, value));
        }
        Ok(Value::Map(entries))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn outline(value: &Value) -> String {
        match value {
            Value::Null => "~".to_owned(),
            Value::Bool(truth) => truth.to_string(),
            Value::Number(number) => number.clone(),
            Value::Text(text) => format!("{text:?}"),
            Value::List(items) => format!("[{}]", items.iter().map(outline).collect::<Vec<_>>().join(" ")),
            Value::Map(entries) => {
                let entries: Vec<String> = entries
                    .iter()
                    .map(|(key, value)| format!("{key}={}", outline(value)))
                    .collect();
                format!("{{{}}}", entries.join(" "))
            }
        }
    }

    #[test]
    fn json_and_yaml_give_the_same_tree_in_the_order_of_the_file() {
        let check = |text: &[u8], expected: &str| {
            assert_eq!(outline(&read(text).expect("readable")), expected);
        };
        check(
            br#"{"b": 1, "a": [true, null, 1.5, "x"]}"#,
            r#"{b=1 a=[true ~ 1.5 "x"]}"#,
        );
        check(b"b: 1\na: [true, ~, 1.5, x]\n", r#"{b=1 a=[true ~ 1.5 "x"]}"#);
        check(b"\xEF\xBB\xBF{\"a\": 1}", "{a=1}");
        check(b"\xFF\xFE{\x00\"\x00\xE9\x00\"\x00:\x001\x00}\x00", "{é=1}");
        check(b"\xFE\xFF\x00a\x00:\x00 \x00b", r#"{a="b"}"#);
        check(b"{a: 1, b: [x,],} # as people write it", r#"{a=1 b=["x"]}"#);
        check(
            b"a: no\nb: 2020-07-01\nc: 1.0.0\n200: x\n",
            r#"{a="no" b="2020-07-01" c="1.0.0" 200="x"}"#,
        );
        check(
            b"a: &k {x: 1, y: 2}\nb: {<<: *k, y: 3}\n",
            "{a={x=1 y=2} b={y=3 x=1}}",
        );
        check(b"", "~");
    }

    #[test]
    fn what_cannot_be_read_says_where_and_why() {
        let check = |text: &[u8], line: usize, says: &str| {
            let error = read(text).expect_err("unreadable");
            let shown = error.to_string();
            assert!(shown.contains(&format!("line {line}")) || line == 0, "{shown}");
            assert!(shown.contains(says), "{shown}");
        };
        check(b"{\"a\": 1,\n \"a\": 2}", 2, "`a` stands here twice");
        check(b"a: 1\nb: 2\na: 3\n", 3, "a");
        check(b"{\"a\": [1, 2", 1, "ends in the middle");
        check(b"a: b\n---\nc: d\n", 3, "second document");
        check(b"a: x\nb: \xE9", 2, "not a UTF-8 text");
        check("[".repeat(100_000).as_bytes(), 1, "nests deeper");
        check(&vec![b' '; MAX_BYTES + 1], 0, "take images out");
        check(
            format!("[{}1]", "1,".repeat(MAX_VALUES)).as_bytes(),
            1,
            "more than 1000000 values",
        );
        let mut bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
        for level in 1..10 {
            let inner = format!("*a{}", level - 1);
            let line = format!("a{level}: &a{level} [{}]\n", [inner.as_str(); 10].join(", "));
            bomb.push_str(&line);
        }
        check(bomb.as_bytes(), 6, "more often than is read");
    }

    proptest! {
        #[test]
        fn no_bytes_make_the_reader_fall_over(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            drop(read(&bytes));
        }

        #[test]
        fn no_text_makes_the_reader_fall_over(text in "[a-z0-9:\\- \\[\\]{}&*!|>'\"%@`#,?~<\nß\t]{0,120}") {
            drop(read(text.as_bytes()));
        }
    }
}
