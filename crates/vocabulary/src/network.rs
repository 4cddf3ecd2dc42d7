//! The neighbourhood of an address: coarse enough that a person who moves within it stays the same person.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A /24 of IPv4 or a /48 of IPv6 (an IPv4-mapped IPv6 address counts as IPv4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Network {
    /// The first three bytes.
    V4([u8; 3]),
    /// The first six bytes.
    V6([u8; 6]),
}

impl Network {
    /// The network that an address belongs to.
    pub fn of(address: IpAddr) -> Self {
        match address.to_canonical() {
            IpAddr::V4(v4) => {
                let [a, b, c, _] = v4.octets();
                Self::V4([a, b, c])
            }
            IpAddr::V6(v6) => {
                let [a, b, c, d, e, f, ..] = v6.octets();
                Self::V6([a, b, c, d, e, f])
            }
        }
    }

    /// Seven bytes at most, the first of which says the family: a key for stores.
    pub fn to_key(self) -> smallvec::SmallVec<[u8; 8]> {
        match self {
            Self::V4(bytes) => [4].into_iter().chain(bytes).collect(),
            Self::V6(bytes) => [6].into_iter().chain(bytes).collect(),
        }
    }
}

impl fmt::Display for Network {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::V4([a, b, c]) => write!(out, "{}/24", Ipv4Addr::new(a, b, c, 0)),
            Self::V6([a, b, c, d, e, f]) => {
                let bytes = [a, b, c, d, e, f, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
                write!(out, "{}/48", Ipv6Addr::from(bytes))
            }
        }
    }
}

impl FromStr for Network {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let refuse =
            || format!("`{text}` is not a network; write it like `203.0.113.0/24` or `2001:db8:1::/48`");
        let (address, width) = text.split_once('/').ok_or_else(refuse)?;
        let address: IpAddr = address.parse().map_err(|_| refuse())?;
        let expected = if address.is_ipv4() { "24" } else { "48" };
        if width == expected {
            Ok(Self::of(address))
        } else {
            Err(refuse())
        }
    }
}

impl Serialize for Network {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.collect_str(self)
        } else {
            self.to_key().serialize(serializer)
        }
    }
}

impl<'de> Deserialize<'de> for Network {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
            return text.parse().map_err(de::Error::custom);
        }
        let key = smallvec::SmallVec::<[u8; 8]>::deserialize(deserializer)?;
        match *key.as_slice() {
            [4, a, b, c] => Ok(Self::V4([a, b, c])),
            [6, a, b, c, d, e, f] => Ok(Self::V6([a, b, c, d, e, f])),
            _ => Err(de::Error::custom("a stored network has an unknown form")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_share_a_network() {
        let check = |address: &str, network: &str| {
            let made = Network::of(address.parse().unwrap());
            assert_eq!(made.to_string(), network);
            assert_eq!(network.parse::<Network>().unwrap(), made);
        };
        check("203.0.113.77", "203.0.113.0/24");
        check("::ffff:203.0.113.77", "203.0.113.0/24");
        check("2001:db8:1:2::5", "2001:db8:1::/48");
        assert!("203.0.113.0/16".parse::<Network>().is_err());
    }
}
