//! Step-up: a platform's question ("is it still them?"), answered at a page of ours with one more factor.
//!
//! The question is carried in a sealed ticket: who is asked, about which session and device, and which factors will
//! do. The answer is the event `challenge.answered`, as if the platform had told of it, so that the guard decides
//! what follows; here only the proof is checked.

use credentials::keychain::Keychain;
use credentials::webauthn::{Assertion, UserVerification};
use engine::{ActError, Answer, Deed, Seen};
use hosted::pages::prove::Why;
use serde::{Deserialize, Serialize};
use vocabulary::{
    AccountId, DeviceId, Event, EventKey, Factor, FactorSet, Judgement, Network, SessionId, Span, Verdict,
    catalogue::kinds,
};

use crate::enter::{Tried, kept, usable};
use crate::keyring::{is_known_device, keychain_of};
use crate::page::Challenge;
use crate::ticket::Ticket;
use crate::visit::Visit;
use crate::{People, PeopleError, unrefused};

/// A question on its way to the person.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Question {
    account: AccountId,
    session: Option<SessionId>,
    device: Option<DeviceId>,
    network: Option<Network>,
    acceptable: FactorSet,
    why: Vec<String>,
    return_to: Option<String>,
}

impl Ticket for Question {
    const PURPOSE: &'static str = "question";
    const LIFE: Span = Span::from_minutes(10);
}

/// A question as the person sees it.
#[derive(Debug)]
pub struct Asked {
    /// Why it is asked.
    pub why: Vec<Why>,
    /// Codes that will do: of an app, recovery codes.
    pub codes: FactorSet,
    /// What the browser is asked for a passkey or key, where one will do.
    pub key_options: Option<String>,
}

/// What an answer came to.
#[derive(Debug)]
pub enum Proven {
    /// It was right; the person goes back.
    Right {
        /// Where to.
        return_to: Option<String>,
    },
    /// It was not right: once more, while the question is open.
    Wrong,
    /// The question is not open any more, or was never asked.
    Gone,
}

/// A place to which people may be sent back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is not an address that people may be sent to; add its origin to `return_to`")]
pub struct NotAllowed;

impl People {
    /// Where a person answers what was asked about an event; `None` where nothing was asked, or the account is not
    /// kept here, so that the platform has to ask by itself.
    pub async fn question(
        &self,
        event: &Event,
        judgement: &Judgement,
    ) -> Result<Option<String>, PeopleError> {
        let Verdict::Challenge { acceptable } = judgement.verdict else {
            return Ok(None);
        };
        let seen = self.engine.see(&event.account).await?;
        let enrolled = seen.state.facts.protection.factors();
        if seen.keychain.is_none() || enrolled.and(acceptable).is_empty() {
            return Ok(None);
        }
        let question = Question {
            account: event.account.clone(),
            session: event.session.clone(),
            device: event.from.device.clone(),
            network: event.from.network(),
            acceptable,
            why: judgement
                .reasons
                .iter()
                .map(|reason| reason.code.to_string())
                .collect(),
            return_to: None,
        };
        self.address_of(&question).map(Some)
    }

    fn address_of(&self, question: &Question) -> Result<String, PeopleError> {
        let ticket = self.seal(question)?;
        let path = hosted::paths::in_flow(hosted::paths::PROVE, Some(&ticket));
        Ok(format!("{}{path}", self.settings.public_url))
    }

    /// The same question, with the way back that the platform has put behind it; `None` if the question is too old,
    /// or people may not be sent there.
    pub fn question_and_back(&self, ticket: &str, return_to: &str) -> Result<Option<String>, PeopleError> {
        let Ok(question) = self.unseal::<Question>(ticket) else {
            return Ok(None);
        };
        if self.may_return_to(return_to).is_err() {
            return Ok(None);
        }
        let question = Question {
            return_to: Some(return_to.to_owned()),
            ..question
        };
        self.address_of(&question).map(Some)
    }

    /// Whether people may be sent to an address: one of the platform's own origins, or a path of ours.
    pub fn may_return_to(&self, address: &str) -> Result<(), NotAllowed> {
        let own = address.starts_with('/') && !address.starts_with("//") && !address.contains('\\');
        let origin = |allowed: &String| {
            address.strip_prefix(allowed.as_str()).is_some_and(|rest| {
                rest.is_empty() || rest.starts_with('/') || rest.starts_with('?') || rest.starts_with('#')
            })
        };
        let plain = !address
            .chars()
            .any(|letter| letter.is_control() || letter.is_whitespace());
        if plain && address.len() <= 1_000 && (own || self.settings.return_to.iter().any(origin)) {
            Ok(())
        } else {
            Err(NotAllowed)
        }
    }

    /// What is asked; `None` if the question is too old. Looking changes nothing.
    pub async fn look_at_question(
        &self,
        ticket: &str,
        visit: &Visit,
        challenge: Challenge,
    ) -> Result<Option<Asked>, PeopleError> {
        let Ok(question) = self.unseal::<Question>(ticket) else {
            return Ok(None);
        };
        let seen = self.engine.see(&question.account).await?;
        let Some(keychain) = keychain_of(&seen)? else {
            return Ok(None);
        };
        if !is_open(&seen, &question) {
            return Ok(None);
        }
        let held = seen.state.facts.protection.factors().and(question.acceptable);
        let codes = [Factor::Totp, Factor::RecoveryCode].into_iter();
        let keys = held.contains(Factor::Passkey) || held.contains(Factor::SecurityKey);
        let mut why: Vec<Why> = question.why.iter().map(|code| why_of(code)).collect();
        // A question that is opened somewhere else than it was asked may have been passed on by whoever was asked.
        if question.network.is_some() && question.network != visit.network() {
            why.insert(0, Why::NewPlace);
        }
        why.dedup();
        Ok(Some(Asked {
            why,
            codes: codes.filter(|factor| held.contains(*factor)).collect(),
            key_options: if keys {
                self.key_options(&keychain, challenge)?
            } else {
                None
            },
        }))
    }

    /// Answers with a code.
    pub async fn answer_with_code(
        &self,
        visit: &Visit,
        ticket: &str,
        factor: Factor,
        typed: &str,
    ) -> Result<Proven, PeopleError> {
        let try_it = |keychain: &mut Keychain, seen: &Seen| {
            let known = is_known_device(seen, visit);
            match self.try_code(keychain, known, factor, typed, seen.now) {
                Some(Tried::Proved(_)) => Some(factor),
                _ => None,
            }
        };
        self.answer_question(visit, ticket, None, factor, try_it).await
    }

    /// Answers with a passkey or security key.
    pub async fn answer_with_key(
        &self,
        visit: &Visit,
        ticket: &str,
        challenge: Challenge,
        answer: &str,
    ) -> Result<Proven, PeopleError> {
        let Ok(answer) = Assertion::parse(answer) else {
            return Ok(Proven::Wrong);
        };
        let try_it = |keychain: &mut Keychain, seen: &Seen| {
            let touched = self.touch(
                keychain,
                challenge,
                &answer,
                UserVerification::Preferred,
                seen.now,
            );
            touched.map(|touched| touched.factor())
        };
        self.answer_question(visit, ticket, Some(challenge), Factor::Passkey, try_it)
            .await
    }

    async fn answer_question(
        &self,
        visit: &Visit,
        ticket: &str,
        challenge: Option<Challenge>,
        tried: Factor,
        try_it: impl Fn(&mut Keychain, &Seen) -> Option<Factor>,
    ) -> Result<Proven, PeopleError> {
        let Ok(question) = self.unseal::<Question>(ticket) else {
            return Ok(Proven::Gone);
        };
        let mut template = self.event(kinds::CHALLENGE_ANSWERED, &question.account, Some(visit))?;
        template.session.clone_from(&question.session);
        // It is about the device that was asked about, wherever the page was opened.
        template.from.device.clone_from(&question.device);
        if let Some(challenge) = challenge {
            template.key = EventKey::new(&challenge.once()).map_err(|error| PeopleError::fault(&error))?;
        }
        let think = |seen: &Seen| -> Result<(Deed, bool), Option<PeopleError>> {
            if !is_open(seen, &question) {
                return Err(None);
            }
            let mut keychain = keychain_of(seen)?.ok_or(None)?;
            let before = usable(&keychain);
            let proved = try_it(&mut keychain, seen).filter(|factor| question.acceptable.contains(*factor));
            let event = template.clone().with("factor", proved.unwrap_or(tried).name());
            let event = event.with("result", if proved.is_some() { "passed" } else { "failed" });
            let mut deed = Deed::of(event);
            deed.regardless = self.disabled(&before, &keychain, &question.account, visit)?;
            deed.allowed = kept(&keychain)?;
            deed.refused = kept(&keychain)?;
            Ok((deed, proved.is_some()))
        };
        match self.engine.act(&question.account, visit.network(), think).await {
            Ok((answer, proved)) => Ok(proven(&answer, proved, question.return_to)),
            Err(ActError::Refused(None)) => Ok(Proven::Gone),
            Err(error) => match unrefused(error)? {
                Some(error) => Err(error),
                None => Ok(Proven::Gone),
            },
        }
    }
}

fn proven(answer: &Answer, proved: bool, return_to: Option<String>) -> Proven {
    let allowed = answer.judgement.verdict == Verdict::Allow;
    if allowed && proved && !answer.duplicate {
        Proven::Right { return_to }
    } else {
        Proven::Wrong
    }
}

fn is_open(seen: &Seen, question: &Question) -> bool {
    let device = question.device.clone().map(identity::Device::Named);
    let account = &seen.state.facts.account;
    account
        .open_challenge(question.session.as_ref(), device.as_ref(), seen.now)
        .is_some()
}

/// What a reason of the guard's means to the person asked.
fn why_of(code: &str) -> Why {
    match code {
        "unknown-device" | "new-device" => Why::NewDevice,
        "new-network" | "another-place" => Why::NewPlace,
        "odd-hour" => Why::OddHour,
        "hostile-network" | "too-many-tries" => Why::Attempts,
        "new-address" => Why::Matters,
        "incident-open" | "other-device" => Why::Incident,
        _ => Why::Unusual,
    }
}
