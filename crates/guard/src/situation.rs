//! One event looked at in the light of the facts: what every control is asked about.

use behaviour::{Score, Sighting};
use identity::{Device, Session};
use response::Because;
use vocabulary::{Event, Factor, FactorSet, Moment, Reason, Span, Verdict, catalogue::kinds};

use crate::facts::is_wrong;
use crate::{Facts, NetworkFacts};

/// What a control sees.
#[derive(Debug)]
pub struct Situation<'a> {
    /// The account's facts.
    pub facts: &'a Facts,
    /// The network's facts; `None` where they are not known.
    pub network: Option<NetworkFacts>,
    /// What is to be decided.
    pub event: &'a Event,
    /// When it is decided.
    pub now: Moment,
    /// The device that the request came from.
    pub device: Option<Device>,
    /// Whether the owner has used it.
    pub device_known: bool,
    /// The session that the request names, if the account has had it.
    pub session: Option<&'a Session>,
    /// How unusual it is; `None` for kinds that are not scored.
    pub score: Option<Score>,
    /// An incident that an earlier control is opening right now.
    pub opening: Option<Because>,
}

/// What a control has to say.
#[derive(Debug, Clone)]
pub struct Finding {
    /// The answer that it wants.
    pub verdict: Verdict,
    /// Why.
    pub reasons: Vec<Reason>,
    /// How long to wait, where that is the answer.
    pub wait: Option<Span>,
    /// What else has to happen.
    pub follow: Follow,
}

/// What has to happen besides the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Follow {
    /// Nothing.
    Nothing,
    /// The session moved to another device: end it, open an incident.
    EndSession,
    /// Open an incident; whoever it is may still prove to be the owner.
    Suspect,
    /// Open an incident from this moment on: a token that leaked was used from somewhere else.
    SuspectToken(Moment),
    /// Put the effect on hold.
    Hold,
}

impl Finding {
    /// A finding with one reason.
    pub fn new(verdict: Verdict, reason: Reason) -> Self {
        Self {
            verdict,
            reasons: vec![reason],
            wait: None,
            follow: Follow::Nothing,
        }
    }
    /// The same, with a consequence.
    #[must_use]
    pub fn then(mut self, follow: Follow) -> Self {
        self.follow = follow;
        self
    }
}

impl<'a> Situation<'a> {
    /// Looks at an event.
    pub fn of(facts: &'a Facts, network: Option<NetworkFacts>, event: &'a Event, now: Moment) -> Self {
        let device = Device::of(&event.from);
        let device_known = facts.account.knows(device.as_ref());
        let session = event.session.as_ref().and_then(|id| facts.account.session(id));
        let score = is_scored(event).then(|| {
            let network_failures = network.map_or(0, |network| network.failures);
            behaviour::score(
                &facts.profile,
                Sighting {
                    event,
                    device_known,
                    network_failures,
                },
            )
        });
        Self {
            facts,
            network,
            event,
            now,
            device,
            device_known,
            session,
            score,
            opening: None,
        }
    }

    /// The factor that a sign-in has proved beyond the password.
    pub fn proved(&self) -> Option<Factor> {
        self.event.text("proved").and_then(Factor::named)
    }

    /// Whether a factor of this set was proved, in this very request or lately in its session.
    pub fn has_proved(&self, acceptable: FactorSet) -> bool {
        self.proved().is_some_and(|factor| acceptable.contains(factor))
            || self.session.is_some_and(|session| {
                session.is_live() && session.is_fresh(self.now) && self.is_session_device(session)
            })
    }

    /// Whether the request comes from the device that the session belongs to; where either is unknown, it
    /// is taken to.
    pub fn is_session_device(&self, session: &Session) -> bool {
        match (&session.device, &self.device) {
            (Some(Device::Named(owned)), Some(Device::Named(shown))) => owned == shown,
            _ => true,
        }
    }

    /// What of the acceptable factors the person has; all of them where nothing is known to be enrolled, or
    /// none of them is.
    pub fn challenge(&self, accepts: FactorSet) -> Verdict {
        let enrolled = accepts.and(self.facts.account.enrolled());
        Verdict::Challenge {
            acceptable: if enrolled.is_empty() { accepts } else { enrolled },
        }
    }
}

/// Only what a thief would do is scored; a wrong guess is answered without.
fn is_scored(event: &Event) -> bool {
    match event.kind {
        kinds::SIGN_IN_ATTEMPTED => !is_wrong(event),
        kind => IN_SESSION.contains(&kind),
    }
}

/// What is done in a session and would serve a thief.
pub(crate) const IN_SESSION: &[vocabulary::Kind] = &[
    kinds::SESSION_SEEN,
    kinds::EFFECT_REQUESTED,
    kinds::ORDER_PLACED,
    kinds::ADDRESS_CHANGED,
    kinds::PASSWORD_CHANGED,
    kinds::TOKEN_CREATED,
    kinds::FACTOR_ENROLLED,
    kinds::FACTOR_REMOVED,
];
