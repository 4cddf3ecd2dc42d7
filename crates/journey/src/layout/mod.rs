//! The formatter of journey files: one look for all of them, every comment and every meaning kept.
//!
//! Keys stand in the order of the format, two blanks a level, routes one to a line. It works on the parser's
//! events and the text between them, and looks at its own work afterwards: a text that would not read the same,
//! or lack a comment, is never handed out.

mod build;
mod order;
mod quote;
mod tree;
mod write;

use crate::read::Role;
use crate::source::{Place, SourceFile, Sources};
use crate::yaml::{self, Node, What};

/// Why a file is left as it is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{line}:{column}: {says}")]
pub struct LayoutError {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// What is in the way: lower case, no full stop.
    pub says: String,
}

/// A file's text as the formatter writes it. Formatting twice changes nothing more.
pub fn format(file: &SourceFile) -> Result<String, LayoutError> {
    // The parser counts a carriage return as blank; a byte order mark means nothing in UTF-8.
    let text = file.text.strip_prefix('\u{feff}').unwrap_or(&file.text);
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let refuse = |says: String, at: usize| {
        let place = Place {
            file: 0,
            start: at,
            end: at,
        };
        let position = Sources::new(&[SourceFile::new(&file.name, &text)]).position(place);
        LayoutError {
            line: position.line,
            column: position.column,
            says,
        }
    };
    let before = yaml::read(&text, 0)
        .map_err(|error| refuse(format!("this is not YAML: {}", error.says), error.place.start))?;
    let document = build::build(&text).map_err(|trouble| refuse(trouble.says, trouble.at))?;
    let mut remarks = comments_of(&text);
    let role = Role::of(&file.name).map_or("", Role::word);
    let written = write::write(document, role);
    let same = yaml::read(&written, 0).is_ok_and(|after| means(&before) == means(&after));
    let mut kept = comments_of(&written);
    remarks.sort_unstable();
    kept.sort_unstable();
    if !same || kept != remarks {
        return Err(refuse(
            "this is written in a way that cannot be laid out without changing it".to_owned(),
            0,
        ));
    }
    Ok(written)
}

/// What a node means: its texts, lists, and keys with their values, whatever the order of the keys. Of a key
/// that stands twice the first counts, so those keep their order among themselves.
fn means(node: &Node) -> String {
    match &node.what {
        What::Empty => "~".to_owned(),
        What::Text(text) => format!("{text:?}"),
        What::List(items) => {
            let items: Vec<String> = items.iter().map(means).collect();
            format!("[{}]", items.join(","))
        }
        What::Map(entries) => {
            let mut entries: Vec<(String, String)> = entries
                .iter()
                .map(|(key, value)| (means(key), means(value)))
                .collect();
            entries.sort_by(|(left, _), (right, _)| left.cmp(right));
            let entries: Vec<String> = entries
                .iter()
                .map(|(key, value)| format!("{key}:{value}"))
                .collect();
            format!("{{{}}}", entries.join(","))
        }
    }
}

/// Every comment of a text; none where it cannot be read.
fn comments_of(text: &str) -> Vec<String> {
    let options = granit_parser::options! {
        max_buffered_comment_events: text.len(),
    };
    granit_parser::Parser::new_from_str_with_options(text, options)
        .map_while(Result::ok)
        .filter_map(|(event, _)| match event {
            granit_parser::Event::Comment(text, _) => Some(text.trim_end().to_owned()),
            _ => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load;
    use proptest::prelude::*;

    fn laid_out(name: &str, text: &str) -> Result<String, LayoutError> {
        format(&SourceFile::new(name, text))
    }

    /// Formats, and looks that nothing changed but the look: the meaning, every comment, and a second time.
    fn check(name: &str, text: &str, expected: &str) {
        let once = laid_out(name, text).unwrap_or_else(|error| panic!("{error}: {text}"));
        assert_eq!(once, expected, "{text}");
        assert_eq!(laid_out(name, &once).as_deref(), Ok(expected), "a second time");
    }

    #[test]
    fn keys_stand_in_the_order_of_the_format() {
        check(
            "a.journey.yaml",
            "# head\nid: a   # the id\n# above the name\njourney: A\nsteps:\n- does: x\n  # about the id\n  id: one\n  mood: odd\n",
            "# head\n# above the name\njourney: A\nid: a  # the id\n\nsteps:\n  # about the id\n  - id: one\n    mood: odd\n    does: x\n",
        );
        check(
            "controls.yaml",
            "controls:\n    b: {type: prevent, does: It works.}\n    a:\n        token: { max_life: 1d,   life: 1h }\n        does: More.\n",
            "controls:\n  b: { does: It works., type: prevent }\n  a:\n    does: More.\n    token: { life: 1h, max_life: 1d }\n",
        );
        check(
            "data.yaml",
            "data:\n  email:        { keep: while open,  kind: 'personal' } # x\n",
            "data:\n  email: { kind: personal, keep: while open }  # x\n",
        );
    }

    #[test]
    fn routes_have_a_line_each_and_long_lines_are_broken() {
        let long = "a".repeat(90);
        check(
            "a.journey.yaml",
            &format!(
                "steps:\n  - id: a\n    at: [POST /a, 'GET /b/{{id}}'] # two\n    gives: [x,y]\n    worst: [{{id: b, story: {long}}}]\n"
            ),
            &format!(
                "steps:\n  - id: a\n    gives: [x, y]\n    at:  # two\n      - POST /a\n      - GET /b/{{id}}\n    worst:\n      - id: b\n        story: {long}\n"
            ),
        );
        check("data.yaml", "data: {}\n", "data: {}\n");
        check("data.yaml", "data: { # why\n }", "# why\ndata: {}\n");
    }

    #[test]
    fn comments_stay_beside_what_they_are_about() {
        check(
            "a.journey.yaml",
            "\u{feff}# yaml-language-server: $schema=x\r\n\r\n\r\njourney: A\r\n\r\n\r\n# about steps\r\nsteps: # beside\r\n\r\n  # about one\r\n  - id: one # beside one\r\n    # the last in one\r\n  # the last of the steps\r\n# the last of all\r\n",
            "# yaml-language-server: $schema=x\n\njourney: A\n\n# about steps\nsteps:  # beside\n  # about one\n  - id: one  # beside one\n    # the last in one\n  # the last of the steps\n# the last of all\n",
        );
        check(
            "a.journey.yaml",
            "steps:\n  - # on the dash\n    does: x\n    # above the id\n    id: y\n    gives: [ # open\n      a, # first\n      b # second\n      # close\n      ] # shut\n",
            "steps:\n  # on the dash\n  # above the id\n  - id: y\n    does: x\n    gives:  # shut\n      # open\n      - a  # first\n      - b  # second\n      # close\n",
        );
        check(
            "data.yaml",
            "# only this\n\n# and this",
            "# only this\n\n# and this\n",
        );
        check("data.yaml", "", "");
    }

    #[test]
    fn long_texts_keep_their_lines() {
        check(
            "a.journey.yaml",
            "journey: A\nwho: |  # exactly\n      One\n        two\n\n      three\n\n\nwants: >-\n   folded\n   text\nid: many\n   plain lines\nowners:\n    product: \"quoted\n\n      lines \\\n      on\"   # end\n",
            "journey: A\nid: many\n  plain lines\nwho: |  # exactly\n  One\n    two\n\n  three\n\nwants: >-\n  folded\n  text\nowners:\n  product: \"quoted\n\n    lines \\\n    on\"  # end\n",
        );
    }

    #[test]
    fn what_cannot_be_kept_is_left_with_a_reason() {
        let check = |text: &str, line: usize, says: &str| {
            let error = laid_out("data.yaml", text).expect_err(text);
            assert_eq!(error.line, line, "{error}");
            assert!(error.says.contains(says), "{error}");
        };
        check("data: [\n", 1, "not YAML");
        check("a: 1\n---\nb: 2\n", 3, "second document");
        check("%YAML 1.2\n---\ndata: {}\n", 1, "`%`");
        check("data:\n  ? [a, b]\n  : c\n", 2, "a key must be a word");
    }

    const SHIPPED: [(&str, &str); 5] = [
        (
            "sign-in.journey.yaml",
            include_str!("../../../../journeys/sign-in.journey.yaml"),
        ),
        (
            "checkout.journey.yaml",
            include_str!("../../../../journeys/checkout.journey.yaml"),
        ),
        (
            "support.journey.yaml",
            include_str!("../../../../journeys/support.journey.yaml"),
        ),
        (
            "controls.yaml",
            include_str!("../../../../journeys/controls.yaml"),
        ),
        ("data.yaml", include_str!("../../../../journeys/data.yaml")),
    ];

    #[test]
    fn the_shipped_files_load_the_same() {
        let files = SHIPPED.map(|(name, text)| SourceFile::new(name, text));
        let neat = SHIPPED.map(|(name, text)| SourceFile::new(name, laid_out(name, text).unwrap()));
        let found = |files: &[SourceFile]| {
            let (journeys, mut findings) = load(files);
            findings.extend(crate::check(&journeys, &crate::Options::default()));
            let mut found: Vec<String> = findings
                .iter()
                .map(|one| format!("{} {} {}", one.fingerprint(), one.severity.word(), one.says))
                .collect();
            found.sort_unstable();
            (
                found,
                journeys.journeys.len(),
                journeys.controls.len(),
                journeys.data.len(),
            )
        };
        assert_eq!(found(&files), found(&neat));
        for (file, neat) in files.iter().zip(&neat) {
            let (before, after) = (
                yaml::read(&file.text, 0).unwrap(),
                yaml::read(&neat.text, 0).unwrap(),
            );
            assert_eq!(means(&before), means(&after), "{}", file.name);
            assert_eq!(format(neat).as_ref(), Ok(&neat.text), "{}", file.name);
        }
    }

    /// Whatever comes out reads the same, keeps every comment, and stays so.
    fn holds(name: &str, text: &str) -> Result<(), TestCaseError> {
        let Ok(once) = laid_out(name, text) else {
            return Ok(());
        };
        let plain = text.replace("\r\n", "\n");
        let (before, after) = (yaml::read(&plain, 0).unwrap(), yaml::read(&once, 0).unwrap());
        prop_assert_eq!(means(&before), means(&after));
        prop_assert_eq!(laid_out(name, &once), Ok(once.clone()), "{}", text);
        Ok(())
    }

    /// A text with comments and blank lines strewn over it.
    fn strewn(text: &str, marks: &[(prop::sample::Index, usize, bool)]) -> String {
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        for (at, indent, beside) in marks {
            let at = at.index(lines.len());
            if *beside {
                lines[at].push_str("  # beside");
            } else {
                lines.insert(at, format!("{}# above", " ".repeat(*indent)));
                if indent.is_multiple_of(3) {
                    lines.insert(at, String::new());
                }
            }
        }
        lines.join("\n")
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn nothing_is_lost_wherever_comments_stand(
            which in 0..5_usize,
            marks in prop::collection::vec((any::<prop::sample::Index>(), 0..12_usize, any::<bool>()), 0..8),
        ) {
            let (name, text) = SHIPPED[which];
            let text = strewn(text, &marks);
            holds(name, &text)?;
            // Comments alone never make a file that cannot be laid out.
            if yaml::read(&text, 0).is_ok() {
                let laid = laid_out(name, &text);
                prop_assert!(laid.is_ok(), "{:?}\n{}", laid, text);
            }
        }

        #[test]
        fn no_damage_makes_it_fall_over(
            which in 0..5_usize,
            from in any::<prop::sample::Index>(),
            length in 0..40_usize,
            instead in "[a-z:\\[\\]{}'\"#&*!|>%\n -]{0,8}",
        ) {
            let (name, text) = SHIPPED[which];
            let from = from.index(text.len());
            let Some((before, after)) = text.get(..from).zip(text.get((from + length).min(text.len())..)) else {
                return Ok(());
            };
            holds(name, &format!("{before}{instead}{after}"))?;
        }

        #[test]
        fn no_text_makes_it_fall_over(text in "([a-c:\\[\\]{}'\",#&*!|>%~\n -]|: |- |\n  |# |- \\[){0,60}") {
            holds("a.journey.yaml", &text)?;
            holds("data.yaml", &text)?;
        }
    }
}
