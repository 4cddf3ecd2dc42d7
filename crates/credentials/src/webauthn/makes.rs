//! Names for makes of authenticators, so that people know their own again in a list.
//!
//! An AAGUID is what the authenticator says of itself. Unless it was attested, anybody can say it: good for a label,
//! never for a decision.

use super::credential::Aaguid;

/// Where the well-known makes keep a credential.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// With a provider that copies it to the owner's other devices.
    ByProvider,
    /// In this device or browser.
    InDevice,
    /// In a key of its own.
    InKey,
}

/// A well-known make.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Make {
    /// What people call it.
    pub name: &'static str,
    /// Where it keeps a credential.
    pub kept: Kept,
}

impl Aaguid {
    /// Nothing was said.
    pub const UNKNOWN: Self = Self([0; 16]);

    /// The make, where it is a well-known one.
    pub fn make(self) -> Option<Make> {
        MAKES
            .iter()
            .find(|(number, ..)| number.to_be_bytes() == self.0)
            .map(|(_, name, kept)| Make { name, kept: *kept })
    }
}

use Kept::{ByProvider, InDevice, InKey};

/// From what the makers and the FIDO Metadata Service publish.
const MAKES: &[(u128, &str, Kept)] = &[
    (
        0xfbfc3007_154e_4ecc_8c0b_6e020557d7bd,
        "Apple Passwords",
        ByProvider,
    ),
    (
        0xdd4ec289_e01d_41c9_bb89_70fa845d4bf2,
        "Apple Passwords (managed)",
        ByProvider,
    ),
    (
        0xea9b8d66_4d01_1d21_3ce4_b6b48cb575d4,
        "Google Password Manager",
        ByProvider,
    ),
    (0xbada5566_a7aa_401f_bd96_45619a55120d, "1Password", ByProvider),
    (0xd548826e_79b4_db40_a3d8_11116f7e8349, "Bitwarden", ByProvider),
    (0x531126d6_e717_415c_9320_3d9aa6981239, "Dashlane", ByProvider),
    (0xb78a0a55_6ef8_d246_a042_ba0f6d55050c, "LastPass", ByProvider),
    (0xb84e4048_15dc_4dd0_8640_f4f60813c8af, "NordPass", ByProvider),
    (0x50726f74_6f6e_5061_7373_50726f746f6e, "Proton Pass", ByProvider),
    (0x0ea242b4_43c4_4a1b_8b17_dd6d0b6baec6, "Keeper", ByProvider),
    (0xf3809540_7f14_49c1_a8b3_8f813b225541, "Enpass", ByProvider),
    (0x53414d53_554e_4700_0000_000000000000, "Samsung Pass", ByProvider),
    (0xfdb141b2_5d84_443e_8a35_4698c205a502, "KeePassXC", ByProvider),
    (0x08987058_cadc_4b81_b6e1_30de50dcbe96, "Windows Hello", InDevice),
    (0x9ddd1817_af5a_4672_a2b9_3e3dd95000a9, "Windows Hello", InDevice),
    (0x6028b017_b1d4_4c02_b4b3_afcdafc96bb2, "Windows Hello", InDevice),
    (
        0xadce0002_35bc_c60a_648b_0b25f1f05503,
        "Chrome on a Mac",
        InDevice,
    ),
    (0x771b48fd_d3d4_4f74_9232_fc157ab0507a, "Edge on a Mac", InDevice),
    (0xcb69481e_8ff7_4039_93ec_0a2729a154a8, "YubiKey 5", InKey),
    (0xee882879_721c_4913_9775_3dfcce97072a, "YubiKey 5", InKey),
    (0xfa2b99dc_9e39_4257_8f92_4a30d23c4118, "YubiKey 5 NFC", InKey),
    (0x2fc0579f_8113_47ea_b116_bb5a8db9202a, "YubiKey 5 NFC", InKey),
    (0xc5ef55ff_ad9a_4b9f_b580_adebafe026d0, "YubiKey 5Ci", InKey),
    (0xd8522d9f_575b_4866_88a9_ba99fa02f35b, "YubiKey Bio", InKey),
    (
        0xf8a011f3_8c0a_4d15_8006_17111f9edc7d,
        "Security Key by Yubico",
        InKey,
    ),
    (
        0xb92c3f9a_c014_4056_887f_140a2501163b,
        "Security Key by Yubico",
        InKey,
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn well_known_makes_have_names_and_others_none() {
        let apple = Aaguid(*b"\xfb\xfc\x30\x07\x15\x4e\x4e\xcc\x8c\x0b\x6e\x02\x05\x57\xd7\xbd");
        assert_eq!(
            apple.make(),
            Some(Make {
                name: "Apple Passwords",
                kept: ByProvider
            })
        );
        assert_eq!((Aaguid::UNKNOWN.make(), Aaguid([1; 16]).make()), (None, None));
        let numbers: std::collections::BTreeSet<_> = MAKES.iter().map(|make| make.0).collect();
        assert_eq!(numbers.len(), MAKES.len());
    }
}
