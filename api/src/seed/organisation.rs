//! How the units came into the record: the tree, their identifiers, the clusters and blocks.

use serde_json::json;

use super::{
    clusters::{CLUSTERS, Cluster},
    communes::COMMUNES,
    people::admin,
    story::{Timeline, day},
    units::{self, PROVINCE, PROVINCE_NAME, PROVINCE_SINCE, Unit},
};

/// The day the administrator set it up.
const SET_UP: &str = "2021-07-01";
/// The code of the province, by QĐ 20/2020/QĐ-TTg, and the day it is in force.
const CODE: (&str, &str) = ("H59", "2020-07-22");

/// The tree, codes, clusters and blocks.
pub(super) fn tell(timeline: &mut Timeline) {
    province(timeline);
    for unit in units::all() {
        below_the_province(timeline, unit);
    }
    for (district, communes) in COMMUNES {
        communes_of(timeline, district, communes);
    }
    codes(timeline);
    for cluster in CLUSTERS {
        compete(timeline, cluster);
    }
}

fn province(timeline: &mut Timeline) {
    let input = json!({
        "kind": "PROVINCE", "system": "STATE", "name": PROVINCE_NAME, "abbreviation": PROVINCE, "validFrom": PROVINCE_SINCE,
    });
    timeline.story().make(format!("unit:{PROVINCE}"), day("2021-06-28"), admin(), "createUnit", input);
}

fn below_the_province(timeline: &mut Timeline, unit: &Unit) {
    let input = json!({
        "parent": format!("@unit:{PROVINCE}"), "kind": unit.kind, "system": unit.system, "name": unit.name,
        "abbreviation": unit.abbreviation, "validFrom": unit.since(),
    });
    timeline.story().make(format!("unit:{}", unit.abbreviation), day("2021-06-29"), admin(), "createUnit", input);
}

fn communes_of(timeline: &mut Timeline, district: &str, communes: &[&str]) {
    for (index, name) in communes.iter().enumerate() {
        let abbreviation = format!("{district}.{:02}", index + 1);
        let input = json!({
            "parent": format!("@unit:{district}"), "kind": "COMMUNE", "system": "STATE", "name": name,
            "abbreviation": abbreviation, "validFrom": units::find(district).map(Unit::since),
        });
        timeline.story().make(format!("unit:{abbreviation}"), day("2021-06-30"), admin(), "createUnit", input);
    }
}

/// Bodies of the State in the province have codes below the province's. The official ones are not known here, so theirs
/// are provisional: the place in the list. Party bodies, central agencies and enterprises have codes of other trees.
fn codes(timeline: &mut Timeline) {
    let (province, since) = CODE;
    let of_the_province =
        |unit: &&Unit| unit.system == "STATE" && matches!(unit.kind, "DEPARTMENT" | "MEDIA" | "DISTRICT");
    for (index, unit) in units::all().filter(of_the_province).enumerate() {
        let input = json!({
            "unit": format!("@unit:{}", unit.abbreviation), "code": format!("{province}.{:02}", index + 1),
            "status": "PROVISIONAL", "validFrom": since,
        });
        timeline.story().act(day(SET_UP), admin(), "addUnitIdentifier", input);
    }
}

fn compete(timeline: &mut Timeline, cluster: &Cluster) {
    let mut story = timeline.story();
    let from = "2021-01-01";
    let input = json!({ "kind": cluster.kind, "name": cluster.name, "validFrom": from });
    story.make(cluster.name, day("2021-07-02"), admin(), "createCluster", input);
    for (place, unit) in cluster.units.iter().enumerate() {
        let role = match place {
            0 => "LEADER",
            1 => "DEPUTY",
            _ => "MEMBER",
        };
        let input = json!({
            "cluster": format!("@{}", cluster.name), "unit": format!("@unit:{unit}"), "role": role, "validFrom": from,
        });
        story.act(day("2021-07-02"), admin(), "addClusterMember", input);
    }
}

/// The code of the province: the last step, by which a database whose demo data is whole is known.
pub(super) fn finish(timeline: &mut Timeline) {
    let (code, since) = CODE;
    let input = json!({ "unit": format!("@unit:{PROVINCE}"), "code": code, "status": "ACTIVE", "validFrom": since });
    timeline.story().act(day("2022-07-08"), admin(), "addUnitIdentifier", input);
}
