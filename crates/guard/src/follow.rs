//! What follows from an event and its answer: the events that Safeconduct itself brings about.

use identity::{About, Challenge, Session};
use response::Because;
use vocabulary::{Event, Kind, Moment, Reason, SessionId, Verdict, catalogue::kinds};

use crate::Mode;
use crate::controls::{Finding, Follow, Situation};
use crate::facts::is_wrong;

/// Wrong answers after which a challenge is over: a failed challenge is the second sign that a score needs.
const MOST_FAILURES: u8 = 3;
/// Below this chance of a takeover a sign-in on a known device counts as the owner's.
const SURELY_OWNER: f32 = 0.01;

/// The events that follow, as they come up.
#[derive(Debug)]
pub(crate) struct Following<'a> {
    cause: &'a Event,
    mode: Mode,
    now: Moment,
    events: Vec<Event>,
    opening: Option<Because>,
}

impl<'a> Following<'a> {
    pub(crate) fn new(cause: &'a Event, mode: Mode, now: Moment) -> Self {
        Self {
            cause,
            mode,
            now,
            events: Vec::new(),
            opening: None,
        }
    }

    /// The incident that is being opened, if one is.
    pub(crate) fn opening(&self) -> Option<Because> {
        self.opening
    }

    pub(crate) fn into_events(self) -> Vec<Event> {
        self.events
    }

    fn event(&self, kind: Kind) -> Event {
        Event::caused_by(self.cause, self.events.len() + 1, kind, self.now)
    }

    /// Does what a control's finding asks for.
    pub(crate) fn take(&mut self, situation: &Situation<'_>, follow: Follow) {
        match follow {
            Follow::Nothing => {}
            Follow::EndSession => self.end_odd_session(situation, "other-device"),
            Follow::Suspect => self.open(situation, Because::Unusual),
            Follow::SuspectToken(since) => self.open_since(situation, Because::LeakedToken, since),
            Follow::Hold => self.hold(situation),
        }
    }

    /// What the answer itself brings about, once all controls have spoken.
    pub(crate) fn finish(&mut self, situation: &Situation<'_>, verdict: Verdict, waiting: bool) {
        match (self.cause.kind, verdict) {
            (_, Verdict::Challenge { acceptable }) if self.mode == Mode::Ask => {
                let factors: Vec<&str> = acceptable.iter().map(vocabulary::Factor::name).collect();
                let about = match self.cause.kind {
                    kinds::SIGN_IN_ATTEMPTED => About::SignIn,
                    kinds::EFFECT_REQUESTED => About::Effect,
                    kinds::ORDER_PLACED => About::Order,
                    _ => About::Session,
                };
                let event = self.event(kinds::CHALLENGE_ASKED);
                self.events.push(
                    event
                        .with("about", about.name())
                        .with("acceptable", factors.join(" ")),
                );
            }
            (kinds::SIGN_IN_ATTEMPTED, verdict) => self.finish_sign_in(situation, verdict, waiting),
            (kinds::OWNER_ANSWERED, _) => self.owner_answered(situation),
            (kinds::TOKEN_LEAKED, _) => self.revoke_leaked(situation),
            _ => {}
        }
    }

    fn finish_sign_in(&mut self, situation: &Situation<'_>, verdict: Verdict, waiting: bool) {
        let proved = situation.proved().is_some();
        let right = !is_wrong(self.cause);
        let usual = situation
            .score
            .as_ref()
            .is_some_and(|score| score.probability < SURELY_OWNER);
        let owner = right && (proved || (situation.device_known && usual));
        // What is told has happened: the platform has let them in or not, whatever would have been answered.
        let allowed = match self.mode {
            Mode::Ask => verdict == Verdict::Allow,
            Mode::Tell => right && self.cause.text("let_in") != Some("no"),
        };
        self.sign_in_finished(
            situation,
            &SignIn {
                allowed,
                second_factor: match (self.cause.text("failed"), proved) {
                    (Some(_), _) => "failed",
                    (None, true) => "passed",
                    (None, false) => "not_asked",
                },
                owner,
                blocked: right && !allowed,
            },
        );
        if right && waiting && !allowed {
            let event = self.event(kinds::ACCESS_BLOCKED);
            self.events.push(
                event
                    .with("because", "growing-waits")
                    .with("verdict", if owner { "owner" } else { "unknown" }),
            );
        }
        if allowed {
            self.start_session(situation, self.cause.session.clone(), proved);
        }
    }

    fn sign_in_finished(&mut self, situation: &Situation<'_>, how: &SignIn) {
        let event = self
            .event(kinds::SIGN_IN_FINISHED)
            .with("outcome", if how.allowed { "allowed" } else { "refused" })
            .with("password", self.cause.text("password").unwrap_or("correct"))
            .with("device", if situation.device_known { "known" } else { "new" })
            .with("second_factor", how.second_factor)
            .with("verdict", if how.owner { "owner" } else { "unknown" })
            .with("blocked", how.blocked);
        self.events.push(event);
    }

    fn start_session(&mut self, situation: &Situation<'_>, session: Option<SessionId>, proved: bool) {
        if session.is_some() {
            let mut event = self.event(kinds::SESSION_STARTED).with("proved", proved);
            event.session = session;
            self.events.push(event);
        }
        if situation.facts.account.is_blocked() {
            self.events.push(self.event(kinds::ACCESS_RESTORED));
        }
    }

    /// Answers a challenge: what is said to it, and what it brings about.
    pub(crate) fn answer(&mut self, situation: &Situation<'_>) -> Finding {
        let (session, device) = (self.cause.session.as_ref(), situation.device.as_ref());
        let Some(open) = situation.facts.account.open_challenge(session, device, self.now) else {
            return deny(
                "no-open-challenge",
                "Nothing was asked here, or it was too long ago. Start again.",
            );
        };
        let factor = self.cause.text("factor").and_then(vocabulary::Factor::named);
        if !factor.is_some_and(|factor| open.acceptable.contains(factor)) {
            return deny(
                "factor-not-accepted",
                "This way of proving it is not among those that were asked for.",
            );
        }
        if self.cause.text("result") == Some("passed") {
            self.passed(situation, open);
            return Finding::new(
                Verdict::Allow,
                Reason::new("factor-proved", "The second factor was proved."),
            );
        }
        if open.failures + 1 >= MOST_FAILURES {
            match open.about {
                About::SignIn => {
                    let how = SignIn {
                        allowed: false,
                        second_factor: "failed",
                        owner: false,
                        blocked: true,
                    };
                    self.sign_in_finished(situation, &how);
                }
                About::Session | About::Effect | About::Order => {
                    self.end_odd_session(situation, "other-place-and-agent");
                }
            }
        }
        deny("challenge-failed", "The second factor was not proved.")
    }

    fn passed(&mut self, situation: &Situation<'_>, open: &Challenge) {
        if open.about == About::SignIn {
            let how = SignIn {
                allowed: true,
                second_factor: "passed",
                owner: true,
                blocked: false,
            };
            self.sign_in_finished(situation, &how);
            self.start_session(
                situation,
                open.session.clone().or_else(|| self.cause.session.clone()),
                true,
            );
            return;
        }
        // Proving it in the very session that looked unusual settles that it was the owner. Proving it
        // elsewhere says nothing about what a thief did in another session.
        let about_this = situation.facts.trouble.incident().filter(|incident| {
            incident.because == Because::Unusual
                && incident.session.is_some()
                && incident.session == self.cause.session
        });
        if about_this.is_some() {
            self.clear(situation);
        }
    }

    fn owner_answered(&mut self, situation: &Situation<'_>) {
        if self.cause.text("answer") == Some("me") {
            self.clear(situation);
            return;
        }
        if situation.facts.trouble.incident().is_none() {
            self.open(situation, Because::OwnerSaidSo);
        }
        let id = self.incident_id(situation);
        self.events
            .push(self.event(kinds::INCIDENT_CONFIRMED).with("incident_id", id));
        let began_at = situation
            .facts
            .trouble
            .incident()
            .map_or(self.began_at(situation), |incident| incident.began_at);
        let noticed_in = situation
            .facts
            .trouble
            .incident()
            .and_then(|incident| incident.session.clone());
        let account = &situation.facts.account;
        let doubtful = |session: &Session| {
            session.is_live()
                && Some(&session.id) != self.cause.session.as_ref()
                && (Some(&session.id) == noticed_in.as_ref()
                    || session.started >= began_at
                    || noticed_in.is_none())
        };
        let ids: Vec<SessionId> = account
            .sessions()
            .iter()
            .filter(|session| doubtful(session))
            .map(|session| session.id.clone())
            .collect();
        for id in ids {
            let mut event = self.event(kinds::SESSION_ENDED).with("because", "owner-said-so");
            event.session = Some(id);
            self.events.push(event);
        }
    }

    fn end_odd_session(&mut self, situation: &Situation<'_>, because: &str) {
        self.events
            .push(self.event(kinds::SESSION_WENT_ODD).with("because", because));
        self.open(situation, Because::OddSession);
        self.events
            .push(self.event(kinds::SESSION_ENDED).with("because", "odd"));
        let event = self.event(kinds::ACCESS_BLOCKED);
        self.events
            .push(event.with("because", "odd-session").with("verdict", "unknown"));
    }

    fn began_at(&self, situation: &Situation<'_>) -> Moment {
        situation.facts.trouble.began_at(self.cause.at.min(self.now))
    }

    fn incident_id(&self, situation: &Situation<'_>) -> String {
        let open = situation
            .facts
            .trouble
            .incident()
            .map(|incident| incident.id.as_str().to_owned());
        open.unwrap_or_else(|| {
            let name: String = self.cause.key.as_str().chars().take(24).collect();
            format!("incident of {name}")
        })
    }

    /// Whoever reads a token may use it, so one that leaked is over, whatever else holds of the account. One
    /// that is over already stays so.
    fn revoke_leaked(&mut self, situation: &Situation<'_>) {
        let Some(id) = self.cause.text("token_id") else {
            return;
        };
        let known = situation.facts.tokens.get(id);
        if known.is_some_and(|token| token.is_over(self.now)) {
            return;
        }
        let event = self.event(kinds::TOKEN_REVOKED).with("token_id", id);
        self.events.push(event.with("because", "leaked"));
    }

    fn open(&mut self, situation: &Situation<'_>, because: Because) {
        self.open_since(situation, because, self.began_at(situation));
    }

    fn open_since(&mut self, situation: &Situation<'_>, because: Because, began_at: Moment) {
        if self.opening.is_some() {
            return;
        }
        if situation.facts.trouble.incident().is_none() {
            let event = self
                .event(kinds::INCIDENT_OPENED)
                .with("incident_id", self.incident_id(situation));
            self.events
                .push(event.with("began_at", began_at).with("because", because.name()));
        }
        self.opening = Some(because);
        self.look_back(situation, began_at);
    }

    /// Holds what went through in the doubtful session since the incident began.
    fn look_back(&mut self, situation: &Situation<'_>, began_at: Moment) {
        let here = self.cause.session.as_ref();
        let held: Vec<_> = situation
            .facts
            .trouble
            .reached_back(began_at, |session| session == here || session.is_none())
            .cloned()
            .collect();
        for effect in held {
            let mut event = effect.describe(self.event(kinds::EFFECT_HELD));
            event.session.clone_from(&effect.session);
            self.events.push(
                event
                    .with("incident_id", self.incident_id(situation))
                    .with("looking_back", true),
            );
        }
    }

    fn hold(&mut self, situation: &Situation<'_>) {
        if let Some(effect) = response::Effect::of(self.cause, response::EffectState::Held) {
            let event = effect.describe(self.event(kinds::EFFECT_HELD));
            self.events.push(
                event
                    .with("incident_id", self.incident_id(situation))
                    .with("looking_back", false),
            );
        }
    }

    fn clear(&mut self, situation: &Situation<'_>) {
        if situation.facts.trouble.incident().is_none() {
            return;
        }
        let id = self.incident_id(situation);
        self.events.push(
            self.event(kinds::INCIDENT_CLEARED)
                .with("incident_id", id.clone()),
        );
        let held: Vec<_> = situation.facts.trouble.held().cloned().collect();
        for effect in held {
            let mut event = effect.describe(self.event(kinds::EFFECT_RELEASED));
            event.session.clone_from(&effect.session);
            self.events.push(event.with("incident_id", id.clone()));
        }
    }
}

struct SignIn {
    allowed: bool,
    second_factor: &'static str,
    owner: bool,
    blocked: bool,
}

fn deny(code: &'static str, says: &'static str) -> Finding {
    Finding::new(Verdict::Deny, Reason::new(code, says))
}
