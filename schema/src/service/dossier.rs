//! Dossiers: opened, reviewed by the unit's own council, submitted, received or sent back for a supplement.

use async_graphql::InputObject;
use entity::{
    Instant,
    dossier::{self, DossierState},
    official_document::{self, DocumentKind},
    phase, rule_set,
    text::sort_key,
    unit,
};
use sea_orm::{ColumnTrait, ExprTrait, IntoActiveModel, Set};

use super::{DossierInput, DossierReasonInput, calendar::Calendar, check, done};
use crate::{
    error::{Code, Error, Result},
    scalar::id::Id,
    workflow::{self, reason},
    write::{Done, Write},
};

/// A new dossier.
#[derive(InputObject)]
pub struct CreateDossierInput {
    /// The phase.
    pub phase: Id<phase::Entity>,
    /// The unit; your own where left out.
    pub unit: Option<Id<unit::Entity>>,
    /// The title.
    pub title: String,
}

/// The minutes of the unit's own council.
#[derive(InputObject)]
pub struct ReviewDossierInput {
    /// The dossier.
    pub id: Id<dossier::Entity>,
    /// The version you read; if the object has moved on, nothing happens and the answer is CONFLICT.
    pub expected_version: Option<i32>,
    /// The minutes (biên bản họp xét), issued by the unit.
    pub minutes: Option<Id<official_document::Entity>>,
}

/// A dossier on its way to the Standing Body.
#[derive(InputObject)]
pub struct SubmitDossierInput {
    /// The dossier.
    pub id: Id<dossier::Entity>,
    /// The version you read; if the object has moved on, nothing happens and the answer is CONFLICT.
    pub expected_version: Option<i32>,
    /// The proposal letter (tờ trình), issued by the unit; after a supplement the former one stays where this is left out.
    pub proposal_letter: Option<Id<official_document::Entity>>,
}

pub async fn create(w: &mut Write, input: CreateDossierInput) -> Result<Done> {
    let phase = w.see::<phase::Entity>(input.phase.0).await?;
    let unit = input.unit.map_or_else(|| w.unit(), |unit| Ok(unit.0))?;
    w.permit(Some(unit))?;
    let title = check::line("title", &input.title)?;
    let row = dossier::ActiveModel {
        campaign_id: Set(phase.campaign_id),
        phase_id: Set(phase.id),
        unit_id: Set(unit),
        title_key: Set(sort_key(&title)),
        title: Set(title),
        state: Set(DossierState::Draft),
        author: Set(w.subject()),
        paused_micros: Set(0),
        ..Default::default()
    };
    done::<dossier::Entity>(w.insert::<dossier::Entity>(row).await?.id)
}

pub async fn review(w: &mut Write, input: ReviewDossierInput) -> Result<Done> {
    let mut step = w.step::<workflow::dossier::Dossier>(input.id, input.expected_version).await?;
    let minutes = input.minutes.ok_or_else(|| {
        Error::new(
            Code::MinutesRequired,
            "Attach the minutes of the unit's own council.",
            "Phải đính kèm biên bản họp xét của đơn vị.",
        )
    })?;
    paper(w, &step.before, minutes, DocumentKind::Minutes, "minutes").await?;
    step.row.minutes_id = Set(Some(minutes.0));
    step.row.reviewed_by = Set(Some(w.subject()));
    w.take(step).await
}

/// A document of the dossier is of its kind and issued by the unit that proposes.
async fn paper(
    w: &Write,
    dossier: &dossier::Model,
    id: Id<official_document::Entity>,
    kind: DocumentKind,
    place: &str,
) -> Result<()> {
    let document = w.see::<official_document::Entity>(id.0).await?;
    if document.kind != kind {
        return Err(Error::input(
            place,
            &format!("is not a document of kind {}", kind.code()),
            "không đúng loại văn bản",
        ));
    }
    if document.issuer_id != Some(dossier.unit_id) {
        return Err(Error::input(
            place,
            "was not issued by the unit that proposes",
            "không phải văn bản của đơn vị đề nghị",
        ));
    }
    Ok(())
}

pub async fn submit(w: &mut Write, input: SubmitDossierInput) -> Result<Done> {
    let before = w.fetch_at::<dossier::Entity>(input.id.0, input.expected_version).await?;
    let (next, _) = w.decide::<workflow::dossier::Dossier>(before.id).await?;
    let mut row = before.clone().into_active_model();
    match input.proposal_letter {
        Some(letter) => {
            paper(w, &before, letter, DocumentKind::ProposalLetter, "proposalLetter").await?;
            row.proposal_letter_id = Set(Some(letter.0));
        }
        None if before.proposal_letter_id.is_none() => {
            return Err(Error::new(
                Code::ProposalLetterRequired,
                "Attach the proposal letter with its number and date.",
                "Phải có tờ trình (số, ngày ban hành).",
            ));
        }
        None => {}
    }
    if let Some(since) = before.paused_at {
        let calendar = Calendar::from(w, since.date_in_vietnam()).await?;
        resume(&mut row, &before, (since, w.viewer.now), &calendar);
    }
    row.state = Set(next);
    row.missing = Set(None);
    row.submitted_by = Set(Some(w.subject()));
    row.submitted_at = Set(Some(w.viewer.now));
    w.update::<dossier::Entity>(&before, row).await?;
    done::<dossier::Entity>(before.id)
}

/// The clock runs on: as many working days are left from now as were when it stopped.
fn resume(
    row: &mut dossier::ActiveModel,
    before: &dossier::Model,
    (since, now): (Instant, Instant),
    calendar: &Calendar,
) {
    row.paused_at = Set(None);
    row.paused_micros = Set(before.paused_micros + Ord::max(now.0 - since.0, 0));
    row.appraisal_due_on = Set(before.appraisal_due_on.map(|due| {
        let left = calendar.between(since.date_in_vietnam(), due);
        if left == 0 { due } else { calendar.after(now.date_in_vietnam(), left) }
    }));
}

pub async fn receive(w: &mut Write, input: DossierInput) -> Result<Done> {
    let mut step = w.step::<workflow::dossier::Dossier>(input.id, input.expected_version).await?;
    if step.before.received_at.is_none() {
        let today = w.viewer.now.date_in_vietnam();
        let rules = rules_on(w, today).await?;
        let calendar = Calendar::from(w, today).await?;
        step.row.received_at = Set(Some(w.viewer.now));
        step.row.appraisal_due_on = Set(Some(calendar.after(today, rules.appraisal_working_days)));
    }
    w.take(step).await
}

/// The rule set in force on a day: the latest that has begun and not ended.
pub async fn rules_on(w: &Write, day: chrono::NaiveDate) -> Result<rule_set::Model> {
    let begun = rule_set::Column::ValidFrom.lte(day);
    let open = rule_set::Column::ValidTo.is_null().or(rule_set::Column::ValidTo.gte(day));
    let rules = w.every::<rule_set::Entity>(begun.and(open)).await?;
    rules.into_iter().max_by_key(|rules| rules.valid_from).ok_or_else(|| {
        Error::new(
            Code::RuleSetMissing,
            "No rule set is in force on that day; the administrator records one.",
            "Chưa có bộ quy tắc hiệu lực vào ngày này; đề nghị quản trị ghi nhận.",
        )
    })
}

pub async fn request_supplement(w: &mut Write, input: DossierReasonInput) -> Result<Done> {
    let mut step = w.step::<workflow::dossier::Dossier>(input.id, input.expected_version).await?;
    step.row.missing = Set(Some(reason(&check::body("reason", &input.reason)?)?));
    step.row.paused_at = Set(Some(w.viewer.now));
    w.take(step).await
}
