//! Why a theme cannot be used, and what would do instead.

use super::colour::Colour;

/// Why a theme cannot be used.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ThemeError {
    /// No name, or too long a one.
    #[error("`{0}` cannot be the name on the pages; write 1 to 60 characters")]
    Name(String),
    /// Not written as a colour.
    #[error("`{0}` is not a colour; write it as `#rrggbb`, such as `#2f55c4`")]
    NoColour(String),
    /// Could not be read.
    #[error(
        "the {scheme} accent `{accent}` has a contrast of {contrast:.1} to 1 to its ground, and text needs \
         4.5 to 1; `{instead}` would do"
    )]
    Faint {
        /// `light` or `dark`.
        scheme: &'static str,
        /// The accent.
        accent: Colour,
        /// Its least contrast.
        contrast: f64,
        /// The nearest that would do.
        instead: Colour,
    },
    /// The logo is too heavy; in bytes.
    #[error("the logo has {0} bytes; make it smaller than 65536")]
    LogoTooLarge(usize),
    /// The logo is in no form that we know.
    #[error("the logo is neither an SVG nor a PNG image; save it as one of the two")]
    LogoUnknown,
}
