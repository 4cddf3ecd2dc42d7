//! What text that people give may hold, so that it reads as it is.

use unicode_normalization::UnicodeNormalization as _;

/// Characters that turn the direction of what follows, or cannot be seen: with them one text passes for another.
/// The joiners U+200C and U+200D are left, without which names and emoji of some scripts cannot be written.
pub(crate) fn misleads(letter: char) -> bool {
    letter.is_control()
        || matches!(
            letter,
            '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180E}'
                | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
                | '\u{3164}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}' | '\u{E0000}'..='\u{E0FFF}'
        )
}

/// A name as it is kept: in Unicode's composed form (NFC), without blanks at the ends and with single ones inside;
/// nothing if that leaves nothing, more than `most` code points, or anything that misleads.
pub fn tidy_name(text: &str, most: usize) -> Option<String> {
    // Bounded before it is normalised, which can make text longer.
    if text.len() > most * 16
        || text
            .chars()
            .any(|letter| misleads(letter) && !letter.is_whitespace())
    {
        return None;
    }
    let composed: String = text.nfc().collect();
    let tidy = composed.split_whitespace().collect::<Vec<_>>().join(" ");
    let seen = tidy
        .chars()
        .any(|letter| !matches!(letter, '\u{200C}' | '\u{200D}'));
    (seen && tidy.chars().count() <= most).then_some(tidy)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_read_as_they_are() {
        let check =
            |given: &str, kept: Option<&str>| assert_eq!(tidy_name(given, 8).as_deref(), kept, "{given:?}");
        check("  Zoe\u{308}\t K ", Some("Zoë K"));
        check("12345678", Some("12345678"));
        check("123456789", None);
        check("", None);
        check(" \u{200D} ", None);
        check("a\u{202E}b", None);
        check("a\u{200B}b", None);
        check("a\u{0}b", None);
        check("می\u{200C}خواهم", Some("می\u{200C}خواهم"));
        check(&"\u{1F468}".repeat(9), None);
    }
}
