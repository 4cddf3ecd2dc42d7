//! The demo's mailbox: messages are shown, not sent.

use std::sync::Arc;

use ::people::{Courier, Letter};
use async_trait::async_trait;
use hosted::mail::{Sender, write};
use hosted::{Language, Theme};
use parking_lot::Mutex;

/// Most messages that are kept.
const MOST: usize = 50;

/// One message as it would have been sent.
#[derive(Debug, Clone)]
pub(super) struct Shown {
    pub(super) to: String,
    pub(super) subject: String,
    pub(super) text: String,
}

/// Everything that would have been sent, newest first.
pub(super) struct Mailbox {
    origin: String,
    theme: Arc<Theme>,
    letters: Mutex<Vec<Shown>>,
}

impl Mailbox {
    pub(super) fn new(origin: &str, theme: Arc<Theme>) -> Self {
        Self {
            origin: origin.to_owned(),
            theme,
            letters: Mutex::default(),
        }
    }

    pub(super) fn letters(&self) -> Vec<Shown> {
        self.letters.lock().clone()
    }
}

#[async_trait]
impl Courier for Mailbox {
    async fn take(&self, letter: Letter) -> Result<(), String> {
        let sender = Sender {
            language: Language::choose(None, letter.languages.as_deref()),
            theme: &self.theme,
            origin: &self.origin,
        };
        let written = write(&sender, &letter.message);
        let mut letters = self.letters.lock();
        letters.insert(
            0,
            Shown {
                to: letter.to.as_str().to_owned(),
                subject: written.subject,
                text: written.plain,
            },
        );
        letters.truncate(MOST);
        Ok(())
    }
}
