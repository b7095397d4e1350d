//! ZIP files as nobody's program would write them.

use std::io::Write as _;

use flate2::{Compression, Crc, write::DeflateEncoder};

/// A part: its name, its bytes, and how many bytes it says to have.
#[derive(Clone)]
pub struct Part {
    pub name: String,
    pub packed: Vec<u8>,
    pub crc: u32,
    pub says: u32,
}

impl Part {
    /// A part of these bytes, which says the truth.
    pub fn of(name: &str, bytes: &[u8]) -> Self {
        let mut deflate = DeflateEncoder::new(Vec::new(), Compression::fast());
        deflate.write_all(bytes).unwrap();
        let mut crc = Crc::new();
        crc.update(bytes);
        let (packed, says) = (deflate.finish().unwrap(), u32::try_from(bytes.len()).unwrap());
        Self { name: name.into(), packed, crc: crc.sum(), says }
    }

    /// The same with another size than it has.
    pub fn saying(self, says: u32) -> Self {
        Self { says, ..self }
    }
}

/// The file of these parts.
pub fn zip(parts: &[Part]) -> Vec<u8> {
    let (mut file, mut directory) = (Vec::new(), Vec::new());
    for part in parts {
        let at = u32::try_from(file.len()).unwrap();
        let head = head(part);
        file.extend(b"PK\x03\x04\x14\0");
        file.extend(&head);
        file.extend(part.name.as_bytes());
        file.extend(&part.packed);
        directory.extend(b"PK\x01\x02\x14\0\x14\0");
        directory.extend(&head);
        directory.extend([0; 10]); // no comment, the first disk, no attributes
        directory.extend(at.to_le_bytes());
        directory.extend(part.name.as_bytes());
    }
    let (at, size) = (u32::try_from(file.len()).unwrap(), u32::try_from(directory.len()).unwrap());
    let count = u16::try_from(parts.len()).unwrap().to_le_bytes();
    file.extend(directory);
    file.extend(b"PK\x05\x06\0\0\0\0");
    file.extend([count, count].concat());
    file.extend([size.to_le_bytes(), at.to_le_bytes()].concat());
    file.extend([0, 0]);
    file
}

/// What a part says of itself, here and in the directory: flags, method, time, checksum, sizes, length of the name.
fn head(part: &Part) -> Vec<u8> {
    let mut head = vec![0, 0, 8, 0, 0, 0, 0x21, 0];
    head.extend(part.crc.to_le_bytes());
    head.extend(u32::try_from(part.packed.len()).unwrap().to_le_bytes());
    head.extend(part.says.to_le_bytes());
    head.extend(u16::try_from(part.name.len()).unwrap().to_le_bytes());
    head.extend([0, 0]);
    head
}

/// The parts of a small workbook with this sheet and these styles.
pub fn book(sheet: &str, styles: &str) -> Vec<Part> {
    let rels = "http://schemas.openxmlformats.org/package/2006/relationships";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    [
        ("_rels/.rels", format!("<Relationships xmlns=\"{rels}\"><Relationship Id=\"r1\" Type=\"{office}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>")),
        ("xl/_rels/workbook.xml.rels", format!("<Relationships xmlns=\"{rels}\"><Relationship Id=\"r1\" Type=\"{office}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>")),
        ("xl/workbook.xml", format!("<workbook xmlns=\"{main}\" xmlns:r=\"{office}\"><sheets><sheet name=\"1\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>")),
        ("xl/styles.xml", format!("<?xml version=\"1.0\"?><styleSheet xmlns=\"{main}\">{styles}</styleSheet>")),
        ("xl/worksheets/sheet1.xml", format!("<worksheet xmlns=\"{main}\"><sheetData>{sheet}</sheetData></worksheet>")),
    ]
    .map(|(name, text)| Part::of(name, text.as_bytes()))
    .into()
}

/// A row of texts.
pub fn row(number: u32, cells: &[(&str, &str)]) -> String {
    let cell = |(at, text): &(&str, &str)| format!("<c r=\"{at}\" t=\"inlineStr\"><is><t>{text}</t></is></c>");
    format!("<row r=\"{number}\">{}</row>", cells.iter().map(cell).collect::<String>())
}
