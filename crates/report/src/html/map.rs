//! The map of a journey: what I do and give, what I fear, what you promise me, what keeps it.
//!
//! One column a step, one row a lane, so that a thin spot is a place on the page. Fears are lettered and promises
//! numbered through the whole journey, and refer to each other by those.

use journey::Harm;
use maud::{Markup, html};

use super::parts;
use crate::book::{Book, Card, Chapter, Column, Fear, Given, Keeper};
use crate::cover::{self, Cover, Force};
use crate::{figure, sentences};

const LANES: [&str; 4] = [
    "What I do and give",
    "What I fear",
    "What you promise me",
    "What keeps it",
];

/// The map.
pub(super) fn map(book: &Book<'_>, chapter: &Chapter<'_>) -> Markup {
    html! {
        section aria-labelledby="map" {
            h2.unseen #map { "The map, step by step" }
            @if chapter.steps.is_empty() {
                (parts::empty("This journey has no steps yet.", &html! {
                    "Add them to its file under " code { "steps:" } "; each becomes a column here."
                }))
            } @else {
                div.map role="group" aria-label="Steps, from the first to the last" tabindex="0" {
                    div.lanes aria-hidden="true" { @for lane in LANES { p { (lane) } } }
                    @for (place, column) in chapter.steps.iter().enumerate() { (step(book, column, place + 1)) }
                }
            }
        }
    }
}

fn step(book: &Book<'_>, column: &Column<'_>, number: usize) -> Markup {
    let [does, fear, promise, keep] = LANES;
    html! {
        article.step aria-labelledby={ "step-" (number) } {
            div.lane.does {
                p.place { span { "Step " (number) } }
                h3 id={ "step-" (number) } { (column.step.does) }
                h4.unseen { (does) }
                (gives(&column.gives))
            }
            div.lane {
                h4 { (fear) }
                @for fear in by_harm(&column.fears) { (fear_card(book, fear)) }
                @if column.fears.is_empty() { p.missing { "No worst case is written down for this step." } }
            }
            div.lane {
                h4 { (promise) }
                @for promise in &column.promises { (card(book, promise, &against(promise))) }
                @if column.promises.is_empty() { p.missing { "Nothing is promised at this step." } }
            }
            div.lane {
                h4 { (keep) }
                @if column.promises.is_empty() { p.missing { "There is nothing to keep." } }
                @else if column.controls.is_empty() { p.missing { "Nothing keeps it." } }
                @else { @for layer in cover::of_keepers(&column.controls) { (layer_card(&layer, column)) } }
            }
        }
    }
}

/// The worst first; those of equal harm in the order of the file.
fn by_harm<'b, 'a>(fears: &'b [Fear<'a>]) -> Vec<&'b Fear<'a>> {
    let mut fears: Vec<&Fear<'_>> = fears.iter().collect();
    fears.sort_by_key(|fear| std::cmp::Reverse(fear.worst.harm));
    fears
}

fn gives(gives: &[Given<'_>]) -> Markup {
    html! {
        @if !gives.is_empty() {
            ul.chips aria-label="What I give" {
                @for given in gives {
                    @let word = sentences::kind_of_data(given.kind);
                    li.chip.(word.split(' ').next().unwrap_or_default()) {
                        (given.name) span.kind { (word) }
                        @if !given.keep.is_empty() { span.unseen { ", kept: " (given.keep) } }
                    }
                }
            }
        }
    }
}

fn fear_card(book: &Book<'_>, fear: &Fear<'_>) -> Markup {
    let (harm, squares) = sentences::harm(fear.worst.harm);
    let class = match fear.worst.harm {
        Harm::Minor | Harm::Moderate => "fear",
        Harm::Severe => "fear severe",
        Harm::Irreversible => "fear irreversible",
    };
    let cover = Cover::of(fear);
    html! {
        div class=(class) id={ "fear-" (fear.worst.id) } {
            p.story { span.letter { (fear.letter) } q { (fear.worst.story) } }
            p.small.muted {
                span.weight aria-hidden="true" { (squares) } " " (harm) ", " (sentences::from(fear.worst.front))
            }
            p.cover.thin[cover.is_thin()] { (cover.says()) }
            (corners(book, &fear.debts))
        }
    }
}

/// A promise or guardrail, with whatever stands below its figure.
pub(super) fn card(book: &Book<'_>, card: &Card<'_>, below: &Markup) -> Markup {
    html! {
        div.promise.(card.sign.class()) id={ "promise-" (card.id) } {
            p.head-row {
                (parts::badge(card.sign))
                span.ordinal { span.unseen { "Promise " } (card.number) }
            }
            p.says { (card.says) }
            div.figure {
                @match figure::value(card) {
                    Some(value) => p.value { (value) },
                    None => p.none { (sentences::no_figure(card, book.is_counted())) },
                }
                @if let Some(measure) = card.measure { p.target { "Target: " (figure::target(measure, book.now())) } }
                @if let Some(says) = card.figure.map(|figure| figure.says.as_str()).filter(|says| !says.is_empty()) {
                    p.muted.small { (says) }
                }
            }
            (below)
            (corners(book, &card.debts))
        }
    }
}

fn against(card: &Card<'_>) -> Markup {
    html! {
        @if !card.against.is_empty() {
            p.small.refs {
                "against "
                @for (id, letter) in &card.against {
                    a.letter href={ "#fear-" (id) } { span.unseen { "fear " } (letter) } " "
                }
            }
        }
    }
}

/// The corner of what is owed, and each debt by its date.
fn corners(book: &Book<'_>, debts: &[&journey::Debt]) -> Markup {
    html! {
        @if !debts.is_empty() { span.corner aria-hidden="true" {} }
        @for debt in debts {
            p.small.owes { a href={ "#debt-" (debt.id) } { "Debt" } " " (parts::due(debt, book.now())) }
        }
    }
}

fn layer_card(layer: &[Keeper<'_>], column: &Column<'_>) -> Markup {
    let ground = cover::ground(layer);
    html! {
        div.layer {
            ul.plain { @for keeper in layer { (control(*keeper, column)) } }
            p.rests.small {
                @if ground.is_empty() { "rests on nothing that is named" }
                @else if layer.len() > 1 { "fall together: they rest on " (ground.join(", ")) }
                @else { "rests on " (ground.join(", ")) }
            }
        }
    }
}

fn control(keeper: Keeper<'_>, column: &Column<'_>) -> Markup {
    let (class, force) = match Force::of(keeper.control) {
        Force::On => ("force-on", None),
        Force::Shadow => (
            "force-shadow",
            Some("In shadow mode: it decides, and changes nothing."),
        ),
        Force::Absent => ("force-absent", Some("The files name nothing that enforces it.")),
    };
    let keeps = column
        .promises
        .iter()
        .filter(|card| card.controls.contains(&keeper.name));
    html! {
        li.control.(class) {
            @match keeper.control {
                Some(control) => {
                    p.does { (control.does) }
                    p.small.muted {
                        (sentences::works(control.kind)) "; when it fails, " (sentences::when_down(control.when_down)) "."
                    }
                }
                None => p.does { (keeper.name) ": no file describes it." },
            }
            @if let Some(force) = force { p.small.force { (force) } }
            p.small.refs {
                "keeps "
                @for card in keeps {
                    a.ordinal href={ "#promise-" (card.id) } { span.unseen { "promise " } (card.number) } " "
                }
                a.more href={ "../controls.html#" (keeper.name) } {
                    "proof" span.unseen { " of " (keeper.name) }
                }
            }
        }
    }
}
