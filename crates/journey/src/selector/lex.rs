//! From a selector's text to its words, each with its place.

use super::{Op, SelectorError, Trouble};

/// Longest selector, in bytes: many times what a person would read.
pub(super) const MAX_BYTES: usize = 4_096;

/// One word or sign, with the bytes that it takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token<'a> {
    pub(super) what: What<'a>,
    pub(super) start: usize,
    pub(super) end: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum What<'a> {
    Word(&'a str),
    Quoted(&'a str),
    Number(i64),
    Op(Op),
    Open,
    Close,
    OpenList,
    CloseList,
    Comma,
    End,
}

/// All tokens; the last is [`What::End`].
pub(super) fn lex(text: &str) -> Result<Vec<Token<'_>>, SelectorError> {
    if text.len() > MAX_BYTES {
        return Err(SelectorError {
            trouble: Trouble::Form,
            says: format!("this is {} bytes long; at most {MAX_BYTES} are read", text.len()),
            help: "say it with fewer comparisons".to_owned(),
            start: 0,
            end: text.len(),
        });
    }
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..) {
        let Some(first) = rest.chars().next() else { break };
        if first.is_whitespace() {
            at += first.len_utf8();
            continue;
        }
        let (what, length) = next(rest, first).map_err(|(says, help, length)| SelectorError {
            trouble: Trouble::Form,
            says,
            help,
            start: at,
            end: at + length,
        })?;
        tokens.push(Token {
            what,
            start: at,
            end: at + length,
        });
        at += length;
    }
    tokens.push(Token {
        what: What::End,
        start: text.trim_end().len(),
        end: text.trim_end().len(),
    });
    Ok(tokens)
}

type Wrong = (String, String, usize);

fn next(rest: &str, first: char) -> Result<(What<'_>, usize), Wrong> {
    let sign = match first {
        '(' => Some(What::Open),
        ')' => Some(What::Close),
        '[' => Some(What::OpenList),
        ']' => Some(What::CloseList),
        ',' => Some(What::Comma),
        _ => None,
    };
    if let Some(sign) = sign {
        return Ok((sign, 1));
    }
    if matches!(first, '=' | '!' | '<' | '>') {
        return operator(rest);
    }
    if first == '"' || first == '\'' {
        return quoted(rest, first);
    }
    if first.is_ascii_digit() || first == '-' {
        return number(rest);
    }
    let length = word_length(rest);
    match rest.get(..length) {
        Some(word) if length > 0 => Ok((What::Word(word), length)),
        _ => Err((
            format!("`{first}` has no meaning here"),
            "put a text with other signs in quotes, such as \"Zürich\"".to_owned(),
            first.len_utf8(),
        )),
    }
}

fn word_length(rest: &str) -> usize {
    rest.find(|letter: char| !(letter.is_ascii_alphanumeric() || matches!(letter, '_' | '.' | '-')))
        .unwrap_or(rest.len())
}

fn operator(rest: &str) -> Result<(What<'_>, usize), Wrong> {
    let length = rest
        .find(|sign| !matches!(sign, '=' | '!' | '<' | '>'))
        .unwrap_or(rest.len());
    let written = rest.get(..length).unwrap_or_default();
    if let Some((_, op)) = Op::ALL.into_iter().find(|(name, _)| *name == written) {
        return Ok((What::Op(op), length));
    }
    let meant = match written {
        "==" => "write `=` for equal",
        "<>" | "!" => "write `!=` for different",
        "=<" => "write `<=` for at most",
        "=>" => "write `>=` for at least",
        _ => "compare with one of = != < <= > >=",
    };
    Err((
        format!("`{written}` is not a comparison"),
        meant.to_owned(),
        length,
    ))
}

fn quoted(rest: &str, mark: char) -> Result<(What<'_>, usize), Wrong> {
    let inside = rest.get(1..).unwrap_or_default();
    let text = inside.find(mark).and_then(|end| inside.get(..end));
    match text {
        Some(text) => Ok((What::Quoted(text), text.len() + 2)),
        None => Err((
            "this quote is never closed".to_owned(),
            format!("close it with `{mark}`"),
            rest.len(),
        )),
    }
}

fn number(rest: &str) -> Result<(What<'_>, usize), Wrong> {
    let sign = usize::from(rest.starts_with('-'));
    let length = sign + word_length(rest.get(sign..).unwrap_or_default());
    let written = rest.get(..length).unwrap_or_default();
    match written.parse() {
        Ok(number) => Ok((What::Number(number), length)),
        Err(_) => Err((
            format!("`{written}` is not a whole number"),
            "write a whole number without units or decimals, or put a text in quotes".to_owned(),
            length.max(1),
        )),
    }
}
