//! The assurance case as a picture: one SVG file with nothing loaded from elsewhere.
//!
//! The goal of it all stands at the left and its support to the right, so that a long case grows down the page
//! rather than off its edge. Contexts and assumptions hang below the element that they belong to.

use super::case::{Case, Kind, cases};
use super::draw::{draw, n, shape};
use super::place::Picture;
use super::size::{DIAMOND, NOTE_SIZE};
use super::style::STYLE;
use super::wrap::wide;
use super::xml::escaped;
use crate::export::subject::Subject;
use crate::export::wording::{cut, line, put};
use crate::export::{ExportError, Form, Format};

pub(in crate::export) static FORMAT: Format = Format {
    name: "gsn",
    form: Form::Svg,
    says: "The assurance case as a picture that stands for itself: SVG, good in light and dark and in print.",
    file: "assurance-case.svg",
    write,
};

const MARGIN: f64 = 32.0;
/// So many letters of a heading fit the narrowest picture; the whole stands in the picture's title.
const HEADING: usize = 80;

fn write(subject: &Subject<'_>) -> Result<String, ExportError> {
    let cases = cases(subject);
    if cases.is_empty() {
        return Err(ExportError::Nothing("there is no journey"));
    }
    let mut body = String::new();
    let mut bottom = MARGIN + 24.0;
    put(
        &mut body,
        format_args!(
            "<text class=\"gsn-title\" x=\"{MARGIN}\" y=\"{}\">{}</text>\n",
            n(bottom),
            escaped(&cut(&title(subject), HEADING))
        ),
    );
    bottom += 20.0;
    put(
        &mut body,
        format_args!(
            "<text class=\"gsn-note\" x=\"{MARGIN}\" y=\"{}\">{}</text>\n",
            n(bottom),
            escaped(&summary(&cases))
        ),
    );
    bottom += 34.0;
    legend(&mut body, bottom);
    bottom += 40.0;
    let mut right: f64 = 980.0;
    for case in &cases {
        put(
            &mut body,
            format_args!(
                "<text class=\"gsn-heading\" x=\"{MARGIN}\" y=\"{}\">{}</text>\n",
                n(bottom + 14.0),
                escaped(&cut(&case.title, HEADING))
            ),
        );
        let picture = Picture::of(case);
        put(
            &mut body,
            format_args!("<g transform=\"translate({MARGIN} {})\">\n", n(bottom + 36.0)),
        );
        draw(&mut body, case, &picture);
        body.push_str("</g>\n");
        bottom += 36.0 + picture.height + 48.0;
        right = right.max(picture.width);
    }
    let (width, height) = (n(right + 2.0 * MARGIN), n(bottom));
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"gsn\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" \
         role=\"img\" aria-labelledby=\"gsn-title gsn-desc\">\n<title id=\"gsn-title\">{}</title>\n<desc id=\"gsn-desc\">{}</desc>\n\
         <style>\n{STYLE}</style>\n<rect class=\"gsn-ground\" width=\"{width}\" height=\"{height}\"/>\n{body}</svg>\n",
        escaped(&title(subject)),
        escaped(&description(&cases)),
    ))
}

fn title(subject: &Subject<'_>) -> String {
    format!("Assurance case: {}", line(subject.name))
}

fn summary(cases: &[Case]) -> String {
    let missing: usize = cases
        .iter()
        .map(|case| case.elements.iter().filter(|element| element.undeveloped).count())
        .sum();
    match missing {
        0 => "Every goal is argued down to something that can be looked at.".to_owned(),
        1 => "In 1 place the argument ends without proof.".to_owned(),
        many => format!("In {many} places the argument ends without proof."),
    }
}

/// The whole argument in words, for whoever cannot see the picture.
fn description(cases: &[Case]) -> String {
    let mut text = summary(cases);
    for case in cases {
        for (at, element) in case.elements.iter().enumerate() {
            let supports: Vec<&str> = case
                .supports
                .iter()
                .filter(|(from, _)| *from == at)
                .filter_map(|(_, to)| case.elements.get(*to))
                .map(|element| element.id.as_str())
                .collect();
            let end = if element.undeveloped {
                " Not argued further."
            } else {
                ""
            };
            let by = if supports.is_empty() {
                String::new()
            } else {
                format!(" Supported by {}.", supports.join(", "))
            };
            put(
                &mut text,
                format_args!(
                    " {} {}: {}.{by}{end}",
                    element.kind.word(),
                    element.id,
                    element.says.trim_end_matches('.')
                ),
            );
        }
    }
    text
}

/// What each shape is, by a small one beside its word.
fn legend(out: &mut String, top: f64) {
    out.push_str("<g class=\"gsn-legend\">");
    let mut left = MARGIN;
    let shapes = [
        (Kind::Goal, "what we claim"),
        (Kind::Strategy, "how we argue"),
        (Kind::Solution, "proof"),
        (Kind::Assumption, "what we assume or owe"),
    ];
    for (kind, says) in shapes {
        let width = if kind == Kind::Solution { 16.0 } else { 26.0 };
        put(out, format_args!("<g class=\"gsn-{}\">", kind.word()));
        if kind == Kind::Strategy {
            put(
                out,
                format_args!(
                    "<path class=\"gsn-shape\" d=\"M{} {}h20l-6 14h-20z\"/>",
                    n(left + 6.0),
                    n(top - 11.0)
                ),
            );
        } else {
            shape(out, kind, left, top - 12.0, width, 16.0);
        }
        put(
            out,
            format_args!(
                "<text class=\"gsn-note\" x=\"{}\" y=\"{}\">{says}</text></g>",
                n(left + width + 8.0),
                n(top)
            ),
        );
        left += width + 8.0 + wide(says, NOTE_SIZE) + 22.0;
    }
    put(
        out,
        format_args!(
            "<path class=\"gsn-open\" d=\"M{} {}l{DIAMOND} -{DIAMOND}l{DIAMOND} {DIAMOND}l-{DIAMOND} {DIAMOND}z\"/><text class=\"gsn-note\" x=\"{}\" y=\"{}\">ends without proof</text></g>\n",
            n(left),
            n(top - 4.0),
            n(left + 24.0),
            n(top)
        ),
    );
}
