//! Markdown, with the tables of code hosts, in which no text of a journey file can mean anything but
//! itself.

use std::fmt;

use journey::Finding;

/// What means something wherever it stands.
const EVERYWHERE: &str = "\\`*_{}[]<>|~&@#$^";

/// What means something at the beginning of a line or word: lists, headings, emoji by name.
const AT_BEGINNING: &str = "-+=!:(\"'";

/// A text under construction.
#[derive(Debug, Default)]
pub(crate) struct Page(String);

impl Page {
    /// A block by itself: a heading, a paragraph.
    pub(crate) fn block(&mut self, text: fmt::Arguments<'_>) {
        if !self.0.is_empty() && !self.0.ends_with("\n\n") {
            self.0.push('\n');
        }
        self.line(text);
        self.0.push('\n');
    }

    /// One line, right below the one before.
    pub(crate) fn line(&mut self, text: fmt::Arguments<'_>) {
        // Writing into a text cannot fail.
        fmt::write(&mut self.0, text).ok();
        self.0.push('\n');
    }

    /// A table. Cells are texts that are fit for Markdown already.
    pub(crate) fn table<const N: usize>(
        &mut self,
        head: [&str; N],
        rows: impl IntoIterator<Item = [String; N]>,
    ) {
        self.block(format_args!("| {} |\n|{}", head.join(" | "), " --- |".repeat(N)));
        // Rows belong right below.
        self.0.truncate(self.0.trim_end_matches('\n').len());
        self.0.push('\n');
        for row in rows {
            self.line(format_args!("| {} |", row.join(" | ")));
        }
    }

    /// The whole text; it ends with one line break.
    pub(crate) fn finish(self) -> String {
        format!("{}\n", self.0.trim_end_matches('\n'))
    }
}

/// Any text, as itself and on one line.
pub(crate) fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for (place, word) in text.split_whitespace().enumerate() {
        if place > 0 {
            plain.push(' ');
        }
        let number = word.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(0);
        for (at, letter) in word.char_indices().filter(|(_, letter)| !letter.is_control()) {
            // `1.` and `1)` begin a list, but only at the beginning of a line.
            let is_item = place == 0 && at > 0 && at == number && matches!(letter, '.' | ')');
            let is_beginning = at == 0 && AT_BEGINNING.contains(letter);
            if is_item || is_beginning || EVERYWHERE.contains(letter) {
                plain.push('\\');
            }
            plain.push(letter);
        }
    }
    // Code hosts make links of addresses; a text of a journey file is never one.
    plain.replace("://", "\\://").replace("www.", "www\\.")
}

/// Any text as code, on one line.
pub(crate) fn code(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let text: String = text.chars().filter(|letter| !letter.is_control()).collect();
    let longest = text
        .split(|letter| letter != '`')
        .map(str::len)
        .max()
        .unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    // A bar ends a cell even inside of code.
    let text = text.replace('|', "\\|");
    if text.is_empty() {
        String::new()
    } else if longest > 0 {
        format!("{fence} {text} {fence}")
    } else {
        format!("{fence}{text}{fence}")
    }
}

/// What was found, as a list.
pub(crate) fn findings<'a>(page: &mut Page, findings: impl IntoIterator<Item = &'a Finding>) {
    for finding in findings {
        page.line(format_args!(
            "- **{}** {} at {}: {}. {}",
            finding.severity.word(),
            finding.code,
            code(&format!("{}:{}:{}", finding.file, finding.line, finding.column)),
            plain(&finding.says),
            plain(&finding.help),
        ));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn no_text_means_more_than_itself() {
        let check = |text: &str, expected: &str| assert_eq!(plain(text), expected, "{text:?}");
        check(
            "A stranger's password, at 9:30.",
            "A stranger's password, at 9:30.",
        );
        check("a *b* _c_ `d`", "a \\*b\\* \\_c\\_ \\`d\\`");
        check("<img src=x> [a](b) |", "\\<img src=x\\> \\[a\\](b) \\|");
        check("# no\n- heading", "\\# no \\- heading");
        check("1. one", "1\\. one");
        check("see https://example.com", "see https\\://example.com");
        check("12:30 or 3.5 % (a-b)", "12:30 or 3.5 % \\(a-b)");
        check("jo@example.com", "jo\\@example.com");
    }

    #[test]
    fn code_stays_code() {
        let check = |text: &str, expected: &str| assert_eq!(code(text), expected, "{text:?}");
        check("a/b", "`a/b`");
        check("a `b`", "`` a `b` ``");
        check("a|b", "`a\\|b`");
        check("", "");
    }

    #[test]
    fn a_table_stands_by_itself() {
        let mut page = Page::default();
        page.block(format_args!("# A"));
        page.table(["a", "b"], [["1".to_owned(), "2".to_owned()]]);
        page.block(format_args!("End."));
        assert_eq!(
            page.finish(),
            "# A\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n\nEnd.\n"
        );
    }

    proptest! {
        #[test]
        fn markup_never_survives(text in "\\PC{0,60}") {
            let plain = plain(&text);
            prop_assert!(!plain.contains('\n'));
            let letters: Vec<char> = plain.chars().collect();
            for (at, letter) in letters.iter().enumerate() {
                if "<>[]`*_|".contains(*letter) {
                    let slashes = letters[..at].iter().rev().take_while(|before| **before == '\\').count();
                    prop_assert!(slashes % 2 == 1, "{plain:?} has a bare {letter:?}");
                }
            }
        }
    }
}
