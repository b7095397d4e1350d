//! Score sheets: the unit scores itself, the leader of its cluster reviews, the Standing Body confirms.

use std::collections::HashMap;

use async_graphql::InputObject;
use entity::{
    Quantity, cluster_membership, criterion,
    report::{self, ReportState},
    report_obligation::{self, ObligationState},
    score,
    score_sheet::{self, SheetState},
    scoring_scheme::{self, SchemeState},
    unit,
};
use sea_orm::{ActiveModelTrait, ColumnTrait, ExprTrait as _, IntoActiveModel, Set};
use uuid::Uuid;

use super::{ScoreSheetInput, ScoreSheetReasonInput, check, done, membership::not_in_cluster};
use crate::{
    error::{Code, Error, Result},
    scalar::{Decimal, id::Id},
    workflow::{self, reason, score_sheet::total},
    write::{Done, Write},
};

type Sheet = workflow::score_sheet::ScoreSheet;

/// A new score sheet.
#[derive(InputObject)]
pub struct CreateScoreSheetInput {
    /// The table of criteria; it is open.
    pub scheme: Id<scoring_scheme::Entity>,
    /// The unit that is scored, a member of the cluster; your own where left out.
    pub unit: Option<Id<unit::Entity>>,
}

/// Points on a criterion.
#[derive(InputObject)]
pub struct ScoreInput {
    /// The criterion.
    pub criterion: Id<criterion::Entity>,
    /// The points, from 0 to the most that the criterion gives, else `POINTS_OUT_OF_RANGE`: a slip is no full mark. Zero is a score. Totals are clamped.
    pub points: Decimal,
    /// What the points rest on; only the unit itself writes it.
    pub note: Option<String>,
}

/// Points on criteria; criteria left out stay as they are.
#[derive(InputObject)]
pub struct ScoreSheetScoresInput {
    /// The sheet.
    pub id: Id<score_sheet::Entity>,
    /// The version you read; if the object has moved on, nothing happens and the answer is CONFLICT.
    pub expected_version: Option<i32>,
    /// The points.
    #[graphql(default)]
    pub scores: Vec<ScoreInput>,
    /// The bonus; what is above the cap of the table does not count.
    pub bonus: Option<Decimal>,
}

/// Whose points are given.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Column {
    Own,
    Cluster,
    Final,
}

pub async fn create(w: &mut Write, input: CreateScoreSheetInput) -> Result<Done> {
    let scheme = w.see::<scoring_scheme::Entity>(input.scheme.0).await?;
    let unit = input.unit.map_or_else(|| w.unit(), |unit| Ok(unit.0))?;
    w.permit(Some(unit))?;
    if !matches!(scheme.state, SchemeState::Open | SchemeState::Frozen) {
        return Err(Error::new(
            Code::InvalidTransition,
            "This table of criteria is not open.",
            "Bảng tiêu chí chưa ban hành hoặc đã công bố kết quả.",
        )
        .with("state", scheme.state.code()));
    }
    let today = w.viewer.now.date_in_vietnam();
    let memberships = w.of::<cluster_membership::Entity>(cluster_membership::Column::UnitId, unit).await?;
    let is_member = memberships.iter().any(|member| {
        member.cluster_id == scheme.cluster_id
            && member.valid_from <= today
            && member.valid_to.is_none_or(|to| to >= today)
    });
    if !is_member {
        return Err(not_in_cluster());
    }
    let row = score_sheet::ActiveModel {
        scheme_id: Set(scheme.id),
        cluster_id: Set(scheme.cluster_id),
        campaign_id: Set(scheme.campaign_id),
        unit_id: Set(unit),
        state: Set(SheetState::Draft),
        author: Set(w.subject()),
        bonus: Set(Quantity(0)),
        ..Default::default()
    };
    done::<score_sheet::Entity>(w.insert::<score_sheet::Entity>(row).await?.id)
}

pub async fn update(w: &mut Write, input: ScoreSheetScoresInput) -> Result<Done> {
    let mut step = w.step::<Sheet>(input.id, input.expected_version).await?;
    fill(w, &step.before, &input.scores, Column::Own).await?;
    if let Some(bonus) = input.bonus {
        step.row.bonus = Set(bonus_of(bonus)?);
    }
    w.take(step).await
}

/// Submits; the first sheet freezes the criteria.
pub async fn submit(w: &mut Write, input: ScoreSheetInput) -> Result<Done> {
    // The criteria are locked first, so that they do not change while the last check is made.
    let seen = w.see::<score_sheet::Entity>(input.id.0).await?;
    let scheme = w.fetch::<scoring_scheme::Entity>(seen.scheme_id).await?;
    let mut step = w.step::<Sheet>(input.id, input.expected_version).await?;
    if scheme.state == SchemeState::Open {
        let mut row = scheme.clone().into_active_model();
        row.state = Set(SchemeState::Frozen);
        w.update::<scoring_scheme::Entity>(&scheme, row).await?;
    }
    let criteria = w.of::<criterion::Entity>(criterion::Column::SchemeId, scheme.id).await?;
    let points = sum(&criteria, &w.of::<score::Entity>(score::Column::SheetId, step.before.id).await?, Column::Own);
    step.row.self_total = Set(Some(total(points, step.before.bonus, scheme.bonus_cap, Quantity(0))));
    step.row.submitted_by = Set(Some(w.subject()));
    step.row.submitted_at = Set(Some(w.viewer.now));
    step.row.reason = Set(None);
    w.take(step).await
}

pub async fn review(w: &mut Write, input: ScoreSheetScoresInput) -> Result<Done> {
    let mut step = w.step::<Sheet>(input.id, input.expected_version).await?;
    let points = fill(w, &step.before, &input.scores, Column::Cluster).await?;
    let bonus = input.bonus.map_or(Ok(step.before.bonus), bonus_of)?;
    let scheme = w.see::<scoring_scheme::Entity>(step.before.scheme_id).await?;
    step.row.bonus = Set(bonus);
    step.row.cluster_total = Set(Some(total(points, bonus, scheme.bonus_cap, Quantity(0))));
    step.row.reviewed_by = Set(Some(w.subject()));
    step.row.reason = Set(None);
    w.take(step).await
}

pub async fn confirm(w: &mut Write, input: ScoreSheetScoresInput) -> Result<Done> {
    let mut step = w.step::<Sheet>(input.id, input.expected_version).await?;
    let points = fill(w, &step.before, &input.scores, Column::Final).await?;
    let bonus = input.bonus.map_or(Ok(step.before.bonus), bonus_of)?;
    let scheme = w.see::<scoring_scheme::Entity>(step.before.scheme_id).await?;
    let (late, missing) = reports(w, &step.before).await?;
    let times = |penalty: Quantity, count: i32| penalty.0.saturating_mul(i64::from(count));
    let penalty = Quantity(times(scheme.late_penalty, late).saturating_add(times(scheme.missing_penalty, missing)));
    step.row.bonus = Set(bonus);
    step.row.late_reports = Set(Some(late));
    step.row.missing_reports = Set(Some(missing));
    step.row.penalty = Set(Some(penalty));
    step.row.final_total = Set(Some(total(points, bonus, scheme.bonus_cap, penalty)));
    w.take(step).await
}

/// Returned to the unit, or to the cluster.
pub async fn with_reason(w: &mut Write, input: ScoreSheetReasonInput) -> Result<Done> {
    let mut step = w.step::<Sheet>(input.id, input.expected_version).await?;
    step.row.reason = Set(Some(reason(&check::body("reason", &input.reason)?)?));
    w.take(step).await
}

fn bonus_of(bonus: Decimal) -> Result<Quantity> {
    if (Quantity(0)..=Quantity(1_000_000_000)).contains(&bonus.0) {
        Ok(bonus.0)
    } else {
        Err(Error::input("bonus", "must lie between 0 and 100000", "phải từ 0 đến 100000"))
    }
}

/// Reports of the unit in the campaign that came late, and overdue ones that have not come.
async fn reports(w: &Write, sheet: &score_sheet::Model) -> Result<(i32, i32)> {
    let today = w.viewer.now.date_in_vietnam();
    let of_unit = report::Column::UnitId.eq(sheet.unit_id).and(report::Column::CampaignId.eq(sheet.campaign_id));
    let mut came = w.every::<report::Entity>(of_unit).await?;
    came.retain(|report| !matches!(report.state, ReportState::Draft | ReportState::Returned));
    let late = came.iter().filter(|report| report.edition == 1 && report.is_late).count();
    let owed = report_obligation::Column::UnitId
        .eq(sheet.unit_id)
        .and(report_obligation::Column::CampaignId.eq(sheet.campaign_id));
    let owed = w.every::<report_obligation::Entity>(owed).await?;
    let is_missing = |owed: &&report_obligation::Model| {
        owed.state == ObligationState::Due
            && owed.due_on < today
            && !came.iter().any(|report| report.obligation_id == Some(owed.id))
    };
    let missing = owed.iter().filter(is_missing).count();
    let count = |number| i32::try_from(number).unwrap_or(i32::MAX);
    Ok((count(late), count(missing)))
}

/// Writes the points given into a column; in the later columns what is left out is taken from the one before. The sum.
async fn fill(w: &Write, sheet: &score_sheet::Model, given: &[ScoreInput], column: Column) -> Result<Quantity> {
    check::list("scores", given, 0, 200)?;
    let criteria = w.of::<criterion::Entity>(criterion::Column::SchemeId, sheet.scheme_id).await?;
    let mut points: HashMap<Uuid, &ScoreInput> = HashMap::new();
    for score in given {
        let criterion =
            criteria.iter().find(|criterion| criterion.id == score.criterion.0).ok_or_else(Error::not_found)?;
        in_range(criterion, score.points.0)?;
        if points.insert(criterion.id, score).is_some() {
            return Err(Error::input("scores", "names a criterion twice", "nêu một tiêu chí hai lần"));
        }
    }
    let scores = w.of::<score::Entity>(score::Column::SheetId, sheet.id).await?;
    let mut written = Vec::new();
    for criterion in &criteria {
        let former = scores.iter().find(|score| score.criterion_id == criterion.id);
        written.extend(write(w, sheet.id, criterion, former, points.get(&criterion.id).copied(), column).await?);
    }
    Ok(sum(&criteria, &written, column))
}

async fn write(
    w: &Write,
    sheet: Uuid,
    criterion: &criterion::Model,
    former: Option<&score::Model>,
    given: Option<&ScoreInput>,
    column: Column,
) -> Result<Option<score::Model>> {
    let given_points = given.map(|score| score.points.0);
    let Some(former) = former else {
        let (Some(given), Column::Own) = (given, column) else { return Ok(None) };
        let row = score::ActiveModel {
            sheet_id: Set(sheet),
            criterion_id: Set(criterion.id),
            position: Set(criterion.position),
            self_points: Set(given.points.0),
            note: Set(check::body("scores.note", given.note.as_deref().unwrap_or_default())?),
            ..Default::default()
        };
        return Ok(Some(w.attach::<score::Entity>(row).await?));
    };
    let mut row = former.clone().into_active_model();
    match column {
        Column::Own => {
            let Some(given) = given else { return Ok(Some(former.clone())) };
            row.self_points = Set(given.points.0);
            if let Some(note) = &given.note {
                row.note = Set(check::body("scores.note", note)?);
            }
        }
        Column::Cluster => row.cluster_points = Set(given_points.or(Some(former.self_points))),
        Column::Final => row.final_points = Set(given_points.or(former.cluster_points).or(Some(former.self_points))),
    }
    Ok(Some(row.update(&w.tx).await?))
}

fn in_range(criterion: &criterion::Model, points: Quantity) -> Result<()> {
    if (Quantity(0)..=criterion.max_points).contains(&points) {
        return Ok(());
    }
    let (name, most) = (&criterion.name, criterion.max_points);
    Err(Error::new(
        Code::PointsOutOfRange,
        format!("{name}: points lie between 0 and {most}."),
        format!("{name}: điểm từ 0 đến {most}."),
    )
    .with("maxPoints", most.to_string()))
}

fn sum(criteria: &[criterion::Model], scores: &[score::Model], column: Column) -> Quantity {
    let of = |score: &score::Model| match column {
        Column::Own => score.self_points,
        Column::Cluster => score.cluster_points.unwrap_or(Quantity(0)),
        Column::Final => score.final_points.unwrap_or(Quantity(0)),
    };
    workflow::score_sheet::sum(criteria.iter().flat_map(|criterion| {
        let given = scores.iter().filter(|score| score.criterion_id == criterion.id);
        given.map(|score| (of(score), criterion.max_points))
    }))
}
