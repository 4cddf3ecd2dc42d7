//! `safeconduct explain`: what a lint finds, why it matters and how to mend it; and what the events are that a
//! measure can count.

use clap::Args;
use journey::{Asks, LINTS, Lint, Severity, print};
use serde_json::{Value, json};
use vocabulary::{FieldType, Kind, catalogue, did_you_mean};

use crate::Exit;
use crate::output::{self, Format, bold, red};

/// `explain`
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  safeconduct explain J306\n  safeconduct explain unwatched-control\n  safeconduct explain"
)]
pub struct ExplainArgs {
    /// A lint's code or name, `events`, or a kind of event; all lints are listed where nothing is named.
    pub what: Option<String>,
    /// Form of the answer.
    #[arg(long, value_enum, default_value = "text")]
    pub format: Format,
}

/// Explains one lint, or lists them.
pub(super) fn run(args: &ExplainArgs) -> Exit {
    let Some(given) = &args.what else {
        list(args.format);
        return Exit::Well;
    };
    if given == "events" {
        events(args.format);
        return Exit::Well;
    }
    if let Some(kind) = Kind::named(given) {
        match args.format {
            Format::Json => output::json(&kind_json(kind)),
            Format::Text => output::line(coloured(&kind_page(kind))),
        }
        return Exit::Well;
    }
    match print::find_lint(given) {
        Ok(lint) => {
            match args.format {
                Format::Json => output::json(&lint_json(lint)),
                Format::Text => output::line(coloured(&print::explain(lint))),
            }
            Exit::Well
        }
        Err(near) => {
            let event = did_you_mean(given, Kind::all().map(Kind::name));
            let hint = match (near, event) {
                (Some(lint), _) => format!("did you mean `{}` ({})?", lint.code, lint.name),
                (None, Some(event)) => format!("did you mean `{event}`?"),
                (None, None) => {
                    "`safeconduct explain` lists the lints, `safeconduct explain events` the events"
                        .to_owned()
                }
            };
            output::note(format!(
                "{}: there is no lint or event `{given}`; {hint}",
                red("error")
            ));
            Exit::Misused
        }
    }
}

/// Every kind of event, in the order of the catalogue.
fn events(format: Format) {
    if format == Format::Json {
        let kinds: Vec<Value> = Kind::all().map(kind_json).collect();
        output::json(&json!({ "events": kinds }));
        return;
    }
    for kind in Kind::all() {
        output::line(format!("{:<32}  {}", kind.name(), kind.says()));
    }
}

fn kind_page(kind: Kind) -> String {
    let mut page = format!(
        "{}\n\n{} Told by {}.\n",
        kind.name(),
        kind.says(),
        kind.told_by().in_words()
    );
    for field in kind.fields().iter().chain(catalogue::COMMON) {
        page.extend([format!(
            "\n    {}: {}\n        {}\n",
            field.name,
            field.says,
            field.kind.in_words()
        )]);
    }
    page.extend([format!(
        "\nIn a measure, for example:\n\n    of: {}\n",
        example(kind)
    )]);
    page
}

/// A selector of events of a kind, with a condition where one of its fields takes words.
fn example(kind: Kind) -> String {
    let worded = kind.fields().iter().find_map(|field| match field.kind {
        FieldType::Word(words) => Some((field.name, *words.first()?)),
        FieldType::Flag => Some((field.name, "yes")),
        _ => None,
    });
    match worded {
        Some((field, word)) => format!("{} where {field} = {word}", kind.name()),
        None => kind.name().to_owned(),
    }
}

fn kind_json(kind: Kind) -> Value {
    let fields = kind.fields().iter().chain(catalogue::COMMON);
    let fields: Vec<Value> = fields
        .map(|field| json!({"name": field.name, "says": field.says, "values": field.kind.in_words()}))
        .collect();
    json!({
        "kind": kind.name(),
        "says": kind.says(),
        "told_by": kind.told_by().in_words(),
        "fields": fields,
    })
}

fn list(format: Format) {
    if format == Format::Json {
        let lints: Vec<Value> = LINTS.iter().map(|lint| lint_json(lint)).collect();
        output::json(&json!({ "lints": lints }));
        return;
    }
    for lint in LINTS {
        output::line(format!(
            "{}  {:<7}  {}",
            bold(lint.code),
            lint.severity.word(),
            lint.says
        ));
    }
}

/// The heading in bold, on a terminal.
fn coloured(page: &str) -> String {
    let page = page.trim_end();
    match page.split_once('\n') {
        Some((heading, rest)) => format!("{}\n{rest}", bold(heading)),
        None => page.to_owned(),
    }
}

fn lint_json(lint: &Lint) -> Value {
    json!({
        "code": lint.code.to_string(),
        "name": lint.name,
        "severity": Severity::word(lint.severity),
        "says": lint.says,
        "why": lint.why,
        "asks": lint.asks.iter().map(|asks| Asks::in_words(*asks)).collect::<Vec<_>>(),
        "wrong": lint.example.wrong,
        "right": lint.example.right,
    })
}
