//! Positions as editors count them, and as the rest of the house does.

/// A place in a text as editors count: lines from 0, columns in UTF-16 units from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// The line, from 0.
    pub line: usize,
    /// The column in UTF-16 units, from 0.
    pub column: usize,
}

/// Where a name is defined.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// The file's name.
    pub file: String,
    /// Where the name begins.
    pub from: Position,
    /// Where it ends.
    pub to: Position,
}

/// The line at a number; nothing behind the end.
pub(crate) fn line(text: &str, number: usize) -> &str {
    let line = text.split('\n').nth(number).unwrap_or_default();
    line.strip_suffix('\r').unwrap_or(line)
}

/// How many characters of a line lie before a column in UTF-16 units.
pub(crate) fn characters(line: &str, column: usize) -> usize {
    let mut units = 0;
    line.chars()
        .take_while(|letter| {
            units += letter.len_utf16();
            units <= column
        })
        .count()
}

/// How many UTF-16 units the first characters of a line take.
pub(crate) fn units(line: &str, characters: usize) -> usize {
    line.chars().take(characters).map(char::len_utf16).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_go_over_into_each_other() {
        let check = |text: &str, column: usize, count: usize| {
            assert_eq!(characters(text, column), count, "{text:?} {column}");
        };
        check("abc", 2, 2);
        check("a𝄞c", 3, 2);
        check("a𝄞c", 2, 1);
        check("abc", 9, 3);
        assert_eq!(units("a𝄞c", 2), 3);
        assert_eq!(
            (line("a\r\nb", 0), line("a\r\nb", 1), line("a", 5)),
            ("a", "b", "")
        );
    }
}
