//! The operator's logo, as we serve it ourselves. It is shown as an image and never as part of a page, so
//! that nothing in it can run.

use super::error::ThemeError;

/// The largest logo, in bytes: it is loaded with every first visit.
pub const LARGEST: usize = 64 * 1024;

/// An image in a form that browsers show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logo {
    bytes: Vec<u8>,
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Svg,
    Png,
}

impl Logo {
    /// Takes an SVG or PNG image, told apart by how it begins.
    pub fn new(bytes: Vec<u8>) -> Result<Self, ThemeError> {
        if bytes.len() > LARGEST {
            return Err(ThemeError::LogoTooLarge(bytes.len()));
        }
        let kind = if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
            Kind::Png
        } else if std::str::from_utf8(&bytes).is_ok_and(is_svg) {
            Kind::Svg
        } else {
            return Err(ThemeError::LogoUnknown);
        };
        Ok(Self { bytes, kind })
    }

    /// The image.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Its media type.
    pub const fn content_type(&self) -> &'static str {
        match self.kind {
            Kind::Svg => "image/svg+xml",
            Kind::Png => "image/png",
        }
    }

    /// How its name ends.
    pub const fn extension(&self) -> &'static str {
        match self.kind {
            Kind::Svg => "svg",
            Kind::Png => "png",
        }
    }
}

/// Whether the text is an SVG image, with or without a declaration or a comment before it.
fn is_svg(text: &str) -> bool {
    let text = text.trim_start_matches('\u{FEFF}').trim_start();
    text.starts_with("<svg")
        || (text.starts_with("<?xml") || text.starts_with("<!--")) && text.contains("<svg")
}
