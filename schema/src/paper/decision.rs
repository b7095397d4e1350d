//! A decision that rewards, with its list of awards (quyết định khen thưởng).

use serde_json::Value as Json;

use super::{
    figures::capital,
    layout::{Annex, Block, Letter, Table, Value},
    reading::Asked,
    words::{self, short_day, text},
};

/// What is read for it.
pub const ASKED: Asked = Asked {
    noun: "Decision",
    object:
        "decidedOn unit { name parent { name } } campaign { title unit { name } bases { document { number subject } } }
        phase { name } awardType { name }
        document { number issuerName place issuedOn subject signerName signerTitle authority recipients }",
    lists: &[("awards", ", orderBy: [{ field: NAME }]", "name citation state unit { name }")],
};

/// The decision: who is rewarded, for what, and who carries it out.
pub fn letter(object: &Json) -> Letter {
    let (document, unit) = (&object["document"], text(&object["unit"], "name"));
    let province = text(&object["campaign"]["unit"], "name");
    let awards = object["awards"].as_array().map_or(&[][..], Vec::as_slice);
    let (award, campaign) = (text(&object["awardType"], "name"), text(&object["campaign"], "title"));
    let head = words::head_of(&unit);
    let phase = match text(&object["phase"], "name") {
        phase if phase.is_empty() => String::new(),
        phase => format!(" ({phase})"),
    };
    let of = format!(
        "(Kèm theo Quyết định {}, ngày {} của {unit})",
        words::number(document, "QĐ").to_lowercase().replacen("số: ", "số ", 1).replace("qđ", "QĐ"),
        short_day(&text(object, "decidedOn"))
    );
    let mut body = vec![Block::Centred(format!("{head}{}", capitals_after(head, &unit)))];
    body.push(Block::Text("Căn cứ quy định của pháp luật về thi đua, khen thưởng;".into()));
    for basis in object["campaign"]["bases"].as_array().into_iter().flatten() {
        let (number, subject) = (text(&basis["document"], "number"), text(&basis["document"], "subject"));
        if !number.is_empty() {
            body.push(Block::Text(format!("Căn cứ văn bản số {number}: {subject};")));
        }
    }
    body.push(Block::Text("Theo đề nghị của cơ quan thường trực Hội đồng Thi đua - Khen thưởng.".into()));
    body.push(Block::Centred("QUYẾT ĐỊNH:".into()));
    body.push(Block::Text(format!(
        "Điều 1. Tặng {award} cho {} tập thể, cá nhân, hộ gia đình (có danh sách kèm theo) đã có thành tích trong đợt thi đua “{campaign}”{phase}.",
        awards.len()
    )));
    body.push(Block::Text("Điều 2. Mức tiền thưởng thực hiện theo quy định hiện hành.".into()));
    body.push(Block::Text(
        "Điều 3. Thủ trưởng các cơ quan, đơn vị có liên quan và các tập thể, cá nhân, hộ gia đình có tên tại Điều 1 chịu trách nhiệm thi hành Quyết định này kể từ ngày ký./.".into(),
    ));
    Letter {
        kind: "QUYẾT ĐỊNH",
        subject: capital(&text(document, "subject")),
        body,
        recipients: words::recipients(document, &["Như Điều 3", "Lưu: VT, TĐKT"]),
        annexes: vec![Annex {
            title: format!("DANH SÁCH ĐƯỢC TẶNG {}", award.to_uppercase()),
            of,
            table: list(awards),
        }],
        at: format!("{}T00:00:00Z", text(object, "decidedOn")),
        ..words::letter(document, &object["unit"], &province, "QĐ-UBND")
    }
}

/// Whose head it is: `CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH …`, but no name twice.
fn capitals_after(head: &str, unit: &str) -> String {
    if head.ends_with("ĐƠN VỊ") { String::new() } else { format!(" {}", unit.to_uppercase()) }
}

fn list(awards: &[Json]) -> Table {
    let row = |(index, award): (i64, &Json)| {
        let revoked = if award["state"] == "REVOKED" { " (đã hủy bỏ)" } else { "" };
        vec![
            Value::whole(index),
            Value::Text(format!("{}{revoked}", text(award, "name"))),
            Value::Text(text(&award["unit"], "name")),
            Value::Text(text(award, "citation")),
        ]
    };
    let columns = [("STT", 1), ("Họ và tên, tên tập thể", 4), ("Đơn vị", 4), ("Thành tích", 5)];
    Table {
        title: String::new(),
        columns: columns.map(|(name, share)| (name.to_owned(), share)).into(),
        rows: (1..).zip(awards).map(row).collect(),
    }
}
