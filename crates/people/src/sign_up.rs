//! Opening an account: an address that is confirmed by a link, then protection, then the account.
//!
//! Nothing is stored before the end: whoever never comes back leaves nothing behind. Whether an address has an
//! account already is told to its mailbox alone.

use credentials::address::EmailAddress;
use credentials::keychain::{Authenticator, AuthenticatorId, Keychain, Verifier};
use credentials::passphrase::{Context, Hashed, Passphrase, Refusal, Use, judge};
use credentials::totp::{Algorithm, Enrolment, Secret, qr_svg, uri};
use engine::{ActError, Deed, Keeps, Seen};
use hosted::What;
use hosted::mail::Message;
use identity::{RecoveryId, Stage};
use serde::{Deserialize, Serialize};
use vocabulary::{AccountId, DeviceId, Event, Moment, Span, Verdict, catalogue::kinds};

use crate::enter::Entered;
use crate::keyring::{keychain_of, packed};
use crate::telling::enrolled;
use crate::ticket::{Ticket, TicketError};
use crate::visit::Visit;
use crate::{People, PeopleError};

/// Longest name of a person, in characters.
pub const MOST_PERSON_NAME: usize = credentials::keychain::MAX_NAME;

/// The link that confirms an address.
#[derive(Serialize, Deserialize)]
struct Link {
    address: EmailAddress,
    name: String,
    return_to: Option<String>,
}

impl Ticket for Link {
    const PURPOSE: &'static str = "sign-up link";
    const LIFE: Span = Span::from_hours(24);
}

/// The link with which an account that was brought along gets its second factor.
#[derive(Serialize, Deserialize)]
struct SetUpLink {
    account: AccountId,
    /// The browser in which the passphrase was right: the link opens nothing in another one.
    device: Option<DeviceId>,
}

impl Ticket for SetUpLink {
    const PURPOSE: &'static str = "set-up link";
    const LIFE: Span = Span::from_hours(24);
}

/// Whose protection is being set up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Newcomer {
    /// A new account's.
    New {
        address: EmailAddress,
        name: String,
        return_to: Option<String>,
    },
    /// An account's that was brought along, or has to set up its protection anew.
    Known { account: AccountId },
    /// An account's that is handed back: what it was opened with before goes.
    Recovered {
        account: AccountId,
        recovery: RecoveryId,
    },
}

impl Newcomer {
    /// What the owner of an account that was there before is told.
    fn told(&self, held: &[Authenticator]) -> Option<What> {
        match self {
            Self::New { .. } => None,
            Self::Known { .. } => held.last().map(|each| What::Added(each.factor())),
            Self::Recovered { .. } => Some(What::RecoveryDone),
        }
    }
}

/// Somebody whose address is confirmed, on the way to being protected.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct OnTheWay {
    pub(crate) newcomer: Newcomer,
    /// What the account's passkeys will know it by.
    pub(crate) handle: [u8; credentials::keychain::HANDLE_LEN],
    /// The passphrase that was chosen, hashed, and the app's secret, where the way leads over them.
    pub(crate) chosen: Option<(Hashed, Secret)>,
}

impl Ticket for OnTheWay {
    const PURPOSE: &'static str = "sign-up";
    const LIFE: Span = Span::from_minutes(60);
}

/// Why a sign-up did not begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SignUpProblem {
    /// The address.
    #[error("this is not a mail address")]
    Address,
    /// The name.
    #[error("a name has at most {MOST_PERSON_NAME} characters, all of which can be seen")]
    Name,
}

/// Why a passphrase was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PassphraseProblem {
    /// What speaks against it.
    Refused(Vec<Refusal>),
    /// It is longer than 1,024 bytes.
    TooLong,
}

/// What an app needs to be set up.
#[derive(Debug, Clone)]
pub struct AppSetUp {
    /// To go on with.
    pub ticket: String,
    /// A QR code, as SVG.
    pub qr: String,
    /// The same, to be typed.
    pub secret: String,
    /// The same, as a link that opens an app on this device.
    pub uri: String,
}

/// What came of opening an account.
#[derive(Debug)]
pub enum Opened {
    /// It is open, and its owner is in.
    In(Box<Entered>),
    /// The code or the key was not right: once more.
    Wrong,
    /// The address, or the key, belongs to an account already.
    Taken,
    /// The guard does not let it happen now.
    NotNow,
    /// The way was too old.
    StartAgain,
}

/// What a link that confirms something shows before its button is pressed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confirming {
    /// The address that is confirmed.
    pub address: String,
    /// What the person is called.
    pub name: String,
}

impl People {
    /// Begins: a letter goes to the address. The answer is the same whatever is there already.
    pub async fn begin_sign_up(
        &self,
        visit: &Visit,
        address: &str,
        name: &str,
        return_to: Option<String>,
    ) -> Result<Result<(), SignUpProblem>, PeopleError> {
        let Ok(address) = address.trim().parse::<EmailAddress>() else {
            return Ok(Err(SignUpProblem::Address));
        };
        let Ok(keychain) = Keychain::new(
            [0; credentials::keychain::HANDLE_LEN],
            name.trim(),
            address.clone(),
        ) else {
            return Ok(Err(SignUpProblem::Name));
        };
        let claimed = self.name_of_address(&address);
        if !self.limits.allow(claimed, visit.network(), self.engine.now()) {
            metrics::counter!("safeconduct_letters_limited_total").increment(1);
            return Ok(Ok(()));
        }
        let known = self.engine.store().named(claimed).await?.is_some();
        let link = Link {
            address: address.clone(),
            name: keychain.name().to_owned(),
            return_to,
        };
        let link = self.seal(&link)?;
        let message = if known {
            Message::AlreadyThere
        } else {
            let works_for = Link::LIFE;
            Message::ConfirmSignUp { link, works_for }
        };
        self.send(&address, keychain.name(), message, visit).await;
        Ok(Ok(()))
    }

    /// What the link shows. Looking changes nothing.
    pub fn look_at_sign_up(&self, link: &str) -> Result<Confirming, TicketError> {
        if let Ok(SetUpLink { .. }) = self.unseal(link) {
            return Ok(Confirming {
                address: String::new(),
                name: String::new(),
            });
        }
        let Link { address, name, .. } = self.unseal(link)?;
        Ok(Confirming {
            address: address.as_str().to_owned(),
            name,
        })
    }

    /// The button behind the link: from here on the way leads over protection.
    pub fn go_on_with_sign_up(
        &self,
        visit: &Visit,
        link: &str,
    ) -> Result<Result<String, TicketError>, PeopleError> {
        let newcomer = match self.unseal::<SetUpLink>(link) {
            Ok(SetUpLink { device, .. }) if device.as_ref() != visit.device() || device.is_none() => {
                return Ok(Err(TicketError::NotOurs));
            }
            Ok(SetUpLink { account, .. }) => Newcomer::Known { account },
            Err(_) => match self.unseal::<Link>(link) {
                Ok(Link {
                    address,
                    name,
                    return_to,
                }) => Newcomer::New {
                    address,
                    name,
                    return_to,
                },
                Err(error) => return Ok(Err(error)),
            },
        };
        let way = OnTheWay {
            newcomer,
            handle: self.engine.random(),
            chosen: None,
        };
        self.seal(&way).map(Ok)
    }

    /// Sends an account that was brought along the link behind which it gets its second factor.
    pub(crate) async fn only_a_passphrase(
        &self,
        account: &AccountId,
        keychain: Option<&Keychain>,
        visit: &Visit,
    ) -> Result<crate::passphrase::FirstHalf, PeopleError> {
        if let Some(keychain) = keychain
            && let Some(address) = keychain.primary_address()
            && self
                .limits
                .allow(self.name_of_address(address), visit.network(), self.engine.now())
        {
            let link = SetUpLink {
                account: account.clone(),
                device: visit.device().cloned(),
            };
            let link = self.seal(&link)?;
            let works_for = SetUpLink::LIFE;
            let message = Message::ConfirmSignUp { link, works_for };
            self.send(address, keychain.name(), message, visit).await;
        }
        Ok(crate::passphrase::FirstHalf::MessageSent)
    }

    /// Takes a passphrase, and gives out what an app needs to go with it.
    pub async fn choose_passphrase(
        &self,
        ticket: &str,
        typed: &str,
    ) -> Result<Result<Result<AppSetUp, PassphraseProblem>, TicketError>, PeopleError> {
        let way: OnTheWay = match self.unseal(ticket) {
            Ok(way) => way,
            Err(error) => return Ok(Err(error)),
        };
        let (address, name) = self.who(&way.newcomer).await?;
        let passphrase = match self.judge_passphrase(typed, &name, &address) {
            Ok(passphrase) => passphrase,
            Err(problem) => return Ok(Ok(Err(problem))),
        };
        let hashed = self.hash(passphrase).await?;
        let secret = Secret::new(&self.engine.random::<20>()).map_err(|error| PeopleError::fault(&error))?;
        let way = OnTheWay {
            chosen: Some((hashed, secret)),
            ..way
        };
        self.app_of(&way, &address).map(|app| Ok(Ok(app)))
    }

    /// What the app needs, shown once more.
    pub async fn look_at_app(&self, ticket: &str) -> Result<Result<AppSetUp, TicketError>, PeopleError> {
        let way: OnTheWay = match self.unseal(ticket) {
            Ok(way) => way,
            Err(error) => return Ok(Err(error)),
        };
        let (address, _) = self.who(&way.newcomer).await?;
        self.app_of(&way, &address).map(Ok)
    }

    fn app_of(&self, way: &OnTheWay, address: &str) -> Result<AppSetUp, PeopleError> {
        let Some((_, secret)) = &way.chosen else {
            return Err(PeopleError::Fault("there is no app to be set up here".to_owned()));
        };
        self.app_set_up(self.seal(way)?, secret, address)
    }

    pub(crate) fn app_set_up(
        &self,
        ticket: String,
        secret: &Secret,
        address: &str,
    ) -> Result<AppSetUp, PeopleError> {
        let uri = uri(secret, Algorithm::Sha1, &self.settings.name, address);
        let qr = qr_svg(&uri, &self.settings.name).map_err(|error| PeopleError::fault(&error))?;
        Ok(AppSetUp {
            ticket,
            qr: qr.expose().to_owned(),
            secret: secret.to_base32().expose().to_owned(),
            uri: uri.expose().to_owned(),
        })
    }

    /// The app's first code: the account is opened with passphrase and app.
    pub async fn open_with_app(
        &self,
        visit: &Visit,
        ticket: &str,
        code: &str,
    ) -> Result<Opened, PeopleError> {
        let Ok(way) = self.unseal::<OnTheWay>(ticket) else {
            return Ok(Opened::StartAgain);
        };
        let Some((hashed, secret)) = way.chosen.clone() else {
            return Ok(Opened::StartAgain);
        };
        let now = self.engine.now();
        let mut app = Enrolment::new(secret, Algorithm::Sha1);
        if app.accept(code, now).is_err() {
            return Ok(Opened::Wrong);
        }
        let held = vec![
            self.authenticator(Verifier::Passphrase(hashed), now),
            self.authenticator(Verifier::Totp(app), now),
        ];
        self.open_account(visit, &way, held).await
    }

    pub(crate) fn authenticator(&self, verifier: Verifier, now: Moment) -> Authenticator {
        Authenticator::new(AuthenticatorId::from_random(self.engine.random()), verifier, now)
    }

    /// Judges a passphrase that is to be one of two factors.
    pub(crate) fn judge_passphrase(
        &self,
        typed: &str,
        name: &str,
        address: &str,
    ) -> Result<Passphrase, PassphraseProblem> {
        let passphrase = Passphrase::new(typed).map_err(|_| PassphraseProblem::TooLong)?;
        let context = Context::new(&self.settings.name, name, [address]);
        let refusals = judge(&passphrase, Use::WithAnother, &context, &*self.breached);
        if refusals.is_empty() {
            Ok(passphrase)
        } else {
            Err(PassphraseProblem::Refused(refusals))
        }
    }

    /// Address and name of whoever is on the way.
    pub(crate) async fn who(&self, newcomer: &Newcomer) -> Result<(String, String), PeopleError> {
        match newcomer {
            Newcomer::New { address, name, .. } => Ok((address.as_str().to_owned(), name.clone())),
            Newcomer::Known { account } | Newcomer::Recovered { account, .. } => {
                let keychain = keychain_of(&self.engine.see(account).await?)?;
                Ok(keychain.map_or_else(Default::default, |keychain| {
                    let address = keychain.primary_address().map(EmailAddress::as_str);
                    (address.unwrap_or_default().to_owned(), keychain.name().to_owned())
                }))
            }
        }
    }

    /// Opens the account with these authenticators, or adds them to the one that was brought along.
    pub(crate) async fn open_account(
        &self,
        visit: &Visit,
        way: &OnTheWay,
        held: Vec<Authenticator>,
    ) -> Result<Opened, PeopleError> {
        let newcomer = &way.newcomer;
        let account = match newcomer {
            Newcomer::New { .. } => {
                AccountId::new(&self.id("acc")).map_err(|error| PeopleError::fault(&error))?
            }
            Newcomer::Known { account } | Newcomer::Recovered { account, .. } => account.clone(),
        };
        let fresh = self.fresh_session(&account, visit, self.engine.now(), false)?;
        let mut events = Vec::new();
        if let Newcomer::New { address, .. } = newcomer {
            events.push(self.event(kinds::ACCOUNT_CREATED, &account, Some(visit))?);
            events.push(self.address_added(&account, address, visit)?);
        }
        let mut gone = Vec::new();
        if let Newcomer::Recovered { .. } = newcomer {
            (events, gone) = self.handed_back(&account, visit).await?;
        }
        for each in &held {
            events.push(enrolled(
                self.event(kinds::FACTOR_ENROLLED, &account, Some(visit))?,
                each,
            ));
        }
        let started = self.event(kinds::SESSION_STARTED, &account, Some(visit))?;
        events.push(started.with("proved", true));
        for event in &mut events {
            event.session.get_or_insert_with(|| fresh.id.clone());
        }
        let (first, also) = events
            .split_first()
            .ok_or_else(|| PeopleError::Fault("an account needs an event".to_owned()))?;
        let think = |seen: &Seen| -> Result<(Deed, ()), Option<PeopleError>> {
            let mut keychain = match (newcomer, keychain_of(seen)?) {
                (Newcomer::New { address, name, .. }, None) if !seen.exists => {
                    let mut keychain = Keychain::new(way.handle, name, address.clone())
                        .map_err(|error| PeopleError::fault(&error))?;
                    keychain
                        .verify_address(address, seen.now)
                        .map_err(|error| PeopleError::fault(&error))?;
                    keychain
                }
                // The link is good for a day; an account that is protected meanwhile is not opened by it any more.
                (Newcomer::Known { .. }, Some(keychain))
                    if !identity::is_lastingly_two_factor(seen.state.facts.protection.enrolled()) =>
                {
                    keychain
                }
                (Newcomer::Recovered { recovery, .. }, Some(mut keychain)) if is_ready(seen, *recovery) => {
                    let ids: Vec<AuthenticatorId> =
                        keychain.authenticators().iter().map(|held| held.id).collect();
                    for id in ids {
                        keychain
                            .remove(id, seen.now, seen.now + self.settings.undo)
                            .map_err(|error| PeopleError::fault(&error))?;
                    }
                    keychain
                }
                _ => return Err(None),
            };
            for each in &held {
                let undo_until = seen.now + self.settings.undo;
                keychain
                    .add(each.clone(), seen.now, undo_until)
                    .map_err(|error| PeopleError::fault(&error))?;
            }
            let mut deed = Deed::of(first.clone());
            deed.also = also.to_vec();
            deed.allowed = Keeps {
                keychain: Some(packed(&keychain)?),
                claims: self.claims_of(newcomer, &held),
                releases: gone.clone(),
                issues: vec![fresh.bearer.clone()],
            };
            Ok((deed, ()))
        };
        match self.engine.act(&account, visit.network(), think).await {
            Ok((answer, ())) if answer.judgement.verdict == Verdict::Allow => {
                if let Some(what) = newcomer.told(&held) {
                    self.tell(&account, Some(&fresh.id), what, visit).await?;
                }
                Ok(Opened::In(Box::new(Entered {
                    account,
                    session: fresh.id,
                    secret: fresh.secret,
                    life: self.settings.session_life,
                    due: None,
                    return_to: match newcomer {
                        Newcomer::New { return_to, .. } => return_to.clone(),
                        Newcomer::Known { .. } | Newcomer::Recovered { .. } => None,
                    },
                })))
            }
            Ok(_) => Ok(Opened::NotNow),
            Err(ActError::Taken) => Ok(Opened::Taken),
            Err(ActError::Refused(None)) => Ok(Opened::StartAgain),
            Err(ActError::Refused(Some(error))) => Err(error),
            Err(ActError::Enforce(error)) => Err(error.into()),
        }
    }

    /// What happens when an account is handed back: everything that opened it goes, and every session and token ends.
    /// With the names that are given up.
    async fn handed_back(
        &self,
        account: &AccountId,
        visit: &Visit,
    ) -> Result<(Vec<Event>, Vec<store::Name>), PeopleError> {
        let seen = self.engine.see(account).await?;
        let since = seen
            .state
            .facts
            .protection
            .recovery()
            .map(identity::Recovery::asked_at);
        let waited = seen.now.since(since.unwrap_or(seen.now)).as_millis() / 3_600_000;
        let staff = seen
            .state
            .facts
            .protection
            .recovery()
            .map(|recovery| recovery.agreed().len());
        let applied = self.event(kinds::RECOVERY_APPLIED, account, Some(visit))?;
        let approvers = i64::try_from(staff.unwrap_or_default()).unwrap_or_default();
        let mut events = vec![applied.with("approvers", approvers).with("waited_hours", waited)];
        let keychain = keychain_of(&seen)?;
        let held = keychain
            .as_ref()
            .map(Keychain::authenticators)
            .unwrap_or_default();
        for each in held {
            let event = self.event(kinds::FACTOR_REMOVED, account, Some(visit))?;
            events.push(crate::telling::removed(event, each, "recovery"));
        }
        events.extend(
            self.endings(account, None, "credential-changed", Some(visit))
                .await?,
        );
        for token in self.tokens(account).await?.into_iter().filter(|token| token.live) {
            let event = self.event(kinds::TOKEN_REVOKED, account, Some(visit))?;
            events.push(event.with("token_id", token.id).with("because", "incident"));
        }
        let names = held.iter().filter_map(|each| each.verifier.credential());
        Ok((
            events,
            names
                .map(|credential| self.name_of_credential(&credential.id))
                .collect(),
        ))
    }

    fn claims_of(&self, newcomer: &Newcomer, held: &[Authenticator]) -> Vec<store::Name> {
        let address = match newcomer {
            Newcomer::New { address, .. } => Some(self.name_of_address(address)),
            Newcomer::Known { .. } | Newcomer::Recovered { .. } => None,
        };
        let credentials = held.iter().filter_map(|each| each.verifier.credential());
        let credentials = credentials.map(|credential| self.name_of_credential(&credential.id));
        address.into_iter().chain(credentials).collect()
    }

    pub(crate) fn address_added(
        &self,
        account: &AccountId,
        address: &EmailAddress,
        visit: &Visit,
    ) -> Result<Event, PeopleError> {
        let event = self.event(kinds::ADDRESS_CHANGED, account, Some(visit))?;
        Ok(event
            .with("channel", "email")
            .with("change", "added")
            .with("mailbox", address.domain().to_owned()))
    }
}

/// Whether the wait of a recovery is over, and nobody objected.
fn is_ready(seen: &Seen, id: RecoveryId) -> bool {
    let standing = seen.state.facts.protection.recovery();
    standing.is_some_and(|standing| {
        standing.id() == id
            && matches!(standing.stage(seen.now), Stage::Waiting { ready_at, .. } if ready_at <= seen.now)
    })
}
