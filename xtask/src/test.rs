//! Runs every test there is: of the code, of its documentation, and of the pages in a browser.

mod counts;

use anyhow::{Result, bail};

use self::counts::Counts;
use crate::browser;
use crate::install;
use crate::running::{self, Watched};
use crate::workspace::Workspace;

/// Install what the tests need and run all of them.
///
/// First the tests of the code (with cargo-nextest where it is installed), then those in its
/// documentation, then those of the pages in a browser. What the tests need and the machine lacks is
/// installed with apt-get before.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Leave out the browser tests, and install nothing; tests that need another program say that they are skipped.
    #[arg(long)]
    fast: bool,

    /// Run only some tests of the code: the name of a test, or `--package guard`.
    #[arg(last = true)]
    only: Vec<String>,
}

/// One kind of test: what it is called, how it is run, and how its counts are read.
struct Kind {
    name: &'static str,
    run: fn(&Workspace, &[String]) -> Result<Watched>,
    counts: fn(&str) -> Counts,
    /// Why it is left out, if it is.
    left_out: fn(&Arguments) -> Option<&'static str>,
}

const KINDS: [Kind; 3] = [
    Kind {
        name: "code",
        run: code,
        counts: Counts::of_rust,
        left_out: |_| None,
    },
    Kind {
        name: "documentation",
        run: documentation,
        counts: Counts::of_rust,
        left_out: |arguments| {
            (!arguments.only.is_empty()).then_some("only some tests of the code were asked for")
        },
    },
    Kind {
        name: "browser",
        run: |workspace, _| browser::run_tests(workspace),
        counts: Counts::of_node,
        left_out: |arguments| match (arguments.fast, arguments.only.is_empty()) {
            (true, _) => Some("`--fast` leaves it out"),
            (false, false) => Some("only some tests of the code were asked for"),
            (false, true) => None,
        },
    },
];

pub(crate) fn run(workspace: &Workspace, arguments: &Arguments) -> Result<()> {
    if !arguments.fast && arguments.only.is_empty() {
        install::what_is_missing()?;
    }
    let mut lines = Vec::new();
    let mut failed = Vec::new();
    for kind in &KINDS {
        if let Some(reason) = (kind.left_out)(arguments) {
            lines.push(format!("{}: not run; {reason}", kind.name));
            continue;
        }
        println!("\n== tests: {}", kind.name);
        let (result, seconds) = running::timed(|| (kind.run)(workspace, &arguments.only));
        let line = match result {
            Ok(watched) => {
                if !watched.success {
                    failed.push(kind.name);
                }
                (kind.counts)(&watched.transcript).to_string()
            }
            Err(problem) => {
                failed.push(kind.name);
                format!("did not run: {problem:#}")
            }
        };
        lines.push(format!("{}: {line} ({seconds:.1} s)", kind.name));
    }
    println!("\n== tests");
    for line in lines {
        println!("{line}");
    }
    if failed.is_empty() {
        return Ok(());
    }
    bail!(
        "tests failed: {}; the first failure is the one to read",
        failed.join(", ")
    )
}

fn code(workspace: &Workspace, only: &[String]) -> Result<Watched> {
    let mut cargo = running::cargo();
    cargo.current_dir(&workspace.root);
    if running::find("cargo-nextest").is_some() {
        // A crate without tests is no failure, and neither is a name that only one crate knows.
        cargo.args(["nextest", "run", "--no-fail-fast", "--no-tests=pass"]);
    } else {
        cargo.args(["test", "--no-fail-fast", "--tests"]);
    }
    let names_crates = only
        .iter()
        .any(|word| word.starts_with("-p") || word.starts_with("--package"));
    if !names_crates {
        cargo.arg("--workspace");
    }
    running::watch(cargo.args(only))
}

fn documentation(workspace: &Workspace, _: &[String]) -> Result<Watched> {
    let mut cargo = running::cargo();
    running::watch(cargo.current_dir(&workspace.root).args([
        "test",
        "--doc",
        "--no-fail-fast",
        "--workspace",
    ]))
}
