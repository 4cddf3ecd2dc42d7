//! A message as plain text, for those who read it so and for those who cannot read anything else.

use super::body::Body;

/// The longest line, in characters (RFC 5322 recommends at most 78 with the line's end).
const LONGEST_LINE: usize = 76;

/// The text. Links stand alone on their line, so that every program makes them clickable.
pub(super) fn plain(body: &Body) -> String {
    let mut text = String::new();
    paragraph(&mut text, &body.heading);
    for words in &body.paragraphs {
        paragraph(&mut text, words);
    }
    if !body.facts.is_empty() {
        for (name, value) in &body.facts {
            wrapped(&mut text, &format!("{name}: {value}"));
        }
        text.push('\n');
    }
    if let Some((label, address)) = &body.action {
        wrapped(&mut text, &format!("{label}:"));
        text.push_str(address);
        text.push_str("\n\n");
    }
    for words in &body.notes {
        paragraph(&mut text, words);
    }
    // The line by which mail programs know what follows as a signature (RFC 3676, section 4.3).
    text.push_str("-- \n");
    for words in &body.foot {
        wrapped(&mut text, words);
    }
    text
}

fn paragraph(text: &mut String, words: &str) {
    wrapped(text, words);
    text.push('\n');
}

/// The words on lines of at most [`LONGEST_LINE`] characters, each ended by a line feed.
fn wrapped(text: &mut String, words: &str) {
    let mut length = 0;
    for word in words.split_whitespace() {
        let letters = word.chars().count();
        if length > 0 && length + 1 + letters > LONGEST_LINE {
            text.push('\n');
            length = 0;
        }
        if length > 0 {
            text.push(' ');
            length += 1;
        }
        text.push_str(word);
        length += letters;
    }
    text.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_wrapped_between_words() {
        let check = |words: &str, lines: &str| {
            let mut text = String::new();
            wrapped(&mut text, words);
            assert_eq!(text, lines);
        };
        check("one line", "one line\n");
        check("", "\n");
        let long = "w".repeat(40);
        check(&format!("{long} {long}"), &format!("{long}\n{long}\n"));
        let longer = "w".repeat(100);
        check(&format!("a {longer} b"), &format!("a\n{longer}\nb\n"));
    }
}
