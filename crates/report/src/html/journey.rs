//! A journey: are its promises kept?

use maud::{Markup, html};

use super::frame::{Place, page as frame};
use super::{map, parts};
use crate::book::{Book, Chapter};
use crate::sentences;

/// The page.
pub(super) fn page(book: &Book<'_>, chapter: &Chapter<'_>) -> Markup {
    let journey = chapter.journey;
    let owner = |owner: &Option<journey::Placed<String>>| {
        owner.as_ref().map_or(String::new(), |owner| owner.value.clone())
    };
    let has_promises = chapter.promises().next().is_some();
    let body = html! {
        nav.crumbs aria-label="Where this is" { ol { li { a href="../index.html" { "Promises" } } } }
        (parts::answer(
            &format!("{}: are its promises kept?", journey.name),
            has_promises.then_some(chapter.sign),
            &sentences::of_journey(chapter),
            &html! {
                @if !journey.wants.is_empty() { p.lead { q { (journey.wants) } } }
                dl.facts {
                    div { dt { "State" } dd { (parts::badge(chapter.sign)) } }
                    (parts::fact("Who walks it", &journey.who))
                    (parts::fact("Matters", journey.matters.word()))
                    (parts::fact("Owner, product", &owner(&journey.owners.product)))
                    (parts::fact("Owner, engineering", &owner(&journey.owners.engineering)))
                }
            },
        ))
        (map::map(book, chapter))
        (guardrails(book, chapter))
        @if !chapter.debts.is_empty() {
            section aria-labelledby="debts" {
                h2 #debts { "What we owe" }
                p.muted { "Gaps that we know of and have accepted, each with an owner and a date." }
                ul.debts { @for debt in &chapter.debts { (parts::debt(debt, book.now())) } }
            }
        }
        @if !chapter.findings.is_empty() {
            section aria-labelledby="findings" {
                h2 #findings { "What was found in its file" }
                (parts::findings(chapter.findings.iter().copied()))
            }
        }
        (parts::legend())
    };
    frame(book, Place::Journey, &journey.name, &body)
}

fn guardrails(book: &Book<'_>, chapter: &Chapter<'_>) -> Markup {
    html! {
        section aria-labelledby="guardrails" {
            h2 #guardrails { "What safety costs you" }
            @if chapter.guardrails.is_empty() {
                (parts::empty("Nothing watches what these controls cost honest people.", &html! {
                    "Add a guardrail to the journey's file under " code { "guardrails:" } "."
                }))
            } @else {
                ul.guardrails {
                    @for card in &chapter.guardrails {
                        li { (map::card(book, card, &html! {
                            @if !card.controls.is_empty() {
                                p.small.muted { "watches " (card.controls.join(", ")) }
                            }
                        })) }
                    }
                }
            }
        }
    }
}
