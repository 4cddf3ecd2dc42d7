//! Accounts: whom do you look for?

use maud::{Markup, html};

use super::layout::{self, Place};
use super::parts;
use super::views::{AccountRow, Accounts, Frame, Standing};
use super::{paths, words};

/// The page.
pub fn page(frame: &Frame, view: &Accounts) -> Markup {
    let newer = view
        .before
        .as_deref()
        .map(|cursor| paths::accounts(&view.query, Some(("before", cursor))));
    let older = view
        .after
        .as_deref()
        .map(|cursor| paths::accounts(&view.query, Some(("after", cursor))));
    let body = html! {
        (parts::answer("Whom do you look for?", "Accounts", &html! {}))
        form.search role="search" method="get" action=(paths::ACCOUNTS) {
            label for="q" { "The beginning of an account's id" }
            div.field {
                input #q type="search" name="q" value=(view.query) autocomplete="off" spellcheck="false"
                    autocapitalize="off" maxlength="128";
                button type="submit" { "Search" }
            }
        }
        @if view.rows.is_empty() {
            (nobody(view))
        } @else {
            ul.people aria-label="Accounts" { @for row in &view.rows { (line(frame, row)) } }
        }
        (parts::pages(
            newer.as_deref().map(|path| ("Earlier ids", path)),
            older.as_deref().map(|path| ("Later ids", path)),
        ))
    };
    layout::page(frame, Place::Accounts, "Accounts", &body)
}

fn nobody(view: &Accounts) -> Markup {
    html! {
        @if view.query.is_empty() {
            (parts::empty(
                "No account is known yet.",
                &html! { "An account appears here with the first event that your product reports about it." },
            ))
        } @else {
            (parts::empty(
                "No account begins like this.",
                &html! {
                    "We looked for ids that begin with " code { (view.query) } ". Ids are those of your own "
                    "product, written exactly as it sends them. " a href=(paths::ACCOUNTS) { "Show all accounts" }
                },
            ))
        }
    }
}

fn line(frame: &Frame, row: &AccountRow) -> Markup {
    html! {
        li {
            a href=(paths::account(&row.id)) { (row.id) }
            p { (standing(frame, &row.standing)) }
            p.muted { @if row.held > 0 { (words::plural(row.held, "request", "requests")) " on hold" } }
            p.muted.small { @if let Some(at) = row.last_seen { "seen " (parts::when(frame.now, at)) } @else { "never seen" } }
        }
    }
}

/// How an account is doing, in a few words.
fn standing(frame: &Frame, standing: &Standing) -> Markup {
    html! {
        @match standing {
            Standing::Calm => span.calm { "calm" },
            Standing::NeedsAttention { since, because } => {
                strong { "needs attention" } " " (parts::lasting(frame.now, *since))
                @if !because.is_empty() { span.muted { ": " (because) } }
            }
        }
    }
}
