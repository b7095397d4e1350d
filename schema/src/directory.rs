//! The tree of units as a request needs it: which unit a token means, and what lies below it.

use std::{
    collections::{HashMap, HashSet},
    sync::{Arc, PoisonError, RwLock},
    time::{Duration, Instant as Moment},
};

use chrono::NaiveDate;
use entity::{
    cluster_membership, organisation_change,
    organisation_change_unit::{self, ChangePart},
    unit,
    unit_identifier::{self, IdentifierStatus},
    unit_placement,
};
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
    /// The units that it and all below it came out of.
    pub predecessors: Arc<[Uuid]>,
    /// The clusters it leads on the day asked for.
    pub leads: Arc<[Uuid]>,
    /// The members of these on that day.
    pub led_members: Arc<[Uuid]>,
}

impl Entry {
    /// Units of its own, with those that they came out of.
    pub fn with_predecessors(&self, own: &Arc<[Uuid]>) -> Arc<[Uuid]> {
        if self.predecessors.is_empty() {
            return Arc::clone(own);
        }
        own.iter().chain(self.predecessors.iter()).copied().collect()
    }
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
    /// By abbreviation, identifier and key, each for its time.
    names: HashMap<String, Vec<(Period, usize)>>,
    /// The members of each cluster, each for its time.
    members: HashMap<Uuid, Vec<(Period, Uuid)>>,
    /// When it was read, and for which day: the tree is another one after a change of the organisation.
    read: Option<(Moment, NaiveDate)>,
}

impl Tree {
    fn lookup(&self, name: &str, day: NaiveDate) -> Option<Entry> {
        let (_, at) = self.names.get(name)?.iter().find(|(period, _)| period.includes(day))?;
        let node = &self.nodes[*at];
        let leads: Arc<[Uuid]> = on(&node.leads, day).collect();
        let led_members = leads.iter().filter_map(|cluster| self.members.get(cluster)).flat_map(|all| on(all, day));
        Some(Entry { led_members: led_members.collect(), leads: Arc::clone(&leads), ..node.entry.clone() })
    }
}

/// What is in force on a day.
fn on(all: &[(Period, Uuid)], day: NaiveDate) -> impl Iterator<Item = Uuid> {
    all.iter().filter(move |(period, _)| period.includes(day)).map(|(_, id)| *id)
}

/// The tree, kept in memory and read again when it is old or was changed here.
#[derive(Default)]
pub struct Directory(RwLock<Arc<Tree>>);

impl Directory {
    /// The unit that an identifier code, an abbreviation or a key means on a day.
    pub async fn lookup(&self, database: &DatabaseConnection, name: &str, day: NaiveDate) -> Result<Option<Entry>> {
        let tree = self.tree();
        if tree.read.is_none_or(|(at, of)| at.elapsed() > FRESH || of != day) {
            // Seldom, and long for the stack.
            Box::pin(self.reload(database, day)).await?;
        }
        Ok(self.tree().lookup(name, day))
    }

    fn tree(&self) -> Arc<Tree> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Reads the tree again, as it is on a day.
    #[expect(clippy::disallowed_methods, reason = "the tree of units is public, and scopes are made from it")]
    pub async fn reload(&self, database: &DatabaseConnection, day: NaiveDate) -> Result<()> {
        let rows = Rows {
            units: unit::Entity::find().all(database).await?,
            identifiers: unit_identifier::Entity::find().all(database).await?,
            memberships: cluster_membership::Entity::find().all(database).await?,
            places: unit_placement::Entity::find().all(database).await?,
            changes: organisation_change::Entity::find().all(database).await?,
            parts: organisation_change_unit::Entity::find().all(database).await?,
        };
        let tree = Arc::new(Tree { read: Some((Moment::now(), day)), ..plant(&rows, day) });
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = tree;
        Ok(())
    }
}

/// Everything that the tree is made from.
struct Rows {
    units: Vec<unit::Model>,
    identifiers: Vec<unit_identifier::Model>,
    memberships: Vec<cluster_membership::Model>,
    places: Vec<unit_placement::Model>,
    changes: Vec<organisation_change::Model>,
    parts: Vec<organisation_change_unit::Model>,
}

impl Rows {
    /// The units directly below each unit on a day.
    fn children(&self, day: NaiveDate) -> HashMap<Uuid, Vec<Uuid>> {
        let mut children: HashMap<Uuid, Vec<Uuid>> = HashMap::new();
        let in_force = self.places.iter().filter(|place| Period(place.valid_from, place.valid_to).includes(day));
        for place in in_force {
            children.entry(place.parent_id).or_default().push(place.unit_id);
        }
        // A unit that was written past the API may have no place: it hangs where its row says.
        let placed: HashSet<Uuid> = self.places.iter().map(|place| place.unit_id).collect();
        for unit in self.units.iter().filter(|unit| !placed.contains(&unit.id)) {
            if let Some(parent) = unit.parent_id {
                children.entry(parent).or_default().push(unit.id);
            }
        }
        children
    }

    /// The units that each unit came out of directly, by a day.
    fn originals(&self, day: NaiveDate) -> HashMap<Uuid, Vec<Uuid>> {
        let mut of_change: HashMap<Uuid, Vec<Uuid>> = HashMap::new();
        for part in self.parts.iter().filter(|part| part.part == ChangePart::Original) {
            of_change.entry(part.change_id).or_default().push(part.unit_id);
        }
        let effective: HashSet<Uuid> =
            self.changes.iter().filter(|change| change.effective_on <= day).map(|change| change.id).collect();
        let results = self.parts.iter().filter(|part| part.part == ChangePart::Result);
        let mut originals: HashMap<Uuid, Vec<Uuid>> = HashMap::new();
        for result in results.filter(|part| effective.contains(&part.change_id)) {
            let before = of_change.get(&result.change_id).into_iter().flatten();
            originals.entry(result.unit_id).or_default().extend(before);
        }
        originals
    }
}

fn plant(rows: &Rows, day: NaiveDate) -> Tree {
    let (children, originals) = (rows.children(day), rows.originals(day));
    let mut tree = Tree::default();
    let mut led: HashMap<Uuid, Vec<(Period, Uuid)>> = HashMap::new();
    for member in &rows.memberships {
        let period = Period(member.valid_from, member.valid_to);
        tree.members.entry(member.cluster_id).or_default().push((period, member.unit_id));
        if member.role == cluster_membership::ClusterRole::Leader {
            led.entry(member.unit_id).or_default().push((period, member.cluster_id));
        }
    }
    let mut places = HashMap::new();
    for unit in &rows.units {
        let subtree = reach(vec![unit.id], &children);
        let predecessors = reach(subtree.clone(), &originals).split_off(subtree.len()).into();
        let (id, kind, abbreviation) = (unit.id, unit.kind, unit.abbreviation.as_str().into());
        let entry = Entry {
            id,
            kind,
            abbreviation,
            subtree: subtree.into(),
            predecessors,
            leads: Arc::new([]),
            led_members: Arc::new([]),
        };
        places.insert(id, tree.nodes.len());
        let name = (Period(unit.valid_from, unit.valid_to), tree.nodes.len());
        tree.names.entry(unit.abbreviation.clone()).or_default().push(name);
        tree.names.entry(id.hyphenated().to_string()).or_default().push(name);
        tree.nodes.push(Node { entry, leads: led.remove(&id).unwrap_or_default() });
    }
    // One that was closed by a change names its unit until its last day.
    let names = rows.identifiers.iter().filter(|i| i.status != IdentifierStatus::Closed || i.valid_to.is_some());
    for identifier in names {
        if let Some(place) = places.get(&identifier.unit_id) {
            let name = (Period(identifier.valid_from, identifier.valid_to), *place);
            tree.names.entry(identifier.code.clone()).or_default().push(name);
        }
    }
    tree
}

/// Units and all that are reached from them, each once, those given first.
fn reach(from: Vec<Uuid>, edges: &HashMap<Uuid, Vec<Uuid>>) -> Vec<Uuid> {
    let mut met: HashSet<Uuid> = from.iter().copied().collect();
    let (mut found, mut next) = (from, 0);
    while next < found.len() {
        let more = edges.get(&found[next]).into_iter().flatten().copied();
        found.extend(more.filter(|id| met.insert(*id)).collect::<Vec<_>>());
        next += 1;
    }
    found
}
