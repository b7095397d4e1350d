//! Units and the clusters they compete in (đơn vị, cụm, khối thi đua).

use async_graphql::Value as Json;
use chrono::NaiveDate;
use entity::{Sight, cluster, cluster_membership, unit, unit_identifier};

use super::record::history;
use crate::{
    declare::{Filter, Group, Noun, Scalar, Sort, code, date, instant, int, many, one, parts, related, text},
    error::{Error, Result},
    plan::{Condition, forbidden},
    scalar::id,
    viewer::Viewer,
};

pub fn nouns() -> Vec<Noun> {
    vec![unit_noun(), identifier(), cluster_noun(), membership()]
}

fn unit_noun() -> Noun {
    Noun::new("Unit", "unit", unit::visible, "An organisation (đơn vị): a department, district, commune, enterprise, Party body or other. Units form a tree and are succeeded, never deleted.")
        .root("units")
    .label("name")
        .fields([
            text("name", "The full name (tên đơn vị)."),
            text("abbreviation", "The abbreviation used in document numbers, `SNV` (tên viết tắt)."),
            code::<unit::UnitKind>("kind", "The kind of organisation (loại đơn vị)."),
            code::<unit::UnitSystem>("system", "The system it belongs to (hệ: Đảng, Nhà nước, Mặt trận và đoàn thể, doanh nghiệp)."),
            date("validFrom", "The first day it existed in this form."),
            date("validTo", "The last day it existed in this form; null while it does.").optional(),
            one("parent", "Unit", "The unit above it (đơn vị cấp trên).").optional(),
            related("children", "Unit", "exists (select 1 from unit_placement x where x.unit_id = {t}.id and x.parent_id = {p}.id and x.valid_from <= {} and (x.valid_to is null or x.valid_to >= {}))", "The units directly below it on a day (đơn vị trực thuộc)."),
            parts("placements", "UnitPlacement", "unit_id", "valid_from", "Which unit it hung below, and when (đơn vị cấp trên qua các thời kỳ)."),
            related("predecessors", "Unit", "exists (select 1 from organisation_change_unit r join organisation_change x on x.id = r.change_id join organisation_change_unit o on o.change_id = x.id where r.unit_id = {p}.id and r.part = 'RESULT' and o.part = 'ORIGINAL' and o.unit_id = {t}.id and x.effective_on <= {})", "The units that it came out of, up to a day (đơn vị tiền thân)."),
            related("successors", "Unit", "exists (select 1 from organisation_change_unit o join organisation_change x on x.id = o.change_id join organisation_change_unit r on r.change_id = x.id where o.unit_id = {p}.id and o.part = 'ORIGINAL' and r.part = 'RESULT' and r.unit_id = {t}.id and x.effective_on <= {})", "The units that came out of it, up to a day (đơn vị kế thừa)."),
            parts("identifiers", "UnitIdentifier", "unit_id", "valid_from", "Its dated identifiers (mã định danh)."),
            parts("memberships", "ClusterMembership", "unit_id", "valid_from", "The clusters it is or was in (cụm, khối thi đua)."),
            many("projects", "Project", "unit_id", "What it registers (công trình, dự án, việc làm)."),
            many("reports", "Report", "unit_id", "Its reports (báo cáo)."),
            many("obligations", "ReportObligation", "unit_id", "The reports it owes (nghĩa vụ báo cáo)."),
            many("scoreSheets", "ScoreSheet", "unit_id", "What it scored in its clusters (phiếu chấm điểm)."),
            many("feedback", "Feedback", "unit_id", "What it finds difficult (khó khăn, vướng mắc)."),
            many("exemplars", "Exemplar", "unit_id", "Whom it proposes as an example (điển hình tiên tiến)."),
            many("dossiers", "Dossier", "unit_id", "Its dossiers (hồ sơ đề nghị khen thưởng)."),
            many("awards", "Award", "unit_id", "Awards to its people and collectives (khen thưởng)."),
            history(),
            int("version", "Grows by one with each change; for `expectedVersion`."),
            instant("createdAt", "When it was recorded."),
            instant("updatedAt", "When it was last changed."),
        ])
        .filters([
            Filter::codes::<unit::UnitKind>("kind", "Of one of these kinds."),
            Filter::codes::<unit::UnitSystem>("system", "Of one of these systems."),
            Filter::texts("abbreviation", "With one of these abbreviations."),
            Filter::ids("parent", "Unit", "Directly below one of these."),
            Filter::subtree("id"),
            Filter::made("asOf", "Date", as_of, "In existence on this day (còn hiệu lực tại ngày)."),
            Filter::made("cluster", "ID", in_cluster, "In this cluster today (thành viên cụm, khối)."),
            Filter::made("missingRegistration", "ID", missing_registration, "Takes part in this campaign and has registered too little: neither an accepted key project or exemplary work, nor an accepted political task (chưa đăng ký, I.5). For the Standing Body, the Council, the Chairman and the auditor."),
            Filter::search(),
        ])
        .sorts([
            Sort::by("NAME", "name_key", Scalar::Text, "In the order of the Vietnamese alphabet."),
            Sort::by("KIND", "kind", Scalar::Text, "By kind."),
            Sort::by("CREATED_AT", "created_at", Scalar::Instant, "By when it was recorded."),
        ])
        .groups([
            Group::by("KIND", "kind", Scalar::Text, "By kind."),
            Group::by("SYSTEM", "system", Scalar::Text, "By system."),
            Group::by("PARENT", "parent_id", Scalar::Id("Unit"), "By the unit above."),
        ])
}

fn as_of(_: &Viewer, value: &Json) -> Result<Condition> {
    let day: NaiveDate =
        text_value(value)?.parse().map_err(|_| Error::input("asOf", "is not a day", "không phải ngày"))?;
    Ok(Condition::Sql(
        "({t}.valid_from <= {} and ({t}.valid_to is null or {t}.valid_to >= {}))",
        vec![day.into(), day.into()],
    ))
}

fn in_cluster(viewer: &Viewer, value: &Json) -> Result<Condition> {
    let today = viewer.now.date_in_vietnam();
    let cluster = id::parse_as(&text_value(value)?, "Cluster")?;
    Ok(Condition::Sql(
        "exists (select 1 from cluster_membership m where m.unit_id = {t}.id and m.cluster_id = {} and m.valid_from <= {} and (m.valid_to is null or m.valid_to >= {}))",
        vec![cluster.into(), today.into(), today.into()],
    ))
}

/// I.5: every participating unit has an accepted key project or exemplary work, else an accepted political task. Those who
/// take part are the units directly below the one that launches the campaign.
fn missing_registration(viewer: &Viewer, value: &Json) -> Result<Condition> {
    let sees_all = match viewer.scope.sight {
        Sight::StandingBody | Sight::Council | Sight::Chair | Sight::Auditor => true,
        Sight::Public | Sight::Unit | Sight::Admin => false,
    };
    if !sees_all {
        return Err(forbidden("missingRegistration"));
    }
    let campaign = id::parse_as(&text_value(value)?, "Campaign")?;
    Ok(Condition::Sql(
        "exists (select 1 from campaign c where c.id = {} and exists (select 1 from unit_placement x where x.unit_id = {t}.id and x.parent_id = c.unit_id and x.valid_from <= c.ends_on and (x.valid_to is null or x.valid_to >= c.starts_on))) \
         and not exists (select 1 from project p where p.unit_id = {t}.id and p.campaign_id = {} and p.kind in ('KEY_PROJECT','EXEMPLARY_WORK','POLITICAL_TASK') \
         and p.state in ('ACCEPTED','IN_PROGRESS','COMPLETION_CLAIMED','VERIFIED'))",
        vec![campaign.into(), campaign.into()],
    ))
}

fn text_value(value: &Json) -> Result<String> {
    if let Json::String(text) = value {
        Ok(text.clone())
    } else {
        Err(Error::input("filter", "must be an ID", "phải là mã định danh"))
    }
}

fn identifier() -> Noun {
    Noun::new("UnitIdentifier", "unit_identifier", unit_identifier::visible, "A dated identifier of a unit (mã định danh điện tử, QĐ 20/2020/QĐ-TTg), or the registration number of an enterprise.").fields([
        text("code", "The identifier, `H59.02`."),
        code::<unit_identifier::IdentifierStatus>("status", "Whether it is in force; PROVISIONAL where the official one is not known."),
        date("validFrom", "The first day it is in force."),
        date("validTo", "The last day it is in force.").optional(),
        one("unit", "Unit", "The unit it identifies."),
    ])
    .sorts([Sort::by("CODE", "code", Scalar::Text, "By the identifier.")])
}

fn cluster_noun() -> Noun {
    Noun::new("Cluster", "cluster", cluster::visible, "Units that compete with each other: a cluster of localities (cụm) or a block of agencies or enterprises (khối thi đua).")
        .root("clusters")
    .label("name")
        .fields([
            text("name", "The name (tên cụm, khối)."),
            code::<cluster::ClusterKind>("kind", "Cluster or block (cụm hay khối)."),
            date("validFrom", "The first day it exists."),
            date("validTo", "The last day it exists.").optional(),
            parts("memberships", "ClusterMembership", "cluster_id", "valid_from", "Its members with their roles and dates (thành viên)."),
            history(),
            many("scoringSchemes", "ScoringScheme", "cluster_id", "By what criteria it scores (bảng tiêu chí)."),
            many("scoreSheets", "ScoreSheet", "cluster_id", "Sheets of its members (phiếu chấm điểm)."),
            int("version", "Grows by one with each change; for `expectedVersion`."),
        ])
        .filters([Filter::codes::<cluster::ClusterKind>("kind", "Of one of these kinds.")])
        .sorts([Sort::by("NAME", "name_key", Scalar::Text, "In the order of the Vietnamese alphabet.")])
        .groups([Group::by("KIND", "kind", Scalar::Text, "By kind.")])
}

fn membership() -> Noun {
    Noun::new(
        "ClusterMembership",
        "cluster_membership",
        cluster_membership::visible,
        "A unit in a cluster, with its role, from a day to a day.",
    )
    .fields([
        one("cluster", "Cluster", "The cluster."),
        one("unit", "Unit", "The unit."),
        code::<cluster_membership::ClusterRole>("role", "Leader, deputy or member (cụm trưởng, cụm phó, thành viên)."),
        date("validFrom", "The first day."),
        date("validTo", "The last day; null while it lasts.").optional(),
    ])
    .sorts([Sort::by("VALID_FROM", "valid_from", Scalar::Date, "By the first day.")])
}
