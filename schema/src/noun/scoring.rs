//! How clusters score (IV.3): tables of criteria, score sheets and the points in them.

use entity::{
    criterion, score,
    score_sheet::{self, SheetState},
    scoring_class,
    scoring_scheme::{self, SchemeState},
};

use sea_orm::Set;

use super::life::{Living, state, transitions};
use crate::{
    declare::{Filter, Group, Need, Noun, Scalar, Sort, code, decimal, instant, int, key, many, one, parts, text},
    plan::Cell,
    workflow,
};

pub fn nouns() -> Vec<Noun> {
    vec![scheme(), criterion_noun(), class(), sheet(), score_noun()]
}

fn scheme() -> Noun {
    Noun::new("ScoringScheme", "scoring_scheme", scoring_scheme::visible, "The criteria by which a cluster scores its members in a campaign (bảng tiêu chí chấm điểm, IV.3). It is its leader's, and frozen at the first submitted sheet.")
        .root("scoringSchemes")
        .label("title")
        .fields([
            text("title", "The title (tên bảng tiêu chí)."),
            code::<SchemeState>("state", "Where it is in its life (trạng thái)."),
            one("cluster", "Cluster", "The cluster that owns it (cụm, khối)."),
            one("campaign", "Campaign", "The campaign."),
            decimal("maxPoints", "The most that its criteria give together (tổng điểm tối đa), without the bonus."),
            decimal("bonusCap", "The most that a bonus adds (điểm thưởng tối đa)."),
            decimal("latePenalty", "Taken off for each report that came late (điểm trừ mỗi báo cáo trễ)."),
            decimal("missingPenalty", "Taken off for each overdue report that did not come (điểm trừ mỗi báo cáo thiếu)."),
            parts("criteria", "Criterion", "scheme_id", "position", "What is judged, group by group (các tiêu chí)."),
            parts("classes", "ScoringClass", "scheme_id", "position", "What a total earns, the best first (các mức xếp loại)."),
            many("sheets", "ScoreSheet", "scheme_id", "Sheets by it; by RANK this is the ranking (phiếu chấm điểm)."),
            instant("publishedAt", "When its ranking was published (ngày công bố).").optional(),
            int("version", "Grows by one with each change; for `expectedVersion`."),
            instant("createdAt", "When it was drafted."),
            instant("updatedAt", "When it was last changed."),
            transitions::<workflow::scoring_scheme::ScoringScheme>(),
        ])
        .filters([
            Filter::codes::<SchemeState>("state", "In one of these states."),
            Filter::ids("cluster", "Cluster", "Of one of these clusters."),
            Filter::ids("campaign", "Campaign", "For one of these campaigns."),
        ])
        .sorts([
            Sort::by("TITLE", "title_key", Scalar::Text, "In the order of the Vietnamese alphabet."),
        ])
        .groups([
            Group::by("STATE", "state", Scalar::Text, "By state."),
            Group::by("CLUSTER", "cluster_id", Scalar::Id("Cluster"), "By cluster."),
        ])
}

impl Living for workflow::scoring_scheme::ScoringScheme {
    type Row = scoring_scheme::Entity;

    fn put(row: &mut scoring_scheme::ActiveModel, state: Self::State) {
        row.state = Set(state);
    }

    fn needs() -> Vec<Need> {
        vec![
            key("{t}.state", Scalar::Text),
            key("{t}.cluster_id", Scalar::Id("Cluster")),
            key("(select count(*) from criterion x where x.scheme_id = {t}.id)", Scalar::Long),
            key(
                "(select count(*) from score_sheet x where x.scheme_id = {t}.id and x.state in ('SUBMITTED','CLUSTER_REVIEWED'))",
                Scalar::Long,
            ),
            key(
                "(select count(*) from score_sheet x where x.scheme_id = {t}.id and x.state = 'CONFIRMED')",
                Scalar::Long,
            ),
        ]
    }

    fn read(cells: &[Cell<'_>]) -> Self::Facts {
        workflow::scoring_scheme::Facts {
            state: state(&cells[0], SchemeState::Published),
            cluster: cells[1].uuid().unwrap_or_default(),
            criteria: cells[2].int().unwrap_or_default(),
            sheets_under_way: cells[3].int().unwrap_or_default(),
            sheets_confirmed: cells[4].int().unwrap_or_default(),
        }
    }
}

fn criterion_noun() -> Noun {
    Noun::new("Criterion", "criterion", criterion::visible, "What is judged, with the most it gives (tiêu chí).")
        .fields([
            int("position", "Its place in the table, from 1."),
            text("groupName", "The group it stands in (nhóm tiêu chí)."),
            text("name", "What is judged (nội dung)."),
            decimal("maxPoints", "The most it gives (điểm tối đa)."),
        ])
        .sorts([Sort::by("POSITION", "position", Scalar::Int, "By its place.")])
}

fn class() -> Noun {
    Noun::new("ScoringClass", "scoring_class", scoring_class::visible, "A class that a total earns (mức xếp loại).")
        .fields([
            int("position", "Its place, the best first."),
            text("name", "What it is called (tên mức)."),
            decimal("atLeast", "The least total that earns it (điểm tối thiểu)."),
        ])
        .sorts([Sort::by("POSITION", "position", Scalar::Int, "By its place.")])
}

fn sheet() -> Noun {
    Noun::new("ScoreSheet", "score_sheet", score_sheet::visible, "What a member of a cluster scores by its criteria (phiếu chấm điểm): by itself, by the cluster's leader, by the Standing Body. Published, it changes no more.")
        .root("scoreSheets")
        .fields([
            code::<SheetState>("state", "Where it is in its life (trạng thái)."),
            one("scheme", "ScoringScheme", "The criteria."),
            one("cluster", "Cluster", "The cluster."),
            one("campaign", "Campaign", "The campaign."),
            one("unit", "Unit", "The unit that is scored."),
            parts("scores", "Score", "sheet_id", "position", "The points on each criterion (điểm từng tiêu chí)."),
            decimal("bonus", "The bonus asked for or granted; counted up to the cap (điểm thưởng)."),
            decimal("selfTotal", "The total by the unit itself, without penalties (tổng điểm tự chấm).").optional(),
            decimal("clusterTotal", "The total by the cluster, without penalties (tổng điểm cụm, khối chấm).").optional(),
            int("lateReports", "Reports that came late, counted when it was confirmed.").optional(),
            int("missingReports", "Overdue reports that had not come, counted when it was confirmed.").optional(),
            decimal("penalty", "Taken off for them (điểm trừ).").optional(),
            decimal("finalTotal", "The total by the Standing Body, with bonus and penalties, never below zero (tổng điểm).").optional(),
            int("rank", "The rank in the cluster; equals share one and the next is skipped (xếp hạng).").optional(),
            text("className", "The class that the total earns (xếp loại).").optional(),
            text("reason", "Why it was last returned (lý do).").optional(),
            instant("submittedAt", "When it was last submitted.").optional(),
            instant("publishedAt", "When it was published.").optional(),
            int("version", "Grows by one with each change; for `expectedVersion`."),
            instant("createdAt", "When it was started."),
            instant("updatedAt", "When it was last changed."),
            transitions::<workflow::score_sheet::ScoreSheet>(),
        ])
        .filters([
            Filter::codes::<SheetState>("state", "In one of these states."),
            Filter::ids("scheme", "ScoringScheme", "By one of these tables of criteria."),
            Filter::ids("cluster", "Cluster", "In one of these clusters."),
            Filter::ids("campaign", "Campaign", "In one of these campaigns."),
            Filter::ids("unit", "Unit", "Of one of these units."),
            Filter::subtree("unit_id"),
            Filter::texts("className", "With one of these classes."),
        ])
        .sorts([
            Sort::by("CREATED_AT", "created_at", Scalar::Instant, "By when it was started.").descending(),
            Sort::by("RANK", "rank", Scalar::Int, "By rank: the ranking of a cluster.").nullable(),
            Sort::by("FINAL_TOTAL", "final_total", Scalar::Quantity, "By the total.").nullable().descending(),
        ])
        .groups([
            Group::by("STATE", "state", Scalar::Text, "By state."),
            Group::by("UNIT", "unit_id", Scalar::Id("Unit"), "By unit."),
            Group::by("CLUSTER", "cluster_id", Scalar::Id("Cluster"), "By cluster."),
            Group::by("CLASS_NAME", "class_name", Scalar::Text, "By class."),
        ])
}

impl Living for workflow::score_sheet::ScoreSheet {
    type Row = score_sheet::Entity;

    fn put(row: &mut score_sheet::ActiveModel, state: Self::State) {
        row.state = Set(state);
    }

    fn needs() -> Vec<Need> {
        vec![
            key("{t}.state", Scalar::Text),
            key("{t}.unit_id", Scalar::Id("Unit")),
            key("{t}.cluster_id", Scalar::Id("Cluster")),
            key("{t}.author", Scalar::Text),
            key("{t}.submitted_by", Scalar::Text),
            key("{t}.reviewed_by", Scalar::Text),
            key("(select c.state from scoring_scheme c where c.id = {t}.scheme_id)", Scalar::Text),
            key(
                "(select count(*) from criterion c where c.scheme_id = {t}.scheme_id and not exists (select 1 from score x where x.sheet_id = {t}.id and x.criterion_id = c.id))",
                Scalar::Long,
            ),
            key(
                "(select count(*) from cluster_membership m where m.cluster_id = {t}.cluster_id and m.unit_id = {t}.unit_id and m.role = 'LEADER' and m.valid_to is null)",
                Scalar::Long,
            ),
        ]
    }

    fn read(cells: &[Cell<'_>]) -> Self::Facts {
        let text = |at: usize| cells[at].text().unwrap_or_default().to_owned();
        workflow::score_sheet::Facts {
            state: state(&cells[0], SheetState::Published),
            unit: cells[1].uuid().unwrap_or_default(),
            cluster: cells[2].uuid().unwrap_or_default(),
            author: text(3),
            submitter: text(4),
            reviewer: text(5),
            scheme: state(&cells[6], SchemeState::Draft),
            unscored: cells[7].int().unwrap_or_default(),
            is_leader: cells[8].int().unwrap_or_default() > 0,
        }
    }
}

fn score_noun() -> Noun {
    Noun::new("Score", "score", score::visible, "The points of a sheet on one criterion (điểm từng tiêu chí).")
        .fields([
            one("criterion", "Criterion", "The criterion."),
            int("position", "The place of the criterion in its table."),
            decimal("selfPoints", "By the unit itself (điểm tự chấm)."),
            decimal("clusterPoints", "By the cluster (điểm cụm, khối chấm).").optional(),
            decimal("finalPoints", "By the Standing Body (điểm thẩm định).").optional(),
            text("note", "What the points rest on (minh chứng)."),
        ])
        .sorts([Sort::by("POSITION", "position", Scalar::Int, "By the place of its criterion.")])
}
