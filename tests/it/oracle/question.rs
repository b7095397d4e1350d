//! A random question, and its answer as the oracle gives it: by looking at every row.

use std::collections::BTreeMap;

use entity::text::fold;
use schema::Limits;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::{
    ground::{BUDGETS, Ground, PERIODS, WORDS, any_day},
    noun::{Kind, Noun},
    random::Random,
    rows::{Cell, Row},
};

/// A list asked for: narrowed, ordered, and counted by a group.
#[derive(Debug)]
pub struct Question {
    pub noun: &'static Noun,
    pub filter: Value,
    pub order: Value,
    pub by: &'static str,
}

impl Question {
    pub fn random(random: &mut Random, ground: &Ground, noun: &'static Noun) -> Self {
        let mut filter = || if random.chance(15) { Value::Null } else { filter(random, ground, noun, 3) };
        // What looks for more texts is refused.
        let most = Limits::default().filter_texts;
        let filter = std::iter::repeat_with(&mut filter).find(|filter| texts(filter) <= most).unwrap();
        Self { noun, filter, order: order(random, noun), by: random.pick(noun.groups).0 }
    }

    /// The rows among these that the filter leaves, in their order.
    pub fn answer<'a>(&self, ground: &Ground, rows: impl Iterator<Item = &'a Row>) -> Vec<&'a Row> {
        let mut left: Vec<_> = rows.filter(|row| meets(ground, self.noun, row, &self.filter)).collect();
        let keys = self.keys();
        let tie = keys.last().is_some_and(|(_, descending)| *descending);
        left.sort_by(|a, b| {
            let by = |(column, descending): &(&str, bool)| a.cell(column).order(b.cell(column), *descending);
            let last = a.cell("id").order(b.cell("id"), tie);
            keys.iter().map(by).find(|ordering| ordering.is_ne()).unwrap_or(last)
        });
        left
    }

    /// The columns of the order, with whether each descends.
    fn keys(&self) -> Vec<(&'static str, bool)> {
        let sort = |name: &Value| self.noun.sorts.iter().find(|(known, ..)| name == known).unwrap();
        let key = |written: &Value| {
            let (_, column, descends) = sort(&written["field"]);
            (*column, written.get("direction").map_or(*descends, |direction| direction == "DESC"))
        };
        match &self.order {
            Value::Array(keys) => keys.iter().map(key).collect(),
            _ => self.noun.sorts.iter().take(1).map(|(_, column, descends)| (*column, *descends)).collect(),
        }
    }

    /// How many of these rows there are by the group, in the order of its keys.
    pub fn counts(&self, rows: &[&Row]) -> Value {
        let (_, column, noun) = self.noun.groups.iter().find(|(name, ..)| *name == self.by).unwrap();
        let mut counts = BTreeMap::new();
        for row in rows {
            *counts.entry(row.cell(column)).or_insert(0) += 1;
        }
        let group = |(key, count): (&Cell, i32)| {
            let key = match key {
                Cell::Text(text) => json!(text),
                Cell::Key(id) => json!(format!("{noun}:{id}")),
                _ => Value::Null,
            };
            json!({ "key": key, "count": count })
        };
        counts.into_iter().map(group).collect()
    }
}

/// Whether a row meets a filter. What is not there meets nothing; `not` turns that around.
fn meets(ground: &Ground, noun: &Noun, row: &Row, filter: &Value) -> bool {
    let Value::Object(map) = filter else { return true };
    map.iter().filter(|(_, value)| !value.is_null()).all(|(name, value)| {
        let mut each = value.as_array().into_iter().flatten().map(|inner| meets(ground, noun, row, inner));
        match name.as_str() {
            "and" => each.all(|is| is),
            "or" => each.any(|is| is),
            "not" => !meets(ground, noun, row, value),
            name => {
                let (_, column, kind) = noun.filters.iter().find(|(known, ..)| *known == name).unwrap();
                compares(ground, *kind, row.cell(column), value)
            }
        }
    })
}

fn compares(ground: &Ground, kind: Kind, cell: &Cell, value: &Value) -> bool {
    let ids = |noun: &str| {
        let Cell::Key(id) = cell else { return false };
        value.as_array().is_some_and(|list| list.contains(&json!(format!("{noun}:{id}"))))
    };
    match kind {
        Kind::Codes(_) | Kind::Periods => {
            value.as_array().unwrap().iter().any(|code| code.as_str().map(Cell::text).as_ref() == Some(cell))
        }
        Kind::Units => ids("Unit"),
        Kind::Groups => ids("FieldGroup"),
        Kind::Phases => ids("Phase"),
        Kind::Yes => *cell == Cell::Bool(value == true),
        Kind::Days | Kind::Money => {
            let bound = |end: &str| {
                let text = value.get(end)?.as_str()?;
                Some(if matches!(kind, Kind::Money) {
                    Cell::Int(text.parse().unwrap())
                } else {
                    Cell::Day(text.parse().unwrap())
                })
            };
            let (from, to) = (bound("from"), bound("to"));
            (*cell != Cell::Null || (from.is_none() && to.is_none()))
                && from.is_none_or(|from| *cell >= from)
                && to.is_none_or(|to| *cell <= to)
        }
        Kind::Words => {
            let Cell::Text(text) = cell else { return false };
            fold(value.as_str().unwrap()).split(' ').all(|word| text.contains(word))
        }
        Kind::Subtree => {
            let Cell::Key(unit) = cell else { return false };
            let above = value.as_str().unwrap().trim_start_matches("Unit:");
            ground.is_within(Some(*unit), above.parse().unwrap())
        }
    }
}

/// How many texts a filter looks for.
fn texts(filter: &Value) -> usize {
    match filter {
        Value::Object(map) => map.iter().map(|(name, value)| if name == "text" { 1 } else { texts(value) }).sum(),
        Value::Array(list) => list.iter().map(texts).sum(),
        _ => 0,
    }
}

fn filter(random: &mut Random, ground: &Ground, noun: &Noun, depth: usize) -> Value {
    let mut map = Map::new();
    for _ in 0..random.below(3) {
        let (name, _, kind) = random.pick(noun.filters);
        let value = if random.chance(3) { Value::Null } else { value(random, ground, kind) };
        map.insert(name.into(), value);
    }
    if depth > 0 {
        for name in ["and", "or"] {
            if random.chance(25) {
                let list =
                    (0..[0, 1, 2, 2, 3, 3][random.below(6)]).map(|_| filter(random, ground, noun, depth - 1)).collect();
                map.insert(name.into(), list);
            }
        }
        if random.chance(25) {
            map.insert("not".into(), filter(random, ground, noun, depth - 1));
        }
    }
    map.into()
}

fn value(random: &mut Random, ground: &Ground, kind: Kind) -> Value {
    let ids = |noun: &str, rows: &[Row], random: &mut Random| {
        let known: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
        random.some(&known, 4).iter().map(|id| json!(format!("{noun}:{id}"))).collect::<Value>()
    };
    let mut range = |some: &dyn Fn(&mut Random) -> String| {
        let mut map = Map::new();
        for end in ["from", "to"] {
            match random.below(10) {
                0..6 => drop(map.insert(end.into(), some(random).into())),
                6 => drop(map.insert(end.into(), Value::Null)),
                _ => {}
            }
        }
        map.into()
    };
    match kind {
        Kind::Days => range(&|random| any_day(random).to_string()),
        Kind::Money => range(&|random| random.pick(&BUDGETS).to_string()),
        Kind::Codes(codes) => json!(random.some(codes, 5)),
        Kind::Periods => json!(random.some(&PERIODS, 3)),
        Kind::Units => ids("Unit", &ground.units, random),
        Kind::Groups => ids("FieldGroup", &ground.groups, random),
        Kind::Phases => ids("Phase", &ground.phases, random),
        Kind::Yes => json!(random.chance(50)),
        Kind::Words => match random.below(8) {
            0 => json!("%"),
            1 => json!(" _"),
            2 => json!("\\"),
            3 => json!(""),
            4 => json!(random.pick(&WORDS).to_uppercase()),
            _ => json!(fold(random.pick(&WORDS))),
        },
        Kind::Subtree => json!(format!("Unit:{}", ground.units[random.below(ground.units.len())].id)),
    }
}

/// Up to three sort keys, or none for the default.
fn order(random: &mut Random, noun: &Noun) -> Value {
    let mut keys: Vec<Value> = Vec::new();
    for _ in 0..random.below(4) {
        let field = random.pick(noun.sorts).0;
        if keys.iter().any(|key| key["field"] == field) {
            continue;
        }
        keys.push(match random.below(3) {
            0 => json!({ "field": field }),
            1 => json!({ "field": field, "direction": "ASC" }),
            _ => json!({ "field": field, "direction": "DESC" }),
        });
    }
    if keys.is_empty() { Value::Null } else { keys.into() }
}
