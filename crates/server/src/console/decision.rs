//! Why: one entry of the log explained, with its place in the log and the way to prove it.

use maud::{Markup, html};
use vocabulary::{FieldType, Judgement, Reason, Value};

use super::layout::{self, Place};
use super::parts;
use super::views::{Checkpoint, Decision, Erased, Frame};
use super::{paths, words};

/// The page.
pub fn page(frame: &Frame, view: &Decision) -> Markup {
    let record = &view.entry.record;
    let title = format!("Entry {}", words::count(view.entry.index));
    let question = match &record.judgement {
        Some(_) => "Why did we answer like this?",
        None => "What happened here?",
    };
    let account = paths::account(&record.event.account);
    let body = html! {
        (parts::crumbs(&[
            ("Accounts", paths::ACCOUNTS),
            (record.event.account.as_str(), account.as_str()),
        ]))
        (parts::answer(question, &words::told(record), &html! {
            p.lead {
                (parts::when(frame.now, record.event.at)) ", " (words::day_and_minute(record.event.at))
                @if let Some(judgement) = &record.judgement { " " (parts::verdict_pill(judgement)) }
            }
        }))
        @if let Some(judgement) = &record.judgement {
            (reasons(judgement))
            (stake(view))
        }
        div.columns {
            (event(view))
            (place(frame, view.entry.index, &view.leaf_hash, view.covered_by.as_ref()))
        }
    };
    layout::page(frame, Place::Log, &title, &body)
}

/// The page of an entry whose body can no longer be read, because the person whom it was about wished so.
pub fn erased(frame: &Frame, view: &Erased) -> Markup {
    let title = format!("Entry {}", words::count(view.index));
    let body = html! {
        (parts::crumbs(&[("Log", paths::LOG)]))
        (parts::answer("What happened here?", "This can no longer be read.", &html! {
            p {
                "The person whom it was about had what we recorded of them erased: the key to it is destroyed, and "
                "nobody can make it anew. Its place in the log still stands, and still proves that nothing around it changed."
            }
        }))
        div.columns { (place(frame, view.index, &view.leaf_hash, view.covered_by.as_ref())) }
    };
    layout::page(frame, Place::Log, &title, &body)
}

fn reasons(judgement: &Judgement) -> Markup {
    let most = judgement
        .reasons
        .iter()
        .filter_map(|reason| reason.share)
        .fold(0.0_f32, |most, share| most.max(share.abs()));
    html! {
        section aria-labelledby="reasons" {
            h2 #reasons { "The reasons" }
            @if judgement.reasons.is_empty() {
                p.muted { "Nothing stood out, so nothing stood in the way." }
            } @else {
                ul.plain.weighed {
                    @for reason in &judgement.reasons { (weighed(reason, most)) }
                }
            }
            @if let Some(score) = judgement.score {
                p { "All in all, " (words::likelihood(score)) "." }
            }
            @if let Some(wait) = judgement.wait {
                p { "We asked them to wait " (wait.in_words()) " before trying again." }
            }
            @if let Some(shadow) = judgement.shadow {
                p {
                    "Controls in shadow mode would have been stricter: "
                    strong { (words::verdict(shadow).to_lowercase()) } ". They are recorded and change nothing."
                }
            }
        }
    }
}

/// A reason with its share as a bar: to the right what speaks for somebody else, to the left for the owner.
fn weighed(reason: &Reason, most: f32) -> Markup {
    html! {
        li {
            p.says { (reason.says) }
            @if let Some(share) = reason.share.filter(|share| share.is_finite()) {
                @let length = if most > 0.0 { (share.abs() / most * 49.0).clamp(0.5, 49.0) } else { 0.5 };
                @let from = if share < 0.0 { 50.0 - length } else { 50.0 };
                @let says = words::share(share);
                div.share {
                    svg.bar.owner[share < 0.0] width="100%" height="10" role="img" aria-label=(says) {
                        title { (says) }
                        line x1="50%" x2="50%" y1="0" y2="10" {}
                        rect x=(format!("{from:.1}%")) y="2" width=(format!("{length:.1}%")) height="6" rx="1" {}
                    }
                    p.small.muted { (says) }
                }
            } @else {
                p.small.muted.share { "a rule, whatever else speaks for or against it" }
            }
        }
    }
}

fn stake(view: &Decision) -> Markup {
    html! {
        @if let Some(says) = &view.entry.promise_says {
            section aria-labelledby="stake" {
                h2 #stake { "The promise at stake" }
                blockquote {
                    p {
                        @match &view.promise {
                            Some((journey, promise)) => a href=(paths::promise(journey, promise)) { (says) },
                            None => (says),
                        }
                    }
                }
            }
        }
    }
}

fn event(view: &Decision) -> Markup {
    let event = &view.entry.record.event;
    html! {
        section aria-labelledby="event" {
            h2 #event { "What was reported" }
            dl.facts.stacked {
                (parts::fact("Event", event.kind.name()))
                (parts::fact("Reported as", event.key.as_str()))
                div { dt { "Account" } dd { a href=(paths::account(&event.account)) { (event.account) } } }
                @if let Some(step) = &event.step { (parts::fact("Step", step.as_str())) }
                @if let Some(session) = &event.session { (parts::fact("Session", session.as_str())) }
                @if let Some(ip) = event.from.ip { (parts::fact("From", &ip.to_string())) }
                @if let Some(agent) = &event.from.agent { (parts::fact("With", agent)) }
                @if let Some(device) = &event.from.device { (parts::fact("Device", device.as_str())) }
                @for (field, value) in event.fields.iter() {
                    (parts::fact(&words::capital(&field.name.replace('_', " ")), &written(field.kind, value)))
                }
            }
        }
    }
}

/// A field's value as it was sent.
fn written(kind: FieldType, value: &Value) -> String {
    match (kind, value) {
        (_, Value::Word(word)) => (*word).to_owned(),
        (_, Value::Text(text)) => text.as_ref().to_owned(),
        (_, Value::Whole(number)) => number.to_string(),
        (_, Value::Moment(moment)) => words::day_and_minute(*moment),
    }
}

fn place(frame: &Frame, index: u64, leaf_hash: &str, covered_by: Option<&Checkpoint>) -> Markup {
    html! {
        section aria-labelledby="place" {
            h2 #place { "Its place in the log" }
            dl.facts.stacked {
                (parts::fact("Entry", &words::count(index)))
                div { dt { "Leaf hash" } dd { code.hash { (leaf_hash) } } }
                @if let Some(checkpoint) = covered_by {
                    div {
                        dt { "Sealed by" }
                        dd {
                            "the checkpoint over " (words::plural(checkpoint.size, "entry", "entries"))
                            ", signed " (parts::when(frame.now, checkpoint.at))
                        }
                    }
                    div { dt { "Root hash" } dd { code.hash { (checkpoint.root) } } }
                }
            }
            @if covered_by.is_some() {
                p {
                    a.button href=(paths::proof(index)) download { "Download the proof" }
                }
                p.muted.small {
                    "With it anybody can check, without asking us, that this entry is in the log and was not changed since."
                }
            } @else {
                p.muted { "No signed checkpoint covers this entry yet; the next one will, and then its proof is here." }
            }
        }
    }
}
