//! What units found difficult, and what became of it.

use serde_json::json;

use super::{
    people::{officer, standing_officer},
    story::{Timeline, day, later},
    units::{self, PROVINCE},
};

/// How far a difficulty came.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Sent,
    Received,
    Escalated,
    Answered(&'static str),
}

/// Unit, day, subject, what is difficult, what it proposes, how far it came.
type Told = (&'static str, &'static str, &'static str, &'static str, &'static str, Way);

const TOLD: &[Told] = &[
    (
        "SGTVT",
        "2021-09-13",
        "Vật tư thi công không qua được chốt kiểm dịch",
        "Xe chở cát, đá từ tỉnh bạn dừng ở chốt giáp ranh hơn 10 ngày, công trình thiếu vật tư.",
        "Cấp mã luồng xanh cho xe chở vật tư xây dựng.",
        Way::Answered("Xe chở vật tư của công trình trọng điểm được cấp mã luồng xanh từ ngày 20/9/2021."),
    ),
    (
        "CL",
        "2021-10-11",
        "Chưa có giá đất cụ thể để bồi thường",
        "Ba hộ ở đầu tuyến chưa nhận bồi thường vì giá đất cụ thể chưa được phê duyệt.",
        "Sớm phê duyệt giá đất cụ thể.",
        Way::Escalated,
    ),
    (
        "SGDĐT",
        "2022-02-21",
        "Thiếu thiết bị dạy học trực tuyến",
        "Gần 1.200 học sinh hộ nghèo không có máy để học trực tuyến.",
        "Vận động thêm máy tính bảng từ chương trình Sóng và máy tính cho em.",
        Way::Received,
    ),
    (
        "PCTV",
        "2022-06-13",
        "Thời điểm cắt điện trùng ngày cao điểm tưới",
        "Lịch ngừng điện thi công trùng ngày bơm tưới của hợp tác xã.",
        "",
        Way::Sent,
    ),
];

/// All of it.
pub(super) fn tell(timeline: &mut Timeline) {
    for (index, (abbreviation, on, subject, body, proposal, way)) in TOLD.iter().enumerate() {
        let Some(unit) = units::find(abbreviation) else { continue };
        let mut story = timeline.story();
        let key = format!("vướng mắc:{index}");
        let id = json!({ "id": format!("@{key}") });
        let input = json!({ "subject": subject, "body": body, "proposal": proposal, "campaign": "@campaign" });
        story.make(key, day(on), officer(unit), "sendFeedback", input);
        if *way == Way::Sent {
            continue;
        }
        story.act(later(day(on), 1), standing_officer(), "receiveFeedback", id.clone());
        match way {
            Way::Sent | Way::Received => {}
            Way::Escalated => {
                let to = json!({ "id": id["id"], "authority": format!("@unit:{PROVINCE}") });
                story.act(later(day(on), 3), standing_officer(), "escalateFeedback", to);
            }
            Way::Answered(answer) => {
                story.act(
                    later(day(on), 5),
                    standing_officer(),
                    "answerFeedback",
                    json!({ "id": id["id"], "answer": answer }),
                );
                story.act(later(day(on), 7), officer(unit), "closeFeedback", id);
            }
        }
    }
}
