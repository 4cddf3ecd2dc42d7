//! Plots as SVG, drawn to be read on paper and on any page: title, labelled axes, a light background, and
//! the same bytes for the same figures.

use crate::calibration::Bin;

const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 560.0;
const LEFT: f64 = 84.0;
const RIGHT: f64 = 28.0;
const TOP: f64 = 84.0;
const BOTTOM: f64 = 72.0;

const PAPER: &str = "#fdfdfb";
const INK: &str = "#22262b";
const FAINT_INK: &str = "#6a7178";
const GRID: &str = "#e4e5e1";
/// Told apart also by who sees few colours (Okabe and Ito, 2008), darkened for a light background.
const COLOURS: [&str; 6] = ["#0060a0", "#c85000", "#00845f", "#a3447f", "#8a6d00", "#3f3f3f"];

/// A line with its name.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// What it is called in the legend.
    pub name: String,
    /// Points from left to right, from 0 to 1 on both axes.
    pub points: Vec<(f64, f64)>,
    /// Whether a dot stands where the errors are equal. On a mean of curves that is not the mean of errors.
    pub is_marked: bool,
}

/// How many owners are let in where so many strangers are. On the dashed line both errors are equal.
pub fn trade_off(title: &str, says: &str, lines: &[Line]) -> String {
    let mut sheet = Sheet::new(title, says, "strangers let in", "owners let in");
    sheet.shares_across();
    sheet.shares_up(1.0);
    sheet.dashed((0.0, 1.0), (1.0, 0.0));
    sheet.note_at(0.42, 0.58, "as many owners kept out as strangers let in");
    for (line, colour) in lines.iter().zip(COLOURS.iter().cycle()) {
        sheet.line(&line.points, colour);
    }
    for (line, colour) in lines.iter().zip(COLOURS.iter().cycle()) {
        if let Some((x, y)) = equal(&line.points).filter(|_| line.is_marked) {
            sheet.dot(x, y, 4.5, colour);
        }
    }
    let names = lines.iter().zip(COLOURS.iter().cycle());
    sheet.legend(names.map(|(line, colour)| (line.name.as_str(), *colour)));
    sheet.finish()
}

/// One column of dots, with its mean.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// What it is called below.
    pub name: String,
    /// A dot each.
    pub values: Vec<f64>,
}

/// Shares by group, a dot each, with a bar at the mean.
pub fn columns(title: &str, says: &str, across: &str, up: &str, columns: &[Column]) -> String {
    let most = columns
        .iter()
        .flat_map(|column| &column.values)
        .copied()
        .fold(0.1, f64::max);
    let top = (most * 10.0).ceil() / 10.0;
    let mut sheet = Sheet::new(title, says, across, up);
    sheet.shares_up(top);
    let step = 1.0 / columns.len().max(1) as f64;
    for (number, column) in columns.iter().enumerate() {
        let middle = (number as f64 + 0.5) * step;
        sheet.tick_across(middle, &column.name);
        let spread = step * 0.5;
        let count = column.values.len();
        for (at, value) in column.values.iter().enumerate() {
            let x = middle + spread * ((at as f64 + 0.5) / count as f64 - 0.5);
            sheet.faint_dot(x, value / top, COLOURS.first().unwrap_or(&INK));
        }
        if count > 0 {
            let mean = column.values.iter().sum::<f64>() / count as f64;
            sheet.bar(middle - spread * 0.6, middle + spread * 0.6, mean / top);
            sheet.label_at(middle, 1.0, &format!("{:.1} %", mean * 100.0));
        }
    }
    sheet.finish()
}

/// How often what was said to be likely came about. On the dashed line it comes about as often as said.
pub fn reliability(title: &str, says: &str, bins: &[Bin]) -> String {
    let mut sheet = Sheet::new(
        title,
        says,
        "probability of a stranger, as said",
        "share of strangers, as found",
    );
    sheet.shares_across();
    sheet.shares_up(1.0);
    sheet.dashed((0.0, 0.0), (1.0, 1.0));
    let colour = COLOURS.first().unwrap_or(&INK);
    let points: Vec<(f64, f64)> = bins.iter().map(|bin| (bin.predicted, bin.observed)).collect();
    sheet.line(&points, colour);
    let most = bins.iter().map(|bin| bin.count).max().unwrap_or(1).max(1) as f64;
    for bin in bins {
        let size = 3.0 + 9.0 * (bin.count as f64 / most).sqrt();
        sheet.dot(bin.predicted, bin.observed, size, colour);
        sheet.note_below(bin.predicted, bin.observed, size, &bin.count.to_string());
    }
    sheet.finish()
}

/// Where the errors are equal, on the line between the two points around it.
fn equal(points: &[(f64, f64)]) -> Option<(f64, f64)> {
    points.windows(2).find_map(|pair| match pair {
        [(x, y), (next_x, next_y)] if x + y <= 1.0 && next_x + next_y >= 1.0 => {
            let (from, to) = (x + y, next_x + next_y);
            let share = if to > from {
                (1.0 - from) / (to - from)
            } else {
                0.0
            };
            Some((x + share * (next_x - x), y + share * (next_y - y)))
        }
        _ => None,
    })
}

/// A page with axes; places on it are from 0 to 1.
struct Sheet {
    svg: String,
}

impl Sheet {
    fn new(title: &str, says: &str, across: &str, up: &str) -> Self {
        let mut sheet = Self { svg: String::new() };
        let (title, says) = (escaped(title), escaped(says));
        sheet.push(&format!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" role="img" aria-label="{title}" font-family="system-ui, 'Segoe UI', Helvetica, Arial, sans-serif" font-size="13" fill="{INK}">"#
        ));
        sheet.push(&format!("<title>{title}</title><desc>{says}</desc>"));
        sheet.push(&format!(
            r#"<rect width="{WIDTH}" height="{HEIGHT}" fill="{PAPER}"/>"#
        ));
        sheet.push(&format!(
            r#"<text x="{LEFT}" y="34" font-size="19" font-weight="600">{title}</text>"#
        ));
        sheet.push(&format!(
            r#"<text x="{LEFT}" y="57" fill="{FAINT_INK}">{says}</text>"#
        ));
        let (middle_x, middle_y) = (
            f64::midpoint(LEFT, WIDTH - RIGHT),
            f64::midpoint(TOP, HEIGHT - BOTTOM),
        );
        sheet.push(&format!(
            r#"<text x="{middle_x}" y="{}" text-anchor="middle">{}</text>"#,
            HEIGHT - 20.0,
            escaped(across)
        ));
        sheet.push(&format!(
            r#"<text transform="translate(24 {middle_y}) rotate(-90)" text-anchor="middle">{}</text>"#,
            escaped(up)
        ));
        sheet
    }

    fn push(&mut self, element: &str) {
        self.svg.push_str(element);
        self.svg.push('\n');
    }

    fn x(share: f64) -> f64 {
        LEFT + share * (WIDTH - LEFT - RIGHT)
    }

    fn y(share: f64) -> f64 {
        HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM)
    }

    fn shares_across(&mut self) {
        for tenths in (0..=10_u32).step_by(2) {
            let share = f64::from(tenths) / 10.0;
            let x = Self::x(share);
            self.push(&format!(
                r#"<line x1="{x:.1}" y1="{:.1}" x2="{x:.1}" y2="{:.1}" stroke="{GRID}"/>"#,
                Self::y(0.0),
                Self::y(1.0)
            ));
            self.tick_across(share, &format!("{} %", tenths * 10));
        }
    }

    fn tick_across(&mut self, share: f64, text: &str) {
        self.push(&format!(
            r#"<text x="{:.1}" y="{:.1}" text-anchor="middle" fill="{FAINT_INK}">{}</text>"#,
            Self::x(share),
            Self::y(0.0) + 21.0,
            escaped(text)
        ));
    }

    /// A scale of shares from nothing to `top` along the left.
    fn shares_up(&mut self, top: f64) {
        for fifth in 0..=5_u32 {
            let share = f64::from(fifth) / 5.0;
            let y = Self::y(share);
            let ink = if fifth == 0 { FAINT_INK } else { GRID };
            self.push(&format!(
                r#"<line x1="{:.1}" y1="{y:.1}" x2="{:.1}" y2="{y:.1}" stroke="{ink}"/>"#,
                Self::x(0.0),
                Self::x(1.0)
            ));
            self.push(&format!(
                r#"<text x="{:.1}" y="{:.1}" text-anchor="end" fill="{FAINT_INK}">{:.0} %</text>"#,
                Self::x(0.0) - 10.0,
                y + 4.5,
                share * top * 100.0
            ));
        }
    }

    fn dashed(&mut self, from: (f64, f64), to: (f64, f64)) {
        self.push(&format!(
            r#"<line x1="{:.1}" y1="{:.1}" x2="{:.1}" y2="{:.1}" stroke="{FAINT_INK}" stroke-dasharray="3 5"/>"#,
            Self::x(from.0),
            Self::y(from.1),
            Self::x(to.0),
            Self::y(to.1)
        ));
    }

    fn line(&mut self, points: &[(f64, f64)], colour: &str) {
        let places: Vec<String> = points
            .iter()
            .map(|(x, y)| format!("{:.1},{:.1}", Self::x(*x), Self::y(*y)))
            .collect();
        let path = places.join(" ");
        self.push(&format!(
            r#"<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2.2" stroke-linejoin="round"/>"#
        ));
    }

    fn dot(&mut self, x: f64, y: f64, size: f64, colour: &str) {
        self.push(&format!(
            r#"<circle cx="{:.1}" cy="{:.1}" r="{size:.1}" fill="{colour}" stroke="{PAPER}" stroke-width="1.5"/>"#,
            Self::x(x),
            Self::y(y)
        ));
    }

    fn faint_dot(&mut self, x: f64, y: f64, colour: &str) {
        self.push(&format!(
            r#"<circle cx="{:.1}" cy="{:.1}" r="3.6" fill="{colour}" fill-opacity="0.45"/>"#,
            Self::x(x),
            Self::y(y)
        ));
    }

    fn bar(&mut self, from: f64, to: f64, y: f64) {
        self.push(&format!(
            r#"<line x1="{:.1}" y1="{:.1}" x2="{:.1}" y2="{:.1}" stroke="{INK}" stroke-width="2.4" stroke-linecap="round"/>"#,
            Self::x(from),
            Self::y(y),
            Self::x(to),
            Self::y(y)
        ));
    }

    fn label_at(&mut self, x: f64, y: f64, text: &str) {
        self.push(&format!(
            r#"<text x="{:.1}" y="{:.1}" text-anchor="middle" font-weight="600">{}</text>"#,
            Self::x(x),
            Self::y(y) - 8.0,
            escaped(text)
        ));
    }

    fn note_at(&mut self, x: f64, y: f64, text: &str) {
        self.push(&format!(
            r#"<text x="{:.1}" y="{:.1}" fill="{FAINT_INK}" font-size="12">{}</text>"#,
            Self::x(x) + 8.0,
            Self::y(y) - 6.0,
            escaped(text)
        ));
    }

    fn note_below(&mut self, x: f64, y: f64, size: f64, text: &str) {
        // Below a dot at the very bottom there is the axis.
        let below = Self::y(y) + size + 13.0;
        let place = if below > Self::y(0.0) {
            Self::y(y) - size - 5.0
        } else {
            below
        };
        self.push(&format!(
            r#"<text x="{:.1}" y="{place:.1}" text-anchor="middle" fill="{FAINT_INK}" font-size="11">{}</text>"#,
            Self::x(x),
            escaped(text)
        ));
    }

    fn legend<'a>(&mut self, names: impl Iterator<Item = (&'a str, &'a str)>) {
        let names: Vec<(&str, &str)> = names.collect();
        let longest = names
            .iter()
            .map(|(name, _)| name.chars().count())
            .max()
            .unwrap_or_default();
        let (wide, high) = (longest as f64 * 7.4 + 46.0, names.len() as f64 * 21.0 + 10.0);
        let (left, top) = (Self::x(1.0) - wide - 8.0, Self::y(0.0) - high - 8.0);
        self.push(&format!(
            r#"<rect x="{left:.1}" y="{top:.1}" width="{wide:.1}" height="{high:.1}" rx="4" fill="{PAPER}" stroke="{GRID}"/>"#
        ));
        let mut y = top + 20.0;
        for (name, colour) in names {
            let x = left + 8.0;
            self.push(&format!(
                r#"<line x1="{x:.1}" y1="{:.1}" x2="{:.1}" y2="{:.1}" stroke="{colour}" stroke-width="3"/><text x="{:.1}" y="{y:.1}">{}</text>"#,
                y - 4.5,
                x + 22.0,
                y - 4.5,
                x + 30.0,
                escaped(name)
            ));
            y += 21.0;
        }
    }

    fn finish(mut self) -> String {
        self.svg.push_str("</svg>\n");
        self.svg
    }
}

fn escaped(text: &str) -> String {
    let text = text
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;");
    text.replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plots_say_what_they_show_and_no_text_breaks_out() {
        let line = Line {
            name: "<b>&\"".to_owned(),
            points: vec![(0.0, 0.0), (0.1, 0.9), (1.0, 1.0)],
            is_marked: true,
        };
        let svg = trade_off("A < B", "says", &[line]);
        for expected in [
            "<title>A &lt; B</title>",
            "strangers let in",
            "owners let in",
            "&lt;b&gt;&amp;&quot;",
        ] {
            assert!(svg.contains(expected), "{expected} is missing in {svg}");
        }
        assert!(!svg.contains("<b>"));
    }

    #[test]
    fn the_mark_stands_where_both_errors_are_equal() {
        let check = |points: &[(f64, f64)], expected: Option<(f64, f64)>| assert_eq!(equal(points), expected);
        check(
            &[(0.0, 0.0), (0.0, 0.5), (1.0, 1.0)],
            Some((1.0 / 3.0, 2.0 / 3.0)),
        );
        check(&[(0.0, 1.0), (1.0, 1.0)], Some((0.0, 1.0)));
        check(&[], None);
    }

    #[test]
    fn empty_figures_make_an_empty_plot() {
        let empty = |svg: String| svg.ends_with("</svg>\n") && !svg.contains("NaN") && !svg.contains("inf");
        assert!(empty(trade_off("a", "b", &[])));
        assert!(empty(reliability("a", "b", &[])));
        let column = Column {
            name: "a".to_owned(),
            values: Vec::new(),
        };
        assert!(empty(columns("a", "b", "c", "d", &[column])));
        assert!(empty(columns("a", "b", "c", "d", &[])));
    }
}
