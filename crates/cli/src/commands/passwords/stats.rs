//! `safeconduct passwords stats`.

use breaches::Corpus;
use serde_json::json;
use vocabulary::Moment;

use super::StatsArgs;
use crate::Exit;
use crate::output::{self, Format, count, red};

pub(super) fn run(args: &StatsArgs) -> anyhow::Result<Exit> {
    let corpus = Corpus::open(&args.file)?;
    let whole = corpus.verify().is_ok();
    let about = corpus.about();
    let kind = match corpus {
        Corpus::Membership(_) => "membership",
        Corpus::Ranges(_) => "ranges",
    };
    let each = corpus.size() as f64 / corpus.count().max(1) as f64;
    let seconds = i64::try_from(about.built_at).unwrap_or(i64::MAX / 1_000);
    let built = Moment::from_millis(seconds.saturating_mul(1_000)).to_string();
    match args.format {
        Format::Json => output::json(&json!({
            "kind": kind,
            "algorithm": about.algorithm.name(),
            "passwords": corpus.count(),
            "bytes": corpus.size(),
            "bytes_each": each,
            "min_count": about.least,
            "built_at": built,
            "false_positive_rate": corpus.false_positive_rate(),
            "whole": whole,
        })),
        Format::Text => {
            let row = |name: &str, value: String| output::line(format!("{name:<16} {value}"));
            row("kind", kind.to_owned());
            row("algorithm", about.algorithm.to_string());
            row("passwords", count(corpus.count()));
            row("bytes each", format!("{each:.2}"));
            row("seen at least", format!("{} times", count(about.least)));
            row("built", built);
            row("false positives", rate(corpus.false_positive_rate()));
            row(
                "checksums",
                if whole {
                    "right".to_owned()
                } else {
                    red("wrong: the file is damaged; import it anew")
                },
            );
        }
    }
    Ok(if whole { Exit::Well } else { Exit::Found })
}

fn rate(rate: f64) -> String {
    if rate > 0.0 {
        format!("{rate:.1e} a password")
    } else {
        "none: whole hashes are compared".to_owned()
    }
}
