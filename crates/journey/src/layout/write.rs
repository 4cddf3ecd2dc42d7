//! From a tree to its text: two blanks a level, keys in their order, comments where they belong.

use super::order::{self, Path};
use super::quote;
use super::tree::{Above, Comment, Document, Entry, Inside, Item, Node, What};

/// A list or mapping in brackets stays so where its line is no longer than this, in characters.
const MAX_WIDTH: usize = 100;

/// Writes a document. `role` is the kind of file: the first part of every path.
pub(super) fn write(mut document: Document, role: &str) -> String {
    let mut lines = Vec::new();
    arrange(&mut document.root, &[role]);
    comments(&document.head, 0, &mut lines);
    if document.blank_below_head && !document.head.is_empty() {
        lines.push(String::new());
    }
    let path = vec![role];
    if !document.root.properties.is_empty() {
        lines.push(document.root.properties.join(" "));
    }
    match document.root.what {
        _ if document.root.is_bare() => lines.push(inline(&document.root)),
        What::List(list) => items(list, &path, 0, &mut lines),
        What::Map(map) => entries(map, &path, 0, &mut lines),
        what => {
            let node = Node {
                properties: Vec::new(),
                what,
            };
            scalar(&node, &path, 0, String::new(), None, &mut lines);
        }
    }
    comments(&document.last, 0, &mut lines);
    while lines.first().is_some_and(String::is_empty) {
        lines.remove(0);
    }
    let mut text = lines.join("\n");
    text.truncate(text.trim_end_matches('\n').len());
    if !text.is_empty() {
        text.push('\n');
    }
    text
}

fn comments(comments: &[Comment], indent: usize, lines: &mut Vec<String>) {
    for comment in comments {
        if comment.after_blank && lines.last().is_some_and(|last| !last.is_empty()) {
            lines.push(String::new());
        }
        lines.push(format!("{}{}", " ".repeat(indent), comment.text));
    }
}

/// What stands above a part. A blank line above the first part of something is left out.
fn above(above: &Above, is_first: bool, indent: usize, lines: &mut Vec<String>) {
    let mut own = above.comments.clone();
    if let Some(first) = own.first_mut() {
        first.after_blank &= !is_first;
    }
    comments(&own, indent, lines);
    if above.blank && !(is_first && own.is_empty()) && lines.last().is_some_and(|last| !last.is_empty()) {
        lines.push(String::new());
    }
}

fn entries(map: Inside<Entry>, path: &Path<'_>, indent: usize, lines: &mut Vec<String>) {
    let Inside { parts, last, .. } = map;
    for (at, mut entry) in parts.into_iter().enumerate() {
        if at > 0 && order::stands_apart(path, &entry.name) {
            match entry.above.comments.first_mut() {
                Some(first) => first.after_blank = true,
                None => entry.above.blank = true,
            }
        }
        above(&entry.above, at == 0, indent, lines);
        let Entry {
            key,
            name,
            value,
            beside,
            ..
        } = entry;
        let mut inner = path.to_vec();
        inner.push(&name);
        let lead = format!("{}{}:", " ".repeat(indent), key_text(&key));
        node(value, &inner, indent, lead, beside, lines);
    }
    comments(&last, indent, lines);
}

fn items(list: Inside<Item>, path: &Path<'_>, indent: usize, lines: &mut Vec<String>) {
    for (at, item) in list.parts.into_iter().enumerate() {
        let Item {
            above: mut over,
            value,
            mut beside,
        } = item;
        let mut value = value;
        let on_the_dash =
            value.properties.is_empty() && value.is_collection() && !fits(&value, path, indent + 2);
        if on_the_dash {
            hoist(&mut value, &mut over);
            // Beside a closing bracket that goes away.
            over.comments.extend(beside.take().map(|text| Comment {
                text,
                after_blank: false,
            }));
        }
        above(&over, at == 0, indent, lines);
        if on_the_dash {
            let mut inner = Vec::new();
            match value.what {
                What::List(list) => items(list, path, indent + 2, &mut inner),
                What::Map(map) => entries(map, path, indent + 2, &mut inner),
                _ => {}
            }
            let dash = format!("{}- ", " ".repeat(indent));
            if let Some(first) = inner.first_mut() {
                *first = format!("{dash}{}", first.trim_start());
            }
            lines.append(&mut inner);
        } else {
            node(
                value,
                path,
                indent,
                format!("{}-", " ".repeat(indent)),
                beside,
                lines,
            );
        }
    }
    comments(&list.last, indent, lines);
}

/// Takes what would stand between a dash and the first line behind it up above the dash.
fn hoist(value: &mut Node, over: &mut Above) {
    match &mut value.what {
        What::List(list) => {
            if let Some(first) = list.parts.first_mut() {
                over.comments.append(&mut first.above.comments);
                first.above.blank = false;
                let inner = first.value.is_collection() && first.value.properties.is_empty();
                if inner {
                    hoist(&mut first.value, over);
                }
            }
        }
        What::Map(map) => {
            if let Some(first) = map.parts.first_mut() {
                over.comments.append(&mut first.above.comments);
                first.above.blank = false;
            }
        }
        _ => {}
    }
    for comment in over.comments.iter_mut().skip(1) {
        // Gathered from several places, they stand together.
        comment.after_blank = false;
    }
}

/// Writes a value behind its key or dash.
fn node(
    value: Node,
    path: &Path<'_>,
    indent: usize,
    lead: String,
    beside: Option<String>,
    lines: &mut Vec<String>,
) {
    if !value.is_collection() {
        scalar(&value, path, indent, lead, beside, lines);
        return;
    }
    let lead = with_properties(lead, &value);
    if fits(&value, path, lead.chars().count() + 1) {
        lines.push(with_comment(format!("{lead} {}", inline(&value)), beside));
        return;
    }
    lines.push(with_comment(lead, beside));
    match value.what {
        What::List(list) => items(list, path, indent + 2, lines),
        What::Map(map) => entries(map, path, indent + 2, lines),
        _ => {}
    }
}

fn scalar(
    value: &Node,
    path: &Path<'_>,
    indent: usize,
    lead: String,
    beside: Option<String>,
    lines: &mut Vec<String>,
) {
    let lead = with_properties(lead, value);
    let behind = |text: &str| {
        if lead.is_empty() {
            text.to_owned()
        } else {
            format!("{lead} {text}")
        }
    };
    let inner = " ".repeat(indent + 2);
    match &value.what {
        What::Quoted { means, written } => {
            let text = quote::best(means, written, order::is_tall(path));
            lines.push(with_comment(behind(&text), beside));
        }
        What::Lines(written) => {
            let last = written.len().saturating_sub(1);
            let mut beside = beside;
            for (at, line) in written.iter().enumerate() {
                let line = match at {
                    0 => behind(line),
                    _ if line.is_empty() => String::new(),
                    _ => format!("{inner}{line}"),
                };
                let comment = if at == last { beside.take() } else { None };
                lines.push(with_comment(line, comment));
            }
        }
        What::Block {
            header,
            lines: content,
        } => {
            // Where the header says how far the content is indented, it is by as much as here.
            let header: String = header
                .chars()
                .map(|sign| if sign.is_ascii_digit() { '2' } else { sign })
                .collect();
            lines.push(with_comment(behind(&header), beside));
            for line in content {
                let line = if line.is_empty() {
                    String::new()
                } else {
                    format!("{inner}{line}")
                };
                lines.push(line);
            }
        }
        _ => lines.push(with_comment(lead, beside)),
    }
}

fn with_properties(lead: String, value: &Node) -> String {
    if value.properties.is_empty() {
        lead
    } else {
        format!("{lead} {}", value.properties.join(" "))
    }
}

fn with_comment(line: String, comment: Option<String>) -> String {
    match comment {
        Some(comment) => format!("{line}  {comment}"),
        None => line,
    }
}

fn key_text(key: &Node) -> String {
    let text = match &key.what {
        What::Quoted { means, written } => quote::best(means, written, false),
        What::Lines(lines) => lines.concat(),
        _ => String::new(),
    };
    let mut parts = key.properties.clone();
    parts.push(text);
    parts.join(" ")
}

/// Whether a list or mapping can stand in brackets on one line that begins with `lead` other characters.
fn fits(value: &Node, path: &Path<'_>, lead: usize) -> bool {
    value.is_bare()
        || (can_be_inline(value)
            && !order::is_tall(path)
            && lead + inline(value).chars().count() <= MAX_WIDTH)
}

/// Whether a value was written in brackets or on one line, without a comment inside. What was not is never
/// put there: fewer texts can stand in brackets than outside of them.
fn can_be_inline(value: &Node) -> bool {
    match &value.what {
        What::Empty | What::Quoted { .. } => true,
        What::Lines(lines) => lines.len() == 1,
        What::Block { .. } => false,
        What::List(list) => {
            let bare = |item: &Item| {
                item.above.comments.is_empty() && item.beside.is_none() && can_be_inline(&item.value)
            };
            list.in_brackets && list.last.is_empty() && list.parts.iter().all(bare)
        }
        What::Map(map) => {
            let bare = |entry: &Entry| {
                entry.above.comments.is_empty() && entry.beside.is_none() && can_be_inline(&entry.value)
            };
            map.in_brackets && map.last.is_empty() && map.parts.iter().all(bare)
        }
    }
}

fn inline(value: &Node) -> String {
    let text = match &value.what {
        What::Empty | What::Block { .. } => String::new(),
        What::Lines(lines) => lines.concat(),
        What::Quoted { means, written } => quote::best(means, written, false),
        What::List(list) => {
            let parts: Vec<String> = list.parts.iter().map(|item| inline(&item.value)).collect();
            format!("[{}]", parts.join(", "))
        }
        What::Map(map) if map.parts.is_empty() => "{}".to_owned(),
        What::Map(map) => {
            let pair = |entry: &Entry| {
                let value = inline(&entry.value);
                let key = key_text(&entry.key);
                if value.is_empty() {
                    format!("{key}:")
                } else {
                    format!("{key}: {value}")
                }
            };
            let parts: Vec<String> = map.parts.iter().map(pair).collect();
            format!("{{ {} }}", parts.join(", "))
        }
    };
    let mut parts = value.properties.clone();
    if !text.is_empty() {
        parts.push(text);
    }
    parts.join(" ")
}

/// Puts the keys of every mapping in their order. One that is not known stays behind the one that it stood
/// behind.
fn arrange(node: &mut Node, path: &Path<'_>) {
    match &mut node.what {
        What::List(list) => {
            for item in &mut list.parts {
                arrange(&mut item.value, path);
            }
        }
        What::Map(map) => {
            sort(&mut map.parts, path);
            for Entry { name, value, .. } in &mut map.parts {
                let mut inner = path.to_vec();
                inner.push(name);
                arrange(value, &inner);
            }
        }
        _ => {}
    }
}

fn sort(parts: &mut Vec<Entry>, path: &Path<'_>) {
    let kind = parts.iter().find(|entry| entry.name == "kind");
    let kind = kind.and_then(|entry| match &entry.value.what {
        What::Lines(lines) => lines.first().cloned(),
        What::Quoted { means, .. } => Some(means.clone()),
        _ => None,
    });
    let Some(keys) = order::of(path, kind.as_deref()) else {
        return;
    };
    let mut rank = 0;
    let mut ranked: Vec<(usize, Entry)> = Vec::with_capacity(parts.len());
    for entry in parts.drain(..) {
        rank = keys.iter().position(|key| *key == entry.name).unwrap_or(rank);
        ranked.push((rank, entry));
    }
    ranked.sort_by_key(|(rank, _)| *rank);
    parts.extend(ranked.into_iter().map(|(_, entry)| entry));
}
