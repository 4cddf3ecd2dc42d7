//! What keeps the promises, and how do we know?

use journey::Control;
use maud::{Markup, html};

use super::frame::{Place, page as frame};
use super::parts;
use crate::book::Book;
use crate::cover::Force;
use crate::sentences;

/// The page.
pub(super) fn page(book: &Book<'_>) -> Markup {
    let controls = &book.material.journeys.controls;
    let body = html! {
        (parts::answer("What keeps our promises, and how do we know?", None, &sentences::proven(book), &html! {}))
        @if book.material.evidence.is_none() && !controls.is_empty() {
            p.missing {
                "Give the results of tests and scans with " code { "--evidence" }
                ", and each proof below says what came out and how old that is."
            }
        }
        section aria-labelledby="controls" {
            h2 #controls { "Controls" }
            @if controls.is_empty() {
                (parts::empty("No control is described.", &html! {
                    "Controls stand in " code { "controls.yaml" } " beside the journeys."
                }))
            } @else {
                ul.keepers { @for (name, one) in controls { (control(book, name, one)) } }
            }
        }
    };
    frame(book, Place::Controls, "What keeps our promises", &body)
}

fn control(book: &Book<'_>, name: &str, control: &Control) -> Markup {
    let rests: Vec<&str> = control.rests_on.iter().map(|on| on.as_str()).collect();
    let with: Vec<String> = control
        .with
        .iter()
        .map(|(name, value)| format!("{name} {}", value.value))
        .collect();
    let class = match Force::of(Some(control)) {
        Force::On => "force-on",
        Force::Shadow => "force-shadow",
        Force::Absent => "force-absent",
    };
    html! {
        li.keeper.(class) id=(name) {
            h3 { (control.does) }
            dl.facts {
                div { dt { "Name" } dd { code { (name) } } }
                div {
                    dt { "Enforced by" }
                    dd {
                        @match &control.enforced_by {
                            Some(by) => { code { (by) } @if control.shadow { " in shadow mode" } },
                            None => "nothing that is named",
                        }
                    }
                }
                (parts::fact("Works how", sentences::works(control.kind)))
                (parts::fact("When it fails", sentences::when_down(control.when_down)))
                (parts::fact("Rests on", &rests.join(", ")))
                (parts::fact("Set to", &with.join(", ")))
                @if control.stops_user { (parts::fact("Can stop an honest person", "yes")) }
                @if let Some(owner) = &control.owner { (parts::fact("Owner", owner)) }
            }
            (serves(book, name))
            (proofs(book, name))
        }
    }
}

fn serves(book: &Book<'_>, control: &str) -> Markup {
    html! {
        @let serves = book.serves.get(control).map(Vec::as_slice).unwrap_or_default();
        @if serves.is_empty() {
            p.missing { "It serves no promise." }
        } @else {
            ul.serves {
                @for service in serves {
                    @if let Some(chapter) = book.chapters.get(service.chapter) {
                        li {
                            span.muted { @if service.is_guardrail { "watched by " } @else { "keeps " } }
                            a href={ "journeys/" (chapter.stem) ".html#promise-" (service.id) } { (service.says) }
                        }
                    }
                }
            }
        }
    }
}

fn proofs(book: &Book<'_>, control: &str) -> Markup {
    html! {
        @let proofs = book.proven.get(control).map(Vec::as_slice).unwrap_or_default();
        @if proofs.is_empty() {
            p.missing { "Nothing is named that would prove that it works." }
        } @else {
            ul.proofs {
                @for proof in proofs {
                    li.holds[proof.holds()].failed[proof.failed()] {
                        code { (proof.name) } " " span.came { (proof.says()) }
                    }
                }
            }
        }
    }
}
