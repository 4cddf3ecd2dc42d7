//! A colour, and how well it can be read on another (WCAG 2.2, 1.4.3).

use std::fmt;

/// A colour of the sRGB space, without transparency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Colour {
    red: u8,
    green: u8,
    blue: u8,
}

impl Colour {
    /// From its three parts, each 0 to 255.
    pub const fn new(red: u8, green: u8, blue: u8) -> Self {
        Self { red, green, blue }
    }

    /// Reads `#rrggbb`.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.trim().strip_prefix('#')?;
        if digits.len() != 6 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        let part = |range| u8::from_str_radix(digits.get(range)?, 16).ok();
        Some(Self::new(part(0..2)?, part(2..4)?, part(4..6)?))
    }

    /// The contrast to another colour, from 1 (the same) to 21 (black and white).
    pub fn contrast(self, other: Self) -> f64 {
        let (one, other) = (self.luminance(), other.luminance());
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    /// A step of `share` (0 to 1) towards another colour.
    #[must_use]
    pub fn towards(self, other: Self, share: f64) -> Self {
        let mixed = |from: u8, to: u8| {
            let value = f64::from(from) + (f64::from(to) - f64::from(from)) * share.clamp(0.0, 1.0);
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "between two values of 0 to 255"
            )]
            let value = value.round() as u8;
            value
        };
        Self::new(
            mixed(self.red, other.red),
            mixed(self.green, other.green),
            mixed(self.blue, other.blue),
        )
    }

    /// Relative luminance (WCAG 2.2, definitions): 0 for black, 1 for white.
    fn luminance(self) -> f64 {
        let linear = |part: u8| {
            let value = f64::from(part) / 255.0;
            if value <= 0.040_45 {
                value / 12.92
            } else {
                ((value + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * linear(self.red) + 0.7152 * linear(self.green) + 0.0722 * linear(self.blue)
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "#{:02x}{:02x}{:02x}", self.red, self.green, self.blue)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_is_that_of_wcag() {
        let check = |one: &str, other: &str, expected: f64| {
            let contrast = Colour::parse(one)
                .unwrap()
                .contrast(Colour::parse(other).unwrap());
            assert!((contrast - expected).abs() < 0.01, "{one} {other}: {contrast}");
        };
        check("#000000", "#ffffff", 21.0);
        check("#ffffff", "#ffffff", 1.0);
        // The grey that is known for being just enough, and the one that is just not.
        check("#767676", "#ffffff", 4.54);
        check("#777777", "#FFFFFF", 4.48);
    }

    #[test]
    fn only_six_digits_are_a_colour() {
        for text in [
            "", "#fff", "ffffff", "#12345g", "#1234567", "#ééé", "#+12345", "red",
        ] {
            assert_eq!(Colour::parse(text), None, "{text}");
        }
        assert_eq!(
            Colour::parse("#2F55c4").map(|colour| colour.to_string()),
            Some("#2f55c4".to_owned())
        );
    }
}
