//! YAML as a plain tree in which every node knows where it was written.
//!
//! Scalars stay the text that was typed: `no` is a word, `1.10` keeps its nought, a date is a date. What a
//! scalar means is decided where it is read, by what belongs there; tags are not looked at. Size, depth and what
//! aliases may unfold to are bounded.

use std::collections::BTreeMap;

use granit_parser::{ErrorKind, Event, Parser, ScalarStyle, ScanError, Span};

use crate::source::Place;

/// Largest file that is read, in bytes.
pub const MAX_FILE_BYTES: usize = 4 << 20;
/// Deepest nesting of lists and mappings.
const MAX_DEPTH: usize = 24;
/// Most nodes of a file, aliases unfolded.
const MAX_NODES: usize = 100_000;
/// Most nodes that aliases may unfold to.
const MAX_REPEATED: usize = 20_000;
/// Most anchors, and most aliases.
const MAX_ANCHORS: usize = 100;
const MAX_ALIASES: usize = 1_000;

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
    let refuse = |(start, says): (usize, String)| {
        // One letter is enough to show where.
        let start = start.min(text.len());
        let letter = text.get(start..).and_then(|rest| rest.chars().next());
        let length = letter.filter(|letter| *letter != '\n').map_or(0, char::len_utf8);
        let place = Place {
            file,
            start,
            end: start + length,
        };
        YamlError { says, place }
    };
    if text.len() > MAX_FILE_BYTES {
        let says = format!(
            "the file is {} bytes long; at most {MAX_FILE_BYTES} are read",
            text.len()
        );
        return Err(refuse((0, says)));
    }
    let options = granit_parser::options! {
        emit_comments: false,
    };
    let mut reader = Reader {
        events: Parser::new_from_str_with_options(text, options),
        file,
        depth: 0,
        nodes: 0,
        repeated: 0,
        aliases: 0,
        anchors: BTreeMap::new(),
    };
    reader.document().map_err(refuse)
}

/// What is wrong, and the byte at which it is.
type Trouble = (usize, String);

struct Reader<I> {
    events: I,
    file: usize,
    depth: usize,
    nodes: usize,
    repeated: usize,
    aliases: usize,
    /// What an anchor stands for, and how many nodes that is.
    anchors: BTreeMap<usize, (Node, usize)>,
}

const TOO_MUCH: &str = "it holds more, nests deeper or repeats itself more often than is read";
const TOO_DEEP: &str = "it nests deeper than is read";

impl<'t, I: Iterator<Item = Result<(Event<'t>, Span), ScanError>>> Reader<I> {
    fn document(&mut self) -> Result<Node, Trouble> {
        let mut root = None;
        while let Some((event, span)) = self.next()? {
            match event {
                Event::StreamStart | Event::StreamEnd | Event::DocumentStart(..) | Event::DocumentEnd => {}
                _ if root.is_some() => {
                    let says = "a second document begins here; keep one for each file";
                    return Err((start(&span), says.to_owned()));
                }
                event => root = Some(self.node(event, &span)?),
            }
        }
        let nothing = Node {
            what: What::Empty,
            place: Place {
                file: self.file,
                start: 0,
                end: 0,
            },
        };
        Ok(root.unwrap_or(nothing))
    }

    fn next(&mut self) -> Result<Option<(Event<'t>, Span)>, Trouble> {
        self.events.next().transpose().map_err(|error| {
            let says = match error.kind() {
                ErrorKind::RecursionLimitExceeded => TOO_DEEP.to_owned(),
                kind => kind.to_string(),
            };
            (error.marker().byte_offset().unwrap_or_default(), says)
        })
    }

    /// The event that must follow, since what was begun has not ended.
    fn inside(&mut self) -> Result<(Event<'t>, Span), Trouble> {
        self.next()?
            .ok_or_else(|| (usize::MAX, "it ends too early".to_owned()))
    }

    fn node(&mut self, event: Event<'t>, span: &Span) -> Result<Node, Trouble> {
        let before = self.nodes;
        self.count(1, span)?;
        let (what, anchor) = match event {
            Event::Alias(id) => return self.again(id, span),
            Event::Scalar(text, style, anchor, _) => (scalar(text.into_owned(), style), anchor),
            Event::SequenceStart(_, anchor, _) => (self.list(span)?, anchor),
            Event::MappingStart(_, anchor, _) => (self.map(span)?, anchor),
            _ => return Err((start(span), "a value belongs here".to_owned())),
        };
        let node = Node {
            what,
            place: self.place(span),
        };
        if anchor > 0 {
            if self.anchors.len() == MAX_ANCHORS {
                return Err((start(span), TOO_MUCH.to_owned()));
            }
            self.anchors.insert(anchor, (node.clone(), self.nodes - before));
        }
        Ok(node)
    }

    fn list(&mut self, span: &Span) -> Result<What, Trouble> {
        self.enter(span)?;
        let mut items = Vec::new();
        loop {
            match self.inside()? {
                (Event::SequenceEnd, _) => break,
                (event, span) => items.push(self.node(event, &span)?),
            }
        }
        self.depth -= 1;
        Ok(What::List(items))
    }

    fn map(&mut self, span: &Span) -> Result<What, Trouble> {
        self.enter(span)?;
        let mut entries = Vec::new();
        loop {
            let key = match self.inside()? {
                (Event::MappingEnd, _) => break,
                (event, span) => self.node(event, &span)?,
            };
            let (event, span) = self.inside()?;
            entries.push((key, self.node(event, &span)?));
        }
        self.depth -= 1;
        Ok(What::Map(entries))
    }

    /// What an alias stands for, at the place where that was written.
    fn again(&mut self, id: usize, span: &Span) -> Result<Node, Trouble> {
        let Some((node, size)) = self.anchors.get(&id) else {
            return Err((
                start(span),
                "an alias stands within what it stands for".to_owned(),
            ));
        };
        let (node, size) = (node.clone(), *size);
        self.aliases += 1;
        self.repeated += size;
        if self.aliases > MAX_ALIASES || self.repeated > MAX_REPEATED {
            return Err((start(span), TOO_MUCH.to_owned()));
        }
        self.count(size, span)?;
        Ok(node)
    }

    fn enter(&mut self, span: &Span) -> Result<(), Trouble> {
        if self.depth == MAX_DEPTH {
            return Err((start(span), TOO_DEEP.to_owned()));
        }
        self.depth += 1;
        Ok(())
    }

    fn count(&mut self, nodes: usize, span: &Span) -> Result<(), Trouble> {
        self.nodes += nodes;
        if self.nodes > MAX_NODES {
            return Err((start(span), TOO_MUCH.to_owned()));
        }
        Ok(())
    }

    fn place(&self, span: &Span) -> Place {
        let start = start(span);
        Place {
            file: self.file,
            start,
            end: span.end.byte_offset().unwrap_or(start).max(start),
        }
    }
}

fn start(span: &Span) -> usize {
    span.start.byte_offset().unwrap_or_default()
}

/// A scalar as it was typed. Only without quotes does nothing, or a word for it, stand for nothing (YAML 1.2.2,
/// section 10.3.2).
fn scalar(text: String, style: ScalarStyle) -> What {
    let nothing = matches!(text.as_str(), "" | "~" | "null" | "Null" | "NULL");
    if style == ScalarStyle::Plain && nothing {
        What::Empty
    } else {
        What::Text(text)
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
