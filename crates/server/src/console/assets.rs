//! The console's style sheet, script and mark, served from memory.
//!
//! A hash of the content stands in each address, so that browsers may keep a file for ever and a new release
//! never meets an old style sheet.

use std::sync::LazyLock;

use super::paths::ASSETS;

/// How long a browser may keep an asset: as long as it likes, since another content has another address.
pub const CACHE_CONTROL: &str = "public, max-age=31536000, immutable";

struct Asset {
    stem: &'static str,
    extension: &'static str,
    content_type: &'static str,
    bytes: &'static [u8],
}

static ASSETS_IN_MEMORY: [Asset; 3] = [
    Asset {
        stem: "console",
        extension: "css",
        content_type: "text/css; charset=utf-8",
        bytes: include_bytes!("../../assets/console.css"),
    },
    Asset {
        stem: "console",
        extension: "js",
        content_type: "text/javascript; charset=utf-8",
        bytes: include_bytes!("../../assets/console.js"),
    },
    Asset {
        stem: "mark",
        extension: "svg",
        content_type: "image/svg+xml",
        bytes: include_bytes!("../../assets/mark.svg"),
    },
];

/// Each asset with its hashed name, made at first use.
static NAMED: LazyLock<Vec<(String, &'static Asset)>> = LazyLock::new(|| {
    ASSETS_IN_MEMORY
        .iter()
        .map(|asset| {
            let hash = fnv1a(asset.bytes);
            (format!("{}-{hash:016x}.{}", asset.stem, asset.extension), asset)
        })
        .collect()
});

/// The content type and bytes of the asset with this hashed name (what follows [`ASSETS`] in the address).
pub fn find(name: &str) -> Option<(&'static str, &'static [u8])> {
    NAMED
        .iter()
        .find(|(hashed, _)| hashed == name)
        .map(|(_, asset)| (asset.content_type, asset.bytes))
}

/// All assets by their hashed name, for whoever writes pages to files.
pub fn all() -> impl Iterator<Item = (&'static str, &'static [u8])> {
    NAMED.iter().map(|(name, asset)| (name.as_str(), asset.bytes))
}

/// The address of an asset, by its plain name: `console.css`, `console.js` or `mark.svg`.
pub fn url(name: &str) -> String {
    let hashed = NAMED.iter().find(|(_, asset)| {
        name.strip_suffix(asset.extension)
            .and_then(|stem| stem.strip_suffix('.'))
            == Some(asset.stem)
    });
    debug_assert!(hashed.is_some(), "there is no asset `{name}`");
    format!("{ASSETS}{}", hashed.map_or(name, |(hashed, _)| hashed.as_str()))
}

/// FNV-1a with 64 bits: enough to tell releases apart, and not meant to resist anybody.
fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_address_leads_to_its_asset() {
        let check = |name: &str, content_type: &str| {
            let url = url(name);
            let (found, bytes) = find(url.strip_prefix(ASSETS).unwrap()).unwrap();
            assert!(found.starts_with(content_type) && !bytes.is_empty(), "{name}");
        };
        check("console.css", "text/css");
        check("console.js", "text/javascript");
        check("mark.svg", "image/svg+xml");
        assert!(
            find("console.css").is_none(),
            "only hashed names are kept for ever"
        );
    }

    #[test]
    fn the_hash_is_fnv_1a() {
        // Test vectors of the FNV reference (Landon Curt Noll).
        assert_eq!(fnv1a(b""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(fnv1a(b"foobar"), 0x8594_4171_f739_67e8);
    }

    #[test]
    fn assets_load_nothing_from_elsewhere() {
        for (name, bytes) in all() {
            let text = std::str::from_utf8(bytes)
                .unwrap()
                .replace("http://www.w3.org/2000/svg", "");
            assert!(!text.contains("://") && !text.contains("@import"), "{name}");
        }
    }

    /// The colours of a block of custom properties, by name, as their relative luminance (WCAG 2.2).
    fn luminances(block: &str) -> std::collections::BTreeMap<&str, f64> {
        let channel = |hex: &str| {
            let value = f64::from(u8::from_str_radix(hex, 16).unwrap()) / 255.0;
            if value <= 0.040_45 {
                value / 12.92
            } else {
                ((value + 0.055) / 1.055).powf(2.4)
            }
        };
        block
            .lines()
            .filter_map(|line| {
                line.trim()
                    .strip_prefix("--")?
                    .strip_suffix(';')?
                    .split_once(": #")
            })
            .map(|(name, hex)| {
                let [red, green, blue] = [&hex[0..2], &hex[2..4], &hex[4..6]].map(channel);
                (name, 0.2126 * red + 0.7152 * green + 0.0722 * blue)
            })
            .collect()
    }

    #[test]
    fn every_text_can_be_read_on_every_ground_in_both_schemes() {
        let css = include_str!("../../assets/console.css");
        let (light, rest) = css.split_once("@media (prefers-color-scheme: dark)").unwrap();
        let (dark, _) = rest.split_once("*, *::before").unwrap();
        let check =
            |colours: &std::collections::BTreeMap<&str, f64>, text: &str, ground: &str, least: f64| {
                let (one, other) = (colours[text], colours[ground]);
                let contrast = (one.max(other) + 0.05) / (one.min(other) + 0.05);
                assert!(contrast >= least, "{text} on {ground} has {contrast:.2} to 1");
            };
        for scheme in [luminances(light), luminances(dark)] {
            for ground in ["ground", "surface", "sunken", "layer"] {
                let texts = [
                    "ink", "muted", "accent", "kept", "at-risk", "broken", "open", "debt",
                ];
                for text in texts {
                    check(&scheme, text, ground, 4.5);
                }
                // Outlines that mean something need 3 to 1 (WCAG 2.2, 1.4.11).
                check(&scheme, "faint", ground, 3.0);
            }
            check(&scheme, "on-accent", "accent", 4.5);
            check(&scheme, "surface", "ink", 4.5);
        }
    }
}
