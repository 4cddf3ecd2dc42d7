//! What is drawn shows the texts as they are: nothing in a journey can break a diagram or get out of it.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "in a test, what cannot go on fails"
)]

mod export_samples;

use std::collections::BTreeSet;

use exchange::export::{ExportError, Form, Format, Subject};
use export_samples::{now, samples, shipped};
use proptest::prelude::*;
use quick_xml::events::Event;

fn write(name: &str, form: Form, subject: &Subject<'_>) -> Option<String> {
    match Format::named(name, Some(form)).unwrap().write(subject) {
        Err(ExportError::Nothing(_)) => None,
        other => Some(other.unwrap()),
    }
}

/// Reads the part of Mermaid's flowchart language that we write: each line is one of a few shapes, a label is
/// one quoted text of plain letters and numbered ones, and each edge joins nodes that are there.
fn must_be_mermaid(text: &str) {
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some("flowchart LR"));
    let mut nodes = BTreeSet::new();
    let mut edges = Vec::new();
    let mut open = 0_i32;
    for line in lines {
        let line = line.trim_start();
        let first = line.split(' ').next().unwrap();
        match first {
            "accTitle:" | "accDescr:" => assert!(!line.contains([';', '#', '{', '%']), "{line}"),
            "subgraph" => {
                open += 1;
                must_be_label(line.split_once('"').unwrap().1.strip_suffix("\"]").unwrap());
            }
            "end" => open -= 1,
            "direction" | "classDef" | "class" => {}
            _ if line.contains('"') => {
                let (head, rest) = line.split_once('"').unwrap();
                let (label, tail) = rest.rsplit_once('"').unwrap();
                must_be_label(label);
                assert!(tail.contains(":::"), "{line}");
                let id: String = head.chars().take_while(char::is_ascii_alphanumeric).collect();
                assert!(id.starts_with(['j', 'c']), "{line}");
                nodes.insert(id);
            }
            _ => {
                let ends: Vec<&str> = line.split(' ').collect();
                let arrow = ends[1].split('|').next().unwrap();
                assert!(["-->", "-.->", "-.-o", "---"].contains(&arrow), "{line}");
                edges.push((ends[0].to_owned(), ends[2].to_owned()));
                assert_eq!(ends.len(), 3, "{line}");
            }
        }
    }
    assert_eq!(open, 0);
    for (from, to) in edges {
        assert!(nodes.contains(&from) && nodes.contains(&to), "{from} {to}");
    }
}

fn must_be_label(label: &str) {
    let bare = label.replace("<br/>", "");
    let mut rest = bare.as_str();
    while let Some((before, after)) = rest.split_once('#') {
        must_be_plain(before);
        let (number, after) = after.split_once(';').unwrap_or_else(|| panic!("{label}"));
        assert!(
            number
                .parse::<u32>()
                .is_ok_and(|number| char::from_u32(number).is_some()),
            "{label}"
        );
        rest = after;
    }
    must_be_plain(rest);
}

fn must_be_plain(text: &str) {
    assert!(
        !text.contains([
            '"', '<', '>', '&', ';', '`', '[', ']', '{', '}', '(', ')', '|', '%', '\\', ':'
        ]),
        "{text:?}"
    );
}

/// A picture that stands for itself: well-formed, titled, every name unique, nothing loaded, no script, and
/// nothing beyond its edges.
fn must_be_a_picture(text: &str) {
    let mut reader = quick_xml::Reader::from_str(text);
    let mut ids = BTreeSet::new();
    let (mut depth, mut titles, mut width, mut size) = (0, 0, 0.0_f64, Vec::new());
    loop {
        match reader
            .read_event()
            .unwrap_or_else(|error| panic!("{error}: {text}"))
        {
            Event::Eof => break,
            Event::End(_) => depth -= 1,
            Event::Start(start) => {
                depth += 1;
                look_at(&start, &mut ids, &mut titles, &mut width, &mut size);
            }
            Event::Empty(start) => look_at(&start, &mut ids, &mut titles, &mut width, &mut size),
            Event::GeneralRef(reference) => {
                let name: &str = reference.as_ref();
                assert!(["amp", "lt", "gt", "quot", "#39"].contains(&name), "{name}");
            }
            Event::Text(_) => {}
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(depth, 0);
    assert!(titles >= 2, "a title and one for each element");
    assert!(width > 100.0);
    for x in size {
        assert!(x.is_finite() && x <= width, "{x} lies beyond {width}");
    }
    assert!(!text.contains("NaN") && !text.contains("inf\""));
    let loads = text.replace("http://www.w3.org/2000/svg", "");
    for sign in [
        "href=",
        "url(",
        "@import",
        "<script",
        "<image",
        "<foreignObject",
        "onload",
    ] {
        assert!(!loads.contains(sign), "{sign}");
    }
}

fn look_at(
    start: &quick_xml::events::BytesStart<'_>,
    ids: &mut BTreeSet<String>,
    titles: &mut usize,
    width: &mut f64,
    xs: &mut Vec<f64>,
) {
    let name = start.name().as_ref().to_owned();
    assert!(
        [
            "svg", "title", "desc", "style", "rect", "g", "path", "circle", "text"
        ]
        .contains(&name.as_str()),
        "{name}"
    );
    *titles += usize::from(name == "title");
    for attribute in start.attributes() {
        let attribute = attribute.unwrap();
        let key = attribute.key.as_ref().to_owned();
        let value = attribute.value.into_owned();
        match (name.as_str(), key.as_str()) {
            (_, "id") => assert!(ids.insert(value.clone()), "two elements are `{value}`"),
            ("svg", "width") => *width = value.parse().unwrap(),
            ("rect" | "text", "x") | ("circle", "cx") => xs.push(value.parse().unwrap()),
            _ => {}
        }
    }
}

#[test]
fn the_shipped_journeys_are_drawn_with_all_that_they_state() {
    let journeys = shipped();
    let subject = Subject::new("The shop", &journeys, now());
    let map = write("mermaid", Form::Mermaid, &subject).unwrap();
    must_be_mermaid(&map);

    let all = || journeys.journeys.iter();
    let drawn = |class: &str| map.matches(&format!(":::{class}\n")).count();
    assert_eq!(
        drawn("step"),
        all().map(|journey| journey.steps.len()).sum::<usize>()
    );
    assert_eq!(drawn("worst"), all().flat_map(journey::Journey::worst).count());
    assert_eq!(drawn("promise"), all().flat_map(journey::Journey::stated).count());
    assert_eq!(drawn("control"), journeys.controls.len());
    assert_eq!(
        drawn("debt"),
        all().map(|journey| journey.debt.len()).sum::<usize>()
    );

    let case = write("gsn", Form::Mermaid, &subject).unwrap();
    must_be_mermaid(&case);
    // A worst case without a promise, and guardrails of which nothing was counted.
    let missing = 1 + all().map(|journey| journey.guardrails.len()).sum::<usize>();
    assert_eq!(case.matches("proof missing").count(), missing);

    let picture = write("gsn", Form::Svg, &subject).unwrap();
    must_be_a_picture(&picture);
    assert!(picture.contains("In 7 places the argument ends without proof."));
    assert_eq!(
        picture.matches("class=\"gsn-open\"").count(),
        7 + 1,
        "and one in the legend"
    );
    for journey in &journeys.journeys {
        assert!(picture.contains(&format!(">{}</text>", *journey.name)));
    }
}

#[test]
fn a_format_is_found_by_its_name_and_form() {
    let check = |name: &str, form: Option<Form>, expected: Option<Form>| {
        assert_eq!(
            Format::named(name, form).map(|format| format.form),
            expected,
            "{name} {form:?}"
        );
    };
    check("gsn", None, Some(Form::Mermaid));
    check("gsn", Some(Form::Svg), Some(Form::Svg));
    check("mermaid", Some(Form::Svg), None);
    check("nothing", None, None);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]
    #[test]
    fn no_text_breaks_a_drawing(sample in samples()) {
        let subject = sample.subject();
        for name in ["mermaid", "gsn"] {
            if let Some(text) = write(name, Form::Mermaid, &subject) {
                must_be_mermaid(&text);
            }
        }
        if let Some(picture) = write("gsn", Form::Svg, &subject) {
            must_be_a_picture(&picture);
        }
    }
}
