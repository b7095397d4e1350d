//! What units owe by a guidance that is published: what is open moves to the days of the new edition, what is done stays.
//!
//! Open is what is due and has no report that was submitted; a draft and what was returned are written on to the new day.
//! Submitted, accepted and waived reports keep the day they had, and whether they were late. A report that an edition no longer
//! asks for is waived while it is open, and due again if a later edition asks for it anew.

use std::collections::{BTreeSet, HashMap, HashSet};

use entity::{
    campaign, guidance, guidance_report,
    report::{self, ReportKind, ReportState},
    report_obligation::{self, ObligationState},
    unit_placement,
};
use sea_orm::{ColumnTrait, IntoActiveModel, Set};
use uuid::Uuid;

use crate::{error::Result, write::Write};

/// A report that is asked for: its kind and period.
type Asked = (ReportKind, String);

/// What a new edition of a phase's guidance finds.
struct Edition<'a> {
    guidance: &'a guidance::Model,
    /// What it asks for.
    reports: Vec<guidance_report::Model>,
    /// What each former edition asked for.
    formerly: HashSet<(Uuid, Asked)>,
    /// The reports there are, by what they are owed for.
    written: HashMap<Uuid, Vec<report::Model>>,
}

/// Makes every unit that takes part owe what this guidance, published now, asks for.
pub async fn follow(w: &Write, guidance: &guidance::Model) -> Result<()> {
    let owed = w.of::<report_obligation::Entity>(report_obligation::Column::PhaseId, guidance.phase_id).await?;
    let edition = Edition::read(w, guidance).await?;
    let mut met = HashSet::new();
    for owed in &owed {
        met.insert((owed.unit_id, owed.kind, owed.period.clone()));
        edition.meet(w, owed).await?;
    }
    for unit in taking_part(w, guidance).await? {
        for report in &edition.reports {
            if !met.contains(&(unit, report.kind, report.period.clone())) {
                edition.add(w, unit, report).await?;
            }
        }
    }
    Ok(())
}

/// Every unit that hangs directly below the one that launches the campaign at some time of it.
async fn taking_part(w: &Write, guidance: &guidance::Model) -> Result<BTreeSet<Uuid>> {
    let campaign = w.see::<campaign::Entity>(guidance.campaign_id).await?;
    let places = w.of::<unit_placement::Entity>(unit_placement::Column::ParentId, campaign.unit_id).await?;
    let takes_part = |place: &&unit_placement::Model| {
        place.valid_from <= campaign.ends_on && place.valid_to.is_none_or(|to| to >= campaign.starts_on)
    };
    Ok(places.iter().filter(takes_part).map(|place| place.unit_id).collect())
}

impl<'a> Edition<'a> {
    async fn read(w: &Write, guidance: &'a guidance::Model) -> Result<Self> {
        let editions = w.of::<guidance::Entity>(guidance::Column::PhaseId, guidance.phase_id).await?;
        let of_them = guidance_report::Column::GuidanceId.is_in(editions.iter().map(|edition| edition.id));
        let (reports, former): (Vec<_>, Vec<_>) = w
            .every::<guidance_report::Entity>(of_them)
            .await?
            .into_iter()
            .partition(|report| report.guidance_id == guidance.id);
        let formerly = former.into_iter().map(|report| (report.guidance_id, (report.kind, report.period))).collect();
        let mut written: HashMap<Uuid, Vec<report::Model>> = HashMap::new();
        for report in w.of::<report::Entity>(report::Column::PhaseId, guidance.phase_id).await? {
            if let Some(owed) = report.obligation_id {
                written.entry(owed).or_default().push(report);
            }
        }
        Ok(Self { guidance, reports, formerly, written })
    }

    /// Brings one obligation of a former edition to this one, if it is open.
    async fn meet(&self, w: &Write, owed: &report_obligation::Model) -> Result<()> {
        let written = self.written.get(&owed.id).map(Vec::as_slice).unwrap_or_default();
        let is_unwritten = |report: &report::Model| matches!(report.state, ReportState::Draft | ReportState::Returned);
        if !written.iter().all(is_unwritten) {
            return Ok(());
        }
        let asked = self.reports.iter().find(|report| report.kind == owed.kind && report.period == owed.period);
        let (state, due_on, reason) = match (owed.state, asked) {
            (ObligationState::Due, Some(asked)) => (ObligationState::Due, asked.due_on, None),
            (ObligationState::Waived, Some(asked)) if self.was_dropped(owed) => {
                (ObligationState::Due, asked.due_on, None)
            }
            (ObligationState::Due, None) => {
                let reason = format!("Hướng dẫn lần {} không yêu cầu báo cáo này.", self.guidance.edition);
                (ObligationState::Waived, owed.due_on, Some(reason))
            }
            (ObligationState::Met | ObligationState::Waived, _) => return Ok(()),
        };
        let mut row = owed.clone().into_active_model();
        (row.guidance_id, row.state) = (Set(self.guidance.id), Set(state));
        (row.due_on, row.reason) = (Set(due_on), Set(reason));
        w.update::<report_obligation::Entity>(owed, row).await?;
        for report in written.iter().filter(|report| report.due_on != Some(due_on)) {
            let mut row = report.clone().into_active_model();
            row.due_on = Set(Some(due_on));
            w.update::<report::Entity>(report, row).await?;
        }
        Ok(())
    }

    /// Whether it was waived by an edition that did not ask for it, and not by somebody.
    fn was_dropped(&self, owed: &report_obligation::Model) -> bool {
        !self.formerly.contains(&(owed.guidance_id, (owed.kind, owed.period.clone())))
    }

    async fn add(&self, w: &Write, unit: Uuid, report: &guidance_report::Model) -> Result<()> {
        let row = report_obligation::ActiveModel {
            campaign_id: Set(self.guidance.campaign_id),
            phase_id: Set(self.guidance.phase_id),
            guidance_id: Set(self.guidance.id),
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
}
