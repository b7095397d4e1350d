//! One query tells how the campaign goes, and each figure names the rows behind it (IV.6b).

use serde_json::{Value, json};
use tests::{Reply, Who};

use super::story::Story;

/// The dashboard of a campaign, as the README has it.
const DASHBOARD: &str = "query Dashboard($campaign: [ID!]!) {
    projects(filter: { campaign: $campaign }) {
        totalCount
        states: counts(by: STATE) { key label count filter }
        fields: counts(by: FIELD_GROUP) { key label count filter }
        clusters: counts(by: CLUSTER) { key label count filter }
        kinds: counts(by: KIND) { key label count filter }
        weeks: counts(by: WEEK) { key count filter }
    }
    obligations(filter: { campaign: $campaign }) {
        totalCount
        timeliness: counts(by: TIMELINESS) { key label count filter }
    }
    nominations(filter: { campaign: $campaign }) {
        totalCount
        states: counts(by: STATE) { key label count filter }
        kinds: counts(by: HONOUREE_KIND) { key label count filter }
    }
    awards(filter: { campaign: $campaign }) {
        totalCount
        states: counts(by: STATE) { key label count filter }
        kinds: counts(by: HONOUREE_KIND) { key label count filter }
        types: counts(by: AWARD_TYPE) { key label count filter }
        weeks: counts(by: WEEK) { key count filter }
    }
}";

pub async fn statistics(story: &mut Story) {
    story.chapter("statistics", "2022-07-30");
    dashboard(story).await;
    every_count(story).await;
    below_a_unit(story).await;
    for who in [Who::standing_officer(), Who::head("SGTVT"), Who::district_officer("CL"), Who::chair(), Who::Public] {
        figures_of(story, who).await;
    }
    story.meets("IV.6b");
}

/// The dashboard adds up, is labelled, and each of its figures is what its filter lists.
async fn dashboard(story: &Story) {
    let campaign = story.world.campaign.clone();
    let reply = story.reads(Who::standing_head(), DASHBOARD, json!({ "campaign": [campaign] })).await.ok();
    for (root, noun) in [
        ("projects", "Project"),
        ("obligations", "ReportObligation"),
        ("nominations", "Nomination"),
        ("awards", "Award"),
    ] {
        let total = reply.int(&format!("{root}.totalCount"));
        assert!(total > 0, "{root} has rows at the end of the story");
        let figures = reply.data(root).as_object().into_iter().flatten();
        for (name, groups) in figures.filter(|(name, _)| *name != "totalCount") {
            let sum: i64 = list(groups).iter().filter_map(|group| group["count"].as_i64()).sum();
            assert_eq!(sum, total, "{root}.{name} adds up");
            each_lists_its_rows(story, Who::standing_head(), (root, noun), groups).await;
        }
    }
    let late = reply.data("obligations.timeliness").to_string();
    assert!(late.contains("Met by a report that was submitted by the due day (đúng hạn)."), "{late}");
    let field = reply.str("projects.fields.0.label");
    assert!(!field.is_empty() && !field.contains(':'), "a field group is labelled by its name: {field}");
}

/// Whoever asks, however little they see: each figure of theirs is what its filter lists for them.
async fn figures_of(story: &Story, who: Who) {
    let campaign = story.world.campaign.clone();
    let reply = story.reads(who.clone(), DASHBOARD, json!({ "campaign": [campaign] })).await.ok();
    for (root, noun) in [
        ("projects", "Project"),
        ("obligations", "ReportObligation"),
        ("nominations", "Nomination"),
        ("awards", "Award"),
    ] {
        for (_, groups) in reply.data(root).as_object().into_iter().flatten().filter(|(name, _)| *name != "totalCount")
        {
            each_lists_its_rows(story, who.clone(), (root, noun), groups).await;
        }
    }
}

/// A figure is the number of rows that its filter lists.
async fn each_lists_its_rows(story: &Story, who: Who, (root, noun): (&str, &str), groups: &Value) {
    let document = format!("query($filter: {noun}Filter) {{ {root}(filter: $filter) {{ totalCount }} }}");
    for group in list(groups) {
        let reply = story.reads(who.clone(), &document, json!({ "filter": group["filter"] })).await.ok();
        assert_eq!(reply.data(&format!("{root}.totalCount")), &group["count"], "{root} {group}");
    }
}

/// Whatever a list at the root can be counted by: the filter of each key lists as many.
async fn every_count(story: &Story) {
    let document = "{ __schema { types { name enumValues { name } fields { name type { name } } } } }";
    let reply = story.reads(Who::auditor(), document, json!({})).await.ok();
    let types = list(reply.data("__schema.types"));
    let find = |name: &str| types.iter().find(|ty| ty["name"] == name);
    let mut counted = 0;
    for field in find("Query").map_or(&[][..], |query| list(&query["fields"])) {
        let (root, ty) = (field["name"].as_str().unwrap_or_default(), &field["type"]["name"]);
        let Some(noun) = ty.as_str().and_then(|ty| ty.strip_suffix("Connection")) else { continue };
        let Some(groups) = find(&format!("{noun}Group")) else { continue };
        for group in list(&groups["enumValues"]) {
            let by = group["name"].as_str().unwrap_or_default();
            let document = format!("{{ {root} {{ counts(by: {by}) {{ key count filter }} }} }}");
            let reply = story.reads(Who::auditor(), &document, json!({})).await.ok();
            each_lists_its_rows(story, Who::auditor(), (root, noun), reply.data(&format!("{root}.counts"))).await;
            counted += 1;
        }
    }
    assert!(counted > 30, "{counted} ways to count were tried");
}

/// Below a unit, the filter names the unit too.
async fn below_a_unit(story: &Story) {
    let document = "{ units(filter: { abbreviation: [\"SGTVT\"] }) { nodes {
        id projects { totalCount counts(by: KIND) { key count filter } } } } }";
    let reply: Reply = story.reads(Who::auditor(), document, json!({})).await.ok();
    let groups = reply.data("units.nodes.0.projects.counts");
    assert!(groups.to_string().contains(reply.str("units.nodes.0.id")), "{groups}");
    each_lists_its_rows(story, Who::auditor(), ("projects", "Project"), groups).await;
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}
