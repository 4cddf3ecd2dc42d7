//! Text inside XML.

/// The text as character data or as an attribute's value. Letters that XML 1.0 (section 2.2) has no place for
/// are left out.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\t' | '\n' | '\r' => out.push(' '),
            '\u{0}'..='\u{1f}' | '\u{7f}' | '\u{fffe}' | '\u{ffff}' => {}
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_is_markup() {
        for (text, expected) in [
            (
                "<b>\"x\" & 'y'</b>",
                "&lt;b&gt;&quot;x&quot; &amp; &#39;y&#39;&lt;/b&gt;",
            ),
            ("a\u{0}b\u{1b}c\u{fffe}", "abc"),
            ("]]>", "]]&gt;"),
            ("one\ntwo", "one two"),
            ("Grüße 東京", "Grüße 東京"),
        ] {
            assert_eq!(escaped(text), expected);
        }
    }
}
