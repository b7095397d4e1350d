//! The Front and the mass organisations mobilise, and follow how the whole goes.

use serde_json::{Value, json};
use tests::Who;

use super::story::Story;

const FIGURES: &str = "projectsAccepted projectsVerified unitsRegistered reportsOwed reportsMet";

/// Meets IV.5: the Front takes part as a unit, launches a campaign of its own among its members, reports on its movement, and
/// reads the progress of all, in figures that anybody reads; not the projects themselves.
pub async fn mobilisation(story: &mut Story) {
    story.chapter("mobilisation", "2022-05-12");
    let officer = || Who::officer("MTTQ");
    let number = "12/KH-MTTQ";
    story.registers(officer(), number, "MTTQ", "2022-05-12").await;
    let campaign = json!({
        "parent": story.world.campaign, "unit": story.unit("MTTQ"), "title": "Toàn dân đoàn kết xây dựng nông thôn mới",
        "goals": "Vận động đoàn viên, hội viên và Nhân dân hưởng ứng đợt thi đua.", "startsOn": "2022-05-12",
        "endsOn": "2022-06-30", "launchDocument": story.id(number), "fieldGroups": ["Nông thôn mới"],
        "phases": [{ "name": "Cao điểm", "startsOn": "2022-05-12", "endsOn": "2022-06-30" }],
    });
    story.makes(officer(), "createUnitCampaign", "campaign of the Front", campaign).await;
    story.does(Who::head("MTTQ"), "launchUnitCampaign", "campaign of the Front", json!({})).await;
    let progress = json!({ "onDate": "2022-05-12", "percent": 60, "note": "1.250 hộ hiến đất làm đường" });
    story.does(officer(), "recordProgress", "movement", progress).await;
    story.is("movement", "IN_PROGRESS").await;
    followed(story).await;
    story.meets("IV.5");
}

async fn followed(story: &Story) {
    let seen = story.look(Who::officer("MTTQ"), "campaign", FIGURES).await;
    let count = async |sql: &str| Value::from(story.number(sql).await);
    let accepted = "select count(*) from project where state in ('ACCEPTED', 'IN_PROGRESS', 'COMPLETION_CLAIMED', 'VERIFIED', 'NOT_ACHIEVED')";
    assert_eq!(seen["projectsAccepted"], count(accepted).await);
    let units = accepted.replace("count(*)", "count(distinct unit_id)");
    assert_eq!(seen["unitsRegistered"], count(&units).await);
    for (figure, sql) in [
        ("projectsVerified", "select count(*) from project where state = 'VERIFIED'"),
        ("reportsOwed", "select count(*) from report_obligation where state <> 'WAIVED'"),
        ("reportsMet", "select count(*) from report_obligation where state = 'MET'"),
    ] {
        assert_eq!(seen[figure], count(sql).await, "{figure}");
        assert_ne!(seen[figure], 0, "{figure}");
    }
    assert_eq!(story.look(Who::Public, "campaign", FIGURES).await, seen, "anybody reads the figures");
    let document = "{ projects(first: 50) { nodes { unit { abbreviation } } } }";
    let reply = story.reads(Who::officer("MTTQ"), document, json!({})).await.ok();
    assert_eq!(reply.column("projects.nodes", "unit.abbreviation"), ["MTTQ"], "the rows are their units' own");
}
