//! Checks everything that can be checked without running a test: form, lints, layers, tidiness, documents, requirements.

mod commands;
mod cycles;
mod documents;
pub(crate) mod layers;
mod requirements;
mod source;
mod tidiness;

use anyhow::{Result, bail};

use crate::running;
use crate::workspace::Workspace;

/// Check form, lints, layers, tidiness, documents and requirements.
///
/// Every step runs, also after one that fails; the failures are listed at the end, each with what
/// to do.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Only these steps; all of them when none is named.
    #[arg(value_parser = STEPS.map(|step| step.name))]
    steps: Vec<String>,
}

/// What a step found.
#[derive(Debug, Default)]
struct Findings {
    /// Each a sentence without a full stop that names the place; any of them fails the check.
    problems: Vec<String>,
    /// Said, and no failure.
    warnings: Vec<String>,
}

#[derive(Clone, Copy)]
struct Step {
    name: &'static str,
    /// What to do when it fails.
    remedy: &'static str,
    run: fn(&Workspace) -> Result<Findings>,
}

const STEPS: [Step; 7] = [
    Step {
        name: "format",
        remedy: "run `cargo fmt --all`",
        run: format,
    },
    Step {
        name: "lints",
        remedy: "mend what clippy names above; an exemption needs a reason",
        run: lints,
    },
    Step {
        name: "layers",
        remedy: "move the code to the room that may do this, or change the table in xtask/src/check/layers.rs \
                 and say why in ARCHITECTURE.md",
        run: layers::check,
    },
    Step {
        name: "cycles",
        remedy: "move what both modules need into a third, below them",
        run: cycles::check,
    },
    Step {
        name: "tidiness",
        remedy: "split, rename or finish what is named",
        run: tidiness::check,
    },
    Step {
        name: "documents",
        remedy: "correct the document, or bring back what it names",
        run: documents::check,
    },
    Step {
        name: "requirements",
        remedy: "correct the tables in docs/requirements: what is met names the test or the code that shows it",
        run: requirements::check,
    },
];

pub(crate) fn run(workspace: &Workspace, arguments: &Arguments) -> Result<()> {
    let mut failures = Vec::new();
    for step in STEPS {
        if !arguments.steps.is_empty() && !arguments.steps.iter().any(|name| name == step.name) {
            continue;
        }
        println!("== {}", step.name);
        let (findings, seconds) = running::timed(|| (step.run)(workspace));
        let findings = findings.unwrap_or_else(|problem| Findings {
            problems: vec![format!("{problem:#}")],
            warnings: Vec::new(),
        });
        for warning in &findings.warnings {
            println!("   warning: {warning}");
        }
        match findings.problems.len() {
            0 => println!("   ok ({seconds:.1} s)"),
            1 => println!("   1 problem ({seconds:.1} s)"),
            many => println!("   {many} problems ({seconds:.1} s)"),
        }
        if !findings.problems.is_empty() {
            failures.push((step, findings.problems));
        }
    }
    if failures.is_empty() {
        println!("check: all is well");
        return Ok(());
    }
    println!("\n== what is wrong");
    for (step, problems) in &failures {
        println!("{}: {}", step.name, step.remedy);
        for problem in problems {
            println!("   {problem}");
        }
    }
    let names: Vec<&str> = failures.iter().map(|(step, _)| step.name).collect();
    bail!("check failed: {}", names.join(", "))
}

fn format(workspace: &Workspace) -> Result<Findings> {
    let mut command = running::cargo();
    running::run(
        command
            .current_dir(&workspace.root)
            .args(["fmt", "--all", "--check"]),
    )?;
    Ok(Findings::default())
}

fn lints(workspace: &Workspace) -> Result<Findings> {
    let mut command = running::cargo();
    command.current_dir(&workspace.root);
    running::run(command.args(["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]))?;
    Ok(Findings::default())
}
