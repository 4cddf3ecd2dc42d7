//! What is behind the identity port for breached passwords: the list that is compiled in, and a corpus beside it.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, bail};
use breaches::{BreachesError, Corpus, Live, Looked, Seen};
use credentials::passphrase::{Breached, EmbeddedList};
use serde::{Deserialize, Serialize};

/// How often it is looked whether the corpus was replaced.
const LOOK_EVERY: Duration = Duration::from_secs(5);

/// What the configuration file says of breached passwords.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct PasswordsConfig {
    /// A file that `passwords import` made; the list that is compiled in is asked in any case.
    pub corpus: Option<PathBuf>,
    /// Passwords in it that were seen fewer times count as unknown (1).
    pub min_count: Option<u64>,
}

impl PasswordsConfig {
    /// Opens what is asked about passwords.
    pub(crate) fn open(&self) -> anyhow::Result<Known> {
        let least = self.min_count.unwrap_or(1);
        let Some(path) = &self.corpus else {
            if self.min_count.is_some() {
                bail!(
                    "`passwords.min_count` says something of a corpus, and there is none; add `passwords.corpus`"
                );
            }
            return Ok(Known { corpus: None, least });
        };
        let live = Live::open(path, move |path: &Path| open(path));
        let live = live.context("`passwords.corpus` cannot be used")?;
        if let Corpus::Membership(file) = &*live.current()
            && file.about().least < least
        {
            bail!(
                "`passwords.min_count` is {least}, and `{}` does not know how often a password was seen; import it with \
                 `--min-count {least}`, or name a file made with `--ranges`",
                path.display()
            );
        }
        Ok(Known {
            corpus: Some(live),
            least,
        })
    }
}

/// A membership file is read whole before it is trusted; ranges have a checksum each, which is checked when they are
/// read.
fn open(path: &Path) -> Result<Corpus, BreachesError> {
    match Corpus::open(path)? {
        Corpus::Membership(_) => Corpus::open_whole(path),
        ranges @ Corpus::Ranges(_) => Ok(ranges),
    }
}

/// The list that is compiled in, and the corpus where there is one.
#[derive(Debug, Default)]
pub(crate) struct Known {
    corpus: Option<Live<Corpus>>,
    least: u64,
}

impl Known {
    /// Looks every few seconds whether the corpus was replaced, for as long as anybody asks.
    pub(crate) fn keep_up(self: &Arc<Self>) {
        if self.corpus.is_none() {
            return;
        }
        let known = Arc::downgrade(self);
        tokio::spawn(async move {
            let mut ticks = tokio::time::interval(LOOK_EVERY);
            loop {
                ticks.tick().await;
                let Some(known) = known.upgrade() else { return };
                // Opening reads the file, which may take seconds.
                drop(tokio::task::spawn_blocking(move || known.look_again()).await);
            }
        });
    }

    fn look_again(&self) {
        let Some(live) = &self.corpus else { return };
        let path = live.path().display();
        match live.look_again() {
            Looked::Same => {}
            Looked::Replaced => {
                metrics::gauge!("safeconduct_passwords_corpus_invalid").set(0.0);
                tracing::info!(%path, passwords = live.current().count(), "the corpus of breached passwords was replaced");
            }
            Looked::Refused(error) => {
                metrics::gauge!("safeconduct_passwords_corpus_invalid").set(1.0);
                tracing::error!(%path, "the corpus of breached passwords was replaced and cannot be used; the old one stays. {error}");
            }
        }
    }
}

impl Breached for Known {
    /// The compiled list is asked whatever the letters' case, the corpus for exactly what was typed: it has the
    /// variants that people really used, and of a password that is in no breach nobody should be told that it is.
    fn is_breached(&self, composed: &str) -> bool {
        if EmbeddedList.is_breached(composed) {
            return true;
        }
        let Some(live) = &self.corpus else {
            return false;
        };
        match live.guard().look_up(composed) {
            Ok(Seen::Never) => false,
            Ok(Seen::Listed) => true,
            Ok(Seen::Times(times)) => times >= self.least,
            Err(damaged) => {
                // Nobody is kept out because a file is damaged; whoever runs the server has to hear of it.
                metrics::gauge!("safeconduct_passwords_corpus_invalid").set(1.0);
                tracing::error!(path = %live.path().display(), "a password could not be looked up: {damaged}");
                false
            }
        }
    }
}
