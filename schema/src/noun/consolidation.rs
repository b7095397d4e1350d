//! Consolidated reports (báo cáo tổng hợp): what the Standing Body tells the province, with figures that stay as they were.

use entity::{
    Quantity, Sight,
    consolidated_figure::{self, FigureDimension, FigureSubject},
    consolidated_report::{self, ConsolidatedKind, ConsolidatedState},
    consolidated_source,
};
use sea_orm::Set;
use serde_json::Value as Json;

use super::{
    life::{Living, state, transitions},
    record::history,
};
use crate::{
    declare::{Filter, Group, Need, Noun, Scalar, Sort, boolean, code, computed, instant, int, key, many, one, text},
    plan::{Cell, is_small},
    viewer::Viewer,
    workflow,
};

/// Who reads what units wrote in their reports: not the other units.
const PROVINCE: &[Sight] = &[Sight::StandingBody, Sight::Council, Sight::Chair, Sight::Auditor];

pub fn nouns() -> Vec<Noun> {
    vec![report(), source(), figure()]
}

fn report() -> Noun {
    Noun::new("ConsolidatedReport", "consolidated_report", consolidated_report::visible, "What the Standing Body puts together for the province out of units' reports (báo cáo tổng hợp, IV.6c): its figures are those of the day they were taken, with the reports behind them, whatever happens to these later. Once issued, everybody who takes part reads it; a correction is a new edition.")
        .root("consolidatedReports")
        .label("title")
        .fields([
            text("title", "The title (tên báo cáo)."),
            code::<ConsolidatedKind>("kind", "Quarterly, preliminary or final."),
            text("period", "The period it covers, `Q3/2021` (kỳ báo cáo)."),
            int("edition", "The edition for this campaign, kind and period, from 1."),
            code::<ConsolidatedState>("state", "Where it is in its life (trạng thái)."),
            text("narrative", "What was achieved (kết quả thực hiện)."),
            text("difficulties", "Difficulties, gathered from the reports behind it (khó khăn, vướng mắc); null for units.").owner_or(PROVINCE),
            text("proposals", "Proposals, gathered from the reports behind it (đề xuất, kiến nghị); null for units.").owner_or(PROVINCE),
            instant("takenAt", "When its figures were taken (thời điểm chốt số liệu)."),
            instant("issuedAt", "When it was issued.").optional(),
            one("unit", "Unit", "The unit that holds the Standing Body."),
            one("campaign", "Campaign", "The campaign."),
            one("document", "OfficialDocument", "The document it was issued as (văn bản ban hành).").optional(),
            one("replaces", "ConsolidatedReport", "The edition it takes the place of.").optional(),
            many("figures", "ConsolidatedFigure", "consolidated_id", "Its figures (số liệu tổng hợp)."),
            many("sources", "ConsolidatedSource", "consolidated_id", "The reports behind it (báo cáo nguồn); of these a unit sees its own."),
            super::paper::papers("ConsolidatedReport", "'CONSOLIDATED_REPORT'", "{t}.period"),
            history(),
            int("version", "Grows by one with each change; for `expectedVersion`."),
            instant("createdAt", "When it was drafted."),
            instant("updatedAt", "When it was last changed."),
            transitions::<workflow::consolidation::Consolidation>(),
        ])
        .filters([
            Filter::codes::<ConsolidatedState>("state", "In one of these states."),
            Filter::codes::<ConsolidatedKind>("kind", "Of one of these kinds."),
            Filter::texts("period", "For one of these periods."),
            Filter::ids("campaign", "Campaign", "Of one of these campaigns."),
        ])
        .sorts([
            Sort::by("CREATED_AT", "created_at", Scalar::Instant, "By when it was drafted.").descending(),
            Sort::by("PERIOD", "period", Scalar::Text, "By period."),
        ])
        .groups([
            Group::by("STATE", "state", Scalar::Text, "By state."),
            Group::by("KIND", "kind", Scalar::Text, "By kind."),
        ])
}

impl Living for workflow::consolidation::Consolidation {
    type Row = consolidated_report::Entity;

    fn put(row: &mut consolidated_report::ActiveModel, state: Self::State) {
        row.state = Set(state);
    }

    fn needs() -> Vec<Need> {
        vec![
            key("{t}.state", Scalar::Text),
            key("{t}.unit_id", Scalar::Id("Unit")),
            key("{t}.narrative", Scalar::Text),
            key("(select count(*) from consolidated_source x where x.consolidated_id = {t}.id)", Scalar::Long),
            key(
                "(select count(*) from consolidated_source x where x.consolidated_id = {t}.id and x.report_id in (select r.id from report r where r.state = 'SUPERSEDED'))",
                Scalar::Long,
            ),
        ]
    }

    fn read(cells: &[Cell<'_>]) -> Self::Facts {
        workflow::consolidation::Facts {
            state: state(&cells[0], ConsolidatedState::Superseded),
            unit: cells[1].uuid().unwrap_or_default(),
            has_narrative: cells[2].text().is_some_and(|text| !text.trim().is_empty()),
            sources: cells[3].int().unwrap_or_default(),
            replaced: cells[4].int().unwrap_or_default(),
        }
    }
}

fn source() -> Noun {
    let about = "A report behind a consolidated one, with what was taken from it (báo cáo nguồn).";
    Noun::new("ConsolidatedSource", "consolidated_source", consolidated_source::visible, about)
        .fields([
            int("position", "Its place in the list, from 1."),
            int("edition", "The edition that was taken."),
            boolean("isLate", "Whether it came late (nộp trễ)."),
            text("difficulties", "The difficulties it told of (khó khăn, vướng mắc)."),
            text("proposals", "What it proposed (đề xuất, kiến nghị)."),
            one("report", "Report", "The report, for whoever may see it.").optional(),
            one("unit", "Unit", "The unit that wrote it."),
            one("consolidated", "ConsolidatedReport", "The consolidated report."),
        ])
        .filters([Filter::ids("unit", "Unit", "Of one of these units.")])
        .sorts([Sort::by("POSITION", "position", Scalar::Int, "By its place.")])
}

fn figure() -> Noun {
    let about = "A figure of a consolidated report (số liệu tổng hợp): a count by state or timeliness, or an indicator summed up over the reports behind it.";
    Noun::new("ConsolidatedFigure", "consolidated_figure", consolidated_figure::visible, about)
        .fields([
            int("position", "Its place in the list, from 1."),
            code::<FigureSubject>("subject", "What it counts or sums up."),
            code::<FigureDimension>("dimension", "By what."),
            text("key", "Of which field group or cluster (an ID) or kind of unit (a code); null for the whole, and for what has none.").optional(),
            text("label", "What the key was called then, or the name of the indicator (tên)."),
            text("code", "The state or timeliness that is counted; null for an indicator.").optional(),
            text("codeLabel", "That code in Vietnamese."),
            text("measure", "The unit of measure of an indicator (đơn vị tính)."),
            computed(
                "value",
                "Decimal",
                vec![key("{t}.value", Scalar::Quantity), key("{t}.subject", Scalar::Text)],
                value,
                "The figure. An indicator in % is the average of the reports, any other their sum. For units null where fewer than three nominations are counted.",
            )
            .optional(),
            one("consolidated", "ConsolidatedReport", "The consolidated report."),
        ])
        .filters([
            Filter::codes::<FigureSubject>("subject", "Of one of these subjects."),
            Filter::codes::<FigureDimension>("dimension", "By one of these."),
        ])
        .sorts([Sort::by("POSITION", "position", Scalar::Int, "By its place.")])
}

/// A nomination is of a person whom units do not see.
fn value(viewer: &Viewer, cells: &[Cell<'_>]) -> Json {
    let value = cells[0].int().unwrap_or_default();
    let is_of_people = cells[1].text() == Some(FigureSubject::Nominations.code());
    if viewer.scope.sight == Sight::Unit && is_of_people && is_small(value / 10_000) {
        return Json::Null;
    }
    Quantity(value).to_string().into()
}
