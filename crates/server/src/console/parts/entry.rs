//! Entries of the log as people read them: what happened, from where, what was answered, and why.

use maud::{Markup, html};
use vocabulary::{Judgement, Mark, Moment, Origin, Reason, Verdict};

use super::when;
use crate::console::views::Entry;
use crate::console::{paths, words};

/// An answer as a label. Answers are no states, so they have shapes of their own and no state's colour.
pub(in crate::console) fn verdict_pill(judgement: &Judgement) -> Markup {
    let class = judgement.verdict.name();
    html! {
        span.verdict.(class) {
            svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true" focusable="false" {
                @match judgement.verdict {
                    Verdict::Allow => path d="M2.5 8h10M9 4.5 12.5 8 9 11.5" {},
                    Verdict::Challenge { .. } => path d="M5.5 6a2.5 2.5 0 1 1 3.6 2.3c-.7.35-1.1.9-1.1 1.7M8 12.75v.01" {},
                    Verdict::Deny => path d="M4 4l8 8M12 4l-8 8" {},
                }
            }
            (words::verdict(judgement.verdict))
        }
        @if let Some(shadow) = judgement.shadow {
            " "
            span.shadow title="A control in shadow mode decides and is recorded, and changes nothing." {
                "in shadow: " (words::verdict(shadow).to_lowercase())
            }
        }
    }
}

/// A list of entries, newest first, each with the account where `with_account` says so and with reasons where
/// it does not: a page about one account has room for them.
pub(in crate::console) fn timeline(entries: &[Entry], now: Moment, with_account: bool) -> Markup {
    html! {
        @for entry in entries {
            li.entry data-entry=(entry.index) {
                p.time {
                    (when(now, entry.record.event.at))
                    @if !with_account { span.clock { (words::clock(entry.record.event.at)) } }
                }
                div {
                    p { (words::told(&entry.record)) }
                    p.meta {
                        @if with_account {
                            a href=(paths::account(&entry.record.event.account)) { (entry.record.event.account) }
                            " "
                        }
                        (origin(&entry.record.event.from))
                        (mark(entry.record.event.mark))
                        a.number href=(paths::decision(entry.index)) {
                            span.unseen { "Why, and the proof: entry " }
                            "#" (words::count(entry.index))
                        }
                    }
                    @if let (false, Some(judgement)) = (with_account, &entry.record.judgement) {
                        (why(judgement, entry.promise_says.as_deref()))
                    }
                }
                @if let Some(judgement) = &entry.record.judgement {
                    p.answered { (verdict_pill(judgement)) }
                }
            }
        }
    }
}

/// The reasons for an answer, and the promise at stake, in short.
fn why(judgement: &Judgement, promise_says: Option<&str>) -> Markup {
    html! {
        @if !judgement.reasons.is_empty() {
            ul.reasons {
                @for Reason { says, .. } in &judgement.reasons {
                    li { (says) }
                }
            }
        }
        @if let Some(says) = promise_says {
            p.stake { "At stake: " q { (says) } }
        }
    }
}

/// From where and with what.
fn origin(from: &Origin) -> Markup {
    html! {
        @if let Some(ip) = from.ip {
            span { "from " (ip) }
            " "
        }
        @if let Some(agent) = &from.agent {
            span title=(agent) { "with " (words::agent(agent)) }
            " "
        }
        @if let Some(device) = &from.device {
            span { "on device " (device) }
            " "
        }
    }
}

fn mark(mark: Mark) -> Markup {
    html! {
        @match mark {
            Mark::Drill => { span.marked { "drill" } " " }
            Mark::Simulated => { span.marked { "simulated" } " " }
            Mark::Real => {}
        }
    }
}
