//! The rules, the campaign of plan 68/KH-UBND, and the guidance of its two phases.

use serde_json::{Value, json};

use super::{
    documents::key,
    people::{admin, chair, standing_head, standing_officer},
    story::{Story, Timeline, day},
    units::PROVINCE,
};

/// The plan's title.
const TITLE: &str = "Thi đua lập thành tích chào mừng kỷ niệm 30 năm tái lập tỉnh Trà Vinh (5/1992 - 5/2022)";

/// Purpose and requirements: section I of the plan.
const GOALS: &str = "\
- Tạo khí thế thi đua sôi nổi, rộng khắp trên địa bàn toàn tỉnh, phát huy sức mạnh của các cơ quan, đơn vị, doanh nghiệp và địa phương; phấn đấu thực hiện thắng lợi nhiệm vụ phát triển kinh tế - xã hội năm 2021 và các nhiệm vụ trọng tâm 06 tháng đầu năm 2022 của tỉnh.
- Khơi dậy niềm tin tưởng, tự hào trong cán bộ, đảng viên, công nhân, viên chức trên địa bàn tỉnh về sự lãnh đạo của Đảng, thành tựu đổi mới đất nước, nhất là thành tựu của Đảng bộ, Nhân dân Trà Vinh đạt được trong 30 năm tái lập tỉnh.
- Gắn với việc học tập, quán triệt và triển khai thực hiện có hiệu quả Nghị quyết Đại hội Đảng bộ tỉnh lần thứ XI, Nghị quyết Đại hội đại biểu toàn quốc lần thứ XIII của Đảng.
- Các cấp, các ngành, các cơ quan, đơn vị, doanh nghiệp và địa phương hưởng ứng với các nội dung thiết thực, có mục tiêu, chỉ tiêu, thời gian cụ thể; kịp thời biểu dương, khen thưởng các tập thể, cá nhân tiêu biểu, xuất sắc.
- Mỗi cơ quan, đơn vị, địa phương đăng ký hoàn thành ít nhất 01 công trình, dự án trọng điểm, thiết thực hoặc những việc làm cụ thể, tiêu biểu, điển hình; đơn vị không có dự án, công trình trọng điểm thì đăng ký thực hiện nhiệm vụ chính trị của đơn vị mình.";

/// The seven fields of work (II.1), shortened.
const FIELD_GROUPS: [&str; 7] = [
    "Nông, lâm nghiệp, nông thôn mới, công nghiệp và dịch vụ",
    "Đầu tư, xây dựng, giao thông, tài nguyên và môi trường",
    "Văn hóa - xã hội, cải cách hành chính, kỷ cương công vụ",
    "Quốc phòng toàn dân gắn với an ninh nhân dân",
    "Xây dựng Đảng, chính quyền, Mặt trận và đoàn thể",
    "Phòng, chống dịch Covid-19 và mục tiêu kép",
    "Lao động sáng tạo, nghiên cứu khoa học, sáng kiến",
];

const BASES: [&str; 5] = ["21-KH/TU", "34-CT/TW", "14/2020/NQ-HĐND", "15/2020/NQ-HĐND", "11/2019/QĐ-UBND"];

/// How registrations, reports and dossiers are written.
const FORM: &str = "\
Mẫu 01: đăng ký công trình, dự án, việc làm, phong trào (tên, mục tiêu, chỉ tiêu, thời gian, kinh phí).
Mẫu 02: báo cáo định kỳ (kết quả, số liệu, khó khăn, kiến nghị).
Mẫu 03: báo cáo thành tích kèm tờ trình và biên bản họp xét của đơn vị.";

/// The rules, the campaign and its guidance.
pub(super) fn tell(timeline: &mut Timeline) {
    rules(timeline);
    launch(&mut timeline.story());
    guide(timeline, &FIRST);
    guide(timeline, &SECOND);
}

/// The plan gives none of these numbers, nor the day from which QĐ 11/2019 holds: the numbers are local defaults and say
/// so, and the day is the first of the month after its issue.
fn rules(timeline: &mut Timeline) {
    let input = json!({
        "name": "Quy chế thi đua, khen thưởng theo Quyết định 11/2019/QĐ-UBND", "validFrom": "2019-08-01",
        "document": format!("@{}", key("11/2019/QĐ-UBND")),
        "thresholdBasisPoints": 5000, "quorumBasisPoints": 6667, "appraisalWorkingDays": 20,
        "thresholdSource": "LOCAL_DEFAULT", "quorumSource": "LOCAL_DEFAULT", "appraisalSource": "LOCAL_DEFAULT",
        "note": "Tỷ lệ thông qua trên 50% tổng số thành viên, ít nhất hai phần ba thành viên bỏ phiếu, 20 ngày làm việc thẩm định: mặc định của hệ thống, áp dụng khi văn bản không quy định số cụ thể.",
    });
    timeline.story().act(day("2021-08-05"), admin(), "createRuleSet", input);
}

fn launch(story: &mut Story<'_>) {
    let bases: Vec<String> = BASES.iter().map(|number| format!("@{}", key(number))).collect();
    let input = json!({
        "unit": format!("@unit:{PROVINCE}"), "title": TITLE, "goals": GOALS,
        "startsOn": "2021-08-06", "endsOn": "2022-06-30",
        "launchDocument": format!("@{}", key("68/KH-UBND")), "bases": bases, "fieldGroups": FIELD_GROUPS,
        "phases": [
            { "name": "Đợt 01", "startsOn": "2021-08-06", "endsOn": "2021-12-31" },
            { "name": "Đợt 02", "startsOn": "2022-01-01", "endsOn": "2022-06-30" },
        ],
    });
    let launched = day("2021-08-06");
    // The document has been registered this morning.
    story.wait(150);
    story.make("campaign", launched, standing_officer(), "createCampaign", input);
    story.act(launched, chair(), "launchCampaign", json!({ "id": "@campaign" }));
}

/// What the Standing Body asks for in a phase.
struct Guided {
    phase: u8,
    document: &'static str,
    published: &'static str,
    registration: (&'static str, &'static str),
    quota: u8,
    reports: &'static [(&'static str, &'static str, &'static str)],
}

const FIRST: Guided = Guided {
    phase: 1,
    document: "1486/SNV-TĐKT",
    published: "2021-08-17",
    registration: ("2021-08-18", "2021-09-15"),
    quota: 5,
    reports: &[
        ("QUARTERLY", "Q3/2021", "2021-10-05"),
        ("QUARTERLY", "Q4/2021", "2021-12-20"),
        ("PRELIMINARY_REVIEW", "Đợt 01", "2021-12-25"),
    ],
};

const SECOND: Guided = Guided {
    phase: 2,
    document: "58/SNV-TĐKT",
    published: "2022-01-12",
    registration: ("2022-01-13", "2022-02-28"),
    quota: 6,
    reports: &[
        ("QUARTERLY", "Q1/2022", "2022-04-05"),
        ("QUARTERLY", "Q2/2022", "2022-06-25"),
        ("FINAL_REVIEW", "Tổng kết", "2022-06-28"),
    ],
};

fn guide(timeline: &mut Timeline, guided: &Guided) {
    let mut story = timeline.story();
    let on = day(guided.published);
    let key = format!("guidance{}", guided.phase);
    let report = |(kind, period, due): &(&str, &str, &str)| json!({ "kind": kind, "period": period, "dueOn": due });
    let reports: Vec<Value> = guided.reports.iter().map(report).collect();
    let input = json!({
        "phase": format!("@campaign.phases.{}", guided.phase), "registrationFrom": guided.registration.0,
        "registrationTo": guided.registration.1, "nominationQuota": guided.quota, "form": FORM,
        "document": format!("@{}", self::key(guided.document)), "reports": reports,
    });
    story.make(key.clone(), on, standing_officer(), "draftGuidance", input);
    story.act(on, standing_head(), "publishGuidance", json!({ "id": format!("@{key}") }));
}
