//! The tree of units as a request needs it: which unit a token means, and what lies below it.

use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
    time::{Duration, Instant as Moment},
};

use entity::{cluster_membership, unit, unit_identifier};
use sea_orm::{DatabaseConnection, EntityTrait};
use uuid::Uuid;

use crate::error::Result;

/// How old the tree may be before the next request reads it again: changes of other processes show after this long.
const FRESH: Duration = Duration::from_secs(5);

/// A unit as a token names it.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The key.
    pub id: Uuid,
    /// The kind.
    pub kind: unit::UnitKind,
    /// The unit and all below it.
    pub subtree: Arc<[Uuid]>,
    /// The clusters it leads.
    pub leads: Arc<[Uuid]>,
}

#[derive(Default)]
struct Tree {
    by_name: HashMap<String, Entry>,
    read_at: Option<Moment>,
}

/// The tree, kept in memory and read again when it is old or was changed here.
#[derive(Default)]
pub struct Directory(RwLock<Arc<Tree>>);

impl Directory {
    /// The unit of an identifier code or abbreviation.
    pub async fn lookup(&self, database: &DatabaseConnection, name: &str) -> Result<Option<Entry>> {
        let tree = self.tree();
        if tree.read_at.is_none_or(|at| at.elapsed() > FRESH) {
            self.reload(database).await?;
        }
        Ok(self.tree().by_name.get(name).cloned())
    }

    fn tree(&self) -> Arc<Tree> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Reads the tree again.
    #[expect(clippy::disallowed_methods, reason = "the tree of units is public, and scopes are made from it")]
    pub async fn reload(&self, database: &DatabaseConnection) -> Result<()> {
        let units = unit::Entity::find().all(database).await?;
        let identifiers = unit_identifier::Entity::find().all(database).await?;
        let memberships = cluster_membership::Entity::find().all(database).await?;
        let tree = Arc::new(Tree { by_name: names(&units, &identifiers, &memberships), read_at: Some(Moment::now()) });
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = tree;
        Ok(())
    }
}

fn names(
    units: &[unit::Model],
    identifiers: &[unit_identifier::Model],
    memberships: &[cluster_membership::Model],
) -> HashMap<String, Entry> {
    let mut children: HashMap<Uuid, Vec<Uuid>> = HashMap::new();
    for unit in units {
        if let Some(parent) = unit.parent_id {
            children.entry(parent).or_default().push(unit.id);
        }
    }
    let mut entries = HashMap::new();
    for unit in units {
        let led =
            memberships.iter().filter(|m| m.unit_id == unit.id && m.role == cluster_membership::ClusterRole::Leader);
        let leads = led.filter(|m| m.valid_to.is_none()).map(|m| m.cluster_id).collect();
        let entry = Entry { id: unit.id, kind: unit.kind, subtree: below(unit.id, &children).into(), leads };
        // A unit that no longer exists does not answer to its abbreviation: its successor may have it.
        if unit.valid_to.is_none() {
            entries.insert(unit.abbreviation.clone(), entry.clone());
        }
        for identifier in identifiers.iter().filter(|identifier| identifier.unit_id == unit.id) {
            if identifier.status != unit_identifier::IdentifierStatus::Closed {
                entries.insert(identifier.code.clone(), entry.clone());
            }
        }
    }
    entries
}

/// A unit and all below it. A unit that were its own ancestor is met once.
fn below(unit: Uuid, children: &HashMap<Uuid, Vec<Uuid>>) -> Vec<Uuid> {
    let mut found = vec![unit];
    let mut next = 0;
    while next < found.len() {
        let more = children.get(&found[next]).into_iter().flatten().filter(|id| !found.contains(id));
        let more: Vec<Uuid> = more.copied().collect();
        found.extend(more);
        next += 1;
    }
    found
}
