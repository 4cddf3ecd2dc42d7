//! Where rows go: into both files at once.

use exposure::breached::text::{Hash, Row};
use exposure::breached::{CorpusError, membership, ranges, truncated};

use super::{Imported, Plan};
use crate::BreachesError;
use crate::whole::Whole;

/// So much may wait in memory before it is written.
const WAITING: usize = 1 << 20;

pub(super) struct Sink {
    least: u64,
    last: Option<Hash>,
    membership: (Whole, membership::Builder),
    ranges: Option<(Whole, ranges::Builder)>,
    left_out: u64,
}

impl Sink {
    /// Begins both files. `expected` is about how many passwords will be kept.
    pub(super) fn begin(plan: &Plan, expected: u64) -> Result<Self, BreachesError> {
        let about = plan.about();
        let mut out = Whole::begin(&plan.out)?;
        out.write(membership::MAGIC)?;
        let ranges = match &plan.ranges {
            Some(path) => {
                let mut out = Whole::begin(path)?;
                out.write(ranges::MAGIC)?;
                Some((out, ranges::Builder::new(about)))
            }
            None => None,
        };
        Ok(Self {
            least: about.least,
            last: None,
            membership: (out, membership::Builder::new(about, expected)),
            ranges,
            left_out: 0,
        })
    }

    /// Adds a row. Rows that are left out have to be in order too: where they are not, the source is not what it
    /// seems to be.
    pub(super) fn push(&mut self, row: Row) -> Result<(), CorpusError> {
        if self.last.is_some_and(|last| last >= row.hash) {
            return Err(CorpusError::Unsorted);
        }
        self.last = Some(row.hash);
        if row.count < self.least {
            self.left_out += 1;
            return Ok(());
        }
        self.membership.1.push(truncated(&row.hash).unwrap_or(0))?;
        if let Some((_, ranges)) = &mut self.ranges {
            ranges.push(row)?;
        }
        Ok(())
    }

    /// Writes what waits, where that is enough to be worth it.
    pub(super) fn flush(&mut self) -> Result<(), BreachesError> {
        let (out, builder) = &mut self.membership;
        if builder.ready().len() >= WAITING {
            out.write(builder.ready())?;
            builder.written();
        }
        if let Some((out, builder)) = &mut self.ranges
            && builder.ready().len() >= WAITING
        {
            out.write(builder.ready())?;
            builder.written();
        }
        Ok(())
    }

    /// Ends both files and gives them their names.
    pub(super) fn finish(self, plan: &Plan, source: &str) -> Result<Imported, BreachesError> {
        let nothing = || BreachesError::Empty(source.to_owned());
        self.last.ok_or_else(nothing)?;
        let (mut out, builder) = self.membership;
        out.write(builder.ready())?;
        let mut builder = builder;
        builder.written();
        let (last, kept) = builder.finish().map_err(BreachesError::corpus(&plan.out))?;
        out.write(&last)?;
        let ranges = match self.ranges {
            Some((mut out, builder)) => {
                let (last, _) = builder.finish();
                out.write(&last)?;
                Some(out)
            }
            None => None,
        };
        out.keep()?;
        ranges.map(Whole::keep).transpose()?;
        Ok(Imported {
            kept,
            left_out: self.left_out,
            missing: 0,
            empty: 0,
            checksum: None,
        })
    }
}
