//! What other people wrote, made safe to stand inside a sentence of ours.
//!
//! Escaping for HTML is not done here: pages escape whatever they print. This is about characters that change
//! how a line is read: line breaks, which would start a new header in a message, and marks that turn the
//! direction of the text around, with which a name can pretend to be another (Unicode TR 36, section 2.7).

/// At most so many characters of a name are shown; the rest is an ellipsis.
const LONGEST: usize = 120;

/// The text on one line, without control characters and without invisible marks that reorder it; cut to a
/// length that fits a sentence. Text that is written from right to left is isolated, so that it does not pull
/// the words around it along (Unicode TR 9, section 2.4).
pub(crate) fn cleaned(text: &str) -> String {
    let words = text.split(|letter: char| letter.is_whitespace() || is_line_break(letter));
    let mut line = String::with_capacity(text.len().min(LONGEST * 4));
    for word in words.filter(|word| !word.is_empty()) {
        if !line.is_empty() {
            line.push(' ');
        }
        line.extend(word.chars().filter(|letter| !is_unfit(*letter)));
    }
    let line = shortened(line.trim());
    if line.chars().any(is_right_to_left) {
        format!("\u{2068}{line}\u{2069}")
    } else {
        line
    }
}

fn shortened(line: &str) -> String {
    let mut letters = line.chars();
    let mut short: String = letters.by_ref().take(LONGEST).collect();
    if letters.next().is_some() {
        short.push('…');
    }
    short
}

const fn is_line_break(letter: char) -> bool {
    matches!(
        letter,
        '\u{000A}'..='\u{000D}' | '\u{0085}' | '\u{2028}' | '\u{2029}'
    )
}

/// Control characters, and invisible marks that reorder text or hide between its letters. The joiners
/// U+200C and U+200D stay: names in many scripts need them.
fn is_unfit(letter: char) -> bool {
    letter.is_control()
        || matches!(
            letter,
            '\u{00AD}' | '\u{061C}' | '\u{180E}' | '\u{200B}' | '\u{200E}' | '\u{200F}'
                | '\u{202A}'..='\u{202E}'
                | '\u{2060}'..='\u{206F}'
                | '\u{FEFF}'
                | '\u{FFF9}'..='\u{FFFB}'
                | '\u{E0000}'..='\u{E007F}'
        )
}

/// Hebrew, Arabic and their neighbours: the blocks of strong right-to-left characters.
const fn is_right_to_left(letter: char) -> bool {
    matches!(
        letter,
        '\u{0590}'..='\u{08FF}'
            | '\u{FB1D}'..='\u{FDFF}'
            | '\u{FE70}'..='\u{FEFC}'
            | '\u{10800}'..='\u{10FFF}'
            | '\u{1E800}'..='\u{1EFFF}'
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_name_stays_one_line_that_reads_as_it_looks() {
        let check = |text: &str, line: &str| assert_eq!(cleaned(text), line);
        check("Ada Lovelace", "Ada Lovelace");
        check("  Ada \t Lovelace ", "Ada Lovelace");
        check("Ada\r\nBcc: all@shop.example", "Ada Bcc: all@shop.example");
        check("Ada\u{2028}Bcc: x", "Ada Bcc: x");
        check("photo\u{202E}gnp.exe", "photognp.exe");
        check("A\u{200B}da\u{FEFF}", "Ada");
        check("Ada\u{0}", "Ada");
        check("👩\u{200D}🔬", "👩\u{200D}🔬");
        check("مريم", "\u{2068}مريم\u{2069}");
        check("", "");
        check(&"a".repeat(121), &format!("{}…", "a".repeat(120)));
    }

    proptest! {
        #[test]
        fn nothing_gets_a_line_break_through(text in any::<String>()) {
            let line = cleaned(&text);
            prop_assert!(!line.chars().any(|letter| letter.is_control() || is_line_break(letter)));
            prop_assert!(line.chars().count() <= LONGEST + 3);
        }
    }
}
