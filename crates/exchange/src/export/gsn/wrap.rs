//! Text broken into lines that fit a width, without asking a font: widths are guessed on the wide side, so
//! that a text never leaves its shape whichever face draws it.

/// The lines of a text, at most `most` of them, each at most `width` pixels at this size; `…` ends a text that
/// does not fit.
pub(super) fn wrapped(text: &str, width: f64, size: f64, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    let mut used = 0.0;
    for piece in pieces(text) {
        if used + wide(piece, size) > width && !line.trim_end().is_empty() {
            lines.push(line.trim_end().to_owned());
            line = String::new();
            used = 0.0;
        }
        let piece = if line.is_empty() {
            piece.trim_start()
        } else {
            piece
        };
        for letter in piece.chars() {
            let step = wide(letter.encode_utf8(&mut [0; 4]), size);
            if used + step > width && !line.is_empty() && letter != ' ' {
                lines.push(line.trim_end().to_owned());
                line = String::new();
                used = 0.0;
            }
            line.push(letter);
            used += step;
        }
    }
    if !line.trim_end().is_empty() {
        lines.push(line.trim_end().to_owned());
    }
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            while wide(last, size) + size > width && last.pop().is_some() {}
            *last = format!("{}…", last.trim_end());
        }
    }
    lines
}

/// Words with the blank after them, and parts of names like `junit:auth/second_factor`, which have no blanks.
/// A hyphen parts words, never the numbers of a date.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let (mut start, mut before) = (0, ' ');
    let mut letters = text.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        let next = letters.peek().map_or(' ', |(_, next)| *next);
        let parts = match letter {
            ' ' | '/' | '_' | ':' => true,
            '-' => before.is_alphabetic() && next.is_alphabetic(),
            _ => false,
        };
        if parts {
            let end = at + letter.len_utf8();
            pieces.extend(text.get(start..end));
            start = end;
        }
        before = letter;
    }
    pieces.extend(text.get(start..).filter(|rest| !rest.is_empty()));
    pieces
}

/// About how wide a text is, in pixels at this size.
pub(super) fn wide(text: &str, size: f64) -> f64 {
    let ems: f64 = text
        .chars()
        .map(|letter| match letter {
            'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '!' | '|' | ' ' | '’' | '‘' => 0.34,
            'f' | 't' | 'r' | '-' | '(' | ')' | '[' | ']' | '/' | '"' | '“' | '”' => 0.42,
            'm' | 'w' | 'M' | 'W' | '@' | '%' | '—' | '…' => 0.95,
            'A'..='Z' | '\u{370}'..='\u{58f}' => 0.72,
            '\u{20}'..='\u{7e}' => 0.6,
            '\u{a0}'..='\u{2ff}' => 0.66,
            // Ideographs, kana, hangul, emoji and all that is not known.
            _ => 1.05,
        })
        .sum();
    ems * size
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn lines_break_where_a_reader_would() {
        let check = |text: &str, most: usize, expected: &[&str]| {
            assert_eq!(wrapped(text, 60.0, 10.0, most), expected, "{text:?}");
        };
        check("one two three four", 9, &["one two", "three four"]);
        check(
            "junit:auth/second_factor",
            9,
            &["junit:auth/", "second_", "factor"],
        );
        check("by 2027-06-30", 9, &["by", "2027-06-30"]);
        check("unbreakablelongword", 9, &["unbreakabl", "elongword"]);
        check("one two three four", 1, &["one two…"]);
        check("", 3, &[]);
    }

    proptest! {
        #[test]
        fn no_line_is_wider_than_its_shape(text in "\\PC{0,120}", most in 1_usize..6) {
            let lines = wrapped(&text, 80.0, 12.0, most);
            prop_assert!(lines.len() <= most);
            for line in lines {
                prop_assert!(wide(&line, 12.0) <= 80.0, "{line:?}");
            }
        }
    }
}
