//! What is usual for one account: constant size, updated in constant time.

use serde::{Deserialize, Serialize};
use vocabulary::{Event, Moment, Network};

use crate::Agent;
use crate::usual::{Usual, faded, weight};

/// Habits of one account. About 300 bytes encoded for a settled person; at most 16 networks and 8 programs.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Profile {
    /// The moment at which the counts stand.
    counted: Moment,
    pub(crate) networks: Usual<Network, 16>,
    pub(crate) agents: Usual<Agent, 8>,
    /// Uses by hour of the day, UTC.
    pub(crate) hours: Vec<f32>,
}

pub(crate) const HOURS: usize = 24;

impl Profile {
    /// Learns from something that the owner did. What may have been a thief's doing must not come here.
    pub fn observe(&mut self, event: &Event) {
        if event.at > self.counted {
            let factor = faded(event.at.since(self.counted));
            self.networks.fade(factor);
            self.agents.fade(factor);
            self.hours.iter_mut().for_each(|count| *count *= factor);
            self.counted = event.at;
        }
        let weight = weight(self.counted, event.at);
        if let Some(network) = event.from.network() {
            self.networks.add(network, weight);
        }
        if let Some(agent) = &event.from.agent {
            self.agents.add(Agent::read(agent), weight);
        }
        self.hours.resize(HOURS, 0.0);
        if let Some(count) = self.hours.get_mut(usize::from(event.at.hour_of_day())) {
            *count += weight;
        }
    }

    /// How many uses the profile rests on, after forgetting.
    pub fn uses(&self) -> f32 {
        self.hours.iter().sum()
    }

    /// Networks with their share of all uses, for a person to look at.
    pub fn networks(&self) -> Vec<(Network, f32)> {
        let total: f32 = self.networks.iter().map(|(_, count)| count).sum();
        let mut all: Vec<_> = self
            .networks
            .iter()
            .map(|(network, count)| (*network, count / total.max(1e-6)))
            .collect();
        all.sort_by(|left, right| right.1.total_cmp(&left.1));
        all
    }

    /// Uses for each hour of the day in UTC; empty while nothing was learned.
    pub fn hours(&self) -> &[f32] {
        &self.hours
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use vocabulary::Span;

    pub(crate) fn seen(at: Moment, ip: &str) -> Event {
        let json = format!(
            r#"{{"key":"k","kind":"session.seen","account":"a","at":"{at}","from":{{"ip":"{ip}","agent":"Mozilla/5.0 (X11; Linux) Firefox/140.0"}}}}"#
        );
        serde_json::from_str(&json).unwrap()
    }

    #[test]
    fn habits_fade_by_half_in_two_months() {
        let start = Moment::parse("2026-01-01T12:00:00Z").unwrap();
        let mut profile = Profile::default();
        profile.observe(&seen(start, "192.0.2.1"));
        profile.observe(&seen(start + Span::from_days(60), "198.51.100.1"));
        assert!((profile.uses() - 1.5).abs() < 1e-4, "{}", profile.uses());
    }

    #[test]
    fn the_order_of_arrival_does_not_matter_much() {
        let start = Moment::parse("2026-01-01T12:00:00Z").unwrap();
        let days = [0, 10, 3, 7, 1];
        let mut sorted = days;
        sorted.sort_unstable();
        let fold = |days: &[i64]| {
            let mut profile = Profile::default();
            for day in days {
                profile.observe(&seen(start + Span::from_days(*day), "192.0.2.1"));
            }
            profile.uses()
        };
        assert!((fold(&days) - fold(&sorted)).abs() < 1e-3);
    }

    #[test]
    fn the_size_is_bounded_whatever_comes() {
        let start = Moment::parse("2026-01-01T12:00:00Z").unwrap();
        let mut profile = Profile::default();
        for number in 0..2_000_i64 {
            let ip = format!("10.{}.{}.1", number / 250, number % 250);
            profile.observe(&seen(start + Span::from_minutes(number), &ip));
        }
        assert!(postcard::to_stdvec(&profile).unwrap().len() < 512);
    }
}
