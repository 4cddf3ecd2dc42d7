//! Quotes where they are needed.

/// Words that some reader of YAML takes for something other than a text.
const SPECIAL: [&str; 12] = [
    "y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf", "e",
];

/// The best way to write a text that was written in quotes on one line. Names lose them, and so do routes in
/// a list with one line for each; sentences keep them, as double quotes where nothing in the text needs single
/// ones.
pub(super) fn best(means: &str, written: &str, is_route: bool) -> String {
    if is_name(means) || (is_route && is_plain_route(means)) {
        return means.to_owned();
    }
    let simple = !means
        .chars()
        .any(|letter| letter == '"' || letter == '\\' || letter.is_control() || letter == '\u{feff}');
    if written.starts_with('\'') && simple {
        return format!("\"{means}\"");
    }
    written.to_owned()
}

/// Lower-case words joined by hyphens, the first letter of which no reader takes for a number.
fn is_name(text: &str) -> bool {
    text.starts_with(|letter: char| letter.is_ascii_lowercase())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_".contains(&byte))
        && !SPECIAL.contains(&text)
}

/// A method and a path of harmless letters.
fn is_plain_route(text: &str) -> bool {
    let Some((method, path)) = text.split_once(' ') else {
        return false;
    };
    !method.is_empty()
        && method.bytes().all(|byte| byte.is_ascii_uppercase())
        && path.starts_with('/')
        && path
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"/{}-_.~".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_go_only_where_every_reader_agrees() {
        let check = |means: &str, written: &str, is_route: bool, expected: &str| {
            assert_eq!(best(means, written, is_route), expected);
        };
        check("second-factor", "\"second-factor\"", false, "second-factor");
        check("no", "'no'", false, "\"no\"");
        check("2027-06-30", "'2027-06-30'", false, "\"2027-06-30\"");
        check("12e3", "\"12e3\"", false, "\"12e3\"");
        check("say \"hi\"", "'say \"hi\"'", false, "'say \"hi\"'");
        check("it's", "'it''s'", false, "\"it's\"");
        check("a: b", "\"a: b\"", false, "\"a: b\"");
        check("", "''", false, "\"\"");
        check("GET /a/{id}", "'GET /a/{id}'", true, "GET /a/{id}");
        check("GET /a/{id}", "\"GET /a/{id}\"", false, "\"GET /a/{id}\"");
        check("GET /a #b", "\"GET /a #b\"", true, "\"GET /a #b\"");
    }
}
