//! What is remembered of connections that are still open.
//!
//! The server tells of one connection in several lines, held together by the process that serves it. Memory
//! is fixed: each process has one of a fixed number of places by its number, and a newer process takes the
//! place of an older one. Process numbers are given out in turn, so that happens to connections that were
//! open long ago, if at all.

use std::net::IpAddr;

use vocabulary::{Event, Moment, SessionId};

use super::message::Method;

/// How many connections are remembered at once.
const PLACES: usize = 4_096;

/// What is known of one connection.
#[derive(Debug)]
pub(super) struct Connection {
    pid: u32,
    host: u64,
    pub(super) state: State,
}

/// How far it has come.
#[derive(Debug)]
pub(super) enum State {
    /// A name was given and nothing tried yet. The event says so, should nothing more come.
    Named {
        /// False where the name is known and may not come in.
        unknown: bool,
        event: Option<Box<Event>>,
    },
    /// Something was proved, and the server asks for more.
    Partial(Method),
    /// Somebody is in.
    SignedIn(Box<SignedIn>),
}

/// Who is in, to say so when they leave.
#[derive(Debug)]
pub(super) struct SignedIn {
    pub(super) account: vocabulary::AccountId,
    pub(super) session: SessionId,
    pub(super) from: Option<IpAddr>,
    pub(super) since: Moment,
}

/// All connections that are remembered.
#[derive(Debug, Default)]
pub(super) struct Connections(Vec<Option<Connection>>);

impl Connections {
    fn place(&mut self, pid: u32) -> Option<&mut Option<Connection>> {
        if self.0.is_empty() {
            // Taken only when the first is needed: most readers are made to read something else.
            self.0.resize_with(PLACES, || None);
        }
        self.0.get_mut(pid as usize % PLACES)
    }

    /// What is remembered of a process.
    pub(super) fn find(&mut self, pid: u32, host: u64) -> Option<&mut Connection> {
        self.place(pid)?
            .as_mut()
            .filter(|connection| connection.pid == pid && connection.host == host)
    }

    /// Forgets a process and gives what was remembered of it.
    pub(super) fn take(&mut self, pid: u32, host: u64) -> Option<State> {
        self.find(pid, host)?;
        self.place(pid)?.take().map(|connection| connection.state)
    }

    /// Remembers; gives what had to be forgotten for it.
    pub(super) fn put(&mut self, pid: u32, host: u64, state: State) -> Option<State> {
        let place = self.place(pid)?;
        place
            .replace(Connection { pid, host, state })
            .map(|connection| connection.state)
    }

    /// Forgets everything and gives it, in the order of places.
    pub(super) fn drain(&mut self) -> impl Iterator<Item = State> {
        std::mem::take(&mut self.0)
            .into_iter()
            .flatten()
            .map(|connection| connection.state)
    }
}
