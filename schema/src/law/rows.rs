//! Which rows a role sees, as a text made from `visible(&Scope)` itself.

use std::sync::Arc;

use entity::{Rows, Scope, Sight};
use uuid::Uuid;

use super::PUBLIC;
use crate::{
    declare::Noun,
    viewer::{Class, Own, Role},
};

/// Roles that see the same rows of a noun.
pub struct Seen {
    /// Their published names.
    pub roles: Vec<String>,
    /// Which rows, as a condition.
    pub rows: String,
}

/// Stands for every unit that is the viewer's own.
const OWN: Uuid = Uuid::nil();
/// Stands for every cluster that the viewer's unit leads.
const LED: Uuid = Uuid::max();
/// Stands for every member of these clusters.
const MEMBER: Uuid = Uuid::from_u128(1);

/// Who sees which rows of a noun. Roles that see none are left out.
pub fn seen(noun: &Noun) -> Vec<Seen> {
    let mut all: Vec<Seen> = Vec::new();
    let everybody = std::iter::once((PUBLIC.to_owned(), Scope::public()));
    for (name, scope) in everybody.chain(Role::ALL.iter().map(|role| (role.code(), of(*role)))) {
        let rows = match (noun.visible)(&scope) {
            Rows::None => continue,
            rows => text(&rows),
        };
        match all.iter_mut().find(|seen| seen.rows == rows) {
            Some(seen) => seen.roles.push(name),
            None => all.push(Seen { roles: vec![name], rows }),
        }
    }
    all
}

/// The scope of anybody with this role, with one key for all that is theirs.
fn of(role: Role) -> Scope {
    let sight = role.sight();
    let (none, own): (Arc<[Uuid]>, Arc<[Uuid]>) = (Arc::new([]), Arc::new([OWN]));
    let (units, acting) = match role.own() {
        Own::Subtree | Own::Unit => (Arc::clone(&own), own),
        Own::Inbox => (none, own),
        Own::Nothing => (Arc::clone(&none), none),
    };
    let led = |key| -> Arc<[Uuid]> { if sight == Sight::Unit { Arc::new([key]) } else { Arc::new([]) } };
    Scope {
        sight,
        acting,
        units,
        led_clusters: led(LED),
        led_members: led(MEMBER),
        subject: "one".into(),
        // A system of an agency at most, where it is registered for it.
        honourees: role.class == Class::Agency,
    }
}

fn text(rows: &Rows) -> String {
    match rows {
        Rows::All => "all".into(),
        Rows::None => "none".into(),
        Rows::Is(column, code) => format!("{column} = {code}"),
        Rows::IsAny(column, codes) => format!("{column} in ({})", codes.join(", ")),
        Rows::IsNone(column, codes) => format!("{column} not in ({})", codes.join(", ")),
        Rows::Text(column, _) => format!("{column} is yours"),
        Rows::Among(column, keys) => {
            let whose = match keys.first() {
                Some(&LED) => "one that you lead",
                Some(&MEMBER) => "a member of a cluster that you lead",
                _ => "your own",
            };
            format!("{} is {whose}", column.trim_end_matches("_id"))
        }
        Rows::Through { column, rows, .. } => format!("its {}: ({})", column.trim_end_matches("_id"), text(rows)),
        Rows::Exists { table, rows, .. } => format!("some {table}: ({})", text(rows)),
        Rows::And(a, b) => format!("({}) and ({})", text(a), text(b)),
        Rows::Or(a, b) => format!("({}) or ({})", text(a), text(b)),
    }
}
