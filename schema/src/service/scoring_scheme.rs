//! Tables of criteria: drafted and opened by the leader of a cluster, ranked and published by the Standing Body.

use async_graphql::InputObject;
use entity::{
    Quantity, campaign, cluster, criterion,
    score_sheet::{self, SheetState},
    scoring_class,
    scoring_scheme::{self, SchemeState},
    text::sort_key,
};
use sea_orm::{IntoActiveModel, ModelTrait, Set};
use uuid::Uuid;

use super::{ScoringSchemeInput, check, done};
use crate::{
    error::{Error, Result},
    scalar::{Decimal, id::Id},
    workflow::{self, score_sheet::ranks},
    write::{Done, Write},
};

/// The most points anything can give, so that sums fit.
const MOST: Quantity = Quantity(100_000 * 10_000);

/// A criterion.
#[derive(InputObject)]
pub struct CriterionInput {
    /// The group it stands in.
    pub group: String,
    /// What is judged.
    pub name: String,
    /// The most it gives; more than zero.
    pub max_points: Decimal,
}

/// A class that a total earns.
#[derive(InputObject)]
pub struct ScoringClassInput {
    /// What it is called.
    pub name: String,
    /// The least total that earns it.
    pub at_least: Decimal,
}

/// A new table of criteria.
#[derive(InputObject)]
pub struct CreateScoringSchemeInput {
    /// The cluster, which your unit leads.
    pub cluster: Id<cluster::Entity>,
    /// The campaign; a cluster has one table for it.
    pub campaign: Id<campaign::Entity>,
    /// The title.
    pub title: String,
    /// The criteria, in their order.
    #[graphql(default)]
    pub criteria: Vec<CriterionInput>,
    /// The classes, the best first; each needs less than the one before it.
    #[graphql(default)]
    pub classes: Vec<ScoringClassInput>,
    /// The most that a bonus adds; none where left out.
    pub bonus_cap: Option<Decimal>,
    /// Taken off for each report that came late; none where left out.
    pub late_penalty: Option<Decimal>,
    /// Taken off for each overdue report that did not come; none where left out.
    pub missing_penalty: Option<Decimal>,
}

/// Changes of a table of criteria that is not frozen; what is left out stays as it is.
#[derive(InputObject)]
pub struct UpdateScoringSchemeInput {
    /// The table of criteria.
    pub id: Id<scoring_scheme::Entity>,
    /// The version you read; if the object has moved on, nothing happens and the answer is CONFLICT.
    pub expected_version: Option<i32>,
    /// The title.
    pub title: Option<String>,
    /// All criteria anew, in place of those there are; draft sheets lose the points on the former ones.
    pub criteria: Option<Vec<CriterionInput>>,
    /// All classes anew, in place of those there are.
    pub classes: Option<Vec<ScoringClassInput>>,
    /// The most that a bonus adds.
    pub bonus_cap: Option<Decimal>,
    /// Taken off for each report that came late.
    pub late_penalty: Option<Decimal>,
    /// Taken off for each overdue report that did not come.
    pub missing_penalty: Option<Decimal>,
}

pub async fn create(w: &mut Write, input: CreateScoringSchemeInput) -> Result<Done> {
    let cluster = w.see::<cluster::Entity>(input.cluster.0).await?;
    w.permit(Some(cluster.id))?;
    let campaign = w.see::<campaign::Entity>(input.campaign.0).await?;
    let title = check::line("title", &input.title)?;
    let amount = |place, value: Option<Decimal>| value.map_or(Ok(Quantity(0)), |value| not_negative(place, value));
    let row = scoring_scheme::ActiveModel {
        cluster_id: Set(cluster.id),
        campaign_id: Set(campaign.id),
        title_key: Set(sort_key(&title)),
        title: Set(title),
        state: Set(SchemeState::Draft),
        max_points: Set(most(&input.criteria)?),
        bonus_cap: Set(amount("bonusCap", input.bonus_cap)?),
        late_penalty: Set(amount("latePenalty", input.late_penalty)?),
        missing_penalty: Set(amount("missingPenalty", input.missing_penalty)?),
        ..Default::default()
    };
    let scheme = w.insert::<scoring_scheme::Entity>(row).await?.id;
    add_criteria(w, scheme, &input.criteria).await?;
    add_classes(w, scheme, &input.classes).await?;
    done::<scoring_scheme::Entity>(scheme)
}

pub async fn update(w: &mut Write, input: UpdateScoringSchemeInput) -> Result<Done> {
    let mut step = w.step::<workflow::scoring_scheme::ScoringScheme>(input.id, input.expected_version).await?;
    let id = step.before.id;
    if let Some(title) = &input.title {
        let title = check::line("title", title)?;
        step.row.title_key = Set(sort_key(&title));
        step.row.title = Set(title);
    }
    if let Some(criteria) = &input.criteria {
        step.row.max_points = Set(most(criteria)?);
        for former in w.of::<criterion::Entity>(criterion::Column::SchemeId, id).await? {
            former.delete(&w.tx).await?;
        }
        add_criteria(w, id, criteria).await?;
    }
    if let Some(classes) = &input.classes {
        for former in w.of::<scoring_class::Entity>(scoring_class::Column::SchemeId, id).await? {
            former.delete(&w.tx).await?;
        }
        add_classes(w, id, classes).await?;
    }
    if let Some(cap) = input.bonus_cap {
        step.row.bonus_cap = Set(not_negative("bonusCap", cap)?);
    }
    if let Some(penalty) = input.late_penalty {
        step.row.late_penalty = Set(not_negative("latePenalty", penalty)?);
    }
    if let Some(penalty) = input.missing_penalty {
        step.row.missing_penalty = Set(not_negative("missingPenalty", penalty)?);
    }
    w.take(step).await
}

pub async fn proceed(w: &mut Write, input: ScoringSchemeInput) -> Result<Done> {
    w.take(w.step::<workflow::scoring_scheme::ScoringScheme>(input.id, input.expected_version).await?).await
}

/// Every confirmed sheet gets its rank and class, and is published with the others.
pub async fn publish(w: &mut Write, input: ScoringSchemeInput) -> Result<Done> {
    let mut step = w.step::<workflow::scoring_scheme::ScoringScheme>(input.id, input.expected_version).await?;
    let mut sheets = w.of::<score_sheet::Entity>(score_sheet::Column::SchemeId, step.before.id).await?;
    sheets.retain(|sheet| sheet.state == SheetState::Confirmed);
    let mut classes = w.of::<scoring_class::Entity>(scoring_class::Column::SchemeId, step.before.id).await?;
    classes.sort_by_key(|class| class.position);
    let totals: Vec<_> = sheets.iter().map(|sheet| sheet.final_total.unwrap_or(Quantity(0))).collect();
    for ((sheet, total), rank) in sheets.iter().zip(&totals).zip(ranks(&totals)) {
        let earned = classes.iter().find(|class| *total >= class.at_least);
        let mut row = sheet.clone().into_active_model();
        row.state = Set(SheetState::Published);
        row.rank = Set(Some(rank));
        row.class_name = Set(earned.map(|class| class.name.clone()));
        row.published_at = Set(Some(w.viewer.now));
        w.update::<score_sheet::Entity>(sheet, row).await?;
    }
    step.row.published_at = Set(Some(w.viewer.now));
    w.take(step).await
}

/// What the criteria give together.
fn most(criteria: &[CriterionInput]) -> Result<Quantity> {
    check::list("criteria", criteria, 1, 200)?;
    let mut sum = 0_i64;
    for criterion in criteria {
        let points = not_negative("criteria.maxPoints", criterion.max_points)?;
        if points.0 == 0 {
            return Err(Error::input("criteria.maxPoints", "must be more than zero", "phải lớn hơn 0"));
        }
        sum = sum.saturating_add(points.0);
    }
    Ok(Quantity(sum))
}

fn not_negative(place: &str, value: Decimal) -> Result<Quantity> {
    if (Quantity(0)..=MOST).contains(&value.0) {
        Ok(value.0)
    } else {
        Err(Error::input(place, "must lie between 0 and 100000", "phải từ 0 đến 100000"))
    }
}

async fn add_criteria(w: &Write, scheme: Uuid, criteria: &[CriterionInput]) -> Result<()> {
    for (index, criterion) in criteria.iter().enumerate() {
        let row = criterion::ActiveModel {
            scheme_id: Set(scheme),
            position: Set(check::position(index)),
            group_name: Set(check::line("criteria.group", &criterion.group)?),
            name: Set(check::line("criteria.name", &criterion.name)?),
            max_points: Set(criterion.max_points.0),
            ..Default::default()
        };
        w.attach::<criterion::Entity>(row).await?;
    }
    Ok(())
}

async fn add_classes(w: &Write, scheme: Uuid, classes: &[ScoringClassInput]) -> Result<()> {
    check::list("classes", classes, 0, 20)?;
    if classes.windows(2).any(|pair| pair[0].at_least.0 <= pair[1].at_least.0) {
        return Err(Error::input("classes", "must go from the best down", "phải xếp từ cao xuống thấp"));
    }
    for (index, class) in classes.iter().enumerate() {
        let row = scoring_class::ActiveModel {
            scheme_id: Set(scheme),
            position: Set(check::position(index)),
            name: Set(check::line("classes.name", &class.name)?),
            at_least: Set(not_negative("classes.atLeast", class.at_least)?),
            ..Default::default()
        };
        w.attach::<scoring_class::Entity>(row).await?;
    }
    Ok(())
}
