//! The post: letters are written out, spooled, and carried in the background.

use std::path::Path;
use std::sync::Arc;

use async_trait::async_trait;
use hosted::mail::{Sender, write};
use hosted::{Language, Theme};
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart, SinglePart};
use people::{Courier, Letter};
use tokio::sync::Notify;
use vocabulary::{Moment, Span};

use crate::sending::{Handed, Smtp};
use crate::spool::{Slip, Spool, SpoolError};

/// Letters that are carried in one round.
const ROUND: usize = 50;
/// The pauses after each failure; the last one repeats.
const PAUSES: [Span; 6] = [
    Span::from_seconds(30),
    Span::from_minutes(2),
    Span::from_minutes(10),
    Span::from_minutes(30),
    Span::from_hours(2),
    Span::from_hours(6),
];
/// After which a letter is given up.
const PATIENCE: Span = Span::from_hours(48);

/// Who sends, and how.
#[derive(Clone)]
pub struct Office {
    /// The address that messages come from.
    pub from: String,
    /// Where the hosted pages are, without a slash at the end.
    pub origin: String,
    /// Name and colours.
    pub theme: Arc<Theme>,
    /// The mail server; without one letters wait.
    pub smtp: Option<Smtp>,
}

/// The post.
pub struct Post {
    office: Office,
    from: Mailbox,
    spool: Spool,
    clock: Box<dyn Fn() -> Moment + Send + Sync>,
    name: Box<dyn Fn() -> String + Send + Sync>,
    come: Notify,
}

impl Post {
    /// The post with its spool in `directory`. `clock` tells the time, `name` makes names that do not repeat.
    ///
    /// # Errors
    /// The text says what is wrong with the sender's address, or with the directory.
    pub fn open(
        office: Office,
        directory: &Path,
        clock: impl Fn() -> Moment + Send + Sync + 'static,
        name: impl Fn() -> String + Send + Sync + 'static,
    ) -> Result<Self, String> {
        let address = office.from.parse().map_err(|_| {
            format!(
                "`{}` is not a mail address that messages can come from",
                office.from
            )
        })?;
        let from = Mailbox::new(Some(office.theme.name().to_owned()), address);
        Ok(Self {
            office,
            from,
            spool: Spool::open(directory).map_err(|error| error.to_string())?,
            clock: Box::new(clock),
            name: Box::new(name),
            come: Notify::new(),
        })
    }

    /// The message as it goes over the wire.
    fn written(&self, letter: &Letter) -> Result<Vec<u8>, String> {
        let sender = Sender {
            language: Language::choose(None, letter.languages.as_deref()),
            theme: &self.office.theme,
            origin: &self.office.origin,
        };
        let text = write(&sender, &letter.message);
        let to: lettre::Address = letter
            .to
            .as_str()
            .parse()
            .map_err(|_| "an address is none that mail can go to".to_owned())?;
        let part = |kind: ContentType, body: String| SinglePart::builder().header(kind).body(body);
        let body = MultiPart::alternative()
            .singlepart(part(ContentType::TEXT_PLAIN, text.plain))
            .singlepart(part(ContentType::TEXT_HTML, text.html));
        let message = lettre::Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(text.subject)
            .message_id(None)
            // So that no robot answers (RFC 3834).
            .raw_header(HeaderValue::new(
                HeaderName::new_from_ascii_str("Auto-Submitted"),
                "auto-generated".to_owned(),
            ))
            .multipart(body)
            .map_err(|error| error.to_string())?;
        Ok(message.formatted())
    }

    /// Carries what is due, over and over, until `stop` is done.
    pub async fn carry(&self, stop: impl Future<Output = ()>) {
        let mut stop = std::pin::pin!(stop);
        loop {
            let round = async {
                if let Err(error) = self.round().await {
                    tracing::error!(%error, "letters cannot be carried");
                }
                let pause = tokio::time::sleep(std::time::Duration::from_secs(5));
                tokio::select! {
                    () = pause => {}
                    () = self.come.notified() => {}
                }
            };
            tokio::select! {
                () = &mut stop => return,
                () = round => {}
            }
        }
    }

    async fn round(&self) -> Result<(), SpoolError> {
        let Some(smtp) = &self.office.smtp else {
            return Ok(());
        };
        let now = (self.clock)();
        for letter in self.spool.due(now, ROUND)? {
            match smtp.hand_over(&letter.slip, &letter.message).await {
                Handed::Taken => {
                    metrics::counter!("safeconduct_letters_sent_total").increment(1);
                    self.spool.remove(&letter.name)?;
                }
                Handed::Never(why) => self.give_up(&letter.name, &why)?,
                Handed::Later(why) if now.since(letter.slip.taken_at) > PATIENCE => {
                    self.give_up(&letter.name, &why)?;
                }
                Handed::Later(why) => {
                    tracing::warn!(
                        why,
                        tries = letter.slip.tries + 1,
                        "a letter was not taken; it is tried again"
                    );
                    let tries = usize::try_from(letter.slip.tries).unwrap_or(usize::MAX);
                    let pause = PAUSES.get(tries).or(PAUSES.last()).copied().unwrap_or(PATIENCE);
                    let slip = Slip {
                        due: now + pause,
                        tries: letter.slip.tries.saturating_add(1),
                        ..letter.slip
                    };
                    self.spool.put(&letter.name, &slip, &letter.message)?;
                }
            }
        }
        Ok(())
    }

    fn give_up(&self, name: &str, why: &str) -> Result<(), SpoolError> {
        metrics::counter!("safeconduct_letters_undelivered_total").increment(1);
        tracing::error!(
            name,
            why,
            "a letter cannot be delivered, and was put aside in `undelivered`"
        );
        self.spool.put_aside(name)
    }
}

#[async_trait]
impl Courier for Post {
    async fn take(&self, letter: Letter) -> Result<(), String> {
        let message = self.written(&letter)?;
        let now = (self.clock)();
        let slip = Slip {
            from: self.office.from.clone(),
            to: letter.to.as_str().to_owned(),
            taken_at: now,
            due: now,
            tries: 0,
        };
        let name = format!("{:015}-{}", now.as_millis().max(0), (self.name)());
        let spool = self.spool.clone();
        let put = tokio::task::spawn_blocking(move || spool.put(&name, &slip, &message)).await;
        put.map_err(|error| error.to_string())?
            .map_err(|error| error.to_string())?;
        self.come.notify_one();
        Ok(())
    }
}
