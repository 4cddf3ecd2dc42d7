//! A QR code as an SVG picture, drawn here so that it needs no style, no script and nothing from elsewhere.

use std::fmt;

use qrcode::{Color, EcLevel, QrCode};

use crate::secret::SecretText;

/// The text does not fit into a QR code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is too long for a QR code; use a shorter platform name or account name")]
pub struct QrError;

/// The white margin that readers need (ISO/IEC 18004), in modules.
const QUIET: usize = 4;

/// Draws `text`, such as a [`super::uri`], as black on white whatever the page's colours. `title` is what a screen
/// reader says of the picture. The picture holds the secret.
///
/// # Errors
/// [`QrError`].
pub fn qr_svg(text: &SecretText, title: &str) -> Result<SecretText, QrError> {
    let code = QrCode::with_error_correction_level(text.expose(), EcLevel::M).map_err(|_| QrError)?;
    let picture = Picture {
        width: code.width(),
        modules: &code.to_colors(),
        title,
    };
    Ok(SecretText::new(picture.to_string()))
}

struct Picture<'a> {
    width: usize,
    modules: &'a [Color],
    title: &'a str,
}

impl fmt::Display for Picture<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let side = self.width + 2 * QUIET;
        let title = self
            .title
            .replace('&', "&amp;")
            .replace('<', "&lt;")
            .replace('>', "&gt;");
        write!(
            out,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" role=\"img\" \
             shape-rendering=\"crispEdges\"><title>{title}</title>\
             <path fill=\"#fff\" d=\"M0 0h{side}v{side}H0z\"/><path fill=\"#000\" d=\""
        )?;
        // One stroke for each run of dark modules.
        for (row, y) in self.modules.chunks(self.width.max(1)).zip(QUIET..) {
            let mut x = QUIET;
            for run in row.chunk_by(|a, b| a == b) {
                let length = run.len();
                if run.first() == Some(&Color::Dark) {
                    write!(out, "M{x} {y}h{length}v1h-{length}z")?;
                }
                x += length;
            }
        }
        out.write_str("\"/></svg>")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The modules of a drawing, read back from its path.
    fn modules(svg: &str) -> Vec<Vec<bool>> {
        let side: usize = svg
            .split("viewBox=\"0 0 ")
            .nth(1)
            .unwrap()
            .split(' ')
            .next()
            .unwrap()
            .parse()
            .unwrap();
        let mut drawn = vec![vec![false; side]; side];
        let path = svg
            .split("<path fill=\"#000\" d=\"M")
            .nth(1)
            .unwrap()
            .split("z\"")
            .next()
            .unwrap();
        for run in path.split("zM") {
            let (x, rest) = run.split_once(' ').unwrap();
            let (y, rest) = rest.split_once('h').unwrap();
            let length: usize = rest.split('v').next().unwrap().parse().unwrap();
            let (x, y): (usize, usize) = (x.parse().unwrap(), y.parse().unwrap());
            drawn[y][x..x + length].fill(true);
        }
        drawn
    }

    #[test]
    fn the_drawing_is_the_code_with_a_quiet_margin() {
        let text = SecretText::new("otpauth://totp/Acme:jane?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ".into());
        let svg = qr_svg(&text, "Scan <this> & that").unwrap();
        assert!(
            svg.expose()
                .contains("<title>Scan &lt;this&gt; &amp; that</title>")
        );
        assert!(!svg.expose().contains("style") && !svg.expose().contains("GEZDG"));
        let drawn = modules(svg.expose());
        let code = QrCode::with_error_correction_level(text.expose(), EcLevel::M).unwrap();
        for (y, row) in drawn.iter().enumerate() {
            for (x, dark) in row.iter().enumerate() {
                let inside =
                    (QUIET..QUIET + code.width()).contains(&x) && (QUIET..QUIET + code.width()).contains(&y);
                let expected = inside && code[(x - QUIET, y - QUIET)] == Color::Dark;
                assert_eq!(*dark, expected, "{x} {y}");
            }
        }
        assert_eq!(qr_svg(&SecretText::new("x".repeat(5000)), ""), Err(QrError));
    }
}
