//! The reports behind a consolidated one, and what they tell of difficulties and proposals.

use std::{
    collections::{BTreeSet, HashMap},
    fmt::Write as _,
};

use entity::{
    consolidated_report::ConsolidatedKind,
    consolidated_source,
    report::{self, ReportKind, ReportState},
    unit,
};
use sea_orm::{ColumnTrait, ExprTrait, Set, sea_query::Expr};
use uuid::Uuid;

use crate::{
    error::{Error, Result},
    scalar::id::Id,
    service::check,
    write::Write,
};

/// The most characters that are gathered; whoever wants more reads the reports.
const MOST: usize = 40_000;

/// States of a report that counts.
const COUNTS: [ReportState; 3] = [ReportState::Accepted, ReportState::Consolidated, ReportState::Locked];

/// The accepted reports of a period in their latest editions, and the further ones named, by unit.
pub async fn sources(
    w: &Write,
    campaign: Uuid,
    kind: ConsolidatedKind,
    period: &str,
    further: &[Id<report::Entity>],
) -> Result<Vec<report::Model>> {
    use report::Column as C;
    check::list("reports", further, 0, 500)?;
    let of_period: Expr =
        C::CampaignId.eq(campaign).and(C::Kind.eq(of(kind))).and(C::Period.eq(period)).and(C::State.is_in(COUNTS));
    let mut found = w.every::<report::Entity>(of_period).await?;
    let replaced: BTreeSet<Uuid> = found.iter().filter_map(|report| report.replaces_id).collect();
    found.retain(|report| !replaced.contains(&report.id));
    for id in further {
        let report = w.see::<report::Entity>(id.0).await?;
        if report.campaign_id != campaign || !COUNTS.contains(&report.state) {
            return Err(Error::input(
                "reports",
                "holds one of another campaign, or one that is not accepted",
                "có báo cáo của đợt thi đua khác hoặc chưa được tiếp nhận",
            ));
        }
        if found.iter().all(|known| known.id != report.id) {
            found.push(report);
        }
    }
    Ok(found)
}

const fn of(kind: ConsolidatedKind) -> ReportKind {
    match kind {
        ConsolidatedKind::Quarterly => ReportKind::Quarterly,
        ConsolidatedKind::PreliminaryReview => ReportKind::PreliminaryReview,
        ConsolidatedKind::FinalReview => ReportKind::FinalReview,
    }
}

/// The sources as they are kept.
pub fn rows(w: &Write, consolidated: Uuid, sources: &[report::Model]) -> Vec<consolidated_source::ActiveModel> {
    let row = |(index, report): (usize, &report::Model)| consolidated_source::ActiveModel {
        consolidated_id: Set(consolidated),
        position: Set(check::position(index)),
        report_id: Set(report.id),
        unit_id: Set(report.unit_id),
        edition: Set(report.edition),
        is_late: Set(report.is_late),
        difficulties: Set(report.difficulties.clone()),
        proposals: Set(report.proposals.clone()),
        created_at: Set(w.viewer.now),
        ..Default::default()
    };
    sources.iter().enumerate().map(row).collect()
}

/// What the reports tell, each with the name of its unit.
pub struct Gathered {
    /// Difficulties.
    pub difficulties: String,
    /// Proposals.
    pub proposals: String,
}

impl Gathered {
    /// Out of these reports.
    pub async fn from(w: &Write, sources: &[report::Model]) -> Result<Self> {
        let units =
            w.every::<unit::Entity>(unit::Column::Id.is_in(sources.iter().map(|report| report.unit_id))).await?;
        let names: HashMap<Uuid, String> = units.into_iter().map(|unit| (unit.id, unit.name)).collect();
        let list = |text: fn(&report::Model) -> &str| {
            let told = sources.iter().filter(|report| !text(report).trim().is_empty());
            together(told.map(|report| (names.get(&report.unit_id).map_or("", String::as_str), text(report))))
        };
        Ok(Self { difficulties: list(|report| &report.difficulties), proposals: list(|report| &report.proposals) })
    }
}

/// A line for each, as many as there is room for.
fn together<'a>(told: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let (mut out, mut left) = (String::new(), MOST);
    for (unit, text) in told {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let length = unit.chars().count() + text.chars().count() + 5;
        if length > left {
            out.push_str("- …\n");
            break;
        }
        left -= length;
        let _ = writeln!(out, "- {unit}: {text}");
    }
    out.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_for_each_unit_until_there_is_no_room() {
        assert_eq!(together([("Sở A", "một\n hai"), ("Sở B", "ba")].into_iter()), "- Sở A: một hai\n- Sở B: ba");
        let long = "dài ".repeat(9_000);
        let gathered = together([("A", long.as_str()), ("B", long.as_str())].into_iter());
        assert!(gathered.ends_with("\n- …") && gathered.chars().count() <= MOST + 4);
    }
}
