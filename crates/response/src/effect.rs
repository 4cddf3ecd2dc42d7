//! What an account brought about outside itself, as far back as a hold may reach.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use vocabulary::{Event, Moment, SessionId};

/// One charge, payout, message or the like.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Effect {
    /// The platform's id.
    pub id: Arc<str>,
    /// The catalogue's word for it: `charge`, `payout`, …
    pub kind: Arc<str>,
    /// Money in the currency's smallest unit.
    pub amount: Option<i64>,
    /// ISO 4217 code.
    pub currency: Option<Arc<str>>,
    /// When it was asked for.
    pub at: Moment,
    /// In which session.
    pub session: Option<SessionId>,
    /// Where it stands.
    pub state: EffectState,
}

/// Where an effect stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum EffectState {
    /// It went through.
    Done,
    /// It waits until it is known whose doing it was.
    Held,
}

impl Effect {
    /// The effect of an `effect.*` event; `None` for other kinds.
    pub fn of(event: &Event, state: EffectState) -> Option<Self> {
        Some(Self {
            id: Arc::from(event.text("effect_id")?),
            kind: Arc::from(event.text("effect")?),
            amount: event.whole("amount"),
            currency: event.text("currency").map(Arc::from),
            at: event.at,
            session: event.session.clone(),
            state,
        })
    }

    /// Fills the effect's fields into an event.
    #[must_use]
    pub fn describe(&self, event: Event) -> Event {
        let mut event = event.with("effect", &*self.kind).with("effect_id", &*self.id);
        if let Some(amount) = self.amount {
            event = event.with("amount", amount);
        }
        if let Some(currency) = &self.currency {
            event = event.with("currency", &**currency);
        }
        event
    }
}
