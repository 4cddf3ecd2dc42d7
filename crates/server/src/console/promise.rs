//! One promise: is it kept, by how much, and what keeps it?

use maud::{Markup, html};

use super::journey;
use super::layout::{self, Place};
use super::parts::{self, StateWords};
use super::views::{Frame, Promise, Proof, State};
use super::{paths, words};

/// The page. It serves guardrails too: they are promises about what safety may cost.
pub fn page(frame: &Frame, view: &Promise) -> Markup {
    let journey_path = paths::journey(&view.journey_id);
    let body = html! {
        (parts::crumbs(&[("Promises", paths::HOME), (&view.journey_name, &journey_path)]))
        header.answer {
            p.question { "Is this promise kept?" }
            h1 { q { (view.says) } }
            p.lead.standing {
                (parts::badge(view.state))
                @if let Some(since) = view.since { " " span.since { (parts::lasting(frame.now, since)) } }
            }
            p { (view.state.means()) @if let Some(pace) = &view.pace { " " (pace) } }
        }
        (measured(view))
        @if !view.debts.is_empty() {
            section aria-labelledby="debts" {
                h2 #debts { "What we owe" }
                (parts::debts(&view.debts, frame.now))
            }
        }
        div.columns {
            @if !view.against.is_empty() {
                section aria-labelledby="against" {
                    h2 #against { "What it stands against" }
                    @if !view.step_does.is_empty() { p.muted { "At the step: " q { (view.step_does) } } }
                    ul.plain { @for worst in &view.against { (journey::fear_line(worst)) } }
                }
            }
            section aria-labelledby="keeps" {
                h2 #keeps { "What keeps it" }
                @if view.controls.is_empty() { p.missing { "Nothing keeps it." } }
                (journey::controls(&view.controls, |_| Vec::new()))
            }
        }
        (bad(frame, view))
        (proofs(frame, &view.proofs))
        (sentence(view))
    };
    layout::page(frame, Place::Promises, &view.says, &body)
}

fn measured(view: &Promise) -> Markup {
    html! {
        section aria-labelledby="figure" {
            h2 #figure { "How we know" }
            @if !view.measured.is_empty() { p { (view.measured) } }
            @match &view.figure {
                Some(figure) => {
                    div.big { (parts::figure(figure)) }
                    (parts::figure_in_words(figure))
                }
                None => (parts::empty(
                    "Nothing measures this promise.",
                    &html! { "Give it a " code { "measure:" } " in the journey's file; the figure appears with the first event." },
                )),
            }
            @if let Some(spark) = &view.spark { (parts::spark_with_axes(spark)) }
        }
    }
}

fn bad(frame: &Frame, view: &Promise) -> Markup {
    html! {
        section aria-labelledby="bad" {
            h2 #bad { "When it was last not kept" }
            @if view.bad.is_empty() {
                p.muted {
                    @if view.figure.is_some() { "Never, as far as we have counted." }
                    @else { "We cannot say: nothing measures it." }
                }
            } @else {
                ol.timeline { (parts::timeline(&view.bad, frame.now, true)) }
            }
        }
    }
}

fn proofs(frame: &Frame, proofs: &[Proof]) -> Markup {
    html! {
        @if !proofs.is_empty() {
            section aria-labelledby="proofs" {
                h2 #proofs { "What was tried out" }
                div.scroll role="region" aria-label="What was tried out" tabindex="0" {
                    table {
                        thead { tr { th scope="col" { "What" } th scope="col" { "How it went" } th scope="col" { "When" } } }
                        tbody {
                            @for proof in proofs {
                                tr {
                                    th scope="row" { (proof.what) }
                                    td {
                                        @match proof.passed {
                                            Some(true) => "passed",
                                            Some(false) => strong { "failed" },
                                            None => span.muted { "never done" },
                                        }
                                    }
                                    td { @if let Some(at) = proof.at { (parts::when(frame.now, at)) } @else { "–" } }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn sentence(view: &Promise) -> Markup {
    html! {
        section.customers aria-labelledby="customers" {
            h2 #customers { "As a sentence for customers" }
            blockquote #customer-sentence { p { (for_customers(view)) } }
            // Shown by the script, since copying needs one; without it the sentence can be selected.
            button type="button" hidden data-copy="customer-sentence" { "Copy" }
        }
    }
}

/// The promise as it can be told to customers: with its figure, and with what is owed or not known, since a
/// promise that is shown without them would be advertising.
pub fn for_customers(view: &Promise) -> String {
    let mut sentence = format!("\u{201c}{}\u{201d}", view.says);
    let counted = view.figure.as_ref();
    let figure = counted.map(|figure| match figure.counted.as_str() {
        "" => format!("we measure {}, and our target is {}", figure.value, figure.target),
        counted => format!(
            "we measure {} ({counted}), and our target is {}",
            figure.value, figure.target
        ),
    });
    let state = match (view.state, figure) {
        (State::NotMeasured, _) | (_, None) => " We do not measure yet whether we keep this.".to_owned(),
        (State::Unproven, Some(_)) => {
            " We measure this, but too little has happened yet to say that we keep it.".to_owned()
        }
        (State::Broken, Some(figure)) => format!(" At the moment we do not keep this: {figure}."),
        (State::AtRisk, Some(figure)) => format!(" So far we keep this, though only just: {figure}."),
        (State::Debt, Some(figure)) => format!(" We do not keep this in full yet: {figure}."),
        (State::Kept, Some(figure)) => format!(" We keep this: {figure}."),
    };
    sentence.push_str(&state);
    let owed = view.debts.iter().map(|debt| {
        format!(
            " What is still owed, until {}: {}",
            words::date(&debt.until),
            debt.owe
        )
    });
    sentence.extend(owed);
    sentence
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::console::views::{Debt, Figure};

    #[test]
    fn customers_are_told_what_is_missing_too() {
        let check = |state: State, is_measured: bool, part: &str| {
            let view = Promise {
                says: "You pay once.".to_owned(),
                state,
                figure: is_measured.then(|| Figure {
                    value: "99.9 %".to_owned(),
                    target: "99.99 %".to_owned(),
                    ..Figure::default()
                }),
                debts: vec![Debt {
                    owe: "Old orders are not counted.".to_owned(),
                    until: "2027-06-30".to_owned(),
                    ..Debt::default()
                }],
                ..Promise::default()
            };
            let sentence = for_customers(&view);
            assert!(
                sentence.starts_with("\u{201c}You pay once.\u{201d} "),
                "{sentence}"
            );
            assert!(sentence.contains(part), "{sentence}");
            assert!(
                sentence.ends_with("until 30 June 2027: Old orders are not counted."),
                "{sentence}"
            );
        };
        check(
            State::Kept,
            true,
            "We keep this: we measure 99.9 %, and our target is 99.99 %.",
        );
        check(State::Broken, true, "we do not keep this");
        check(State::Unproven, true, "too little has happened");
        check(State::Kept, false, "We do not measure yet");
        check(State::NotMeasured, true, "We do not measure yet");
    }
}
