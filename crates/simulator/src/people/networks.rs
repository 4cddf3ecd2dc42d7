//! Addresses that belong to nobody: space set aside for sharing and for documentation.
//!
//! Customers live in `100.64.0.0/10` (RFC 6598) and `2001:db8::/32` (RFC 3849), attackers in the three networks
//! of RFC 5737, so that a glance at an address tells who it was.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use crate::dice::Dice;

/// A network that a customer uses: a /24 or a /48.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    number: u16,
    v6: bool,
    /// The customer's own part of it.
    host: u8,
}

/// How many numbers each kind of network has. Together they fit into the 16,384 networks of 100.64.0.0/10.
const OFFICES: u16 = 12;
const CARRIERS: u16 = 6;

impl Place {
    /// A home of one's own.
    pub(super) fn home(customer: u16, dice: &mut Dice) -> Self {
        Self {
            number: OFFICES + CARRIERS + customer,
            v6: dice.percent(30),
            host: a_host(dice),
        }
    }

    /// An office, shared with colleagues.
    pub(super) fn office(dice: &mut Dice) -> Self {
        Self {
            number: one_of(OFFICES, dice),
            v6: false,
            host: a_host(dice),
        }
    }

    /// A mobile network, shared with many.
    pub(super) fn carrier(dice: &mut Dice) -> Self {
        Self {
            number: OFFICES + one_of(CARRIERS, dice),
            v6: false,
            host: a_host(dice),
        }
    }

    /// An address in it.
    pub(crate) fn address(self) -> IpAddr {
        let [high, low] = self.number.to_be_bytes();
        if self.v6 {
            return Ipv6Addr::new(0x2001, 0xdb8, self.number, 0, 0, 0, 0, u16::from(self.host)).into();
        }
        // The upper six bits of the second byte are those of 100.64.0.0/10.
        Ipv4Addr::new(100, 64 | (high & 0x3f), low, self.host).into()
    }
}

fn a_host(dice: &mut Dice) -> u8 {
    u8::try_from(dice.between(2, 250)).unwrap_or(2)
}

fn one_of(count: u16, dice: &mut Dice) -> u16 {
    u16::try_from(dice.below(usize::from(count))).unwrap_or(0)
}

/// Where attackers come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AttackNetwork {
    /// A rented server.
    Rented,
    /// Another one.
    Borrowed,
    /// The way out of a service that hides its users.
    Hidden,
}

impl AttackNetwork {
    pub(crate) const ALL: [Self; 3] = [Self::Rented, Self::Borrowed, Self::Hidden];

    /// Some address in it.
    pub(crate) fn address(self, dice: &mut Dice) -> IpAddr {
        let host = a_host(dice);
        match self {
            Self::Rented => Ipv4Addr::new(203, 0, 113, host),
            Self::Borrowed => Ipv4Addr::new(198, 51, 100, host),
            Self::Hidden => Ipv4Addr::new(192, 0, 2, host),
        }
        .into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;
    use vocabulary::Network;

    #[test]
    fn homes_are_apart_and_every_address_is_nobodys() {
        let mut dice = Dice::new(1, 0);
        let reserved = |address: IpAddr| match address {
            IpAddr::V4(v4) => v4.octets()[0] == 100 && (64..128).contains(&v4.octets()[1]),
            IpAddr::V6(v6) => v6.segments()[..2] == [0x2001, 0xdb8],
        };
        let homes: Vec<IpAddr> = (0..5_000)
            .map(|customer| Place::home(customer, &mut dice).address())
            .collect();
        let networks: BTreeSet<Network> = homes.iter().map(|address| Network::of(*address)).collect();
        assert_eq!(networks.len(), homes.len());
        for address in homes {
            assert!(reserved(address), "{address}");
        }
        for place in [Place::office(&mut dice), Place::carrier(&mut dice)] {
            assert!(reserved(place.address()) && !networks.contains(&Network::of(place.address())));
        }
        for network in AttackNetwork::ALL {
            assert!(!reserved(network.address(&mut dice)));
        }
    }
}
