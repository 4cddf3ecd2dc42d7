//! One entry, proved to somebody who has nothing but the public key.

use ledger::entry::{Disclosure, DisclosureError};
use ledger::hash::Hash;
use vocabulary::Record;

use crate::house::{House, LAPTOP, id};

#[tokio::test]
async fn every_published_entry_can_be_proved_at_every_size() {
    let house = House::new();
    for size in [1, 2, 3, 5, 8, 64, 255, 256, 257, 300, 511, 512, 513, 600] {
        house.grow_to(size).await;
        // What is committed and not published cannot be proved yet.
        assert_eq!(house.engine.disclose(size - 1).await.unwrap(), None);
        house.engine.publish().await.unwrap();
        // All of a small log; of a large one the borders of its tiles, its edge and every thirty-first.
        let wanted = (0..size).filter(|index| {
            size < 10 || index % 31 == 0 || index % 256 < 2 || index % 256 == 255 || index + 3 > size
        });
        for index in wanted {
            let disclosure = house.engine.disclose(index).await.unwrap().unwrap();
            assert_eq!(disclosure.index, index);
            let checkpoint = disclosure
                .verify(house.engine.verifier())
                .unwrap_or_else(|error| unreachable!("entry {index} of {size}: {error}"));
            assert_eq!(checkpoint.size, size);
            // The body is the very record that the engine shows, and both forms survive their way.
            let record: Record = serde_json::from_slice(&disclosure.body).unwrap();
            let shown = house.engine.entries(index, 1).await.unwrap().remove(0);
            assert_eq!(Some(record), shown.record);
            let text: Disclosure = disclosure.to_string().parse().unwrap();
            let json: Disclosure =
                serde_json::from_str(&serde_json::to_string(&disclosure).unwrap()).unwrap();
            assert!(text == disclosure && json == disclosure);
        }
        assert_eq!(house.engine.disclose(size).await.unwrap(), None);
        assert_eq!(house.engine.disclose(u64::MAX).await.unwrap(), None);
    }
}

#[tokio::test]
async fn a_disclosure_with_any_part_changed_proves_nothing() {
    let house = House::new();
    house.settle("ada").await;
    house.grow_to(300).await;
    house.engine.publish().await.unwrap();
    let good = house.engine.disclose(1).await.unwrap().unwrap();
    let other = house.engine.disclose(2).await.unwrap().unwrap();
    let earlier = {
        house.grow_to(301).await;
        house.engine.publish().await.unwrap();
        house.engine.disclose(1).await.unwrap().unwrap().checkpoint
    };
    let check = |what: &str, change: &dyn Fn(&mut Disclosure)| {
        let mut changed = good.clone();
        change(&mut changed);
        assert!(changed != good, "{what} was not changed");
        let refused = changed.verify(house.engine.verifier());
        assert!(
            matches!(
                refused,
                Err(DisclosureError::NotInLog(_) | DisclosureError::Checkpoint(_))
            ),
            "{what}: {refused:?}"
        );
    };
    good.verify(house.engine.verifier()).unwrap();
    check("the index", &|one| one.index = 2);
    check("the index", &|one| one.index = 300);
    check("the index", &|one| one.index = u64::MAX);
    check("the salt", &|one| one.salt[31] ^= 1);
    check("the hash of the sealed bytes", &|one| {
        one.sealed_hash = Hash([0; 32]);
    });
    for place in 0..good.body.len() {
        check("the body", &|one| one.body[place] ^= 1);
    }
    check("the body", &|one| one.body.truncate(one.body.len() - 1));
    check("the body", &|one| one.body.push(b' '));
    check("the body", &|one| one.body.clone_from(&other.body));
    for place in 0..good.proof.len() {
        check("the proof", &|one| one.proof[place].0[0] ^= 128);
        check("the proof", &|one| {
            one.proof.remove(place);
        });
    }
    check("the proof", &|one| one.proof.push(Hash([1; 32])));
    check("the proof", &|one| one.proof.reverse());
    check("the checkpoint", &|one| one.checkpoint.clone_from(&earlier));
    check("the checkpoint", &|one| {
        one.checkpoint = one.checkpoint.replace("300", "301");
    });
    check("the checkpoint", &|one| one.checkpoint.clear());
    // Somebody else's key does not accept it.
    let stranger =
        ledger::note::SigningKey::from_seed("example.org/safeconduct".parse().unwrap(), &[1; 32]).unwrap();
    assert!(good.verify(stranger.verifier()).is_err());
}

#[tokio::test]
async fn what_was_erased_is_disclosed_to_nobody() {
    let house = House::new();
    house.settle("ada").await;
    house.ask("session.seen", "bob", LAPTOP, "b", "{}").await;
    house.engine.publish().await.unwrap();
    assert!(house.engine.disclose(0).await.unwrap().is_some());
    house.engine.erase(&id("ada")).await.unwrap();
    assert_eq!(house.engine.disclose(0).await.unwrap(), None);
    assert_eq!(house.engine.disclose(1).await.unwrap(), None);
    // Others are not touched, before and after the next publication.
    for _ in 0..2 {
        let bob = house.engine.disclose(2).await.unwrap().unwrap();
        bob.verify(house.engine.verifier()).unwrap();
        house.engine.publish().await.unwrap();
    }
}
