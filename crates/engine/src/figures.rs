//! The day in figures: counts that no promise is about, kept with the promises' tallies.

use std::collections::BTreeMap;

use outcomes::Indicators;
use vocabulary::{Mark, Record, catalogue::kinds};

use crate::{Engine, EngineError};

/// One figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Figure {
    /// Attempts to get into somebody's account, or to go on in it, that were stopped.
    TakeoversStopped,
    /// Effects put on hold.
    EffectsHeld,
    /// Sign-ins of the owner, with or without a question.
    OwnersSeen,
    /// Times that an owner was asked a question and answered it.
    OwnersChallenged,
}

impl Figure {
    const ALL: [Self; 4] = [
        Self::TakeoversStopped,
        Self::EffectsHeld,
        Self::OwnersSeen,
        Self::OwnersChallenged,
    ];

    /// The tally's name. Promises are called `journey/promise`, and no journey may be called `figures`.
    const fn subject(self) -> &'static str {
        match self {
            Self::TakeoversStopped => "figures/takeovers-stopped",
            Self::EffectsHeld => "figures/effects-held",
            Self::OwnersSeen => "figures/owners-seen",
            Self::OwnersChallenged => "figures/owners-challenged",
        }
    }
}

/// What an account's record adds to the figures: the tally's name, and by how much.
pub(crate) fn moves(indicators: &Indicators, record: &Record) -> Vec<(String, i64)> {
    let event = &record.event;
    let counts = match event.mark {
        Mark::Real => true,
        Mark::Simulated => indicators.counts_simulated(),
        Mark::Drill => false,
    };
    if !counts {
        return Vec::new();
    }
    let mut moves: Vec<(String, i64)> = figure_of(record)
        .into_iter()
        .map(|figure| (figure.subject().to_owned(), 1))
        .collect();
    if let (kinds::EFFECT_HELD, Some(amount), Some(currency)) =
        (event.kind, event.whole("amount"), event.text("currency"))
    {
        moves.push((format!("{HELD_AMOUNT}{currency}"), amount));
    }
    moves.extend(crate::leaks::moves(event));
    moves
}

const HELD_AMOUNT: &str = "figures/held-amount/";

fn figure_of(record: &Record) -> Option<Figure> {
    let event = &record.event;
    let is = |field, word| event.text(field) == Some(word);
    match event.kind {
        kinds::SIGN_IN_FINISHED if is("outcome", "refused") && is("password", "correct") => {
            Some(Figure::TakeoversStopped)
        }
        kinds::SIGN_IN_FINISHED if is("outcome", "allowed") && is("verdict", "owner") => {
            Some(Figure::OwnersSeen)
        }
        kinds::SESSION_ENDED if is("because", "odd") => Some(Figure::TakeoversStopped),
        kinds::CHALLENGE_ANSWERED if is("result", "passed") && record.happened() => {
            Some(Figure::OwnersChallenged)
        }
        kinds::EFFECT_HELD => Some(Figure::EffectsHeld),
        _ => None,
    }
}

/// The figures of one day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DayFigures {
    counts: BTreeMap<Figure, u64>,
    /// What the held charges amount to, by currency, in its smallest unit.
    pub held_amount: BTreeMap<String, i64>,
}

impl DayFigures {
    /// A figure's count.
    pub fn count(&self, figure: Figure) -> u64 {
        self.counts.get(&figure).copied().unwrap_or(0)
    }
}

impl Engine {
    /// The figures of the day that is `ago` days before today, UTC.
    pub async fn day(&self, ago: i64) -> Result<DayFigures, EngineError> {
        let today = self.now().hour().div_euclid(24);
        let first = (today - ago) * 24;
        let mut figures = DayFigures::default();
        for row in self.store.tallies(first, first + 24).await? {
            if let Some(currency) = row.subject.strip_prefix(HELD_AMOUNT) {
                *figures.held_amount.entry(currency.to_owned()).or_default() += row.count;
            } else if let Some(figure) = Figure::ALL
                .into_iter()
                .find(|figure| figure.subject() == row.subject)
            {
                *figures.counts.entry(figure).or_default() += u64::try_from(row.count).unwrap_or(0);
            }
        }
        Ok(figures)
    }
}
