//! `safeconduct plan`: what a change of the journey files does to what people are promised.

mod git;
mod live;
mod sides;

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use journey::{Finding, Journeys, Severity};
use plan::output::{Sides, Style, json, markdown, text};

use crate::output;
use crate::{Exit, journeys};
use sides::Side;

/// `plan`
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  safeconduct plan main               the files as they lie here, since `main`\n  safeconduct plan main...HEAD        a branch, since it parted from `main`\n  safeconduct plan v1.0..v2.0 journeys --format markdown\n  safeconduct plan old-journeys journeys\n\nExit code 0: nothing is weaker. 2: something that people are promised is weakened. 1: one of the two sides\ncannot be read, or has errors in it that `safeconduct check` explains. 64: misused."
)]
pub struct PlanArgs {
    /// Two revisions as `BASE..HEAD`, or `BASE...HEAD` for what HEAD did since the two parted; one revision, to
    /// compare it with the files as they lie here; or the folder as it was before.
    #[arg(value_name = "BASE..HEAD|BASE|OLD_DIR")]
    pub what: String,
    /// The folder of journey files, `journeys` where nobody says; after another folder, the folder as it is now.
    #[arg(value_name = "DIR|NEW_DIR")]
    pub folder: Option<PathBuf>,
    /// Form of the plan.
    #[arg(long, value_enum, default_value = "text")]
    pub format: Form,
    /// A running server, to tell beside each promise how it is kept at present; a key of it that may read stands
    /// in `SAFECONDUCT_KEY`.
    #[arg(long, value_name = "URL")]
    pub server: Option<String>,
}

/// In which form a plan is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Form {
    /// For people.
    Text,
    /// For a comment on a pull request.
    Markdown,
    /// For programs.
    Json,
}

/// Compares and says what was found.
pub(super) fn run(args: &PlanArgs) -> Exit {
    let asked = match sides::asked(&args.what, args.folder.as_deref()) {
        Ok(asked) => asked,
        Err(error) => {
            output::error(&error);
            return Exit::PlanMisused;
        }
    };
    let (old, new) = match sides::read(&asked) {
        Ok(sides) => sides,
        Err(error) => {
            output::error(&error);
            return Exit::Found;
        }
    };
    let (Some(before), Some(after)) = (readable(&old), readable(&new)) else {
        return Exit::Found;
    };
    let mut plan = plan::compare(&before, &after);
    if let Some(server) = &args.server {
        match live::figures(server) {
            Ok(live) => plan = plan.with_live(&live),
            Err(error) => output::note(format!("the plan has no present figures beside it: {error:#}")),
        }
    }
    let names = Sides {
        old: &old.name,
        new: &new.name,
    };
    match args.format {
        Form::Json => output::json(&json(&plan, names)),
        Form::Markdown => output::raw(&markdown(&plan, names)),
        Form::Text => {
            let style = if output::is_terminal() {
                Style::Coloured
            } else {
                Style::Plain
            };
            output::line(text(&plan, names, style));
        }
    }
    if plan.weakens() {
        Exit::Weakened
    } else {
        Exit::Well
    }
}

/// What a side's files mean. Where a part of them cannot be read, or what they say does not hold together, no
/// comparison could be trusted: that is told instead.
fn readable(side: &Side) -> Option<Journeys> {
    let (journeys, read) = journey::load(&side.files);
    let checked = journey::check(&journeys, &journey::Options::default());
    let is_of_form = |finding: &Finding| finding.code.0 <= LAST_OF_FORM;
    let faults = read.into_iter().chain(checked.into_iter().filter(is_of_form));
    let faults: Vec<Finding> = faults
        .filter(|finding| finding.severity == Severity::Error)
        .collect();
    if faults.is_empty() {
        return Some(journeys);
    }
    output::note(journeys::render(&faults, output::is_terminal()));
    let errors = if faults.len() == 1 {
        "an error".to_owned()
    } else {
        format!("{} errors", faults.len())
    };
    output::error(&anyhow::anyhow!(
        "the journey files of `{}` have {errors} in them, so they cannot be compared; `safeconduct check` \
         says how to mend that",
        side.name
    ));
    None
}

/// The lints up to this one are about files that cannot be read, names that stand twice, and references to what
/// is not there.
const LAST_OF_FORM: &str = "J104";
