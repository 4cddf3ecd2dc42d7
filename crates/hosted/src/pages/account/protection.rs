//! What protects the account, and what it would take to get in.

use maud::{Markup, html};
use vocabulary::Factor;

use super::view::{Authenticator, Kept, View, WayIn};
use crate::custody::Custody;
use crate::frame::Frame;
use crate::parts::{self, Field, Kind};
use crate::text::cleaned;
use crate::{fields, paths};

/// The authenticators.
pub(super) fn protection(frame: &Frame, view: &View) -> Markup {
    let words = frame.words();
    html! {
        section.card aria-labelledby="protection" {
            h2 #protection { (words.say("protection-heading")) }
            @if view.authenticators.is_empty() {
                p.muted { (words.say("protection-none")) }
            } @else {
                ul.lines {
                    @for authenticator in &view.authenticators { (one(frame, authenticator)) }
                }
            }
            p.more { a.button href=(paths::ACCOUNT_ADD) { (words.say("protection-add")) } }
        }
    }
}

fn one(frame: &Frame, authenticator: &Authenticator) -> Markup {
    let words = frame.words();
    let factor = words.factor(authenticator.factor);
    let kept = kept(frame, &authenticator.kept);
    html! {
        li {
            div.thing {
                p {
                    strong { (factor) }
                    @if !authenticator.name.is_empty() { " · " (cleaned(&authenticator.name)) }
                    @if authenticator.is_disabled { " " span.marked { (words.say("disabled")) } }
                }
                p.muted.small {
                    (kept) " · "
                    @match authenticator.last_used {
                        Some(at) => { (words.say("last-used")) " " (parts::when(frame, at)) }
                        None => (words.say("never-used")),
                    }
                }
                @if authenticator.is_disabled { p.small { (words.say("disabled-why")) } }
            }
            (manage(frame, authenticator))
        }
    }
}

/// What can be done with it, behind a summary, so that the list stays a list.
fn manage(frame: &Frame, authenticator: &Authenticator) -> Markup {
    let words = frame.words();
    let field = format!("{}-{}", fields::LABEL, authenticator.id);
    let about = if authenticator.name.is_empty() {
        words.factor(authenticator.factor)
    } else {
        cleaned(&authenticator.name)
    };
    let has_name = !matches!(authenticator.factor, Factor::Passphrase | Factor::RecoveryCode);
    html! {
        details.way {
            summary { (words.say("manage")) span.unseen { ": " (about) } }
            @if has_name {
                (parts::form(frame, paths::ACCOUNT_RENAME, &html! {
                    input type="hidden" name=(fields::ID) value=(authenticator.id);
                    (parts::field(frame, &Field {
                        kind: Kind::Label,
                        name: fields::LABEL,
                        id: Some(&field),
                        label: words.say("label"),
                        value: &authenticator.name,
                        ..Field::default()
                    }))
                    button.small type="submit" { (words.say("rename")) }
                }))
            }
            p.does {
                @match authenticator.factor {
                    Factor::Passphrase => a.button.small href=(paths::ADD_PASSPHRASE) { (words.say("change")) },
                    Factor::RecoveryCode => a.button.small href=(paths::ADD_CODES) { (words.say("new-codes")) },
                    Factor::Passkey | Factor::SecurityKey | Factor::Totp => {}
                }
                a.button.small href=(paths::with_id(paths::ACCOUNT_REMOVE, &authenticator.id)) {
                    (words.say("remove")) span.unseen { ": " (about) }
                }
            }
        }
    }
}

fn kept(frame: &Frame, kept: &Kept) -> String {
    let words = frame.words();
    match kept {
        Kept::OnDevice => words.say("kept-on-device"),
        Kept::Synced(provider) if provider.is_empty() => words.say("kept-synced"),
        Kept::Synced(provider) => words.tell("kept-synced-by", &[("name", provider.into())]),
        Kept::Key => words.say("kept-key"),
        Kept::OnPhone => words.say("kept-on-phone"),
        Kept::InManager(name) if name.is_empty() => words.say("kept-in-manager"),
        Kept::InManager(name) => words.tell("kept-in-manager-named", &[("name", name.into())]),
        Kept::ByHeart => words.say("kept-by-heart"),
        Kept::OnPaper { left, of } => {
            words.tell("kept-on-paper", &[("left", (*left).into()), ("of", (*of).into())])
        }
    }
}

/// What somebody would need to get in, each line a set of things that is enough.
pub(super) fn ways_in(frame: &Frame, ways: &[WayIn]) -> Markup {
    let words = frame.words();
    html! {
        section.card aria-labelledby="ways" {
            h2 #ways { (words.say("ways-heading")) }
            p.muted { (words.say("ways-lead")) }
            ul.lines.ways {
                @for way in ways {
                    li {
                        p.needs {
                            @for (at, custody) in way.needs.iter().enumerate() {
                                @if at > 0 { span.plus { (words.say("and")) } }
                                span.chip { (custody.in_words(words)) }
                            }
                        }
                        @if way.needs.iter().any(Custody::is_guarded) {
                            p.muted.small { (words.say("ways-guarded")) }
                        }
                        @if let Some(span) = way.waits {
                            p.muted.small {
                                (words.tell("ways-waits", &[("length", words.length(span).into())]))
                            }
                        }
                    }
                }
            }
        }
    }
}
