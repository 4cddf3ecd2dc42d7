//! How the operator's pages look: a name, a logo, one accent for each scheme.
//!
//! A theme becomes a style sheet of its own, since pages carry no style themselves. An accent that somebody
//! could not read is refused when it is set, with one that would do.

mod colour;
mod error;
mod logo;

pub use colour::Colour;
pub use error::ThemeError;
pub use logo::{LARGEST as LARGEST_LOGO, Logo};

use crate::text::cleaned;

/// The least contrast of a text to its ground (WCAG 2.2, 1.4.3).
pub const LEAST_CONTRAST: f64 = 4.5;

/// The longest name, in characters: it stands in every title and subject.
const LONGEST_NAME: usize = 60;

const WHITE: Colour = Colour::new(0xff, 0xff, 0xff);
const BLACK: Colour = Colour::new(0, 0, 0);

/// The grounds that a text in the accent may stand on, as in `hosted.css`. A test holds the two together.
const LIGHT_GROUNDS: [Colour; 3] = [
    Colour::new(0xf4, 0xf5, 0xf7),
    Colour::new(0xff, 0xff, 0xff),
    Colour::new(0xec, 0xee, 0xf1),
];
const DARK_GROUNDS: [Colour; 3] = [
    Colour::new(0x12, 0x16, 0x1c),
    Colour::new(0x1a, 0x20, 0x29),
    Colour::new(0x24, 0x2b, 0x36),
];

const ACCENT_LIGHT: Colour = Colour::new(0x2f, 0x55, 0xc4);
const ACCENT_DARK: Colour = Colour::new(0x8f, 0xab, 0xff);

/// Name, logo and colours of the pages.
#[derive(Debug, Clone, PartialEq)]
pub struct Theme {
    name: String,
    logo: Option<Logo>,
    light: Colour,
    dark: Colour,
}

impl Default for Theme {
    fn default() -> Self {
        Self {
            name: "Safeconduct".to_owned(),
            logo: None,
            light: ACCENT_LIGHT,
            dark: ACCENT_DARK,
        }
    }
}

impl Theme {
    /// A theme with the usual colours. The name is what people know the service by.
    pub fn named(name: &str) -> Result<Self, ThemeError> {
        let cleaned = cleaned(name);
        if cleaned.is_empty() || cleaned.chars().count() > LONGEST_NAME {
            return Err(ThemeError::Name(name.to_owned()));
        }
        Ok(Self {
            name: cleaned,
            ..Self::default()
        })
    }

    /// The same with a logo.
    #[must_use]
    pub fn with_logo(mut self, logo: Logo) -> Self {
        self.logo = Some(logo);
        self
    }

    /// The same with accents, each as `#rrggbb`. Both are checked against every ground they can stand on.
    pub fn with_accents(mut self, light: &str, dark: &str) -> Result<Self, ThemeError> {
        self.light = accent("light", light, &LIGHT_GROUNDS, BLACK)?;
        self.dark = accent("dark", dark, &DARK_GROUNDS, WHITE)?;
        Ok(self)
    }

    /// What people know the service by.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The logo, where there is one.
    pub const fn logo(&self) -> Option<&Logo> {
        self.logo.as_ref()
    }

    /// The accent on light ground, which messages use too.
    pub const fn accent(&self) -> Colour {
        self.light
    }

    /// What a text on the light accent is written in.
    pub fn on_accent(&self) -> Colour {
        readable_on(self.light)
    }

    /// The style sheet: the custom properties that `hosted.css` builds on.
    pub fn css(&self) -> String {
        let block = |accent: Colour| format!("--accent: {accent}; --on-accent: {};", readable_on(accent));
        format!(
            ":root {{ {} }}\n@media (prefers-color-scheme: dark) {{ :root {{ {} }} }}\n\
             @media print {{ :root {{ --accent: #000000; --on-accent: #ffffff; }} }}\n",
            block(self.light),
            block(self.dark)
        )
    }
}

/// Reads an accent and checks that it can be read. `stronger` is where to look for one that can.
fn accent(
    scheme: &'static str,
    text: &str,
    grounds: &[Colour],
    stronger: Colour,
) -> Result<Colour, ThemeError> {
    let accent = Colour::parse(text).ok_or_else(|| ThemeError::NoColour(text.to_owned()))?;
    let contrast = least_contrast(accent, grounds);
    if contrast >= LEAST_CONTRAST {
        return Ok(accent);
    }
    let instead = (1..=50)
        .map(|step| accent.towards(stronger, f64::from(step) / 50.0))
        .find(|colour| least_contrast(*colour, grounds) >= LEAST_CONTRAST)
        .unwrap_or(stronger);
    Err(ThemeError::Faint {
        scheme,
        accent,
        contrast,
        instead,
    })
}

fn least_contrast(colour: Colour, grounds: &[Colour]) -> f64 {
    grounds
        .iter()
        .map(|ground| colour.contrast(*ground))
        .fold(f64::INFINITY, f64::min)
}

/// White or black, whichever reads better. One of the two always has at least 4.5 to 1 (it is 4.58 at worst).
fn readable_on(accent: Colour) -> Colour {
    if accent.contrast(WHITE) >= accent.contrast(BLACK) {
        WHITE
    } else {
        BLACK
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_accent_that_nobody_could_read_is_refused_with_one_that_would_do() {
        let check = |light: &str, dark: &str, error: &str| {
            let refused = Theme::default()
                .with_accents(light, dark)
                .unwrap_err()
                .to_string();
            assert_eq!(refused, error);
        };
        check(
            "#ffcc00",
            "#ffcc00",
            "the light accent `#ffcc00` has a contrast of 1.3 to 1 to its ground, and text needs 4.5 to 1; \
             `#806600` would do",
        );
        check(
            "#1a2b6d",
            "#1a2b6d",
            "the dark accent `#1a2b6d` has a contrast of 1.1 to 1 to its ground, and text needs 4.5 to 1; \
             `#8891b3` would do",
        );
        check(
            "blue",
            "#ffffff",
            "`blue` is not a colour; write it as `#rrggbb`, such as `#2f55c4`",
        );
    }

    #[test]
    fn what_is_offered_instead_is_accepted() {
        for colour in ["#ffcc00", "#ffffff", "#8080ff", "#00ff00"] {
            if let Err(ThemeError::Faint { instead, .. }) = accent("light", colour, &LIGHT_GROUNDS, BLACK) {
                assert!(accent("light", &instead.to_string(), &LIGHT_GROUNDS, BLACK).is_ok());
            }
        }
    }

    #[test]
    fn the_usual_accents_can_be_read() {
        let theme = Theme::default();
        let again = theme
            .clone()
            .with_accents(&theme.light.to_string(), &theme.dark.to_string());
        assert_eq!(again, Ok(theme));
    }

    #[test]
    fn the_grounds_are_those_of_the_style_sheet() {
        let css = include_str!("../../assets/hosted.css");
        let (light, dark) = css.split_once("@media (prefers-color-scheme: dark)").unwrap();
        let check = |block: &str, grounds: [Colour; 3]| {
            for (name, ground) in ["ground", "surface", "sunken"].iter().zip(grounds) {
                let line = format!("--{name}: {ground};");
                assert!(block.contains(&line), "{line}");
            }
        };
        check(light, LIGHT_GROUNDS);
        check(dark, DARK_GROUNDS);
    }

    #[test]
    fn a_name_fits_a_title() {
        let check = |name: &str, good: bool| assert_eq!(Theme::named(name).is_ok(), good, "{name}");
        check("Bookshop", true);
        check("", false);
        check(" \n", false);
        check(&"n".repeat(61), false);
        assert_eq!(
            Theme::named("Book\r\nshop").unwrap().name(),
            "Book shop",
            "a name cannot start a header"
        );
    }

    #[test]
    fn a_logo_is_an_image() {
        let check = |bytes: &[u8], good: Option<&str>| {
            let logo = Logo::new(bytes.to_vec());
            assert_eq!(logo.ok().map(|logo| logo.content_type()), good);
        };
        check(
            b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
            Some("image/svg+xml"),
        );
        check(b"<?xml version=\"1.0\"?>\n<svg/>", Some("image/svg+xml"));
        check(b"\x89PNG\r\n\x1a\n....", Some("image/png"));
        check(b"<html><svg/></html>", None);
        check(b"", None);
        check(&vec![b' '; LARGEST_LOGO + 1], None);
    }

    proptest! {
        #[test]
        fn a_button_in_any_accent_can_be_read(red: u8, green: u8, blue: u8) {
            let accent = Colour::new(red, green, blue);
            prop_assert!(accent.contrast(readable_on(accent)) >= LEAST_CONTRAST);
        }
    }
}
