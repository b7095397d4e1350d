//! Exemplars of the campaign, and what the province's media made known of it.

use serde_json::json;

use super::{
    people::{head, media, officer, standing_head, standing_officer},
    story::{Timeline, day, later},
    units,
};

/// How far an exemplar came.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Proposed,
    Approved,
    /// Published, and covered by a media unit under a title, if it was.
    Published(Option<(&'static str, &'static str)>),
}

/// Unit, day, kind, name, what is exemplary, how far it came.
type Told = (&'static str, &'static str, &'static str, &'static str, &'static str, Way);

const TOLD: &[Told] = &[
    (
        "CL",
        "2021-11-08",
        "INDIVIDUAL",
        "Nguyễn Thị Bé Sáu",
        "Hiến 600 mét vuông đất và vận động 24 hộ cùng hiến đất mở rộng đường liên ấp.",
        Way::Published(Some(("BTV", "Người mở đường ở Càng Long"))),
    ),
    (
        "SYT",
        "2021-12-06",
        "COLLECTIVE",
        "Đội tiêm chủng lưu động",
        "Tiêm hơn 90.000 liều vắc-xin tại 106 xã, phường, thị trấn trong ba tháng.",
        Way::Published(Some(("ĐPTTH", "Những ngày không nghỉ"))),
    ),
    (
        "TC",
        "2022-03-14",
        "MODEL",
        "Tổ hợp tác nuôi tôm tuần hoàn nước",
        "Mười hai hộ dùng chung ao lắng, giảm một phần ba chi phí xử lý nước.",
        Way::Published(None),
    ),
    ("SGDĐT", "2022-04-11", "INDIVIDUAL", "Lâm Minh Tuấn", "Dạy bù miễn phí cho học sinh sau cách ly.", Way::Approved),
    ("HLHPN", "2022-06-06", "MODEL", "Bếp ăn nghĩa tình", "Nấu 45.000 suất ăn cho khu cách ly.", Way::Proposed),
];

/// Exemplars, and one item of news on the plan itself.
pub(super) fn tell(timeline: &mut Timeline) {
    for (index, told) in TOLD.iter().enumerate() {
        exemplar(timeline, index, told);
    }
    if let Some(newspaper) = units::find("BTV") {
        let input = json!({
            "campaign": "@campaign", "title": "Trà Vinh phát động thi đua chào mừng 30 năm tái lập tỉnh", "publishedOn": "2021-08-09",
        });
        timeline.story().act(day("2021-08-10"), media(newspaper), "recordPublication", input);
    }
}

fn exemplar(timeline: &mut Timeline, index: usize, (abbreviation, on, kind, name, about, way): &Told) {
    let Some(unit) = units::find(abbreviation) else { return };
    let mut story = timeline.story();
    let key = format!("điển hình:{index}");
    let id = json!({ "id": format!("@{key}") });
    let input = json!({ "campaign": "@campaign", "kind": kind, "name": name, "story": about });
    story.make(key, day(on), officer(unit), "proposeExemplar", input);
    if *way == Way::Proposed {
        return;
    }
    story.act(later(day(on), 2), standing_officer(), "approveExemplar", id.clone());
    let Way::Published(covered) = way else { return };
    if *kind == "INDIVIDUAL" {
        let consent = json!({ "id": id["id"], "consentedOn": on, "evidence": "Phiếu đồng ý công bố có chữ ký" });
        story.act(later(day(on), 3), head(unit), "recordConsent", consent);
    }
    story.act(later(day(on), 4), standing_head(), "publishExemplar", id.clone());
    if let Some((station, title)) = covered
        && let Some(station) = units::find(station)
    {
        let appeared = later(day(on), 6);
        let input = json!({ "exemplar": id["id"], "title": title, "publishedOn": appeared.to_string() });
        story.act(appeared, media(station), "recordPublication", input);
    }
}
