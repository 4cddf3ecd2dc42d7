//! A change on its way to the writer: what it does to a batch, and who waits to hear what became of it. When and
//! with which others it is made is not known here.

use tokio::sync::oneshot;

use super::batch::Batch;
use super::failure::closing;
use crate::StoreError;

/// A change on its way through the writer.
pub(super) trait Write: Send + 'static {
    /// What the caller is told once the change is durable.
    type Answer: Send + 'static;

    /// Whether what the change deletes must leave the write-ahead log, too, before its caller is answered.
    const SCRUBS: bool = false;

    /// Makes the whole change, or writes nothing and answers why. After an error the transaction is undone; it
    /// may then be tried again without the change that failed.
    fn apply(&self, batch: &mut Batch<'_>) -> rusqlite::Result<Self::Answer>;
}

/// Where a caller hears what became of its change.
pub(super) type Heard<W> = oneshot::Receiver<Result<<W as Write>::Answer, StoreError>>;

/// A change whose kind is not known any more.
pub(super) trait Job: Send {
    fn apply(&mut self, batch: &mut Batch<'_>) -> rusqlite::Result<()>;
    fn scrubs(&self) -> bool;
    fn answer(self: Box<Self>, outcome: Result<(), StoreError>);
}

struct Pending<W: Write> {
    write: W,
    answer: Option<W::Answer>,
    reply: oneshot::Sender<Result<W::Answer, StoreError>>,
}

impl<W: Write> Job for Pending<W> {
    fn apply(&mut self, batch: &mut Batch<'_>) -> rusqlite::Result<()> {
        self.answer = Some(self.write.apply(batch)?);
        Ok(())
    }

    fn scrubs(&self) -> bool {
        W::SCRUBS
    }

    fn answer(self: Box<Self>, outcome: Result<(), StoreError>) {
        let Self { answer, reply, .. } = *self;
        // A caller that went away does not hear; the change holds all the same.
        drop(reply.send(outcome.and_then(|()| answer.ok_or_else(closing))));
    }
}

/// What the writer finds in its inbox.
pub(super) enum Message {
    Job(Box<dyn Job>),
    /// Finish what came before, then end.
    Close,
}

/// Wraps a change for the writer's inbox; the receiver gets its answer.
pub(super) fn envelope<W: Write>(write: W) -> (Message, Heard<W>) {
    let (reply, answer) = oneshot::channel();
    (
        Message::Job(Box::new(Pending {
            write,
            answer: None,
            reply,
        })),
        answer,
    )
}
