//! Counting by a key: what `counts` is compiled to, and what is written of each key, the filter that lists its rows
//! included.

use async_graphql::{Value as Json, parser::types::Field};
use chrono::{Days, NaiveDate};
use entity::Sight;
use sea_orm::Value;
use serde_json::json;
use uuid::Uuid;

use super::{
    args::Args,
    cell::{Cell, Type},
    compile::Compiler,
    condition::Condition,
    document::Merged,
    guard::{forbidden, may_ask},
    people,
    select::{Below, Column, Counted, Expr, Grouping},
    shape::{Key, Part, Writer},
};
use crate::{
    declare::{CodeList, FilterKind, Group, Noun, Scalar},
    error::{Error, Result},
    limits::Price,
    scalar::id,
    viewer::Viewer,
};

/// A selected field of a grouped count.
#[derive(Clone, Copy, Debug)]
pub enum CountPart {
    /// `key`.
    Key,
    /// `label`.
    Label,
    /// `count`.
    Count,
    /// `filter`.
    Filter,
    /// `__typename`.
    Typename,
}

/// A connection's `counts`, as it is written.
#[derive(Debug)]
pub struct Counts {
    /// The cell with the rows of key, count and label.
    cell: usize,
    /// What the keys are.
    scalar: Scalar,
    /// Whether they are Mondays.
    is_week: bool,
    /// What codes mean, where keys are codes.
    codes: Option<&'static CodeList>,
    /// How the rows of a key are listed.
    listing: Listing,
    /// What is selected.
    parts: Vec<(Key, CountPart)>,
    /// Keys that are told as they are where cells of few people are put together; none where every cell is told.
    pooled: Option<&'static [&'static str]>,
}

/// How a filter lists the rows of a key.
#[derive(Debug)]
struct Listing {
    group: &'static str,
    filter: &'static str,
    way: Way,
    /// The filter that the caller counted under.
    base: Option<serde_json::Value>,
    /// The row that everything counted hangs below: the cell of its key, its noun, and the filter by it.
    parent: Option<(usize, &'static str, Option<&'static str>)>,
}

/// What a filter takes.
#[derive(Clone, Copy, Debug)]
enum Way {
    /// A list of keys.
    Among,
    /// One key.
    One,
    /// From and to a number.
    Number,
    /// From and to the ends of a week.
    Week,
}

impl<'a> Compiler<'a> {
    /// `counts` of a connection under its filter, as compiled and as written.
    pub(super) fn counts(
        &mut self,
        host: &mut Vec<Column>,
        noun: &'static Noun,
        (parent, together): (Option<&Below>, Option<usize>),
        (filter, args): (&[Condition], &Args<'a>),
        fields: &[&'a Field],
    ) -> Result<Part> {
        self.hang(parent.is_some(), Price::scan());
        let by = Args::new(self.document, fields[0]).text("by")?.unwrap_or_default();
        let group = noun.groups.iter().find(|group| group.name == by);
        let group = group.ok_or_else(|| Error::input("by", "is not a group", "không phải tiêu chí đếm"))?;
        may_group(self.viewer.scope.sight, noun, group)?;
        let people = group.people.filter(|people| !people.seen_by.contains(&self.viewer.scope.sight));
        if people.is_some() {
            people::one_campaign(args, parent.is_some(), group.name)?;
        }
        let parts = self.document.below(fields, &|_| true).into_iter().map(|(key, fields)| {
            let part = match fields[0].name.node.as_str() {
                "key" => CountPart::Key,
                "label" => CountPart::Label,
                "count" => CountPart::Count,
                "filter" => CountPart::Filter,
                _ => CountPart::Typename,
            };
            (Key::new(key), part)
        });
        let parts: Vec<(Key, CountPart)> = parts.collect();
        let is = |wanted: fn(&CountPart) -> bool| parts.iter().any(|(_, part)| wanted(part));
        let label = if is(|part| matches!(part, CountPart::Label)) { self.label(group) } else { None };
        let mut types = vec![Type::Scalar(Scalar::Text), Type::Scalar(Scalar::Int)];
        types.extend(label.as_ref().map(|_| Type::Scalar(Scalar::Text)));
        let expr = match together {
            Some(counted) if is_column(group) => {
                let keys = &mut self.together[counted].keys;
                let place = keys.iter().position(|key| *key == group.key).unwrap_or_else(|| {
                    keys.push(group.key);
                    keys.len() - 1
                });
                Expr::Regroup(counted, place, label)
            }
            _ => {
                let grouping = Grouping { key: group.key, values: today(self.viewer, group.key), label };
                Expr::Groups(Box::new(self.counted(noun, parent, filter)), grouping)
            }
        };
        host.push(Column { expr, ty: Type::Rows(types) });
        let cell = host.len() - 1;
        let parent = match parent {
            Some(below) if is(|part| matches!(part, CountPart::Filter)) => {
                let (name, filter) = below.key().map_or(("", None), |key| by_key(noun, key));
                host.push(Column { expr: Expr::Column(below.alias(), "id"), ty: Type::Scalar(Scalar::Id(name)) });
                Some((host.len() - 1, name, filter))
            }
            _ => None,
        };
        let (way, codes) = way(noun, group);
        let base = args.get("filter").and_then(|filter| filter.into_json().ok());
        let listing = Listing { group: group.name, filter: group.filter, way, base, parent };
        let pooled = people.map(|people| people.besides);
        let counts = Counts { cell, scalar: group.scalar, is_week: group.is_week, codes, listing, parts, pooled };
        Ok(Part::Counts(Box::new(counts)))
    }

    /// Where a list at the root is counted in more than one way by columns of its rows, they are counted together: read
    /// once by all these keys, whatever is added up from that.
    pub(super) fn counted_together(
        &mut self,
        noun: &'static Noun,
        parent: Option<&Below>,
        (filter, selected): (&[Condition], &Merged<'a>),
    ) -> Option<usize> {
        let ways = selected.values().filter(|fields| match fields[0].name.node.as_str() {
            "totalCount" => true,
            "counts" => {
                let by = Args::new(self.document, fields[0]).text("by").ok().flatten().unwrap_or_default();
                noun.groups.iter().any(|group| group.name == by && is_column(group))
            }
            _ => false,
        });
        if parent.is_some() || ways.count() < 2 {
            return None;
        }
        let select = self.counted(noun, None, filter);
        self.together.push(Counted { select, keys: Vec::new() });
        Some(self.together.len() - 1)
    }

    /// Where the rows that a group's keys point at have their label.
    fn label(&mut self, group: &'static Group) -> Option<(&'static str, usize, &'static str, Condition)> {
        let Scalar::Id(noun) = group.scalar else { return None };
        let noun = self.nouns.noun(noun);
        let column = noun.label?;
        Some((noun.table, self.alias(), column, self.visible(noun)))
    }
}

/// Whether a group is by a column, and not by something that is made for each row.
fn is_column(group: &Group) -> bool {
    let column = group.key.strip_prefix("{t}.");
    column.is_some_and(|name| name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'))
}

/// The day of the request, once for each `{}` of a declaration.
pub fn today(viewer: &Viewer, sql: &str) -> Vec<Value> {
    vec![viewer.now.date_in_vietnam().into(); sql.matches("{}").count()]
}

/// The rows without a key, for the filter `missing`: of a group that the caller may tell rows apart by.
pub fn missing(viewer: &Viewer, noun: &Noun, names: &[Json]) -> Result<Condition> {
    let one = |name: &Json| {
        let name = super::text_of("missing", name)?;
        let group = noun.groups.iter().find(|group| group.name == name);
        let group = group.ok_or_else(|| Error::input("missing", "is not a group", "không phải tiêu chí đếm"))?;
        may_group(viewer.scope.sight, noun, group)?;
        if group.people.is_some_and(|people| !people.seen_by.contains(&viewer.scope.sight)) {
            return Err(forbidden(group.name));
        }
        Ok(Condition::Missing(group.key, today(viewer, group.key)))
    };
    Ok(Condition::All(names.iter().map(one).collect::<Result<_>>()?))
}

/// Whether somebody who sees this far may tell rows apart by a group.
fn may_group(sight: Sight, noun: &Noun, group: &Group) -> Result<()> {
    may_ask(sight, noun, group.key.trim_start_matches("{t}."), group.name)
}

/// The noun that a foreign key points at, and the filter by it.
fn by_key(noun: &Noun, key: &str) -> (&'static str, Option<&'static str>) {
    let filter = noun.filters.iter().find_map(|filter| match filter.kind {
        FilterKind::Ids(name) if filter.column == key => Some((name, Some(filter.name))),
        _ => None,
    });
    filter.unwrap_or(("", None))
}

/// What the filter of a group takes, and what its codes mean.
fn way(noun: &Noun, group: &Group) -> (Way, Option<&'static CodeList>) {
    let filter = noun.filters.iter().find(|filter| filter.name == group.filter);
    match filter.map(|filter| &filter.kind) {
        Some(FilterKind::Codes(list) | FilterKind::MadeCodes(list, _)) => (Way::Among, Some(list)),
        Some(FilterKind::Range(_)) => (if group.is_week { Way::Week } else { Way::Number }, None),
        Some(FilterKind::Made("ID", _) | FilterKind::Subtree) => (Way::One, None),
        _ => (Way::Among, None),
    }
}

impl Writer<'_> {
    /// Writes `counts`.
    pub(super) fn counts(&mut self, counts: &Counts, row: &[Cell<'_>]) {
        let Cell::Rows(groups) = &row[counts.cell] else { return self.null() };
        if let Some(besides) = counts.pooled {
            return self.pooled(counts, groups, besides);
        }
        self.list(groups, |w, group| {
            let key = counts.key(&group[0]);
            let (label, filter) = (|| counts.label(key.as_deref(), group), || counts.filter(key.as_deref(), row));
            w.one_count(&counts.parts, key.as_deref(), &group[1], label, filter);
        });
    }

    /// Writes `counts` of people whom the viewer does not see: nothing leads to them, and few are put together.
    fn pooled(&mut self, counts: &Counts, groups: &[Vec<Cell<'_>>], besides: &[&str]) {
        let people::Pooled { kept, together } = people::pooled(&people::cells(groups), besides);
        let told: Vec<_> = kept.into_iter().map(Some).chain(together.map(|_| None)).collect();
        let together = together.map_or(Cell::Null, Cell::Int);
        self.list(&told, |w, place| {
            let Some(group) = place.map(|place| &groups[place]) else {
                return w.one_count(&counts.parts, None, &together, || Some(people::TOGETHER.into()), || json!(null));
            };
            let key = counts.key(&group[0]);
            let label = || counts.label(key.as_deref(), group);
            w.one_count(&counts.parts, key.as_deref(), &group[1], label, || json!(null));
        });
    }

    /// Writes one count.
    fn one_count(
        &mut self,
        parts: &[(Key, CountPart)],
        key: Option<&str>,
        count: &Cell<'_>,
        label: impl Fn() -> Option<String>,
        filter: impl Fn() -> serde_json::Value,
    ) {
        self.object(parts, |w, part| match part {
            CountPart::Key => w.json(&json!(key)),
            CountPart::Label => w.json(&json!(label())),
            CountPart::Count => w.scalar(count, Scalar::Int),
            CountPart::Filter => w.json(&filter()),
            CountPart::Typename => w.text("GroupCount"),
        });
    }
}

impl Counts {
    /// A key as it is published; it comes as text whatever it is.
    fn key(&self, cell: &Cell<'_>) -> Option<String> {
        let text = cell.text()?;
        match self.scalar {
            Scalar::Id(noun) => Uuid::try_parse(text).ok().map(|key| id::print(noun, key)),
            _ if self.is_week => monday(text).map(|day| day.to_string()),
            _ => Some(text.to_owned()),
        }
    }

    fn label(&self, key: Option<&str>, group: &[Cell<'_>]) -> Option<String> {
        let key = key?;
        if let Some(list) = self.codes {
            let meaning = list.values.iter().find(|(code, _)| *code == key);
            return meaning.map(|(_, about)| about.trim().to_owned());
        }
        group.get(2).and_then(Cell::text).map(str::to_owned)
    }

    /// The filter that lists the rows of a key; null where what they hang below has no filter.
    fn filter(&self, key: Option<&str>, row: &[Cell<'_>]) -> serde_json::Value {
        let listing = &self.listing;
        let mut all: Vec<serde_json::Value> = listing.base.iter().cloned().collect();
        if let Some((cell, noun, filter)) = listing.parent {
            let (Some(filter), Some(parent)) = (filter, row[cell].uuid()) else { return json!(null) };
            all.push(json!({ filter: [id::print(noun, parent)] }));
        }
        all.push(match (key, listing.way) {
            (None, _) => json!({ "missing": [listing.group] }),
            (Some(key), Way::Among) => json!({ listing.filter: [key] }),
            (Some(key), Way::One) => json!({ listing.filter: key }),
            (Some(key), Way::Number) => {
                let number = key.parse::<i64>().ok();
                json!({ listing.filter: { "from": number, "to": number } })
            }
            (Some(key), Way::Week) => {
                let last = key.parse::<NaiveDate>().ok().and_then(|day| day.checked_add_days(Days::new(6)));
                let to = last.map(|day| format!("{day}T23:59:59.999999+07:00"));
                json!({ listing.filter: { "from": format!("{key}T00:00:00+07:00"), "to": to } })
            }
        });
        match all.len() {
            1 => all.swap_remove(0),
            _ => json!({ "and": all }),
        }
    }
}

/// The day of a number of days since 1970.
fn monday(days: &str) -> Option<NaiveDate> {
    NaiveDate::default().checked_add_days(Days::new(days.parse().ok()?))
}
