//! Guidance: drafted in editions, published; publishing makes windows and obligations.

use async_graphql::InputObject;
use entity::{
    guidance::{self, GuidanceState},
    guidance_report, official_document, phase,
    report::ReportKind,
};
use sea_orm::{IntoActiveModel, Set};

use super::{GuidanceInput, check, done, obligations};
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
    obligations::follow(w, &before).await?;
    done::<guidance::Entity>(before.id)
}
