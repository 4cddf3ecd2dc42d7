//! A keychain under any order of changes: it stays within its bounds, can be written and read, and reaches its owner.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use credentials::address::EmailAddress;
use credentials::keychain::{Authenticator, AuthenticatorId, Keychain, Verifier};
use credentials::passphrase::Hashed;
use credentials::totp::{Algorithm, Enrolment, Secret};
use credentials::webauthn::{Aaguid, Attested, Credential, CredentialId};
use proptest::prelude::*;
use vocabulary::{Factor, Moment, Span};

/// How long what was removed can be brought back, in steps of the test.
const UNDO: Span = Span::from_millis(20);

#[derive(Debug, Clone)]
enum Change {
    AddPassphrase(u8),
    AddApp(u8),
    AddPasskey(u8, u8),
    Remove(u8),
    Restore(u8),
    Fail(u8, u8),
    Succeed(u8),
    AddAddress(u8),
    VerifyAddress(u8),
    MakePrimary(u8),
    RemoveAddress(u8),
    RestoreAddress(u8),
    Forget,
}

fn change() -> impl Strategy<Value = Change> {
    let id = 0..30_u8;
    let address = 0..8_u8;
    prop_oneof![
        id.clone().prop_map(Change::AddPassphrase),
        id.clone().prop_map(Change::AddApp),
        (id.clone(), 0..10_u8).prop_map(|(id, credential)| Change::AddPasskey(id, credential)),
        id.clone().prop_map(Change::Remove),
        id.clone().prop_map(Change::Restore),
        (id.clone(), any::<u8>()).prop_map(|(id, times)| Change::Fail(id, times)),
        id.prop_map(Change::Succeed),
        address.clone().prop_map(Change::AddAddress),
        address.clone().prop_map(Change::VerifyAddress),
        address.clone().prop_map(Change::MakePrimary),
        address.clone().prop_map(Change::RemoveAddress),
        address.prop_map(Change::RestoreAddress),
        Just(Change::Forget),
    ]
}

fn id(number: u8) -> AuthenticatorId {
    AuthenticatorId::from_random([number; 16])
}

fn address(number: u8) -> EmailAddress {
    format!("a{number}@example.org").parse().unwrap()
}

fn passkey(number: u8) -> Verifier {
    Verifier::Passkey(Credential {
        id: CredentialId::new(vec![number; 16]).unwrap(),
        public_key: vec![1; 77],
        sign_count: 0,
        user_verified: true,
        backup_eligible: true,
        backed_up: true,
        transports: Vec::new(),
        aaguid: Aaguid::UNKNOWN,
        attested: Attested::Nothing,
    })
}

/// Makes one change; one that is refused changes nothing, which is checked here too.
fn make(keychain: &mut Keychain, change: &Change, now: Moment) {
    let before = keychain.clone();
    let until = now + UNDO;
    let add = |keychain: &mut Keychain, number, verifier| {
        keychain.add(Authenticator::new(id(number), verifier, now), now, until)
    };
    let done = match change {
        Change::AddPassphrase(number) => {
            let hash = "$2b$05$CCCCCCCCCCCCCCCCCCCCC.7uG0VCzI2bS7j6ymqJi9CdcdxiRTWNy";
            add(
                keychain,
                *number,
                Verifier::Passphrase(Hashed::imported(hash).unwrap()),
            )
        }
        Change::AddApp(number) => {
            let secret = Secret::new(&[*number; 20]).unwrap();
            add(
                keychain,
                *number,
                Verifier::Totp(Enrolment::new(secret, Algorithm::Sha1)),
            )
        }
        Change::AddPasskey(number, credential) => add(keychain, *number, passkey(*credential)),
        Change::Remove(number) => keychain.remove(id(*number), now, until),
        Change::Restore(number) => keychain.restore(id(*number), now),
        Change::Fail(number, times) => {
            if let Some(held) = keychain.authenticator_mut(id(*number)) {
                for _ in 0..*times {
                    held.failed();
                }
            }
            Ok(())
        }
        Change::Succeed(number) => {
            if let Some(held) = keychain.authenticator_mut(id(*number)) {
                held.succeeded(now);
            }
            Ok(())
        }
        Change::AddAddress(number) => keychain.add_address(address(*number)),
        Change::VerifyAddress(number) => keychain.verify_address(&address(*number), now),
        Change::MakePrimary(number) => keychain.make_primary(&address(*number)),
        Change::RemoveAddress(number) => keychain.remove_address(&address(*number), now, until),
        Change::RestoreAddress(number) => keychain.restore_address(&address(*number), now),
        Change::Forget => {
            keychain.forget_past(now);
            Ok(())
        }
    };
    if done.is_err() {
        assert_eq!(*keychain, before, "{change:?} was refused and changed something");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn any_order_of_changes_leaves_a_whole_keychain(changes in prop::collection::vec(change(), 0..60)) {
        let mut keychain = Keychain::new([0; 32], "Jane", address(0)).unwrap();
        keychain.verify_address(&address(0), Moment::EPOCH).unwrap();
        for (change, millis) in changes.iter().zip(1..) {
            let now = Moment::from_millis(millis);
            make(&mut keychain, change, now);
            let written = keychain.encode().unwrap();
            let read = Keychain::decode(&written);
            prop_assert_eq!(read.as_ref(), Ok(&keychain));
            prop_assert!(keychain.of_factor(Factor::Passphrase).count() <= 1);
            let credentials: Vec<_> =
                keychain.authenticators().iter().filter_map(|held| held.verifier.credential()).map(|held| &held.id).collect();
            let distinct: std::collections::BTreeSet<_> = credentials.iter().collect();
            prop_assert_eq!(credentials.len(), distinct.len());
            // Whoever had a confirmed address is never out of reach.
            prop_assert!(keychain.told(now).next().is_some());
        }
    }
}
