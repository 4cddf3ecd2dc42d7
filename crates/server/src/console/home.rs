//! Home: are our promises kept?

use maud::{Markup, html};
use vocabulary::Moment;

use super::layout::{self, Place};
use super::parts::{self, StateWords};
use super::views::{Count, Entry, Frame, Home, JourneyRow, State, Today};
use super::{paths, words};

/// The page.
pub fn page(frame: &Frame, view: &Home) -> Markup {
    let body = html! {
        (parts::answer_with_state("Are our promises kept?", worst(&view.journeys), &answer(&view.journeys)))
        section aria-labelledby="journeys" {
            h2 #journeys { "Journeys" }
            @if view.journeys.is_empty() {
                (parts::empty(
                    "No journey is stated yet.",
                    &html! {
                        "A journey is a file in which you say, step by step, what you promise to the people who use "
                        "your product. Put one into the folder that the server reads, then " code { "safeconduct check" }
                        " it; it will appear here."
                    },
                ))
            } @else {
                ul.journeys {
                    @for row in &view.journeys { (journey(row, frame.now)) }
                }
            }
        }
        div data-live=(paths::JUST_NOW) { (just_now(frame.now, &view.today, &view.just_now)) }
    };
    layout::page(frame, Place::Promises, "Are our promises kept?", &body)
}

/// What changes from second to second: the day in figures and what happened a moment ago. The whole answer to
/// [`paths::JUST_NOW`].
pub fn just_now(now: Moment, counters: &Today, entries: &[Entry]) -> Markup {
    html! {
        section aria-labelledby="today" {
            h2 #today { "Today" }
            (today(counters))
        }
        section aria-labelledby="just-now" {
            div.title-row {
                h2 #just-now { "Just now" }
                p.live-state data-live-state { a href=(paths::HOME) { "Refresh" } }
            }
            @if entries.is_empty() {
                (parts::empty(
                    "Nothing has happened yet.",
                    &html! {
                        "What people do, and what we answer, appears here as soon as your product asks "
                        code { "POST /v1/decide" } " for the first time."
                    },
                ))
            }
            div role="log" aria-live="polite" aria-relevant="additions" aria-label="What happened just now" {
                ol.timeline data-live-list { (parts::timeline(entries, now, true)) }
            }
        }
    }
}

/// The state that leads the page; none where nothing is promised.
fn worst(journeys: &[JourneyRow]) -> Option<State> {
    State::ALL
        .into_iter()
        .find(|state| journeys.iter().any(|row| row.promises.contains(state)))
}

/// The answer, from the worst state on.
fn answer(journeys: &[JourneyRow]) -> String {
    let promises = || journeys.iter().flat_map(|row| row.promises.iter().copied());
    let of = |state: State| {
        let number = promises().filter(|other| *other == state).count();
        u64::try_from(number).unwrap_or(u64::MAX)
    };
    let names = |state: State| {
        let names: Vec<String> = journeys
            .iter()
            .filter(|row| row.promises.contains(&state))
            .map(|row| format!("\u{201c}{}\u{201d}", row.name))
            .collect();
        words::list(&names, "and")
    };
    let open = of(State::NotMeasured) + of(State::Unproven);
    if promises().next().is_none() {
        "We have promised nothing yet.".to_owned()
    } else if of(State::Broken) > 0 {
        format!(
            "{} broken, in {}.",
            words::capital(&words::several(of(State::Broken), "promise is", "promises are")),
            names(State::Broken)
        )
    } else if of(State::AtRisk) > 0 {
        format!(
            "None is broken; {} at risk, in {}.",
            words::several(of(State::AtRisk), "promise is", "promises are"),
            names(State::AtRisk)
        )
    } else if open > 0 {
        format!(
            "None is broken, but for {} we cannot say yet.",
            words::several(open, "promise", "promises")
        )
    } else if of(State::Debt) > 0 {
        format!(
            "Yes, but for {} that we knowingly owe.",
            words::several(of(State::Debt), "promise", "promises")
        )
    } else {
        "Yes, all of them.".to_owned()
    }
}

fn journey(row: &JourneyRow, now: Moment) -> Markup {
    html! {
        li.journey-row {
            p.standing {
                (parts::badge(row.state))
                @if let Some(since) = row.since {
                    span.since { (parts::lasting(now, since)) }
                }
            }
            div.goal {
                h3 { a href=(paths::journey(&row.id)) { (row.name) } }
                p { q { (row.wants) } }
            }
            (tally(&row.promises))
            div.owed {
                @for debt in &row.debts {
                    p {
                        a href={ (paths::journey(&row.id)) "#debt-" (debt.id) } { "Debt" }
                        @if parts::is_overdue(&debt.until, now) { " overdue since " } @else { " until " }
                        (parts::day(&debt.until))
                    }
                }
            }
        }
    }
}

/// How many promises are in which state, worst first.
fn tally(promises: &[State]) -> Markup {
    html! {
        ul.tally aria-label="Promises by state" {
            @for state in State::ALL {
                @let number = promises.iter().filter(|other| **other == state).count();
                @if number > 0 {
                    li.(state.class()) { (parts::shape(state)) " " (number) " " (state.word()) }
                }
            }
            @if promises.is_empty() {
                li { "No promise yet" }
            }
        }
    }
}

fn today(today: &Today) -> Markup {
    let honest = match today.honest_seen {
        Some(seen) => format!("of {}", words::plural(seen, "sign-in", "sign-ins")),
        None => String::new(),
    };
    let takeovers = &today.takeovers_stopped;
    let challenged = &today.honest_challenged;
    html! {
        dl.counters {
            (counter(takeovers, "takeover stopped", "takeovers stopped", None))
            (counter(&today.held, "charge or other effect held", "charges and other effects held", today.held_amount.as_deref()))
            (counter(challenged, "time the owner was asked to prove it", "times the owner was asked to prove it", Some(&honest)))
        }
    }
}

fn counter(count: &Count, one: &str, many: &str, more: Option<&str>) -> Markup {
    let yesterday = count
        .yesterday
        .map(|yesterday| format!("{} yesterday", words::count(yesterday)));
    let more = more.filter(|more| !more.is_empty()).map(str::to_owned);
    let beside: Vec<String> = more.into_iter().chain(yesterday).collect();
    html! {
        div {
            dt { @if count.today == 1 { (one) } @else { (many) } }
            dd {
                strong { (words::count(count.today)) }
                span.muted {
                    @for (place, part) in beside.iter().enumerate() {
                        @if place > 0 { " · " } @else { " " }
                        span { (part) }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_answer_starts_from_the_worst() {
        use State::{AtRisk, Broken, Debt, Kept, NotMeasured, Unproven};
        let check = |promises: &[State], expected: &str| {
            let rows = [JourneyRow {
                name: "Check out".to_owned(),
                promises: promises.to_vec(),
                ..JourneyRow::default()
            }];
            assert_eq!(answer(&rows), expected);
        };
        check(&[], "We have promised nothing yet.");
        check(&[Kept, Kept], "Yes, all of them.");
        check(&[Kept, Debt], "Yes, but for one promise that we knowingly owe.");
        check(
            &[Unproven, NotMeasured, Debt],
            "None is broken, but for two promises we cannot say yet.",
        );
        check(
            &[Kept, AtRisk],
            "None is broken; one promise is at risk, in \u{201c}Check out\u{201d}.",
        );
        check(
            &[Broken, AtRisk, Broken],
            "Two promises are broken, in \u{201c}Check out\u{201d}.",
        );
    }
}
