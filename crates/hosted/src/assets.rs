//! Style sheets, scripts and mark, served from memory.
//!
//! A hash of the content stands in each address, so that browsers may keep a file for ever and a new release
//! or a new theme never meets an old file.

use std::borrow::Cow;
use std::sync::LazyLock;

use crate::paths::ASSETS;
use crate::theme::Theme;

/// How long a browser may keep an asset: as long as it likes, since another content has another address.
pub const CACHE_CONTROL: &str = "public, max-age=31536000, immutable";

/// The policy to send with every asset: a logo that is opened by itself runs nothing either.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

struct Asset {
    stem: &'static str,
    extension: &'static str,
    content_type: &'static str,
    bytes: &'static [u8],
}

const CSS: &str = "text/css; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";

static ASSETS_IN_MEMORY: [Asset; 4] = [
    Asset {
        stem: "hosted",
        extension: "css",
        content_type: CSS,
        bytes: include_bytes!("../assets/hosted.css"),
    },
    Asset {
        stem: "passkey",
        extension: "js",
        content_type: SCRIPT,
        bytes: include_bytes!("../assets/passkey.js"),
    },
    Asset {
        stem: "page",
        extension: "js",
        content_type: SCRIPT,
        bytes: include_bytes!("../assets/page.js"),
    },
    Asset {
        stem: "mark",
        extension: "svg",
        content_type: "image/svg+xml",
        bytes: include_bytes!("../assets/mark.svg"),
    },
];

/// Each asset with its hashed name, made at first use.
static NAMED: LazyLock<Vec<(String, &'static Asset)>> = LazyLock::new(|| {
    ASSETS_IN_MEMORY
        .iter()
        .map(|asset| (hashed(asset.stem, asset.extension, asset.bytes), asset))
        .collect()
});

/// The content type and bytes of what has this hashed name (what follows [`ASSETS`] in the address).
pub fn find<'a>(name: &str, theme: &'a Theme) -> Option<(&'static str, Cow<'a, [u8]>)> {
    if let Some((_, asset)) = NAMED.iter().find(|(hashed, _)| hashed == name) {
        return Some((asset.content_type, Cow::Borrowed(asset.bytes)));
    }
    if name.starts_with("theme-") {
        let css = theme.css();
        let is_current = hashed("theme", "css", css.as_bytes()) == name;
        return is_current.then(|| (CSS, Cow::Owned(css.into_bytes())));
    }
    let logo = theme.logo()?;
    let is_current = hashed("logo", logo.extension(), logo.bytes()) == name;
    is_current.then(|| (logo.content_type(), Cow::Borrowed(logo.bytes())))
}

/// The address of an asset, by its plain name: `hosted.css`, `passkey.js`, `page.js` or `mark.svg`.
pub fn url(name: &str) -> String {
    let found = NAMED.iter().find(|(_, asset)| {
        name.strip_suffix(asset.extension)
            .and_then(|stem| stem.strip_suffix('.'))
            == Some(asset.stem)
    });
    debug_assert!(found.is_some(), "there is no asset `{name}`");
    format!("{ASSETS}{}", found.map_or(name, |(hashed, _)| hashed.as_str()))
}

/// The address of a theme's style sheet.
pub fn theme_url(theme: &Theme) -> String {
    format!("{ASSETS}{}", hashed("theme", "css", theme.css().as_bytes()))
}

/// The address of a theme's logo, where it has one.
pub fn logo_url(theme: &Theme) -> Option<String> {
    let logo = theme.logo()?;
    Some(format!(
        "{ASSETS}{}",
        hashed("logo", logo.extension(), logo.bytes())
    ))
}

fn hashed(stem: &str, extension: &str, bytes: &[u8]) -> String {
    format!("{stem}-{:016x}.{extension}", fnv1a(bytes))
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
    use crate::theme::Logo;

    #[test]
    fn every_address_leads_to_its_asset() {
        let logo = Logo::new(b"<svg/>".to_vec()).unwrap();
        let theme = Theme::named("Bookshop").unwrap().with_logo(logo);
        let check = |url: String, content_type: &str| {
            let (found, bytes) = find(url.strip_prefix(ASSETS).unwrap(), &theme).unwrap();
            assert!(found.starts_with(content_type) && !bytes.is_empty(), "{url}");
        };
        check(url("hosted.css"), "text/css");
        check(url("passkey.js"), "text/javascript");
        check(url("page.js"), "text/javascript");
        check(url("mark.svg"), "image/svg+xml");
        check(theme_url(&theme), "text/css");
        check(logo_url(&theme).unwrap(), "image/svg+xml");
        for missing in ["hosted.css", "theme-0.css", "logo-0.svg", "", "../theme"] {
            assert!(find(missing, &theme).is_none(), "{missing}");
        }
    }

    #[test]
    fn the_hash_is_fnv_1a() {
        // Test vectors of the FNV reference (Landon Curt Noll).
        assert_eq!(fnv1a(b""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(fnv1a(b"foobar"), 0x8594_4171_f739_67e8);
    }

    #[test]
    fn assets_load_nothing_from_elsewhere() {
        for (name, asset) in NAMED.iter() {
            let text = std::str::from_utf8(asset.bytes)
                .unwrap()
                .replace("http://www.w3.org/2000/svg", "");
            assert!(!text.contains("://") && !text.contains("@import"), "{name}");
            assert!(
                !text.contains("fetch(") && !text.contains("XMLHttpRequest"),
                "{name} asks the server by itself"
            );
        }
    }
}
