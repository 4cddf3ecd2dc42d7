//! How an account's API tokens are used: from which networks and with which programs, and since when.
//!
//! A program's habits are plainer than a person's: a deployment runs from the same machines with the same library
//! for months. So once a token has leaked, a place from which it was never used before is worth a question. As with
//! people, it is a reason to look, never a reason to lock.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use vocabulary::{Event, Moment, Network};

use crate::Agent;

/// Most tokens of one account that are remembered; those that are over make room first.
pub const MOST_TOKENS: usize = 64;
/// Most places of one token that are remembered; those of the fewest uses make room first.
pub const MOST_PLACES: usize = 8;
/// From this many networks on a token roams: another network then says nothing by itself.
const ROAMS: usize = 4;

/// The tokens of one account. Bounded, and changed only by events.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Tokens(Vec<TokenUse>);

/// What is known of one token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenUse {
    /// Its public id.
    pub id: Arc<str>,
    /// When it ends by itself, where that was told.
    pub until: Option<Moment>,
    /// When it was revoked.
    pub revoked_at: Option<Moment>,
    /// That it was found where others can read it.
    pub leak: Option<Leak>,
    places: Vec<Place>,
}

/// That a token was found where others can read it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Leak {
    /// When it was first handed in.
    pub at: Moment,
    /// Since when it was there; of several places the earliest that is known.
    pub since: Option<Moment>,
    /// In how many places it was found.
    pub places: u32,
    /// In how many milliseconds it was refused once it was handed in, as tried and measured.
    pub refused_after: Option<u32>,
}

/// Where a token was used, and with what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The network, where it was told.
    pub network: Option<Network>,
    /// The program, where it was told.
    pub program: Option<Agent>,
    /// The first use.
    pub first: Moment,
    /// The last use.
    pub last: Moment,
    /// How many uses.
    pub uses: u32,
}

impl TokenUse {
    /// Whether it is known to be over.
    pub fn is_over(&self, now: Moment) -> bool {
        self.revoked_at.is_some_and(|at| at <= now) || self.until.is_some_and(|until| until <= now)
    }

    /// Where it was used since a moment, the first place first.
    pub fn places_since(&self, since: Moment) -> impl Iterator<Item = &Place> {
        self.places.iter().filter(move |place| place.last >= since)
    }

    /// The first place from which it was used since it leaked and that is unlike all before: another network, or
    /// another program. `at_home` says of a network that the account's owner works from it.
    ///
    /// A token that was used from several networks before is known by its programs alone. One that was never used
    /// before is compared with its owner's networks.
    pub fn unlike_before(&self, since: Moment, at_home: impl Fn(Network) -> bool) -> Option<&Place> {
        let before = || self.places.iter().filter(|place| place.first < since);
        let mut networks: Vec<Network> = before().filter_map(|place| place.network).collect();
        networks.sort_unstable();
        networks.dedup();
        let roams = networks.len() >= ROAMS;
        let elsewhere = |place: &Place| {
            place
                .network
                .is_some_and(|network| !networks.contains(&network) && !at_home(network))
        };
        let another_program = |place: &Place| {
            let programs = || before().filter_map(|place| place.program);
            programs().next().is_some()
                && place
                    .program
                    .is_some_and(|program| programs().all(|known| known != program))
        };
        let mut since: Vec<&Place> = self.places.iter().filter(|place| place.first >= since).collect();
        since.sort_by_key(|place| place.first);
        since
            .into_iter()
            .find(|place| another_program(place) || (elsewhere(place) && !roams))
    }

    fn note_use(&mut self, event: &Event) {
        let network = event.from.network();
        let program = event.from.agent.as_deref().map(Agent::read);
        let known = self
            .places
            .iter_mut()
            .find(|place| place.network == network && place.program == program);
        if let Some(place) = known {
            place.first = place.first.min(event.at);
            place.last = place.last.max(event.at);
            place.uses = place.uses.saturating_add(1);
            return;
        }
        if self.places.len() >= MOST_PLACES {
            let least = (0..self.places.len()).min_by_key(|at| {
                self.places
                    .get(*at)
                    .map_or((u32::MAX, event.at), |place| (place.uses, place.last))
            });
            if let Some(least) = least {
                self.places.swap_remove(least);
            }
        }
        self.places.push(Place {
            network,
            program,
            first: event.at,
            last: event.at,
            uses: 1,
        });
    }
}

impl Tokens {
    /// Every token that is remembered.
    pub fn iter(&self) -> impl Iterator<Item = &TokenUse> {
        self.0.iter()
    }

    /// What is known of a token.
    pub fn get(&self, id: &str) -> Option<&TokenUse> {
        self.0.iter().find(|token| &*token.id == id)
    }

    /// A token was made.
    pub fn note_made(&mut self, id: &str, until: Option<Moment>, now: Moment) {
        // What was said first holds: nobody can say later that a token was over before it is.
        self.change(id, now, |token| token.until = token.until.or(until));
    }

    /// A token was used.
    pub fn note_used(&mut self, id: &str, event: &Event) {
        self.change(id, event.at, |token| token.note_use(event));
    }

    /// A token is over from a moment on; of several the earliest counts.
    pub fn note_end(&mut self, id: &str, at: Moment, now: Moment) {
        self.change(id, now, |token| {
            token.revoked_at = Some(token.revoked_at.map_or(at, |known| known.min(at)));
        });
    }

    /// A token was found where others can read it.
    pub fn note_found(&mut self, id: &str, since: Option<Moment>, now: Moment) {
        self.change(id, now, |token| {
            let leak = token.leak.get_or_insert(Leak {
                at: now,
                since: None,
                places: 0,
                refused_after: None,
            });
            leak.at = leak.at.min(now);
            leak.since = [leak.since, since].into_iter().flatten().min();
            leak.places = leak.places.saturating_add(1);
        });
    }

    /// A leaked token was refused this many milliseconds after it was handed in; the first time counts.
    pub fn note_refused(&mut self, id: &str, after: u32, now: Moment) {
        self.change(id, now, |token| {
            if let Some(leak) = &mut token.leak {
                leak.refused_after.get_or_insert(after);
            }
        });
    }

    fn change(&mut self, id: &str, now: Moment, change: impl FnOnce(&mut TokenUse)) {
        if let Some(known) = self.0.iter_mut().find(|token| &*token.id == id) {
            change(known);
            return;
        }
        let mut token = TokenUse {
            id: Arc::from(id),
            until: None,
            revoked_at: None,
            leak: None,
            places: Vec::new(),
        };
        change(&mut token);
        self.make_room(now);
        self.0.push(token);
    }

    fn make_room(&mut self, now: Moment) {
        let rank = |token: &TokenUse| {
            let used = token.places.iter().map(|place| place.last).max();
            (!token.is_over(now), used.unwrap_or(Moment::from_millis(0)))
        };
        while self.0.len() >= MOST_TOKENS {
            let first = self.0.iter().enumerate().min_by_key(|(_, token)| rank(token));
            let Some((at, _)) = first else { return };
            self.0.remove(at);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use vocabulary::Span;

    use super::*;

    fn at(hours: i64) -> Moment {
        Moment::parse("2026-11-01T00:00:00Z").unwrap() + Span::from_hours(hours)
    }

    fn used(hours: i64, ip: &str, agent: &str) -> Event {
        let json = format!(
            r#"{{"key":"k","kind":"token.used","account":"a","at":"{}","from":{{"ip":"{ip}","agent":"{agent}"}},
                "fields":{{"token_id":"t"}}}}"#,
            at(hours)
        );
        serde_json::from_str(&json).unwrap()
    }

    const CI: (&str, &str) = ("192.0.2.1", "python-requests/2.32");
    const CI_UPDATED: (&str, &str) = ("192.0.2.9", "python-requests/2.33");
    const THIEF: (&str, &str) = ("203.0.113.9", "curl/8.5.0");
    const ELSEWHERE: (&str, &str) = ("203.0.113.9", "python-requests/2.32");

    #[test]
    fn a_place_unlike_all_before_the_leak_is_found_and_nothing_else() {
        let check = |uses: &[(i64, (&str, &str))], home: Option<&str>, expected: Option<i64>| {
            let mut tokens = Tokens::default();
            for (hours, (ip, agent)) in uses {
                tokens.note_used("t", &used(*hours, ip, agent));
            }
            let home = home.map(|ip| Network::of(ip.parse().unwrap()));
            let found = tokens
                .get("t")
                .unwrap()
                .unlike_before(at(100), |network| Some(network) == home);
            assert_eq!(found.map(|place| place.first), expected.map(at), "{uses:?}");
        };
        check(&[(1, CI), (101, CI)], None, None);
        check(&[(1, CI), (101, CI_UPDATED)], None, None);
        check(&[(1, CI), (101, ELSEWHERE)], None, Some(101));
        check(
            &[(1, CI), (102, CI), (103, THIEF), (101, ELSEWHERE)],
            None,
            Some(101),
        );
        // Before the leak a new place is just a new place.
        check(&[(1, CI), (50, THIEF), (101, THIEF)], None, None);
        // Never used before: only the owner's own networks are no surprise.
        check(&[(101, ELSEWHERE)], None, Some(101));
        check(&[(101, ELSEWHERE)], Some("203.0.113.77"), None);
        // One that roams is known by its program.
        let roaming = [
            (1, ("10.0.1.1", "python-requests/2.32")),
            (2, ("10.0.2.1", "python-requests/2.32")),
            (3, ("10.0.3.1", "python-requests/2.32")),
            (4, ("10.0.4.1", "python-requests/2.32")),
        ];
        check(&[roaming.as_slice(), &[(101, ELSEWHERE)]].concat(), None, None);
        check(&[roaming.as_slice(), &[(101, THIEF)]].concat(), None, Some(101));
    }

    #[test]
    fn a_thief_in_many_places_cannot_push_out_where_the_token_lives() {
        let mut tokens = Tokens::default();
        for hour in 0..50 {
            tokens.note_used("t", &used(hour, CI.0, CI.1));
        }
        for number in 0..40_i64 {
            tokens.note_used("t", &used(100 + number, &format!("203.0.{number}.1"), "curl/8"));
        }
        let token = tokens.get("t").unwrap();
        assert!(
            token
                .places_since(at(0))
                .any(|place| place.network == Some(Network::of(CI.0.parse().unwrap())))
        );
        assert!(token.unlike_before(at(100), |_| false).is_some());
    }

    proptest! {
        #[test]
        fn the_size_is_bounded_and_ends_never_move_later(
            steps in proptest::collection::vec((0_u8..100, 0_u8..4, 0_i64..1_000), 0..300)
        ) {
            let mut tokens = Tokens::default();
            for (token, what, hours) in steps {
                let id = format!("t{token}");
                let ended = tokens.get(&id).and_then(|known| known.revoked_at);
                match what {
                    0 => tokens.note_made(&id, Some(at(hours)), at(hours)),
                    1 => tokens.note_used(&id, &used(hours, &format!("10.0.{token}.1"), "curl/8")),
                    2 => tokens.note_end(&id, at(hours), at(hours)),
                    _ => tokens.note_found(&id, None, at(hours)),
                }
                let now = tokens.get(&id).and_then(|known| known.revoked_at);
                prop_assert!(ended.is_none() || now <= ended);
                prop_assert!(tokens.0.len() <= MOST_TOKENS);
                prop_assert!(tokens.0.iter().all(|token| token.places.len() <= MOST_PLACES));
            }
        }
    }
}
