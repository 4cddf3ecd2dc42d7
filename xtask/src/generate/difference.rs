//! Says in a line or two where a file differs from what it should be. It is not a patch.

/// Where the standing text first differs from the wanted one; nothing where they are the same.
pub(super) fn between(standing: Option<&str>, wanted: &str) -> Option<String> {
    let Some(standing) = standing else {
        return Some("it is missing".to_owned());
    };
    if standing == wanted {
        return None;
    }
    let (old, new): (Vec<&str>, Vec<&str>) = (standing.lines().collect(), wanted.lines().collect());
    let same_above = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let (old, new) = (
        old.get(same_above..).unwrap_or_default(),
        new.get(same_above..).unwrap_or_default(),
    );
    let same_below = old
        .iter()
        .rev()
        .zip(new.iter().rev())
        .take_while(|(a, b)| a == b)
        .count();
    let (gone, come) = (old.len() - same_below, new.len() - same_below);
    if gone == 0 && come == 0 {
        return Some("only its line breaks differ".to_owned());
    }
    let quoted = |lines: &[&str], count: usize| match lines.first() {
        Some(first) if count > 0 => format!("`{first}`"),
        _ => "nothing".to_owned(),
    };
    Some(format!(
        "from line {}, {gone} standing and {come} wanted {}; it has {}, the code makes {}",
        same_above + 1,
        if come == 1 { "line differs" } else { "lines differ" },
        quoted(old, gone),
        quoted(new, come),
    ))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::between;

    #[track_caller]
    fn check(standing: Option<&str>, wanted: &str, expected: Option<&str>) {
        assert_eq!(between(standing, wanted).as_deref(), expected);
    }

    #[test]
    fn a_difference_is_told_by_its_first_line() {
        check(None, "a\n", Some("it is missing"));
        check(Some("a\n"), "a\n", None);
        check(Some("a"), "a\n", Some("only its line breaks differ"));
        check(
            Some("a\nb\nc\n"),
            "a\nx\nc\n",
            Some("from line 2, 1 standing and 1 wanted line differs; it has `b`, the code makes `x`"),
        );
        check(
            Some("a\nc\n"),
            "a\nx\ny\nc\n",
            Some("from line 2, 0 standing and 2 wanted lines differ; it has nothing, the code makes `x`"),
        );
        check(
            Some("a\nb\n"),
            "a\n",
            Some("from line 2, 1 standing and 0 wanted lines differ; it has `b`, the code makes nothing"),
        );
    }

    proptest! {
        #[test]
        fn texts_are_told_apart_exactly_when_they_differ(one in "[ab\n]{0,8}", other in "[ab\n]{0,8}") {
            prop_assert_eq!(between(Some(&one), &other).is_some(), one != other);
        }
    }
}
