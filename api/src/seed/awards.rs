//! The Chairman's decision on the first phase, and commendations that heads of units decided themselves.

use serde_json::{Value, json};

use super::{
    council::{FAILED, FIRST_AGENDA},
    documents,
    people::{chair, head, officer, standing_head, standing_officer},
    story::{Story, Timeline, day},
    units::{self, PROVINCE},
};

/// Passed by the Council, and not awarded by the Chairman.
const DECLINED: (&str, &str) = (
    "doivanhanh",
    "Thành tích trùng với công trình Công ty đang đề nghị Tập đoàn Điện lực Việt Nam khen thưởng; không tặng hai lần cho cùng một thành tích.",
);

/// Found not eligible by the Standing Body: told so like the others.
const INELIGIBLE: &str = "cntt";

/// A commendation: kind, category, name, position, citation.
type Commended = (&'static str, &'static str, &'static str, &'static str, &'static str);

/// A unit's own decision: unit, phase, number, day, signer, who.
struct Commendation {
    unit: &'static str,
    phase: u8,
    number: &'static str,
    on: &'static str,
    signer: (&'static str, &'static str),
    who: &'static [Commended],
}

const COMMENDATIONS: &[Commendation] = &[
    Commendation {
        unit: "SGTVT",
        phase: 1,
        number: "412/QĐ-SGTVT",
        on: "2021-12-30",
        signer: ("Trần Minh Đạo", "Giám đốc"),
        who: &[
            (
                "INDIVIDUAL",
                "CIVIL_SERVANT",
                "Lê Thị Cẩm Tú",
                "Chuyên viên Phòng Quản lý vận tải",
                "Cấp mã luồng xanh cho phương tiện, trực đường dây nóng suốt thời gian giãn cách",
            ),
            (
                "COLLECTIVE",
                "COLLECTIVE",
                "Thanh tra Sở Giao thông vận tải",
                "",
                "Kiểm soát tải trọng xe, phối hợp trực 12 chốt kiểm soát dịch",
            ),
        ],
    },
    Commendation {
        unit: "CL",
        phase: 1,
        number: "5126/QĐ-UBND",
        on: "2021-12-31",
        signer: ("Lâm Quốc Việt", "Chủ tịch"),
        who: &[
            (
                "INDIVIDUAL",
                "CITIZEN",
                "Thạch Thị Phượng",
                "Tổ trưởng tổ Covid cộng đồng ấp Sóc",
                "Thành tích phòng, chống dịch Covid-19 ở cơ sở",
            ),
            ("HOUSEHOLD", "HOUSEHOLD", "Hộ ông Trần Văn Hai", "Xã Tân An", "Hiến đất mở rộng đường Huyền Hội - Tân An"),
            (
                "COLLECTIVE",
                "COLLECTIVE",
                "Ban nhân dân ấp Lưu Tư, xã Huyền Hội",
                "",
                "Vận động nhân dân xây dựng nông thôn mới nâng cao",
            ),
        ],
    },
    Commendation {
        unit: "PCTV",
        phase: 2,
        number: "128/QĐ-PCTV",
        on: "2022-03-31",
        signer: ("Võ Thanh Tùng", "Giám đốc"),
        who: &[
            (
                "INDIVIDUAL",
                "DIRECT_WORKER",
                "Kim Minh Đức",
                "Công nhân Đội xây lắp điện",
                "Hoàn thành kéo dây trạm 110 kV Cầu Kè trước tiến độ",
            ),
            (
                "COLLECTIVE",
                "COLLECTIVE",
                "Điện lực Cầu Kè",
                "",
                "Giải phóng hành lang tuyến, đóng điện trạm 110 kV Cầu Kè",
            ),
        ],
    },
];

/// All of it.
pub(super) fn tell(timeline: &mut Timeline) {
    decide(&mut timeline.story());
    for commendation in COMMENDATIONS {
        commend(&mut timeline.story(), commendation);
    }
}

fn it(key: &str) -> Value {
    json!({ "id": format!("@{key}") })
}

/// The Chairman awards what the Council passed, but for one; everybody is told.
fn decide(story: &mut Story<'_>) {
    let passed = || FIRST_AGENDA.iter().map(|(key, _)| *key).filter(|key| *key != FAILED);
    let awarded = || passed().filter(|key| *key != DECLINED.0);
    passed().for_each(|key| story.act(day("2021-12-31"), standing_head(), "submitForDecision", it(key)));

    let (on, number) = (day("2022-01-10"), "35/QĐ-UBND");
    let subject = "Về việc tặng Bằng khen của Chủ tịch UBND tỉnh trong đợt thi đua chào mừng kỷ niệm 30 năm tái lập tỉnh (đợt 01)";
    let document = documents::of_unit(number, PROVINCE, on, subject, ("Lê Văn Hân", "Chủ tịch"));
    story.make(documents::key(number), on, chair(), "registerDocument", document);
    let input = json!({
        "document": format!("@{}", documents::key(number)), "phase": "@campaign.phases.1", "awardType": "@bằng khen",
        "nominations": awarded().map(|key| format!("@{key}")).collect::<Vec<_>>(),
    });
    story.act(on, chair(), "issueDecision", input);
    story.act(on, chair(), "declineNomination", json!({ "id": format!("@{}", DECLINED.0), "reason": DECLINED.1 }));

    let told = day("2022-01-12");
    passed()
        .chain([FAILED, INELIGIBLE])
        .for_each(|key| story.act(told, standing_officer(), "notifyNomination", it(key)));
    let conferred = day("2022-01-24");
    for key in awarded() {
        let input = json!({ "id": format!("@{key}"), "conferredOn": conferred.to_string() });
        story.act(conferred, standing_officer(), "conferNomination", input);
    }
}

fn commend(story: &mut Story<'_>, commendation: &Commendation) {
    let Some(unit) = units::find(commendation.unit) else { return };
    let on = day(commendation.on);
    let subject = "Về việc tặng Giấy khen trong đợt thi đua chào mừng kỷ niệm 30 năm tái lập tỉnh";
    let key = documents::key(&format!("{}:{}", unit.abbreviation, commendation.number));
    let document = documents::of_unit(commendation.number, unit.abbreviation, on, subject, commendation.signer);
    story.make(key.clone(), on, officer(unit), "registerDocument", document);
    let honouree = |(kind, category, name, position, citation): &Commended| {
        let position = (!position.is_empty()).then_some(position);
        let honouree = json!({ "kind": kind, "category": category, "name": name, "position": position });
        json!({ "newHonouree": honouree, "citation": citation })
    };
    let input = json!({
        "document": format!("@{key}"), "phase": format!("@campaign.phases.{}", commendation.phase),
        "awardType": "@giấy khen", "honourees": commendation.who.iter().map(honouree).collect::<Vec<_>>(),
    });
    story.act(on, head(unit), "recordCommendation", input);
}
