//! What keeps the promises, and what proves that it works.

use journey::Control;

use crate::book::Book;
use crate::markdown::text::{Page, code, plain};
use crate::{sentences, words};

/// The page.
pub(super) fn page(book: &Book<'_>) -> String {
    let mut page = Page::default();
    page.block(format_args!("# What keeps the promises"));
    page.block(format_args!("{}", plain(&sentences::proven(book))));
    for (name, one) in &book.material.journeys.controls {
        control(&mut page, book, name, one);
    }
    page.finish()
}

fn control(page: &mut Page, book: &Book<'_>, name: &str, control: &Control) {
    page.block(format_args!("## {}", code(name)));
    page.block(format_args!("{}", plain(&control.does)));
    let enforced = control
        .enforced_by
        .as_ref()
        .map_or_else(|| "nothing that is named".to_owned(), |by| code(by));
    let shadow = if control.shadow { ", in shadow mode" } else { "" };
    page.line(format_args!(
        "- Type: {}. Enforced by: {enforced}{shadow}.",
        control.kind.word()
    ));
    let with: Vec<String> = control
        .with
        .iter()
        .map(|(name, value)| code(&format!("{name}: {}", value.value)))
        .collect();
    if !with.is_empty() {
        page.line(format_args!("- Set to: {}.", words::list(&with)));
    }
    let rests: Vec<String> = control.rests_on.iter().map(|on| code(on)).collect();
    if !rests.is_empty() {
        page.line(format_args!("- Rests on: {}.", words::list(&rests)));
    }
    page.line(format_args!(
        "- When it is down: {}.",
        sentences::when_down(control.when_down)
    ));
    if control.stops_user {
        page.line(format_args!("- It can stop an honest person."));
    }
    if let Some(owner) = &control.owner {
        page.line(format_args!("- Owner: {}.", plain(owner)));
    }
    let serves = book.serves.get(name).map(Vec::as_slice).unwrap_or_default();
    if serves.is_empty() {
        page.line(format_args!("- It serves no promise."));
    }
    for service in serves {
        let verb = if service.is_guardrail {
            "Watched by"
        } else {
            "Keeps"
        };
        page.line(format_args!(
            "- {verb}: {} ({}).",
            plain(service.says),
            code(service.id)
        ));
    }
    let proofs = book.proven.get(name).map(Vec::as_slice).unwrap_or_default();
    if proofs.is_empty() {
        page.line(format_args!("- Proof: none is named."));
    }
    for proof in proofs {
        page.line(format_args!(
            "- Proof: {}: {}.",
            code(proof.name),
            plain(&proof.says())
        ));
    }
}
