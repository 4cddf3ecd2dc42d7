//! What leaked at the invented shop.

use server::console::views::{Exposure, LeakOutcome, LeakRow};
use vocabulary::{AccountId, LeakSource, Mark};

use super::{Made, before, days_before};

pub(crate) fn exposure() -> Made<Exposure> {
    Ok(Exposure {
        days: 30,
        found: vec![
            (LeakSource::Scan, 2),
            (LeakSource::Push, 5),
            (LeakSource::SecretScanning, 1),
        ],
        ended: 6,
        refused: 6,
        half_within: Some("20 ms".to_owned()),
        most_within: Some("2 seconds".to_owned()),
        leaks: vec![
            LeakRow {
                index: 1_207,
                account: AccountId::new("acc_42")?,
                token: "tok-5f1c2a9be07d4413".to_owned(),
                at: before(700)?,
                source: LeakSource::Push,
                found:
                    "code.example/acme/shop, deploy.sh, line 3, commit 4be1d90c22aa by Ann <ann@example.org>"
                        .to_owned(),
                since: Some(before(702)?),
                outcome: LeakOutcome::Refused("1340 ms".to_owned()),
                mark: Mark::Real,
            },
            LeakRow {
                index: 1_100,
                account: AccountId::new("drill-leak")?,
                token: "tok-9e07d44135f1c2ab".to_owned(),
                at: days_before(1)?,
                source: LeakSource::Scan,
                found: "planted by a drill".to_owned(),
                since: None,
                outcome: LeakOutcome::Refused("4 ms".to_owned()),
                mark: Mark::Drill,
            },
            LeakRow {
                index: 980,
                account: AccountId::new("acc_7")?,
                token: "tok-07d44135f1c2a9be".to_owned(),
                at: days_before(3)?,
                source: LeakSource::Finder,
                found: "handed in by whoever found it".to_owned(),
                since: None,
                outcome: LeakOutcome::WasOver,
                mark: Mark::Real,
            },
        ],
        is_older: false,
        older: Some(980),
    })
}
