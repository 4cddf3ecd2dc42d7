//! The floor: every object of a repository is shown once and searched for one literal.

use std::path::PathBuf;

use memchr::memmem::Finder;
use objects::{Object, Repository, Visitor, WalkOptions, Wants};

/// `floor`
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    literal: String,
    repository: PathBuf,
}

struct Search<'l> {
    literal: Finder<'l>,
    hits: usize,
}

impl Visitor for Search<'_> {
    fn see(&mut self, object: &Object<'_>) -> Wants {
        self.hits += self.literal.find_iter(object.bytes).count();
        Wants::More
    }
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let repository = Repository::open(&arguments.repository)?;
    let (found, walked) = repository.walk(&WalkOptions::default(), || Search {
        literal: Finder::new(arguments.literal.as_bytes()),
        hits: 0,
    })?;
    let hits: usize = found.iter().map(|search| search.hits).sum();
    println!(
        "{hits} hits in {} objects of {} bytes",
        walked.objects, walked.bytes
    );
    Ok(())
}
