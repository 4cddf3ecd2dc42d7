//! `GET /console/exposure`: is what leaks dead in time?

use axum::response::Response;
use engine::{Engine, Opened};
use serde::Deserialize;
use store::Topic;
use vocabulary::{LeakSource, Span};

use super::entered::Entered;
use super::failed::{self, Failed, InQuery};
use crate::console::exposure;
use crate::console::views::{Exposure, LeakOutcome, LeakRow};

/// Over how many days the figures reach.
const DAYS: u32 = 30;
/// Finds on one page.
const PAGE: u32 = 50;

#[derive(Deserialize)]
pub(super) struct Asked {
    before: Option<String>,
}

pub(super) async fn page(entered: Entered, asked: InQuery<Asked>) -> Response {
    let before = failed::query(asked).and_then(|asked| match asked.before {
        None => Ok(None),
        Some(text) => text.parse().map(Some).map_err(|_| Failed::nowhere()),
    });
    let view = match before {
        Ok(before) => fill(entered.engine(), before).await,
        Err(failed) => Err(failed),
    };
    entered.answer(view.map(|view| exposure::page(&entered.frame, &view)))
}

async fn fill(engine: &Engine, before: Option<u64>) -> Result<Exposure, Failed> {
    let figures = engine.leaks(DAYS.into()).await?;
    let entries = engine.on_topic(Topic::Exposure, before, PAGE).await?;
    let older = entries
        .last()
        .map(|entry| entry.index)
        .filter(|_| entries.len() == PAGE as usize);
    let mut leaks = Vec::with_capacity(entries.len());
    for entry in &entries {
        leaks.extend(row(engine, entry).await?);
    }
    Ok(Exposure {
        days: DAYS,
        ended: figures.ended,
        refused: figures.refused(),
        half_within: figures.refused_within(50).map(in_words),
        most_within: figures.refused_within(99).map(in_words),
        found: figures.found.into_iter().collect(),
        leaks,
        is_older: before.is_some(),
        older,
    })
}

async fn row(engine: &Engine, entry: &Opened) -> Result<Option<LeakRow>, Failed> {
    let (Some(record), Some(account)) = (&entry.record, &entry.account) else {
        return Ok(None);
    };
    let event = &record.event;
    let token = event.text("token_id").unwrap_or_default();
    let view = engine.account(account).await?;
    let known = view.as_ref().and_then(|view| view.state.facts.tokens.get(token));
    let leak = known.and_then(|known| known.leak.as_ref());
    // Only the first place in which a token was found ended it.
    let outcome = match leak {
        Some(leak) if leak.at == event.at => match leak.refused_after {
            Some(millis) => LeakOutcome::Refused(in_words(Span::from_millis(millis.into()))),
            None if known.is_some_and(|known| known.revoked_at == Some(event.at)) => LeakOutcome::Ended,
            None => LeakOutcome::WasOver,
        },
        _ => LeakOutcome::WasOver,
    };
    Ok(Some(LeakRow {
        index: entry.index,
        account: account.clone(),
        token: token.to_owned(),
        at: event.at,
        source: event
            .text("source")
            .and_then(LeakSource::named)
            .unwrap_or(LeakSource::Platform),
        found: event.text("found").unwrap_or_default().to_owned(),
        since: event.moment("since"),
        outcome,
        mark: event.mark,
    }))
}

/// Below a second, milliseconds say more.
fn in_words(span: Span) -> String {
    if span < Span::from_seconds(1) {
        format!("{} ms", span.as_millis())
    } else {
        span.in_words()
    }
}
