//! The published log: it only grows, two publishers never both succeed, and tiles only widen.

use std::sync::Arc;

use super::draft::moment;
use crate::{CommitError, Publication, Store, Tile, TileKey};

super::group!("publish":
    checkpoints_are_listed_newest_first,
    a_publication_upon_another_size_conflicts,
    a_log_that_does_not_grow_is_not_published,
    an_empty_log_is_published_once,
    a_refused_publication_leaves_no_tiles,
    a_narrower_tile_never_replaces_a_wider_one,
    tiles_of_all_kinds_are_kept_apart,
    of_many_publishers_one_succeeds,
);

fn publication(from_size: u64, size: u64) -> Publication {
    let checkpoint = format!("checkpoint of {size} after {from_size}").into_bytes();
    let at = moment(1_000 + i64::try_from(size).expect("a small size"));
    Publication {
        from_size,
        size,
        checkpoint,
        at,
        tiles: Vec::new(),
    }
}

const HASHES: TileKey = TileKey::Hashes { level: 0, index: 7 };

fn tile(key: TileKey, width: u16, bytes: &[u8]) -> Tile {
    Tile {
        key,
        width,
        bytes: bytes.to_vec(),
    }
}

async fn checkpoints_are_listed_newest_first(store: Arc<dyn Store>) {
    for (from_size, size) in [(0, 3), (3, 4), (4, 300)] {
        assert_eq!(store.publish(publication(from_size, size)).await, Ok(()));
    }
    let told = |(from_size, size): (u64, u64)| {
        let made = publication(from_size, size);
        (made.size, made.at, made.checkpoint)
    };
    let all = vec![told((4, 300)), told((3, 4)), told((0, 3))];
    assert_eq!(store.checkpoints(2).await, Ok(all[..2].to_vec()));
    assert_eq!(store.checkpoints(10).await, Ok(all));
    assert_eq!(store.checkpoints(0).await, Ok(Vec::new()));
}

async fn a_publication_upon_another_size_conflicts(store: Arc<dyn Store>) {
    assert_eq!(store.publish(publication(2, 3)).await, Err(CommitError::Conflict));
    assert_eq!(store.publish(publication(0, 3)).await, Ok(()));
    for from_size in [0, 2, 4, u64::MAX] {
        assert_eq!(
            store.publish(publication(from_size, 9)).await,
            Err(CommitError::Conflict),
            "upon {from_size}"
        );
    }
    assert_eq!(store.publish(publication(3, 9)).await, Ok(()));
}

async fn a_log_that_does_not_grow_is_not_published(store: Arc<dyn Store>) {
    assert_eq!(store.publish(publication(0, 5)).await, Ok(()));
    assert_eq!(store.publish(publication(5, 5)).await, Err(CommitError::Conflict));
    assert_eq!(store.publish(publication(5, 4)).await, Err(CommitError::Conflict));
    assert_eq!(store.checkpoints(9).await.map(|list| list.len()), Ok(1));
}

async fn an_empty_log_is_published_once(store: Arc<dyn Store>) {
    assert_eq!(store.publish(publication(0, 0)).await, Ok(()));
    assert_eq!(store.publish(publication(0, 0)).await, Err(CommitError::Conflict));
    assert_eq!(store.publish(publication(0, 1)).await, Ok(()));
    assert_eq!(store.checkpoints(9).await.map(|list| list.len()), Ok(2));
}

async fn a_refused_publication_leaves_no_tiles(store: Arc<dyn Store>) {
    let mut refused = publication(8, 9);
    refused.tiles = vec![tile(HASHES, 1, b"refused")];
    assert_eq!(store.publish(refused).await, Err(CommitError::Conflict));
    assert_eq!(store.tile(HASHES).await, Ok(None));
}

async fn a_narrower_tile_never_replaces_a_wider_one(store: Arc<dyn Store>) {
    let mut size = 0;
    let mut publish = async |width: u16, bytes: &[u8]| {
        let mut made = publication(size, size + 1);
        made.tiles = vec![tile(HASHES, width, bytes)];
        size += 1;
        store.publish(made).await.expect("a publication");
        store.tile(HASHES).await.expect("a tile").expect("a tile")
    };
    assert_eq!(publish(2, b"ab").await, tile(HASHES, 2, b"ab"));
    assert_eq!(publish(4, b"abcd").await, tile(HASHES, 4, b"abcd"));
    assert_eq!(publish(3, b"abc").await, tile(HASHES, 4, b"abcd"));
    assert_eq!(publish(256, &[7; 8192]).await, tile(HASHES, 256, &[7; 8192]));
    assert_eq!(publish(255, &[8; 8160]).await, tile(HASHES, 256, &[7; 8192]));
}

async fn tiles_of_all_kinds_are_kept_apart(store: Arc<dyn Store>) {
    let keys = [
        TileKey::Hashes { level: 0, index: 0 },
        TileKey::Hashes { level: 0, index: 1 },
        TileKey::Hashes { level: 1, index: 0 },
        TileKey::Hashes { level: 255, index: 1 },
        TileKey::Entries { index: 0 },
        TileKey::Entries { index: 1 },
    ];
    let tiles: Vec<Tile> = keys
        .iter()
        .map(|&key| tile(key, 9, format!("{key:?}").as_bytes()))
        .collect();
    let mut made = publication(0, 9);
    made.tiles.clone_from(&tiles);
    store.publish(made).await.expect("a publication");
    for tile in tiles {
        assert_eq!(store.tile(tile.key).await, Ok(Some(tile)));
    }
    assert_eq!(store.tile(TileKey::Entries { index: 2 }).await, Ok(None));
    assert_eq!(store.tile(TileKey::Entries { index: u64::MAX }).await, Ok(None));
}

async fn of_many_publishers_one_succeeds(store: Arc<dyn Store>) {
    let mut size = 0;
    for _ in 0..5 {
        let racers: Vec<_> = (1..=8)
            .map(|racer| {
                let store = Arc::clone(&store);
                tokio::spawn(async move { store.publish(publication(size, size + racer)).await })
            })
            .collect();
        let mut published = Vec::new();
        for (growth, racer) in (1..).zip(racers) {
            match racer.await.expect("a racer that ends") {
                Ok(()) => published.push(size + growth),
                Err(refusal) => assert_eq!(refusal, CommitError::Conflict),
            }
        }
        let newest: Vec<u64> = store
            .checkpoints(1)
            .await
            .expect("checkpoints")
            .iter()
            .map(|(size, ..)| *size)
            .collect();
        assert_eq!(
            published, newest,
            "one publisher succeeds, and its checkpoint is the newest"
        );
        size = newest[0];
    }
}
