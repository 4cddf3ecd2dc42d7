//! For whoever found a token: it is handed in, and the answer is the same whether it was a real one.

use axum::response::Response;
use hosted::pages::found_a_token::{self, View};
use hosted::pages::wait;
use hosted::{Problem, fields, paths};
use vocabulary::LeakSource;

use super::form::Posted;
use super::show::{BUSY, framed, waits};
use super::visitor::Visitor;
use crate::intake::end_behind;

/// Most bytes that are read of what somebody pastes.
const MOST_TEXT: usize = 64 * 1024;
/// Most tokens of one text that are dealt with.
const MOST_TOKENS: usize = 50;

pub(super) async fn show(visitor: Visitor) -> Response {
    page(&visitor, &View::default())
}

fn page(visitor: &Visitor, view: &View) -> Response {
    framed(visitor, !view.problems.is_empty(), |frame| {
        found_a_token::page(frame, view)
    })
}

fn wrong(visitor: &Visitor, problem: Problem) -> Response {
    let view = View {
        thanks: false,
        problems: vec![problem],
    };
    page(visitor, &view)
}

/// What is known is looked up behind the answer, so that it takes the same time; and how much a network may hand in is
/// counted by what it pastes, whatever that is.
pub(super) async fn hand_in(posted: Posted) -> Response {
    let visitor = &posted.visitor;
    let text = posted.field(fields::FOUND);
    if text.trim().is_empty() {
        return wrong(visitor, Problem::FoundMissing);
    }
    if text.len() > MOST_TEXT {
        return wrong(visitor, Problem::FoundTooLong);
    }
    let shared = &visitor.shared;
    let tokens = shared.people.names_of_tokens_in(text, MOST_TOKENS);
    let network = visitor.visit.from.network();
    if !shared
        .intake
        .rates
        .allow(network, tokens.len(), shared.engine.now())
    {
        return wrong(visitor, Problem::FoundTooOften);
    }
    if !end_behind(shared, tokens, LeakSource::Finder) {
        return waits(visitor, wait::Because::Busy, BUSY, paths::FOUND_A_TOKEN);
    }
    let view = View {
        thanks: true,
        problems: Vec::new(),
    };
    page(visitor, &view)
}
