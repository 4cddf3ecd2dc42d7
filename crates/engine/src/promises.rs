//! Whether promises are kept, from the tallies.

use std::collections::HashMap;

use outcomes::{Standing, State, Tally, standing};
use vocabulary::{Moment, PromiseRef};

use crate::{Engine, EngineError};

/// A journey and how it stands: as its worst promise.
#[derive(Debug, Clone)]
pub struct JourneyStanding {
    /// Its id.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// The worst of its promises' states; guardrails count too.
    pub state: State,
    /// Promises and guardrails, in the order of the file.
    pub promises: Vec<PromiseStanding>,
}

/// A promise or guardrail and how it stands.
#[derive(Debug, Clone)]
pub struct PromiseStanding {
    /// Which.
    pub id: PromiseRef,
    /// What it says.
    pub says: String,
    /// It watches what safety costs.
    pub is_guardrail: bool,
    /// It has a measure at all.
    pub is_measured: bool,
    /// The share that keeps it, 0 to 1.
    pub target: Option<f64>,
    /// State and figures.
    pub standing: Standing,
    /// For each of the last 90 days, oldest first: (valid, good).
    pub days: Vec<(u64, u64)>,
}

/// Days shown beside a promise.
const DAYS: i64 = 90;

impl Engine {
    /// Every journey with the live state of its promises.
    pub async fn standings(&self) -> Result<Vec<JourneyStanding>, EngineError> {
        let stated = self.stated();
        let now = self.now();
        let since = if stated
            .indicators
            .list()
            .iter()
            .any(|one| one.measure.kind.over().is_none())
        {
            i64::MIN
        } else {
            now.hour() - 24 * 366
        };
        let mut rows: HashMap<String, Vec<(i64, u8, i64)>> = HashMap::new();
        for row in self.store.tallies(since, i64::MAX).await? {
            rows.entry(row.subject)
                .or_default()
                .push((row.bucket, row.slot, row.count));
        }
        let journeys = stated.journeys.journeys.iter().map(|journey| {
            let promises: Vec<PromiseStanding> = journey
                .stated()
                .map(|one| {
                    let id = one.to_ref();
                    let counters = rows.get(id.as_str()).map(Vec::as_slice).unwrap_or_default();
                    let owed = journey.debts_on(&one.id.value).any(|debt| debt.in_force(now));
                    let indicator = stated
                        .indicators
                        .list()
                        .iter()
                        .find(|indicator| indicator.id == id);
                    PromiseStanding {
                        says: one.says.value.clone(),
                        is_guardrail: one.step.is_none(),
                        is_measured: indicator.is_some(),
                        target: one
                            .measure
                            .and_then(|measure| measure.kind.target())
                            .map(|target| f64::from(target.value.millionths()) / 1e6),
                        standing: indicator.map_or_else(
                            || unmeasured(owed),
                            |indicator| {
                                let first = indicator.first_hour(now);
                                let mut tally = Tally::default();
                                for (_, slot, count) in counters.iter().filter(|(hour, _, _)| *hour >= first)
                                {
                                    tally.add(*slot, *count);
                                }
                                standing(indicator, &tally, owed)
                            },
                        ),
                        days: days(counters, now),
                        id,
                    }
                })
                .collect();
            JourneyStanding {
                id: journey.id.value.clone(),
                name: journey.name.value.clone(),
                state: promises
                    .iter()
                    .map(|promise| promise.standing.state)
                    .max()
                    .unwrap_or(State::Unproven),
                promises,
            }
        });
        Ok(journeys.collect())
    }
}

fn unmeasured(owed: bool) -> Standing {
    Standing {
        state: if owed { State::StatedDebt } else { State::Unproven },
        valid: 0,
        good: 0,
        value: None,
        lower_bound: None,
        median: None,
        p95: None,
        says: "This is not measured.".to_owned(),
    }
}

fn days(counters: &[(i64, u8, i64)], now: Moment) -> Vec<(u64, u64)> {
    let today = now.hour().div_euclid(24);
    let mut days = vec![(0_u64, 0_u64); usize::try_from(DAYS).unwrap_or(0)];
    for (hour, slot, count) in counters {
        let place = DAYS - 1 - (today - hour.div_euclid(24));
        let day = usize::try_from(place).ok().and_then(|place| days.get_mut(place));
        let (Some(day), Ok(count)) = (day, u64::try_from(*count)) else {
            continue;
        };
        match *slot {
            outcomes::slots::VALID => day.0 += count,
            outcomes::slots::GOOD => day.1 += count,
            _ => {}
        }
    }
    days
}
