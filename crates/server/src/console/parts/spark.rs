//! A figure day by day, drawn on the server.
//!
//! Places along the line are percentages and heights are pixels, so the drawing is as wide as its column
//! while lines and letters keep their size. Days on which nothing was counted leave a gap.

use maud::{Markup, html};

use crate::console::views::{Day, Spark};
use crate::console::words;

/// A line without axes, for a card; its title says in words what it shows.
pub(in crate::console) fn spark(spark: &Spark) -> Markup {
    let plot = Plot::of(spark, 4.0, 28.0);
    let says = in_words(spark);
    html! {
        @if !spark.days.is_empty() {
            svg.spark width="100%" height="32" role="img" aria-label=(says) {
                title { (says) }
                (plot.drawn(spark))
            }
        }
    }
}

/// The same with its axes labelled, and every day in a table behind it.
pub(in crate::console) fn spark_with_axes(spark: &Spark) -> Markup {
    let plot = Plot::of(spark, 24.0, 136.0);
    let says = in_words(spark);
    let (first, last) = (spark.days.first(), spark.days.last());
    let is_share = spark.target.is_some();
    html! {
        @if let (Some(first), Some(last)) = (first, last) {
            figure.chart {
                figcaption {
                    (spark.says)
                    // Said here, since a label on the line would sooner or later lie on the course.
                    @if let Some(target) = spark.target { "; the dotted line is the target, " (percent(target)) }
                }
                svg.spark width="100%" height="144" role="img" aria-label=(says) {
                    title { (says) }
                    @if spark.target.is_some() {
                        text.label x="0" y="16" { "100 %" }
                    }
                    (plot.drawn(spark))
                }
                div.axis {
                    span { (words::date(&first.at.to_string())) }
                    span { (words::date(&last.at.to_string())) }
                }
                details {
                    summary { "The same as a table" }
                    div.scroll role="region" aria-label="Figures by day" tabindex="0" {
                        table {
                            thead {
                                tr {
                                    th scope="col" { "Day" }
                                    @if is_share { th.number scope="col" { "Good" } }
                                    th.number scope="col" { "Bad cases" }
                                }
                            }
                            tbody {
                                @for day in spark.days.iter().rev() {
                                    tr {
                                        th scope="row" { (words::date(&day.at.to_string())) }
                                        @if is_share {
                                            td.number { (day.good.map_or("nothing counted".to_owned(), percent)) }
                                        }
                                        td.number { (words::count(day.bad)) }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// What the drawing shows, for those who do not see it.
fn in_words(spark: &Spark) -> String {
    let bad: u64 = spark.days.iter().map(|day| day.bad).sum();
    // Where only bad cases are counted, a day without any is a good day, not a gap.
    let gaps = spark
        .target
        .map_or(0, |_| spark.days.iter().filter(|day| day.good.is_none()).count());
    let under = spark.target.map(|target| {
        let under = spark
            .days
            .iter()
            .filter(|day| day.good.is_some_and(|good| good < target))
            .count();
        format!(", {} under the target of {}", days(under), percent(target))
    });
    let silent = match gaps {
        0 => String::new(),
        some => format!(", {} with nothing counted", days(some)),
    };
    format!(
        "{}: {}{}{silent}, {}",
        spark.says,
        days(spark.days.len()),
        under.unwrap_or_default(),
        words::plural(bad, "bad case", "bad cases"),
    )
}

fn days(number: usize) -> String {
    words::plural(u64::try_from(number).unwrap_or(u64::MAX), "day", "days")
}

/// `0.999` as `99.9 %`; rounded down, so that nearly all never reads as all.
pub(super) fn percent(share: f64) -> String {
    let hundredths = (share * 10_000.0 + 1e-6).floor() / 100.0;
    let text = format!("{hundredths:.2}");
    format!("{} %", text.trim_end_matches('0').trim_end_matches('.'))
}

/// The scale of one drawing.
struct Plot {
    top: f64,
    bottom: f64,
    lowest: f64,
    most_bad: u64,
    days: usize,
}

impl Plot {
    fn of(spark: &Spark, top: f64, bottom: f64) -> Self {
        let target = spark.target.unwrap_or(1.0);
        let least = spark
            .days
            .iter()
            .filter_map(|day| day.good)
            .fold(target, f64::min);
        // Half again below the target, so that its line never lies on the floor, and never below nothing.
        let lowest = (1.0 - (1.0 - least) * 1.5).clamp(0.0, 0.999_9);
        Self {
            top,
            bottom,
            lowest,
            most_bad: spark.days.iter().map(|day| day.bad).max().unwrap_or(0).max(1),
            days: spark.days.len(),
        }
    }

    fn x(&self, place: usize) -> String {
        let last = self.days.saturating_sub(1).max(1);
        format!("{:.2}%", 0.5 + place as f64 / last as f64 * 99.0)
    }

    fn y(&self, good: f64) -> f64 {
        let share = ((good - self.lowest) / (1.0 - self.lowest)).clamp(0.0, 1.0);
        self.bottom - share * (self.bottom - self.top)
    }

    fn drawn(&self, spark: &Spark) -> Markup {
        match spark.target {
            Some(target) => self.line(&spark.days, target),
            None => self.bars(&spark.days),
        }
    }

    /// The share that was good: a line with gaps, over the line of the target.
    fn line(&self, days: &[Day], target: f64) -> Markup {
        let level = px(self.y(target));
        // Where it is under the target more often than not, marking every such day would say nothing.
        let under = days
            .iter()
            .filter(|day| day.good.is_some_and(|good| good < target))
            .count();
        let marks_days = under * 3 < days.len();
        let pairs = days.iter().zip(days.iter().skip(1)).enumerate();
        html! {
            line.target x1="0" x2="100%" y1=(level) y2=(level) {}
            @for (place, (day, next)) in pairs {
                @if let (Some(from), Some(to)) = (day.good, next.good) {
                    line.course x1=(self.x(place)) x2=(self.x(place + 1)) y1=(px(self.y(from))) y2=(px(self.y(to))) {}
                }
            }
            @for (place, day) in days.iter().enumerate() {
                @if let Some(good) = day.good.filter(|good| (marks_days && *good < target) || place + 1 == days.len()) {
                    circle.under[good < target] cx=(self.x(place)) cy=(px(self.y(good))) r="2" {}
                }
            }
        }
    }

    /// Bad cases by day, for what must never happen: a floor of quiet days, and a bar where it was not quiet.
    fn bars(&self, days: &[Day]) -> Markup {
        let floor = px(self.bottom);
        html! {
            line.target x1="0" x2="100%" y1=(floor) y2=(floor) {}
            @for (place, day) in days.iter().enumerate().filter(|(_, day)| day.bad > 0) {
                line.bad x1=(self.x(place)) x2=(self.x(place)) y1=(floor)
                    y2=(px(self.bottom - day.bad as f64 / self.most_bad as f64 * (self.bottom - self.top))) {}
            }
        }
    }
}

fn px(place: f64) -> String {
    format!("{place:.1}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use vocabulary::{Moment, Span};

    fn over(good: &[Option<f64>], target: Option<f64>) -> Spark {
        let day = |(place, good): (usize, &Option<f64>)| Day {
            at: Moment::EPOCH + Span::from_days(i64::try_from(place).unwrap()),
            good: *good,
            bad: u64::from(good.is_some_and(|good| good < 1.0)),
        };
        Spark {
            says: "kept, per day".to_owned(),
            days: good.iter().enumerate().map(day).collect(),
            target,
        }
    }

    #[test]
    fn days_without_events_leave_a_gap() {
        let check = |good: &[Option<f64>], lines: usize| {
            let drawing = spark(&over(good, Some(0.9))).into_string();
            assert_eq!(drawing.matches("class=\"course\"").count(), lines, "{good:?}");
        };
        check(&[Some(1.0), Some(0.9), Some(1.0)], 2);
        check(&[Some(1.0), None, Some(1.0), Some(1.0)], 1);
        check(&[None, None], 0);
        check(&[Some(1.0)], 0);
    }

    #[test]
    fn a_drawing_is_told_in_words() {
        let check = |good: &[Option<f64>], target: Option<f64>, words: &str| {
            assert_eq!(in_words(&over(good, target)), words);
        };
        check(
            &[Some(1.0), None, Some(0.5)],
            Some(0.999),
            "kept, per day: 3 days, 1 day under the target of 99.9 %, 1 day with nothing counted, 1 bad case",
        );
        check(&[Some(1.0)], None, "kept, per day: 1 day, 0 bad cases");
        assert_eq!(spark(&over(&[], None)).into_string(), "");
    }

    #[test]
    fn nearly_all_never_reads_as_all() {
        let check = |share: f64, words: &str| assert_eq!(percent(share), words);
        check(0.999_999, "99.99 %");
        check(0.999, "99.9 %");
        check(1.0, "100 %");
        check(0.5, "50 %");
        check(0.0, "0 %");
    }

    #[test]
    fn every_place_lies_within_the_drawing() {
        for good in [0.0, 0.3, 0.999_9, 1.0] {
            for target in [None, Some(0.0), Some(0.999), Some(1.0)] {
                let spark = over(&[Some(good), Some(1.0)], target);
                let plot = Plot::of(&spark, 4.0, 28.0);
                let y = plot.y(good);
                assert!((4.0..=28.0).contains(&y), "{good} {target:?} {y}");
            }
        }
    }
}
