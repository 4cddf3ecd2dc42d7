//! Our promises: the page that everybody may read.
//!
//! Only sentences that the files keep for people stand here: what a journey is called and what one wants from
//! it, what is promised, what is owed and until when. No names of controls, people or teams, no stories of harm, no
//! reasons and no links to the pages for the team.

use journey::Debt;
use maud::{Markup, html};
use vocabulary::Moment;

use super::frame::{Place, page as frame};
use super::parts;
use crate::book::{Book, Card, Chapter};
use crate::sentences;

/// The page.
pub(super) fn page(book: &Book<'_>) -> Markup {
    let promising = || book.chapters.iter().filter(|chapter| has_words(chapter));
    let body = html! {
        header.answer {
            h1 { "Our promises" }
            p.lead {
                "What you may count on when you use "
                @match book.material.name { Some(name) => (name), None => "our product" }
                ", " (sentences::public_lead(book))
            }
        }
        @if promising().next().is_none() {
            (parts::empty("We have promised nothing yet.", &html! { "As soon as we do, you will read it here." }))
        }
        @for chapter in promising() { (journey(book, chapter)) }
        @if promising().next().is_some() { (parts::legend()) }
    };
    frame(book, Place::Public, "Our promises", &body)
}

fn has_words(chapter: &Chapter<'_>) -> bool {
    chapter.stated().next().is_some() || !chapter.debts.is_empty()
}

fn journey(book: &Book<'_>, chapter: &Chapter<'_>) -> Markup {
    let id = &chapter.stem;
    // What is owed on a promise stands with it; the rest stands by itself.
    let elsewhere: Vec<&Debt> = chapter.owed_elsewhere().collect();
    html! {
        section.pledges aria-labelledby=(id) {
            h2 id=(id) { (chapter.journey.name) }
            @if !chapter.journey.wants.is_empty() { p.wants { q { (chapter.journey.wants) } } }
            ul.pledge-list {
                @for (card, _) in chapter.stated() { (pledge(book, chapter, card)) }
            }
            @if !elsewhere.is_empty() {
                h3 { "What we still owe you" }
                ul.pledge-list { @for debt in elsewhere { li.pledge { (owed(debt, book.now())) } } }
            }
        }
    }
}

fn pledge(book: &Book<'_>, chapter: &Chapter<'_>, card: &Card<'_>) -> Markup {
    html! {
        li.pledge id={ (chapter.stem) "-" (card.id) } {
            p.says { (card.says) }
            p.stand { (parts::badge(card.sign)) " " span.muted { (sentences::in_public(card, book)) } }
            @for debt in &card.debts { (owed(debt, book.now())) }
        }
    }
}

fn owed(debt: &Debt, now: Moment) -> Markup {
    html! {
        div.owed-note {
            span.corner aria-hidden="true" {}
            p { (debt.owe) }
            p.small.muted { (sentences::mended(debt, now)) }
        }
    }
}
