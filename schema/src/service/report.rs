//! Reports and the obligations they meet.

use async_graphql::InputObject;
use entity::{
    phase,
    report::{self, ReportKind, ReportState},
    report_indicator,
    report_obligation::{self, ObligationState},
    text::{fold, search_text},
    unit,
};
use sea_orm::{IntoActiveModel, ModelTrait, Set};
use uuid::Uuid;

use super::{ObligationReasonInput, ReportInput, ReportReasonInput, check, done};
use crate::{
    error::{Code, Error, Result},
    scalar::{Decimal, id::Id},
    workflow::{self, reason},
    write::{Done, Write},
};

/// A figure of a report.
#[derive(InputObject)]
pub struct ReportIndicatorInput {
    /// What it tells.
    pub name: String,
    /// The unit of measure.
    pub measure: String,
    /// The value.
    pub value: Decimal,
}

/// A new report: for an obligation, or ad hoc in a phase.
#[derive(InputObject)]
pub struct CreateReportInput {
    /// The obligation it meets; it says unit, kind, period and due date.
    pub obligation: Option<Id<report_obligation::Entity>>,
    /// The phase of an ad hoc report.
    pub phase: Option<Id<phase::Entity>>,
    /// The unit of an ad hoc report; your own where left out.
    pub unit: Option<Id<unit::Entity>>,
    /// The period of an ad hoc report.
    pub period: Option<String>,
    /// What was done.
    pub narrative: Option<String>,
    /// Difficulties met.
    pub difficulties: Option<String>,
    /// What it proposes.
    pub proposals: Option<String>,
    /// Its figures.
    #[graphql(default)]
    pub indicators: Vec<ReportIndicatorInput>,
}

/// Changes of a draft or returned report; what is left out stays as it is.
#[derive(InputObject)]
pub struct UpdateReportInput {
    /// The report.
    pub id: Id<report::Entity>,
    /// The version you read; if the object has moved on, nothing happens and the answer is CONFLICT.
    pub expected_version: Option<i32>,
    /// What was done.
    pub narrative: Option<String>,
    /// Difficulties met.
    pub difficulties: Option<String>,
    /// What it proposes.
    pub proposals: Option<String>,
    /// All figures anew, in place of those there are.
    pub indicators: Option<Vec<ReportIndicatorInput>>,
    /// Figures to add behind those there are; a name that is there already with that measure is DUPLICATE.
    pub add_indicators: Option<Vec<ReportIndicatorInput>>,
}

pub async fn create(w: &mut Write, input: CreateReportInput) -> Result<Done> {
    let mut row = match (input.obligation, input.phase) {
        (Some(obligation), None) => for_obligation(w, obligation.0).await?,
        (None, Some(phase)) => ad_hoc(w, phase.0, input.unit, input.period.as_deref()).await?,
        _ => {
            return Err(Error::input(
                "obligation",
                "give either an obligation or a phase",
                "nêu nghĩa vụ báo cáo hoặc đợt, không đồng thời cả hai",
            ));
        }
    };
    let text = |place, text: &Option<String>| check::body(place, text.as_deref().unwrap_or_default());
    row.narrative = Set(text("narrative", &input.narrative)?);
    row.difficulties = Set(text("difficulties", &input.difficulties)?);
    row.proposals = Set(text("proposals", &input.proposals)?);
    let report = w.insert::<report::Entity>(indexed(row)).await?;
    add_indicators(w, report.id, &input.indicators).await?;
    done::<report::Entity>(report.id)
}

fn indexed(mut row: report::ActiveModel) -> report::ActiveModel {
    row.search = Set(search_text(&[
        row.period.as_ref(),
        row.narrative.as_ref(),
        row.difficulties.as_ref(),
        row.proposals.as_ref(),
    ]));
    row
}

fn draft(w: &Write) -> report::ActiveModel {
    report::ActiveModel {
        edition: Set(1),
        state: Set(ReportState::Draft),
        is_late: Set(false),
        author: Set(w.subject()),
        ..Default::default()
    }
}

async fn for_obligation(w: &Write, id: Uuid) -> Result<report::ActiveModel> {
    let owed = w.fetch::<report_obligation::Entity>(id).await?;
    w.permit(Some(owed.unit_id))?;
    let editions = w.of::<report::Entity>(report::Column::ObligationId, owed.id).await?;
    if !editions.is_empty() || owed.state != ObligationState::Due {
        return Err(Error::new(
            Code::Duplicate,
            "There is a report for this obligation already, or it is not due any more.",
            "Nghĩa vụ này đã có báo cáo hoặc không còn phải nộp.",
        ));
    }
    Ok(report::ActiveModel {
        obligation_id: Set(Some(owed.id)),
        campaign_id: Set(owed.campaign_id),
        phase_id: Set(owed.phase_id),
        unit_id: Set(owed.unit_id),
        kind: Set(owed.kind),
        period: Set(owed.period),
        due_on: Set(Some(owed.due_on)),
        ..draft(w)
    })
}

async fn ad_hoc(
    w: &Write,
    phase: Uuid,
    unit: Option<Id<unit::Entity>>,
    period: Option<&str>,
) -> Result<report::ActiveModel> {
    let phase = w.see::<phase::Entity>(phase).await?;
    let unit = unit.map_or_else(|| w.unit(), |unit| Ok(unit.0))?;
    w.permit(Some(unit))?;
    Ok(report::ActiveModel {
        campaign_id: Set(phase.campaign_id),
        phase_id: Set(phase.id),
        unit_id: Set(unit),
        kind: Set(ReportKind::AdHoc),
        period: Set(check::line("period", period.unwrap_or_default())?),
        ..draft(w)
    })
}

/// Figures of a report.
const MOST: usize = 100;

async fn add_indicators(w: &Write, report: Uuid, indicators: &[ReportIndicatorInput]) -> Result<()> {
    check::list("indicators", indicators, 0, MOST)?;
    for (index, indicator) in indicators.iter().enumerate() {
        add_indicator(w, report, index, "indicators", indicator).await?;
    }
    Ok(())
}

/// Adds figures to those of a draft, which each have another name or measure.
async fn append_indicators(w: &Write, report: Uuid, indicators: &[ReportIndicatorInput]) -> Result<()> {
    let there = w.of::<report_indicator::Entity>(report_indicator::Column::ReportId, report).await?;
    check::room("addIndicators", there.len() + indicators.len(), MOST)?;
    let last = there.iter().map(|figure| figure.position).max().unwrap_or_default();
    let mut known: Vec<_> = there.iter().map(|figure| (fold(&figure.name), fold(&figure.measure))).collect();
    for (index, indicator) in (usize::try_from(last).unwrap_or_default()..).zip(indicators) {
        let called = (fold(&indicator.name), fold(&indicator.measure));
        if known.contains(&called) {
            return Err(Error::new(
                Code::Duplicate,
                "The report has a figure of this name and measure already.",
                "Báo cáo đã có số liệu này.",
            )
            .with("field", "addIndicators.name"));
        }
        known.push(called);
        add_indicator(w, report, index, "addIndicators", indicator).await?;
    }
    Ok(())
}

async fn add_indicator(
    w: &Write,
    report: Uuid,
    index: usize,
    place: &str,
    indicator: &ReportIndicatorInput,
) -> Result<()> {
    let row = report_indicator::ActiveModel {
        report_id: Set(report),
        position: Set(check::position(index)),
        name: Set(check::line(&format!("{place}.name"), &indicator.name)?),
        measure: Set(check::line(&format!("{place}.measure"), &indicator.measure)?),
        value: Set(indicator.value.0),
        ..Default::default()
    };
    w.attach::<report_indicator::Entity>(row).await?;
    Ok(())
}

pub async fn update(w: &mut Write, input: UpdateReportInput) -> Result<Done> {
    let before = w.fetch_at::<report::Entity>(input.id.0, input.expected_version).await?;
    w.decide::<workflow::report::Report>(before.id).await?;
    let mut row = before.clone().into_active_model();
    if let Some(text) = &input.narrative {
        row.narrative = Set(check::body("narrative", text)?);
    }
    if let Some(text) = &input.difficulties {
        row.difficulties = Set(check::body("difficulties", text)?);
    }
    if let Some(text) = &input.proposals {
        row.proposals = Set(check::body("proposals", text)?);
    }
    if let Some(indicators) = &input.indicators {
        for former in w.of::<report_indicator::Entity>(report_indicator::Column::ReportId, before.id).await? {
            former.delete(&w.tx).await?;
        }
        add_indicators(w, before.id, indicators).await?;
    }
    if let Some(indicators) = &input.add_indicators {
        append_indicators(w, before.id, indicators).await?;
    }
    w.update::<report::Entity>(&before, indexed(row)).await?;
    done::<report::Entity>(before.id)
}

pub async fn submit(w: &mut Write, input: ReportInput) -> Result<Done> {
    let mut step = w.step::<workflow::report::Report>(input.id, input.expected_version).await?;
    // A supplement to a report that was in time is not late.
    step.row.is_late = Set(step.before.edition == 1 && step.facts.is_late(w.viewer.now.date_in_vietnam()));
    step.row.submitted_by = Set(Some(w.subject()));
    step.row.submitted_at = Set(Some(w.viewer.now));
    w.take(step).await
}

pub async fn accept(w: &mut Write, input: ReportInput) -> Result<Done> {
    let before = w.fetch_at::<report::Entity>(input.id.0, input.expected_version).await?;
    let (next, _) = w.decide::<workflow::report::Report>(before.id).await?;
    let mut row = before.clone().into_active_model();
    row.state = Set(next);
    row.accepted_at = Set(Some(w.viewer.now));
    row.reason = Set(None);
    w.update::<report::Entity>(&before, row).await?;
    if let Some(former) = before.replaces_id {
        let former = w.fetch::<report::Entity>(former).await?;
        // What was consolidated meanwhile stays as it was consolidated.
        if former.state == ReportState::Accepted {
            let mut row = former.clone().into_active_model();
            row.state = Set(ReportState::Superseded);
            w.update::<report::Entity>(&former, row).await?;
        }
    }
    if let Some(obligation) = before.obligation_id {
        meet(w, obligation).await?;
    }
    done::<report::Entity>(before.id)
}

async fn meet(w: &Write, obligation: Uuid) -> Result<()> {
    let owed = w.fetch::<report_obligation::Entity>(obligation).await?;
    if owed.state == ObligationState::Due {
        let mut row = owed.clone().into_active_model();
        row.state = Set(ObligationState::Met);
        w.update::<report_obligation::Entity>(&owed, row).await?;
    }
    Ok(())
}

pub async fn send_back(w: &mut Write, input: ReportReasonInput) -> Result<Done> {
    let mut step = w.step::<workflow::report::Report>(input.id, input.expected_version).await?;
    step.row.reason = Set(Some(reason(&check::body("reason", &input.reason)?)?));
    w.take(step).await
}

/// What needs nothing more: it is locked.
pub async fn proceed(w: &mut Write, input: ReportInput) -> Result<Done> {
    w.take(w.step::<workflow::report::Report>(input.id, input.expected_version).await?).await
}

/// A new edition that starts as a copy; the former one stays in force until this is accepted.
pub async fn supplement(w: &mut Write, input: ReportInput) -> Result<Done> {
    let before = w.fetch_at::<report::Entity>(input.id.0, input.expected_version).await?;
    w.decide::<workflow::report::Report>(before.id).await?;
    let editions = match before.obligation_id {
        Some(obligation) => w.of::<report::Entity>(report::Column::ObligationId, obligation).await?,
        None => w.of::<report::Entity>(report::Column::ReplacesId, before.id).await?,
    };
    if editions.iter().any(|edition| edition.edition > before.edition) {
        return Err(Error::new(
            Code::Duplicate,
            "There is a newer edition of this report already.",
            "Báo cáo này đã có bản bổ sung.",
        ));
    }
    let row = report::ActiveModel {
        obligation_id: Set(before.obligation_id),
        campaign_id: Set(before.campaign_id),
        phase_id: Set(before.phase_id),
        unit_id: Set(before.unit_id),
        kind: Set(before.kind),
        period: Set(before.period.clone()),
        due_on: Set(before.due_on),
        edition: Set(before.edition + 1),
        replaces_id: Set(Some(before.id)),
        narrative: Set(before.narrative.clone()),
        difficulties: Set(before.difficulties.clone()),
        proposals: Set(before.proposals.clone()),
        ..draft(w)
    };
    let report = w.insert::<report::Entity>(indexed(row)).await?;
    for figure in w.of::<report_indicator::Entity>(report_indicator::Column::ReportId, before.id).await? {
        let row = report_indicator::ActiveModel {
            report_id: Set(report.id),
            position: Set(figure.position),
            name: Set(figure.name),
            measure: Set(figure.measure),
            value: Set(figure.value),
            ..Default::default()
        };
        w.attach::<report_indicator::Entity>(row).await?;
    }
    done::<report::Entity>(report.id)
}

pub async fn waive(w: &mut Write, input: ObligationReasonInput) -> Result<Done> {
    let mut step = w.step::<workflow::obligation::Obligation>(input.id, input.expected_version).await?;
    step.row.reason = Set(Some(reason(&check::body("reason", &input.reason)?)?));
    w.take(step).await
}
