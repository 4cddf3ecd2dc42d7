//! Runs what lies in tests/browser: the tests of the pages, and the screenshots of the README.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context as _, Result};

use crate::install;
use crate::running::{self, Watched};
use crate::workspace::Workspace;

/// Every `*.test.mjs` in tests/browser, against the product as it is built now.
pub(crate) fn run_tests(workspace: &Workspace) -> Result<Watched> {
    let mut node = prepare(workspace)?;
    let tests = workspace.files()?;
    let tests = tests
        .iter()
        .filter_map(|path| path.strip_prefix("tests/browser/"));
    node.args(["--test", "--test-reporter=spec"])
        .args(tests.filter(|name| name.ends_with(".test.mjs")));
    running::watch(&mut node)
}

/// Takes the screenshots in docs/screenshots anew.
pub(crate) fn take_screenshots(workspace: &Workspace) -> Result<()> {
    running::run(prepare(workspace)?.arg("screenshots.mjs"))
}

/// Installs what is missing, builds the product, and returns a `node` that knows where both are.
fn prepare(workspace: &Workspace) -> Result<Command> {
    install::what_is_missing()?;
    let folder: PathBuf = workspace.root.join("tests/browser");
    running::run(
        Command::new("npm")
            .args(["ci", "--no-audit", "--no-fund", "--prefer-offline"])
            .current_dir(&folder),
    )?;
    running::run(
        running::cargo()
            .args(["build", "--package", "safeconduct"])
            .current_dir(&workspace.root),
    )?;
    let chromium = install::chromium().context("chromium went away after it was found")?;
    let mut node = Command::new("node");
    node.current_dir(folder)
        .env("SAFECONDUCT_BIN", workspace.product())
        .env("CHROMIUM", chromium);
    Ok(node)
}
