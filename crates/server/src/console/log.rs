//! Log: is it whole?

use maud::{Markup, html};

use super::layout::{self, Place};
use super::parts;
use super::views::{Frame, Log, SelfCheck};
use super::{paths, words};

/// The page.
pub fn page(frame: &Frame, view: &Log) -> Markup {
    let body = html! {
        (parts::answer("Is the log whole?", &answer(view), &html! {
            @if let SelfCheck::Whole { at, .. } | SelfCheck::Faulty { at, .. } = &view.self_check {
                p.lead { "We last checked " (parts::when(frame.now, *at)) "." }
            }
        }))
        @if let SelfCheck::Faulty { faults, .. } = &view.self_check {
            section aria-labelledby="faults" {
                h2 #faults { "What does not fit" }
                ul { @for fault in faults { li { (fault) } } }
                p { "Keep the data folder as it is: a copy of it is the evidence. Then verify it yourself, as below." }
            }
        }
        div.columns {
            (newest(frame, view))
            (yourself(view))
        }
        (recent(frame, view))
        (find(view))
    };
    layout::page(frame, Place::Log, "Is the log whole?", &body)
}

fn answer(view: &Log) -> String {
    match &view.self_check {
        _ if view.size == 0 => "It is empty: nothing has been recorded yet.".to_owned(),
        SelfCheck::NotYet => format!(
            "It has {}, and we have not checked it yet.",
            words::plural(view.size, "entry", "entries")
        ),
        SelfCheck::Whole { entries, .. } => match entries {
            1 => "Yes. The one entry is in its place and unchanged.".to_owned(),
            some => format!(
                "Yes. All {} entries are in their place and unchanged.",
                words::count(*some)
            ),
        },
        SelfCheck::Faulty { faults, .. } => match faults.len() {
            0 | 1 => "No. Something does not fit.".to_owned(),
            some => format!("No. {some} things do not fit."),
        },
    }
}

fn newest(frame: &Frame, view: &Log) -> Markup {
    html! {
        section aria-labelledby="newest" {
            h2 #newest { "The newest seal" }
            dl.facts.stacked {
                (parts::fact("Entries now", &words::count(view.size)))
                @match view.checkpoints.first() {
                    Some(checkpoint) => {
                        (parts::fact("Entries sealed", &words::count(checkpoint.size)))
                        div { dt { "Signed" } dd { (parts::when(frame.now, checkpoint.at)) } }
                        div { dt { "Root hash" } dd { code.hash { (checkpoint.root) } } }
                    }
                    None => div { dt { "Signed" } dd { "not yet; a seal follows the first entries" } },
                }
                @if !view.verifier_key.is_empty() {
                    div { dt { "Public key" } dd { code.hash { (view.verifier_key) } } }
                }
                (parts::fact("Log name", &view.origin))
            }
            p.muted.small {
                "A seal is a signed checkpoint: one root hash over every entry so far. Whoever keeps one can later show "
                "whether anything before it was changed or taken away."
            }
        }
    }
}

fn yourself(view: &Log) -> Markup {
    html! {
        section aria-labelledby="yourself" {
            h2 #yourself { "Check it yourself" }
            @if view.commands.is_empty() {
                p.muted { "This server has not said how." }
            } @else {
                p { "Do not take our word for it. Write down the public key, then run:" }
                ol.plain {
                    @for (place, (says, command)) in view.commands.iter().enumerate() {
                        li {
                            p { (says) }
                            div.command {
                                pre tabindex="0" aria-label="Command" { code id={ "command-" (place) } { (command) } }
                                button type="button" hidden data-copy={ "command-" (place) } {
                                    "Copy" span.unseen { " the command" }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn recent(frame: &Frame, view: &Log) -> Markup {
    html! {
        section aria-labelledby="recent" {
            h2 #recent { "Recent seals" }
            @if view.checkpoints.is_empty() {
                (parts::empty(
                    "Nothing is sealed yet.",
                    &html! { "A seal is signed shortly after entries are written, and appears here." },
                ))
            } @else {
                div.scroll role="group" aria-label="Table of recent seals" tabindex="0" {
                    table {
                        thead {
                            tr {
                                th scope="col" { "Signed" }
                                th.number scope="col" { "Entries" }
                                th scope="col" { "Root hash" }
                            }
                        }
                        tbody {
                            @for checkpoint in &view.checkpoints {
                                tr {
                                    th scope="row" { (parts::when(frame.now, checkpoint.at)) }
                                    td.number { (words::count(checkpoint.size)) }
                                    td { code.hash { (checkpoint.root) } }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The newest entry's page, as a way into the log.
fn find(view: &Log) -> Markup {
    html! {
        @if let Some(last) = view.size.checked_sub(1) {
            p.after { a href=(paths::decision(last)) { "See the newest entry, #" (words::count(last)) } }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use vocabulary::Moment;

    #[test]
    fn what_was_not_checked_is_not_called_whole() {
        let check = |size: u64, self_check: SelfCheck, expected: &str| {
            let view = Log {
                size,
                self_check,
                ..Log::default()
            };
            assert_eq!(answer(&view), expected);
        };
        let whole = |entries| SelfCheck::Whole {
            at: Moment::EPOCH,
            entries,
        };
        let faulty = |faults: &[&str]| SelfCheck::Faulty {
            at: Moment::EPOCH,
            faults: faults.iter().map(|fault| (*fault).to_owned()).collect(),
        };
        check(0, whole(0), "It is empty: nothing has been recorded yet.");
        check(
            2,
            SelfCheck::NotYet,
            "It has 2 entries, and we have not checked it yet.",
        );
        check(1, whole(1), "Yes. The one entry is in its place and unchanged.");
        check(
            1204,
            whole(1204),
            "Yes. All 1,204 entries are in their place and unchanged.",
        );
        check(9, faulty(&["a"]), "No. Something does not fit.");
        check(9, faulty(&["a", "b"]), "No. 2 things do not fit.");
    }
}
