//! Guidance: drafted, published; publishing makes windows and obligations.

use std::collections::BTreeSet;

use async_graphql::InputObject;
use entity::{
    campaign,
    guidance::{self, GuidanceState},
    guidance_report, official_document, phase,
    report::ReportKind,
    report_obligation::{self, ObligationState},
    unit_placement,
};
use sea_orm::{ColumnTrait, IntoActiveModel, Set};
use uuid::Uuid;

use super::{GuidanceInput, check, done};
use crate::{
    error::{Error, Result},
    scalar::{Date, Enumerated, id::Id},
    workflow,
    write::{Done, Write},
};

/// A report that the guidance asks for.
#[derive(InputObject)]
pub struct GuidanceReportInput {
    /// The kind of report.
    pub kind: Enumerated<ReportKind>,
    /// The period it covers, `Q3/2021`.
    pub period: String,
    /// The day it is due.
    pub due_on: Date,
}

/// A new edition of the guidance of a phase.
#[derive(InputObject)]
pub struct DraftGuidanceInput {
    /// The phase.
    pub phase: Id<phase::Entity>,
    /// The first day of the registration window.
    pub registration_from: Date,
    /// The last day of the registration window.
    pub registration_to: Date,
    /// How many nominations a unit may send in this phase; none for no limit.
    pub nomination_quota: Option<i32>,
    /// Forms and how to fill them.
    pub form: Option<String>,
    /// The document it is issued as.
    pub document: Option<Id<official_document::Entity>>,
    /// The reports it asks every participating unit for.
    pub reports: Vec<GuidanceReportInput>,
}

pub async fn draft(w: &mut Write, input: DraftGuidanceInput) -> Result<Done> {
    let phase = w.see::<phase::Entity>(input.phase.0).await?;
    if let Some(document) = input.document {
        w.see::<official_document::Entity>(document.0).await?;
    }
    check::period("registrationTo", input.registration_from.0, input.registration_to.0)?;
    check::list("reports", &input.reports, 0, 50)?;
    if input.nomination_quota.is_some_and(|quota| quota < 0) {
        return Err(Error::input("nominationQuota", "must not be negative", "không được âm"));
    }
    let editions = w.of::<guidance::Entity>(guidance::Column::PhaseId, phase.id).await?;
    let row = guidance::ActiveModel {
        phase_id: Set(phase.id),
        campaign_id: Set(phase.campaign_id),
        edition: Set(editions.iter().map(|guidance| guidance.edition).max().unwrap_or(0) + 1),
        state: Set(GuidanceState::Draft),
        registration_from: Set(input.registration_from.0),
        registration_to: Set(input.registration_to.0),
        nomination_quota: Set(input.nomination_quota),
        form: Set(check::body("form", input.form.as_deref().unwrap_or_default())?),
        document_id: Set(input.document.map(|document| document.0)),
        ..Default::default()
    };
    let guidance = w.insert::<guidance::Entity>(row).await?.id;
    for report in &input.reports {
        let row = guidance_report::ActiveModel {
            guidance_id: Set(guidance),
            kind: Set(report.kind.0),
            period: Set(check::line("reports.period", &report.period)?),
            due_on: Set(report.due_on.0),
            ..Default::default()
        };
        w.attach::<guidance_report::Entity>(row).await?;
    }
    done::<guidance::Entity>(guidance)
}

pub async fn publish(w: &mut Write, input: GuidanceInput) -> Result<Done> {
    let before = w.fetch_at::<guidance::Entity>(input.id.0, input.expected_version).await?;
    let (next, _) = w.decide::<workflow::guidance::Guidance>(before.id).await?;
    for former in w.of::<guidance::Entity>(guidance::Column::PhaseId, before.phase_id).await? {
        if former.state == GuidanceState::Published {
            let mut row = former.clone().into_active_model();
            row.state = Set(GuidanceState::Superseded);
            w.update::<guidance::Entity>(&former, row).await?;
        }
    }
    let mut row = before.clone().into_active_model();
    row.state = Set(next);
    row.published_at = Set(Some(w.viewer.now));
    w.update::<guidance::Entity>(&before, row).await?;
    oblige(w, &before).await?;
    done::<guidance::Entity>(before.id)
}

/// Every unit directly below the one that launches the campaign owes every report that the guidance asks for. What is open
/// from a former edition moves to the new day; what is done stays.
async fn oblige(w: &Write, guidance: &guidance::Model) -> Result<()> {
    let campaign = w.see::<campaign::Entity>(guidance.campaign_id).await?;
    let reports = w.of::<guidance_report::Entity>(guidance_report::Column::GuidanceId, guidance.id).await?;
    let places = w.of::<unit_placement::Entity>(unit_placement::Column::ParentId, campaign.unit_id).await?;
    let owed = w.every::<report_obligation::Entity>(report_obligation::Column::PhaseId.eq(guidance.phase_id)).await?;
    let takes_part = |place: &&unit_placement::Model| {
        place.valid_from <= campaign.ends_on && place.valid_to.is_none_or(|to| to >= campaign.starts_on)
    };
    let units: BTreeSet<Uuid> = places.iter().filter(takes_part).map(|place| place.unit_id).collect();
    for unit in units {
        for report in &reports {
            let same =
                |o: &&report_obligation::Model| o.unit_id == unit && o.kind == report.kind && o.period == report.period;
            match owed.iter().find(same) {
                None => add(w, guidance, unit, report).await?,
                Some(open) if open.state == ObligationState::Due => {
                    let mut row = open.clone().into_active_model();
                    row.guidance_id = Set(guidance.id);
                    row.due_on = Set(report.due_on);
                    w.update::<report_obligation::Entity>(open, row).await?;
                }
                Some(_) => {}
            }
        }
    }
    Ok(())
}

async fn add(w: &Write, guidance: &guidance::Model, unit: Uuid, report: &guidance_report::Model) -> Result<()> {
    let row = report_obligation::ActiveModel {
        campaign_id: Set(guidance.campaign_id),
        phase_id: Set(guidance.phase_id),
        guidance_id: Set(guidance.id),
        unit_id: Set(unit),
        kind: Set(report.kind),
        period: Set(report.period.clone()),
        due_on: Set(report.due_on),
        state: Set(ObligationState::Due),
        ..Default::default()
    };
    w.insert::<report_obligation::Entity>(row).await?;
    Ok(())
}
