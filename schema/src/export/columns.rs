//! The columns of an export: paths of single values below a noun, and the document that asks for them.

use std::fmt::Write as _;

use serde_json::Value as Json;

use crate::{
    declare::{Field, Kind, Noun, Scalar},
    error::{Error, Result},
    limits::ExportLimits,
    noun::Nouns,
};

/// The columns of an export.
#[derive(Clone, Debug)]
pub struct Columns {
    /// Their paths, `unit.name`; the heads of the file.
    pub paths: Vec<String>,
    /// What each holds.
    pub kinds: Vec<CellKind>,
}

/// What a column holds, as a spreadsheet tells its cells apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CellKind {
    /// A text, a code, an ID, yes or no.
    Text,
    /// A number.
    Number,
    /// A day.
    Day,
    /// A moment.
    Moment,
}

/// Relations that a path may go along: a project's unit's parent's name is far enough.
const STEPS: usize = 4;

/// The columns that are asked for; where none are, every single value of the noun and the IDs of what it belongs to.
pub fn columns(noun: &Noun, asked: Option<Vec<String>>, limits: &ExportLimits) -> Result<Columns> {
    let paths = asked.unwrap_or_else(|| noun.fields.iter().filter_map(own).collect());
    if paths.is_empty() {
        return Err(Error::input("columns", "needs at least one", "cần ít nhất một cột"));
    }
    if paths.len() > limits.columns {
        let most = limits.columns;
        let (en, vi) = (format!("has at most {most} columns"), format!("tối đa {most} cột"));
        return Err(Error::input("columns", &en, &vi).with("limit", most));
    }
    let mut kinds = Vec::with_capacity(paths.len());
    for (i, path) in paths.iter().enumerate() {
        if paths[..i].contains(path) {
            let (en, vi) = (format!("names {path} twice"), format!("trùng cột {path}"));
            return Err(Error::input("columns", &en, &vi));
        }
        kinds.push(kind(scalar(noun, path).ok_or_else(|| no_column(noun, path))?));
    }
    Ok(Columns { paths, kinds })
}

/// A noun's own field as a column.
fn own(field: &Field) -> Option<String> {
    match field.kind {
        Kind::Column { .. } | Kind::Fact(_) => Some(field.name.into()),
        Kind::One { .. } => Some(format!("{}.id", field.name)),
        Kind::Many { .. } | Kind::Related { .. } | Kind::Parts { .. } | Kind::Computed { .. } => None,
    }
}

/// The scalar at the end of a path.
fn scalar(noun: &Noun, path: &str) -> Option<Scalar> {
    let (mut noun, mut steps) = (noun, path.split('.').collect::<Vec<_>>());
    let last = steps.pop()?;
    if steps.len() > STEPS {
        return None;
    }
    for step in steps {
        let Kind::One { noun: next, .. } = noun.field(step)?.kind else { return None };
        noun = Nouns::get().find(next)?;
    }
    match &noun.field(last)?.kind {
        Kind::Column { scalar, .. } => Some(*scalar),
        Kind::Fact(need) => Some(need.scalar),
        _ => None,
    }
}

const fn kind(scalar: Scalar) -> CellKind {
    match scalar {
        Scalar::Int | Scalar::Long | Scalar::Dong | Scalar::Quantity => CellKind::Number,
        Scalar::Date => CellKind::Day,
        Scalar::Instant => CellKind::Moment,
        Scalar::Text | Scalar::Bool | Scalar::Code(_) | Scalar::Id(_) => CellKind::Text,
    }
}

fn no_column(noun: &Noun, path: &str) -> Error {
    let known: Vec<String> = noun.fields.iter().filter_map(own).collect();
    let short: String = path.chars().take(100).collect();
    let en = format!("{short} is no single value of {}; it has {}", noun.name, known.join(", "));
    let vi = format!("{short} không phải giá trị đơn của {}; các cột có thể chọn: {}", noun.name, known.join(", "));
    Error::input("columns", &en, &vi)
}

/// A selection: a name and what is selected below it.
#[derive(Default)]
struct Below<'a>(Vec<(&'a str, Below<'a>)>);

impl<'a> Below<'a> {
    fn add(&mut self, path: &'a str) {
        let (name, rest) = path.split_once('.').unwrap_or((path, ""));
        let at = self.0.iter().position(|(known, _)| *known == name).unwrap_or_else(|| {
            self.0.push((name, Below::default()));
            self.0.len() - 1
        });
        if !rest.is_empty() {
            self.0[at].1.add(rest);
        }
    }

    fn write(&self, out: &mut String) {
        for (name, below) in &self.0 {
            let _ = write!(out, "{name} ");
            if !below.0.is_empty() {
                out.push_str("{ ");
                below.write(out);
                out.push_str("} ");
            }
        }
    }
}

impl Columns {
    /// The document that reads a page of them.
    pub fn document(&self, noun: &Noun, root: &str) -> String {
        let mut selection = Below::default();
        for path in &self.paths {
            selection.add(path);
        }
        let (name, mut nodes) = (noun.name, String::new());
        selection.write(&mut nodes);
        format!(
            "query($filter: {name}Filter, $orderBy: [{name}Order!], $first: Int, $after: String, $counts: Boolean!) {{ \
             page: {root}(filter: $filter, orderBy: $orderBy, first: $first, after: $after) {{ \
             totalCount @include(if: $counts) nodes {{ {nodes}}} pageInfo {{ hasNextPage endCursor }} }} }}"
        )
    }

    /// The values of one object, in the order of the columns.
    pub fn row(&self, node: &Json) -> Vec<Json> {
        let value = |path: &String| path.split('.').try_fold(node, |at, step| at.get(step)).cloned();
        self.paths.iter().map(|path| value(path).unwrap_or_default()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn project() -> &'static Noun {
        Nouns::get().noun("Project")
    }

    fn ask(paths: &[&str]) -> Result<Columns> {
        columns(project(), Some(paths.iter().map(ToString::to_string).collect()), &ExportLimits::default())
    }

    #[test]
    fn only_single_values_are_columns() {
        for bad in [
            "",
            "nothing",
            "unit",
            "targets",
            "targets.indicator",
            "availableTransitions",
            "unit.name.x",
            "title } evil {",
            "unit..name",
            "history",
            "progress.note",
        ] {
            assert!(ask(&[bad]).is_err(), "{bad}");
        }
        assert!(ask(&[]).is_err() && ask(&["title", "title"]).is_err() && ask(&vec!["id"; 61]).is_err());
        let columns = ask(&["title", "unit.name", "budget", "startsOn", "progressPercent", "createdAt"]).unwrap();
        let (text, number) = (CellKind::Text, CellKind::Number);
        assert_eq!(columns.kinds, [text, text, number, CellKind::Day, number, CellKind::Moment]);
        let text = columns.document(project(), "projects");
        assert!(text.contains("nodes { title unit { name } budget startsOn progressPercent createdAt }"), "{text}");
    }

    #[test]
    fn a_row_has_every_column() {
        let columns = ask(&["title", "unit.name", "fieldGroup.name"]).unwrap();
        let node = serde_json::json!({ "title": "a", "unit": { "name": "b" }, "fieldGroup": null });
        assert_eq!(columns.row(&node), [Json::from("a"), Json::from("b"), Json::Null]);
    }

    #[test]
    fn every_list_has_columns_of_its_own() {
        for noun in Nouns::get().all().filter(|noun| noun.root.is_some()) {
            assert!(columns(noun, None, &ExportLimits::default()).is_ok(), "{}", noun.name);
        }
    }
}
