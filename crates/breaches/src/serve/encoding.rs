//! In which encoding an answer goes out: what the client takes, and what is worth it.

use libdeflater::{CompressionLvl, Compressor};

/// Digits and counts hold about five bits a byte, whatever is spent on them: the cheapest level finds most of it.
const GZIP_LEVEL: i32 = 1;
const BROTLI_LEVEL: i32 = 1;
/// Shorter answers go out as they are.
const WORTH_IT: usize = 1_024;

/// An encoding of an answer's body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Encoding {
    Brotli,
    Gzip,
    Plain,
}

impl Encoding {
    /// The best that a client takes (RFC 9110, section 12.5.3): what it likes most, and brotli before gzip.
    pub(super) fn of(accepts: &str) -> Self {
        let weight = |name: &str| {
            let mut all = accepts.split(',').filter_map(|part| {
                let mut parts = part.split(';');
                let coding = parts.next()?.trim();
                let weight = parts
                    .find_map(|part| part.trim().strip_prefix("q="))
                    .unwrap_or("1");
                Some((coding, weight.trim().parse::<f32>().unwrap_or(0.0)))
            });
            all.find(|(coding, _)| coding.eq_ignore_ascii_case(name))
                .map(|(_, weight)| weight)
        };
        let (brotli, gzip) = (weight("br").unwrap_or(0.0), weight("gzip").unwrap_or(0.0));
        let plain = weight("identity").unwrap_or(f32::MIN_POSITIVE);
        if brotli > 0.0 && brotli >= gzip && brotli >= plain {
            Self::Brotli
        } else if gzip > 0.0 && gzip >= plain {
            Self::Gzip
        } else {
            Self::Plain
        }
    }

    pub(super) const fn name(self) -> Option<&'static str> {
        match self {
            Self::Brotli => Some("br"),
            Self::Gzip => Some("gzip"),
            Self::Plain => None,
        }
    }

    /// The body in this encoding, or as it is where that is no shorter.
    pub(super) fn encode(self, text: Vec<u8>) -> (Self, Vec<u8>) {
        let encoded = match self {
            _ if text.len() < WORTH_IT => None,
            Self::Plain => None,
            Self::Gzip => gzip(&text),
            Self::Brotli => brotli(&text),
        };
        match encoded {
            Some(encoded) if encoded.len() < text.len() => (self, encoded),
            _ => (Self::Plain, text),
        }
    }
}

fn gzip(text: &[u8]) -> Option<Vec<u8>> {
    let mut compressor = Compressor::new(CompressionLvl::new(GZIP_LEVEL).ok()?);
    let mut packed = vec![0; compressor.gzip_compress_bound(text.len())];
    let length = compressor.gzip_compress(text, &mut packed).ok()?;
    packed.truncate(length);
    Some(packed)
}

fn brotli(text: &[u8]) -> Option<Vec<u8>> {
    let mut packed = Vec::with_capacity(text.len() / 2);
    let how = brotli::enc::BrotliEncoderParams {
        quality: BROTLI_LEVEL,
        size_hint: text.len(),
        ..Default::default()
    };
    brotli::BrotliCompress(&mut &text[..], &mut packed, &how).ok()?;
    Some(packed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_encoded_as_the_client_takes_it() {
        for (accepts, expected) in [
            ("", Encoding::Plain),
            ("gzip, deflate, br", Encoding::Brotli),
            ("gzip, deflate, br, zstd", Encoding::Brotli),
            ("gzip", Encoding::Gzip),
            ("GZIP;q=0.5", Encoding::Gzip),
            ("br;q=0.1, gzip;q=0.9", Encoding::Gzip),
            ("br;q=0, gzip;q=0", Encoding::Plain),
            ("identity, gzip;q=0.5", Encoding::Plain),
            ("br;q=nonsense", Encoding::Plain),
            ("deflate", Encoding::Plain),
        ] {
            assert_eq!(Encoding::of(accepts), expected, "{accepts}");
        }
    }
}
