//! The second factor behind a passphrase: a code of an app or a recovery code. Keys are in [`crate::passkey`].

use credentials::keychain::{Keychain, Verifier};
use engine::Seen;
use hosted::What;
use vocabulary::{Factor, Moment};

use crate::enter::{Proof, SignIn, Tried};
use crate::keyring::is_known_device;
use crate::passphrase::Half;
use crate::ticket::TicketError;
use crate::visit::Visit;
use crate::{People, PeopleError};

impl People {
    /// Ends a sign-in with a code. `factor` says which kind was typed: of an app, or a recovery code.
    pub async fn sign_in_with_code(
        &self,
        visit: &Visit,
        ticket: &str,
        factor: Factor,
        typed: &str,
    ) -> Result<SignIn, PeopleError> {
        let half: Half = match self.unseal(ticket) {
            Ok(half) => half,
            Err(TicketError::NotOurs | TicketError::Expired) => return Ok(SignIn::StartAgain),
        };
        if let Some(wait) = self.wait_of(&half.account, visit).await? {
            return Ok(SignIn::Wait(wait));
        }
        let prove = |keychain: &mut Keychain, seen: &Seen| {
            let known = is_known_device(seen, visit);
            if !half.holds(keychain, known, seen.now) {
                return Tried::Stale;
            }
            match self.try_code(keychain, known, factor, typed, seen.now) {
                Some(tried) => tried,
                None => Tried::Failed {
                    password: "correct",
                    factor,
                },
            }
        };
        let entered = self
            .enter(&half.account, visit, &half.aim, half.breached, prove)
            .await?;
        if let (Factor::RecoveryCode, SignIn::In(entered)) = (factor, &entered) {
            let session = Some(&entered.session);
            self.tell(&half.account, session, What::RecoveryCodeUsed, visit)
                .await?;
        }
        Ok(entered)
    }

    /// Tries a code against every authenticator of its kind; `None` if there is none that is accepted.
    pub(crate) fn try_code(
        &self,
        keychain: &mut Keychain,
        on_known_device: bool,
        factor: Factor,
        typed: &str,
        now: Moment,
    ) -> Option<Tried> {
        let usable: Vec<_> = keychain
            .authenticators()
            .iter()
            .filter(|held| held.factor() == factor && held.is_accepted(on_known_device))
            .map(|held| held.id)
            .collect();
        let mut failed = false;
        for id in usable {
            let held = keychain.authenticator_mut(id)?;
            let right = match &mut held.verifier {
                Verifier::Totp(app) => app.accept(typed, now).is_ok(),
                Verifier::RecoveryCodes(codes) => codes.spend(typed, now, self.secrets.peppers()).is_ok(),
                _ => false,
            };
            if right {
                held.succeeded(now);
                return Some(Tried::Proved(Proof::of("correct", factor)));
            }
            held.failed();
            failed = true;
        }
        failed.then_some(Tried::Failed {
            password: "correct",
            factor,
        })
    }
}
