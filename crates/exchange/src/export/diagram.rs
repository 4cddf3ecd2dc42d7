//! Pieces of Mermaid diagrams: labels that show any text as it is, and the looks of states.

use super::figure::State;
use super::wording::line;

/// Letters and marks that mean nothing to Mermaid wherever they stand. Whatever else a text holds is written
/// by its number, so that no text can end a label, start a directive, or be taken for markup.
const PLAIN: &str = " .,!?'-_/@+=…’‘“”–—·•€£";

/// About so many letters stand on a line of a label: fewer than Mermaid would break by itself.
pub(super) const WIDTH: usize = 26;

/// The text as the inside of a quoted label.
pub(super) fn label(text: &str) -> String {
    let mut label = String::new();
    for letter in line(text).chars() {
        if letter.is_alphanumeric() || PLAIN.contains(letter) {
            label.push(letter);
        } else {
            label.push('#');
            label.push_str(&u32::from(letter).to_string());
            label.push(';');
        }
    }
    label
}

/// The texts as one label, each on lines of its own of about so many letters.
pub(super) fn lines(texts: &[&str], width: usize) -> String {
    let lines: Vec<String> = texts
        .iter()
        .flat_map(|text| wrapped(&line(text), width))
        .map(|text| label(&text))
        .collect();
    lines.join("<br/>")
}

/// A text for `accTitle` and `accDescr`, which run to the end of their line and know no numbers for letters.
pub(super) fn spoken(text: &str) -> String {
    let plain: String = text
        .chars()
        .map(|letter| {
            if letter.is_alphanumeric() || PLAIN.contains(letter) {
                letter
            } else {
                ' '
            }
        })
        .collect();
    line(&plain)
}

fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        match lines.last_mut() {
            Some(last) if last.chars().count() + 1 + word.chars().count() <= width => {
                last.push(' ');
                last.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// The sign that goes with the word for a state, so that it can be told without colour.
pub(super) const fn sign(state: State) -> &'static str {
    match state {
        State::Kept => "●",
        State::AtRisk => "◐",
        State::Broken => "■",
        State::Unproven => "○",
        State::StatedDebt => "◣",
    }
}

/// The class of a state.
pub(super) const fn class(state: State) -> &'static str {
    match state {
        State::Kept => "kept",
        State::AtRisk => "atRisk",
        State::Broken => "broken",
        State::Unproven => "unproven",
        State::StatedDebt => "debt",
    }
}

/// The looks of all classes. Ground and text are both stated, so that a dark page changes neither.
pub(super) const LOOKS: &str = "  classDef journey fill:none,stroke:#78828f
  classDef step fill:#eceef1,stroke:#566070,color:#1c2430
  classDef worst fill:#ffffff,stroke:#1c2430,color:#1c2430,stroke-width:2px
  classDef promise fill:#ffffff,stroke:#2f55c4,color:#1c2430
  classDef control fill:#f4f5f7,stroke:#78828f,color:#1c2430
  classDef context fill:#f4f5f7,stroke:#dce0e6,color:#566070
  classDef missing fill:#ffffff,stroke:#566070,color:#566070,stroke-dasharray:4 3
  classDef kept fill:#ffffff,stroke:#1a7048,color:#1a7048
  classDef atRisk fill:#ffffff,stroke:#8f5a00,color:#8f5a00
  classDef broken fill:#ffffff,stroke:#bf2733,color:#bf2733,stroke-width:2px
  classDef unproven fill:#ffffff,stroke:#566070,color:#566070,stroke-dasharray:4 3
  classDef debt fill:#ffffff,stroke:#7142a8,color:#7142a8
";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_can_leave_its_label() {
        let check = |text: &str, expected: &str| assert_eq!(label(text), expected, "{text:?}");
        check("Plain, isn't it?", "Plain, isn't it?");
        check("a \"b\" <c>", "a #34;b#34; #60;c#62;");
        check(
            "`code` [x] {y} (z)",
            "#96;code#96; #91;x#93; #123;y#125; #40;z#41;",
        );
        check("%%{init: 1}%%", "#37;#37;#123;init#58; 1#125;#37;#37;");
        check("#35; & ; : \\ |", "#35;35#59; #38; #59; #58; #92; #124;");
        check("one\nend\tsubgraph", "one end subgraph");
        check("Grüße 東京 ☂", "Grüße 東京 #9730;");
    }

    #[test]
    fn long_texts_are_broken_into_lines() {
        assert_eq!(lines(&["one two three", "four"], 8), "one two<br/>three<br/>four");
        assert_eq!(lines(&["", "x"], 8), "x");
        assert_eq!(spoken("a; b # c\nd"), "a b c d");
    }
}
