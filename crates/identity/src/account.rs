//! What is known of one account.

use serde::{Deserialize, Serialize};
use vocabulary::{Factor, FactorSet, Moment, Network, Origin, SessionId};

use crate::device::agent_of;
use crate::{Challenge, Device, KnownDevice, Session, Streak};

const MOST_DEVICES: usize = 12;
const MOST_SESSIONS: usize = 12;
const MOST_CHALLENGES: usize = 4;
const MOST_STREAKS: usize = 8;

/// Devices, sessions, challenges and waits of one account; bounded in everything.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Account {
    devices: Vec<KnownDevice>,
    sessions: Vec<Session>,
    challenges: Vec<Challenge>,
    enrolled: FactorSet,
    elsewhere: Streak,
    streaks: Vec<(Device, Streak)>,
    failed_from: Option<(Network, i64)>,
    blocked_since: Option<Moment>,
}

impl Account {
    /// The devices with which the owner has signed in.
    pub fn devices(&self) -> &[KnownDevice] {
        &self.devices
    }
    /// Sessions, live ones and those that ended not long ago.
    pub fn sessions(&self) -> &[Session] {
        &self.sessions
    }
    /// Questions that wait for an answer.
    pub fn challenges(&self) -> &[Challenge] {
        &self.challenges
    }
    /// The factors that the platform says are enrolled.
    pub fn enrolled(&self) -> FactorSet {
        self.enrolled
    }

    /// Whether the owner has signed in with this device.
    pub fn knows(&self, device: Option<&Device>) -> bool {
        device.is_some_and(|device| self.devices.iter().any(|known| known.device == *device))
    }

    /// Remembers a device as the owner's, or that it was used again.
    pub fn trust(&mut self, device: Device, at: Moment) {
        if let Some(known) = self.devices.iter_mut().find(|known| known.device == device) {
            known.last_seen = known.last_seen.max(at);
            return;
        }
        make_room(&mut self.devices, MOST_DEVICES, |known| known.last_seen);
        self.devices.push(KnownDevice {
            device,
            since: at,
            last_seen: at,
        });
    }

    /// Forgets devices that became known at or after `since`: a thief may have added them.
    pub fn distrust_since(&mut self, since: Moment) {
        self.devices.retain(|known| known.since < since);
    }

    /// The session with this id, live or over.
    pub fn session(&self, id: &SessionId) -> Option<&Session> {
        self.sessions.iter().find(|session| session.id == *id)
    }

    /// Begins a session, or notes that it was begun anew on another device after a challenge.
    pub fn start_session(&mut self, id: SessionId, origin: &Origin, at: Moment, proved: bool) {
        let proved_at = proved.then_some(at);
        let (device, network) = (Device::of(origin), origin.network());
        self.sessions.retain(|session| session.id != id);
        // Ended sessions go first: a live one that is forgotten would be treated as unknown.
        make_room(&mut self.sessions, MOST_SESSIONS, |session| {
            (session.is_live(), session.last_seen)
        });
        self.sessions.push(Session {
            id,
            device,
            network,
            agent: origin.agent.as_deref().map(agent_of),
            started: at,
            last_seen: at,
            proved_at,
            ended_at: None,
        });
    }

    /// Notes that a session was used by its owner, perhaps from another network.
    pub fn touch_session(&mut self, id: &SessionId, origin: &Origin, at: Moment) {
        if let Some(session) = self.sessions.iter_mut().find(|session| session.id == *id) {
            session.last_seen = session.last_seen.max(at);
            session.network = origin.network().or(session.network);
            session.agent = origin.agent.as_deref().map(agent_of).or(session.agent);
            if session.device.is_none() {
                session.device = Device::of(origin);
            }
        }
        if let Some(device) = Device::of(origin)
            && let Some(known) = self.devices.iter_mut().find(|known| known.device == device)
        {
            known.last_seen = known.last_seen.max(at);
        }
    }

    /// Notes that a factor was proved in a session: from now on it belongs to this device and network.
    pub fn prove_session(&mut self, id: &SessionId, origin: &Origin, at: Moment) {
        if let Some(session) = self.sessions.iter_mut().find(|session| session.id == *id) {
            session.proved_at = Some(at);
            session.last_seen = session.last_seen.max(at);
            session.device = Device::of(origin).or(session.device.take());
            session.network = origin.network().or(session.network);
            session.agent = origin.agent.as_deref().map(agent_of).or(session.agent);
        }
    }

    /// Ends a session. One that was never heard of is remembered as ended all the same.
    pub fn end_session(&mut self, id: &SessionId, at: Moment) {
        if let Some(session) = self.sessions.iter_mut().find(|session| session.id == *id) {
            session.ended_at.get_or_insert(at);
            return;
        }
        self.start_session(id.clone(), &Origin::default(), at, false);
        self.end_session(id, at);
    }

    /// Notes a question; the oldest gives way where there are too many.
    pub fn ask(&mut self, challenge: Challenge) {
        self.challenges
            .retain(|open| !open.is_for(challenge.session.as_ref(), challenge.device.as_ref()));
        make_room(&mut self.challenges, MOST_CHALLENGES, |open| open.asked_at);
        self.challenges.push(challenge);
    }

    /// The open question that an answer from this session or device answers.
    pub fn open_challenge(
        &self,
        session: Option<&SessionId>,
        device: Option<&Device>,
        now: Moment,
    ) -> Option<&Challenge> {
        self.challenges
            .iter()
            .find(|open| open.is_for(session, device) && now < open.expires_at())
    }

    /// Takes a question away: it was answered, or nobody will.
    pub fn close_challenge(&mut self, session: Option<&SessionId>, device: Option<&Device>) {
        self.challenges.retain(|open| !open.is_for(session, device));
    }

    /// Takes away questions that nobody can answer any more.
    pub fn expire_challenges(&mut self, at: Moment) {
        self.challenges.retain(|open| at < open.expires_at());
    }

    /// Counts a wrong answer.
    pub fn miss_challenge(&mut self, session: Option<&SessionId>, device: Option<&Device>) {
        for open in self
            .challenges
            .iter_mut()
            .filter(|open| open.is_for(session, device))
        {
            open.failures = open.failures.saturating_add(1);
        }
    }

    /// Notes that a factor was enrolled.
    pub fn enrol(&mut self, factor: Factor) {
        self.enrolled = self.enrolled.with(factor);
    }

    /// Notes that a factor was taken away.
    pub fn remove_factor(&mut self, factor: Factor) {
        self.enrolled = self.enrolled.iter().filter(|kept| *kept != factor).collect();
    }

    /// The failures that count for a device: its own if the owner has used it, else those of all strangers
    /// together. That is why a stranger's guesses never make the owner wait on a known device.
    pub fn streak(&self, device: Option<&Device>) -> Streak {
        if !self.knows(device) {
            return self.elsewhere;
        }
        let own = self.streaks.iter().find(|(known, _)| Some(known) == device);
        own.map_or(Streak::default(), |(_, streak)| *streak)
    }

    /// Counts a failed try from a device.
    pub fn fail(&mut self, device: Option<&Device>, at: Moment) {
        match device {
            Some(device) if self.knows(Some(device)) => {
                if let Some((_, streak)) = self.streaks.iter_mut().find(|(known, _)| known == device) {
                    streak.fail(at);
                    return;
                }
                if self.streaks.len() >= MOST_STREAKS {
                    self.streaks.swap_remove(0);
                }
                let mut streak = Streak::default();
                streak.fail(at);
                self.streaks.push((device.clone(), streak));
            }
            _ => self.elsewhere.fail(at),
        }
    }

    /// Forgets the failures of a device; `proved` also forgets those of strangers, since it was the owner
    /// who came from elsewhere.
    pub fn succeed(&mut self, device: Option<&Device>, proved: bool) {
        self.streaks.retain(|(known, _)| Some(known) != device);
        if proved {
            self.elsewhere.succeed();
        }
    }

    /// Whether somebody was kept out since the owner was last let in.
    pub fn is_blocked(&self) -> bool {
        self.blocked_since.is_some()
    }

    /// Notes that somebody was kept out.
    pub fn block(&mut self, at: Moment) {
        self.blocked_since.get_or_insert(at);
    }

    /// Notes that the owner is back.
    pub fn restore(&mut self) {
        self.blocked_since = None;
    }

    /// Whether a failure from this network is the account's first in this stretch of time: then one more
    /// account was hit from there.
    pub fn is_newly_hit_from(&self, network: Network, bucket: i64) -> bool {
        self.failed_from != Some((network, bucket))
    }

    /// Notes from where the last failure came.
    pub fn note_failure_from(&mut self, network: Network, bucket: i64) {
        self.failed_from = Some((network, bucket));
    }
}

/// Drops the least of a list while it is full.
fn make_room<T, K: Ord>(list: &mut Vec<T>, most: usize, rank: impl Fn(&T) -> K) {
    while list.len() >= most {
        let least = list
            .iter()
            .enumerate()
            .min_by_key(|(_, item)| rank(item))
            .map(|(place, _)| place);
        match least {
            Some(place) => list.swap_remove(place),
            None => return,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use vocabulary::{DeviceId, Span};

    fn device(name: &str) -> Device {
        Device::Named(DeviceId::new(name).unwrap())
    }

    #[test]
    fn a_stranger_cannot_make_the_owner_wait_on_a_known_device() {
        let start = Moment::from_millis(1_000_000);
        let mut account = Account::default();
        account.trust(device("mine"), start);
        (0..1_000).for_each(|_| account.fail(Some(&device("stranger")), start));
        let rule = crate::WaitRule::default();
        assert_eq!(
            account.streak(Some(&device("mine"))).wait(rule, start),
            Span::ZERO
        );
        assert!(account.streak(Some(&device("another"))).wait(rule, start) > Span::ZERO);
        assert!(account.streak(None).wait(rule, start) > Span::ZERO);
    }

    #[test]
    fn lists_stay_bounded_and_live_sessions_outlast_ended_ones() {
        let start = Moment::from_millis(1_000_000);
        let mut account = Account::default();
        let id = |number: i64| SessionId::new(&format!("s{number}")).unwrap();
        account.start_session(id(0), &Origin::default(), start, false);
        for number in 1..100 {
            let at = start + Span::from_seconds(number);
            account.start_session(id(number), &Origin::default(), at, false);
            account.end_session(&id(number), at);
            account.trust(device(&format!("d{number}")), at);
        }
        assert!(account.session(&id(0)).is_some_and(Session::is_live));
        assert!(account.sessions().len() <= MOST_SESSIONS && account.devices().len() <= MOST_DEVICES);
        assert!(account.knows(Some(&device("d99"))) && !account.knows(Some(&device("d1"))));
    }
}
