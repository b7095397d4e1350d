//! What is swept: a row of every noun of the schema, and of those that belong to a unit one of each kind of neighbour.

use super::{
    graph::{Graph, table},
    raw::Raw,
};

/// Of a department its own, another one and the province above; of a district that leads a cluster its own, the commune below it,
/// the district beside it in the cluster, the enterprise in the cluster.
const UNITS: [&str; 7] = ["SGTVT", "STC", "UBND", "CL", "CL-MC", "CK", "PCTV"];

/// What a unit cannot have: only units that were split or came out of one stand in a change, and the province has no place below
/// another unit.
const NEVER: [(&str, &[&str]); 2] = [("OrganisationChangeUnit", &UNITS), ("UnitPlacement", &["UBND"])];

/// Fails when a noun, or a neighbour's row of it, is not there to be swept.
pub fn every_noun(raw: &Raw, graph: &Graph) {
    let unit = |name: &&str| raw.rows("unit").iter().find(|row| row.text("abbreviation") == *name).unwrap().id();
    let units = UNITS.iter().map(|name| (*name, unit(name))).collect::<Vec<_>>();
    let mut missing = Vec::new();
    for noun in graph.nouns.keys() {
        let rows = raw.rows(&table(noun));
        if rows.is_empty() {
            missing.push(noun.clone());
            continue;
        }
        if !rows[0].has("unit_id") {
            continue;
        }
        let never = |name: &str| NEVER.iter().any(|(of, names)| of == noun && names.contains(&name));
        let lacking = units.iter().filter(|(name, _)| !never(name));
        let lacking = lacking.filter(|(_, id)| !rows.iter().any(|row| row.text("unit_id") == *id));
        missing.extend(lacking.map(|(name, _)| format!("{noun} of {name}")));
    }
    assert!(
        missing.is_empty(),
        "rows that the sweep lacks; make them in sweep/ground.rs or sweep/more.rs: {missing:?}"
    );
}
