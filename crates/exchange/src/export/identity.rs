//! Names and numbers by which other tools know our objects: always the same for the same object.

use uuid::Uuid;

/// The name of all that we number, as a version 5 UUID (RFC 9562, section 5.5) of this text.
const ROOT: &str = "urn:safeconduct:export";

/// The longest DNS label (RFC 1123), in bytes.
const LABEL: usize = 63;

/// A number for the object of this kind with this name, within a document of this title: the same on every
/// machine and every day.
pub(super) fn number(title: &str, kind: &str, name: &str) -> String {
    let root = Uuid::new_v5(&Uuid::NAMESPACE_URL, ROOT.as_bytes());
    let document = Uuid::new_v5(&root, title.as_bytes());
    Uuid::new_v5(&document, format!("{kind}\0{name}").as_bytes())
        .hyphenated()
        .to_string()
}

/// A DNS label (RFC 1123: lower-case letters, digits and hyphens, at most 63) for an object with this path.
/// Where the parts do not fit, or could be read as other parts, a piece of their number makes it unique.
pub(super) fn label(parts: &[&str]) -> String {
    let joined = parts.join("--");
    let plain = parts.iter().all(|part| !part.contains("--")) && joined.len() <= LABEL;
    if plain {
        return joined;
    }
    let number = number("", "label", &parts.join("/"));
    let tail = number.get(..8).unwrap_or(&number);
    let mut head = joined;
    head.truncate(LABEL - 1 - tail.len());
    format!("{}-{tail}", head.trim_end_matches('-'))
}

/// A token as OSCAL has it: a letter or `_`, then letters, digits, `.`, `-` and `_`.
pub(super) fn token(parts: &[&str]) -> String {
    let joined = parts.join(".");
    let starts_well = joined
        .chars()
        .next()
        .is_some_and(|first| first.is_alphabetic() || first == '_');
    if starts_well { joined } else { format!("_{joined}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_short_and_never_the_same_for_two_objects() {
        let check = |parts: &[&str], expected: &str| {
            let label = label(parts);
            assert!(label.len() <= LABEL && !label.starts_with('-') && !label.ends_with('-'));
            assert_eq!(label, expected, "{parts:?}");
        };
        check(&["sign-in"], "sign-in");
        check(&["sign-in", "hard-to-phish"], "sign-in--hard-to-phish");
        check(&["a--b", "c"], "a--b--c-faaf9ca0");
        check(&["a", "b--c"], "a--b--c-4e943faa");
        let long = "x".repeat(128);
        check(&[&long, "y"], &format!("{}-6d6983e9", "x".repeat(54)));
        assert_ne!(label(&[&long, "y"]), label(&[&long, "z"]));
    }

    #[test]
    fn numbers_stay_the_same() {
        let number = number("Shop", "promise", "sign-in/hard-to-phish");
        assert_eq!(number.len(), 36);
        assert_eq!(number.get(14..15), Some("5"));
        assert_ne!(number, super::number("Shop", "worst", "sign-in/hard-to-phish"));
        assert_ne!(number, super::number("Bank", "promise", "sign-in/hard-to-phish"));
        assert_eq!(number, super::number("Shop", "promise", "sign-in/hard-to-phish"));
        assert_eq!(token(&["2fa", "x"]), "_2fa.x");
    }
}
