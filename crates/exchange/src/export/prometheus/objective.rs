//! From an objective to the groups of rules that watch it: recordings of the error ratio over several
//! windows, what follows from them, and alerts on how fast the budget is used up.
//!
//! Rule for rule, name for name, this is what Sloth (<https://github.com/slok/sloth>) makes of the same
//! objective, so its dashboards work with the rules as they are.

use std::collections::BTreeMap;

use serde::Serialize;
use vocabulary::Span;

use super::duration::prometheus;
use super::windows::{AlertWindow, AlertWindows};

/// Labels or annotations.
pub type Labels = BTreeMap<String, String>;

/// What is to be watched.
#[derive(Debug, Clone, PartialEq)]
pub struct Objective {
    /// Whose objective it is.
    pub service: String,
    /// Its name within the service.
    pub name: String,
    /// The share of events that must be good, in percent, above 0 and below 100.
    pub percent: f64,
    /// The time over which it is judged.
    pub period: Span,
    /// The bad ones among the events, as a rate over `{{.window}}`.
    pub error_query: String,
    /// The events, as a rate over `{{.window}}`.
    pub total_query: String,
    /// Labels of every recording.
    pub labels: Labels,
    /// What the alerts are called, and what they carry. Without it there are no alerts.
    pub alerting: Option<Alerting>,
    /// The windows that the alerts look at.
    pub windows: AlertWindows,
    /// At least so many bad events within the long window, or nobody is called: with few events a ratio is
    /// noise. It asks that the queries give events a second.
    pub page_from: Option<u32>,
    /// Who made the rules.
    pub maker: Maker,
}

/// Alerts of an objective.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Alerting {
    /// What the alerts are called.
    pub name: String,
    /// Labels of both alerts.
    pub labels: Labels,
    /// Annotations of both alerts.
    pub annotations: Labels,
    /// Labels of the alert that calls somebody.
    pub page_labels: Labels,
    /// Labels of the alert that is put on the list.
    pub ticket_labels: Labels,
}

/// Who made the rules, as the information series tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Maker {
    /// How it was run.
    pub mode: String,
    /// What it was made from.
    pub spec: String,
    /// Its version.
    pub version: String,
}

/// A group of rules, in the form of a Prometheus rules file.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Group {
    /// Its name, unique within the file.
    pub name: String,
    /// Its rules, in order.
    pub rules: Vec<Rule>,
}

/// A recording or an alert.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Rule {
    /// The recorded series, of a recording.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub record: Option<String>,
    /// The alert's name, of an alert.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alert: Option<String>,
    /// The query.
    pub expr: String,
    /// Its labels.
    #[serde(skip_serializing_if = "Labels::is_empty")]
    pub labels: Labels,
    /// Its annotations.
    #[serde(skip_serializing_if = "Labels::is_empty")]
    pub annotations: Labels,
}

impl Objective {
    /// The groups of rules: recordings of the ratio, what follows from it, and the alerts.
    pub fn groups(&self) -> Vec<Group> {
        let id = self.id();
        let mut groups = vec![
            Group {
                name: format!("sloth-slo-sli-recordings-{id}"),
                rules: self.ratios(),
            },
            Group {
                name: format!("sloth-slo-meta-recordings-{id}"),
                rules: self.budget(),
            },
        ];
        let alerts = self.alerts();
        if !alerts.is_empty() {
            groups.push(Group {
                name: format!("sloth-slo-alerts-{id}"),
                rules: alerts,
            });
        }
        groups
    }

    fn id(&self) -> String {
        format!("{}-{}", self.service, self.name)
    }

    /// The labels of every recording, with which one objective's series are told from another's.
    fn own_labels(&self) -> Labels {
        let mut labels = self.labels.clone();
        labels.insert("sloth_id".to_owned(), self.id());
        labels.insert("sloth_service".to_owned(), self.service.clone());
        labels.insert("sloth_slo".to_owned(), self.name.clone());
        labels
    }

    fn filter(&self) -> String {
        format!(
            r#"{{sloth_id="{}", sloth_service="{}", sloth_slo="{}"}}"#,
            self.id(),
            self.service,
            self.name
        )
    }

    /// The error ratio over each window; over the whole period from the recordings of the shortest.
    fn ratios(&self) -> Vec<Rule> {
        let mut spans = self.windows.spans();
        if spans.is_empty() {
            spans.push(Span::from_minutes(5));
        }
        let shortest = spans.first().copied().unwrap_or_default();
        let over = |span: Span, expr: String| {
            let window = prometheus(span);
            let mut labels = self.own_labels();
            labels.insert("sloth_window".to_owned(), window.clone());
            Rule {
                record: Some(format!("slo:sli_error:ratio_rate{window}")),
                expr,
                labels,
                ..Rule::default()
            }
        };
        let mut rules: Vec<Rule> = spans
            .iter()
            .filter(|span| **span != self.period)
            .map(|span| {
                let window = prometheus(*span);
                let of = |query: &str| query.replace("{{.window}}", &window);
                let expr = format!("({})\n/\n({})\n", of(&self.error_query), of(&self.total_query));
                over(*span, expr)
            })
            .collect();
        let series = format!(
            "slo:sli_error:ratio_rate{}{}",
            prometheus(shortest),
            self.filter()
        );
        let period = prometheus(self.period);
        let whole = format!(
            "sum_over_time({series}[{period}])\n/ ignoring (sloth_window)\ncount_over_time({series}[{period}])\n"
        );
        rules.push(over(self.period, whole));
        rules
    }

    /// The objective, its budget, and what of it is used.
    fn budget(&self) -> Vec<Rule> {
        let ratio = go_float(self.percent / 100.0);
        let filter = self.filter();
        let shortest = self.windows.spans().first().copied();
        let shortest = prometheus(shortest.unwrap_or(Span::from_minutes(5)));
        let period = prometheus(self.period);
        let of_budget = |series: String| {
            format!(
                "slo:sli_error:ratio_rate{series}{filter}\n/ on(sloth_id, sloth_slo, sloth_service) group_left\nslo:error_budget:ratio{filter}\n"
            )
        };
        let days = self.period.as_millis() as f64 / 86_400_000.0;
        let mut rules: Vec<Rule> = [
            ("slo:objective:ratio", format!("vector({ratio})")),
            ("slo:error_budget:ratio", format!("vector(1-{ratio})")),
            ("slo:time_period:days", format!("vector({})", go_float(days))),
            ("slo:current_burn_rate:ratio", of_budget(shortest)),
            ("slo:period_burn_rate:ratio", of_budget(period)),
            (
                "slo:period_error_budget_remaining:ratio",
                format!("1 - slo:period_burn_rate:ratio{filter}"),
            ),
            ("sloth_slo_info", "vector(1)".to_owned()),
        ]
        .into_iter()
        .map(|(record, expr)| Rule {
            record: Some(record.to_owned()),
            expr,
            labels: self.own_labels(),
            ..Rule::default()
        })
        .collect();
        if let Some(info) = rules.last_mut() {
            let told = [
                ("sloth_mode", self.maker.mode.clone()),
                ("sloth_spec", self.maker.spec.clone()),
                ("sloth_version", self.maker.version.clone()),
                ("sloth_objective", self.percent.to_string()),
            ];
            let told = told.into_iter().map(|(name, value)| (name.to_owned(), value));
            info.labels.extend(told);
        }
        rules
    }

    fn alerts(&self) -> Vec<Rule> {
        let Some(alerting) = &self.alerting else {
            return Vec::new();
        };
        let kinds = [
            ("page", &self.windows.page, &alerting.page_labels, self.page_from),
            ("ticket", &self.windows.ticket, &alerting.ticket_labels, None),
        ];
        kinds
            .into_iter()
            .filter(|(_, windows, ..)| !windows.is_empty())
            .map(|(severity, windows, own, least)| {
                let mut labels = alerting.labels.clone();
                labels.insert("sloth_severity".to_owned(), severity.to_owned());
                labels.extend(own.clone());
                let too_fast =
                    "{{$labels.sloth_service}} {{$labels.sloth_slo}} SLO error budget burn rate is";
                let mut annotations = Labels::from([
                    ("title".to_owned(), format!("({severity}) {too_fast} too fast.")),
                    ("summary".to_owned(), format!("{too_fast} over expected.")),
                ]);
                annotations.extend(alerting.annotations.clone());
                let expr: Vec<String> = windows.iter().map(|one| self.too_fast(one, least)).collect();
                Rule {
                    alert: Some(alerting.name.clone()),
                    expr: format!("{}\n", expr.join("\nor\n")),
                    labels,
                    annotations,
                    ..Rule::default()
                }
            })
            .collect()
    }

    /// The budget is used up too fast in both windows.
    fn too_fast(&self, window: &AlertWindow, least: Option<u32>) -> String {
        let factor = go_float(window.factor(self.period));
        let budget = go_float((100.0 - self.percent) / 100.0);
        let filter = self.filter();
        let over = |span: Span| {
            format!(
                "    max(slo:sli_error:ratio_rate{}{filter} > ({factor} * {budget})) without (sloth_window)",
                prometheus(span)
            )
        };
        let mut lines = vec![over(window.short), "    and".to_owned(), over(window.long)];
        if let Some(least) = least {
            let long = prometheus(window.long);
            let seconds = window.long.as_seconds_up();
            let errors = self.error_query.replace("{{.window}}", &long);
            lines.push("    and on()".to_owned());
            lines.push(format!("    (({errors}) * {seconds} >= {least})"));
        }
        format!("(\n{}\n)", lines.join("\n"))
    }
}

/// A number as Go prints it by itself (`%v`): the shortest digits that read back as the same number, with an
/// exponent where it is very small or very large.
fn go_float(number: f64) -> String {
    let magnitude = number.abs();
    if magnitude == 0.0 || (1e-4..1e21).contains(&magnitude) {
        return number.to_string();
    }
    let text = format!("{number:e}");
    let Some((digits, exponent)) = text.split_once('e') else {
        return text;
    };
    let (sign, exponent) = exponent
        .strip_prefix('-')
        .map_or(('+', exponent), |rest| ('-', rest));
    format!("{digits}e{sign}{exponent:0>2}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_printed_as_go_prints_them() {
        for (number, expected) in [
            (0.0, "0"),
            (1.0, "1"),
            (14.4, "14.4"),
            (99.9 / 100.0, "0.9990000000000001"),
            ((100.0 - 99.9) / 100.0, "0.0009999999999999432"),
            (0.000_1, "0.0001"),
            (0.000_01, "1e-05"),
            (1.5e-7, "1.5e-07"),
            (1e21, "1e+21"),
        ] {
            assert_eq!(go_float(number), expected);
        }
    }
}
