//! What the cursor stands on, told by lines and indentation alone: while somebody types, a file is seldom YAML.

use crate::place::{Position, characters, line};

/// Most lines above the cursor over which an open bracket is looked for.
const MAX_BRACKET_LINES: usize = 60;

/// What the cursor stands on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Cursor {
    /// The keys above, from the outermost in, without the lists between them. For a value, its own key is the
    /// last.
    pub(crate) path: Vec<String>,
    /// Whether it stands where a key does.
    pub(crate) in_key: bool,
    /// The keys beside it with their values, as far as they stand on one line.
    pub(crate) beside: Vec<(String, String)>,
    /// The value, or key, up to the cursor.
    pub(crate) before: String,
    /// The whole word under the cursor.
    pub(crate) word: String,
    /// Where that word begins and ends, in characters of the line.
    pub(crate) word_at: (usize, usize),
}

impl Cursor {
    /// What the cursor stands on; nothing in particular in a comment.
    pub(crate) fn at(text: &str, position: Position) -> Option<Self> {
        let lines: Vec<Line<'_>> = text.split('\n').map(Line::of).collect();
        let here = line(text, position.line);
        let column = characters(here, position.column);
        if in_comment(here, column) {
            return None;
        }
        let (word, word_at) = word(here, column);
        let mut cursor = in_brackets(&lines, position.line, column)
            .or_else(|| Some(on_line(&lines, position.line, here, column)))?;
        cursor.word = word;
        cursor.word_at = word_at;
        Some(cursor)
    }

    /// The value of a key beside the cursor.
    pub(crate) fn value_beside(&self, key: &str) -> Option<&str> {
        let found = self.beside.iter().find(|(name, _)| name == key);
        found.map(|(_, value)| value.as_str())
    }
}

/// A line taken apart: `  - - key: value`.
#[derive(Debug)]
struct Line<'t> {
    text: &'t str,
    /// The columns of its dashes.
    dashes: Vec<usize>,
    /// The column behind indentation and dashes.
    start: usize,
    key: Option<&'t str>,
    /// What stands behind the colon, and its column.
    value: (&'t str, usize),
}

impl<'t> Line<'t> {
    fn of(text: &'t str) -> Self {
        let text = text.strip_suffix('\r').unwrap_or(text);
        let mut dashes = Vec::new();
        let mut start = 0;
        let mut rest = text;
        loop {
            let bare = rest.trim_start_matches(' ');
            start += rest.len() - bare.len();
            rest = bare;
            match rest.strip_prefix('-') {
                Some(after) if after.is_empty() || after.starts_with(' ') => {
                    dashes.push(start);
                    start += 1;
                    rest = after;
                }
                _ => break,
            }
        }
        let (key, value) = match split_key(rest) {
            Some((key, value)) if !rest.starts_with('#') => {
                let at = start + rest.chars().count() - value.chars().count();
                (Some(key), (value, at))
            }
            _ => (None, (rest, start)),
        };
        Self {
            text,
            dashes,
            start,
            key,
            value,
        }
    }

    fn is_bare(&self) -> bool {
        let text = self.text.trim();
        text.is_empty() || text.starts_with('#')
    }
}

/// A key and what stands behind its colon.
fn split_key(text: &str) -> Option<(&str, &str)> {
    let (key, value) = match text.find(": ") {
        Some(at) => (text.get(..at)?, text.get(at + 2..)?),
        None => (text.trim_end().strip_suffix(':')?, ""),
    };
    let plain = !key.is_empty() && !key.contains(['[', '{', '"', '\'', '#', ',']);
    plain.then_some((key.trim(), value))
}

fn on_line(lines: &[Line<'_>], number: usize, here: &str, column: usize) -> Cursor {
    let before: String = here.chars().take(column).collect();
    let this = Line::of(&before);
    let whole = Line::of(here);
    // A blank line belongs to what is indented as the cursor is.
    let level = if whole.is_bare() { column } else { whole.start };
    let mut limit = match whole.dashes.first() {
        Some(dash) => dash + 1,
        None => level,
    };
    let in_value = this.key.is_some();
    let mut path = Vec::new();
    if let Some(key) = this.key {
        path.push(key.to_owned());
    }
    let is_item = this.key.is_none() && !whole.dashes.is_empty();
    for above in lines.iter().take(number).rev().filter(|line| !line.is_bare()) {
        if limit == 0 {
            break;
        }
        let Some(key) = above.key else { continue };
        if above.start < limit {
            path.push(key.to_owned());
            limit = above.dashes.first().map_or(above.start, |dash| dash + 1);
        } else if above.start == limit
            && let Some(dash) = above.dashes.first()
        {
            limit = dash + 1;
        }
    }
    path.reverse();
    Cursor {
        // A value without a key on a line with a dash is one of a list, or the first key of a mapping in it.
        in_key: !(in_value || is_item && lists_names(path.last())),
        beside: beside(lines, number, level),
        path,
        before: if in_value {
            this.value.0.to_owned()
        } else {
            this.text
                .get(byte(this.text, this.start)..)
                .unwrap_or_default()
                .to_owned()
        },
        word: String::new(),
        word_at: (column, column),
    }
}

/// Lists of names rather than of mappings.
fn lists_names(key: Option<&String>) -> bool {
    const LISTS: [&str; 9] = [
        "gives", "at", "against", "kept_by", "watches", "weakens", "accepts", "rests_on", "proof",
    ];
    key.is_some_and(|key| LISTS.contains(&key.as_str()) || key == "renewed")
}

/// The keys of the mapping that a line belongs to, with what stands behind them on their lines.
fn beside(lines: &[Line<'_>], number: usize, level: usize) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let pair = |line: &Line<'_>| {
        let value = without_comment(line.value.0).trim().trim_matches(['"', '\'']);
        line.key.map(|key| (key.to_owned(), value.to_owned()))
    };
    let begins_here = lines.get(number).is_some_and(|line| !line.dashes.is_empty());
    if !begins_here {
        for line in lines.iter().take(number).rev().filter(|line| !line.is_bare()) {
            if line.start < level {
                break;
            }
            if line.start == level {
                found.extend(pair(line));
                if !line.dashes.is_empty() {
                    break;
                }
            }
        }
    }
    for (at, line) in lines.iter().enumerate().skip(number) {
        if line.is_bare() {
            continue;
        }
        let next_item =
            at > number && !line.dashes.is_empty() && line.dashes.iter().any(|dash| *dash < level);
        if line.start < level || next_item {
            break;
        }
        if line.start == level {
            found.extend(pair(line));
        }
    }
    found
}

/// What the cursor stands on within brackets that are open there, on this line or above.
fn in_brackets(lines: &[Line<'_>], number: usize, column: usize) -> Option<Cursor> {
    let first = number.saturating_sub(MAX_BRACKET_LINES);
    for start in (first..=number).rev() {
        let line = lines.get(start)?;
        let opening = line.value.0.trim_start();
        if !(opening.starts_with('[') || opening.starts_with('{')) {
            if start < number && line.key.is_some() && !line.value.0.is_empty() {
                // A line with a whole value of its own: no bracket from above reaches here.
                return None;
            }
            continue;
        }
        let mut inside: String = line.value.0.chars().collect();
        if start == number {
            inside = line.text.chars().take(column).skip(line.value.1).collect();
        } else {
            for between in lines.iter().take(number).skip(start + 1) {
                inside.push(' ');
                inside.push_str(without_comment(between.text));
            }
            inside.push(' ');
            inside.extend(lines.get(number)?.text.chars().take(column));
        }
        let mut rest: String = lines.get(number)?.text.chars().skip(column).collect();
        rest.truncate(rest.find(['}', ']']).unwrap_or(rest.len()));
        let open = open_brackets(&inside)?;
        let base = on_line(lines, start, line.text, line.value.1 + 1);
        return Some(within(base, &open, &rest));
    }
    None
}

/// One bracket that is open, and what stands in it so far.
struct Open {
    is_map: bool,
    parts: Vec<String>,
}

/// The brackets that are open at the end of a text; `None` where all are closed.
fn open_brackets(text: &str) -> Option<Vec<Open>> {
    let mut open: Vec<Open> = Vec::new();
    let mut quote = None;
    for letter in text.chars() {
        if let Some(mark) = quote {
            if letter == mark {
                quote = None;
            }
        } else if letter == '"'
            || (letter == '\'' && last_part(&open).is_none_or(|part| part.trim().is_empty()))
        {
            quote = Some(letter);
        } else if letter == '[' || letter == '{' {
            open.push(Open {
                is_map: letter == '{',
                parts: vec![String::new()],
            });
            continue;
        } else if letter == ']' || letter == '}' {
            open.pop()?;
            continue;
        } else if letter == ',' {
            if let Some(top) = open.last_mut() {
                top.parts.push(String::new());
            }
            continue;
        }
        if let Some(part) = open.last_mut().and_then(|top| top.parts.last_mut()) {
            part.push(letter);
        }
    }
    (!open.is_empty()).then_some(open)
}

fn last_part(open: &[Open]) -> Option<&String> {
    open.last().and_then(|top| top.parts.last())
}

fn within(mut base: Cursor, open: &[Open], rest: &str) -> Cursor {
    base.in_key = false;
    base.beside.clear();
    for (depth, bracket) in open.iter().enumerate() {
        let Some(part) = bracket.parts.last() else {
            continue;
        };
        let part = part.trim_start();
        part.trim_matches(['"', '\'']).clone_into(&mut base.before);
        if !bracket.is_map {
            continue;
        }
        let is_last = depth + 1 == open.len();
        base.beside = bracket.parts.iter().filter_map(|part| pair(part)).collect();
        if is_last {
            base.beside.extend(rest.split(',').skip(1).filter_map(pair));
        }
        match part.split_once(':') {
            Some((key, value)) => {
                base.path.push(key.trim().to_owned());
                let value = value.trim_start().trim_matches(['"', '\'']);
                value.clone_into(&mut base.before);
                base.in_key = false;
            }
            None => base.in_key = is_last,
        }
    }
    base
}

fn pair(part: &str) -> Option<(String, String)> {
    let (key, value) = part.split_once(':')?;
    let value = value.trim().trim_matches(['"', '\'']);
    Some((key.trim().to_owned(), value.to_owned()))
}

fn without_comment(text: &str) -> &str {
    text.split(" #").next().unwrap_or(text)
}

fn in_comment(line: &str, column: usize) -> bool {
    let at = if line.trim_start().starts_with('#') {
        line.find('#')
    } else {
        line.find(" #").map(|at| at + 1)
    };
    at.is_some_and(|at| {
        line.get(..at)
            .is_some_and(|before| before.chars().count() < column)
    })
}

/// The word that a column touches: letters, digits, hyphens, underscores and the points inside of event names.
fn word(line: &str, column: usize) -> (String, (usize, usize)) {
    let letters: Vec<char> = line.chars().collect();
    let belongs = |at: usize| {
        letters
            .get(at)
            .is_some_and(|letter| letter.is_alphanumeric() || ['-', '_', '.'].contains(letter))
    };
    let mut from = column.min(letters.len());
    while from > 0 && belongs(from - 1) {
        from -= 1;
    }
    let mut to = column.min(letters.len());
    while belongs(to) {
        to += 1;
    }
    let word: String = letters.iter().take(to).skip(from).collect();
    let trimmed = word.trim_end_matches(['.', '-']);
    let to = from + trimmed.chars().count();
    (trimmed.to_owned(), (from, to))
}

fn byte(text: &str, characters: usize) -> usize {
    text.char_indices()
        .nth(characters)
        .map_or(text.len(), |(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// What a cursor at `|` stands on: `steps promises kept_by = sec`, or with `?` for a key.
    fn check(marked: &str, expected: &str) {
        let at = marked.find('|').unwrap();
        let text = marked.replacen('|', "", 1);
        let before = &text[..at];
        let position = Position {
            line: before.matches('\n').count(),
            column: before.rsplit('\n').next().unwrap().encode_utf16().count(),
        };
        let said = match Cursor::at(&text, position) {
            None => "nothing".to_owned(),
            Some(cursor) => format!(
                "{} {} {}",
                cursor.path.join(" "),
                if cursor.in_key { "?" } else { "=" },
                cursor.before
            ),
        };
        assert_eq!(said.trim(), expected, "{marked}");
    }

    #[test]
    fn the_place_is_told_by_indentation() {
        check("jou|", "? jou");
        check("matters: cri|", "matters = cri");
        check("owners:\n  pro|", "owners ? pro");
        check("steps:\n  - id: a\n    |", "steps ?");
        check(
            "steps:\n  - id: a\n    promises:\n      - id: p\n        kept_by:\n          - sec|",
            "steps promises kept_by = sec",
        );
        check(
            "steps:\n  - id: a\n    promises:\n      - id: p\n        measure:\n          of: sign_in.f|",
            "steps promises measure of = sign_in.f",
        );
        check("steps:\n- id: a\n  do|", "steps ? do");
        check("steps:\n  - i|", "steps ? i");
        check(
            "a: 1\nguardrails:\n  - id: x\n\n    # note\n    wat|",
            "guardrails ? wat",
        );
        check(
            "controls:\n  second-factor:\n    type: pr|",
            "controls second-factor type = pr",
        );
        check("controls:\n  sec|ond:\n    type: x", "controls ? sec");
        check("# a com|ment", "nothing");
        check("a: b # com|", "nothing");
    }

    #[test]
    fn brackets_are_looked_into() {
        check("steps:\n  - gives: [email, pa|]", "steps gives = pa");
        check(
            "steps:\n  - promises:\n      - measure: { kind: never, event: tok|",
            "steps promises measure event = tok",
        );
        check(
            "steps:\n  - promises:\n      - measure: { kind: never, dr| }",
            "steps promises measure ? dr",
        );
        check(
            "data:\n  email: { kind: per| , keep: x }",
            "data email kind = per",
        );
        check(
            "guardrails:\n  - watches: [a,\n      b, c|]",
            "guardrails watches = c",
        );
        check("owners: { product: a }\nmatters: |", "matters =");
        check(
            "steps:\n  - gives: [a]\n    worst: [{ id: x, harm: se|",
            "steps worst harm = se",
        );
        check(
            "controls:\n  a:\n    with: { free: 5 }\n    ty|",
            "controls a ? ty",
        );
    }

    #[test]
    fn what_stands_beside_is_known() {
        let check = |text: &str, line: usize, column: usize, expected: &[(&str, &str)]| {
            let cursor = Cursor::at(text, Position { line, column }).unwrap();
            let beside: Vec<(&str, &str)> = cursor
                .beside
                .iter()
                .map(|(key, value)| (key.as_str(), value.as_str()))
                .collect();
            assert_eq!(beside, expected);
        };
        let text = "m:\n  - kind: ratio # x\n    of: \"a\"\n    good: b\n  - kind: never\n";
        check(text, 2, 8, &[("kind", "ratio"), ("of", "a"), ("good", "b")]);
        check(text, 4, 9, &[("kind", "never")]);
        check(
            "m: { kind: within, from: a, to: b }",
            0,
            25,
            &[("kind", "within"), ("from", ""), ("to", "b")],
        );
    }

    #[test]
    fn a_word_is_what_the_cursor_touches() {
        let check = |line: &str, column: usize, expected: &str| {
            assert_eq!(word(line, column).0, expected, "{line:?} {column}");
        };
        check("kept_by: [second-factor]", 14, "second-factor");
        check("kept_by: [second-factor]", 10, "second-factor");
        check("of: sign_in.finished where", 20, "sign_in.finished");
        check("says: Done.", 11, "Done");
        check("a: ", 3, "");
    }

    proptest! {
        #[test]
        fn no_text_makes_it_fall_over(text in "([a-zü𝄞:\\[\\]{}'\"#, -]|\n|\r\n|: |- ){0,80}", line in 0..12_usize, column in 0..40_usize) {
            if let Some(cursor) = Cursor::at(&text, Position { line, column }) {
                prop_assert!(cursor.word_at.0 <= cursor.word_at.1);
            }
        }
    }
}
