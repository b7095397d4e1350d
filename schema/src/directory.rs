//! The tree of units as a request needs it: which unit a token means, and what lies below it.

use std::{
    collections::{HashMap, HashSet},
    sync::{Arc, PoisonError, RwLock},
    time::{Duration, Instant as Moment},
};

use chrono::NaiveDate;
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
    /// The abbreviation.
    pub abbreviation: Arc<str>,
    /// The unit and all below it.
    pub subtree: Arc<[Uuid]>,
    /// The clusters it leads on the day asked for.
    pub leads: Arc<[Uuid]>,
}

/// From a day to a day, both included; without an end while it lasts.
#[derive(Clone, Copy, Debug)]
struct Period(NaiveDate, Option<NaiveDate>);

impl Period {
    fn includes(self, day: NaiveDate) -> bool {
        self.0 <= day && self.1.is_none_or(|to| day <= to)
    }
}

struct Node {
    entry: Entry,
    leads: Vec<(Period, Uuid)>,
}

#[derive(Default)]
struct Tree {
    nodes: Vec<Node>,
    /// By abbreviation and identifier, each for its time.
    names: HashMap<String, Vec<(Period, usize)>>,
    read_at: Option<Moment>,
}

impl Tree {
    fn lookup(&self, name: &str, day: NaiveDate) -> Option<Entry> {
        let (_, at) = self.names.get(name)?.iter().find(|(period, _)| period.includes(day))?;
        let node = &self.nodes[*at];
        let leads = node.leads.iter().filter(|(period, _)| period.includes(day)).map(|(_, cluster)| *cluster).collect();
        Some(Entry { leads, ..node.entry.clone() })
    }
}

/// The tree, kept in memory and read again when it is old or was changed here.
#[derive(Default)]
pub struct Directory(RwLock<Arc<Tree>>);

impl Directory {
    /// The unit that an identifier code or abbreviation means on a day.
    pub async fn lookup(&self, database: &DatabaseConnection, name: &str, day: NaiveDate) -> Result<Option<Entry>> {
        let tree = self.tree();
        if tree.read_at.is_none_or(|at| at.elapsed() > FRESH) {
            self.reload(database).await?;
        }
        Ok(self.tree().lookup(name, day))
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
        let tree = Arc::new(Tree { read_at: Some(Moment::now()), ..plant(&units, &identifiers, &memberships) });
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = tree;
        Ok(())
    }
}

fn plant(
    units: &[unit::Model],
    identifiers: &[unit_identifier::Model],
    memberships: &[cluster_membership::Model],
) -> Tree {
    let mut children: HashMap<Uuid, Vec<Uuid>> = HashMap::new();
    for unit in units {
        if let Some(parent) = unit.parent_id {
            children.entry(parent).or_default().push(unit.id);
        }
    }
    let mut led: HashMap<Uuid, Vec<(Period, Uuid)>> = HashMap::new();
    for member in memberships.iter().filter(|member| member.role == cluster_membership::ClusterRole::Leader) {
        let period = Period(member.valid_from, member.valid_to);
        led.entry(member.unit_id).or_default().push((period, member.cluster_id));
    }
    let mut tree = Tree::default();
    let mut places = HashMap::new();
    for unit in units {
        let subtree = below(unit.id, &children).into();
        let (id, kind, abbreviation) = (unit.id, unit.kind, unit.abbreviation.as_str().into());
        let entry = Entry { id, kind, abbreviation, subtree, leads: Arc::new([]) };
        places.insert(id, tree.nodes.len());
        let name = (Period(unit.valid_from, unit.valid_to), tree.nodes.len());
        tree.names.entry(unit.abbreviation.clone()).or_default().push(name);
        tree.nodes.push(Node { entry, leads: led.remove(&id).unwrap_or_default() });
    }
    for identifier in identifiers.iter().filter(|i| i.status != unit_identifier::IdentifierStatus::Closed) {
        if let Some(place) = places.get(&identifier.unit_id) {
            let name = (Period(identifier.valid_from, identifier.valid_to), *place);
            tree.names.entry(identifier.code.clone()).or_default().push(name);
        }
    }
    tree
}

/// A unit and all below it. A unit that were its own ancestor is met once.
fn below(unit: Uuid, children: &HashMap<Uuid, Vec<Uuid>>) -> Vec<Uuid> {
    let (mut found, mut met) = (vec![unit], HashSet::from([unit]));
    let mut next = 0;
    while next < found.len() {
        let more = children.get(&found[next]).into_iter().flatten().copied();
        found.extend(more.filter(|id| met.insert(*id)).collect::<Vec<_>>());
        next += 1;
    }
    found
}
