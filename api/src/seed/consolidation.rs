//! What the Standing Body put together for the province: of two quarters and the preliminary review, and a draft of the third.

use serde_json::json;

use super::{
    documents,
    people::{standing_head, standing_officer},
    story::{Timeline, day, later},
};

/// A consolidated report: kind, period, the day it was drafted, its number once it was issued, title, narrative.
type Row = (&'static str, &'static str, &'static str, Option<&'static str>, &'static str, &'static str);

const ROWS: &[Row] = &[
    (
        "QUARTERLY",
        "Q3/2021",
        "2021-10-21",
        Some("412/BC-SNV"),
        "Báo cáo kết quả thực hiện đợt thi đua quý III năm 2021",
        "Trong quý III, các đơn vị đã đăng ký công trình, dự án, việc làm và khởi công nhiều công trình dù phải giãn cách xã hội. Phong trào tập trung vào phòng, chống dịch, giữ vững sản xuất và xây dựng nông thôn mới.",
    ),
    (
        "QUARTERLY",
        "Q4/2021",
        "2022-01-05",
        Some("09/BC-SNV"),
        "Báo cáo kết quả thực hiện đợt thi đua quý IV năm 2021",
        "Quý IV các công trình được đẩy nhanh tiến độ sau giãn cách; phần lớn chỉ tiêu của đợt 01 đạt và vượt kế hoạch.",
    ),
    (
        "PRELIMINARY_REVIEW",
        "Đợt 01",
        "2022-01-10",
        Some("15/BC-SNV"),
        "Báo cáo sơ kết đợt thi đua chào mừng kỷ niệm 30 năm tái lập tỉnh Trà Vinh",
        "Đợt 01 đã tạo khí thế thi đua sôi nổi trong ba hệ và các doanh nghiệp. Hội đồng Thi đua - Khen thưởng tỉnh đã xét, Chủ tịch UBND tỉnh đã tặng Bằng khen cho các tập thể, cá nhân tiêu biểu.",
    ),
    (
        "QUARTERLY",
        "Q1/2022",
        "2022-04-21",
        None,
        "Báo cáo kết quả thực hiện đợt thi đua quý I năm 2022",
        "Đang tổng hợp; còn nhiều đơn vị chưa gửi báo cáo.",
    ),
];

/// All of them.
pub(super) fn tell(timeline: &mut Timeline) {
    for (kind, period, on, number, title, narrative) in ROWS {
        let mut story = timeline.story();
        let (key, drafted) = (format!("consolidated:{period}"), day(on));
        let input = json!({
            "campaign": "@campaign", "kind": kind, "period": period, "title": title, "narrative": narrative,
        });
        // After whatever was accepted in the morning.
        story.wait(360);
        story.make(key.clone(), drafted, standing_officer(), "createConsolidatedReport", input);
        let Some(number) = number else { continue };
        let issued = later(drafted, 1);
        let signer = ("Nguyễn Thanh Bình", "Trưởng Ban Thi đua - Khen thưởng");
        let document = documents::of_unit(number, "SNV", issued, title, signer);
        story.make(documents::key(number), issued, standing_officer(), "registerDocument", document);
        let input = json!({ "id": format!("@{key}"), "document": format!("@{}", documents::key(number)) });
        story.act(issued, standing_head(), "issueConsolidatedReport", input);
    }
}
