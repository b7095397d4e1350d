//! What cells name: units, field groups and projects, by whatever a reader would call them.

use std::collections::HashMap;

use async_graphql::Value;
use entity::{
    field_group, project,
    text::{fold, sort_key},
    unit, unit_identifier,
};
use sea_orm::{ColumnTrait, ExprTrait as _};
use uuid::Uuid;

use crate::{
    error::Result,
    import::{Bad, Holds},
    scalar::id::{self, Named},
    write::Write,
};

/// Units by what they are called, folded.
#[derive(Default)]
struct Units {
    abbreviations: HashMap<String, Vec<Uuid>>,
    codes: HashMap<String, Vec<Uuid>>,
    names: HashMap<String, Vec<Uuid>>,
}

/// What there is to be named, read once for a file.
pub struct Names {
    units: Units,
    groups: Vec<field_group::Model>,
    campaign: Option<Uuid>,
}

impl Names {
    /// What the columns of a file may name, under a campaign if it is put into one.
    pub async fn load(w: &Write, holds: impl Iterator<Item = Holds> + Clone, campaign: Option<Uuid>) -> Result<Self> {
        let names = |wanted: fn(Holds) -> bool| holds.clone().any(wanted);
        let units = if names(|holds| matches!(holds, Holds::Unit)) { Units::load(w).await? } else { Units::default() };
        let groups = match campaign.filter(|_| names(|holds| matches!(holds, Holds::FieldGroup))) {
            Some(campaign) => w.of::<field_group::Entity>(field_group::Column::CampaignId, campaign).await?,
            None => Vec::new(),
        };
        Ok(Self { units, groups, campaign })
    }

    /// A unit that a row has made, for the rows behind it.
    pub fn add_unit(&mut self, id: Uuid, abbreviation: &str, name: &str) {
        self.units.add(id, abbreviation, name);
    }

    /// The ID that a text stands for in a column; a text of another column is itself.
    pub async fn resolve(&self, w: &Write, holds: Holds, value: Value) -> Result<Result<Value, Bad>> {
        let Value::String(text) = &value else { return Ok(Ok(value)) };
        Ok(match holds {
            Holds::Unit => self.unit(text),
            Holds::FieldGroup => self.group(text),
            Holds::Project => self.project(w, text).await?,
            Holds::Text | Holds::Day | Holds::Decimal | Holds::Amount | Holds::YesOrNo | Holds::Code(_) => Ok(value),
        })
    }

    /// By the first of abbreviation, identifier and name that some unit has.
    fn unit(&self, text: &str) -> Result<Value, Bad> {
        let (folded, Units { abbreviations, codes, names }) = (fold(text), &self.units);
        let found = [abbreviations, codes, names].into_iter().find_map(|called| called.get(&folded));
        one::<unit::Entity>(text, found.map(Vec::as_slice).unwrap_or_default())
    }

    fn group(&self, text: &str) -> Result<Value, Bad> {
        let found = self.groups.iter().filter(|group| fold(&group.name) == fold(text));
        one::<field_group::Entity>(text, &found.map(|group| group.id).collect::<Vec<_>>())
    }

    /// One of the own units, whose title begins alike in the alphabet and is the same.
    async fn project(&self, w: &Write, text: &str) -> Result<Result<Value, Bad>> {
        if id::parse_as(text, project::Entity::NOUN).is_ok() {
            return Ok(Ok(text.into()));
        }
        let titled = project::Column::TitleKey.eq(sort_key(text));
        let of_it = project::Column::CampaignId.eq(self.campaign.unwrap_or_default()).and(titled);
        let found = w.seen::<project::Entity>(of_it).await?;
        let own = found.into_iter().filter(|project| w.viewer.scope.owns(project.unit_id));
        Ok(one::<project::Entity>(text, &own.map(|project| project.id).collect::<Vec<_>>()))
    }
}

impl Units {
    /// Those that have not ended, with the identifiers in force.
    async fn load(w: &Write) -> Result<Self> {
        let (today, mut units) = (w.viewer.now.date_in_vietnam(), Self::default());
        let lasts = unit::Column::ValidTo.is_null().or(unit::Column::ValidTo.gte(today));
        for unit in w.seen::<unit::Entity>(lasts).await? {
            units.add(unit.id, &unit.abbreviation, &unit.name);
        }
        let lasts = unit_identifier::Column::ValidTo.is_null().or(unit_identifier::Column::ValidTo.gte(today));
        for identifier in w.seen::<unit_identifier::Entity>(lasts).await? {
            units.codes.entry(fold(&identifier.code)).or_default().push(identifier.unit_id);
        }
        Ok(units)
    }

    fn add(&mut self, id: Uuid, abbreviation: &str, name: &str) {
        self.abbreviations.entry(fold(abbreviation)).or_default().push(id);
        self.names.entry(fold(name)).or_default().push(id);
    }
}

/// The ID of the one that was found; a text that is an ID is taken as such.
fn one<T: Named>(text: &str, found: &[Uuid]) -> Result<Value, Bad> {
    match found {
        [id] => Ok(id::print(T::NOUN, *id).into()),
        [] if id::parse_as(text, T::NOUN).is_ok() => Ok(text.into()),
        [] => Err(Bad::missing(
            "names nothing that is there and that you see",
            "không khớp đối tượng nào mà bạn được xem",
        )),
        _ => Err(Bad::ambiguous("names several; write the ID", "khớp nhiều đối tượng; hãy ghi ID")),
    }
}
