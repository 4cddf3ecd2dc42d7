//! Whether the time that a wrong passphrase takes tells if there is an account at the address.
//!
//! Pairs of a known and an unknown address, the first of each pair by lot, so that whatever else the machine does
//! meets both alike. Taken in this process, where an attacker never is: over a network there is only more noise.

use std::time::Duration;

use anyhow::{Context as _, bail};
use credentials::passphrase::Cost;
use people::{Aim, FirstHalf, SignIn};
use serde::Serialize;
use vocabulary::Span;

use super::busy::{Busy, Cores};
use super::house::{House, WRONG, address, visit};
use super::statistics::mann_whitney;
use crate::dice::Dice;
use crate::numbers::{median, millis};
use crate::stopwatch::Stopwatch;

/// How often each known account is tried: fewer times than make anybody wait.
const TRIES: u32 = 4;
/// Pairs that are timed before, and not counted: the first ones meet empty caches.
const WARM: u32 = 8;
/// Time between two pairs.
const BETWEEN: Span = Span::from_minutes(20);
/// Below this, chance alone is no good explanation any more, and the two are called distinguishable.
const DISTINGUISHABLE_BELOW: f64 = 0.01;

#[derive(Debug, Serialize)]
pub(super) struct Figures {
    pairs: u32,
    known_median_ms: f64,
    unknown_median_ms: f64,
    /// How much longer a known address takes than an unknown one, by the medians.
    difference_percent: f64,
    /// Mann-Whitney U, both ways.
    p: f64,
    distinguishable_below_p: f64,
    distinguishable: bool,
    /// How often a known address takes longer than an unknown one; 0.5 is a coin toss.
    known_is_slower: f64,
    cores: Cores,
}

pub(super) fn measure(pairs: u32) -> anyhow::Result<Figures> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(time(pairs))
}

async fn time(pairs: u32) -> anyhow::Result<Figures> {
    let house = House::new(Cost::default())?;
    let accounts = (WARM + pairs).div_ceil(TRIES);
    for number in 0..accounts {
        house.sign_up(number).await?;
    }
    let busy = Busy::begin();
    let mut dice = Dice::new(20_261_121);
    let (mut known, mut unknown) = (Vec::new(), Vec::new());
    for pair in 0..WARM + pairs {
        house.pass(BETWEEN);
        let there = (pair % accounts, &mut known);
        let nobody = (accounts + pair, &mut unknown);
        let order = if dice.below(2) == 0 {
            [there, nobody]
        } else {
            [nobody, there]
        };
        for (place, (person, taken)) in (0_u32..).zip(order) {
            let millis = wrong(&house, person, accounts + 2 * pair + place).await?;
            if pair >= WARM {
                taken.push(millis);
            }
        }
    }
    let ranked = mann_whitney(&known, &unknown).context("no pairs were timed")?;
    let (known_median_ms, unknown_median_ms) = (median(&mut known), median(&mut unknown));
    Ok(Figures {
        pairs,
        known_median_ms,
        unknown_median_ms,
        difference_percent: (known_median_ms / unknown_median_ms - 1.0) * 100.0,
        p: ranked.p,
        distinguishable_below_p: DISTINGUISHABLE_BELOW,
        distinguishable: ranked.p < DISTINGUISHABLE_BELOW,
        known_is_slower: ranked.above,
        cores: busy.cores(),
    })
}

/// Milliseconds that a wrong passphrase takes, from a place where nobody was before.
async fn wrong(house: &House, person: u32, place: u32) -> anyhow::Result<f64> {
    let (visit, address, aim) = (visit(place)?, address(person), Aim::default());
    let watch = Stopwatch::start();
    let answer = house
        .people
        .sign_in_with_passphrase(&visit, &address, WRONG, &aim)
        .await?;
    let taken = watch.elapsed();
    match answer {
        FirstHalf::Ended(SignIn::Wrong) => Ok(taken.as_secs_f64() * 1e3),
        other => bail!("a wrong passphrase was answered with {other:?}"),
    }
}

impl Figures {
    pub(super) fn print(&self) {
        let show = |figure: f64| millis(Duration::from_secs_f64(figure / 1e3));
        println!(
            "\ntiming: {} pairs of a known and an unknown address with a wrong passphrase; {}",
            self.pairs, self.cores
        );
        println!(
            "  median {} ms known, {} ms unknown: {:+.2} %; a known one takes longer {:.1} % of the time (50 % is a coin toss)",
            show(self.known_median_ms),
            show(self.unknown_median_ms),
            self.difference_percent,
            self.known_is_slower * 100.0
        );
        println!(
            "  Mann-Whitney U, two-sided: p = {:.6}; below {} they would be called distinguishable: {}",
            self.p,
            self.distinguishable_below_p,
            if self.distinguishable {
                "they are"
            } else {
                "they are not"
            }
        );
    }
}
