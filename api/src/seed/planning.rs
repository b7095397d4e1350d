//! The calendar with its Tết, plans that units made, what was urged and what was inspected.

use serde_json::json;

use super::{
    people::{head, officer, standing_officer},
    story::{Timeline, day},
    units,
};

/// Days off: first day, last day, name.
const DAYS_OFF: &[(&str, &str, &str)] = &[
    ("2021-02-10", "2021-02-16", "Tết Nguyên đán Tân Sửu 2021"),
    ("2021-09-02", "2021-09-03", "Quốc khánh"),
    ("2022-01-01", "2022-01-03", "Tết Dương lịch (nghỉ bù thứ Hai)"),
    ("2022-01-31", "2022-02-04", "Tết Nguyên đán Nhâm Dần 2022"),
    ("2022-04-11", "2022-04-11", "Giỗ Tổ Hùng Vương (nghỉ bù)"),
    ("2022-04-30", "2022-05-03", "Ngày Chiến thắng, Quốc tế Lao động (nghỉ bù)"),
];

/// A plan: unit, number and day of its document, topics, target with measure and value.
type Plan = (&'static str, &'static str, &'static str, &'static str, (&'static str, &'static str, &'static str));

const PLANS: &[Plan] = &[
    ("SGTVT", "51/KH-SGTVT", "2021-08-24", "Làm đường nhanh, làm cầu bền", ("Đường tỉnh được nâng cấp", "km", "38.5")),
    ("SYT", "73/KH-SYT", "2021-08-26", "Y tế Trà Vinh chung sức chống dịch", ("Người được tiêm đủ liều", "%", "95")),
    ("SNNPTNT", "112/KH-SNNPTNT", "2021-08-27", "Nông thôn mới nâng cao", ("Xã đạt chuẩn", "xã", "5")),
    ("CL", "95/KH-UBND", "2021-08-30", "Càng Long giữ vững huyện nông thôn mới", ("Tuyến đường hoa", "km", "60")),
];

const TEMPLATE: &str = "Kính gửi {unit},\n\nĐến nay Ban Thi đua - Khen thưởng chưa nhận được báo cáo {period} của quý đơn vị (hạn nộp {dueOn}, quá hạn {daysOverdue} ngày). Đề nghị quý đơn vị gửi báo cáo trong thời gian sớm nhất.";

/// All of it.
pub(super) fn tell(timeline: &mut Timeline) {
    for (from, to, name) in DAYS_OFF {
        let input = json!({ "kind": "DAY_OFF", "startsOn": from, "endsOn": to, "name": name });
        timeline.story().act(day("2021-07-05"), standing_officer(), "declareSpecialDay", input);
    }
    for plan in PLANS {
        issue(timeline, plan);
    }
    for on in ["2021-10-12", "2022-04-14"] {
        let input = json!({
            "campaign": "@campaign", "audience": "OVERDUE", "subject": "Về việc đôn đốc báo cáo định kỳ", "template": TEMPLATE,
        });
        timeline.story().act(day(on), standing_officer(), "sendReminders", input);
    }
    inspections(timeline);
}

fn issue(timeline: &mut Timeline, (unit, number, on, topics, (indicator, measure, planned)): &Plan) {
    let Some(who) = units::find(unit) else { return };
    let mut story = timeline.story();
    let document = json!({
        "number": number, "issuer": format!("@unit:{unit}"), "place": "Trà Vinh", "issuedOn": on,
        "subject": "Kế hoạch thực hiện đợt thi đua chào mừng kỷ niệm 30 năm tái lập tỉnh Trà Vinh",
        "signerName": "Nguyễn Minh Triết", "signerTitle": "Thủ trưởng đơn vị",
    });
    let (paper, plan) = (format!("document:{unit}:{number}"), format!("plan:{unit}"));
    story.make(paper.clone(), day(on), officer(who), "registerDocument", document);
    let input = json!({
        "campaign": "@campaign", "title": format!("Kế hoạch thi đua số {number}"), "topics": topics,
        "measures": "Giao chỉ tiêu cho từng bộ phận; sơ kết hằng quý; khen thưởng kịp thời.",
        "targets": [{ "indicator": indicator, "measure": measure, "planned": planned }],
    });
    story.make(plan.clone(), day(on), officer(who), "createUnitPlan", input);
    let input = json!({ "id": format!("@{plan}"), "document": format!("@{paper}") });
    story.act(day(on), head(who), "issueUnitPlan", input);
}

fn inspections(timeline: &mut Timeline) {
    for (unit, on, findings) in [
        ("SXD", "2021-11-16", Some("Đăng ký đúng hạn; chưa phân công người theo dõi báo cáo định kỳ.")),
        ("CK", "2021-11-23", Some("Công trình đúng tiến độ; hồ sơ minh chứng lưu chưa đầy đủ.")),
        ("TCU", "2022-05-17", None),
    ] {
        let mut story = timeline.story();
        let key = format!("inspection:{unit}");
        let input = json!({
            "campaign": "@campaign", "unit": format!("@unit:{unit}"), "plannedOn": on,
            "content": "Việc đăng ký, triển khai công trình, việc làm và chế độ báo cáo định kỳ.",
        });
        story.make(key.clone(), day(on), standing_officer(), "planInspection", input);
        if let Some(findings) = findings {
            let input = json!({
                "id": format!("@{key}"), "findings": findings, "recommendations": "Khắc phục trong 15 ngày và báo cáo kết quả.",
            });
            story.act(day(on), standing_officer(), "recordFindings", input);
        }
    }
}
