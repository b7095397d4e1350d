//! Consolidated reports: drafted out of the reports of a period, refreshed, issued.

mod figures;
mod gather;

use async_graphql::InputObject;
use entity::{
    campaign, consolidated_figure,
    consolidated_report::{self, ConsolidatedKind, ConsolidatedState},
    consolidated_source,
    official_document::{self, DocumentKind},
    report::{self, ReportState},
};
use sea_orm::{ColumnTrait, ExprTrait, IntoActiveModel, ModelTrait, Set, sea_query::Expr};
use uuid::Uuid;

use super::{check, done};
use crate::{
    error::{Code, Error, Result},
    scalar::{Enumerated, id::Id},
    workflow,
    write::{Done, Write},
};

use gather::Gathered;

/// A new consolidated report. Figures and reports of the period are taken as they are now.
#[derive(InputObject)]
pub struct CreateConsolidatedReportInput {
    /// The campaign.
    pub campaign: Id<campaign::Entity>,
    /// Quarterly, preliminary or final.
    pub kind: Enumerated<ConsolidatedKind>,
    /// The period, as the reports have it: `Q3/2021`.
    pub period: String,
    /// The title.
    pub title: String,
    /// What was achieved.
    pub narrative: Option<String>,
    /// Difficulties; gathered from the reports where left out.
    pub difficulties: Option<String>,
    /// Proposals; gathered from the reports where left out.
    pub proposals: Option<String>,
    /// Further accepted reports of the campaign beside those of this kind and period, for example ad hoc ones.
    #[graphql(default)]
    pub reports: Vec<Id<report::Entity>>,
}

/// Changes of a draft of a consolidated report; what is left out stays as it is.
#[derive(InputObject)]
pub struct UpdateConsolidatedReportInput {
    /// The consolidated report.
    pub id: Id<consolidated_report::Entity>,
    /// The version you read; if the object has moved on, nothing happens and the answer is CONFLICT.
    pub expected_version: Option<i32>,
    /// The title.
    pub title: Option<String>,
    /// What was achieved.
    pub narrative: Option<String>,
    /// Difficulties.
    pub difficulties: Option<String>,
    /// Proposals.
    pub proposals: Option<String>,
    /// Whether figures, reports, and difficulties and proposals that are not given here are taken anew.
    #[graphql(default)]
    pub refresh: bool,
    /// With refresh: further accepted reports of the campaign.
    #[graphql(default)]
    pub reports: Vec<Id<report::Entity>>,
}

/// A consolidated report to issue.
#[derive(InputObject)]
pub struct IssueConsolidatedReportInput {
    /// The consolidated report.
    pub id: Id<consolidated_report::Entity>,
    /// The version you read; if the object has moved on, nothing happens and the answer is CONFLICT.
    pub expected_version: Option<i32>,
    /// The document it is issued as: a report (báo cáo) of the unit that holds the Standing Body.
    pub document: Id<official_document::Entity>,
}

pub async fn create(w: &mut Write, input: CreateConsolidatedReportInput) -> Result<Done> {
    let campaign = w.see::<campaign::Entity>(input.campaign.0).await?;
    let (unit, kind) = (w.unit()?, input.kind.0);
    w.permit(Some(unit))?;
    let period = check::line("period", &input.period)?;
    let editions = editions(w, campaign.id, kind, &period).await?;
    if editions.iter().any(|edition| edition.state == ConsolidatedState::Draft) {
        return Err(Error::new(
            Code::Duplicate,
            "There is a draft of a consolidated report for this period already: change that one.",
            "Đã có dự thảo báo cáo tổng hợp của kỳ này; hãy sửa dự thảo đó.",
        ));
    }
    let sources = gather::sources(w, campaign.id, kind, &period, &input.reports).await?;
    let gathered = Gathered::from(w, &sources).await?;
    let row = consolidated_report::ActiveModel {
        campaign_id: Set(campaign.id),
        unit_id: Set(unit),
        kind: Set(kind),
        edition: Set(editions.iter().map(|edition| edition.edition).max().unwrap_or(0) + 1),
        replaces_id: Set(issued(&editions).map(|edition| edition.id)),
        title: Set(check::line("title", &input.title)?),
        narrative: Set(check::body("narrative", input.narrative.as_deref().unwrap_or_default())?),
        difficulties: Set(given("difficulties", input.difficulties.as_deref(), gathered.difficulties)?),
        proposals: Set(given("proposals", input.proposals.as_deref(), gathered.proposals)?),
        state: Set(ConsolidatedState::Draft),
        taken_at: Set(w.viewer.now),
        author: Set(w.subject()),
        period: Set(period),
        ..Default::default()
    };
    let report = w.insert::<consolidated_report::Entity>(row).await?;
    take(w, &report, &sources).await?;
    done::<consolidated_report::Entity>(report.id)
}

pub async fn update(w: &mut Write, input: UpdateConsolidatedReportInput) -> Result<Done> {
    let mut step = w.step::<workflow::consolidation::Consolidation>(input.id, input.expected_version).await?;
    if let Some(title) = &input.title {
        step.row.title = Set(check::line("title", title)?);
    }
    if let Some(text) = &input.narrative {
        step.row.narrative = Set(check::body("narrative", text)?);
    }
    let before = step.before.clone();
    if input.refresh {
        let sources = gather::sources(w, before.campaign_id, before.kind, &before.period, &input.reports).await?;
        let gathered = Gathered::from(w, &sources).await?;
        step.row.difficulties = Set(gathered.difficulties);
        step.row.proposals = Set(gathered.proposals);
        step.row.taken_at = Set(w.viewer.now);
        forget(w, before.id).await?;
        take(w, &before, &sources).await?;
    } else if !input.reports.is_empty() {
        return Err(Error::input("reports", "need refresh", "chỉ dùng cùng với refresh"));
    }
    if let Some(text) = &input.difficulties {
        step.row.difficulties = Set(check::body("difficulties", text)?);
    }
    if let Some(text) = &input.proposals {
        step.row.proposals = Set(check::body("proposals", text)?);
    }
    w.take(step).await
}

/// It takes the place of the edition before it, and the reports behind it are consolidated.
pub async fn issue(w: &mut Write, input: IssueConsolidatedReportInput) -> Result<Done> {
    let mut step = w.step::<workflow::consolidation::Consolidation>(input.id, input.expected_version).await?;
    let before = step.before.clone();
    let document = w.see::<official_document::Entity>(input.document.0).await?;
    if document.kind != DocumentKind::Report || document.issuer_id != Some(before.unit_id) {
        return Err(Error::input(
            "document",
            "is not a report of the unit that holds the Standing Body",
            "không phải báo cáo do cơ quan thường trực ban hành",
        ));
    }
    step.row.document_id = Set(Some(document.id));
    step.row.issued_by = Set(Some(w.subject()));
    step.row.issued_at = Set(Some(w.viewer.now));
    let editions = editions(w, before.campaign_id, before.kind, &before.period).await?;
    if let Some(former) = issued(&editions) {
        let mut row = former.clone().into_active_model();
        row.state = Set(ConsolidatedState::Superseded);
        w.update::<consolidated_report::Entity>(former, row).await?;
    }
    for source in w.of::<consolidated_source::Entity>(consolidated_source::Column::ConsolidatedId, before.id).await? {
        consolidate(w, source.report_id).await?;
    }
    w.take(step).await
}

async fn consolidate(w: &Write, report: Uuid) -> Result<()> {
    let before = w.fetch::<report::Entity>(report).await?;
    // One that an earlier consolidated report has taken stays as it is.
    if before.state != ReportState::Accepted {
        return Ok(());
    }
    let (next, _) = w.decide::<workflow::report::Report>(report).await?;
    let mut row = before.clone().into_active_model();
    row.state = Set(next);
    w.update::<report::Entity>(&before, row).await?;
    Ok(())
}

async fn editions(
    w: &Write,
    campaign: Uuid,
    kind: ConsolidatedKind,
    period: &str,
) -> Result<Vec<consolidated_report::Model>> {
    use consolidated_report::Column as C;
    let same: Expr = C::CampaignId.eq(campaign).and(C::Kind.eq(kind)).and(C::Period.eq(period));
    w.every::<consolidated_report::Entity>(same).await
}

fn issued(editions: &[consolidated_report::Model]) -> Option<&consolidated_report::Model> {
    editions.iter().find(|edition| edition.state == ConsolidatedState::Issued)
}

/// What is written, or else what was gathered.
fn given(place: &str, written: Option<&str>, gathered: String) -> Result<String> {
    written.map_or(Ok(gathered), |text| check::body(place, text))
}

/// Keeps the reports behind it and the figures, as they are now.
async fn take(w: &Write, consolidated: &consolidated_report::Model, sources: &[report::Model]) -> Result<()> {
    w.attach_all::<consolidated_source::Entity>(gather::rows(w, consolidated.id, sources)).await?;
    let figures = figures::taken(w, consolidated, sources).await?;
    w.attach_all::<consolidated_figure::Entity>(figures).await
}

/// Lets go of what a draft had taken.
async fn forget(w: &Write, id: Uuid) -> Result<()> {
    for source in w.of::<consolidated_source::Entity>(consolidated_source::Column::ConsolidatedId, id).await? {
        source.delete(&w.tx).await?;
    }
    for figure in w.of::<consolidated_figure::Entity>(consolidated_figure::Column::ConsolidatedId, id).await? {
        figure.delete(&w.tx).await?;
    }
    Ok(())
}
