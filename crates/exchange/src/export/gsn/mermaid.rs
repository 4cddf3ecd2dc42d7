//! The assurance case as a Mermaid flowchart.

use super::case::{Case, Element, Kind, cases};
use crate::export::diagram::{LOOKS, WIDTH, class, label, lines, sign, spoken};
use crate::export::subject::Subject;
use crate::export::wording::put;
use crate::export::{ExportError, Form, Format};

pub(in crate::export) static FORMAT: Format = Format {
    name: "gsn",
    form: Form::Mermaid,
    says: "An assurance case in the Goal Structuring Notation: why we believe that people are safe, and where proof is missing.",
    file: "assurance-case.mmd",
    write,
};

fn write(subject: &Subject<'_>) -> Result<String, ExportError> {
    let cases = cases(subject);
    if cases.is_empty() {
        return Err(ExportError::Nothing("there is no journey"));
    }
    let mut out = format!(
        "flowchart LR\n  accTitle: {}\n  accDescr: Goals are boxes, strategies slanted, proofs round, assumptions rounded. A diamond stands where proof is missing.\n",
        spoken(&format!("Assurance case, {}", subject.name))
    );
    for (at, case) in cases.iter().enumerate() {
        draw(&mut out, at + 1, case);
    }
    out.push_str(LOOKS);
    Ok(out)
}

fn draw(out: &mut String, number: usize, case: &Case) {
    let id = |at: usize| {
        case.elements
            .get(at)
            .map_or_else(String::new, |element| format!("j{number}{}", element.id))
    };
    put(
        out,
        format_args!(
            "  subgraph j{number}[\"{}\"]\n  direction LR\n",
            label(&case.title)
        ),
    );
    for (at, element) in case.elements.iter().enumerate() {
        let node = id(at);
        let (open, close) = shape(element.kind);
        let state = element
            .state
            .map_or_else(String::new, |(state, word)| format!("{} {word}", sign(state)));
        let label = lines(
            &[&format!("{} {}", element.id, element.says), &element.note, &state],
            WIDTH,
        );
        put(
            out,
            format_args!("  {node}{open}\"{label}\"{close}:::{}\n", look(element)),
        );
        if element.undeveloped {
            put(
                out,
                format_args!("  {node}open{{\"proof missing\"}}:::missing\n  {node} --- {node}open\n"),
            );
        }
    }
    for (from, to) in &case.supports {
        put(out, format_args!("  {} --> {}\n", id(*from), id(*to)));
    }
    for (from, to) in &case.contexts {
        put(out, format_args!("  {} -.-o {}\n", id(*from), id(*to)));
    }
    put(out, format_args!("  end\n  class j{number} journey\n"));
}

const fn shape(kind: Kind) -> (&'static str, &'static str) {
    match kind {
        Kind::Goal => ("[", "]"),
        Kind::Strategy => ("[/", "/]"),
        Kind::Solution => ("((", "))"),
        Kind::Context | Kind::Assumption => ("([", "])"),
    }
}

fn look(element: &Element) -> &'static str {
    match (element.state, element.kind) {
        (Some((state, _)), _) => class(state),
        (None, Kind::Goal) => "promise",
        (None, Kind::Strategy) => "worst",
        (None, Kind::Solution) => "control",
        (None, Kind::Context | Kind::Assumption) => "context",
    }
}
