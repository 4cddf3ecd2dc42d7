//! The map of a journey: what I do and give, what I fear, what you promise me, what keeps it.
//!
//! One column a step, one row a lane, so that a thin spot is a place on the page: a fear with nothing beneath
//! it, a promise whose outline is broken, a control that is hollow. Fears are lettered and promises numbered
//! through the whole journey, and refer to each other by those.

mod keeps;
mod layers;

use maud::{Markup, html};
use vocabulary::{Front, Moment};

use super::layout::{self, Place};
use super::parts::{self, StateWords};
use super::views::{DataKind, Debt, Frame, Gives, Guardrail, Harm, Journey, PromiseCard, State, Step, Worst};
use super::{paths, words};

pub(super) use keeps::controls;
use layers::Cover;

/// The page.
pub fn page(frame: &Frame, view: &Journey) -> Markup {
    let marks = Marks::of(view, frame.now);
    let body = html! {
        (parts::crumbs(&[("Promises", paths::HOME)]))
        header.answer {
            p.question { (view.name) ": are its promises kept?" }
            h1.signed {
                @if view.steps.iter().any(|step| !step.promises.is_empty()) {
                    span.sign.(view.state.class()) { (parts::shape(view.state)) }
                }
                span { (answer(view)) }
            }
            p.lead { q { (view.wants) } }
            dl.facts {
                div {
                    dt { "State" }
                    dd {
                        (parts::badge(view.state))
                        @if let Some(since) = view.since { " " (parts::lasting(frame.now, since)) }
                    }
                }
                (parts::fact("Who walks it", &view.who))
                @for (role, name) in &view.owners {
                    (parts::fact(&format!("Owner, {role}"), name))
                }
            }
        }
        (map(view, &marks))
        (guardrails(view))
        @if !view.debts.is_empty() {
            section aria-labelledby="debts" {
                h2 #debts { "What we owe" }
                p.muted { "Gaps that we know of and have accepted, each with an owner and a date." }
                (parts::debts(&view.debts, frame.now))
            }
        }
        (legend())
    };
    layout::page(frame, Place::Promises, &view.name, &body)
}

/// One sentence from the states of the promises, worst first.
fn answer(view: &Journey) -> String {
    let cards: Vec<&PromiseCard> = view.steps.iter().flat_map(|step| &step.promises).collect();
    let of = |state: State| cards.iter().filter(|card| card.state == state).count();
    let spelled = |count: usize| words::spelled(u64::try_from(count).unwrap_or(u64::MAX));
    if cards.is_empty() {
        return "Nothing is promised here yet.".to_owned();
    }
    let findings: Vec<String> = [
        (State::Broken, "is broken", "are broken"),
        (State::AtRisk, "is at risk", "are at risk"),
        (State::NotMeasured, "is not measured", "are not measured"),
        (State::Unproven, "is unproven", "are unproven"),
        (State::Debt, "is a stated debt", "are stated debts"),
    ]
    .into_iter()
    .filter(|(state, ..)| of(*state) > 0)
    .map(|(state, one, many)| {
        format!(
            "{} {}",
            spelled(of(state)),
            if of(state) == 1 { one } else { many }
        )
    })
    .collect();
    if findings.is_empty() {
        return match cards.len() {
            1 => "Yes, its one promise is kept.".to_owned(),
            2 => "Yes, both are kept.".to_owned(),
            some => format!("Yes, all {} are kept.", spelled(some)),
        };
    }
    let noun = if cards.len() == 1 { "promise" } else { "promises" };
    format!(
        "Of {} {noun}, {}.",
        spelled(cards.len()),
        words::list(&findings, "and")
    )
}

/// The letters of fears and the numbers of promises, through the whole journey.
struct Marks<'a> {
    fears: Vec<&'a str>,
    promises: Vec<&'a str>,
    debts: &'a [Debt],
    now: Moment,
}

impl<'a> Marks<'a> {
    fn of(view: &'a Journey, now: Moment) -> Self {
        let worst = view.steps.iter().flat_map(|step| &step.worst);
        let promises = view.steps.iter().flat_map(|step| &step.promises);
        Self {
            fears: worst.map(|worst| worst.id.as_str()).collect(),
            promises: promises.map(|card| card.id.as_str()).collect(),
            debts: &view.debts,
            now,
        }
    }

    /// `A` to `Z`, then `A2` and so on.
    fn fear(&self, id: &str) -> Option<String> {
        let place = self.fears.iter().position(|other| *other == id)?;
        let letter = char::from(b'A' + u8::try_from(place % 26).ok()?);
        Some(match place / 26 {
            0 => letter.to_string(),
            round => format!("{letter}{}", round + 1),
        })
    }

    fn promise(&self, id: &str) -> Option<usize> {
        self.promises
            .iter()
            .position(|other| *other == id)
            .map(|place| place + 1)
    }

    fn debts_on(&self, id: &str) -> impl Iterator<Item = &'a Debt> {
        let id = id.to_owned();
        self.debts.iter().filter(move |debt| debt.weakens.contains(&id))
    }
}

const LANES: [&str; 4] = [
    "What I do and give",
    "What I fear",
    "What you promise me",
    "What keeps it",
];

fn map(view: &Journey, marks: &Marks) -> Markup {
    html! {
        section aria-labelledby="map" {
            h2.unseen #map { "The map, step by step" }
            @if view.steps.is_empty() {
                (parts::empty(
                    "This journey has no steps yet.",
                    &html! { "Add them to its file under " code { "steps:" } "; each becomes a column here." },
                ))
            } @else {
                div.map role="group" aria-label="Steps, from the first to the last" tabindex="0" {
                    div.lanes aria-hidden="true" {
                        @for lane in LANES { p { (lane) } }
                    }
                    @for (place, step) in view.steps.iter().enumerate() {
                        (column(view, step, place + 1, marks))
                    }
                }
            }
        }
    }
}

fn column(view: &Journey, step: &Step, number: usize, marks: &Marks) -> Markup {
    let [does, fear, promise, keep] = LANES;
    html! {
        article.step aria-labelledby={ "step-" (step.id) } {
            div.lane.does {
                p.place { span { "Step " (number) } }
                h3 id={ "step-" (step.id) } { (step.does) }
                h4.unseen { (does) }
                (gives(&step.gives))
            }
            div.lane {
                h4 { (fear) }
                @for worst in &step.worst { (fear_card(view, worst, marks)) }
                @if step.worst.is_empty() { p.missing { "No worst case is written down for this step." } }
            }
            div.lane {
                h4 { (promise) }
                @for card in &step.promises { (promise_card(&view.id, card, marks)) }
                @if step.promises.is_empty() { p.missing { "Nothing is promised at this step." } }
            }
            div.lane {
                h4 { (keep) }
                @if step.promises.is_empty() && step.controls.is_empty() {
                    p.missing { "There is nothing to keep." }
                } @else if step.controls.is_empty() {
                    p.missing { "Nothing keeps it." }
                } @else {
                    (controls(&step.controls, |id| numbers_kept(step, id, marks)))
                }
            }
        }
    }
}

/// The numbers of the promises that a control keeps at this step.
fn numbers_kept(step: &Step, control: &str, marks: &Marks) -> Vec<(usize, String)> {
    step.promises
        .iter()
        .filter(|card| card.kept_by.iter().any(|id| id == control))
        .filter_map(|card| Some((marks.promise(&card.id)?, format!("#promise-{}", card.id))))
        .collect()
}

fn gives(gives: &[Gives]) -> Markup {
    html! {
        @if !gives.is_empty() {
            ul.chips aria-label="What I give" {
                @for given in gives {
                    @let (class, word) = kind(given.kind);
                    li.chip.(class) title={ (word) "; kept: " (given.keep) } {
                        (given.name)
                        span.unseen { ", " (word) }
                    }
                }
            }
        }
    }
}

const fn kind(kind: DataKind) -> (&'static str, &'static str) {
    match kind {
        DataKind::Plain => ("plain", "of no one in particular"),
        DataKind::Personal => ("personal", "personal"),
        DataKind::Sensitive => ("sensitive", "sensitive"),
        DataKind::Secret => ("secret", "secret"),
        DataKind::Payment => ("payment", "payment"),
    }
}

fn fear_card(view: &Journey, worst: &Worst, marks: &Marks) -> Markup {
    let harm = harm(worst.harm);
    let cover = Cover::of(view, worst, marks.debts_on(&worst.id).next().is_some());
    html! {
        div class={ "fear" (harm.class) } id={ "fear-" (worst.id) } {
            p.story {
                span.letter { (marks.fear(&worst.id).unwrap_or_default()) }
                q { (worst.story) }
            }
            p.small.muted {
                span.weight aria-hidden="true" { (harm.dots) } " " (harm.word)
                ", " (from(worst.front))
            }
            p.cover.thin[cover.is_thin()] { (cover.says()) }
            (corners(marks, &worst.id))
        }
    }
}

struct HarmWords {
    class: &'static str,
    word: &'static str,
    dots: &'static str,
}

const fn harm(harm: Harm) -> HarmWords {
    let (class, word, dots) = match harm {
        Harm::Minor => ("", "an annoyance", "▪▫▫▫"),
        Harm::Moderate => ("", "a bad week", "▪▪▫▫"),
        Harm::Severe => (" severe", "severe harm", "▪▪▪▫"),
        Harm::Irreversible => (" irreversible", "cannot be made good", "▪▪▪▪"),
    };
    HarmWords { class, word, dots }
}

/// From which side harm comes, in words.
const fn from(front: Front) -> &'static str {
    match front {
        Front::External => "from strangers",
        Front::Internal => "from other users",
        Front::Insider => "from our own staff",
    }
}

fn promise_card(journey: &str, card: &PromiseCard, marks: &Marks) -> Markup {
    html! {
        div.promise.(card.state.class()) id={ "promise-" (card.id) } {
            p.head-row {
                (parts::badge(card.state))
                span.ordinal { span.unseen { "Promise " } (marks.promise(&card.id).unwrap_or_default()) }
            }
            p.says { a href=(paths::promise(journey, &card.id)) { (card.says) } }
            @match &card.figure {
                Some(figure) => (parts::figure(figure)),
                None => p.muted.small { "Nothing measures this." },
            }
            @if let Some(spark) = &card.spark { (parts::spark(spark)) }
            @let against: Vec<(&String, String)> = card
                .against
                .iter()
                .filter_map(|id| Some((id, marks.fear(id)?)))
                .collect();
            @if !against.is_empty() {
                p.small.refs {
                    "against "
                    @for (id, letter) in &against { a.letter href={ "#fear-" (id) } { (letter) } " " }
                }
            }
            (corners(marks, &card.id))
        }
    }
}

/// The corner of each debt that weakens something.
fn corners(marks: &Marks, id: &str) -> Markup {
    html! {
        @for (place, debt) in marks.debts_on(id).enumerate() {
            @if place == 0 { span.corner aria-hidden="true" {} }
            p.small.owes {
                a href={ "#debt-" (debt.id) } { "Debt" }
                @if parts::is_overdue(&debt.until, marks.now) { " overdue since " } @else { " until " }
                (parts::day(&debt.until))
            }
        }
    }
}

fn guardrails(view: &Journey) -> Markup {
    html! {
        section aria-labelledby="guardrails" {
            h2 #guardrails { "What safety costs you" }
            @if view.guardrails.is_empty() {
                (parts::empty(
                    "Nothing watches what these controls cost honest people.",
                    &html! { "Add a guardrail to the journey's file under " code { "guardrails:" } "." },
                ))
            } @else {
                ul.guardrails {
                    @for guardrail in &view.guardrails { (guardrail_card(&view.id, guardrail)) }
                }
            }
        }
    }
}

fn guardrail_card(journey: &str, guardrail: &Guardrail) -> Markup {
    html! {
        li.promise.(guardrail.state.class()) id={ "guardrail-" (guardrail.id) } {
            p.head-row { (parts::badge(guardrail.state)) }
            p.says { a href=(paths::promise(journey, &guardrail.id)) { (guardrail.says) } }
            @match &guardrail.figure {
                Some(figure) => (parts::figure(figure)),
                None => p.muted.small { "Nothing measures this." },
            }
            @if let Some(spark) = &guardrail.spark { (parts::spark(spark)) }
            @if !guardrail.watches.is_empty() {
                p.small.muted { "watches " (guardrail.watches.join(", ")) }
            }
        }
    }
}

/// The signs, for whoever meets them for the first time.
fn legend() -> Markup {
    html! {
        details.legend {
            summary { "How to read this page" }
            dl {
                @for state in State::ALL {
                    div {
                        dt { (parts::badge(state)) }
                        dd { (state.means()) }
                    }
                }
                div {
                    dt { span.control.force-on { "solid" } }
                    dd { "A control that this server enforces." }
                }
                div {
                    dt { span.control.force-shadow { "grey" } }
                    dd { "A control in shadow mode: it decides and is recorded, and changes nothing." }
                }
                div {
                    dt { span.control.force-absent { "hollow" } }
                    dd { "A control that nothing on this server enforces: the journey says it is there, we cannot see it." }
                }
            }
        }
    }
}

/// A worst case in a list, for the page of one promise.
pub(super) fn fear_line(worst: &Worst) -> Markup {
    let harm = harm(worst.harm);
    html! {
        li class={ "fear" (harm.class) } {
            p.story { q { (worst.story) } }
            p.small.muted {
                span.weight aria-hidden="true" { (harm.dots) } " " (harm.word) ", " (from(worst.front))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_answer_counts_every_state_that_is_not_kept() {
        let check = |states: &[State], expected: &str| {
            let promises = states
                .iter()
                .map(|state| PromiseCard {
                    state: *state,
                    ..PromiseCard::default()
                })
                .collect();
            let view = Journey {
                steps: vec![Step {
                    promises,
                    ..Step::default()
                }],
                ..Journey::default()
            };
            assert_eq!(answer(&view), expected);
        };
        check(&[], "Nothing is promised here yet.");
        check(&[State::Kept], "Yes, its one promise is kept.");
        check(&[State::Kept, State::Kept], "Yes, both are kept.");
        check(
            &[State::Kept, State::Broken, State::Unproven, State::Unproven],
            "Of four promises, one is broken and two are unproven.",
        );
    }

    #[test]
    fn letters_go_on_after_z() {
        let worst: Vec<Worst> = (0..28)
            .map(|place| Worst {
                id: format!("w{place}"),
                ..Worst::default()
            })
            .collect();
        let view = Journey {
            steps: vec![Step {
                worst,
                ..Step::default()
            }],
            ..Journey::default()
        };
        let marks = Marks::of(&view, Moment::EPOCH);
        let check = |id: &str, letter: Option<&str>| assert_eq!(marks.fear(id).as_deref(), letter);
        check("w0", Some("A"));
        check("w25", Some("Z"));
        check("w27", Some("B2"));
        check("other", None);
    }
}
