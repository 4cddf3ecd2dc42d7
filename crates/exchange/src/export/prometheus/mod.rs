//! Prometheus rules: each promise with a target gets recordings and alerts; each `never` one alert.

mod duration;
mod objective;
mod windows;

use std::collections::{BTreeMap, BTreeSet};

use journey::{Glide, Measure, MeasureKind, Percent, Stated};
use serde::Serialize;
use vocabulary::{Moment, Span};

use super::metric::{Metric, NAMES};
use super::subject::Subject;
use super::wording::{cut, line};
use super::{ExportError, Form, Format, yaml};

pub use objective::{Alerting, Group, Labels, Maker, Objective, Rule};
pub use windows::{AlertWindow, AlertWindows};

pub(super) static FORMAT: Format = Format {
    name: "prometheus",
    form: Form::Yaml,
    says: "Recording and alerting rules for Prometheus, on how fast each promise's allowance is used up.",
    file: "safeconduct.rules.yaml",
    write,
};

/// Fewer bad events than this within the long window are noise: nobody is called for them at night.
const PAGE_FROM: u32 = 5;

/// A rules file.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Rules {
    /// Its groups, in order.
    pub groups: Vec<Group>,
}

fn write(subject: &Subject<'_>) -> Result<String, ExportError> {
    let mut groups = Vec::new();
    let mut remarks = Vec::new();
    for stated in subject.stated() {
        let Some(measure) = stated.measure else {
            remarks.push(format!(
                "{}: not measured, so nothing watches it",
                stated.to_ref()
            ));
            continue;
        };
        groups.extend(of_measure(&stated, measure, &mut remarks));
    }
    if groups.is_empty() {
        return Err(ExportError::Nothing(
            "no promise is measured; give one a `measure`",
        ));
    }
    tell_apart(&mut groups);
    yaml::documents(&note(subject, &remarks), &[Rules { groups }])
}

/// Gives every group a name of its own: `a-b` and `c` make the same as `a` and `b-c`. Their series differ all
/// the same, by service and name.
fn tell_apart(groups: &mut [Group]) {
    let mut used = BTreeSet::new();
    for group in groups {
        let plain = group.name.clone();
        let mut number = 1;
        while !used.insert(group.name.clone()) {
            number += 1;
            group.name = format!("{plain}-{number}");
        }
    }
}

fn note(subject: &Subject<'_>, remarks: &[String]) -> Vec<String> {
    let mut note = vec![
        format!(
            "Rules for {}, made from journey files by `safeconduct export prometheus`.",
            subject.name
        ),
        "Do not edit: change the journey file and export again.".to_owned(),
        "They read these metrics of a Safeconduct server, each with the labels `journey` and `promise`:"
            .to_owned(),
    ];
    note.extend(NAMES.map(|(name, says)| format!("- {name}: {says}")));
    if !remarks.is_empty() {
        note.push(String::new());
        note.push("What is not, or not wholly, watched by these rules:".to_owned());
        note.extend(remarks.iter().map(|remark| format!("- {remark}")));
    }
    note
}

fn of_measure(stated: &Stated<'_>, measure: &Measure, remarks: &mut Vec<String>) -> Vec<Group> {
    let promise = stated.to_ref();
    if let Some(drill) = &measure.drill {
        remarks.push(format!(
            "{promise}: whether the drill `{}` is caught every {}",
            drill.name, drill.every
        ));
    }
    match &measure.kind {
        MeasureKind::Ratio { target, over, .. } | MeasureKind::Within { target, over, .. } => {
            of_target(stated, target.value, *over, remarks)
        }
        MeasureKind::Share { target, by, .. } => {
            vec![of_share(stated, target.value, *by, measure.glide.as_ref())]
        }
        MeasureKind::Never { .. } => vec![of_never(stated)],
    }
}

/// A promise with a target and a period has a budget, like any service-level objective.
fn of_target(stated: &Stated<'_>, target: Percent, over: Span, remarks: &mut Vec<String>) -> Vec<Group> {
    let promise = stated.to_ref();
    if target == Percent::FULL || target.millionths() == 0 || over == Span::ZERO {
        remarks.push(format!(
            "{promise}: a target of {target} over {over} leaves no allowance to watch"
        ));
        return Vec::new();
    }
    let windows = AlertWindows::workbook().fit_for(over);
    if windows != AlertWindows::workbook() {
        remarks.push(format!(
            "{promise}: {over} is too short for some of the usual windows; those are left out"
        ));
    }
    let budget = f64::from(target.missing_millionths()) / 1e6;
    let deaf = windows
        .page
        .iter()
        .chain(&windows.ticket)
        .filter(|one| one.factor(over) * budget >= 1.0);
    for window in deaf {
        remarks.push(format!(
            "{promise}: with a target of {target}, even if all goes wrong, {}% of the allowance is not gone within {}; \
             that part of the alert stays silent",
            window.budget_percent, window.long
        ));
    }
    let metric = Metric::of(&stated.journey.id, stated.id);
    let objective = Objective {
        service: stated.journey.id.value.clone(),
        name: stated.id.value.clone(),
        percent: f64::from(target.millionths()) / 1e4,
        period: over,
        error_query: metric.bad_rate("{{.window}}"),
        total_query: metric.valid_rate("{{.window}}"),
        labels: labels(stated),
        alerting: Some(Alerting {
            name: "SafeconductPromiseAtRisk".to_owned(),
            labels: labels(stated),
            annotations: BTreeMap::from([(
                "summary".to_owned(),
                escaped(&format!(
                    "At this pace we will not keep: {}",
                    cut(stated.says, 200)
                )),
            )]),
            ..Alerting::default()
        }),
        windows,
        page_from: Some(PAGE_FROM),
        maker: Maker {
            mode: "safeconduct-export".to_owned(),
            spec: "safeconduct/journey".to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
        },
    };
    objective.groups()
}

/// Whom a share covers is a state, not a stream of events: there is a figure, and a day by which it must be
/// reached, but no allowance that is used up. Before that day it may stay below its target, though not below
/// its glide path, where it has one.
fn of_share(stated: &Stated<'_>, target: Percent, by: Option<Moment>, glide: Option<&Glide>) -> Group {
    let metric = Metric::of(&stated.journey.id, stated.id);
    let share = format!("{} / {}", metric.people_good(), metric.people());
    let end = ratio(target);
    let path = by
        .zip(glide)
        .filter(|(by, glide)| glide.since.value < *by && glide.from.value < target);
    let (needed, missed) = match (path, by) {
        (Some((by, glide)), _) => {
            let (from, since, by) = (ratio(glide.from.value), seconds(glide.since.value), seconds(by));
            let risen = format!("vector({from} + ({end} - {from}) * (time() - {since}) / ({by} - {since}))");
            let needed = format!("clamp({risen}, {from}, {end})");
            (needed.clone(), format!("({share}) < {needed}"))
        }
        (None, Some(by)) => {
            let day = format!("on() (vector(time()) > {})", seconds(by));
            (format!("vector({end})"), format!("({share}) < {end} and {day}"))
        }
        (None, None) => (format!("vector({end})"), format!("({share}) < {end}")),
    };
    let record = |name: &str, expr: String| Rule {
        record: Some(name.to_owned()),
        expr,
        labels: labels(stated),
        ..Rule::default()
    };
    Group {
        name: format!("safeconduct-share-{}", stated.to_ref()),
        rules: vec![
            record("safeconduct:promise_share:ratio", share),
            record("safeconduct:promise_share_needed:ratio", needed),
            alert(
                "SafeconductShareNotReached",
                missed,
                "ticket",
                stated,
                "Fewer people are covered than promised",
            ),
        ],
    }
}

fn ratio(share: Percent) -> f64 {
    f64::from(share.millionths()) / 1e6
}

/// Seconds since the epoch, as `time()` counts in a query.
fn seconds(moment: Moment) -> i64 {
    moment.as_millis().div_euclid(1_000)
}

/// One event breaks it.
fn of_never(stated: &Stated<'_>) -> Group {
    let metric = Metric::of(&stated.journey.id, stated.id);
    Group {
        name: format!("safeconduct-never-{}", stated.to_ref()),
        rules: vec![alert(
            "SafeconductPromiseBroken",
            format!("{} > 0", metric.violations("1h")),
            "page",
            stated,
            "What we promised would never happen has happened",
        )],
    }
}

fn alert(name: &str, expr: String, severity: &str, stated: &Stated<'_>, summary: &str) -> Rule {
    let mut labels = labels(stated);
    labels.insert("severity".to_owned(), severity.to_owned());
    Rule {
        alert: Some(name.to_owned()),
        expr,
        labels,
        annotations: BTreeMap::from([(
            "summary".to_owned(),
            escaped(&format!("{summary}: {}", cut(stated.says, 200))),
        )]),
        ..Rule::default()
    }
}

fn labels(stated: &Stated<'_>) -> Labels {
    let mut labels = Labels::from([
        ("journey".to_owned(), stated.journey.id.value.clone()),
        ("promise".to_owned(), stated.id.value.clone()),
    ]);
    let owners = &stated.journey.owners;
    if let Some(owner) = owners.engineering.as_ref().or(owners.product.as_ref()) {
        labels.insert("owner".to_owned(), line(owner));
    }
    labels
}

/// Annotations are Go templates: two braces in a sentence must not be taken for the start of one.
fn escaped(text: &str) -> String {
    text.replace("{{", r#"{{"{{"}}"#)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_of_one_name_are_told_apart() {
        let group = |name: &str| Group {
            name: name.to_owned(),
            rules: Vec::new(),
        };
        let mut groups = ["a", "b", "a", "a-2", "a"].map(group);
        tell_apart(&mut groups);
        assert_eq!(groups.map(|group| group.name), ["a", "b", "a-2", "a-2-2", "a-3"]);
    }

    #[test]
    fn braces_in_a_sentence_start_no_template() {
        assert_eq!(escaped("a {{ b }} c"), r#"a {{"{{"}} b }} c"#);
    }
}
