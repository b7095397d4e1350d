//! How the first two clusters of localities score: one is ranked and published, one is still at work.

use serde_json::{Value, json};

use super::{
    clusters::{CLUSTERS, Cluster},
    people::{admin, head, officer, standing_head, standing_officer},
    story::{Story, Timeline, day, later},
    units::{self, Unit},
};

/// Group, criterion, the most it gives.
const CRITERIA: &[(&str, &str, &str)] = &[
    ("Phát triển kinh tế - xã hội", "Hoàn thành công trình, dự án đã đăng ký", "50"),
    ("Phát triển kinh tế - xã hội", "Chỉ tiêu kinh tế, xã hội sáu tháng đầu năm 2022", "30"),
    ("Phòng, chống dịch", "Kiểm soát dịch Covid-19, bao phủ vắc-xin", "30"),
    ("Công tác thi đua", "Phát hiện, bồi dưỡng, nhân điển hình tiên tiến", "25"),
    ("Công tác thi đua", "Chế độ thông tin, báo cáo", "15"),
];

/// Class and the least total.
const CLASSES: &[(&str, &str)] = &[("Xuất sắc", "140"), ("Tốt", "120"), ("Khá", "100")];

/// What a unit gives itself on each criterion, and its bonus.
type Sheet = (&'static str, [&'static str; 5], &'static str);

/// The first cluster.
const FIRST: &[Sheet] = &[
    ("CL", ["48", "28.5", "29", "23", "15"], "3"),
    ("TC", ["47.5", "29", "30", "24", "14.5"], "5"),
    ("CK", ["46", "28", "29.5", "24.5", "15"], "3.5"),
    ("TPTV", ["44", "30", "26", "20", "13"], "0"),
];

/// The second cluster: submitted, not all reviewed.
const SECOND: &[Sheet] = &[
    ("CN", ["45", "27", "28", "21", "15"], "2"),
    ("TCU", ["43.5", "26", "27.5", "22", "14"], "0"),
    ("CT", ["40", "25", "28", "18", "12"], "0"),
];

/// Both clusters; the lead of the first goes round after its ranking.
pub(super) fn tell(timeline: &mut Timeline) {
    for ((cluster, sheets), is_ranked) in CLUSTERS.iter().zip([FIRST, SECOND]).zip([true, false]) {
        let mut story = timeline.story();
        criteria(&mut story, cluster);
        for sheet in sheets {
            score(&mut story, cluster, sheet, is_ranked);
        }
        if is_ranked {
            let id = json!({ "id": format!("@tiêu chí:{}", cluster.name) });
            story.act(day("2022-07-07"), standing_head(), "publishRanking", id);
            let next = json!({
                "cluster": format!("@{}", cluster.name), "leader": format!("@unit:{}", cluster.units[1]),
                "deputy": format!("@unit:{}", cluster.units[2]), "validFrom": "2022-08-01",
            });
            story.act(day("2022-07-07"), admin(), "rotateClusterLeader", next);
        }
    }
}

fn unit(abbreviation: &str) -> Option<&'static Unit> {
    units::find(abbreviation)
}

fn criteria(story: &mut Story<'_>, cluster: &Cluster) {
    let Some(leader) = unit(cluster.units[0]) else { return };
    let criteria: Vec<Value> =
        CRITERIA.iter().map(|(group, name, most)| json!({ "group": group, "name": name, "maxPoints": most })).collect();
    let classes: Vec<Value> = CLASSES.iter().map(|(name, least)| json!({ "name": name, "atLeast": least })).collect();
    let input = json!({
        "cluster": format!("@{}", cluster.name), "campaign": "@campaign",
        "title": format!("Bảng tiêu chí chấm điểm {}", cluster.name), "criteria": criteria, "classes": classes,
        "bonusCap": "5", "latePenalty": "1", "missingPenalty": "3",
    });
    let key = format!("tiêu chí:{}", cluster.name);
    let id = json!({ "id": format!("@{key}") });
    story.make(key, day("2022-05-16"), officer(leader), "createScoringScheme", input);
    story.act(day("2022-05-18"), head(leader), "openScoringScheme", id);
}

fn score(story: &mut Story<'_>, cluster: &Cluster, (abbreviation, points, bonus): &Sheet, is_ranked: bool) {
    let (Some(unit), Some(leader)) = (unit(abbreviation), unit(cluster.units[0])) else { return };
    let scheme = format!("tiêu chí:{}", cluster.name);
    let sheet = format!("phiếu:{abbreviation}");
    let id = json!({ "id": format!("@{sheet}") });
    let scores: Vec<Value> = points
        .iter()
        .enumerate()
        .map(|(index, points)| json!({ "criterion": format!("@{scheme}.criteria.{}", index + 1), "points": points }))
        .collect();
    let start = day("2022-06-20");
    let new = json!({ "scheme": format!("@{scheme}") });
    story.make(&sheet, start, officer(unit), "createScoreSheet", new);
    let filled = json!({ "id": format!("@{sheet}"), "scores": scores, "bonus": bonus });
    story.act(start, officer(unit), "updateScoreSheet", filled);
    story.act(later(start, 2), head(unit), "submitScoreSheet", id.clone());
    let is_leader = *abbreviation == cluster.units[0];
    if !is_leader && (is_ranked || *abbreviation == cluster.units[1]) {
        story.act(later(start, 8), head(leader), "reviewScoreSheet", id.clone());
    }
    if is_ranked {
        story.act(day("2022-07-05"), standing_officer(), "confirmScoreSheet", id);
    }
}
