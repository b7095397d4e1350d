//! What who appraises is warned of, and how many of those proposed work directly (cảnh báo trùng, tỷ lệ người trực tiếp).

use entity::Sight;
use serde_json::{Value as Json, json};

use crate::{
    declare::{Field, Scalar, computed, key},
    plan::{Cell, is_small},
    viewer::Viewer,
};

entity::codes! {
    /// What may be a second proposal or award (cảnh báo trùng).
    pub enum DuplicateKind {
        /// Another honouree has the same name, and the same unit or year of birth (trùng tên).
        SameName = "SAME_NAME",
        /// Another honouree has the same citizen id, and is proposed by a submitted dossier: the same person twice, by another unit too
        /// (trùng số định danh cá nhân).
        SameCitizen = "SAME_CITIZEN",
        /// Another nomination has the same achievement report (trùng báo cáo thành tích).
        SameAchievement = "SAME_ACHIEVEMENT",
        /// The honouree has another award in this phase (đã được khen thưởng trong đợt).
        AwardedInPhase = "AWARDED_IN_PHASE",
        /// The same achievement was rewarded already (thành tích đã được khen thưởng).
        AchievementAwarded = "ACHIEVEMENT_AWARDED",
    }
}

const SAME_NAME: &str = "(select count(*) from honouree h join honouree o on o.name_key = h.name_key and o.id <> h.id and (o.unit_id = h.unit_id or o.birth_year = h.birth_year) where h.id = {t}.honouree_id)";
/// Drafts do not count: they are not the appraiser's to know of.
const SAME_CITIZEN: &str = "(select count(*) from honouree a join honouree b on b.citizen_id_hash = a.citizen_id_hash and b.id <> a.id join nomination x on x.honouree_id = b.id join dossier d on d.id = x.dossier_id where a.id = {t}.honouree_id and x.state <> 'WITHDRAWN' and d.state not in ('DRAFT', 'UNIT_REVIEWED'))";
const SAME_ACHIEVEMENT: &str = "(select count(*) from nomination x where x.achievement_key = {t}.achievement_key and x.id <> {t}.id and x.state <> 'WITHDRAWN')";
const AWARDED_IN_PHASE: &str = "(select count(*) from award x where x.honouree_id = {t}.honouree_id and x.phase_id = {t}.phase_id and x.state = 'GRANTED' and (x.nomination_id is null or x.nomination_id <> {t}.id))";
const ACHIEVEMENT_AWARDED: &str = "(select count(*) from nomination x join award a on a.nomination_id = x.id and a.state = 'GRANTED' where x.achievement_key = {t}.achievement_key and x.id <> {t}.id)";

/// `duplicateWarnings` of a nomination.
pub fn warnings() -> Field {
    let count = |sql| key(sql, Scalar::Long);
    computed(
        "duplicateWarnings",
        "[DuplicateWarning!]",
        [SAME_NAME, SAME_CITIZEN, SAME_ACHIEVEMENT, AWARDED_IN_PHASE, ACHIEVEMENT_AWARDED].map(count).to_vec(),
        warn,
        "What may be a second proposal or award (cảnh báo trùng); null for whoever does not appraise: it counts what other units proposed.",
    )
    .only(super::dossier::APPRAISERS)
}

fn warn(_: &Viewer, cells: &[Cell<'_>]) -> Json {
    let counted =
        DuplicateKind::ALL.iter().zip(cells).map(|(kind, cell)| (kind.code(), cell.int().unwrap_or_default()));
    counted.filter(|(_, count)| *count > 0).map(|(kind, count)| json!({ "kind": kind, "count": count })).collect()
}

/// `directWorkers` of what has nominations: SQL of its honourees' keys, and of the target of its rules.
pub fn direct_workers(honourees: &'static str, target: &'static str) -> Field {
    let of = |sql: String| key(Box::leak(sql.into_boxed_str()), Scalar::Long);
    computed(
        "directWorkers",
        "DirectWorkers!",
        vec![
            of(format!("(select count(*) from honouree h where h.kind = 'INDIVIDUAL' and h.id in ({honourees}))")),
            of(format!(
                "(select count(*) from honouree h where h.kind = 'INDIVIDUAL' and h.category in ('DIRECT_WORKER', 'FARMER') and h.id in ({honourees}))"
            )),
            key(target, Scalar::Int),
        ],
        share,
        "How many of the persons proposed work directly (tỷ lệ người trực tiếp).",
    )
}

fn share(viewer: &Viewer, cells: &[Cell<'_>]) -> Json {
    let (persons, direct) = (cells[0].int().unwrap_or_default(), cells[1].int().unwrap_or_default());
    // The Council and the Chairman do not see everybody who is counted: who was withdrawn, or not put before them.
    let sees_people = !matches!(viewer.scope.sight, Sight::Council | Sight::Chair);
    if !sees_people && (is_small(direct) || is_small(persons - direct)) {
        return json!({ "persons": persons, "directWorkers": null, "basisPoints": null, "targetBasisPoints": cells[2].int() });
    }
    let share = (persons > 0).then(|| direct * 10_000 / persons.max(1));
    json!({ "persons": persons, "directWorkers": direct, "basisPoints": share, "targetBasisPoints": cells[2].int() })
}
