//! What reports say: by the sort of unit and the period, with figures that differ from unit to unit.

use serde_json::{Value, json};

use super::units::Unit;

/// A period of reporting.
pub(super) struct Period {
    /// As guidance names it.
    pub(super) code: &'static str,
    /// In words.
    name: &'static str,
    /// How far the year's work is, in percent.
    share: i64,
    /// What was met with then.
    difficulties: [&'static str; 3],
    /// What is proposed.
    proposals: [&'static str; 3],
}

pub(super) const THIRD_QUARTER: Period = Period {
    code: "Q3/2021",
    name: "quý III/2021",
    share: 55,
    difficulties: [
        "Thời gian giãn cách xã hội kéo dài, nhiều hoạt động phải chuyển sang trực tuyến.",
        "Vật tư, nhân công khan hiếm; một số công trình tạm ngừng thi công từ giữa tháng 7.",
        "Cán bộ được huy động cho công tác phòng, chống dịch nên tiến độ đăng ký còn chậm.",
    ],
    proposals: [
        "Đề nghị hướng dẫn tổ chức phong trào thi đua phù hợp với điều kiện phòng, chống dịch.",
        "Đề nghị cho phép điều chỉnh chỉ tiêu khi dịch bệnh ảnh hưởng trực tiếp đến công trình.",
        "",
    ],
};

pub(super) const FOURTH_QUARTER: Period = Period {
    code: "Q4/2021",
    name: "quý IV/2021",
    share: 80,
    difficulties: [
        "Số ca mắc Covid-19 tăng nhanh trong tháng 11, nhiều bộ phận phải luân phiên làm việc.",
        "Giá vật tư tăng, giải ngân vốn đầu tư công những tháng cuối năm còn áp lực.",
        "Việc chấm điểm thi đua cuối năm và báo cáo đợt thi đua trùng thời gian.",
    ],
    proposals: [
        "Đề nghị khen thưởng kịp thời lực lượng tuyến đầu phòng, chống dịch.",
        "",
        "Đề nghị sớm có hướng dẫn đợt 02 để đơn vị chủ động đăng ký bổ sung.",
    ],
};

pub(super) const PRELIMINARY: Period = Period {
    code: "Đợt 01",
    name: "sơ kết đợt 01 (tháng 8 - 12/2021)",
    share: 82,
    difficulties: [
        "Một số chỉ tiêu chưa đạt tiến độ do ảnh hưởng của dịch Covid-19.",
        "Tuyên truyền điển hình tiên tiến bằng tiếng Khmer còn ít.",
        "Nguồn vận động xã hội hóa giảm so với năm trước.",
    ],
    proposals: [
        "Đề nghị giới thiệu các mô hình hiệu quả để các đơn vị học tập.",
        "Đề nghị Sở Nội vụ tổ chức kiểm tra chéo giữa các cụm, khối trong đợt 02.",
        "",
    ],
};

pub(super) const FIRST_QUARTER: Period = Period {
    code: "Q1/2022",
    name: "quý I/2022",
    share: 90,
    difficulties: [
        "Giá xăng dầu, phân bón tăng cao ảnh hưởng đến sản xuất và thi công.",
        "Số ca mắc mới trong tháng 3 tăng, một số bộ phận thiếu người.",
        "Thời tiết mưa trái mùa làm chậm công việc ngoài trời.",
    ],
    proposals: [
        "Đề nghị sớm ban hành kế hoạch tổng kết và số lượng đề nghị khen thưởng.",
        "",
        "Đề nghị ưu tiên khen thưởng tập thể nhỏ, người lao động trực tiếp.",
    ],
};

/// The report of a unit on a period, for what it owes.
pub(super) fn report(unit: &Unit, period: &Period, index: i64, owed: &str) -> Value {
    let pick = usize::try_from(index % 3).unwrap_or_default();
    let done = period.share + index * 7 % 15 - 5;
    json!({
        "obligation": owed,
        "narrative": narrative(unit, period, index, done),
        "difficulties": period.difficulties[pick],
        "proposals": period.proposals[pick],
        "indicators": [
            { "name": "Tỷ lệ thực hiện chỉ tiêu đã đăng ký", "measure": "%", "value": done.to_string() },
            own_figure(unit, period, index),
        ],
    })
}

fn narrative(unit: &Unit, period: &Period, index: i64, done: i64) -> String {
    let (name, when) = (unit.name, period.name);
    let opening =
        format!("{name} báo cáo kết quả thực hiện đợt thi đua chào mừng kỷ niệm 30 năm tái lập tỉnh, {when}.");
    let spread = [
        "Đơn vị đã quán triệt Kế hoạch 68/KH-UBND đến toàn thể cán bộ, công chức, viên chức và người lao động, phát động thi đua theo chuyên đề.",
        "Cấp ủy, thủ trưởng đơn vị và công đoàn cùng ký giao ước thi đua; mỗi bộ phận đăng ký ít nhất một việc làm cụ thể.",
        "Phong trào được lồng ghép vào nhiệm vụ chuyên môn, gắn với học tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh.",
    ];
    let spread = spread[usize::try_from(index % 3).unwrap_or_default()];
    format!("{opening}\n{spread}\n{}\nĐến cuối kỳ đạt {done}% chỉ tiêu đã đăng ký.", own_words(unit))
}

/// What units of this sort have done.
fn own_words(unit: &Unit) -> &'static str {
    match unit.kind {
        "DISTRICT" => {
            "Địa phương tập trung xây dựng nông thôn mới, đô thị văn minh, giữ vững vùng xanh, chăm lo hộ nghèo và đồng bào Khmer; nhân dân hiến đất, góp ngày công làm đường, cầu nông thôn."
        }
        "ENTERPRISE" => {
            "Doanh nghiệp duy trì sản xuất, kinh doanh an toàn, bảo đảm việc làm và thu nhập, tham gia an sinh xã hội và các quỹ phòng, chống dịch."
        }
        "MASS_ORGANISATION" | "ASSOCIATION" => {
            "Tổ chức vận động đoàn viên, hội viên và các tầng lớp nhân dân hưởng ứng, nhân rộng mô hình hay ở cơ sở, chăm lo người yếu thế."
        }
        "PARTY_BODY" => {
            "Cơ quan tham mưu cấp ủy lãnh đạo công tác thi đua, xây dựng tổ chức cơ sở đảng vững mạnh, nắm bắt tư tưởng và tuyên truyền điển hình."
        }
        "ARMED_FORCES" => {
            "Đơn vị giữ vững sẵn sàng chiến đấu, bảo đảm an ninh trật tự, tham gia phòng, chống dịch và giúp dân, xây dựng thế trận lòng dân."
        }
        "MEDIA" => {
            "Đơn vị mở chuyên trang, chuyên mục tuyên truyền kế hoạch, gương người tốt việc tốt bằng tiếng Việt và tiếng Khmer."
        }
        _ => {
            "Đơn vị đẩy mạnh cải cách hành chính, giải quyết hồ sơ đúng hạn, thực hiện kỷ luật, kỷ cương và mục tiêu vừa phòng, chống dịch vừa phát triển kinh tế - xã hội."
        }
    }
}

fn own_figure(unit: &Unit, period: &Period, index: i64) -> Value {
    let (name, measure, value) = match unit.kind {
        "DISTRICT" => ("Vốn nhân dân đóng góp", "triệu đồng", 1200 + index * 137 + period.share * 11),
        "ENTERPRISE" => ("Lao động được bảo đảm việc làm", "người", 180 + index * 9),
        "MASS_ORGANISATION" | "ASSOCIATION" => ("Lượt đoàn viên, hội viên tham gia", "lượt", 2400 + index * 83),
        "MEDIA" => ("Tin, bài tuyên truyền", "tin, bài", 20 + period.share),
        _ => ("Sáng kiến được áp dụng", "sáng kiến", 2 + index % 7),
    };
    json!({ "name": name, "measure": measure, "value": value.to_string() })
}
