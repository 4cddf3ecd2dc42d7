//! What is usual among other people.

use super::channel::Channel;
use super::comparison::{BORROWED, EVEN, total};
use super::{Profile, summary::BINS};

/// The mean of people's distributions; each person weighs the same, whoever moved the pointer most.
#[derive(Debug, Clone, PartialEq)]
pub struct People {
    shares: Vec<f64>,
}

impl People {
    /// The mean of some profiles; of none, every bin is as likely as its neighbour.
    pub fn of<'a>(profiles: impl IntoIterator<Item = &'a Profile>) -> Self {
        let mut shares = vec![0.0; BINS];
        let mut people = 0.0_f64;
        for profile in profiles {
            people += 1.0;
            add(&mut shares, profile);
        }
        if people == 0.0 {
            add(&mut shares, &Profile::default());
        }
        for share in &mut shares {
            *share /= people.max(1.0);
        }
        Self { shares }
    }

    /// The mean log-likelihood ratio of these people against the owner, over a session's counts.
    pub(super) fn likelier(&self, channel: Channel, owner: &[f32], session: &[f32]) -> f64 {
        let start = channel.start();
        let shares = self.shares.get(start..start + channel.bins()).unwrap_or_default();
        let owner_total = total(owner);
        let sum: f64 = shares
            .iter()
            .zip(owner)
            .zip(session)
            .map(|((share, owner), session)| {
                let owner = (f64::from(*owner) + EVEN * share) / (owner_total + EVEN);
                f64::from(*session) * (share / owner).ln()
            })
            .sum();
        sum / (total(session) + BORROWED)
    }
}

/// Adds a profile's shares; no bin is left without any.
fn add(shares: &mut [f64], profile: &Profile) {
    const AT_LEAST: f64 = 0.5;
    for channel in Channel::ALL {
        let counts = profile.channel(channel);
        let all = total(counts) + AT_LEAST * counts.len() as f64;
        for (share, count) in shares.iter_mut().skip(channel.start()).zip(counts) {
            *share += (f64::from(*count) + AT_LEAST) / all;
        }
    }
}
