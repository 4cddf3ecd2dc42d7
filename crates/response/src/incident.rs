//! Something is wrong with an account.

use serde::{Deserialize, Serialize};
use vocabulary::{IncidentId, Moment, SessionId, Span};

use crate::{Effect, EffectState};

/// How far before its noticing an incident may have begun.
pub const LOOK_BACK: Span = Span::from_hours(24);
const MOST_EFFECTS: usize = 32;

/// One incident, from its first sign to its end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Incident {
    /// Its name.
    pub id: IncidentId,
    /// The first anomalous event, found looking back.
    pub began_at: Moment,
    /// When it was noticed.
    pub noticed_at: Moment,
    /// What was noticed.
    pub because: Because,
    /// The session in which it was noticed.
    pub session: Option<SessionId>,
    /// How sure it is.
    pub stage: Stage,
}

/// What an incident was noticed by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Because {
    /// A session moved to another device.
    OddSession,
    /// Something was done that is unlike the owner.
    Unusual,
    /// The owner said that it was not them.
    OwnerSaidSo,
    /// A token that leaked was used from somewhere else since.
    LeakedToken,
}

impl Because {
    /// The catalogue's word.
    pub const fn name(self) -> &'static str {
        match self {
            Self::OddSession => "odd-session",
            Self::Unusual => "unusual",
            Self::OwnerSaidSo => "owner-said-so",
            Self::LeakedToken => "leaked-token",
        }
    }

    /// The word's meaning.
    pub fn named(word: &str) -> Option<Self> {
        [
            Self::OddSession,
            Self::Unusual,
            Self::OwnerSaidSo,
            Self::LeakedToken,
        ]
        .into_iter()
        .find(|because| because.name() == word)
    }
}

/// How sure an incident is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stage {
    /// There are signs.
    Suspected,
    /// It was not the owner.
    Confirmed,
}

/// What is wrong with one account, and what hangs on it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Trouble {
    incident: Option<Incident>,
    first_sign: Option<Moment>,
    effects: Vec<Effect>,
}

impl Trouble {
    /// The open incident.
    pub fn incident(&self) -> Option<&Incident> {
        self.incident.as_ref()
    }

    /// What the account brought about lately, and what is held.
    pub fn effects(&self) -> &[Effect] {
        &self.effects
    }

    /// Notes a first sign that something may be wrong; the earliest one counts.
    pub fn note_sign(&mut self, at: Moment) {
        let earlier = self.first_sign.filter(|sign| at.since(*sign) <= LOOK_BACK);
        self.first_sign = Some(earlier.map_or(at, |sign| sign.min(at)));
    }

    /// Where an incident noticed at `noticed_at` began.
    pub fn began_at(&self, noticed_at: Moment) -> Moment {
        self.first_sign
            .filter(|sign| noticed_at.since(*sign) <= LOOK_BACK)
            .map_or(noticed_at, |sign| sign.min(noticed_at))
    }

    /// Opens an incident; one that is open already stays.
    pub fn open(&mut self, incident: Incident) {
        self.incident.get_or_insert(incident);
    }

    /// It was not the owner.
    pub fn confirm(&mut self) {
        if let Some(incident) = &mut self.incident {
            incident.stage = Stage::Confirmed;
        }
    }

    /// It was the owner after all: nothing is wrong any more.
    pub fn clear(&mut self) {
        self.incident = None;
        self.first_sign = None;
    }

    /// Remembers an effect, or what became of one. Effects that went through long ago make room first; held
    /// ones are kept as long as there is any other to drop.
    pub fn note_effect(&mut self, effect: Effect) {
        if let Some(known) = self
            .effects
            .iter_mut()
            .find(|known| known.id == effect.id && known.kind == effect.kind)
        {
            known.state = effect.state;
            return;
        }
        while self.effects.len() >= MOST_EFFECTS {
            let rank = |effect: &Effect| (effect.state == EffectState::Held, effect.at);
            let Some(place) = self
                .effects
                .iter()
                .enumerate()
                .min_by_key(|(_, known)| rank(known))
                .map(|(place, _)| place)
            else {
                return;
            };
            self.effects.swap_remove(place);
        }
        self.effects.push(effect);
    }

    /// Effects that are held.
    pub fn held(&self) -> impl Iterator<Item = &Effect> {
        self.effects
            .iter()
            .filter(|effect| effect.state == EffectState::Held)
    }

    /// Effects that went through since `began_at` in a session that `is_doubtful`: a hold reaches back to them.
    pub fn reached_back(
        &self,
        began_at: Moment,
        is_doubtful: impl Fn(Option<&SessionId>) -> bool,
    ) -> impl Iterator<Item = &Effect> {
        self.effects.iter().filter(move |effect| {
            effect.state == EffectState::Done && effect.at >= began_at && is_doubtful(effect.session.as_ref())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    fn effect(id: &str, at: Moment, state: EffectState) -> Effect {
        Effect {
            id: Arc::from(id),
            kind: Arc::from("charge"),
            amount: Some(100),
            currency: None,
            at,
            session: None,
            state,
        }
    }

    #[test]
    fn an_incident_begins_with_its_first_sign_of_the_last_day() {
        let noon = Moment::parse("2026-11-21T12:00:00Z").unwrap();
        let check = |signs: &[Span], expected: Moment| {
            let mut trouble = Trouble::default();
            for before in signs {
                trouble.note_sign(noon - *before);
            }
            assert_eq!(trouble.began_at(noon), expected, "{signs:?}");
        };
        check(&[], noon);
        check(
            &[Span::from_hours(3), Span::from_hours(1)],
            noon - Span::from_hours(3),
        );
        check(&[Span::from_hours(30)], noon);
        check(
            &[Span::from_hours(30), Span::from_hours(2)],
            noon - Span::from_hours(2),
        );
    }

    #[test]
    fn held_effects_are_not_forgotten_for_newer_ones() {
        let start = Moment::from_millis(0);
        let mut trouble = Trouble::default();
        trouble.note_effect(effect("held", start, EffectState::Held));
        for number in 0..100_i64 {
            trouble.note_effect(effect(
                &format!("e{number}"),
                start + Span::from_seconds(number),
                EffectState::Done,
            ));
        }
        assert_eq!(trouble.held().count(), 1);
        assert_eq!(trouble.effects().len(), MOST_EFFECTS);
    }
}
