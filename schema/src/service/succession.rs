//! Changes of the organisation: units end and others begin, on a day, and what they did stays where it was.

use std::collections::HashSet;

use async_graphql::InputObject;
use chrono::{Days, NaiveDate};
use entity::{
    cluster_membership, official_document,
    organisation_change::{self, ChangeKind as K},
    organisation_change_unit::{self, ChangePart},
    text::{search_text, sort_key},
    unit::{self, UnitKind, UnitSystem},
    unit_identifier::{self, IdentifierStatus},
    unit_placement,
};
use sea_orm::{ActiveModelTrait, ColumnTrait, ExprTrait, IntoActiveModel, Set};
use uuid::Uuid;

use super::{check, done};
use crate::{
    error::{Code, Error, Result},
    scalar::{Date, Enumerated, id::Id},
    write::{Done, Write},
};

/// A unit that comes out of a change.
#[derive(InputObject)]
pub struct ResultingUnit {
    /// The full name.
    pub name: String,
    /// The abbreviation used in document numbers.
    pub abbreviation: String,
    /// The kind; that of the first original, where none is given.
    pub kind: Option<Enumerated<UnitKind>>,
    /// The system; that of the first original, where none is given.
    pub system: Option<Enumerated<UnitSystem>>,
    /// The unit above it; that of the first original, where none is given.
    pub parent: Option<Id<unit::Entity>>,
}

/// A change of the organisation.
#[derive(InputObject)]
pub struct RecordOrganisationChangeInput {
    /// What happens. MERGE: originals become the one result. SPLIT: one original becomes the results. RENAME: one original
    /// becomes the one result. DISSOLVE: originals end. TRANSFER: originals go on below `parent`.
    pub kind: Enumerated<K>,
    /// The first day of the new order; originals end the day before.
    pub effective_on: Date,
    /// The units that change.
    pub originals: Vec<Id<unit::Entity>>,
    /// The units that come out of it; none of DISSOLVE and TRANSFER.
    #[graphql(default)]
    pub results: Vec<ResultingUnit>,
    /// Where transferred units go on; only of TRANSFER.
    pub parent: Option<Id<unit::Entity>>,
    /// The legal document.
    pub document: Option<Id<official_document::Entity>>,
    /// What a reader should know of it.
    #[graphql(default)]
    pub note: String,
}

pub async fn record(w: &mut Write, input: RecordOrganisationChangeInput) -> Result<Done> {
    shape(&input)?;
    let (kind, day) = (input.kind.0, input.effective_on.0);
    let last = day.checked_sub_days(Days::new(1)).ok_or_else(|| no_such_day("effectiveOn"))?;
    let mut originals = Vec::with_capacity(input.originals.len());
    for id in &input.originals {
        let unit = w.fetch::<unit::Entity>(id.0).await?;
        in_force(&unit, day)?;
        originals.push(unit);
    }
    if let Some(document) = input.document {
        w.see::<official_document::Entity>(document.0).await?;
    }
    let change = organisation_change::ActiveModel {
        kind: Set(kind),
        effective_on: Set(day),
        document_id: Set(input.document.map(|document| document.0)),
        parent_id: Set(input.parent.map(|parent| parent.0)),
        note: Set(check::body("note", &input.note)?),
        ..Default::default()
    };
    let change = w.insert::<organisation_change::Entity>(change).await?;
    let mut results = Vec::with_capacity(input.results.len());
    for result in &input.results {
        results.push(begin(w, result, &originals, day).await?);
    }
    match kind {
        K::Transfer => {
            let parent = w.see::<unit::Entity>(input.parent.map(|parent| parent.0).unwrap_or_default()).await?;
            if parent.valid_to.is_some() {
                return Err(not_in_force(&parent, day));
            }
            for unit in &originals {
                not_below_itself(w, unit, &parent).await?;
                place(w, unit, parent.id, day).await?;
            }
        }
        K::Merge | K::Split | K::Rename | K::Dissolve => {
            for unit in &originals {
                let heir = if kind == K::Split { None } else { results.first() };
                hand_down(w, unit, heir, day).await?;
                end(w, unit, last).await?;
            }
            if kind == K::Rename {
                keep_identifiers(w, &originals[0], &results[0], day).await?;
            }
        }
    }
    for (unit, part) in originals
        .iter()
        .map(|unit| (unit.id, ChangePart::Original))
        .chain(results.iter().map(|unit| (unit.id, ChangePart::Result)))
    {
        let row = organisation_change_unit::ActiveModel {
            change_id: Set(change.id),
            unit_id: Set(unit),
            part: Set(part),
            created_at: Set(w.viewer.now),
            ..Default::default()
        };
        w.attach::<organisation_change_unit::Entity>(row).await?;
    }
    done::<organisation_change::Entity>(change.id)
}

/// How many units each kind takes and makes.
fn shape(input: &RecordOrganisationChangeInput) -> Result<()> {
    let (originals, results) = (input.originals.len(), input.results.len());
    let different: HashSet<Uuid> = input.originals.iter().map(|id| id.0).collect();
    if different.len() != originals || originals > 100 || results > 100 {
        return Err(Error::input(
            "originals",
            "must be at most 100 different units",
            "phải là tối đa 100 đơn vị khác nhau",
        ));
    }
    let fits = match input.kind.0 {
        K::Merge => originals >= 2 && results == 1,
        K::Split => originals == 1 && results >= 2,
        K::Rename => originals == 1 && results == 1,
        K::Dissolve | K::Transfer => originals >= 1 && results == 0,
    };
    if !fits {
        return Err(Error::input(
            "kind",
            "MERGE takes two originals or more and one result, SPLIT one and two or more, RENAME one and one, DISSOLVE and TRANSFER no result",
            "MERGE cần từ hai đơn vị gốc và một kết quả, SPLIT một và từ hai, RENAME một và một, DISSOLVE và TRANSFER không có kết quả",
        ));
    }
    if (input.kind.0 == K::Transfer) == input.parent.is_some() {
        return Ok(());
    }
    Err(Error::input("parent", "goes with TRANSFER, and only with it", "chỉ dùng và phải có với TRANSFER"))
}

fn no_such_day(place: &str) -> Error {
    Error::input(place, "has no day before it", "không có ngày liền trước")
}

/// The unit exists on the day before and has no end yet.
fn in_force(unit: &unit::Model, day: NaiveDate) -> Result<()> {
    if unit.valid_from < day && unit.valid_to.is_none() {
        return Ok(());
    }
    Err(not_in_force(unit, day))
}

fn not_in_force(unit: &unit::Model, day: NaiveDate) -> Error {
    Error::new(
        Code::UnitNotInForce,
        format!("{} is not in force on the day before {day}, or its end is recorded already.", unit.abbreviation),
        format!("{} không còn hiệu lực trước ngày {day}, hoặc đã được ghi nhận kết thúc.", unit.abbreviation),
    )
}

async fn begin(w: &Write, result: &ResultingUnit, ending: &[unit::Model], day: NaiveDate) -> Result<unit::Model> {
    let first = &ending[0];
    let (name, abbreviation) = (check::line("name", &result.name)?, check::line("abbreviation", &result.abbreviation)?);
    let kind = result.kind.as_ref().map_or(first.kind, |kind| kind.0);
    let parent =
        result.parent.as_ref().map(|parent| parent.0).or(first.parent_id).filter(|_| kind != UnitKind::Province);
    if let Some(parent) = parent {
        let parent = w.see::<unit::Entity>(parent).await?;
        if ending.iter().any(|unit| unit.id == parent.id) || parent.valid_to.is_some() {
            return Err(not_in_force(&parent, day));
        }
    }
    let row = unit::ActiveModel {
        parent_id: Set(parent),
        kind: Set(kind),
        system: Set(result.system.as_ref().map_or(first.system, |system| system.0)),
        name_key: Set(sort_key(&name)),
        search: Set(search_text(&[&name, &abbreviation])),
        name: Set(name),
        abbreviation: Set(abbreviation),
        valid_from: Set(day),
        ..Default::default()
    };
    let unit = w.insert::<unit::Entity>(row).await?;
    if let Some(parent) = parent {
        hang(w, unit.id, parent, day).await?;
    }
    Ok(unit)
}

/// Hangs a unit below another one from a day on.
pub async fn hang(w: &Write, unit: Uuid, parent: Uuid, day: NaiveDate) -> Result<()> {
    let row = unit_placement::ActiveModel {
        unit_id: Set(unit),
        parent_id: Set(parent),
        valid_from: Set(day),
        created_at: Set(w.viewer.now),
        ..Default::default()
    };
    w.attach::<unit_placement::Entity>(row).await?;
    Ok(())
}

/// Ends where a unit hangs, and hangs it below another one.
async fn place(w: &Write, unit: &unit::Model, parent: Uuid, day: NaiveDate) -> Result<()> {
    let begun = unit_placement::Column::UnitId.eq(unit.id).and(unit_placement::Column::ValidFrom.gte(day));
    if let Some(place) = w.any::<unit_placement::Entity>(begun).await? {
        // Another change of the same day has hung it anew already.
        let mut row = place.into_active_model();
        row.parent_id = Set(parent);
        row.update(&w.tx).await?;
    } else {
        close_places(w, unit.id, day.pred_opt().unwrap_or(day)).await?;
        hang(w, unit.id, parent, day).await?;
    }
    let mut row = unit.clone().into_active_model();
    row.parent_id = Set(Some(parent));
    w.update::<unit::Entity>(unit, row).await?;
    Ok(())
}

async fn close_places(w: &Write, unit: Uuid, last: NaiveDate) -> Result<()> {
    let open = unit_placement::Column::UnitId.eq(unit).and(unit_placement::Column::ValidTo.is_null());
    for place in w.every::<unit_placement::Entity>(open).await? {
        let mut row = place.into_active_model();
        row.valid_to = Set(Some(last));
        row.update(&w.tx).await?;
    }
    Ok(())
}

/// What hangs below a unit that ends goes on below its heir; without one there must be nothing left.
async fn hand_down(w: &Write, unit: &unit::Model, heir: Option<&unit::Model>, day: NaiveDate) -> Result<()> {
    let below = unit::Column::ParentId.eq(unit.id).and(unit::Column::ValidTo.is_null());
    for child in &w.every::<unit::Entity>(below).await? {
        let Some(heir) = heir else {
            return Err(Error::new(
                Code::UnitsBelow,
                format!("{} still has units below it; transfer them first.", unit.abbreviation),
                format!("{} còn đơn vị trực thuộc; hãy chuyển giao trước.", unit.abbreviation),
            ));
        };
        place(w, child, heir.id, day).await?;
    }
    Ok(())
}

/// Ends a unit with its places, memberships and identifiers.
async fn end(w: &Write, unit: &unit::Model, last: NaiveDate) -> Result<()> {
    close_places(w, unit.id, last).await?;
    let open = cluster_membership::Column::UnitId.eq(unit.id).and(cluster_membership::Column::ValidTo.is_null());
    for membership in w.every::<cluster_membership::Entity>(open).await? {
        let ends = std::cmp::max(last, membership.valid_from);
        let mut row = membership.into_active_model();
        row.valid_to = Set(Some(ends));
        row.update(&w.tx).await?;
    }
    let open = unit_identifier::Column::UnitId.eq(unit.id).and(unit_identifier::Column::ValidTo.is_null());
    for identifier in w.every::<unit_identifier::Entity>(open).await? {
        let ends = std::cmp::max(last, identifier.valid_from);
        let mut row = identifier.into_active_model();
        (row.valid_to, row.status) = (Set(Some(ends)), Set(IdentifierStatus::Closed));
        row.update(&w.tx).await?;
    }
    let mut row = unit.clone().into_active_model();
    row.valid_to = Set(Some(last));
    w.update::<unit::Entity>(unit, row).await?;
    Ok(())
}

/// A unit that goes on under another name keeps its identifiers.
async fn keep_identifiers(w: &Write, before: &unit::Model, after: &unit::Model, day: NaiveDate) -> Result<()> {
    for identifier in w.of::<unit_identifier::Entity>(unit_identifier::Column::UnitId, before.id).await? {
        if identifier.valid_to.is_some_and(|last| last.succ_opt() == Some(day)) {
            let row = unit_identifier::ActiveModel {
                unit_id: Set(after.id),
                code: Set(identifier.code),
                status: Set(IdentifierStatus::Provisional),
                valid_from: Set(day),
                created_at: Set(w.viewer.now),
                ..Default::default()
            };
            w.attach::<unit_identifier::Entity>(row).await?;
        }
    }
    Ok(())
}

/// A unit does not hang below itself.
async fn not_below_itself(w: &Write, unit: &unit::Model, parent: &unit::Model) -> Result<()> {
    let (mut at, mut steps) = (Some(parent.clone()), 0);
    while let Some(above) = at {
        if above.id == unit.id || steps > 50 {
            return Err(Error::input(
                "parent",
                "is one of the transferred units or below one",
                "là đơn vị được chuyển giao hoặc trực thuộc đơn vị đó",
            ));
        }
        steps += 1;
        at = match above.parent_id {
            Some(id) => Some(w.see::<unit::Entity>(id).await?),
            None => None,
        };
    }
    Ok(())
}
