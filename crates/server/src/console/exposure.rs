//! Exposure: is what leaks dead in time?

use maud::{Markup, html};
use vocabulary::{LeakSource, Mark};

use super::layout::{self, Place};
use super::parts;
use super::views::{Exposure, Frame, LeakOutcome, LeakRow};
use super::{paths, words};

/// The page.
pub fn page(frame: &Frame, view: &Exposure) -> Markup {
    let older = view
        .older
        .map(|index| format!("{}?before={index}", paths::EXPOSURE));
    let body = html! {
        (parts::answer("Is what leaks dead in time?", &answer(view), &html! {}))
        section aria-labelledby="fast" {
            h2 #fast { "How fast" }
            @if view.refused == 0 {
                (parts::empty(
                    "No token that works was found.",
                    &html! {
                        "When one is, it is ended, tried, and the time until it is refused stands here. Scanners report to "
                        code { "POST /v1/leaks" } "; people who find one use "
                        "the page " code { (hosted::paths::FOUND_A_TOKEN) } "."
                    },
                ))
            } @else {
                dl.facts {
                    (parts::fact("Ended", &words::plural(view.ended, "token", "tokens")))
                    (parts::fact("Half of them refused", within(view.half_within.as_deref()).as_str()))
                    (parts::fact("99 of 100 refused", within(view.most_within.as_deref()).as_str()))
                }
                p.muted.small {
                    "From the moment in which somebody told us until we tried the token ourselves and it was refused. "
                    "Drills are not counted."
                }
            }
        }
        @if !view.found.is_empty() {
            section aria-labelledby="ways" {
                h2 #ways { "How they came to be known" }
                dl.facts {
                    @for (source, count) in &view.found {
                        (parts::fact(by(*source), &words::plural(*count, "time", "times")))
                    }
                }
            }
        }
        section aria-labelledby="found" {
            h2 #found { @if view.is_older { "Found earlier" } @else { "Found lately" } }
            @if view.leaks.is_empty() {
                (parts::empty(
                    "Nothing was found.",
                    &html! { "A token that is found where others can read it stands here, with what was done about it." },
                ))
            } @else {
                ul.plain.rows { @for leak in &view.leaks { (row(frame, leak)) } }
            }
            (parts::pages(
                view.is_older.then_some(("The newest", paths::EXPOSURE)),
                older.as_deref().map(|path| ("Found before", path)),
            ))
        }
    };
    layout::page(frame, Place::Exposure, "Exposure", &body)
}

fn answer(view: &Exposure) -> String {
    let days = words::plural(view.days.into(), "day", "days");
    match (view.ended, view.most_within.as_deref()) {
        (0, _) => format!("No token that works has leaked in the last {days}."),
        (1, Some(within)) => {
            format!("Yes. One token leaked in the last {days}, and was dead within {within}.")
        }
        (some, Some(within)) => format!(
            "Yes. {} leaked in the last {days}, and 99 of 100 were dead within {within}.",
            words::capital(&words::several(some, "token", "tokens"))
        ),
        (some, None) => format!(
            "Not always. {} leaked in the last {days}, and some worked on for longer than an hour.",
            words::capital(&words::several(some, "token", "tokens"))
        ),
    }
}

fn within(span: Option<&str>) -> String {
    span.map_or_else(
        || "later than an hour".to_owned(),
        |span| format!("within {span}"),
    )
}

fn row(frame: &Frame, leak: &LeakRow) -> Markup {
    html! {
        li.row {
            p.standing {
                strong { (outcome(&leak.outcome)) }
                " " span.since { (parts::when(frame.now, leak.at)) }
            }
            div {
                p {
                    @match leak.mark {
                        Mark::Drill => { span.marked { "drill" } " " }
                        Mark::Simulated => { span.marked { "simulated" } " " }
                        Mark::Real => {}
                    }
                    a href=(paths::account(&leak.account)) { (leak.account) } ": " code { (leak.token) }
                }
                p.muted.small {
                    (by(leak.source)) ": " (leak.found)
                    @if let Some(since) = leak.since { ", there since " (parts::when(frame.now, since)) }
                    ". " a href=(paths::decision(leak.index)) { "Why" span.unseen { " (entry " (leak.index) ")" } }
                }
            }
        }
    }
}

fn outcome(outcome: &LeakOutcome) -> String {
    match outcome {
        LeakOutcome::Refused(after) => format!("Ended, refused after {after}"),
        LeakOutcome::Ended => "Ended".to_owned(),
        LeakOutcome::WasOver => "Was over already".to_owned(),
    }
}

const fn by(source: LeakSource) -> &'static str {
    match source {
        LeakSource::Scan => "A scan",
        LeakSource::Push => "A push to a watched repository",
        LeakSource::SecretScanning => "A code host's secret scanning",
        LeakSource::Finder => "Somebody on the public page",
        LeakSource::Hash => "Somebody who named its hash",
        LeakSource::Platform => "The platform",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_answer_never_sounds_better_than_it_is() {
        let check = |ended: u64, within: Option<&str>, expected: &str| {
            let view = Exposure {
                days: 30,
                ended,
                most_within: within.map(str::to_owned),
                ..Exposure::default()
            };
            assert_eq!(answer(&view), expected);
        };
        check(0, None, "No token that works has leaked in the last 30 days.");
        check(
            1,
            Some("5 ms"),
            "Yes. One token leaked in the last 30 days, and was dead within 5 ms.",
        );
        check(
            3,
            Some("2 seconds"),
            "Yes. Three tokens leaked in the last 30 days, and 99 of 100 were dead within 2 seconds.",
        );
        check(
            2,
            None,
            "Not always. Two tokens leaked in the last 30 days, and some worked on for longer than an hour.",
        );
    }
}
