//! Official documents: the plan and what it rests on, and the letters, minutes and decisions that follow from it.

use serde_json::{Value, json};

use super::{
    people::standing_officer,
    story::{Timeline, day},
    units::PROVINCE,
};

/// Who signed, where neither the plan nor the document itself is at hand to say it.
const NOT_TOLD: &str = "(theo bản gốc)";

/// A document: number, issuer (a unit, or in words), day, subject, signer, title, authority.
struct Row {
    number: &'static str,
    issuer: Result<&'static str, &'static str>,
    on: &'static str,
    subject: &'static str,
    signer: &'static str,
    title: &'static str,
    authority: &'static str,
}

/// The plan's recipients (Nơi nhận).
pub(super) const RECIPIENTS: &[&str] = &[
    "Ban TĐ-KT TW (CQ Đại diện phía Nam)",
    "TT TU, TT HĐND tỉnh",
    "CT các PCT UBND tỉnh",
    "Các sở, ban, ngành tỉnh (03 hệ)",
    "UBND các huyện, TX, TP",
    "Các Hội đặc thù",
    "Các CQ TW đóng trên địa bàn tỉnh",
    "DN là Thành viên Khối thi đua tỉnh",
    "Ban LĐVP",
    "Ban TĐKT tỉnh (Sở Nội vụ)",
    "Các Phòng, Ban, TT thuộc VP UBND",
    "Lưu: VT, THNV",
];

const ROWS: &[Row] = &[
    Row {
        number: "34-CT/TW",
        issuer: Err("Bộ Chính trị"),
        on: "2014-04-07",
        subject: "Về tiếp tục đổi mới công tác thi đua, khen thưởng",
        signer: "Lê Hồng Anh",
        title: "Thường trực Ban Bí thư",
        authority: "ON_BEHALF_OF_COLLECTIVE",
    },
    Row {
        number: "11/2019/QĐ-UBND",
        issuer: Ok(PROVINCE),
        on: "2019-07-18",
        subject: "Ban hành Quy chế công tác thi đua, khen thưởng trên địa bàn tỉnh Trà Vinh",
        signer: NOT_TOLD,
        title: "Chủ tịch",
        authority: "ON_BEHALF_OF_COLLECTIVE",
    },
    Row {
        number: "14/2020/NQ-HĐND",
        issuer: Err("Hội đồng nhân dân tỉnh Trà Vinh"),
        on: "2020-12-09",
        subject: "Về nhiệm vụ phát triển kinh tế - xã hội 05 năm 2021 - 2025",
        signer: NOT_TOLD,
        title: "Chủ tịch",
        authority: "NONE",
    },
    Row {
        number: "15/2020/NQ-HĐND",
        issuer: Err("Hội đồng nhân dân tỉnh Trà Vinh"),
        on: "2020-12-09",
        subject: "Về nhiệm vụ phát triển kinh tế - xã hội năm 2021",
        signer: NOT_TOLD,
        title: "Chủ tịch",
        authority: "NONE",
    },
    Row {
        number: "21-KH/TU",
        issuer: Err("Ban Thường vụ Tỉnh ủy Trà Vinh"),
        on: "2021-06-16",
        subject: "Về tổ chức kỷ niệm 30 năm tái lập tỉnh Trà Vinh, gắn với các hoạt động xúc tiến đầu tư, xúc tiến thương mại - du lịch",
        signer: NOT_TOLD,
        title: "Phó Bí thư",
        authority: "ON_BEHALF_OF_COLLECTIVE",
    },
    Row {
        number: "68/KH-UBND",
        issuer: Ok(PROVINCE),
        on: "2021-08-06",
        subject: "Kế hoạch phát động đợt thi đua lập thành tích chào mừng kỷ niệm 30 năm tái lập tỉnh Trà Vinh (5/1992 - 5/2022)",
        signer: "Lê Văn Hân",
        title: "Chủ tịch",
        authority: "ON_BEHALF_OF_COLLECTIVE",
    },
    Row {
        number: "1486/SNV-TĐKT",
        issuer: Ok("SNV"),
        on: "2021-08-16",
        subject: "Về việc hướng dẫn đăng ký công trình, dự án, phong trào thi đua và chế độ báo cáo đợt 01",
        signer: "Nguyễn Thanh Bình",
        title: "Trưởng Ban Thi đua - Khen thưởng",
        authority: "BY_ORDER",
    },
    Row {
        number: "58/SNV-TĐKT",
        issuer: Ok("SNV"),
        on: "2022-01-11",
        subject: "Về việc hướng dẫn đăng ký bổ sung, báo cáo và tổng kết phong trào thi đua đợt 02",
        signer: "Nguyễn Thanh Bình",
        title: "Trưởng Ban Thi đua - Khen thưởng",
        authority: "BY_ORDER",
    },
];

/// The key under which a document is remembered.
pub(super) fn key(number: &str) -> String {
    format!("document:{number}")
}

/// A document of a unit, signed by its head; the authority is the signer's own.
pub(super) fn of_unit(number: &str, unit: &str, on: chrono::NaiveDate, subject: &str, signer: (&str, &str)) -> Value {
    json!({
        "number": number, "issuer": format!("@unit:{unit}"), "place": "Trà Vinh", "issuedOn": on.to_string(),
        "subject": subject, "signerName": signer.0, "signerTitle": signer.1, "authority": "NONE",
    })
}

/// The documents of the Standing Body: registered by its officer, those before the plan on its eve.
pub(super) fn tell(timeline: &mut Timeline) {
    let mut story = timeline.story();
    for row in ROWS {
        let place = if row.number.ends_with("/TW") { "Hà Nội" } else { "Trà Vinh" };
        let mut input = json!({
            "number": row.number, "place": place, "issuedOn": row.on, "subject": row.subject,
            "signerName": row.signer, "signerTitle": row.title, "authority": row.authority,
        });
        match row.issuer {
            Ok(unit) => input["issuer"] = format!("@unit:{unit}").into(),
            Err(name) => input["issuerName"] = name.into(),
        }
        if row.number == "68/KH-UBND" {
            input["recipients"] = json!(RECIPIENTS);
        }
        let on = day(row.on).max(day("2021-08-04"));
        story.make(key(row.number), on, standing_officer(), "registerDocument", input);
        if row.number == "68/KH-UBND" {
            let file = format!("Nơi nhận:\n- {}\n", RECIPIENTS.join("\n- "));
            let input = json!({ "owner": format!("@{}", key(row.number)), "name": "Nơi nhận.txt", "file": file });
            story.act(on, standing_officer(), "attachFile", input);
        }
    }
}
