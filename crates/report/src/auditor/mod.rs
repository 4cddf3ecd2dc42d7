//! The auditor's folder: everything that is stated, what keeps it, what proves it, what is owed and what was found,
//! as Markdown to read and as OSCAL for tools.

mod controls;
mod debts;
mod findings;
mod oscal;
mod statement;

use exchange::export::ExportError;

use crate::book::Book;
use crate::file::File;
use crate::markdown::text::{Page, plain};
use crate::sentences;
use crate::words;

/// The folder's files.
pub(crate) fn files(book: &Book<'_>) -> Result<Vec<File>, ExportError> {
    let written = oscal::files(book)?;
    let mut files = vec![
        File::new("auditor/README.md", read_me(book, &written)),
        File::new("auditor/promises.md", statement::page(book)),
        File::new("auditor/controls.md", controls::page(book)),
        File::new("auditor/debts.md", debts::page(book)),
        File::new("auditor/findings.md", findings::page(book)),
    ];
    files.extend(
        written
            .into_iter()
            .filter_map(|(path, text)| Some(File::new(format!("auditor/{path}"), text?))),
    );
    Ok(files)
}

fn read_me(book: &Book<'_>, oscal: &[(&str, Option<String>)]) -> String {
    let mut page = Page::default();
    let name = book
        .material
        .name
        .map_or(String::new(), |name| format!("{}: ", plain(name)));
    page.block(format_args!("# {name}for auditors"));
    page.block(format_args!(
        "{} {}",
        sentences::dated(book),
        plain(&sentences::whole(book))
    ));
    page.table(["What", "Where"], contents(book).into_iter().chain(tools(oscal)));
    page.block(format_args!("## How to judge it"));
    page.block(format_args!(
        "Journey files say what is promised; they are no evidence that it is kept. Evidence is here only as figures \
         that a running server counted and as results of tests, scans and drills, each with its age. A promise without a \
         figure is shown as not measured, and a proof older than {} as stale; neither counts as good.",
        words::span(book.material.stale_after)
    ));
    page.finish()
}

fn contents(book: &Book<'_>) -> [[String; 2]; 4] {
    let guardrails: usize = book.chapters.iter().map(|chapter| chapter.guardrails.len()).sum();
    let stated = format!(
        "{} in {}, and {}: against what, how each is measured, where it stands",
        words::several(book.promises().count(), "promise", "promises"),
        words::several(book.chapters.len(), "journey", "journeys"),
        words::several(guardrails, "guardrail", "guardrails"),
    );
    let debts = words::several(book.debts().len(), "debt", "debts");
    let row = |path: &str, says: String| [says, format!("[{path}]({path})")];
    [
        row("promises.md", words::capital(&stated)),
        row(
            "controls.md",
            format!("What keeps them. {}", sentences::proven(book)),
        ),
        row("debts.md", format!("The register of {debts}")),
        row(
            "findings.md",
            format!("What was found in the files. {}", sentences::found(book)),
        ),
    ]
}

fn tools<'b>(written: &'b [(&'b str, Option<String>)]) -> impl Iterator<Item = [String; 2]> + 'b {
    written.iter().map(|(path, text)| {
        let place = match text {
            Some(_) => format!("[{path}]({path})"),
            None => "not written, since there is nothing for it to hold".to_owned(),
        };
        [oscal::says(path).to_owned(), place]
    })
}
