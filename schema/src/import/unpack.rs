//! A look at everything that a workbook unpacks to, before anybody reads it: what is too much is refused, and nothing of it is kept.
//!
//! A ZIP file says in its directory how large each part is, and can lie. So each part is unpacked here once, counted and thrown
//! away, until the limit. What is counted beside bytes bounds what the reader of workbooks makes of them.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::grid::{invalid, unpacks_to_more};
use crate::{
    error::{Code, Error, Result},
    limits::ImportLimits,
};

/// Bytes unpacked at once.
const CHUNK: usize = 16 * 1024;
/// Tags of all parts; a thousand rows of thirty columns have a third of these.
const TAGS: usize = 1_000_000;
/// Formats of cells, each of which is held whole with its font.
const FORMATS: usize = 20_000;
/// Bytes of a tag of the styles, since a font's name is held for each format.
const STYLE_TAG: usize = 1_024;

/// Refuses what unpacks to too much.
pub fn check(bytes: &[u8], limits: &ImportLimits) -> Result<()> {
    let mut parts = ZipArchive::new(Cursor::new(bytes)).map_err(|_| unreadable())?;
    let said = (0..parts.len()).try_fold(0_u64, |sum, nth| {
        let part = parts.by_index_raw(nth).map_err(|_| unreadable())?;
        Ok::<_, Error>(sum.saturating_add(part.size()))
    })?;
    let most = limits.unpacked_bytes;
    if said > most as u64 {
        return Err(unpacks_to_more(limits));
    }
    let mut seen = Seen::default();
    let mut chunk = vec![0; CHUNK];
    for nth in 0..parts.len() {
        let mut part = parts.by_index(nth).map_err(|_| unreadable())?;
        let is_styles = part.name().map_err(|_| unreadable())?.to_lowercase().ends_with("styles.xml");
        seen.part(is_styles);
        loop {
            let count = part.read(&mut chunk).map_err(|_| unreadable())?;
            if count == 0 {
                break;
            }
            seen.bytes += count;
            if seen.bytes > most {
                return Err(unpacks_to_more(limits));
            }
            seen.look(&chunk[..count])?;
        }
    }
    Ok(())
}

/// What was counted so far.
#[derive(Default)]
struct Seen {
    bytes: usize,
    tags: usize,
    formats: usize,
    is_styles: bool,
    /// Bytes of the tag that is open; none between tags.
    tag: Option<usize>,
    /// Its name so far, without a prefix.
    name: Vec<u8>,
    is_named: bool,
    /// Tags of this part.
    in_part: usize,
}

impl Seen {
    fn part(&mut self, is_styles: bool) {
        (self.is_styles, self.tag, self.in_part) = (is_styles, None, 0);
    }

    fn look(&mut self, bytes: &[u8]) -> Result<()> {
        if !self.is_styles {
            self.tags += bytes.split(|byte| *byte == b'<').count() - 1;
            return if self.tags > TAGS { Err(too_rich()) } else { Ok(()) };
        }
        for byte in bytes {
            self.style(*byte);
            // The declaration and the root come first, and may have long names of namespaces.
            if self.tags > TAGS || self.formats > FORMATS || self.in_part > 2 && self.tag.unwrap_or(0) > STYLE_TAG {
                return Err(too_rich());
            }
        }
        Ok(())
    }

    fn style(&mut self, byte: u8) {
        match (byte, self.tag) {
            (b'<', _) => {
                self.tags += 1;
                self.in_part += 1;
                (self.tag, self.is_named) = (Some(0), false);
                self.name.clear();
            }
            (b'>', Some(_)) => {
                self.named();
                self.tag = None;
            }
            (b':', Some(length)) if !self.is_named => {
                self.name.clear();
                self.tag = Some(length + 1);
            }
            (b' ' | b'/' | b'\t' | b'\r' | b'\n', Some(length)) => {
                self.named();
                self.tag = Some(length + 1);
            }
            (_, Some(length)) => {
                if !self.is_named && self.name.len() < 8 {
                    self.name.push(byte);
                }
                self.tag = Some(length + 1);
            }
            (_, None) => {}
        }
    }

    fn named(&mut self) {
        if !self.is_named {
            self.formats += usize::from(self.name == b"xf");
            self.is_named = true;
        }
    }
}

/// The file is no workbook, or is damaged.
pub fn unreadable() -> Error {
    invalid(
        "The workbook cannot be read; save it anew as XLSX.",
        "Không đọc được tệp bảng tính; hãy lưu lại dạng XLSX.",
    )
}

fn too_rich() -> Error {
    let (en, vi) = (
        "The workbook has too many cells or formats; copy the rows into the template.",
        "Bảng tính có quá nhiều ô hoặc định dạng; hãy chép dữ liệu sang tệp mẫu.",
    );
    Error::new(Code::LimitExceeded, en, vi)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look(part: &str) -> (Seen, Result<()>) {
        let mut seen = Seen::default();
        seen.part(true);
        let looked = seen.look(part.as_bytes());
        (seen, looked)
    }

    #[test]
    fn formats_are_counted_whatever_their_prefix() {
        let (seen, looked) = look("<?xml?><a:s xmlns:a=\"u\"><xf/><a:xf n=\"1\"></a:xf><xfs/><xf>");
        assert!(looked.is_ok());
        assert_eq!((seen.formats, seen.tags), (3, 7));
    }

    #[test]
    fn a_long_name_of_a_font_is_refused() {
        let long = "x".repeat(STYLE_TAG);
        assert!(look(&format!("<?xml?><s xmlns=\"{long}\"><font/>")).1.is_ok());
        assert!(look(&format!("<?xml?><s><name val=\"{long}\"/>")).1.is_err());
        assert!(look(&"<xf/>".repeat(FORMATS + 1)).1.is_err());
    }
}
