//! The membership file: bytes a key, time to make it, time to ask it.

use std::fs::File;
use std::hint::black_box;
use std::io::Write as _;
use std::path::Path;

use anyhow::{Context as _, bail};
use breaches::{About, Algorithm, Corpus};
use exposure::breached::membership::{Builder, MAGIC, Membership, size_of};
use mapped::{Looking, Mapped};

use super::thread_nanos;
use crate::dice::mixed;
use crate::stopwatch::Stopwatch;

/// So many different keys are asked for in a row, more than any cache holds.
const RANDOM: u64 = 4_000_000;
/// So few are asked for again and again, that they and what they need stay in the nearest cache.
const HOT: u64 = 64;

pub(super) fn measure(keys: &[u64], folder: &Path) -> anyhow::Result<()> {
    let about = About {
        algorithm: Algorithm::Sha1,
        least: 1,
        built_at: 0,
    };
    let (watch, from) = (Stopwatch::start(), thread_nanos());
    let mut builder = Builder::new(about, keys.len() as u64);
    let mut bytes = Vec::with_capacity(usize::try_from(size_of(keys.len() as u64))? + 64);
    bytes.extend_from_slice(MAGIC);
    for key in keys {
        builder.push(*key)?;
        if builder.ready().len() > 1 << 20 {
            bytes.extend_from_slice(builder.ready());
            builder.written();
        }
    }
    let (last, count) = builder.finish()?;
    bytes.extend_from_slice(&last);
    let cpu = (thread_nanos() - from) / 1e9;
    let per_hundred_million = 1e8 / count as f64;
    println!(
        "membership: {:.3} bytes a key; {:.3} at 10^9 keys (calculated); false positives {:.1e}",
        bytes.len() as f64 / count as f64,
        size_of(1_000_000_000) as f64 / 1e9,
        count as f64 / 2_f64.powi(64),
    );
    println!(
        "built from sorted keys in memory: {:.2} s of CPU ({:.2} s by the clock), {:.2} s of CPU for 10^8",
        cpu,
        watch.seconds(),
        cpu * per_hundred_million
    );
    let path = folder.join("membership");
    let mut file = File::create(&path)?;
    file.write_all(&bytes)?;
    drop((file, bytes));

    let from = thread_nanos();
    let corpus = Corpus::open_whole(&path)?;
    println!(
        "opened and verified whole: {:.2} s of CPU",
        (thread_nanos() - from) / 1e9
    );
    let Corpus::Membership(corpus) = corpus else {
        bail!("the file that was made is of the other kind")
    };
    for (name, different, rounds) in [("random", RANDOM, 1), ("hot", HOT, 200_000)] {
        let questions = questions(keys, different);
        let chained = asked(&corpus, &questions, rounds, |found| black_box(found) >> 63)?;
        let freely = asked(&corpus, &questions, rounds, |_| 0)?;
        println!(
            "look-up, {name} ({different} different keys, half of them in the corpus): {freely:.1} ns one after another, \
             {chained:.1} ns where each waits for the last answer"
        );
    }
    println!(
        "anchor, one read at a random place of the same file, each waiting for the last: {:.1} ns",
        read_anywhere(&path)?
    );
    Ok(())
}

/// What the memory of this machine costs just now: the least that anything can take that looks at one random place.
fn read_anywhere(path: &Path) -> anyhow::Result<f64> {
    let file = Mapped::open(path, Looking::AtRandom)?;
    let (words, _) = file.as_chunks::<8>();
    let (mut found, from) = (0_u64, thread_nanos());
    for place in 0..RANDOM {
        let at = mixed(found.wrapping_add(place)) % (words.len() as u64).max(1);
        let word = usize::try_from(at).ok().and_then(|at| words.get(at));
        found = u64::from_le_bytes(word.copied().unwrap_or_default());
    }
    black_box(found);
    Ok((thread_nanos() - from) / RANDOM as f64)
}

/// Keys to ask for: half of them are in the corpus.
fn questions(keys: &[u64], different: u64) -> Vec<u64> {
    (0..different)
        .map(|place| {
            let chance = mixed(place.wrapping_mul(0x2545_f491_4f6c_dd1d));
            let known = usize::try_from(chance % keys.len() as u64)
                .ok()
                .and_then(|at| keys.get(at));
            if place % 2 == 0 {
                known.copied().unwrap_or_default()
            } else {
                chance
            }
        })
        .collect()
}

/// Nanoseconds of CPU for each look-up in the file as it is mapped. `waits` makes zero of the answers so far: where it
/// needs them for that, the processor cannot begin with the next question before.
fn asked(
    corpus: &Membership<Mapped>,
    questions: &[u64],
    rounds: u32,
    waits: impl Fn(u64) -> u64,
) -> anyhow::Result<f64> {
    let mut found = 0_u64;
    let from = thread_nanos();
    for _ in 0..rounds {
        for question in questions {
            let question = question.wrapping_add(waits(found));
            found += u64::from(corpus.contains(question).context("the file is damaged")?);
        }
    }
    let nanos = thread_nanos() - from;
    let all = u64::from(rounds) * questions.len() as u64;
    if black_box(found) < all / 2 {
        bail!("{found} keys were found, fewer than there are");
    }
    Ok(nanos / all as f64)
}
