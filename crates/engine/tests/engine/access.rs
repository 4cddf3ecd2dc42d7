//! Keys and links: what they open, for how long, and that they never print themselves.

use std::sync::Arc;

use engine::access::{LINK_LIFE, SESSION_LIFE, Scope, Secret, SecretKind};
use vocabulary::Span;

use crate::house::House;

#[tokio::test]
async fn a_key_works_until_it_ends() {
    let house = House::new();
    let issue = async |name: &str, scopes: &[Scope], days: i64| {
        house.clock.advance(Span::from_seconds(1));
        let life = Span::from_days(days);
        house.engine.issue_platform_key(name, scopes, life).await.unwrap()
    };
    let shop = issue("shop", &[Scope::Report, Scope::Decide, Scope::Decide], 90).await;
    let desk = issue("desk", &[Scope::Read], 1).await;
    let known = house.engine.platform_keys().await.unwrap();
    let names: Vec<&str> = known.iter().map(|key| key.name.as_str()).collect();
    assert_eq!(names, ["desk", "shop"]);
    assert_eq!(known, [desk.key.clone(), shop.key.clone()]);

    // A key is found by the hash of what was handed out, and by nothing else.
    let presented = Secret::read(shop.secret.reveal(), SecretKind::Platform).unwrap();
    assert_eq!(presented.hash(), shop.key.hash);
    assert_ne!(shop.key.hash, desk.key.hash);
    assert_ne!(shop.key.id, desk.key.id);

    let allowed = |scope: Scope| (shop.key.scopes.allows(scope), desk.key.scopes.allows(scope));
    assert_eq!(
        Scope::ALL.map(allowed),
        [
            (true, false),
            (true, false),
            (false, true),
            (false, false),
            (false, false),
            (false, false),
            (false, false),
        ]
    );
    assert_eq!(shop.key.scopes.names(), ["decide", "report"]);

    let live = async |name: &str| {
        let keys = house.engine.platform_keys().await.unwrap();
        let key = keys.into_iter().find(|key| key.name == name).unwrap();
        key.is_live(house.engine.now())
    };
    assert!(live("desk").await && live("shop").await);
    house.clock.set(desk.key.expires_at - Span::from_millis(1));
    assert!(live("desk").await);
    house.clock.set(desk.key.expires_at);
    assert!(!live("desk").await && live("shop").await);
    // What has run out cannot be ended any more, nor what never was.
    assert_eq!(
        house.engine.revoke_platform_key(&desk.key.id).await.unwrap(),
        None
    );
    assert_eq!(
        house
            .engine
            .revoke_platform_key("key_000000000000")
            .await
            .unwrap(),
        None
    );

    let revoked = house
        .engine
        .revoke_platform_key(&shop.key.id)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(revoked.id, shop.key.id);
    assert!(!live("shop").await);
    assert_eq!(
        house.engine.revoke_platform_key(&shop.key.id).await.unwrap(),
        None
    );

    // It stays on the list, and stays ended after a restart.
    let ended_at = Some(house.engine.now());
    let house = house.reopen(|_| ());
    let keys = house.engine.platform_keys().await.unwrap();
    let shop = keys.iter().find(|key| key.name == "shop").unwrap();
    assert_eq!(shop.ended_at, ended_at);
}

#[tokio::test]
async fn a_key_is_ended_by_one_of_many_who_try() {
    let house = House::new();
    let key = house
        .engine
        .issue_platform_key("shop", &Scope::ALL, Span::from_days(1))
        .await
        .unwrap()
        .key;
    let tries = (0..16).map(|_| house.engine.revoke_platform_key(&key.id));
    let ended = futures::future::try_join_all(tries).await.unwrap();
    assert_eq!(ended.iter().flatten().count(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_link_lets_one_of_sixteen_in() {
    let house = House::new();
    for _ in 0..5 {
        let link = house.engine.make_link().await.unwrap();
        let engines = [Arc::clone(&house.engine), house.another_engine()];
        let tasks: Vec<_> = (0..16)
            .map(|number| {
                let (engine, text) = (Arc::clone(&engines[number % 2]), link.reveal().to_owned());
                tokio::spawn(async move { engine.spend_link(&text).await.unwrap() })
            })
            .collect();
        let mut let_in = Vec::new();
        for task in tasks {
            let_in.extend(task.await.unwrap());
        }
        assert_eq!(let_in.len(), 1);
        let (secret, session) = let_in.remove(0);
        assert_eq!(secret.hash(), session.hash);
        assert!(house.engine.console_sessions().await.unwrap().contains(&session));
        assert!(house.engine.spend_link(link.reveal()).await.unwrap().is_none());
    }
    assert_eq!(house.engine.console_sessions().await.unwrap().len(), 5);
}

#[tokio::test]
async fn links_and_sessions_run_out() {
    let house = House::new();
    let (late, last) = (
        house.engine.make_link().await.unwrap(),
        house.engine.make_link().await.unwrap(),
    );
    house
        .clock
        .set(house.engine.now() + LINK_LIFE - Span::from_millis(1));
    let (_, session) = house.engine.spend_link(last.reveal()).await.unwrap().unwrap();
    house.clock.advance(Span::from_millis(1));
    assert!(house.engine.spend_link(late.reveal()).await.unwrap().is_none());

    assert_eq!(
        house.engine.console_sessions().await.unwrap(),
        std::slice::from_ref(&session)
    );
    house.clock.advance(SESSION_LIFE);
    assert_eq!(house.engine.console_sessions().await.unwrap(), []);

    let link = house.engine.make_link().await.unwrap();
    let (_, session) = house.engine.spend_link(link.reveal()).await.unwrap().unwrap();
    house.engine.leave_console(session.hash).await.unwrap();
    assert_eq!(house.engine.console_sessions().await.unwrap(), []);
    // To leave twice does no harm.
    house.engine.leave_console(session.hash).await.unwrap();
}

#[tokio::test]
async fn a_secret_opens_nothing_but_its_own_door() {
    let house = House::new();
    let key = house
        .engine
        .issue_platform_key("shop", &Scope::ALL, Span::from_days(1))
        .await
        .unwrap();
    let link = house.engine.make_link().await.unwrap();
    let (console, _) = house.engine.spend_link(link.reveal()).await.unwrap().unwrap();
    let check = async |presented: &str| {
        let let_in = house.engine.spend_link(presented).await.unwrap();
        assert!(let_in.is_none(), "let in with another secret");
    };
    check(key.secret.reveal()).await;
    check(console.reveal()).await;
    check("").await;
    check("safeconduct_l").await;
    check(&"é".repeat(60)).await;
    // A link that looks right and was never made.
    check(Secret::make(SecretKind::Link, "000000", || [3; 32]).reveal()).await;
    // A link with its letters in other case: the checksum is right for those letters, the link is not.
    check(&link.reveal().to_uppercase()).await;
}

#[tokio::test]
async fn secrets_are_neither_printed_nor_kept() {
    let house = House::new();
    let key = house
        .engine
        .issue_platform_key("shop", &Scope::ALL, Span::from_days(1))
        .await
        .unwrap();
    let link = house.engine.make_link().await.unwrap();
    let (console, session) = house.engine.spend_link(link.reveal()).await.unwrap().unwrap();
    let secrets = [&key.secret, &link, &console].map(|secret| secret.reveal().to_owned());
    let printed = format!(
        "{key:?} {link:?} {console:?} {session:?} {:?} {:?}",
        house.engine.platform_keys().await.unwrap(),
        house.engine.console_sessions().await.unwrap()
    );
    // The random part stands behind prefix, letter and instance; none of it may show, nor be on the disk.
    let random = secrets.map(|secret| secret[19..].to_owned());
    for part in &random {
        assert_eq!(part.len(), 38);
        assert!(
            !printed.contains(&part[..12]) && !printed.contains(&part[26..]),
            "{printed}"
        );
    }
    assert!(random[0] != random[1] && random[1] != random[2]);
    house.reopen(|directory| {
        for file in std::fs::read_dir(directory).unwrap() {
            let bytes = std::fs::read(file.unwrap().path()).unwrap();
            for part in &random {
                let found = bytes.windows(12).any(|window| window == &part.as_bytes()[..12]);
                assert!(!found, "a secret is kept in the clear");
            }
        }
    });
}
