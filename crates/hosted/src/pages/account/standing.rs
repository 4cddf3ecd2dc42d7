//! Am I safe? The answer, and the one step that makes it better.

use maud::{Markup, html};

use super::view::{Mend, RecoveryUnderWay, Standing, View};
use crate::frame::Frame;
use crate::{parts, paths};

/// How grave it is: shape, colour and words say the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sign {
    Kept,
    AtRisk,
    Broken,
}

/// The sentence, and what to do.
pub(super) fn standing(frame: &Frame, view: &View) -> Markup {
    let words = frame.words();
    let (sign, heading, lead) = match &view.standing {
        Standing::Safe => (Sign::Kept, words.say("safe"), words.say("safe-lead")),
        Standing::Exposed { through, .. } => (
            Sign::AtRisk,
            through.opens_alone(words),
            words.say("exposed-lead"),
        ),
        Standing::ExposedLater {
            through,
            waits,
            can_be_stopped,
            ..
        } => {
            let lead = if *can_be_stopped {
                "exposed-stoppable"
            } else {
                "exposed-later"
            };
            let length = words.length(*waits);
            let lead = words.tell(lead, &[("length", length.into())]);
            (Sign::AtRisk, through.opens_alone(words), lead)
        }
        Standing::Fragile { without, .. } => {
            (Sign::AtRisk, without.locks_out(words), words.say("fragile-lead"))
        }
        Standing::Breached => (Sign::Broken, words.say("breached"), words.say("breached-lead")),
        Standing::Recovering => (
            Sign::AtRisk,
            words.say("recovering"),
            words.say("recovering-lead"),
        ),
        Standing::Incident {
            noticed,
            held,
            is_stopped,
            ..
        } => {
            let noticed = words.told_from(frame.now, *noticed);
            let heading = words.tell("incident", &[("noticed", noticed.into())]);
            let stopped = words.say(if *is_stopped {
                "incident-stopped"
            } else {
                "incident-open"
            });
            let held = words.tell("incident-held", &[("count", (*held).into())]);
            (Sign::Broken, heading, format!("{stopped} {held}"))
        }
    };
    html! {
        header.answer {
            p.question { (words.say("am-i-safe")) }
            div.signed {
                (shape(sign))
                div {
                    h1 { (heading) }
                    p.lead { (lead) }
                    (step(frame, &view.standing))
                }
            }
        }
    }
}

fn step(frame: &Frame, standing: &Standing) -> Markup {
    let words = frame.words();
    let mend = |mend: Mend| {
        html! { p.step { a.button.primary href=(mend.path()) { (mend.in_words(words)) } } }
    };
    match standing {
        Standing::Exposed { mend: step, .. }
        | Standing::ExposedLater { mend: step, .. }
        | Standing::Fragile { mend: step, .. } => mend(*step),
        Standing::Breached => mend(Mend::ChangePassphrase),
        Standing::Incident { id, .. } => html! {
            p.step {
                a.button.primary href=(paths::with_id(paths::NOT_ME, id)) { (words.say("incident-look")) }
            }
        },
        // The card of the recovery, which follows, has the button.
        Standing::Safe | Standing::Recovering => html! {},
    }
}

/// A recovery that goes on, and how to stop it.
pub(super) fn recovery(frame: &Frame, recovery: &RecoveryUnderWay) -> Markup {
    let words = frame.words();
    html! {
        section.card.urgent aria-labelledby="recovery" {
            h2 #recovery { (words.say("recovery-heading")) }
            dl.facts {
                div { dt { (words.say("asked")) } dd { (parts::when(frame, recovery.asked_at)) } }
                div {
                    dt { (words.say("asked-by")) }
                    dd { (parts::by_whom(frame, recovery.agent.as_deref(), recovery.place.as_deref())) }
                }
                div { dt { (words.say("works-from")) } dd { (parts::date(frame, recovery.ready_at)) } }
            }
            (parts::form(frame, paths::VETO, &html! {
                button.primary type="submit" { (words.say("veto-button")) }
            }))
        }
    }
}

/// The three signs of the house: kept, at risk, broken.
fn shape(sign: Sign) -> Markup {
    let class = match sign {
        Sign::Kept => "kept",
        Sign::AtRisk => "at-risk",
        Sign::Broken => "broken",
    };
    html! {
        svg.shape.(class) viewBox="0 0 16 16" width="32" height="32" aria-hidden="true" focusable="false" {
            @match sign {
                Sign::Kept => {
                    circle cx="8" cy="8" r="7" fill="currentColor" {}
                    path.cut d="M5 8.2l2.1 2.1L11.2 6" fill="none" stroke-width="1.5" stroke-linecap="round"
                        stroke-linejoin="round" {}
                }
                Sign::AtRisk => {
                    circle cx="8" cy="8" r="6.25" fill="none" stroke="currentColor" stroke-width="1.5" {}
                    path d="M8 1.75a6.25 6.25 0 0 1 0 12.5z" fill="currentColor" {}
                }
                Sign::Broken => rect x="1.5" y="1.5" width="13" height="13" rx="1.5" fill="currentColor" {},
            }
        }
    }
}
