//! Rows that are not in the corpus, so that the length of an answer does not tell which range was asked for.
//!
//! Like the public service's, a padded answer has 800 to 1,000 rows, or up to 200 more than the range has where that
//! is above 800 itself; a row that pads has the count 0, stands where its suffix belongs, and is to be thrown away. The
//! number is drawn anew for every answer: a number that belongs to the range would be its fingerprint.

use exposure::breached::ranges::{Rows, Suffix};
use exposure::breached::{Algorithm, Damaged};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{RngCore as _, SeedableRng as _};

use super::{Random, rows};

/// No padded answer has fewer rows.
pub(super) const LEAST: usize = 800;
/// So many rows at most are added beyond what is needed.
pub(super) const SPREAD: u32 = 200;

/// All rows of a range, among others.
pub(super) fn text(own: Rows<'_>, algorithm: Algorithm, random: &Random) -> Result<Vec<u8>, Damaged> {
    let mut seed = [0; 32];
    random(&mut seed);
    let mut dice = ChaCha8Rng::from_seed(seed);
    let extra = usize::try_from(dice.next_u32() % (SPREAD + 1)).unwrap_or(0);
    let added = LEAST.max(own.left()) + extra - own.left();
    let width = algorithm.bytes() - 4;
    let mut others: Vec<[u8; 18]> = vec![[0; 18]; added];
    for other in &mut others {
        dice.fill_bytes(other);
        let [high, ..] = other;
        *high &= 0xf;
    }
    others.sort_unstable();
    let mut others = others
        .iter()
        .filter_map(|other| {
            let ([high, low], rest) = other.split_first_chunk()?;
            Some(Suffix {
                first: u16::from_be_bytes([*high, *low]),
                rest: rest.get(..width)?,
                count: 0,
            })
        })
        .peekable();
    let mut text = Vec::with_capacity((own.left() + added) * 44);
    let mut counts = itoa::Buffer::new();
    for row in own {
        let row = row?;
        while let Some(other) = others.next_if(|other| (other.first, other.rest) < (row.first, row.rest)) {
            rows::push(&other, &mut counts, &mut text);
        }
        rows::push(&row, &mut counts, &mut text);
    }
    for other in others {
        rows::push(&other, &mut counts, &mut text);
    }
    text.truncate(text.len().saturating_sub(2));
    Ok(text)
}
