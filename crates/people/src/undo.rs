//! What an objection makes of a keychain: a pure function, tried in every way below.
//!
//! It sides with what is older. What a change added goes, what a change took away comes back, and nothing that was
//! there before the change is touched. Three rules keep it from turning against the owner:
//!
//! - *Never below two factors.* If too little would be left, what was removed after the addition comes back with it
//!   (whoever added the one removed the others); if that is still too little, nothing is done.
//! - *What is young does not come back while something older stands.* An authenticator or address that could itself
//!   still be objected to when it was removed is not brought back by a mere link where the account is protected,
//!   or reached, by what is older: its owner can add it anew, and nobody else should have it.
//! - *Once.* What was undone is not there to be undone again.

use credentials::address::EmailAddress;
use credentials::keychain::{
    Address, Authenticator, AuthenticatorId, Keychain, KeychainError, MAX_ADDRESSES, MAX_AUTHENTICATORS,
    Removed, Standing,
};
use vocabulary::{Factor, FactorSet, Moment, Span};

use crate::object::Change;

/// Why a change was not undone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ObjectProblem {
    /// It was undone already, or too long ago, or what came after it leaves nothing to be undone.
    #[error("this change was undone already, or can no longer be undone")]
    Over,
    /// What would come back was itself new when it was taken away, and something older stands in its place.
    #[error(
        "what was removed was itself new, and what is older still protects the account; sign in and add it anew"
    )]
    Young,
    /// Too little would be left to protect or reach the account with.
    #[error("too little would be left to prove who you are; get back into the account first")]
    TooLittle,
    /// What would come back belongs to another account by now.
    #[error("what was removed belongs to another account by now")]
    Taken,
}

/// What was done, beside the keychain that it was done to.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Undone {
    /// Authenticators that went.
    pub(crate) gone: Vec<Authenticator>,
    /// Authenticators that came back.
    pub(crate) back: Vec<Authenticator>,
    /// Addresses that went.
    pub(crate) addresses_gone: Vec<Address>,
    /// Addresses that came back.
    pub(crate) addresses_back: Vec<EmailAddress>,
}

/// Undoes a change. `window` is how long a change can be objected to. Where it fails, the keychain is of no use any
/// more.
pub(crate) fn undo(
    keychain: &mut Keychain,
    change: &Change,
    now: Moment,
    window: Span,
) -> Result<Undone, ObjectProblem> {
    let before: Vec<Authenticator> = keychain.authenticators().to_vec();
    let addresses: Vec<Address> = keychain.addresses().to_vec();
    match change {
        Change::FactorAdded { id, replaced } => {
            added(keychain, id_of(id)?, replaced.as_deref(), now, window)?;
        }
        Change::FactorRemoved { id } => taken_away(keychain, id_of(id)?, now, window)?,
        Change::AddressAdded { address } => address_added(keychain, &address_of(address)?, now)?,
        Change::AddressRemoved { address } => {
            address_removed(keychain, &address_of(address)?, now, window)?;
        }
    }
    if is_enough(&before) && !is_enough(keychain.authenticators()) {
        return Err(ObjectProblem::TooLittle);
    }
    keychain.forget_past(now);
    Ok(Undone::between(&before, &addresses, keychain))
}

impl Undone {
    /// What differs: the only account of what was done, so that what is told is what is so.
    fn between(before: &[Authenticator], addresses: &[Address], after: &Keychain) -> Self {
        let held = |some: &[Authenticator], id| some.iter().any(|held| held.id == id);
        let known =
            |some: &[Address], address: &EmailAddress| some.iter().any(|known| known.address == *address);
        let gone = before
            .iter()
            .filter(|held_| !held(after.authenticators(), held_.id));
        let back = after
            .authenticators()
            .iter()
            .filter(|held_| !held(before, held_.id));
        let addresses_gone = addresses
            .iter()
            .filter(|address| !known(after.addresses(), &address.address));
        let addresses_back = after.addresses().iter().map(|address| &address.address);
        Self {
            gone: gone.cloned().collect(),
            back: back.cloned().collect(),
            addresses_gone: addresses_gone.cloned().collect(),
            addresses_back: addresses_back
                .filter(|address| !known(addresses, address))
                .cloned()
                .collect(),
        }
    }
}

/// Whether these protect an account for good.
fn is_enough(held: &[Authenticator]) -> bool {
    let usable = held.iter().filter(|held| held.standing() == Standing::Usable);
    let factors: FactorSet = usable.map(Authenticator::factor).collect();
    identity::is_lastingly_two_factor(factors)
}

fn added(
    keychain: &mut Keychain,
    id: AuthenticatorId,
    replaced: Option<&str>,
    now: Moment,
    window: Span,
) -> Result<(), ObjectProblem> {
    let newcomer = keychain.authenticator(id).ok_or(ObjectProblem::Over)?.clone();
    let replaced = replaced
        .and_then(|id| id.parse().ok())
        .or_else(|| predecessor(keychain, &newcomer));
    // Nobody can have back what an objection took.
    keychain.remove(id, now, now).map_err(|error| refused(&error))?;
    if let Some(replaced) = replaced
        && keychain
            .removed()
            .iter()
            .any(|removed| removed.authenticator.id == replaced)
    {
        restore(keychain, replaced, now, window)?;
    }
    if !is_enough(keychain.authenticators()) {
        let since = keychain.removed().iter().filter(|removed| {
            removed.removed_at >= newcomer.made_at
                && removed.authenticator.made_at < newcomer.made_at
                && now < removed.undo_until
        });
        let since: Vec<AuthenticatorId> = since.map(|removed| removed.authenticator.id).collect();
        for id in since {
            restore(keychain, id, now, window)?;
        }
    }
    if is_enough(keychain.authenticators()) {
        Ok(())
    } else {
        Err(ObjectProblem::TooLittle)
    }
}

/// Whose place a newcomer took: an account has one passphrase and one sheet of codes.
fn predecessor(keychain: &Keychain, newcomer: &Authenticator) -> Option<AuthenticatorId> {
    if !matches!(newcomer.factor(), Factor::Passphrase | Factor::RecoveryCode) {
        return None;
    }
    let since = keychain.removed().iter().filter(|removed| {
        removed.authenticator.factor() == newcomer.factor() && removed.removed_at >= newcomer.made_at
    });
    let nearest = since.min_by_key(|removed| removed.removed_at);
    nearest.map(|removed| removed.authenticator.id)
}

fn taken_away(
    keychain: &mut Keychain,
    id: AuthenticatorId,
    now: Moment,
    window: Span,
) -> Result<(), ObjectProblem> {
    let is_removed = |removed: &Removed| removed.authenticator.id == id;
    if !keychain.removed().iter().any(is_removed) {
        return Err(ObjectProblem::Over);
    }
    restore(keychain, id, now, window)
}

/// Brings one authenticator back, if it is not a young one where older ones are enough.
fn restore(
    keychain: &mut Keychain,
    id: AuthenticatorId,
    now: Moment,
    window: Span,
) -> Result<(), ObjectProblem> {
    let mut removed = keychain.removed().iter();
    let found = removed.find(|removed| removed.authenticator.id == id);
    let found = found.ok_or(ObjectProblem::Over)?;
    let (made_at, removed_at) = (found.authenticator.made_at, found.removed_at);
    let older: Vec<Authenticator> = keychain
        .authenticators()
        .iter()
        .filter(|held| held.made_at < made_at)
        .cloned()
        .collect();
    if removed_at.since(made_at) < window && is_enough(&older) {
        return Err(ObjectProblem::Young);
    }
    // A thief who fills the keychain must not keep out what was there before.
    while keychain.authenticators().len() >= MAX_AUTHENTICATORS {
        let held = keychain.authenticators().iter();
        let youngest = held
            .max_by_key(|held| held.made_at)
            .filter(|held| held.made_at >= removed_at);
        let youngest = youngest.ok_or(ObjectProblem::TooLittle)?.id;
        keychain
            .remove(youngest, now, now)
            .map_err(|error| refused(&error))?;
    }
    keychain.restore(id, now).map_err(|error| refused(&error))
}

fn address_added(keychain: &mut Keychain, address: &EmailAddress, now: Moment) -> Result<(), ObjectProblem> {
    let known = keychain
        .addresses()
        .iter()
        .find(|known| known.address == *address);
    let newcomer = known.ok_or(ObjectProblem::Over)?.clone();
    if eldest(keychain, address).is_none()
        && let Some(since) = newcomer.verified_at
    {
        let former = keychain.former_addresses().iter();
        let former = former.filter(|former| former.removed_at >= since && former.verified_at < since);
        let eldest = former.min_by_key(|former| former.verified_at);
        let eldest = eldest.ok_or(ObjectProblem::TooLittle)?.address.clone();
        make_room(keychain, since, now)?;
        keychain
            .restore_address(&eldest, now)
            .map_err(|error| refused(&error))?;
    }
    if newcomer.primary {
        let first = eldest(keychain, address).ok_or(ObjectProblem::TooLittle)?.clone();
        keychain.make_primary(&first).map_err(|error| refused(&error))?;
    }
    // It may be the thief's: nothing is told there any more.
    keychain
        .remove_address(address, now, now)
        .map_err(|error| refused(&error))
}

fn address_removed(
    keychain: &mut Keychain,
    address: &EmailAddress,
    now: Moment,
    window: Span,
) -> Result<(), ObjectProblem> {
    let mut former = keychain.former_addresses().iter();
    let found = former
        .find(|former| former.address == *address)
        .ok_or(ObjectProblem::Over)?;
    let (verified_at, removed_at) = (found.verified_at, found.removed_at);
    if is_young(keychain, verified_at, removed_at, window) {
        return Err(ObjectProblem::Young);
    }
    if !keychain.addresses().iter().any(|known| known.address == *address) {
        make_room(keychain, removed_at, now)?;
    }
    keychain
        .restore_address(address, now)
        .map_err(|error| refused(&error))
}

/// Whether an address could still be objected to itself when it was taken away, and an older one stands.
pub(crate) fn is_young(keychain: &Keychain, verified_at: Moment, removed_at: Moment, window: Span) -> bool {
    let mut confirmed = keychain.addresses().iter().filter_map(|known| known.verified_at);
    removed_at.since(verified_at) < window && confirmed.any(|since| since < verified_at)
}

/// The confirmed address that has been there longest, but for one.
pub(crate) fn eldest<'a>(keychain: &'a Keychain, but: &EmailAddress) -> Option<&'a EmailAddress> {
    let others = keychain.addresses().iter().filter(|known| known.address != *but);
    let confirmed = others.filter_map(|known| Some((known.verified_at?, &known.address)));
    confirmed
        .min_by_key(|(since, _)| *since)
        .map(|(_, address)| address)
}

/// Takes the youngest address away where there is no room for one that comes back, if it came after `since`.
fn make_room(keychain: &mut Keychain, since: Moment, now: Moment) -> Result<(), ObjectProblem> {
    while keychain.addresses().len() >= MAX_ADDRESSES {
        let age = |known: &&Address| known.verified_at.map_or(i64::MAX, Moment::as_millis);
        let others = keychain.addresses().iter().filter(|known| !known.primary);
        let youngest = others
            .max_by_key(age)
            .filter(|known| known.verified_at.is_none_or(|at| at >= since));
        let youngest = youngest.ok_or(ObjectProblem::TooLittle)?.address.clone();
        keychain
            .remove_address(&youngest, now, now)
            .map_err(|error| refused(&error))?;
    }
    Ok(())
}

fn id_of(text: &str) -> Result<AuthenticatorId, ObjectProblem> {
    text.parse().map_err(|error| refused(&error))
}

fn address_of(text: &str) -> Result<EmailAddress, ObjectProblem> {
    text.parse().map_err(|_| ObjectProblem::Over)
}

fn refused(error: &KeychainError) -> ObjectProblem {
    match error {
        KeychainError::Full(..) | KeychainError::Primary | KeychainError::Unverified => {
            ObjectProblem::TooLittle
        }
        _ => ObjectProblem::Over,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use credentials::keychain::Verifier;
    use credentials::totp::{Algorithm, Enrolment, Secret};
    use proptest::collection::vec;
    use proptest::prelude::{Just, Strategy, any, prop_assert, prop_assert_eq, prop_oneof, proptest};

    const WINDOW: Span = Span::from_days(14);
    const START: Moment = Moment::from_millis(1_000_000_000);

    /// What somebody does, a while after what was done before.
    #[derive(Debug, Clone, Copy)]
    enum Deed {
        /// Adds an authenticator of one of three kinds.
        Add(u8),
        /// Removes one.
        Remove(u8),
        AddAddress(u8),
        RemoveAddress(u8),
    }

    fn any_story() -> impl Strategy<Value = Vec<(i64, Deed)>> {
        let deed = prop_oneof![
            4 => (0_u8..3).prop_map(Deed::Add),
            3 => any::<u8>().prop_map(Deed::Remove),
            1 => (0_u8..6).prop_map(Deed::AddAddress),
            1 => any::<u8>().prop_map(Deed::RemoveAddress),
        ];
        // Hours: some things are done at once, some after weeks.
        vec((prop_oneof![Just(0_i64), 1_i64..48, 300_i64..500], deed), 1..25)
    }

    fn verifier(kind: u8, number: u8) -> Verifier {
        let app = || {
            Verifier::Totp(Enrolment::new(
                Secret::new(&[number; 20]).unwrap(),
                Algorithm::Sha1,
            ))
        };
        match kind {
            0 => app(),
            1 => Verifier::Passphrase(hashed(number)),
            _ => Verifier::RecoveryCodes(codes(number)),
        }
    }

    fn peppers() -> credentials::pepper::Peppers {
        use credentials::pepper::{Pepper, PepperId, Peppers};
        Peppers::new(Pepper::new(PepperId(1), &[3; 32]), Vec::new())
    }

    fn hashed(number: u8) -> credentials::passphrase::Hashed {
        use credentials::passphrase::{Cost, Passphrase, hash};
        let cost = Cost {
            memory_kib: 8,
            passes: 1,
            lanes: 1,
        };
        let typed = Passphrase::new("eleven quiet harbours").unwrap();
        hash(&typed, &[number; 16], cost, peppers().current()).unwrap()
    }

    fn codes(number: u8) -> credentials::recovery::RecoveryCodes {
        let random = [number; credentials::recovery::RANDOM_BYTES];
        credentials::recovery::make(&random, peppers().current()).1
    }

    fn address(number: u8) -> EmailAddress {
        format!("a{number}@example.org").parse().unwrap()
    }

    fn add(keychain: &mut Keychain, kind: u8, number: u8, now: Moment) -> Option<Change> {
        let id = AuthenticatorId::from_random([number; 16]);
        let newcomer = Authenticator::new(id, verifier(kind, number), now);
        let before: Vec<AuthenticatorId> = keychain.authenticators().iter().map(|held| held.id).collect();
        keychain.add(newcomer, now, now + WINDOW).ok()?;
        let replaced = before
            .into_iter()
            .find(|id| keychain.authenticator(*id).is_none());
        Some(Change::FactorAdded {
            id: id.to_string(),
            replaced: replaced.map(|id| id.to_string()),
        })
    }

    /// Does it, as the owner's pages would let them: never below two lasting factors, never without an address.
    fn act(keychain: &mut Keychain, deed: Deed, number: u8, now: Moment) -> Option<Change> {
        match deed {
            Deed::Add(kind) => add(keychain, kind, number, now),
            Deed::Remove(which) => {
                let held = keychain.authenticators();
                let id = held.get(usize::from(which) % held.len().max(1))?.id;
                let left: Vec<_> = held.iter().filter(|held| held.id != id).cloned().collect();
                if !is_enough(&left) {
                    return None;
                }
                keychain.remove(id, now, now + WINDOW).ok()?;
                Some(Change::FactorRemoved { id: id.to_string() })
            }
            Deed::AddAddress(which) => {
                keychain.add_address(address(which)).ok()?;
                keychain.verify_address(&address(which), now).ok()?;
                Some(Change::AddressAdded {
                    address: address(which).as_str().to_owned(),
                })
            }
            Deed::RemoveAddress(which) => {
                let known = keychain.addresses();
                let gone = known.get(usize::from(which) % known.len().max(1))?.clone();
                let first = eldest(keychain, &gone.address)?.clone();
                if gone.primary {
                    keychain.make_primary(&first).ok()?;
                }
                keychain.remove_address(&gone.address, now, now + WINDOW).ok()?;
                Some(Change::AddressRemoved {
                    address: gone.address.as_str().to_owned(),
                })
            }
        }
    }

    /// An account with a passphrase and an app, and what was done to it.
    fn told(story: &[(i64, Deed)]) -> (Keychain, Vec<(Moment, Change)>, Moment) {
        let mut keychain = Keychain::new([1; 32], "", address(0)).unwrap();
        keychain.verify_address(&address(0), START).unwrap();
        add(&mut keychain, 1, 200, START).unwrap();
        add(&mut keychain, 0, 201, START).unwrap();
        let (mut now, mut changes) = (START + Span::from_days(30), Vec::new());
        for (number, (later, deed)) in (0_u8..).zip(story) {
            now = now + Span::from_hours(*later) + Span::from_seconds(1);
            keychain.forget_past(now);
            changes.extend(act(&mut keychain, *deed, number, now).map(|change| (now, change)));
        }
        (keychain, changes, now + Span::from_seconds(1))
    }

    proptest! {
        /// Whatever was done, and whichever change is objected to: never less than two factors, never without an
        /// address that is confirmed and first, never twice, and nothing that is older than the change goes but for
        /// what takes the place of something older still.
        #[test]
        fn no_objection_takes_what_protects_an_account(story in any_story(), which in any::<u16>()) {
            let (before, changes, now) = told(&story);
            prop_assert!(is_enough(before.authenticators()));
            let Some((made_at, change)) = changes.get(usize::from(which) % changes.len().max(1)).cloned() else {
                return Ok(());
            };
            let mut after = before.clone();
            let Ok(undone) = undo(&mut after, &change, now, WINDOW) else { return Ok(()) };
            prop_assert!(is_enough(after.authenticators()), "{change:?}");
            let confirmed = after.addresses().iter().filter(|known| known.verified_at.is_some() && known.primary);
            prop_assert_eq!(confirmed.count(), 1, "{:?}", change);
            for gone in &undone.gone {
                let gave_way = undone.back.iter().any(|back| back.factor() == gone.factor());
                prop_assert!(gone.made_at >= made_at || gave_way, "{gone:?} is older than {change:?}");
            }
            for gone in &undone.addresses_gone {
                prop_assert!(gone.verified_at >= Some(made_at), "{gone:?} is older than {change:?}");
            }
            prop_assert!(after.encode().is_ok());
            prop_assert_eq!(undo(&mut after.clone(), &change, now, WINDOW), Err(ObjectProblem::Over));
        }

        /// What a thief does right after the owner's last deed, and the owner objects to at once, is as it was.
        #[test]
        fn an_objection_at_once_gives_back_what_there_was(story in any_story(), kind in 0_u8..3) {
            let (before, _, now) = told(&story);
            let mut after = before.clone();
            let Some(change) = add(&mut after, kind, 99, now) else { return Ok(()) };
            let done = undo(&mut after, &change, now + Span::from_seconds(1), WINDOW);
            if done == Err(ObjectProblem::Young) {
                // What it took the place of was new itself: then the owner objects to that one, or signs in.
                return Ok(());
            }
            prop_assert!(done.is_ok(), "{done:?}");
            let ids = |keychain: &Keychain| {
                let mut ids: Vec<_> = keychain.authenticators().iter().map(|held| held.id).collect();
                ids.sort();
                ids
            };
            prop_assert_eq!(ids(&after), ids(&before));
        }
    }

    #[test]
    fn a_thief_who_fills_the_keychain_keeps_nobody_out() {
        let (mut keychain, _, now) = told(&[]);
        let first = keychain.authenticators()[1].clone();
        let later = now + Span::from_minutes(1);
        (10..29).for_each(|number| drop(add(&mut keychain, 0, number, later)));
        keychain.remove(first.id, later, later + WINDOW).unwrap();
        drop(add(&mut keychain, 0, 40, later + Span::from_minutes(1)));
        drop(add(&mut keychain, 0, 41, later + Span::from_minutes(1)));
        assert_eq!(keychain.authenticators().len(), MAX_AUTHENTICATORS);
        let change = Change::FactorRemoved {
            id: first.id.to_string(),
        };
        undo(&mut keychain, &change, later + Span::from_hours(1), WINDOW).unwrap();
        assert!(keychain.authenticator(first.id).is_some());
        for number in 1..5 {
            keychain.add_address(address(number)).unwrap();
            keychain.verify_address(&address(number), later).unwrap();
        }
        keychain.make_primary(&address(1)).unwrap();
        keychain
            .remove_address(&address(0), later, later + WINDOW)
            .unwrap();
        keychain.add_address(address(5)).unwrap();
        let change = Change::AddressRemoved {
            address: address(0).as_str().to_owned(),
        };
        let undone = undo(&mut keychain, &change, later + Span::from_hours(1), WINDOW).unwrap();
        assert_eq!((undone.addresses_gone.len(), undone.addresses_back.len()), (1, 1));
        assert_eq!(keychain.primary_address(), Some(&address(0)));
    }
}
