//! `safeconduct passwords import`.

use breaches::import::{Fetch, Imported, Plan, Progress, Source, fetch, import};
use engine::Clock as _;
use indicatif::ProgressBar;
use serde_json::json;

use super::ImportArgs;
use crate::Exit;
use crate::output::{self, Format, count, faint};
use crate::real::RealClock;

pub(super) async fn run(args: ImportArgs) -> anyhow::Result<Exit> {
    let source = match Source::of(&args.source) {
        Ok(source) => source,
        Err(error) => {
            output::error(&error.into());
            return Ok(Exit::Misused);
        }
    };
    if args.ranges.as_ref() == Some(&args.out) {
        output::note("`--out` and `--ranges` name the same file; they are two files of different kinds");
        return Ok(Exit::Misused);
    }
    let now = RealClock.now().as_millis() / 1_000;
    let plan = Plan {
        out: args.out,
        ranges: args.ranges,
        algorithm: args.algorithm,
        least: args.min_count,
        allow_missing: args.allow_missing,
        built_at: u64::try_from(now).unwrap_or(0),
    };
    if let Source::Api(url) = &source {
        let how = Fetch {
            parallel: args.parallel.into(),
            ..Fetch::default()
        };
        let bar = output::count_bar("Fetching ranges");
        fetch(url, &plan, how, &mut |at| show(&bar, at)).await?;
        bar.finish_and_clear();
    }
    let bar = match source {
        Source::File(_) => output::bytes_bar(0, "Importing"),
        Source::Folder(_) | Source::Api(_) => output::count_bar("Importing ranges"),
    };
    let imported = import(&source, &plan, &mut |at| show(&bar, at))?;
    bar.finish_and_clear();
    match args.format {
        Format::Json => output::json(&json!({
            "passwords": imported.kept,
            "left_out": imported.left_out,
            "ranges_missing": imported.missing,
            "ranges_empty": imported.empty,
            "sha256": imported.checksum,
        })),
        Format::Text => told(&plan, &imported),
    }
    Ok(Exit::Well)
}

fn show(bar: &ProgressBar, at: Progress) {
    bar.set_length(at.total);
    bar.set_position(at.done);
}

fn told(plan: &Plan, imported: &Imported) {
    output::line(format!(
        "{} passwords ({}) are in `{}`.",
        count(imported.kept),
        plan.algorithm,
        plan.out.display()
    ));
    if let Some(ranges) = &plan.ranges {
        output::line(format!("Their ranges are in `{}`.", ranges.display()));
    }
    if imported.left_out > 0 {
        output::line(format!(
            "{} that were seen too rarely are left out.",
            count(imported.left_out)
        ));
    }
    if imported.missing > 0 {
        let missing = count(imported.missing.into());
        output::line(format!(
            "{missing} of 1,048,576 ranges are missing: passwords in them count as unknown."
        ));
    }
    if let Some(checksum) = &imported.checksum {
        output::line(faint(format!(
            "SHA-256 of the rows as they were fetched: {checksum}"
        )));
    }
    output::line(format!(
        "Next: put `corpus = \"{}\"` under `[passwords]` in safeconduct.toml.",
        plan.out.display()
    ));
}
