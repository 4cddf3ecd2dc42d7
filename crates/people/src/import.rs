//! Taking over people from another system, one line each. A line becomes an account as a whole, in one commit, or it
//! is reported and nothing of it is kept; so the same file can be brought again after whatever went wrong.

use credentials::import::{self, LineError};
use credentials::keychain::{AuthenticatorId, Keychain};
use engine::{ActError, Deed, Keeps, Seen};
use vocabulary::{AccountId, Event, catalogue::kinds};

use crate::keyring::{is_nobody, keychain_of, packed};
use crate::telling::enrolled;
use crate::visit::Visit;
use crate::{People, PeopleError};

/// What became of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Imported {
    /// It is an account now.
    Opened {
        /// Which.
        account: AccountId,
        /// What kind of hash it came with: `bcrypt`, `argon2` and so on.
        hash: &'static str,
    },
    /// The account is kept here already, with this address; nothing was changed, least of all its passphrase.
    Known(AccountId),
}

/// Why a line did not become an account. No hash is ever part of it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ImportProblem {
    /// The line itself.
    #[error(transparent)]
    Line(#[from] LineError),
    /// Somebody else has the address.
    #[error(
        "its address belongs to account `{0}`; an address opens one account only, so give this one another"
    )]
    AddressTaken(AccountId),
    /// The account is there, and is reached elsewhere.
    #[error(
        "account `{0}` is kept here already, with another address; its owner changes that, not an import"
    )]
    AccountKept(AccountId),
    /// The id is one of those that stand in for names that nobody has.
    #[error("account `{0}`: ids that begin with `nobody-` are not given to people; name it otherwise")]
    Reserved(AccountId),
}

impl People {
    /// Takes one person over: the account, its address and its passphrase, and that its owner has to add a second
    /// factor, are recorded together.
    pub async fn import_line(&self, line: &str) -> Result<Result<Imported, ImportProblem>, PeopleError> {
        let newcomer = match import::parse_line(line) {
            Ok(newcomer) => newcomer,
            Err(error) => return Ok(Err(error.into())),
        };
        let account = newcomer.account.clone();
        if is_nobody(&account) {
            return Ok(Err(ImportProblem::Reserved(account)));
        }
        let name = self.name_of_address(&newcomer.address);
        if let Some(owner) = self.engine.store().named(name).await? {
            return Ok(if owner == account {
                Ok(Imported::Known(account))
            } else {
                Err(ImportProblem::AddressTaken(owner))
            });
        }
        let keychain = newcomer
            .keychain(
                self.engine.random(),
                AuthenticatorId::from_random(self.engine.random()),
                self.engine.now(),
            )
            .map_err(|error| PeopleError::fault(&error))?;
        let required = self.event(kinds::ENROLMENT_REQUIRED, &account, None)?;
        let required = required.with("because", "imported");
        let created = self.event(kinds::ACCOUNT_CREATED, &account, None)?;
        let mut also = self.protected(&account, &keychain)?;
        also.push(self.address_added(&account, &newcomer.address, &Visit::default())?);
        let think = |seen: &Seen| -> Result<(Deed, ()), Option<PeopleError>> {
            if keychain_of(seen)?.is_some() {
                return Err(None);
            }
            // An account that the platform told of before has been created already.
            let mut deed = if seen.exists {
                Deed::of(required.clone())
            } else {
                let mut deed = Deed::of(created.clone());
                deed.regardless.push(required.clone());
                deed
            };
            // What happened elsewhere long ago is taken note of, not asked about: whatever would be answered to a
            // newcomer, the account is brought over whole.
            deed.regardless.splice(0..0, also.iter().cloned());
            deed.allowed = keeps(&keychain, name)?;
            deed.refused = keeps(&keychain, name)?;
            Ok((deed, ()))
        };
        match self.engine.act(&account, None, think).await {
            Ok(_) => Ok(Ok(Imported::Opened {
                account,
                hash: newcomer.hash_kind,
            })),
            Err(ActError::Refused(None)) => Ok(Err(ImportProblem::AccountKept(account))),
            Err(ActError::Refused(Some(error))) => Err(error),
            Err(ActError::Taken) => {
                // Somebody signed up with the address at this very moment.
                let owner = self.engine.store().named(name).await?;
                Ok(Err(ImportProblem::AddressTaken(owner.unwrap_or(account))))
            }
            Err(ActError::Enforce(error)) => Err(error.into()),
        }
    }

    /// That the passphrase protects the account.
    fn protected(&self, account: &AccountId, keychain: &Keychain) -> Result<Vec<Event>, PeopleError> {
        let held = keychain.authenticators().iter();
        held.map(|held| Ok(enrolled(self.event(kinds::FACTOR_ENROLLED, account, None)?, held)))
            .collect()
    }
}

/// What is kept with the events.
fn keeps(keychain: &Keychain, name: store::Name) -> Result<Keeps, PeopleError> {
    Ok(Keeps {
        keychain: Some(packed(keychain)?),
        claims: vec![name],
        ..Keeps::default()
    })
}
