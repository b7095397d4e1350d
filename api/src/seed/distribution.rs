//! To whom the documents of the campaign went, who has acknowledged them, and who was reminded.

use schema::viewer::Claims;
use serde_json::{Value, json};

use super::{
    documents::{RECIPIENTS, key},
    people::{media, officer, standing_officer},
    story::{Timeline, day, later},
    units::{self, PROVINCE, Unit},
};

/// Units that had not acknowledged the plan by the middle of August.
const SLOW: &[&str] = &["HKH", "XSKT", "BĐBP"];

const TEMPLATE: &str = "Kính gửi {unit},\n\nVăn bản {number} gửi ngày {sentOn} đến nay quý đơn vị chưa tiếp nhận ({daysSince} ngày). Đề nghị quý đơn vị tiếp nhận và tổ chức thực hiện.";

/// The plan to its recipients on the day it was signed, the guidance to whoever takes part.
pub(super) fn tell(timeline: &mut Timeline) {
    let mut story = timeline.story();
    let list = json!({
        "name": "Nơi nhận Kế hoạch 68/KH-UBND", "validFrom": "2021-08-01",
        "groups": RECIPIENTS.iter().map(|name| group(name)).collect::<Vec<_>>(),
    });
    story.make("distribution:plan", day("2021-08-05"), standing_officer(), "createDistributionList", list);
    let systems = ["STATE", "PARTY", "FRONT_MASS", "ENTERPRISE"];
    let kinds: Vec<&str> = KINDS.iter().copied().chain(["DISTRICT", "ENTERPRISE"]).collect();
    let everybody = json!({ "name": "Các đơn vị tham gia đợt thi đua", "systems": systems, "kinds": kinds });
    let list = json!({
        "name": "Các đơn vị tham gia đợt thi đua", "validFrom": "2021-08-01",
        "groups": [everybody, { "name": "Lưu: VT, TĐKT" }],
    });
    story.make("distribution:units", day("2021-08-05"), standing_officer(), "createDistributionList", list);
    for (number, list, on) in [
        ("68/KH-UBND", "plan", "2021-08-06"),
        ("1486/SNV-TĐKT", "units", "2021-08-17"),
        ("58/SNV-TĐKT", "units", "2022-01-12"),
    ] {
        let mut story = timeline.story();
        story.wait(150);
        let input = json!({ "id": format!("@{}", key(number)), "lists": [format!("@distribution:{list}")] });
        story.act(day(on), standing_officer(), "distributeDocument", input);
        let taking_part = units::all().filter(|unit| unit.abbreviation != "SNV");
        for (index, unit) in (0..).zip(taking_part.filter(|unit| !SLOW.contains(&unit.abbreviation))) {
            let input = json!({ "id": format!("@sent:{}:{number}", unit.abbreviation) });
            timeline.story().act(later(day(on), 1 + index % 4), receiver(unit), "acknowledgeDocument", input);
        }
    }
    let remind = json!({
        "id": format!("@{}", key("68/KH-UBND")), "subject": "Về việc tiếp nhận văn bản", "template": TEMPLATE,
    });
    timeline.story().act(day("2021-08-16"), standing_officer(), "remindRecipients", remind);
}

/// Who acknowledges for a unit: its officer, of a newspaper or station the one who works with the campaign.
fn receiver(unit: &Unit) -> Claims {
    if unit.kind == "MEDIA" { media(unit) } else { officer(unit) }
}

/// The kinds of units directly below the province, beside districts and enterprises.
const KINDS: &[&str] =
    &["DEPARTMENT", "MASS_ORGANISATION", "ASSOCIATION", "PARTY_BODY", "MEDIA", "CENTRAL_AGENCY", "ARMED_FORCES"];

/// A group of the plan's recipients: which units it means, where they are of this record.
fn group(name: &str) -> Value {
    match name {
        "CT các PCT UBND tỉnh" => json!({ "name": name, "unit": format!("@unit:{PROVINCE}") }),
        "Các sở, ban, ngành tỉnh (03 hệ)" => {
            let kinds = ["DEPARTMENT", "MASS_ORGANISATION", "PARTY_BODY", "MEDIA"];
            json!({ "name": name, "kinds": kinds, "systems": ["STATE", "PARTY", "FRONT_MASS"] })
        }
        "UBND các huyện, TX, TP" => json!({ "name": name, "kinds": ["DISTRICT"] }),
        "Các Hội đặc thù" => json!({ "name": name, "kinds": ["ASSOCIATION"] }),
        "Các CQ TW đóng trên địa bàn tỉnh" => {
            json!({ "name": name, "kinds": ["CENTRAL_AGENCY", "ARMED_FORCES"] })
        }
        "DN là Thành viên Khối thi đua tỉnh" => {
            json!({ "name": name, "cluster": "@Khối các doanh nghiệp" })
        }
        "Ban TĐKT tỉnh (Sở Nội vụ)" => json!({ "name": name, "unit": "@unit:SNV" }),
        _ => json!({ "name": name }),
    }
}
