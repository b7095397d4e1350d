//! How the bytes of an answer are packed: zstd, br or gzip, by the q-values of `Accept-Encoding` (RFC 9110).
//!
//! An answer may hold a secret beside what the client sent, whose packed length would tell of it (BREACH). It cannot be asked
//! for from a foreign page: who may see it is told by a header that such a page cannot set.

use std::io::{self, Write as _};

use actix_web::http::header::{ACCEPT_ENCODING, HeaderMap};

/// A way of packing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Encoding {
    /// br: the smallest.
    Brotli,
    /// zstd: the quickest.
    Zstd,
    /// gzip: what everybody has.
    Gzip,
}

/// Those of equal quality are taken in this order. Not zstd first: there are clients that name it with the others and cannot
/// read it (fetch of `@whatwg-node` on Node 20).
const ALL: [Encoding; 3] = [Encoding::Brotli, Encoding::Zstd, Encoding::Gzip];

impl Encoding {
    /// Its name in `Content-Encoding`, and at the end of an `ETag`.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Zstd => "zstd",
            Self::Brotli => "br",
            Self::Gzip => "gzip",
        }
    }

    /// The packed bytes. The levels are those at which packing costs less than sending would.
    pub(super) fn pack(self, bytes: &[u8]) -> io::Result<Vec<u8>> {
        match self {
            Self::Zstd => zstd::bulk::compress(bytes, 3),
            Self::Brotli => {
                let mut packer = brotli::CompressorWriter::new(Vec::with_capacity(bytes.len() / 4), 16 * 1024, 4, 19);
                packer.write_all(bytes)?;
                Ok(packer.into_inner())
            }
            Self::Gzip => {
                let mut packer =
                    flate2::write::GzEncoder::new(Vec::with_capacity(bytes.len() / 4), flate2::Compression::new(5));
                packer.write_all(bytes)?;
                packer.finish()
            }
        }
    }
}

/// The way the client likes best; none when that is not at all, or it names none that is made here.
pub(super) fn negotiate(headers: &HeaderMap) -> Option<Encoding> {
    let accepted: Vec<_> = headers
        .get_all(ACCEPT_ENCODING)
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .filter_map(coding)
        .collect();
    let named = |name: &str| accepted.iter().find(|(known, _)| known == name).map(|(_, quality)| *quality);
    let quality = |name: &str| named(name).or_else(|| named("*")).unwrap_or(0.0);
    let least = named("identity").unwrap_or(0.0);
    // `max_by` gives the last of equals.
    let best = ALL.into_iter().rev().max_by(|a, b| quality(a.name()).total_cmp(&quality(b.name())))?;
    (quality(best.name()) > 0.0 && quality(best.name()) >= least).then_some(best)
}

/// A coding and its quality. One whose quality cannot be read is not taken.
fn coding(text: &str) -> Option<(String, f32)> {
    let (name, parameters) = text.split_once(';').unwrap_or((text, ""));
    let quality = match parameters.trim() {
        "" => 1.0,
        said => {
            said.split_once('=').filter(|(name, _)| name.trim().eq_ignore_ascii_case("q"))?.1.trim().parse().ok()?
        }
    };
    let name = name.trim().to_ascii_lowercase();
    let name = if name == "x-gzip" { "gzip".into() } else { name };
    (0.0..=1.0).contains(&quality).then_some((name, quality))
}

#[cfg(test)]
mod test {
    use actix_web::http::header::{ACCEPT_ENCODING, HeaderMap, HeaderValue};

    use super::{Encoding::*, negotiate};

    fn asked(value: &str) -> Option<super::Encoding> {
        let value = HeaderValue::from_str(value).unwrap();
        negotiate(&[(ACCEPT_ENCODING, value)].into_iter().collect())
    }

    #[test]
    fn who_names_none_gets_none() {
        assert_eq!(negotiate(&HeaderMap::new()), None);
        for none in ["", "identity", "deflate", "gzip;q=0", "*;q=0", "gzip;q=x", "gzip;q=2", "identity, gzip;q=0.5"] {
            assert_eq!(asked(none), None, "{none}");
        }
    }

    #[test]
    fn qualities_decide_and_then_the_order() {
        for (accept, expected) in [
            ("gzip", Gzip),
            ("x-gzip", Gzip),
            ("gzip, deflate, br", Brotli),
            ("gzip, deflate, br, zstd", Brotli),
            ("gzip, zstd", Zstd),
            ("*", Brotli),
            ("br;q=0, *", Zstd),
            ("GZIP;Q=1.0, br;q=0.9", Gzip),
            ("br;q=0.2, gzip; q=0.8, identity;q=0.1", Gzip),
            ("identity;q=0, gzip;q=0.001", Gzip),
        ] {
            assert_eq!(asked(accept), Some(expected), "{accept}");
        }
    }
}
