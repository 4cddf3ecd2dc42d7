//! OpenSLO v1: a service for each journey, an objective for each promise with a target.
//!
//! What OpenSLO cannot say is not bent until it fits: a `never` has no share that may go wrong, so it is no
//! objective; it is named in a comment and on its service. A `share` is written as the mean of a day's
//! snapshots, and says so.

use journey::{Debt, Journey, Measure, MeasureKind, Percent, Stated};
use serde_json::{Map, Value, json};
use vocabulary::Span;

use super::identity::label;
use super::lean::lean;
use super::metric::Metric;
use super::subject::Subject;
use super::wording::{cut, line};
use super::{ExportError, Form, Format, yaml};

pub(super) static FORMAT: Format = Format {
    name: "openslo",
    form: Form::Yaml,
    says: "Service-level objectives in the open format OpenSLO v1, for tools that track them.",
    file: "openslo.yaml",
    write,
};

/// The longest `displayName` that OpenSLO's own validator takes, in letters.
const DISPLAY: usize = 63;
/// The longest `description`, in letters.
const DESCRIPTION: usize = 1_050;

fn write(subject: &Subject<'_>) -> Result<String, ExportError> {
    let mut documents = Vec::new();
    let mut left_out = Vec::new();
    let mut any = false;
    for journey in subject.journeys() {
        let mut unsaid = Vec::new();
        let mut objectives = Vec::new();
        for stated in journey.stated() {
            match objective(subject, &stated) {
                Ok(objective) => objectives.push(objective),
                Err(why) => unsaid.push((stated, why)),
            }
        }
        any |= !objectives.is_empty();
        left_out.extend(
            unsaid
                .iter()
                .map(|(stated, why)| format!("- {}: {why}", stated.to_ref())),
        );
        documents.push(service(journey, &unsaid));
        documents.append(&mut objectives);
    }
    if !any {
        return Err(ExportError::Nothing(
            "no promise has a target and a period that OpenSLO can say",
        ));
    }
    let mut note = vec![
        format!(
            "OpenSLO v1 for {}, made from journey files by `safeconduct export openslo`.",
            subject.name
        ),
        "Do not edit: change the journey file and export again.".to_owned(),
    ];
    if !left_out.is_empty() {
        note.push(String::new());
        note.push("Promised, and not to be said in OpenSLO:".to_owned());
        note.append(&mut left_out);
    }
    yaml::documents(&note, &documents)
}

fn service(journey: &Journey, unsaid: &[(Stated<'_>, String)]) -> Value {
    let mut annotations = Map::new();
    for (stated, why) in unsaid {
        let key = format!("safeconduct/not-in-openslo.{}", label(&[stated.id]));
        annotations.insert(
            cut_key(&key),
            json!(format!("{}: {why}", line(stated.says).trim_end_matches('.'))),
        );
    }
    for (role, owner) in [
        ("product", &journey.owners.product),
        ("engineering", &journey.owners.engineering),
    ] {
        if let Some(owner) = owner {
            annotations.insert(format!("safeconduct/owner-{role}"), json!(line(owner)));
        }
    }
    lean(json!({
        "apiVersion": "openslo/v1",
        "kind": "Service",
        "metadata": {
            "name": label(&[&journey.id]),
            "displayName": cut(&journey.name, DISPLAY),
            "labels": {"matters": [journey.matters.word()]},
            "annotations": annotations,
        },
        "spec": {"description": cut(&format!("{}: {}", journey.who, journey.wants), DESCRIPTION)},
    }))
}

/// The key of an annotation has at most 63 letters after its prefix, the last of them no hyphen.
fn cut_key(key: &str) -> String {
    let (prefix, name) = key.split_once('/').unwrap_or(("safeconduct", key));
    if name.len() <= 63 {
        return key.to_owned();
    }
    let number = super::identity::number("", "key", name);
    let head = name.get(..54).unwrap_or(name);
    format!("{prefix}/{head}-{}", number.get(..8).unwrap_or_default())
}

/// The objective of a promise or guardrail, or why OpenSLO has none for it.
fn objective(subject: &Subject<'_>, stated: &Stated<'_>) -> Result<Value, String> {
    let Some(measure) = stated.measure else {
        return Err("not measured".to_owned());
    };
    let journey = stated.journey;
    let name = label(&[&journey.id, stated.id]);
    let metric = Metric::of(&journey.id, stated.id);
    let (indicator, window, budgeting, objective) = match &measure.kind {
        MeasureKind::Ratio { target, over, .. } | MeasureKind::Within { target, over, .. } => (
            ratio(true, &metric.good(), &metric.valid()),
            shorthand(*over)?,
            "Occurrences",
            json!({"target": share(target.value)?}),
        ),
        MeasureKind::Share { target, .. } => (
            ratio(false, &metric.people_good(), &metric.people()),
            "1d".to_owned(),
            "RatioTimeslices",
            json!({"target": share(target.value)?, "timeSliceWindow": "1h"}),
        ),
        MeasureKind::Never { event } => {
            return Err(format!(
                "it must never happen (`{}`), and an objective of 100% does not exist there",
                line(&event.to_string())
            ));
        }
    };
    Ok(lean(json!({
        "apiVersion": "openslo/v1",
        "kind": "SLO",
        "metadata": {
            "name": name,
            "displayName": cut(stated.says, DISPLAY),
            "labels": {
                "journey": [journey.id.value],
                "promise": [stated.id.value],
                "kind": [if stated.step.is_some() { "promise" } else { "guardrail" }],
            },
            "annotations": annotations(subject, stated, measure),
        },
        "spec": {
            "description": cut(stated.says, DESCRIPTION),
            "service": label(&[&journey.id]),
            "indicator": {
                "metadata": {"name": name},
                "spec": {"description": cut(&indicator_in_words(measure), DESCRIPTION), "ratioMetric": indicator},
            },
            "timeWindow": [{"duration": window, "isRolling": true}],
            "budgetingMethod": budgeting,
            "objectives": [objective],
        },
    })))
}

fn ratio(counter: bool, good: &str, total: &str) -> Value {
    let source = |query: &str| json!({"metricSource": {"type": "Prometheus", "spec": {"query": query}}});
    json!({"counter": counter, "good": source(good), "total": source(total)})
}

fn indicator_in_words(measure: &Measure) -> String {
    match &measure.kind {
        MeasureKind::Ratio { of, good, .. } => format!("of {of}; good: {good}"),
        MeasureKind::Within {
            from,
            to,
            same,
            limit,
            ..
        } => format!(
            "from {from} to {to} with the same {same} within {}",
            limit.in_words()
        ),
        MeasureKind::Share { of, good, .. } => format!("of {of}; good: {good}, at a person's weakest way in"),
        MeasureKind::Never { event } => format!("never: {event}"),
    }
}

/// What OpenSLO has no field for.
fn annotations(subject: &Subject<'_>, stated: &Stated<'_>, measure: &Measure) -> Value {
    let mut annotations = Map::new();
    let mut add =
        |key: &str, text: String| annotations.insert(format!("safeconduct/{key}"), json!(line(&text)));
    add("measure", measure.kind.word().to_owned());
    if let Some(drill) = &measure.drill {
        add("drill", format!("{} every {}", drill.name, drill.every));
    }
    if let Some(volume) = &measure.volume {
        add("volume", format!("{} are expected", volume.value));
    }
    match &measure.kind {
        MeasureKind::Ratio { min_events, .. } | MeasureKind::Within { min_events, .. } => {
            if let Some(least) = min_events {
                add("min-events", format!("fewer than {least} events prove nothing"));
            }
        }
        MeasureKind::Share { by, .. } => {
            add(
                "reading",
                "a share of people is a state, not a stream of events: read as the mean of a day's hourly snapshots"
                    .to_owned(),
            );
            if let Some(by) = by {
                add("by", format!("to be reached by {by}"));
            }
            if let Some(glide) = &measure.glide {
                add(
                    "glide",
                    format!(
                        "from {} at {}, rising evenly",
                        glide.from.value, glide.since.value
                    ),
                );
            }
        }
        MeasureKind::Never { .. } => {}
    }
    let debts: Vec<&Debt> = stated
        .journey
        .debts_on(stated.id)
        .filter(|debt| debt.in_force(subject.now))
        .collect();
    if !debts.is_empty() {
        let owed: Vec<&str> = debts.iter().map(|debt| debt.owe.as_str()).collect();
        add("debt", owed.join(" "));
    }
    Value::Object(annotations)
}

/// A target below the whole, as OpenSLO's validator asks.
fn share(target: Percent) -> Result<f64, String> {
    if target == Percent::FULL {
        return Err("its target is 100%, and OpenSLO's are below that".to_owned());
    }
    Ok(f64::from(target.millionths()) / 1e6)
}

/// A length of time as OpenSLO writes it: a whole number of minutes, hours, days or weeks.
fn shorthand(span: Span) -> Result<String, String> {
    const UNITS: [(&str, i64); 3] = [("d", 86_400_000), ("h", 3_600_000), ("m", 60_000)];
    UNITS
        .into_iter()
        .find(|(_, size)| span.as_millis() > 0 && span.as_millis() % size == 0)
        .map(|(unit, size)| format!("{}{unit}", span.as_millis() / size))
        .ok_or_else(|| format!("its period of {span} is not a whole number of minutes"))
}
