//! What events say of authenticators, and where those live.

use credentials::keychain::{Authenticator, Verifier};
use identity::{Custody, Label};
use vocabulary::Event;

/// What the event says of an authenticator that was added.
pub(crate) fn enrolled(event: Event, added: &Authenticator) -> Event {
    enrolled_in(event, added, &custody_of(added))
}

pub(crate) fn enrolled_in(event: Event, added: &Authenticator, custody: &Custody) -> Event {
    let event = event
        .with("factor", added.factor().name())
        .with("authenticator", added.id.to_string())
        .with("custody", custody.to_text());
    if added.name().is_empty() {
        event
    } else {
        event.with("named", added.name().to_owned())
    }
}

/// What the event says of an authenticator that was taken away.
pub(crate) fn removed(event: Event, gone: &Authenticator, because: &'static str) -> Event {
    event
        .with("factor", gone.factor().name())
        .with("authenticator", gone.id.to_string())
        .with("because", because)
}

/// Where an authenticator lives, as far as it tells: what somebody has to take over to use it.
pub(crate) fn custody_of(held: &Authenticator) -> Custody {
    let own = || Label::new(&held.id.to_string()).ok();
    let custody = match &held.verifier {
        Verifier::Passphrase(_) => Some(Custody::Memory),
        Verifier::Totp(_) => Some(Custody::Phone),
        Verifier::RecoveryCodes(_) => Some(Custody::Paper),
        Verifier::SecurityKey(_) => own().map(Custody::SecurityKey),
        Verifier::Passkey(credential) if credential.backup_eligible => {
            let provider = credential
                .aaguid
                .make()
                .map_or("the maker of your device", |make| make.name);
            Label::new(provider).ok().map(Custody::SyncProvider)
        }
        Verifier::Passkey(_) => own().map(Custody::Device),
    };
    custody.unwrap_or(Custody::Phone)
}
