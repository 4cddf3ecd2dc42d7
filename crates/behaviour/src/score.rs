//! How likely it is that this is not the owner.

use std::borrow::Cow;

use smallvec::SmallVec;
use vocabulary::{Event, Network, Reason};

use crate::profile::HOURS;
use crate::{Agent, Profile};

/// The log-odds of a takeover before anything is known of a request: one in a thousand. Takeovers are rarer
/// than that, but what is decided on the score is a question, not a lock, and a question costs little.
pub const PRIOR_LOG_ODDS: f32 = -6.907;

/// The chance that a thief shows something of the owner's: malware copies device cookies along with
/// everything else, programs are easily guessed, networks hardly.
const COPIED_DEVICE: f32 = 0.2;
const COPIED_AGENT: f32 = 0.3;
const COPIED_NETWORK: f32 = 0.01;
/// No single feature may decide alone.
const MOST: f32 = 4.5;
const LEAST: f32 = -4.5;

/// What is scored: the event and what other rooms know of it.
#[derive(Debug, Clone, Copy)]
pub struct Sighting<'a> {
    /// What happened.
    pub event: &'a Event,
    /// Whether the account has used this device before.
    pub device_known: bool,
    /// Failed sign-ins of other accounts from the same network in the last hour or so.
    pub network_failures: u32,
}

/// A probability with its reasons.
#[derive(Debug, Clone, PartialEq)]
pub struct Score {
    /// The chance, 0 to 1, that this is not the owner.
    pub probability: f32,
    /// What it is made of, what speaks most against the owner first.
    pub shares: SmallVec<[Share; 5]>,
}

/// One feature's part in a score.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Share {
    /// Which feature.
    pub feature: Feature,
    /// What it adds to the log-odds; below zero where it speaks for the owner.
    pub log_odds: f32,
}

/// What was looked at.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Feature {
    /// The network that the request came from.
    Network(Network),
    /// The program that sent it.
    Agent(Agent),
    /// The device.
    Device,
    /// The hour of the day, UTC.
    Hour(u8),
    /// Failed sign-ins of other people from the same network.
    HostileNetwork(u32),
}

impl Share {
    /// The share as a reason. Words are made only when somebody will read them: most scores are low.
    pub fn reason(&self) -> Reason {
        let against = self.log_odds > 0.0;
        let (code, says) = match self.feature {
            Feature::Network(network) if against => (
                "new-network",
                Cow::Owned(format!("This is the first time from the network {network}.")),
            ),
            Feature::Network(_) => ("usual-network", Cow::Borrowed("The network is a usual one.")),
            Feature::Agent(agent) if against => (
                "new-agent",
                Cow::Owned(format!("This is the first time with {}.", agent.in_words())),
            ),
            Feature::Agent(_) => ("usual-agent", Cow::Borrowed("The program is a usual one.")),
            Feature::Device if against => ("new-device", Cow::Borrowed("The device is a new one.")),
            Feature::Device => ("known-device", Cow::Borrowed("The device is a known one.")),
            Feature::Hour(hour) if against => {
                let says = format!("It is past {hour:02}:00 UTC, when this account is hardly ever used.");
                ("odd-hour", Cow::Owned(says))
            }
            Feature::Hour(_) => ("usual-hour", Cow::Borrowed("The hour is a usual one.")),
            Feature::HostileNetwork(failures) => {
                let says =
                    format!("{failures} sign-ins of other people failed from this network within the hour.");
                ("hostile-network", Cow::Owned(says))
            }
        };
        Reason {
            code: Cow::Borrowed(code),
            says,
            share: Some((self.log_odds * 10.0).round() / 10.0),
        }
    }
}

impl Score {
    /// The shares that speak against the owner, as reasons, the heaviest first.
    pub fn reasons(&self) -> impl Iterator<Item = Reason> + '_ {
        self.shares
            .iter()
            .filter(|share| share.log_odds >= 0.3)
            .map(Share::reason)
    }
}

/// Scores a sighting against what is usual. Takes constant time; the same inputs give the same score.
pub fn score(profile: &Profile, sighting: Sighting<'_>) -> Score {
    let mut shares: SmallVec<[Share; 5]> = SmallVec::new();
    let mut add = |feature, log_odds: f32| {
        shares.push(Share {
            feature,
            log_odds: log_odds.clamp(LEAST, MOST),
        });
    };
    let settled = profile.uses() / (profile.uses() + 3.0);
    let event = sighting.event;
    if let Some(network) = event.from.network() {
        add(
            Feature::Network(network),
            profile.networks.ratio(&network, COPIED_NETWORK),
        );
    }
    if let Some(text) = &event.from.agent {
        let agent = Agent::read(text);
        add(Feature::Agent(agent), profile.agents.ratio(&agent, COPIED_AGENT));
    }
    let (thief, owner) = if sighting.device_known {
        (COPIED_DEVICE, 0.95)
    } else {
        (1.0 - COPIED_DEVICE, 0.08)
    };
    add(Feature::Device, settled * (thief / owner).ln());
    if let Some(ratio) = hour_ratio(profile, event) {
        add(Feature::Hour(event.at.hour_of_day()), settled * ratio);
    }
    if sighting.network_failures >= 5 {
        add(
            Feature::HostileNetwork(sighting.network_failures),
            (sighting.network_failures as f32 / 2.0).ln(),
        );
    }
    shares.sort_by(|left, right| right.log_odds.total_cmp(&left.log_odds));
    let log_odds = PRIOR_LOG_ODDS + shares.iter().map(|share| share.log_odds).sum::<f32>();
    Score {
        probability: 1.0 / (1.0 + (-log_odds).exp()),
        shares,
    }
}

/// Log-likelihood ratio of the hour: thieves come at any hour, owners at theirs. Neighbouring hours count
/// too (two thirds and one third), so that nobody becomes a stranger by being an hour late.
fn hour_ratio(profile: &Profile, event: &Event) -> Option<f32> {
    let total: f32 = profile.hours.iter().sum();
    if total < 1.0 {
        return None;
    }
    let hour = usize::from(event.at.hour_of_day());
    let near: f32 = [(22, 1.0), (23, 2.0), (0, 3.0), (1, 2.0), (2, 1.0)]
        .into_iter()
        .filter_map(|(step, weight)| {
            profile
                .hours
                .get((hour + step) % HOURS)
                .map(|count| count * weight / 9.0)
        })
        .sum();
    let owner = (near + 2.0 / 24.0) / (total + 2.0);
    Some((1.0 / 24.0 / owner).ln().clamp(-1.5, 2.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use vocabulary::{Moment, Span};

    fn event(at: &str, ip: &str, agent: &str) -> Event {
        let json = format!(
            r#"{{"key":"k","kind":"session.seen","account":"a","at":"{at}","from":{{"ip":"{ip}","agent":"{agent}"}}}}"#
        );
        serde_json::from_str(&json).unwrap()
    }

    /// Forty mornings at home with Firefox on Linux.
    fn settled() -> Profile {
        let start = Moment::parse("2026-09-01T08:00:00Z").unwrap();
        let mut profile = Profile::default();
        for day in 0..40 {
            let at = (start + Span::from_days(day)).to_string();
            profile.observe(&event(&at, "192.0.2.1", "Mozilla/5.0 (X11; Linux) Firefox/140.0"));
        }
        profile
    }

    const FOX: &str = "Mozilla/5.0 (X11; Linux) Firefox/141.0";

    #[test]
    fn the_stranger_it_is_the_higher_the_score() {
        let check = |at: &str,
                     ip: &str,
                     agent: &str,
                     device_known: bool,
                     failures: u32,
                     range: std::ops::Range<f32>| {
            let event = event(at, ip, agent);
            let scored = score(
                &settled(),
                Sighting {
                    event: &event,
                    device_known,
                    network_failures: failures,
                },
            );
            assert!(
                range.contains(&scored.probability),
                "{at} {ip} {agent}: {scored:#?}"
            );
            scored
        };
        check("2026-10-12T08:10:00Z", "192.0.2.9", FOX, true, 0, 0.0..0.001);
        // The owner in a hotel, with the usual laptop at the usual hour.
        check("2026-10-12T09:10:00Z", "198.51.100.1", FOX, true, 0, 0.0..0.02);
        // A new phone at home in the evening.
        check(
            "2026-10-12T20:10:00Z",
            "192.0.2.9",
            "Mozilla/5.0 (Linux; Android 15) Chrome/139.0 Mobile",
            false,
            0,
            0.0..0.2,
        );
        // A thief who copied every cookie, at night, far away, with another program.
        let thief = check(
            "2026-10-12T02:10:00Z",
            "203.0.113.5",
            "python-requests/2.32",
            true,
            0,
            0.1..0.9,
        );
        assert_eq!(thief.reasons().next().unwrap().code, "new-network");
        // A thief who has only the password.
        check(
            "2026-10-12T02:10:00Z",
            "203.0.113.5",
            "python-requests/2.32",
            false,
            50,
            0.9..1.0,
        );
    }

    #[test]
    fn an_empty_profile_says_nothing() {
        let event = event("2026-10-12T02:10:00Z", "203.0.113.5", FOX);
        let scored = score(
            &Profile::default(),
            Sighting {
                event: &event,
                device_known: false,
                network_failures: 0,
            },
        );
        assert!((scored.probability - 0.001).abs() < 0.0005, "{scored:#?}");
        assert_eq!(scored.reasons().count(), 0);
    }
}
