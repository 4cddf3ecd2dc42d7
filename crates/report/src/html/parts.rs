//! Small pieces that several pages share.

use journey::{Debt, Finding, Severity};
use maud::{Markup, html};
use vocabulary::Moment;

use crate::book::{Book, Chapter};
use crate::sentences;
use crate::sign::Sign;
use crate::words;

/// A state's shape and word.
pub(super) fn badge(sign: Sign) -> Markup {
    html! { span.state.(sign.class()) { (shape(sign)) " " (sign.word()) } }
}

/// The shape alone, for where the word stands beside it.
pub(super) fn shape(sign: Sign) -> Markup {
    html! {
        svg.shape viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false" {
            @match sign {
                Sign::Kept => circle cx="8" cy="8" r="6" fill="currentColor" {},
                Sign::AtRisk => {
                    circle cx="8" cy="8" r="5.25" fill="none" stroke="currentColor" stroke-width="1.5" {}
                    path d="M8 2.75a5.25 5.25 0 0 0 0 10.5z" fill="currentColor" {}
                }
                Sign::Broken => rect x="2.5" y="2.5" width="11" height="11" rx="1" fill="currentColor" {},
                Sign::Unproven => circle cx="8" cy="8" r="5.25" fill="none" stroke="currentColor"
                    stroke-width="1.5" stroke-dasharray="2.4 1.724" {},
                Sign::NotMeasured => circle cx="8" cy="8" r="5.5" fill="none" stroke="currentColor" stroke-width="1" {},
                Sign::Debt => path d="M2.5 2.5v11h11z" fill="currentColor" {},
            }
        }
    }
}

/// The question that a page answers, and the answer as its heading, with the shape of a state where one leads.
pub(super) fn answer(question: &str, sign: Option<Sign>, answer: &str, more: &Markup) -> Markup {
    html! {
        header.answer {
            p.question { (question) }
            h1.signed {
                @if let Some(sign) = sign { span.sign.(sign.class()) { (shape(sign)) } }
                span { (answer) }
            }
            (more)
        }
    }
}

/// What stands where a list is still empty: what will appear, and how to make it appear.
pub(super) fn empty(what: &str, how: &Markup) -> Markup {
    html! { div.empty { p { strong { (what) } } p { (how) } } }
}

/// How many promises are in which state, worst first.
pub(super) fn tally(chapter: &Chapter<'_>) -> Markup {
    html! {
        ul.tally aria-label="Promises by state" {
            @for sign in Sign::ALL {
                @let number = chapter.promises().filter(|card| card.sign == sign).count();
                @if number > 0 { li.(sign.class()) { (shape(sign)) " " (number) " " (sign.word()) } }
            }
            @if chapter.promises().next().is_none() { li { "No promise yet" } }
        }
    }
}

/// By when a debt is paid back.
pub(super) fn due(debt: &Debt, now: Moment) -> Markup {
    let overdue = !debt.in_force(now);
    html! {
        span.overdue[overdue] {
            @match &debt.until {
                None => "without an end",
                Some(until) => {
                    @if overdue { "overdue since " } @else { "until " }
                    time datetime=(words::iso(until.value)) { (words::date(until.value)) }
                }
            }
        }
    }
}

/// A debt in full, for the team.
pub(super) fn debt(debt: &Debt, now: Moment) -> Markup {
    let text = |text: &Option<journey::Placed<String>>| text.as_ref().map(|text| text.value.clone());
    let weakens: Vec<&str> = debt.weakens.iter().map(|id| id.as_str()).collect();
    html! {
        li.debt id={ "debt-" (debt.id) } {
            span.corner aria-hidden="true" {}
            p.owe { (debt.owe) }
            @if let Some(why) = &debt.why { p.muted { (why) } }
            dl.facts {
                div { dt { "Paid back" } dd { (due(debt, now)) } }
                (fact("Owner", &text(&debt.owner).unwrap_or_else(|| "nobody".to_owned())))
                (fact("Accepted by", &text(&debt.accepted_by).unwrap_or_else(|| "nobody".to_owned())))
                @if let Some(track) = text(&debt.track) { div { dt { "Followed in" } dd { (address(&track)) } } }
                (fact("Weakens", &weakens.join(", ")))
            }
        }
    }
}

/// A text that is a link where it is a web address.
fn address(text: &str) -> Markup {
    let is_web = ["https://", "http://"]
        .iter()
        .any(|start| text.starts_with(start));
    html! {
        @if is_web { a.out href=(text) rel="noreferrer noopener" { (text) } } @else { (text) }
    }
}

/// A name and a value, left out where there is no value.
pub(super) fn fact(name: &str, value: &str) -> Markup {
    html! { @if !value.is_empty() { div { dt { (name) } dd { (value) } } } }
}

/// What was found, one below the other.
pub(super) fn findings<'a>(findings: impl IntoIterator<Item = &'a Finding>) -> Markup {
    html! {
        ol.findings {
            @for finding in findings {
                li.finding.(finding.severity.word()) {
                    p.meta {
                        strong.severity { (severity(finding.severity)) }
                        " " code { (finding.code) }
                        " " span.where { (finding.file) ":" (finding.line) ":" (finding.column) }
                    }
                    p { (said(&words::capital(&finding.says))) "." }
                    @if !finding.help.is_empty() { p.muted { (said(&words::capital(&finding.help))) } }
                }
            }
        }
    }
}

/// A message, in which what stands between backticks is code.
fn said(message: &str) -> Markup {
    html! {
        @for (place, part) in message.split('`').enumerate() {
            @if place % 2 == 1 { code { (part) } } @else { (part) }
        }
    }
}

const fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "Error",
        Severity::Warning => "Warning",
        Severity::Note => "Note",
    }
}

/// That the page says little about the present, and how to have it say more.
pub(super) fn unmeasured(book: &Book<'_>) -> Markup {
    html! {
        @if let Some(says) = sentences::unmeasured(book) {
            p.missing { (says) }
        }
    }
}

/// The signs, for whoever meets them for the first time. Open, since paper cannot be clicked.
pub(super) fn legend() -> Markup {
    html! {
        section.legend aria-labelledby="legend" {
            h2 #legend { "How to read this" }
            dl {
                @for sign in Sign::ALL { div { dt { (badge(sign)) } dd { (sign.means()) } } }
            }
        }
    }
}
