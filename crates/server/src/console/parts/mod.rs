//! Small pieces that several pages share.

mod entry;
mod figure;
mod spark;
mod state;

use maud::{Markup, html};
use vocabulary::Moment;

use super::views::{Debt, State};
use super::words;

pub(super) use entry::{timeline, verdict_pill};
pub(super) use figure::{figure, figure_in_words};
pub(super) use spark::{spark, spark_with_axes};
pub(super) use state::{StateWords, badge, shape};

/// A moment told from now, with the exact one behind it.
pub(super) fn when(now: Moment, at: Moment) -> Markup {
    html! {
        time datetime=(at) title=(words::day_and_minute(at)) { (words::ago(now, at)) }
    }
}

/// How long something has been as it is, with the exact beginning behind it.
pub(super) fn lasting(now: Moment, since: Moment) -> Markup {
    html! {
        time datetime=(since) title=(words::day_and_minute(since)) { (words::lasting(now, since)) }
    }
}

/// A day such as `2027-06-30`, written out.
pub(super) fn day(iso: &str) -> Markup {
    html! { time datetime=(iso) { (words::date(iso)) } }
}

/// The question that a page answers, and the answer as its heading.
pub(super) fn answer(question: &str, answer: &str, more: &Markup) -> Markup {
    html! {
        header.answer {
            p.question { (question) }
            h1 { (answer) }
            (more)
        }
    }
}

/// The same with the shape of a state before the answer, for the pages that are about promises.
pub(super) fn answer_with_state(question: &str, state: Option<State>, answer: &str) -> Markup {
    html! {
        header.answer {
            p.question { (question) }
            h1.signed {
                @if let Some(state) = state { span.sign.(state.class()) { (shape(state)) } }
                span { (answer) }
            }
        }
    }
}

/// What stands where a list is still empty: what will appear, and how to make it appear.
pub(super) fn empty(what: &str, how: &Markup) -> Markup {
    html! {
        div.empty {
            p { strong { (what) } }
            p { (how) }
        }
    }
}

/// The way back to where this page hangs.
pub(super) fn crumbs(way: &[(&str, &str)]) -> Markup {
    html! {
        nav.crumbs aria-label="Where this is" {
            ol {
                @for (name, path) in way {
                    li { a href=(path) { (name) } }
                }
            }
        }
    }
}

/// Links to the pages before and after this one.
pub(super) fn pages(newer: Option<(&str, &str)>, older: Option<(&str, &str)>) -> Markup {
    html! {
        @if newer.is_some() || older.is_some() {
            nav.pages aria-label="Pages" {
                @if let Some((name, path)) = newer {
                    a href=(path) { span aria-hidden="true" { "←" } " " (name) }
                }
                @if let Some((name, path)) = older {
                    a.older href=(path) { (name) " " span aria-hidden="true" { "→" } }
                }
            }
        }
    }
}

/// Whether a debt's day has passed.
pub(super) fn is_overdue(until: &str, now: Moment) -> bool {
    let today = now.to_string();
    // Days in ISO 8601 sort as text.
    until.len() >= 10 && today.get(..10) > until.get(..10)
}

/// Debts in full.
pub(super) fn debts(debts: &[Debt], now: Moment) -> Markup {
    html! {
        ul.debts {
            @for debt in debts {
                li.debt id={ "debt-" (debt.id) } {
                    span.corner aria-hidden="true" {}
                    p.owe { (debt.owe) }
                    @if !debt.why.is_empty() {
                        p.muted { (debt.why) }
                    }
                    dl.facts {
                        div {
                            dt { "Paid back by" }
                            dd {
                                (day(&debt.until))
                                @if is_overdue(&debt.until, now) {
                                    " "
                                    strong.overdue { "overdue" }
                                }
                            }
                        }
                        (fact("Owner", &debt.owner))
                        (fact("Accepted by", &debt.accepted_by))
                        (fact("Followed in", &debt.track))
                        (fact("Weakens", &debt.weakens.join(", ")))
                    }
                }
            }
        }
    }
}

/// A name and a value, left out where there is no value.
pub(super) fn fact(name: &str, value: &str) -> Markup {
    html! {
        @if !value.is_empty() {
            div {
                dt { (name) }
                dd { (value) }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_debt_is_overdue_from_the_day_after() {
        let check = |until: &str, now: &str, overdue: bool| {
            assert_eq!(
                is_overdue(until, Moment::parse(now).unwrap()),
                overdue,
                "{until} {now}"
            );
        };
        check("2026-11-21", "2026-11-21T23:59:59Z", false);
        check("2026-11-20", "2026-11-21T00:00:00Z", true);
        check("2027-01-01", "2026-12-31T00:00:00Z", false);
        check("", "2026-12-31T00:00:00Z", false);
    }
}
