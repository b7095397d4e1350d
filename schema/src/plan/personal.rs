//! Which personal data of other organisations a request reads: noticed while the answer is written, put in the trail
//! before it leaves.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex},
};

use entity::Sight;
use uuid::Uuid;

use super::{
    cell::{Cell, Type},
    select::{Expr, Select},
    shape::Writer,
};
use crate::{
    declare::{Field, Need, Noun, PersonalKind, Scalar},
    error::{Code, Error, Result},
    policy,
    trail::Deed,
    viewer::Viewer,
};

/// Personal data in a row that is being read: whose row it is, and which fields.
#[derive(Clone, Debug)]
pub struct Touched {
    noun: &'static str,
    fields: Vec<&'static str>,
    id: usize,
    /// The unit whose row it is; null where the row tells of no person.
    unit: usize,
}

impl Touched {
    /// What the selected fields of a row touch, if the viewer may be somebody of another organisation. What such a viewer
    /// reads as null is not read.
    pub fn of<'f>(
        viewer: &Viewer,
        noun: &Noun,
        selected: impl Iterator<Item = &'f Field>,
        select: &mut Select,
        alias: usize,
    ) -> Option<Self> {
        let sight = viewer.scope.sight;
        if !is_of_others(sight) && !viewer.scope.honourees {
            return None;
        }
        let is_read = |field: &&Field| field.personal.is_some_and(PersonalKind::is_recorded) && field.rule.reads(sight);
        let fields: Vec<_> = selected.filter(is_read).map(|field| field.name).collect();
        if fields.is_empty() {
            return None;
        }
        let id = select.column(alias, "id", Type::Scalar(Scalar::Id(noun.name)));
        let whose = Need { sql: noun.persons, scalar: Scalar::Id("Unit") };
        let unit = select.push(Expr::Fact(alias, whose), Type::Scalar(whose.scalar));
        Some(Self { noun: noun.name, fields, id, unit })
    }
}

/// Whether somebody who sees this far sees rows of persons of other units; a unit sees its own alone.
const fn is_of_others(sight: Sight) -> bool {
    match sight {
        Sight::Public | Sight::Unit | Sight::Admin => false,
        Sight::StandingBody | Sight::Council | Sight::Chair | Sight::Auditor => true,
    }
}

impl Writer<'_> {
    /// Notices that a row's personal data is read, unless the row is the viewer's own or tells of no person.
    pub(super) fn touch(&self, touched: &Touched, row: &[Cell<'_>]) {
        if let (Some(id), Some(unit)) = (row[touched.id].uuid(), row[touched.unit].uuid())
            && !self.viewer.scope.units.contains(&unit)
        {
            self.viewer.reads.add(touched, id, unit);
        }
    }
}

/// People of one owner that are told apart; beyond these each row counts, so that an export takes no more memory.
const TOLD_APART: usize = 1000;

#[derive(Debug, Default)]
struct Of {
    fields: BTreeSet<&'static str>,
    ids: BTreeSet<Uuid>,
    more: usize,
}

impl Of {
    fn people(&self) -> usize {
        self.ids.len() + self.more
    }
}

/// What one request has read of other organisations' personal data: for each noun and owner, which fields of whom.
#[derive(Clone, Debug, Default)]
pub struct Reads(Arc<Mutex<BTreeMap<(&'static str, Uuid), Of>>>);

impl Reads {
    fn add(&self, touched: &Touched, id: Uuid, unit: Uuid) {
        let mut all = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let of = all.entry((touched.noun, unit)).or_default();
        of.fields.extend(touched.fields.iter().copied());
        if of.ids.len() < TOLD_APART {
            of.ids.insert(id);
        } else if !of.ids.contains(&id) {
            of.more += 1;
        }
    }

    /// The entries that tell of it: one for each noun and owner, so that the owner may read of it too; and forgets it. Refused
    /// where the viewer's duty has no purpose for it.
    pub fn take(&self, viewer: &Viewer) -> Result<Vec<Deed>> {
        let all = std::mem::take(&mut *self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner));
        if all.is_empty() {
            return Ok(Vec::new());
        }
        let of_duty = || viewer.role().and_then(|role| policy::purpose(role.class));
        let purpose = viewer.agency().map_or_else(of_duty, |agency| Some(&agency.purpose)).ok_or_else(|| {
            Error::new(
                Code::Forbidden,
                "Your duty has no purpose for other units' personal data.",
                "Nhiệm vụ của bạn không có mục đích xem dữ liệu cá nhân của đơn vị khác.",
            )
        })?;
        let deed = |((noun, unit), of): ((&'static str, Uuid), Of)| {
            let deed = Deed::of(viewer, "readPersonalData");
            let deed = match of.ids.first() {
                Some(id) if of.people() == 1 => deed.on(noun, *id),
                _ => deed.about(noun),
            };
            let purpose = format!("{purpose}; {} đối tượng", of.people());
            deed.of_unit(Some(unit)).fields(of.fields).for_purpose(&purpose)
        };
        Ok(all.into_iter().map(deed).collect())
    }
}
