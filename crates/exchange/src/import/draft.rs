//! Drafts of journeys, and how they are written down as files.
//!
//! What a person has yet to decide stands beside the part in a comment. Mitigations that are not in place stand in
//! comments only, so that nothing that reads the files can take one for a control.

use journey::{ControlKind, DataKind, Harm, Matters, SourceFile};
use vocabulary::Front;

use super::ledger::shortened;

/// Longest story or description in a draft, in characters.
pub(super) const MAX_TEXT_CHARS: usize = 400;
/// Longest comment line, in characters.
const MAX_COMMENT_CHARS: usize = 500;
/// How much of a journey goes into one file; see [`Step::weight`].
const MAX_WEIGHT: usize = 8_000;
/// Most worst cases that one step is written with; more go into a step after it.
const MAX_WORST: usize = 100;
/// Most data that one step is written with.
const MAX_GIVES: usize = 2_000;
const MAX_CONTROLS: usize = 500;
const MAX_DATA: usize = 2_000;

/// Everything that is written.
#[derive(Debug, Default)]
pub(super) struct Draft {
    /// What the files are called.
    pub(super) stem: String,
    /// What it was drafted from.
    pub(super) source: String,
    pub(super) journeys: Vec<Journey>,
    pub(super) controls: Vec<Control>,
    pub(super) data: Vec<Data>,
}

#[derive(Debug, Default)]
pub(super) struct Journey {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) title: String,
    pub(super) owner: Option<String>,
    pub(super) matters: Option<Matters>,
    pub(super) remarks: Vec<String>,
    pub(super) steps: Vec<Step>,
}

#[derive(Debug, Clone, Default)]
pub(super) struct Step {
    pub(super) id: String,
    pub(super) comments: Vec<String>,
    pub(super) does: String,
    pub(super) gives: Vec<String>,
    pub(super) at: Vec<String>,
    pub(super) worst: Vec<Worst>,
}

#[derive(Debug, Clone)]
pub(super) struct Worst {
    pub(super) id: String,
    pub(super) comments: Vec<String>,
    pub(super) story: String,
    pub(super) harm: Harm,
    pub(super) front: Option<Front>,
    pub(super) promise: Option<Promise>,
    pub(super) debt: Option<Debt>,
}

#[derive(Debug, Clone)]
pub(super) struct Promise {
    pub(super) id: String,
    pub(super) says: String,
    pub(super) kept_by: Vec<String>,
}

#[derive(Debug, Clone)]
pub(super) struct Debt {
    pub(super) id: String,
    pub(super) owe: String,
    pub(super) why: Option<String>,
    pub(super) accepted_by: Option<String>,
    pub(super) track: Option<String>,
}

#[derive(Debug)]
pub(super) struct Control {
    pub(super) id: String,
    pub(super) comments: Vec<String>,
    pub(super) does: String,
    pub(super) kind: ControlKind,
    /// It is not in place: it is written as a comment.
    pub(super) proposal: bool,
}

#[derive(Debug)]
pub(super) struct Data {
    pub(super) name: String,
    pub(super) comments: Vec<String>,
    pub(super) kind: DataKind,
    pub(super) keep: Option<String>,
}

impl Step {
    /// About how many values it takes to write the step down; journey files may hold only so many.
    fn weight(&self) -> usize {
        10 + self.gives.len() + self.at.len() + 40 * self.worst.len()
    }

    /// The step as several, where it holds more than one can.
    fn parts(mut self) -> Vec<Self> {
        let worst = std::mem::take(&mut self.worst);
        let gives = std::mem::take(&mut self.gives);
        let pages = worst
            .len()
            .div_ceil(MAX_WORST)
            .max(gives.len().div_ceil(MAX_GIVES))
            .max(1);
        let (mut worst, mut gives) = (worst.into_iter(), gives.into_iter());
        (1..=pages)
            .map(|page| Self {
                id: match page {
                    1 => self.id.clone(),
                    _ => format!("{}-part-{page}", self.id),
                },
                worst: worst.by_ref().take(MAX_WORST).collect(),
                gives: gives.by_ref().take(MAX_GIVES).collect(),
                ..self.clone()
            })
            .collect()
    }
}

impl Draft {
    /// The files: journeys, controls and data, each small enough to be read again.
    pub(super) fn files(self) -> Vec<SourceFile> {
        let mut files = Vec::new();
        for journey in self.journeys {
            for part in parts(journey) {
                let name = format!("{}.journey.yaml", part.id);
                files.push(SourceFile::new(name, write_journey(&part, &self.source)));
            }
        }
        let numbered = |page: usize| {
            if page == 0 {
                String::new()
            } else {
                format!("-{}", page + 1)
            }
        };
        for (page, controls) in self.controls.chunks(MAX_CONTROLS).enumerate() {
            let name = format!("{}{}.controls.yaml", self.stem, numbered(page));
            files.push(SourceFile::new(name, write_controls(controls, &self.source)));
        }
        for (page, data) in self.data.chunks(MAX_DATA).enumerate() {
            let name = format!("{}{}.data.yaml", self.stem, numbered(page));
            files.push(SourceFile::new(name, write_data(data, &self.source)));
        }
        files
    }
}

/// The journey as several, where it holds more than one file can.
fn parts(journey: Journey) -> Vec<Journey> {
    let mut pages: Vec<Vec<Step>> = Vec::new();
    let mut weight = 0;
    for step in journey.steps.into_iter().flat_map(Step::parts) {
        match pages.last_mut() {
            Some(page) if weight + step.weight() <= MAX_WEIGHT => {
                weight += step.weight();
                page.push(step);
            }
            _ => {
                weight = step.weight();
                pages.push(vec![step]);
            }
        }
    }
    pages
        .into_iter()
        .enumerate()
        .map(|(page, steps)| {
            let (id, name) = if page == 0 {
                (journey.id.clone(), journey.name.clone())
            } else {
                (
                    format!("{}-part-{}", journey.id, page + 1),
                    format!("{}, part {}", journey.name, page + 1),
                )
            };
            Journey {
                id,
                name,
                title: journey.title.clone(),
                owner: journey.owner.clone(),
                matters: journey.matters,
                remarks: journey.remarks.clone(),
                steps,
            }
        })
        .collect()
}

/// Text that is being written.
struct Page(String);

impl Page {
    fn new(source: &str) -> Self {
        let mut page = Self(String::new());
        page.comment(0, &format!("Drafted by `safeconduct import` from {source}."));
        page
    }

    fn line(&mut self, indent: usize, text: &str) {
        self.0.extend(std::iter::repeat_n(' ', indent));
        self.0.push_str(text);
        self.0.push('\n');
    }

    fn pair(&mut self, indent: usize, key: &str, value: &str) {
        self.line(indent, &format!("{key}: {}", scalar(value)));
    }

    fn comment(&mut self, indent: usize, text: &str) {
        self.line(
            indent,
            &format!("# {}", printable(&shortened(text, MAX_COMMENT_CHARS))),
        );
    }

    fn comments(&mut self, indent: usize, texts: &[String]) {
        for text in texts {
            self.comment(indent, text);
        }
    }
}

fn write_journey(journey: &Journey, source: &str) -> String {
    let mut page = Page::new(source);
    page.comment(
        0,
        "It is a draft: every text is the source's own, not yet in the words of the person.",
    );
    page.comment(0, "`safeconduct check` says what is still to be decided.");
    page.comments(0, &journey.remarks);
    page.pair(0, "journey", &journey.name);
    page.pair(0, "id", &journey.id);
    page.comment(0, "Ask: who comes, and what do they want? Say it in their words.");
    page.pair(0, "who", &format!("Anyone who uses {}", journey.title));
    page.pair(0, "wants", "To do what I came for, and come to no harm");
    match &journey.owner {
        Some(owner) => page.line(0, &format!("owners: {{ engineering: {} }}", quoted(owner))),
        None => page.comment(
            0,
            "Ask: who answers for it? owners: { product: …, engineering: … }",
        ),
    }
    if let Some(matters) = journey.matters {
        page.pair(0, "matters", matters.word());
    }
    page.line(0, "");
    page.line(0, "steps:");
    for step in &journey.steps {
        write_step(&mut page, step);
    }
    let worst = || journey.steps.iter().flat_map(|step| &step.worst);
    if worst().any(|worst| worst.debt.is_some()) {
        page.line(0, "");
        page.line(0, "debt:");
        for (worst, debt) in worst().filter_map(|worst| Some((worst, worst.debt.as_ref()?))) {
            write_debt(&mut page, &worst.id, debt);
        }
    }
    page.0
}

fn write_step(page: &mut Page, step: &Step) {
    page.comments(2, &step.comments);
    page.line(2, &format!("- id: {}", step.id));
    page.pair(4, "does", &step.does);
    write_list(page, "gives", &step.gives);
    write_list(page, "at", &step.at);
    if !step.worst.is_empty() {
        page.line(4, "worst:");
    }
    for worst in &step.worst {
        page.comments(6, &worst.comments);
        page.line(6, &format!("- id: {}", worst.id));
        page.pair(8, "story", &worst.story);
        page.pair(8, "harm", worst.harm.word());
        if let Some(front) = worst.front {
            page.pair(8, "front", &front.to_string());
        }
    }
    let mut promises = step
        .worst
        .iter()
        .filter_map(|worst| Some((worst, worst.promise.as_ref()?)))
        .peekable();
    if promises.peek().is_some() {
        page.line(4, "promises:");
    }
    for (worst, promise) in promises {
        page.comment(
            6,
            "Ask: what may people count on, and how would you measure that it is kept?",
        );
        page.line(6, &format!("- id: {}", promise.id));
        page.pair(8, "says", &promise.says);
        page.line(8, &format!("against: [{}]", worst.id));
        page.line(8, &format!("kept_by: [{}]", promise.kept_by.join(", ")));
    }
}

fn write_list(page: &mut Page, key: &str, items: &[String]) {
    if !items.is_empty() {
        page.line(4, &format!("{key}:"));
        for item in items {
            page.line(6, &format!("- {}", scalar(item)));
        }
    }
}

fn write_debt(page: &mut Page, worst: &str, debt: &Debt) {
    page.comment(2, "Ask: who pays it off, who accepted it, and until when?");
    page.line(2, &format!("- id: {}", debt.id));
    page.line(4, &format!("weakens: [{worst}]"));
    page.pair(4, "owe", &debt.owe);
    let optional = [
        ("why", &debt.why),
        ("accepted_by", &debt.accepted_by),
        ("track", &debt.track),
    ];
    for (key, value) in optional {
        if let Some(value) = value {
            page.pair(4, key, value);
        }
    }
}

fn write_controls(controls: &[Control], source: &str) -> String {
    let mut page = Page::new(source);
    let in_place: Vec<&Control> = controls.iter().filter(|control| !control.proposal).collect();
    let proposals: Vec<&Control> = controls.iter().filter(|control| control.proposal).collect();
    if in_place.is_empty() {
        page.comment(0, "The source says of no mitigation that it is in place.");
        page.line(0, "controls: {}");
    } else {
        page.comment(
            0,
            "What the source says is in place. Ask of each: what enforces it (`enforced_by`), what proves",
        );
        page.comment(
            0,
            "that it works (`proof`), and can it stop an honest person (`stops_user`)?",
        );
        page.line(0, "controls:");
    }
    for control in in_place {
        page.comments(2, &control.comments);
        page.line(2, &format!("{}:", control.id));
        page.pair(4, "does", &control.does);
        page.pair(4, "type", control.kind.word());
    }
    if !proposals.is_empty() {
        page.line(0, "");
        page.comment(0, "Proposals: the source does not say of these that they are in place. To adopt one, build it, move it");
        page.comment(
            0,
            "up under `controls`, and name it in the `kept_by` of a promise.",
        );
    }
    for control in proposals {
        page.line(0, "#");
        for comment in &control.comments {
            page.comment(0, &format!("# {comment}"));
        }
        page.line(0, &format!("#   {}:", control.id));
        page.line(0, &format!("#     does: {}", scalar(&control.does)));
        page.line(0, &format!("#     type: {}", control.kind.word()));
    }
    page.0
}

fn write_data(data: &[Data], source: &str) -> String {
    let mut page = Page::new(source);
    page.comment(
        0,
        "Ask of each: do people give it to us, and how long do we keep it?",
    );
    page.line(0, "data:");
    for datum in data {
        page.comments(2, &datum.comments);
        page.line(2, &format!("{}:", datum.name));
        page.pair(4, "kind", datum.kind.word());
        page.pair(
            4,
            "keep",
            datum.keep.as_deref().unwrap_or("not stated in the source"),
        );
    }
    page.0
}

/// A text as a YAML scalar: as it is where it can only be read as itself, else in quotes.
fn scalar(text: &str) -> String {
    let safe = |letter: char| letter.is_ascii_alphanumeric() || " .,'()/_{}-".contains(letter);
    let plain = text.starts_with(|first: char| first.is_ascii_alphabetic())
        && !text.ends_with(' ')
        && text.chars().all(safe)
        && !matches!(
            text.to_ascii_lowercase().as_str(),
            "true" | "false" | "null" | "yes" | "no" | "on" | "off" | "y" | "n"
        );
    if plain { text.to_owned() } else { quoted(text) }
}

/// A text in double quotes, with everything escaped that YAML 1.2 (section 5.1) does not take as it is.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for letter in text.chars() {
        match letter {
            '"' | '\\' => out.extend(['\\', letter]),
            '\n' => out.push_str("\\n"),
            letter if is_unprintable(letter) => {
                out.extend(['\\', 'U']);
                let code = u32::from(letter);
                out.extend((0..8).rev().map(|place| hex_digit(code >> (4 * place))));
            }
            letter => out.push(letter),
        }
    }
    out.push('"');
    out
}

/// The last four bits of a number as a digit.
fn hex_digit(bits: u32) -> char {
    char::from_digit(bits & 0xF, 16)
        .unwrap_or('0')
        .to_ascii_uppercase()
}

const fn is_unprintable(letter: char) -> bool {
    matches!(letter,
        '\0'..='\x1F' | '\x7F'..='\u{9F}' | '\u{2028}' | '\u{2029}' | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}')
}

/// A text as it may stand in a comment.
fn printable(text: &str) -> String {
    text.replace(is_unprintable, " ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn scalars_are_quoted_where_they_could_be_misread() {
        let check = |text: &str, expected: &str| assert_eq!(scalar(text), expected);
        check("I sign in.", "I sign in.");
        check("POST /v1/a/{id}", "POST /v1/a/{id}");
        check("a: b", "\"a: b\"");
        check("no", "\"no\"");
        check("- x", "\"- x\"");
        check("7", "\"7\"");
        check("say \"hi\"\n", "\"say \\\"hi\\\"\\n\"");
        check("x #y", "\"x #y\"");
        check("\u{202E}x", "\"\\U0000202Ex\"");
    }

    proptest! {
        #[test]
        fn every_text_is_read_back_as_it_was_written(text in "(\\PC|[\u{0}-\u{20}\u{7F}-\u{A0}\u{2028}]){0,60}") {
            let written = format!("a: {}", scalar(&text));
            let read = super::super::tree::read(written.as_bytes()).expect("readable");
            let got = match read.get("a") {
                super::super::tree::Value::Text(got) => got.clone(),
                other => format!("{other:?}"),
            };
            prop_assert_eq!(got, text);
        }
    }
}
