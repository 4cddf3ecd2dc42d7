//! Attention: what needs me now?

use maud::{Markup, html};

use super::layout::{self, Place};
use super::parts;
use super::views::{Attention, Course, Frame, Incident};
use super::{paths, words};

/// The page.
pub fn page(frame: &Frame, view: &Attention) -> Markup {
    let body = html! {
        (parts::answer("What needs me now?", &answer(view), &html! {}))
        section aria-labelledby="incidents" {
            h2 #incidents { "Accounts" }
            @if view.incidents.is_empty() {
                (parts::empty(
                    "No account needs you.",
                    &html! { "When there are signs that somebody else is in an account, it stands here until that is settled." },
                ))
            } @else {
                ul.incidents { @for incident in &view.incidents { (row(frame, incident)) } }
            }
        }
        section aria-labelledby="promises" {
            h2 #promises { "Promises" }
            @if view.promises.is_empty() {
                (parts::empty(
                    "No promise needs you.",
                    &html! { "A promise that is broken or at risk stands here until it is kept again." },
                ))
            } @else {
                ul.plain.rows {
                    @for promise in &view.promises {
                        li.row {
                            p.standing {
                                (parts::badge(promise.state))
                                @if let Some(since) = promise.since { " " span.since { (parts::lasting(frame.now, since)) } }
                            }
                            p { a href=(paths::promise(&promise.journey_id, &promise.id)) { (promise.says) } }
                        }
                    }
                }
            }
        }
    };
    layout::page(frame, Place::Attention, "What needs me now?", &body)
}

fn answer(view: &Attention) -> String {
    let incidents = u64::try_from(view.incidents.len()).unwrap_or(u64::MAX);
    let promises = u64::try_from(view.promises.len()).unwrap_or(u64::MAX);
    let accounts = words::several(incidents, "account", "accounts");
    let stated = words::several(promises, "promise", "promises");
    match (incidents, promises) {
        (0, 0) => "Nothing. All is calm.".to_owned(),
        (_, 0) => words::capital(&format!("{accounts}.")),
        (0, _) => words::capital(&format!("{stated}.")),
        _ => words::capital(&format!("{accounts} and {stated}.")),
    }
}

fn row(frame: &Frame, incident: &Incident) -> Markup {
    html! {
        li.row {
            p.standing {
                strong { (course(incident.course)) }
                " " span.since { (parts::lasting(frame.now, incident.opened_at)) }
            }
            div {
                p {
                    a href=(paths::account(&incident.account)) { (incident.account) }
                    ": " (words::noticed(&incident.because)) "."
                }
                p.muted.small {
                    "It began " (parts::when(frame.now, incident.began_at)) ". "
                    (words::capital(&on_hold(incident))) "."
                }
            }
        }
    }
}

/// What is held for an incident, as a clause.
pub(super) fn on_hold(incident: &Incident) -> String {
    let charges = match (incident.charges, incident.amount.as_deref()) {
        (0, _) => None,
        (1, Some(amount)) => Some(format!("one charge of {amount}")),
        (some, Some(amount)) => Some(format!(
            "{} ({amount} in all)",
            words::several(some, "charge", "charges")
        )),
        (some, None) => Some(words::several(some, "charge", "charges")),
    };
    let others = match (incident.others, incident.charges) {
        (0, _) => None,
        (some, 0) => Some(words::several(some, "request", "requests")),
        (some, _) => Some(words::several(some, "other request", "other requests")),
    };
    let all: Vec<String> = charges.into_iter().chain(others).collect();
    match (all.as_slice(), incident.charges + incident.others) {
        ([], _) => "nothing is on hold".to_owned(),
        (all, 1) => format!("{} is on hold", words::list(all, "and")),
        (all, _) => format!("{} are on hold", words::list(all, "and")),
    }
}

const fn course(course: Course) -> &'static str {
    match course {
        Course::Open => "Waits for an answer",
        Course::Confirmed => "It was not the owner",
        Course::Cleared => "It was the owner",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::console::views::PromiseRow;
    use vocabulary::{AccountId, Moment};

    #[test]
    fn the_answer_counts_what_waits() {
        let incident = Incident {
            id: "inc_1".to_owned(),
            account: AccountId::new("acc_42").unwrap(),
            began_at: Moment::EPOCH,
            opened_at: Moment::EPOCH,
            because: "odd-session".to_owned(),
            charges: 0,
            others: 0,
            amount: None,
            course: Course::Open,
        };
        let check = |incidents: usize, promises: usize, expected: &str| {
            let view = Attention {
                incidents: vec![incident.clone(); incidents],
                promises: vec![PromiseRow::default(); promises],
            };
            assert_eq!(answer(&view), expected);
        };
        check(0, 0, "Nothing. All is calm.");
        check(2, 0, "Two accounts.");
        check(0, 1, "One promise.");
        check(1, 2, "One account and two promises.");
    }

    #[test]
    fn what_is_held_is_counted_by_what_it_is() {
        let check = |charges: u64, others: u64, amount: Option<&str>, expected: &str| {
            let incident = Incident {
                id: String::new(),
                account: AccountId::new("acc_42").unwrap(),
                began_at: Moment::EPOCH,
                opened_at: Moment::EPOCH,
                because: String::new(),
                charges,
                others,
                amount: amount.map(str::to_owned),
                course: Course::Open,
            };
            assert_eq!(on_hold(&incident), expected);
        };
        check(0, 0, None, "nothing is on hold");
        check(1, 0, Some("5.00 EUR"), "one charge of 5.00 EUR is on hold");
        check(
            2,
            0,
            Some("5.00 EUR"),
            "two charges (5.00 EUR in all) are on hold",
        );
        check(0, 1, None, "one request is on hold");
        check(1, 2, None, "one charge and two other requests are on hold");
    }
}
