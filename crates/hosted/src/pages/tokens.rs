//! API tokens: what lets programs in, what each may do, and when it was last used.

use maud::{Markup, html};
use vocabulary::Moment;

use crate::frame::Frame;
use crate::layout::{self, Room};
use crate::parts::{self, Field, Kind};
use crate::problem::Problem;
use crate::text::cleaned;
use crate::{fields, paths};

/// A token, without its secret.
#[derive(Debug, Clone, Default)]
pub struct Token {
    /// Its id, which forms post.
    pub id: String,
    /// What its owner calls it.
    pub name: String,
    /// Its beginning and its last characters, by which its owner knows it: `acme_…x7Qz`.
    pub hint: String,
    /// What it may do, each as a person would say it.
    pub scopes: Vec<String>,
    /// When it was made.
    pub made_at: Moment,
    /// When it ends by itself.
    pub ends_at: Moment,
    /// When it was last used.
    pub last_used: Option<Moment>,
    /// From where it was last used.
    pub last_place: Option<String>,
    /// Until when it still works beside the one that took its place.
    pub replaced_until: Option<Moment>,
}

/// Something that a token can be allowed to do.
#[derive(Debug, Clone, Default)]
pub struct Scope {
    /// As the form posts it.
    pub name: String,
    /// As a person would say it, in their language.
    pub says: String,
    /// Whether it is chosen.
    pub is_chosen: bool,
}

/// A secret that is shown once.
#[derive(Debug, Clone, Default)]
pub struct Fresh {
    /// What its owner calls it.
    pub name: String,
    /// The token itself.
    pub token: String,
    /// When it ends by itself.
    pub ends_at: Moment,
    /// Until when the one that it replaces still works.
    pub old_until: Option<Moment>,
}

/// All tokens, and the form for another.
#[derive(Debug, Clone, Default)]
pub struct View {
    /// Newest first.
    pub tokens: Vec<Token>,
    /// A token that was made just now. The page must not be kept by caches.
    pub fresh: Option<Fresh>,
    /// What a new one can be allowed.
    pub scopes: Vec<Scope>,
    /// For how many days a new one can be good.
    pub days: Vec<u32>,
    /// The choice among them.
    pub chosen_days: u32,
    /// What was entered as its name.
    pub label: String,
    /// What is wrong with what was entered.
    pub problems: Vec<Problem>,
}

/// The page.
pub fn page(frame: &Frame, view: &View) -> String {
    let words = frame.words();
    let title = words.say("tokens-heading");
    let body = html! {
        p.crumb { a href=(paths::ACCOUNT) { (words.say("account-heading")) } }
        h1 { (title) }
        p.lead { (words.say("tokens-lead")) }
        (parts::problems(frame, &view.problems))
        @if let Some(fresh) = &view.fresh { (shown_once(frame, fresh)) }
        section.card aria-labelledby="there" {
            h2 #there { (words.say("tokens-there")) }
            @if view.tokens.is_empty() {
                p.muted { (words.say("tokens-none")) }
            } @else {
                ul.lines { @for token in &view.tokens { (one(frame, token)) } }
                @if view.tokens.len() > 1 {
                    (parts::small_form(frame, paths::TOKENS_REVOKE, &html! {
                        button type="submit" { (words.say("tokens-revoke-all")) }
                    }))
                }
            }
        }
        (create(frame, view))
    };
    layout::page(frame, Room::Hall, &title, &view.problems, &body)
}

fn shown_once(frame: &Frame, fresh: &Fresh) -> Markup {
    let words = frame.words();
    html! {
        section.card.fresh aria-labelledby="fresh" {
            h2 #fresh { (words.tell("token-fresh", &[("name", (&fresh.name).into())])) }
            p { (words.say("token-once")) }
            p.secret {
                code #token { (fresh.token) }
                button.small type="button" hidden data-copy="token" data-copied=(words.say("copied")) {
                    (words.say("copy"))
                }
            }
            p.muted.small {
                (words.say("token-ends")) " " (parts::when(frame, fresh.ends_at))
                @if let Some(until) = fresh.old_until {
                    " · " (words.say("token-old-until")) " " (parts::date(frame, until))
                }
            }
        }
    }
}

fn one(frame: &Frame, token: &Token) -> Markup {
    let words = frame.words();
    let button = |path: &str, label: &str| {
        parts::small_form(
            frame,
            path,
            &html! {
                input type="hidden" name=(fields::ID) value=(token.id);
                button.small type="submit" { (words.say(label)) span.unseen { ": " (cleaned(&token.name)) } }
            },
        )
    };
    html! {
        li {
            div.thing {
                p { strong { (cleaned(&token.name)) } " " code.muted { (token.hint) } }
                @if !token.scopes.is_empty() { p.small { (words.say("token-may")) " " (token.scopes.join(", ")) } }
                p.muted.small {
                    @match token.last_used {
                        Some(at) => {
                            (words.say("last-used")) " " (parts::when(frame, at))
                            @if let Some(place) = &token.last_place { ", " (cleaned(place)) }
                        }
                        None => (words.say("never-used")),
                    }
                    " · "
                    @match token.replaced_until {
                        Some(at) => { (words.say("token-replaced")) " " (parts::date(frame, at)) }
                        None => { (words.say("token-ends")) " " (parts::when(frame, token.ends_at)) }
                    }
                }
            }
            div.does {
                @if token.replaced_until.is_none() { (button(paths::TOKENS_ROTATE, "token-rotate")) }
                (button(paths::TOKENS_REVOKE, "token-revoke"))
            }
        }
    }
}

fn create(frame: &Frame, view: &View) -> Markup {
    let words = frame.words();
    let wrong = |field: &str| {
        view.problems
            .iter()
            .find(|problem| problem.field() == Some(field))
            .map(|problem| problem.in_words(words))
    };
    html! {
        section.card aria-labelledby="create" {
            h2 #create { (words.say("token-create")) }
            (parts::form(frame, paths::TOKENS_CREATE, &html! {
                (parts::field(frame, &Field {
                    kind: Kind::Label,
                    name: fields::NAME,
                    label: words.say("label"),
                    hint: words.say("token-label-hint"),
                    value: &view.label,
                    problems: &view.problems,
                    ..Field::default()
                }))
                fieldset.choices.wrong[wrong(fields::SCOPE).is_some()] #(fields::SCOPE) tabindex="-1"
                    aria-describedby=[wrong(fields::SCOPE).map(|_| "scope-error")] {
                    legend { (words.say("token-scopes")) }
                    @if let Some(text) = wrong(fields::SCOPE) { div.error #scope-error { p { (text) } } }
                    @for scope in &view.scopes {
                        label.choice {
                            input type="checkbox" name=(fields::SCOPE) value=(scope.name) checked[scope.is_chosen];
                            span { (scope.says) }
                        }
                    }
                }
                div.field.wrong[wrong(fields::DAYS).is_some()] {
                    label for=(fields::DAYS) { (words.say("token-days")) }
                    @if let Some(text) = wrong(fields::DAYS) { div.error #days-error { p { (text) } } }
                    select #(fields::DAYS) name=(fields::DAYS)
                        aria-describedby=[wrong(fields::DAYS).map(|_| "days-error")] {
                        @for days in &view.days {
                            option value=(days) selected[*days == view.chosen_days] {
                                (words.tell("length-days", &[("count", (*days).into())]))
                            }
                        }
                    }
                }
                button.primary type="submit" { (words.say("token-create")) }
            }))
        }
    }
}
