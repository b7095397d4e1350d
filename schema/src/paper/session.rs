//! What is printed of a session after its close: the minutes of the count, and the letter that proposes what passed.

use serde_json::Value as Json;

use super::{
    layout::{Annex, Block, Letter, Signer, Table, Value},
    reading::Asked,
    too_early,
    words::{self, day, short_day, text},
};
use crate::error::Result;

/// What is read for it. Nothing of who voted how: nobody can read that.
pub const ASKED: Asked = Asked {
    noun: "CouncilSession",
    object: "title heldOn state thresholdBasisPoints quorumBasisPoints memberCount votedCount closedAt
        campaign { title unit { name } } phase { name }
        minutes { number issuerName place issuedOn signerName signerTitle authority recipients }
        agenda { position eligibleVoters ayes nays abstentions hasPassed
            nomination { state achievement unit { name } honouree { name position } awardType { name } } }",
    lists: &[],
};

/// States of a nomination that is still to be proposed, or was.
const PROPOSED: [&str; 7] =
    ["COUNCIL_PASSED", "SUBMITTED_FOR_DECISION", "AWARDED", "NOT_AWARDED", "NOTIFIED", "CONFERRED", "REVOKED"];

fn closed(session: &Json) -> Result<&[Json]> {
    if session["state"] == "CLOSED" {
        Ok(session["agenda"].as_array().map_or(&[], Vec::as_slice))
    } else {
        Err(too_early())
    }
}

fn province(session: &Json) -> String {
    text(&session["campaign"]["unit"], "name")
}

fn whole(object: &Json, field: &str) -> i64 {
    object[field].as_i64().unwrap_or_default()
}

/// A share in ten-thousandths as per cent.
fn per_cent(session: &Json, field: &str) -> String {
    let share = entity::Quantity(whole(session, field).saturating_mul(100));
    format!("{}%", Value::Number(share).printed())
}

/// The minutes of the count (biên bản kiểm phiếu): figures of the tally.
pub fn minutes(session: &Json) -> Result<Letter> {
    let agenda = closed(session)?;
    let document = &session["minutes"];
    let province = province(session);
    let row = |item: &Json| {
        let nomination = &item["nomination"];
        let passed = if item["hasPassed"] == true { "Đạt" } else { "Không đạt" };
        vec![
            Value::whole(whole(item, "position")),
            Value::Text(text(&nomination["honouree"], "name")),
            Value::Text(text(&nomination["unit"], "name")),
            Value::whole(whole(item, "eligibleVoters")),
            Value::whole(whole(item, "ayes")),
            Value::whole(whole(item, "nays")),
            Value::whole(whole(item, "abstentions")),
            Value::Text(passed.into()),
        ]
    };
    let columns = [
        ("STT", 2),
        ("Đối tượng", 6),
        ("Đơn vị đề nghị", 6),
        ("Được bỏ phiếu", 3),
        ("Đồng ý", 3),
        ("Không đồng ý", 3),
        ("Không ý kiến", 3),
        ("Kết quả", 3),
    ];
    let table = Table {
        title: String::new(),
        columns: columns.map(|(name, share)| (name.to_owned(), share)).into(),
        rows: agenda.iter().map(row).collect(),
    };
    let passed = agenda.iter().filter(|item| item["hasPassed"] == true).count();
    let held = text(session, "heldOn");
    let body = vec![
        Block::Text(format!(
            "Hôm nay, {}, Hội đồng Thi đua - Khen thưởng đã họp và bỏ phiếu kín xét khen thưởng đợt thi đua “{}”, {}.",
            day(&held),
            text(&session["campaign"], "title"),
            text(&session["phase"], "name")
        )),
        Block::Text(format!(
            "Tổng số thành viên Hội đồng có tên trong danh sách bỏ phiếu: {}. Số thành viên đã bỏ phiếu (kể cả bằng văn bản): {}.",
            whole(session, "memberCount"),
            whole(session, "votedCount")
        )),
        Block::Text(format!(
            "Cuộc bỏ phiếu hợp lệ khi có ít nhất {} thành viên bỏ phiếu; đề nghị được thông qua khi có trên {} số thành viên được bỏ phiếu đồng ý.",
            per_cent(session, "quorumBasisPoints"),
            per_cent(session, "thresholdBasisPoints")
        )),
        Block::Heading("Kết quả kiểm phiếu:".into()),
        Block::Table(table),
        Block::Text(format!("Có {passed}/{} đề nghị được thông qua.", agenda.len())),
        Block::Text(
            "Biên bản được lập thành hai bản, đã đọc lại cho các thành viên cùng nghe và thống nhất ký tên./.".into(),
        ),
    ];
    let chair =
        Signer { lines: vec!["TRƯỞNG BAN KIỂM PHIẾU".into()], name: words::signer(&Json::Null, "").name };
    let secretary = words::signer(document, "THƯ KÝ HỘI ĐỒNG");
    Ok(Letter {
        above: Some(province.to_uppercase()),
        issuer: "HỘI ĐỒNG THI ĐUA - KHEN THƯỞNG".into(),
        number: words::number(document, "BB-HĐTĐKT"),
        place_and_day: words::place_and_day(document, &province),
        kind: "BIÊN BẢN KIỂM PHIẾU",
        subject: text(session, "title"),
        body,
        signers: vec![secretary, chair],
        at: text(session, "closedAt"),
        ..Letter::default()
    })
}

/// The letter that proposes to the Chairman what the Council passed (tờ trình), with its list.
pub fn proposal(session: &Json) -> Result<Letter> {
    let agenda = closed(session)?;
    let province = province(session);
    let is_proposed = |item: &&Json| {
        item["hasPassed"] == true && item["nomination"]["state"].as_str().is_some_and(|state| PROPOSED.contains(&state))
    };
    let proposed: Vec<&Json> = agenda.iter().filter(is_proposed).collect();
    let row = |(index, item): (i64, &&Json)| {
        let nomination = &item["nomination"];
        let (name, position) = (text(&nomination["honouree"], "name"), text(&nomination["honouree"], "position"));
        vec![
            Value::whole(index),
            Value::Text(if position.is_empty() { name } else { format!("{name}, {position}") }),
            Value::Text(text(&nomination["unit"], "name")),
            Value::Text(text(&nomination["awardType"], "name")),
            Value::Text(text(nomination, "achievement")),
            Value::Text(format!("{}/{}", whole(item, "ayes"), whole(item, "eligibleVoters"))),
        ]
    };
    let columns = [
        ("STT", 1),
        ("Đối tượng", 4),
        ("Đơn vị đề nghị", 3),
        ("Hình thức", 3),
        ("Tóm tắt thành tích", 5),
        ("Số phiếu", 2),
    ];
    let table = Table {
        title: String::new(),
        columns: columns.map(|(name, share)| (name.to_owned(), share)).into(),
        rows: (1..).zip(&proposed).map(row).collect(),
    };
    let held = text(session, "heldOn");
    let body = vec![
        Block::Text(format!(
            "Thực hiện đợt thi đua “{}”, {}; căn cứ kết quả bỏ phiếu kín của Hội đồng Thi đua - Khen thưởng tại phiên họp ngày {} ({} thành viên bỏ phiếu trên tổng số {});",
            text(&session["campaign"], "title"),
            text(&session["phase"], "name"),
            short_day(&held),
            whole(session, "votedCount"),
            whole(session, "memberCount")
        )),
        Block::Text(format!(
            "Cơ quan thường trực Hội đồng Thi đua - Khen thưởng kính trình Chủ tịch xem xét, quyết định khen thưởng {} tập thể, cá nhân, hộ gia đình đã được Hội đồng thông qua (có danh sách kèm theo).",
            proposed.len()
        )),
        Block::Text("Kính trình Chủ tịch xem xét, quyết định./.".into()),
    ];
    Ok(Letter {
        above: Some(province.to_uppercase()),
        issuer: "CƠ QUAN THƯỜNG TRỰC HỘI ĐỒNG THI ĐUA - KHEN THƯỞNG".into(),
        number: words::number(&Json::Null, "TTr-SNV"),
        place_and_day: words::place_and_day(&Json::Null, &province),
        kind: "TỜ TRÌNH",
        subject: format!("Về việc đề nghị khen thưởng: {}", text(session, "title")),
        addressee: Some(format!("Chủ tịch {province}")),
        body,
        recipients: vec!["Như trên".into(), "Hội đồng Thi đua - Khen thưởng tỉnh".into(), "Lưu: VT, TĐKT".into()],
        signers: vec![words::signer(&Json::Null, "THỦ TRƯỞNG CƠ QUAN")],
        annexes: vec![Annex {
            title: "DANH SÁCH ĐỀ NGHỊ KHEN THƯỞNG".into(), of: "(Kèm theo Tờ trình)".into(), table
        }],
        at: text(session, "closedAt"),
    })
}
