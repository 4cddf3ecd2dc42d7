//! From a text to its tree, by the parser's events and what stands between them.

use std::collections::VecDeque;

use granit_parser::{Event, Parser, ScalarStyle, Span, StructureStyle};

use super::tree::{Above, Comment, Document, Entry, Inside, Item, Node, What};

/// Why there is no tree: what is wrong, and the byte at which it is.
#[derive(Debug)]
pub(super) struct Trouble {
    pub(super) says: String,
    pub(super) at: usize,
}

impl Trouble {
    fn new(says: &str, at: usize) -> Self {
        Self {
            says: says.to_owned(),
            at,
        }
    }
}

/// Deepest nesting, as in [`crate::yaml`].
const MAX_DEPTH: usize = 24;

struct Remark {
    start: usize,
    end: usize,
    /// It has a line of its own.
    own_line: bool,
    column: usize,
}

struct Builder<'t> {
    text: &'t str,
    events: VecDeque<(Event<'t>, Span)>,
    remarks: VecDeque<Remark>,
    depth: usize,
}

/// Reads a text that is known to be one YAML document.
pub(super) fn build(text: &str) -> Result<Document, Trouble> {
    if let Some(at) = directive(text) {
        return Err(Trouble::new("a `%` line cannot be kept", at));
    }
    let options = granit_parser::options! {
        emit_anchor_events: true,
        max_buffered_comment_events: text.len(),
        flow_nesting_limit: MAX_DEPTH,
        block_nesting_limit: MAX_DEPTH,
    };
    let mut builder = Builder {
        text,
        events: VecDeque::new(),
        remarks: VecDeque::new(),
        depth: 0,
    };
    let mut remarks = Vec::new();
    for next in Parser::new_from_str_with_options(text, options) {
        let (event, span) = next.map_err(|error| {
            let at = error.marker().byte_offset().unwrap_or_default();
            Trouble::new(&error.info(), at)
        })?;
        match event {
            Event::Comment(..) => remarks.push(builder.remark(&span)),
            Event::StreamStart | Event::StreamEnd | Event::DocumentStart(..) | Event::DocumentEnd => {}
            event => builder.events.push_back((event, span)),
        }
    }
    remarks.sort_by_key(|remark| remark.start);
    builder.remarks = remarks.into();
    builder.document()
}

/// Where a directive stands, if one does.
fn directive(text: &str) -> Option<usize> {
    let before = text.split("\n---").next().unwrap_or(text);
    let mut at = 0;
    for line in before.split_inclusive('\n') {
        if line.starts_with('%') {
            return Some(at);
        }
        if !(line.trim().is_empty() || line.starts_with('#')) {
            return None;
        }
        at += line.len();
    }
    None
}

impl<'t> Builder<'t> {
    fn document(mut self) -> Result<Document, Trouble> {
        let first = self
            .events
            .front()
            .map_or(self.text.len(), |(_, span)| start(span));
        let first_line = self.line_start(first);
        let mut head = self.comments_until(first_line);
        let mut root = Node {
            properties: Vec::new(),
            what: What::Empty,
        };
        if !self.events.is_empty() {
            root = self.node(None)?.0;
        }
        if matches!(root.what, What::Empty) {
            head.extend(self.comments_until(usize::MAX));
        }
        Ok(Document {
            blank_below_head: self.is_blank_above(first),
            head,
            root,
            last: self.comments_until(usize::MAX),
        })
    }

    /// A value, and the byte behind it. `parent` is the column of what it belongs to.
    fn node(&mut self, parent: Option<usize>) -> Result<(Node, usize), Trouble> {
        let Some((event, span)) = self.events.pop_front() else {
            return Err(Trouble::new("the file ends too early", self.text.len()));
        };
        let mut properties = Vec::new();
        let mut behind = 0;
        if let Some((Event::Anchor(..), _)) = self.events.front()
            && let Some((_, anchor)) = self.events.pop_front()
        {
            properties.push(self.words(&anchor).to_owned());
            behind = behind.max(end(&anchor));
        }
        if let Some(tag) = span.tag_span() {
            properties.push(self.words(&tag).to_owned());
            behind = behind.max(end(&tag));
        }
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(Trouble::new("it nests deeper than is read", start(&span)));
        }
        let (what, until) = match event {
            Event::Scalar(means, style, ..) => (self.scalar(&means, style, &span, behind), end(&span)),
            Event::Alias(_) => (What::Lines(vec![self.words(&span).to_owned()]), end(&span)),
            Event::SequenceStart(style, ..) => self.list(style, &span, parent)?,
            Event::MappingStart(style, ..) => self.map(style, &span, parent)?,
            _ => return Err(Trouble::new("this cannot be kept", start(&span))),
        };
        self.depth -= 1;
        Ok((Node { properties, what }, until))
    }

    fn list(
        &mut self,
        style: StructureStyle,
        span: &Span,
        parent: Option<usize>,
    ) -> Result<(What, usize), Trouble> {
        let in_brackets = style == StructureStyle::Flow;
        let column = self.column(start(span));
        let mut parts = Vec::new();
        let mut behind = end(span);
        loop {
            let Some((event, next)) = self.events.front() else {
                return Err(Trouble::new("a list has no end", behind));
            };
            let at = start(next);
            if matches!(event, Event::SequenceEnd) {
                let close = end(next);
                self.events.pop_front();
                let last = self.closing(in_brackets, at, column, parent);
                let behind = if in_brackets { close } else { behind };
                let inside = Inside {
                    in_brackets,
                    parts,
                    last,
                };
                return Ok((What::List(inside), behind));
            }
            let mut above = self.above(at);
            let (mut value, until) = self.node(Some(column))?;
            behind = until.max(behind);
            above.comments.extend(value.lonely_comments());
            let beside = self.beside(behind, &value);
            parts.push(Item { above, value, beside });
        }
    }

    fn map(
        &mut self,
        style: StructureStyle,
        span: &Span,
        parent: Option<usize>,
    ) -> Result<(What, usize), Trouble> {
        let in_brackets = style == StructureStyle::Flow;
        let column = self.column(start(span));
        let mut parts = Vec::new();
        let mut behind = end(span);
        loop {
            let Some((event, next)) = self.events.front() else {
                return Err(Trouble::new("a mapping has no end", behind));
            };
            let at = start(next);
            match event {
                Event::MappingEnd => {
                    let close = end(next);
                    self.events.pop_front();
                    let last = self.closing(in_brackets, at, column, parent);
                    let behind = if in_brackets { close } else { behind };
                    let inside = Inside {
                        in_brackets,
                        parts,
                        last,
                    };
                    return Ok((What::Map(inside), behind));
                }
                Event::Scalar(name, ..) => {
                    let name = name.clone().into_owned();
                    let (entry, until) = self.entry(name, at, column)?;
                    behind = until.max(behind);
                    parts.push(entry);
                }
                _ => return Err(Trouble::new("a key must be a word", at)),
            }
        }
    }

    fn entry(&mut self, name: String, at: usize, column: usize) -> Result<(Entry, usize), Trouble> {
        let mut above = self.above(at);
        let (key, key_end) = self.node(Some(column))?;
        if matches!(&key.what, What::Lines(lines) if lines.len() > 1)
            || matches!(key.what, What::Block { .. })
        {
            return Err(Trouble::new("a key must stand on one line", at));
        }
        let value_start = self.events.front().map_or(key_end, |(_, span)| start(span));
        // Beside the key, before a value on the lines below: `key:  # like this`.
        let mut beside = None;
        if let Some(remark) = self.remarks.front()
            && !remark.own_line
            && remark.start < value_start
        {
            beside = self.remarks.pop_front().map(|remark| self.remark_text(&remark));
        }
        let (mut value, until) = self.node(Some(column))?;
        above.comments.extend(value.lonely_comments());
        if !value.is_collection() {
            above.comments.extend(self.comments_until(until));
        }
        let behind = until.max(key_end);
        if let Some(more) = self.beside(behind, &value)
            && let Some(first) = beside.replace(more)
        {
            above.comments.push(Comment {
                text: first,
                after_blank: false,
            });
        }
        let entry = Entry {
            above,
            key,
            name,
            value,
            beside,
        };
        Ok((entry, behind))
    }

    fn scalar(&self, means: &str, style: ScalarStyle, span: &Span, behind: usize) -> What {
        let written = self.words(span);
        match style {
            ScalarStyle::Literal | ScalarStyle::Folded => self.block(style, span, behind),
            _ if written.is_empty() => What::Empty,
            ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted if !written.contains('\n') => {
                What::Quoted {
                    means: means.to_owned(),
                    written: written.to_owned(),
                }
            }
            _ => What::Lines(folded_lines(written)),
        }
    }

    /// A block scalar, whose header stands above what the parser calls its place.
    fn block(&self, style: ScalarStyle, span: &Span, behind: usize) -> What {
        let from = start(span);
        let sign = if style == ScalarStyle::Literal { '|' } else { '>' };
        // The header is the last thing before the content that is neither blank nor comment.
        let mut header_end = self.line_start(from);
        let mut header = String::new();
        while header.is_empty() && header_end > 0 {
            let line_start = self.line_start(header_end - 1).max(behind.min(header_end - 1));
            let line = self.text.get(line_start..header_end).unwrap_or_default();
            let bare = line.split(" #").next().unwrap_or(line);
            if let Some(at) = bare.rfind(sign) {
                bare.get(at..).unwrap_or_default().trim().clone_into(&mut header);
            } else if bare.trim().is_empty() {
                header_end = self.line_start(header_end - 1);
                continue;
            } else {
                break;
            }
            let content = self.text.get(header_end..end(span)).unwrap_or_default();
            let indent = self.column(from);
            let mut lines: Vec<String> = content
                .lines()
                .map(|line| dedented(line, indent).trim_end_matches('\r').to_owned())
                .collect();
            if !header.contains('+') {
                while lines.last().is_some_and(|line| line.trim().is_empty()) {
                    lines.pop();
                }
            }
            return What::Block { header, lines };
        }
        // An empty block scalar right at the file's end, or one whose header cannot be told.
        What::Block {
            header: format!("{sign}-"),
            lines: Vec::new(),
        }
    }

    /// The comments and blank line above what begins at `at`.
    fn above(&mut self, at: usize) -> Above {
        let line = self.line_start(at);
        let comments = self.comments_until(line.max(at));
        Above {
            comments,
            blank: self.is_blank_above(at),
        }
    }

    /// The comment behind a value, on the line on which it ends.
    fn beside(&mut self, behind: usize, value: &Node) -> Option<String> {
        let block = matches!(
            &value.what,
            What::List(Inside {
                in_brackets: false,
                ..
            })
        ) || matches!(
            &value.what,
            What::Map(Inside {
                in_brackets: false,
                ..
            })
        ) || matches!(value.what, What::Block { .. });
        let remark = self.remarks.front()?;
        let between = self.text.get(behind..remark.start)?;
        if block || remark.own_line || between.contains('\n') {
            return None;
        }
        // A bracket that closes first is what the comment stands beside.
        if between.contains([']', '}']) {
            return None;
        }
        let remark = self.remarks.pop_front()?;
        Some(self.remark_text(&remark))
    }

    /// The comments that still belong inside of something that ends at `at`: with brackets, all before the
    /// bracket; without, those that are indented like its parts.
    fn closing(
        &mut self,
        in_brackets: bool,
        at: usize,
        column: usize,
        parent: Option<usize>,
    ) -> Vec<Comment> {
        if in_brackets {
            return self.comments_until(at);
        }
        let mut last = Vec::new();
        while let Some(remark) = self.remarks.front()
            && remark.start < at
            && remark.own_line
            && remark.column >= column
            && parent.is_none_or(|parent| remark.column > parent)
            && let Some(remark) = self.remarks.pop_front()
        {
            last.push(self.comment(&remark));
        }
        last
    }

    fn comments_until(&mut self, at: usize) -> Vec<Comment> {
        let mut comments = Vec::new();
        while let Some(remark) = self.remarks.front()
            && remark.start < at
            && let Some(remark) = self.remarks.pop_front()
        {
            comments.push(self.comment(&remark));
        }
        comments
    }

    fn comment(&self, remark: &Remark) -> Comment {
        Comment {
            text: self.remark_text(remark),
            after_blank: remark.own_line && self.is_blank_above(remark.start),
        }
    }

    fn remark(&self, span: &Span) -> Remark {
        let from = start(span);
        let lead = self.text.get(self.line_start(from)..from).unwrap_or_default();
        Remark {
            start: from,
            end: end(span),
            own_line: lead.trim().is_empty(),
            column: lead.chars().count(),
        }
    }

    fn remark_text(&self, remark: &Remark) -> String {
        let text = self.text.get(remark.start..remark.end).unwrap_or_default();
        text.trim_end().to_owned()
    }

    fn words(&self, span: &Span) -> &'t str {
        self.text.get(start(span)..end(span)).unwrap_or_default()
    }

    fn line_start(&self, at: usize) -> usize {
        let before = self.text.get(..at).unwrap_or(self.text);
        before.rfind('\n').map_or(0, |at| at + 1)
    }

    fn column(&self, at: usize) -> usize {
        let lead = self.text.get(self.line_start(at)..at).unwrap_or_default();
        lead.chars().count()
    }

    /// Whether the line above that of `at` is blank.
    fn is_blank_above(&self, at: usize) -> bool {
        let line = self.line_start(at);
        let Some(end) = line.checked_sub(1) else {
            return false;
        };
        let above = self.text.get(self.line_start(end)..end).unwrap_or_default();
        above.trim().is_empty()
    }
}

fn start(span: &Span) -> usize {
    span.start.byte_offset().unwrap_or_default()
}

fn end(span: &Span) -> usize {
    span.end.byte_offset().unwrap_or_default().max(start(span))
}

/// The lines of a scalar that folds them: blanks at both ends of a line mean nothing.
fn folded_lines(written: &str) -> Vec<String> {
    let last = written.lines().count().saturating_sub(1);
    let lines = written.lines().enumerate().map(|(at, line)| {
        let line = if at == 0 { line } else { line.trim_start() };
        // A blank behind a backslash is escaped, and so is the line's end.
        let escaped = line.trim_end().ends_with('\\');
        if at == last || escaped {
            line.trim_end_matches('\r').to_owned()
        } else {
            line.trim_end().to_owned()
        }
    });
    lines.collect()
}

fn dedented(line: &str, indent: usize) -> &str {
    let blanks = line.bytes().take_while(|byte| *byte == b' ').count();
    line.get(blanks.min(indent)..).unwrap_or_default()
}
