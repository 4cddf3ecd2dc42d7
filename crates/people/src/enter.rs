//! The door itself: whatever somebody proves, by whichever way, leads through here into a session or not.

use credentials::keychain::{AuthenticatorId, Keychain, Standing};
use engine::{Answer, Deed, Keeps, Seen};
use hosted::What;
use serde::{Deserialize, Serialize};
use vocabulary::{AccountId, Event, EventKey, Factor, Judgement, SessionId, Span, Verdict, catalogue::kinds};
use zeroize::Zeroizing;

use crate::keyring::{keychain_of, packed};
use crate::page::Challenge;
use crate::visit::Visit;
use crate::{People, PeopleError, unrefused};

/// What a sign-in is for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Aim {
    /// Where the person is sent afterwards, as checked by [`People::may_return_to`].
    pub return_to: Option<String>,
    /// The session that it renews: a person who is signed in proves anew that it is them.
    pub renews: Option<(AccountId, SessionId)>,
}

/// What came of trying to sign in.
#[derive(Debug)]
pub enum SignIn {
    /// They are in.
    In(Box<Entered>),
    /// It did not match. Which part did not is not told, nor whether there is such an account.
    Wrong,
    /// Nothing is heard before this time has passed.
    Wait(Span),
    /// The guard does not let it happen now, and says why.
    Refused(Box<Judgement>),
    /// What was carried from the page before is no longer true, or too old: start again.
    StartAgain,
}

/// What somebody who is signed in has to do before anything else is open to them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    /// Their passphrase is known from a breach: they choose another one.
    NewPassphrase,
    /// It was required that they set up anew what protects them.
    NewProtection,
}

/// Somebody who is in.
#[derive(Debug)]
pub struct Entered {
    /// Who.
    pub account: AccountId,
    /// Their new session.
    pub session: SessionId,
    /// What their browser keeps; shown once.
    pub secret: Zeroizing<String>,
    /// How long it keeps it.
    pub life: Span,
    /// Nothing but this is open to them.
    pub due: Option<Due>,
    /// Where to send them.
    pub return_to: Option<String>,
}

/// What checking against the keychain came to. The keychain keeps what was counted and spent either way.
pub(crate) enum Tried {
    /// It was right.
    Proved(Proof),
    /// It was wrong.
    Failed {
        /// Whether a passphrase was right before it.
        password: &'static str,
        /// What was tried.
        factor: Factor,
    },
    /// What the person carries does not fit the keychain any more.
    Stale,
}

/// Something proved.
pub(crate) struct Proof {
    /// As the event says it.
    pub(crate) password: &'static str,
    /// The factor beyond the passphrase.
    pub(crate) factor: Option<Factor>,
    /// What looked like a copy: the authenticator and why.
    pub(crate) odd: Vec<(Factor, AuthenticatorId, &'static str)>,
}

impl Proof {
    pub(crate) const fn of(password: &'static str, factor: Factor) -> Self {
        Self {
            password,
            factor: Some(factor),
            odd: Vec::new(),
        }
    }
}

impl People {
    /// Tries to sign somebody in: `prove` checks what they brought against the keychain as it is at the commit.
    pub(crate) async fn enter(
        &self,
        account: &AccountId,
        visit: &Visit,
        aim: &Aim,
        must_change: bool,
        prove: impl Fn(&mut Keychain, &Seen) -> Tried,
    ) -> Result<SignIn, PeopleError> {
        self.enter_once(account, visit, aim, must_change, None, prove)
            .await
    }

    /// The same with a signed challenge, which works once: signed again, it is the same event.
    pub(crate) async fn enter_once(
        &self,
        account: &AccountId,
        visit: &Visit,
        aim: &Aim,
        must_change: bool,
        challenge: Option<Challenge>,
        prove: impl Fn(&mut Keychain, &Seen) -> Tried,
    ) -> Result<SignIn, PeopleError> {
        if aim.renews.as_ref().is_some_and(|(owner, _)| owner != account) {
            return Ok(SignIn::Wrong);
        }
        let fresh = self.fresh_session(account, visit, self.engine.now(), must_change)?;
        let renewed = aim.renews.as_ref().map(|(_, session)| session);
        let ended = renewed
            .map(|session| self.session_ended(account, session, "renewed", Some(visit)))
            .transpose()?;
        let mut template = self.event(kinds::SIGN_IN_ATTEMPTED, account, Some(visit))?;
        if let Some(challenge) = challenge {
            template.key = EventKey::new(&challenge.once()).map_err(|error| PeopleError::fault(&error))?;
        }
        let think = |seen: &Seen| -> Result<(Deed, Option<Passed>), Option<PeopleError>> {
            let mut keychain = keychain_of(seen)?.ok_or(None)?;
            let before = usable(&keychain);
            let tried = prove(&mut keychain, seen);
            let mut deed = match tried {
                Tried::Stale => return Err(None),
                Tried::Failed { password, factor } => {
                    let mut deed = Deed::of(failed(template.clone(), password, factor));
                    deed.regardless = self.disabled(&before, &keychain, account, visit)?;
                    deed.refused = kept(&keychain)?;
                    // Whoever has to wait is not heard: what they tried is not counted either.
                    deed.unheard = Some(Keeps::default());
                    return Ok((deed, None));
                }
                Tried::Proved(proof) => {
                    let mut event = template.clone().with("password", proof.password);
                    event.session = Some(fresh.id.clone());
                    let mut deed = Deed::of(event.with("proved", proof.factor.map_or("none", Factor::name)));
                    for (factor, id, because) in proof.odd {
                        let odd = self.event(kinds::FACTOR_WENT_ODD, account, Some(visit))?;
                        let odd = odd
                            .with("factor", factor.name())
                            .with("authenticator", id.to_string());
                        deed.regardless.push(odd.with("because", because));
                    }
                    deed
                }
            };
            if must_change {
                // Known from a breach, whatever is decided on: the team can see it, and a change is what ends it.
                let mut event = self.event(kinds::PASSWORD_BREACHED, account, Some(visit))?;
                event.session = Some(fresh.id.clone());
                deed.regardless.push(event.with("seen_at", "sign-in"));
            }
            deed.also.extend(ended.clone());
            // A code that was spent stays spent, whatever the guard says.
            deed.refused = kept(&keychain)?;
            deed.allowed = Keeps {
                issues: vec![fresh.bearer.clone()],
                ..kept(&keychain)?
            };
            Ok((
                deed,
                Some(Passed {
                    due: due(seen, must_change),
                }),
            ))
        };
        let (answer, passed) = match self.engine.act(account, visit.network(), think).await {
            Ok(done) => done,
            Err(error) => {
                return match unrefused(error)? {
                    None => Ok(SignIn::StartAgain),
                    Some(error) => Err(error),
                };
            }
        };
        if answer.duplicate {
            return Ok(SignIn::Wrong);
        }
        if let Some(refusal) = turned_away(&answer, passed.is_some()) {
            return Ok(refusal);
        }
        self.tell_of_sign_in(account, &fresh.id, visit, &answer).await?;
        Ok(SignIn::In(Box::new(Entered {
            account: account.clone(),
            session: fresh.id,
            secret: fresh.secret,
            life: self.settings.session_life,
            due: passed.and_then(|passed| passed.due),
            return_to: aim.return_to.clone(),
        })))
    }

    /// The events that say which authenticators were guessed at too often: those that were `usable` before, and are
    /// no more.
    pub(crate) fn disabled(
        &self,
        usable: &[AuthenticatorId],
        keychain: &Keychain,
        account: &AccountId,
        visit: &Visit,
    ) -> Result<Vec<Event>, PeopleError> {
        let closed = keychain
            .authenticators()
            .iter()
            .filter(|held| usable.contains(&held.id) && held.standing() != Standing::Usable);
        closed
            .map(|held| {
                let event = self.event(kinds::FACTOR_DISABLED, account, Some(visit))?;
                let event = event.with("factor", held.factor().name());
                Ok(event.with("authenticator", held.id.to_string()))
            })
            .collect()
    }

    /// Whoever signs in on a device that is new to the account is told of at every address.
    async fn tell_of_sign_in(
        &self,
        account: &AccountId,
        session: &SessionId,
        visit: &Visit,
        answer: &Answer,
    ) -> Result<(), PeopleError> {
        let new = answer
            .follows
            .iter()
            .any(|event| event.kind == kinds::SIGN_IN_FINISHED && event.text("device") == Some("new"));
        if new {
            self.tell(account, Some(session), What::SignedInNew, visit)
                .await?;
        }
        Ok(())
    }
}

/// What was right, and what it leaves to be done.
struct Passed {
    due: Option<Due>,
}

/// What has to be done first. A passphrase that thieves have comes before everything.
pub(crate) fn due(seen: &Seen, must_change: bool) -> Option<Due> {
    let required = seen.state.facts.protection.must_enrol_since();
    match (must_change, required) {
        (true, _) => Some(Due::NewPassphrase),
        (false, Some(_)) => Some(Due::NewProtection),
        (false, None) => None,
    }
}

/// The authenticators that are accepted from anywhere.
pub(crate) fn usable(keychain: &Keychain) -> Vec<AuthenticatorId> {
    let usable = keychain.authenticators().iter();
    let usable = usable.filter(|held| held.standing() == Standing::Usable);
    usable.map(|held| held.id).collect()
}

fn failed(event: Event, password: &'static str, factor: Factor) -> Event {
    let event = event.with("password", password);
    if factor == Factor::Passphrase {
        event
    } else {
        event.with("failed", factor.name())
    }
}

pub(crate) fn kept(keychain: &Keychain) -> Result<Keeps, PeopleError> {
    Ok(Keeps {
        keychain: Some(packed(keychain)?),
        ..Keeps::default()
    })
}

/// Why somebody is not in, where they are not.
pub(crate) fn turned_away(answer: &Answer, proved: bool) -> Option<SignIn> {
    let judgement = &answer.judgement;
    match (judgement.verdict, judgement.wait) {
        (Verdict::Allow, _) if proved => None,
        (_, Some(wait)) => Some(SignIn::Wait(wait)),
        _ if !proved => Some(SignIn::Wrong),
        _ => Some(SignIn::Refused(Box::new(judgement.clone()))),
    }
}
