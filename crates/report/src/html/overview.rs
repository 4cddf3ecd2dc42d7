//! The overview: are our promises kept?

use journey::Matters;
use maud::{Markup, html};

use super::frame::{Place, page as frame};
use super::parts;
use crate::book::{Book, Chapter};
use crate::{sentences, words};

/// The page.
pub(super) fn page(book: &Book<'_>) -> Markup {
    let leading = book.promises().map(|card| card.sign).min();
    let body = html! {
        (parts::answer("Are our promises kept?", leading, &sentences::whole(book), &html! {}))
        (parts::unmeasured(book))
        section aria-labelledby="journeys" {
            h2 #journeys { "Journeys" }
            @if book.chapters.is_empty() {
                (parts::empty("No journey is stated yet.", &html! {
                    "A journey is a file in which you say, step by step, what you promise to the people who use your \
                     product. " code { "safeconduct journeys new" } " writes a first one."
                }))
            } @else {
                ul.journeys { @for chapter in &book.chapters { (row(book, chapter)) } }
            }
        }
        (owed(book))
        section aria-labelledby="beneath" {
            h2 #beneath { "Beneath it" }
            ul.beneath {
                li { h3 { a href="controls.html" { "What keeps the promises" } } p.muted { (sentences::proven(book)) } }
                li { h3 { a href="findings.html" { "What was found in the files" } } p.muted { (sentences::found(book)) } }
                li { h3 { a href="our-promises.html" { "Our promises" } } p.muted { "The page that everybody may read." } }
                li { h3 { a href="auditor/README.md" { "For auditors" } } p.muted { "The same as Markdown and OSCAL, to hand over." } }
            }
        }
        (parts::legend())
    };
    frame(book, Place::Overview, "Are our promises kept?", &body)
}

fn row(book: &Book<'_>, chapter: &Chapter<'_>) -> Markup {
    let journey = chapter.journey;
    let path = format!("journeys/{}.html", chapter.stem);
    html! {
        li.journey-row {
            p.standing {
                (parts::badge(chapter.sign))
                @if journey.matters != Matters::Normal { span.matters { (words::capital(journey.matters.word())) " journey" } }
            }
            div.goal {
                h3 { a href=(path) { (journey.name) } }
                p { @if !journey.wants.is_empty() { q { (journey.wants) } } }
            }
            (parts::tally(chapter))
            div.owed {
                @for debt in &chapter.debts {
                    p { a href={ (path) "#debt-" (debt.id) } { "Debt" } " " (parts::due(debt, book.now())) }
                }
            }
        }
    }
}

fn owed(book: &Book<'_>) -> Markup {
    let debts = book.debts();
    html! {
        section aria-labelledby="owed" {
            h2 #owed { "What we owe, by date" }
            @if debts.is_empty() {
                (parts::empty("No debt is stated.", &html! {
                    "A gap that is known and accepted stands in its journey's file under " code { "debt:" }
                    ", with an owner and a date, and appears here."
                }))
            } @else {
                ol.debts-by-date {
                    @for (chapter, debt) in debts {
                        li {
                            p.when { (parts::due(debt, book.now())) }
                            p { (debt.owe) }
                            p.muted { a href={ "journeys/" (chapter.stem) ".html#debt-" (debt.id) } { (chapter.journey.name) } }
                        }
                    }
                }
            }
        }
    }
}
