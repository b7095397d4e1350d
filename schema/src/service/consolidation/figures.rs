//! The figures of a consolidated report: counts of what the Standing Body sees, and the indicators of the reports behind it.

use std::collections::{BTreeMap, HashMap};

use entity::{
    Codes, Quantity, award,
    award::AwardState,
    cluster,
    consolidated_figure::{self, FigureDimension as By, FigureSubject as About},
    consolidated_report::{self, ConsolidatedKind},
    field_group, nomination,
    nomination::NominationState,
    project,
    project::ProjectState,
    report,
    report::ReportKind,
    report_indicator, report_obligation,
    unit::UnitKind,
};
use sea_orm::{ColumnTrait, ExprTrait, Set, sea_query::Expr};
use uuid::Uuid;

use crate::{
    declare::{Scalar, key},
    error::{Error, Result},
    noun::{CLUSTER, TIMELINESS, Timeliness, UNIT_KIND},
    plan::Cell,
    scalar::id,
    service::check,
    write::{Table, Write},
};

/// How many rows share these keys.
struct Counted {
    group: Option<Uuid>,
    cluster: Option<Uuid>,
    kind: Option<String>,
    code: String,
    rows: i64,
}

/// What a figure is of: its place among the others, its key, its name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
struct Heading {
    order: String,
    key: Option<String>,
    label: String,
}

/// Names of field groups and clusters.
struct Names {
    groups: HashMap<Uuid, Heading>,
    clusters: HashMap<Uuid, Heading>,
}

/// Every figure, as it is now.
pub async fn taken(
    w: &Write,
    of: &consolidated_report::Model,
    sources: &[report::Model],
) -> Result<Vec<consolidated_figure::ActiveModel>> {
    use report_obligation::Column as O;
    let names = Names::of(w, of.campaign_id).await?;
    let kind = match of.kind {
        ConsolidatedKind::Quarterly => ReportKind::Quarterly,
        ConsolidatedKind::PreliminaryReview => ReportKind::PreliminaryReview,
        ConsolidatedKind::FinalReview => ReportKind::FinalReview,
    };
    let owed = O::CampaignId.eq(of.campaign_id).and(O::Kind.eq(kind)).and(O::Period.eq(of.period.as_str()));
    let nominated = nomination::Column::CampaignId.eq(of.campaign_id);
    let (of_row, of_nomination) =
        ("{t}.field_group_id", "(select n.field_group_id from nomination n where n.id = {t}.nomination_id)");
    let projects = project::Column::CampaignId.eq(of.campaign_id);
    let projects = counted::<project::Entity>(w, of_row, "{t}.state", projects).await?;
    let obligations = counted::<report_obligation::Entity>(w, "null", TIMELINESS, owed).await?;
    let nominations = counted::<nomination::Entity>(w, of_row, "{t}.state", nominated).await?;
    let awarded = award::Column::CampaignId.eq(of.campaign_id);
    let awards = counted::<award::Entity>(w, of_nomination, "{t}.state", awarded).await?;
    let mut out = Vec::new();
    rolled_up::<ProjectState>(&mut out, About::Projects, &projects, &names);
    rolled_up::<Timeliness>(&mut out, About::Obligations, &obligations, &names);
    summed_up(w, &mut out, sources).await?;
    rolled_up::<NominationState>(&mut out, About::Nominations, &nominations, &names);
    rolled_up::<AwardState>(&mut out, About::Awards, &awards, &names);
    for (index, row) in out.iter_mut().enumerate() {
        row.consolidated_id = Set(of.id);
        row.position = Set(check::position(index));
        row.created_at = Set(w.viewer.now);
    }
    Ok(out)
}

/// Rows that the viewer sees, by field group, cluster, kind of unit and a code.
async fn counted<E: Table>(w: &Write, group: &'static str, code: &'static str, which: Expr) -> Result<Vec<Counted>> {
    let keys = [
        key(group, Scalar::Id("FieldGroup")),
        key(CLUSTER, Scalar::Id("Cluster")),
        key(UNIT_KIND, Scalar::Text),
        key(code, Scalar::Text),
    ];
    let read = |cells: &[Cell<'_>]| Counted {
        group: cells[0].uuid(),
        cluster: cells[1].uuid(),
        kind: cells[2].text().map(str::to_owned),
        code: cells[3].text().unwrap_or_default().to_owned(),
        rows: cells[4].int().unwrap_or_default(),
    };
    w.counts::<E, _>(&keys, which, read).await
}

/// Adds the counts of a subject: all together, then by each dimension it has.
fn rolled_up<C: Codes>(
    out: &mut Vec<consolidated_figure::ActiveModel>,
    about: About,
    counted: &[Counted],
    names: &Names,
) {
    let mut sums: BTreeMap<(By, Heading, usize), i64> = BTreeMap::new();
    for some in counted {
        let place = C::VALUES.iter().position(|(code, _)| *code == some.code).unwrap_or(C::VALUES.len());
        for by in By::ALL {
            // A report that is owed belongs to no field of work.
            if *by != By::FieldGroup || about != About::Obligations {
                *sums.entry((*by, names.heading(*by, some), place)).or_default() += some.rows;
            }
        }
    }
    for ((by, heading, place), sum) in sums {
        let code = C::VALUES.get(place).map_or("", |(code, _)| *code);
        let label = C::from_code(code).map_or("", C::vietnamese);
        out.push(consolidated_figure::ActiveModel {
            subject: Set(about),
            dimension: Set(by),
            key: Set(heading.key),
            label: Set(heading.label),
            code: Set(Some(code.to_owned())),
            code_label: Set(label.to_owned()),
            measure: Set(String::new()),
            value: Set(Quantity(sum.saturating_mul(10_000))),
            ..Default::default()
        });
    }
}

/// Adds the indicators of the reports: the sum of each, or the average where it is in per cent.
async fn summed_up(
    w: &Write,
    out: &mut Vec<consolidated_figure::ActiveModel>,
    sources: &[report::Model],
) -> Result<()> {
    let ids = sources.iter().map(|report| report.id);
    let indicators = w.every::<report_indicator::Entity>(report_indicator::Column::ReportId.is_in(ids)).await?;
    let mut sums: BTreeMap<(String, String), (String, i128, i128)> = BTreeMap::new();
    for indicator in indicators {
        let same = (indicator.name.to_lowercase(), indicator.measure.to_lowercase());
        let (_, sum, count) = sums.entry(same).or_insert_with(|| (indicator.name, 0, 0));
        *sum += i128::from(indicator.value.0);
        *count += 1;
    }
    for ((_, measure), (name, sum, count)) in sums {
        let is_share = measure == "%";
        let value = i64::try_from(if is_share { sum / count } else { sum });
        let value = value.map_err(|_| Error::input(&name, "is too large a sum", "tổng quá lớn"))?;
        out.push(consolidated_figure::ActiveModel {
            subject: Set(About::Indicators),
            dimension: Set(By::Total),
            key: Set(None),
            label: Set(name),
            code: Set(None),
            code_label: Set(String::from(if is_share { "bình quân" } else { "tổng" })),
            measure: Set(measure),
            value: Set(Quantity(value)),
            ..Default::default()
        });
    }
    Ok(())
}

impl Names {
    async fn of(w: &Write, campaign: Uuid) -> Result<Self> {
        let groups = w.of::<field_group::Entity>(field_group::Column::CampaignId, campaign).await?;
        let clusters = w.every::<cluster::Entity>(cluster::Column::Id.is_not_null()).await?;
        let heading = |noun, id, order, label| (id, Heading { order, key: Some(id::print(noun, id)), label });
        Ok(Self {
            groups: groups
                .into_iter()
                .map(|group| heading("FieldGroup", group.id, format!("{:09}", group.position), group.name))
                .collect(),
            clusters: clusters
                .into_iter()
                .map(|cluster| heading("Cluster", cluster.id, cluster.name_key, cluster.name))
                .collect(),
        })
    }

    fn heading(&self, by: By, some: &Counted) -> Heading {
        // What has no key comes last.
        let none = |label: &str| Heading { order: "\u{10ffff}".into(), key: None, label: label.into() };
        let named = |names: &HashMap<Uuid, Heading>, id: Option<Uuid>, label| {
            id.and_then(|id| names.get(&id).cloned()).unwrap_or_else(|| none(label))
        };
        match by {
            By::Total => Heading { label: "Toàn tỉnh".into(), ..Heading::default() },
            By::FieldGroup => named(&self.groups, some.group, "Chưa xác định lĩnh vực"),
            By::Cluster => named(&self.clusters, some.cluster, "Ngoài cụm, khối thi đua"),
            By::UnitKind => some.kind.as_deref().and_then(UnitKind::from_code).map_or_else(
                || none("Loại khác"),
                |kind| {
                    let order = UnitKind::ALL.iter().position(|other| *other == kind).unwrap_or_default();
                    Heading {
                        order: format!("{order:09}"),
                        key: Some(kind.code().to_owned()),
                        label: kind.vietnamese().to_owned(),
                    }
                },
            ),
        }
    }
}
