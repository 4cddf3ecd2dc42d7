//! A file as it was written: values, and the comments and blank lines around them.

/// A comment with its `#`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Comment {
    pub(super) text: String,
    /// A blank line stands above it.
    pub(super) after_blank: bool,
}

/// What stands on lines of its own above something.
#[derive(Debug, Clone, Default)]
pub(super) struct Above {
    pub(super) comments: Vec<Comment>,
    /// A blank line stands between the comments, or whatever is above, and the thing itself.
    pub(super) blank: bool,
}

/// A value.
#[derive(Debug, Clone)]
pub(super) struct Node {
    /// Its tag and anchor, as they were written.
    pub(super) properties: Vec<String>,
    pub(super) what: What,
}

#[derive(Debug, Clone)]
pub(super) enum What {
    /// Nothing stands there.
    Empty,
    /// A scalar or an alias: its lines as they were written, without their indentation.
    Lines(Vec<String>),
    /// A scalar in quotes on one line: what it means, and how it was written.
    Quoted { means: String, written: String },
    /// A block scalar: `|` or `>` with its indicators, and its lines without their common indentation.
    Block { header: String, lines: Vec<String> },
    /// A list.
    List(Inside<Item>),
    /// A mapping.
    Map(Inside<Entry>),
}

/// What stands inside of a list or mapping.
#[derive(Debug, Clone)]
pub(super) struct Inside<T> {
    /// It was written with brackets.
    pub(super) in_brackets: bool,
    pub(super) parts: Vec<T>,
    /// Comments behind the last part.
    pub(super) last: Vec<Comment>,
}

/// One value of a list.
#[derive(Debug, Clone)]
pub(super) struct Item {
    pub(super) above: Above,
    pub(super) value: Node,
    /// The comment at the end of its line.
    pub(super) beside: Option<String>,
}

/// One key of a mapping with its value.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) above: Above,
    pub(super) key: Node,
    /// What the key means.
    pub(super) name: String,
    pub(super) value: Node,
    /// The comment at the end of its line.
    pub(super) beside: Option<String>,
}

/// A whole file.
#[derive(Debug, Clone)]
pub(super) struct Document {
    /// The comments above everything, which stay there whatever becomes of the first key.
    pub(super) head: Vec<Comment>,
    /// Whether a blank line follows them.
    pub(super) blank_below_head: bool,
    pub(super) root: Node,
    /// The comments behind everything.
    pub(super) last: Vec<Comment>,
}

impl Node {
    pub(super) const fn is_collection(&self) -> bool {
        matches!(self.what, What::List(_) | What::Map(_))
    }

    /// The comments in brackets that hold nothing else: they are taken out.
    pub(super) fn lonely_comments(&mut self) -> Vec<Comment> {
        match &mut self.what {
            What::List(list) if list.parts.is_empty() => std::mem::take(&mut list.last),
            What::Map(map) if map.parts.is_empty() => std::mem::take(&mut map.last),
            _ => Vec::new(),
        }
    }

    /// Whether it is a list or mapping with nothing in it.
    pub(super) const fn is_bare(&self) -> bool {
        match &self.what {
            What::List(list) => list.parts.is_empty(),
            What::Map(map) => map.parts.is_empty(),
            _ => false,
        }
    }
}
