//! The only way in which facts change: an event is applied, with its answer where it has one.
//!
//! Reads nothing but the event and its answer, so that replaying the log gives the same facts.

use identity::{
    About, Authenticator, AuthenticatorId, Challenge, Custody, Device, Label, Mailbox, Objector, Proved,
    Recovery, RecoveryId,
};
use response::{Because, Effect, EffectState, Incident, Stage};
use vocabulary::{Event, Factor, FactorSet, IncidentId, Judgement, Verdict, catalogue::kinds};

use crate::controls::SIGN;
use crate::facts::is_failure;
use crate::{Facts, NetworkFacts};

impl Facts {
    /// Applies one event of the log.
    pub fn apply(&mut self, event: &Event, judgement: Option<&Judgement>) {
        let allowed = judgement.is_none_or(|judgement| judgement.verdict == Verdict::Allow);
        if judgement
            .and_then(|judgement| judgement.score)
            .is_some_and(|score| score >= SIGN)
        {
            self.trouble.note_sign(event.at);
        }
        match event.kind {
            kinds::SIGN_IN_ATTEMPTED if is_failure(event, judgement) => self.fail(event),
            kinds::SIGN_IN_FINISHED => self.sign_in_finished(event),
            kinds::CHALLENGE_ASKED => self.challenge_asked(event),
            kinds::CHALLENGE_EXPIRED => self.account.expire_challenges(event.at),
            kinds::CHALLENGE_ANSWERED => self.challenge_answered(event, allowed),
            kinds::ACCOUNT_CREATED if allowed => self.account_created(event),
            kinds::SESSION_SEEN if allowed => self.session_seen(event),
            kinds::FACTOR_ENROLLED if allowed => self.factor_enrolled(event),
            kinds::FACTOR_REMOVED if allowed => self.factor_removed(event),
            kinds::FACTOR_RENAMED if allowed => {
                let name = event.text("named").and_then(|name| Label::new(name).ok());
                if let (Some(id), Some(name)) = (authenticator_of(event), name) {
                    self.protection.rename(&id, name);
                }
            }
            kinds::FACTOR_DISABLED => {
                if let Some(id) = authenticator_of(event) {
                    self.protection.disable(&id);
                }
            }
            kinds::ADDRESS_CHANGED if allowed => self.address_changed(event),
            kinds::RECOVERY_ASKED => self.recovery_asked(event),
            kinds::RECOVERY_PROVED => self.recovery_proved(event),
            kinds::RECOVERY_VETOED => {
                let by = event.text("with").and_then(|id| AuthenticatorId::new(id).ok());
                let by = by.map_or(Objector::Address, Objector::Authenticator);
                self.protection.veto(by, event.at);
            }
            kinds::RECOVERY_APPLIED if allowed => self.protection.finish_recovery(event.at),
            kinds::RECOVERY_LAPSED => self.protection.lapse_recovery(event.at),
            kinds::ENROLMENT_REQUIRED => self.protection.require_enrolment(event.at),
            kinds::EFFECT_REQUESTED if allowed => self.effect(event, EffectState::Done),
            kinds::EFFECT_HELD => self.effect(event, EffectState::Held),
            kinds::EFFECT_RELEASED => self.effect(event, EffectState::Done),
            kinds::SESSION_STARTED => {
                if let Some(id) = &event.session {
                    self.account.start_session(
                        id.clone(),
                        &event.from,
                        event.at,
                        event.text("proved") == Some("yes"),
                    );
                }
            }
            kinds::SESSION_ENDED => {
                if let Some(id) = &event.session {
                    self.account.end_session(id, event.at);
                }
            }
            kinds::ACCESS_BLOCKED => self.account.block(event.at),
            kinds::ACCESS_RESTORED => self.account.restore(),
            kinds::INCIDENT_OPENED => self.incident_opened(event),
            kinds::INCIDENT_CONFIRMED => {
                if let Some(began_at) = self.trouble.incident().map(|incident| incident.began_at) {
                    self.account.distrust_since(began_at);
                }
                self.trouble.confirm();
            }
            kinds::INCIDENT_CLEARED => self.trouble.clear(),
            kinds::TOKEN_CREATED
            | kinds::TOKEN_USED
            | kinds::TOKEN_ROTATED
            | kinds::TOKEN_REVOKED
            | kinds::TOKEN_REFUSED
            | kinds::TOKEN_LEAKED
                if allowed =>
            {
                self.token(event);
            }
            _ => {}
        }
    }

    fn fail(&mut self, event: &Event) {
        let device = Device::of(&event.from);
        self.account.fail(device.as_ref(), event.at);
        if let Some(network) = event.from.network() {
            self.account
                .note_failure_from(network, NetworkFacts::bucket(event.at));
        }
    }

    fn sign_in_finished(&mut self, event: &Event) {
        let device = Device::of(&event.from);
        self.account
            .close_challenge(event.session.as_ref(), device.as_ref());
        if event.text("outcome") != Some("allowed") {
            return;
        }
        let proved = event.text("second_factor") == Some("passed");
        self.account.succeed(device.as_ref(), proved);
        if let Some(device) = device {
            self.account.trust(device, event.at);
        }
        self.profile.observe(event);
        if proved && self.trouble.incident().is_none() {
            self.trouble.clear();
        }
    }

    fn challenge_asked(&mut self, event: &Event) {
        let about = match event.text("about") {
            Some("sign_in") => About::SignIn,
            Some("effect") => About::Effect,
            Some("order") => About::Order,
            _ => About::Session,
        };
        let words = event.text("acceptable").unwrap_or_default().split(' ');
        let acceptable: FactorSet = words.filter_map(Factor::named).collect();
        self.account.ask(Challenge {
            about,
            session: event.session.clone(),
            device: Device::of(&event.from),
            acceptable,
            asked_at: event.at,
            failures: 0,
        });
    }

    fn challenge_answered(&mut self, event: &Event, allowed: bool) {
        let device = Device::of(&event.from);
        let session = event.session.as_ref();
        let passed = event.text("result") == Some("passed");
        if !(allowed && passed) {
            if !passed {
                self.account.miss_challenge(session, device.as_ref());
                self.account.fail(device.as_ref(), event.at);
            }
            return;
        }
        if let Some(id) = session {
            self.account.prove_session(id, &event.from, event.at);
        }
        if let Some(device) = &device {
            self.account.trust(device.clone(), event.at);
        }
        self.account.close_challenge(session, device.as_ref());
        self.profile.observe(event);
    }

    fn account_created(&mut self, event: &Event) {
        if let Some(device) = Device::of(&event.from) {
            self.account.trust(device, event.at);
        }
        if let Some(id) = &event.session {
            self.account
                .start_session(id.clone(), &event.from, event.at, false);
        }
        self.profile.observe(event);
    }

    /// A visit teaches the profile once an hour, so that somebody who clicks a lot does not drown out
    /// everything else that they do.
    fn session_seen(&mut self, event: &Event) {
        let Some(id) = &event.session else { return };
        match self.account.session(id) {
            Some(session) => {
                let moved = session.network != event.from.network();
                if moved || session.last_seen.hour() != event.at.hour() {
                    self.profile.observe(event);
                }
                self.account.touch_session(id, &event.from, event.at);
            }
            None => self.adopt_session(id, event),
        }
    }

    /// A session that was never seen to begin is taken over as it is: a platform that starts to use
    /// Safeconduct has many. Its device becomes known only where the account has no other, or else whoever
    /// invents a session would become known by it.
    fn adopt_session(&mut self, id: &vocabulary::SessionId, event: &Event) {
        self.account
            .start_session(id.clone(), &event.from, event.at, false);
        if self.account.devices().is_empty()
            && let Some(device) = Device::of(&event.from)
        {
            self.account.trust(device, event.at);
        }
        self.profile.observe(event);
    }

    fn factor_enrolled(&mut self, event: &Event) {
        let Some(factor) = factor_of(event) else { return };
        self.account.enrol(factor);
        // A platform tells of a factor and no more; of what is enrolled here it is known where it lives.
        if let (Some(id), Some(custody)) = (
            authenticator_of(event),
            event.text("custody").and_then(Custody::told),
        ) {
            self.protection.add(Authenticator {
                id,
                factor,
                custody,
                name: event.text("named").and_then(|name| Label::new(name).ok()),
                since: event.at,
            });
        }
    }

    fn factor_removed(&mut self, event: &Event) {
        let Some(factor) = factor_of(event) else { return };
        let another = authenticator_of(event).is_some_and(|id| self.protection.remove(&id, factor));
        if !another {
            self.account.remove_factor(factor);
        }
    }

    fn address_changed(&mut self, event: &Event) {
        let Some(provider) = event.text("mailbox").and_then(|name| Label::new(name).ok()) else {
            return;
        };
        if event.text("change") == Some("removed") {
            self.protection.remove_mailbox(&provider);
        } else {
            let guarded = event.text("guarded") == Some("yes");
            self.protection.add_mailbox(Mailbox { provider, guarded });
        }
    }

    fn recovery_asked(&mut self, event: &Event) {
        let id = event
            .text("recovery_id")
            .and_then(|id| id.parse::<RecoveryId>().ok());
        if let (Some(id), Some(ready_at)) = (id, event.moment("ready_at")) {
            let proved = Proved::of_text(event.text("proved").unwrap_or_default());
            let recovery = Recovery::told(id, enrolled_of(event), proved, event.at, ready_at);
            self.protection.note_recovery(recovery, event.at);
        }
    }

    fn recovery_proved(&mut self, event: &Event) {
        let id = event
            .text("recovery_id")
            .and_then(|id| id.parse::<RecoveryId>().ok());
        let staff = event.text("staff_id").and_then(|name| Label::new(name).ok());
        if let (Some(id), Some(staff)) = (id, staff) {
            self.protection
                .note_agreement(id, staff, enrolled_of(event), event.at);
        }
    }

    fn token(&mut self, event: &Event) {
        let Some(id) = event.text("token_id") else { return };
        let until = event.moment("until");
        match event.kind {
            kinds::TOKEN_CREATED => self.tokens.note_made(id, until, event.at),
            kinds::TOKEN_USED => self.tokens.note_used(id, event),
            kinds::TOKEN_ROTATED => {
                let end = until.unwrap_or(event.at);
                self.tokens.note_end(id, end, event.at);
            }
            kinds::TOKEN_REVOKED => self.tokens.note_end(id, event.at, event.at),
            kinds::TOKEN_REFUSED => {
                let after = event.whole("after_ms").map(u32::try_from);
                if let Some(Ok(after)) = after {
                    self.tokens.note_refused(id, after, event.at);
                }
            }
            _ => self.tokens.note_found(id, event.moment("since"), event.at),
        }
    }

    fn effect(&mut self, event: &Event, state: EffectState) {
        if let Some(effect) = Effect::of(event, state) {
            self.trouble.note_effect(effect);
        }
    }

    fn incident_opened(&mut self, event: &Event) {
        let id = event.text("incident_id").and_then(|id| IncidentId::new(id).ok());
        let because = event.text("because").and_then(Because::named);
        if let (Some(id), Some(because)) = (id, because) {
            let began_at = event.moment("began_at").unwrap_or(event.at);
            let session = event.session.clone();
            self.trouble.open(Incident {
                id,
                began_at,
                noticed_at: event.at,
                because,
                session,
                stage: Stage::Suspected,
            });
        }
    }
}

fn enrolled_of(event: &Event) -> FactorSet {
    let names = event.text("enrolled").unwrap_or_default().split(' ');
    names.filter_map(Factor::named).collect()
}

fn factor_of(event: &Event) -> Option<Factor> {
    event.text("factor").and_then(Factor::named)
}

fn authenticator_of(event: &Event) -> Option<AuthenticatorId> {
    event
        .text("authenticator")
        .and_then(|id| AuthenticatorId::new(id).ok())
}
