//! Search across nouns: the best hits of each in one statement, merged here by the same rank on both databases.

use std::sync::LazyLock;

use async_graphql::parser::types::Field as Selected;
use entity::text::fold;

use super::{
    cell::{Cell, Type},
    compile::{Compiler, rows_of},
    condition::Condition,
    personal::Touched,
    run::Plan,
    select::Expr,
    shape::{Key, Shape, Writer, rows},
    sql::{Dialect, Sql},
    words::{Words, escape},
};
use crate::{
    declare::{CodeList, Field, FilterKind, Kind, Noun, Scalar},
    error::{Error, Result},
    limits::Price,
    noun::Nouns,
};

/// A selected field of a hit.
#[derive(Debug)]
enum HitPart {
    /// `type`.
    Type,
    /// `label`.
    Label,
    /// `node`.
    Node(Shape),
    /// `__typename`.
    Typename,
}

/// The hits of one noun.
#[derive(Debug)]
pub struct Hits {
    noun: &'static str,
    /// The cell with the rows: rank, length, label, then what is selected.
    cell: usize,
    parts: Vec<(Key, HitPart)>,
    /// What a hit tells of a person.
    touched: Option<Touched>,
}

/// How well a row's text meets what is searched for: bound patterns, the best first.
#[derive(Debug)]
pub struct Rank(Vec<String>);

impl Rank {
    fn of(phrase: &str) -> Self {
        let p = escape(phrase);
        // All of it; its first words; its beginning; from the start of a word; anywhere. Words apart come last.
        Self(vec![p.clone(), format!("{p} %"), format!("{p}%"), format!("% {p}%"), format!("%{p}%")])
    }

    /// Appends the rank of a row, 5 at best, 0 where only the words are there.
    pub fn render(&self, sql: &mut Sql, alias: usize) {
        sql.push("case");
        for (i, pattern) in self.0.iter().enumerate() {
            sql.push(" when ").column(alias, "search").push(" like ").bind(pattern.clone());
            if sql.dialect == Dialect::Sqlite {
                sql.push(" escape '\\'");
            }
            sql.push(" then ").number(self.0.len() - i);
        }
        sql.push(" else 0 end");
    }
}

/// The nouns that can be searched for, as the enum `SearchType`: those with a label and a searched text.
pub fn searched() -> &'static CodeList {
    static LIST: LazyLock<CodeList> = LazyLock::new(|| {
        let is_searched = |noun: &&Noun| {
            noun.label.is_some() && noun.filters.iter().any(|filter| matches!(filter.kind, FilterKind::Search))
        };
        let values: Vec<_> = Nouns::get().all().filter(is_searched).map(|noun| (noun.name, noun.about)).collect();
        let about = "What can be searched for (loại kết quả tìm kiếm).";
        CodeList { name: "SearchType", about, values: Box::leak(values.into_boxed_slice()) }
    });
    &LIST
}

impl<'a> Compiler<'a> {
    /// The best hits among the nouns of these names (all that can be searched for, where none is given).
    pub fn search(mut self, text: &str, types: &[String], take: usize, fields: &[&'a Selected]) -> Result<Plan> {
        let words = Words::of(text)?;
        if words.is_empty() {
            return Err(Error::input("text", "has no word to search for", "không có từ nào để tìm"));
        }
        let phrase = fold(text).replace('\0', " ");
        // Where nothing is named, an agency's system looks through what it is registered for.
        let is_open = |name: &str| self.viewer.agency().is_none_or(|agency| agency.refusal(name).is_none());
        let is_wanted = |name: &str| types.iter().any(|wanted| wanted == name) || (types.is_empty() && is_open(name));
        let nouns: Vec<_> = searched().values.iter().map(|(name, _)| *name).filter(|name| is_wanted(name)).collect();
        let (mut columns, mut hits) = (Vec::new(), Vec::new());
        for name in nouns {
            let noun = self.nouns.noun(name);
            let mut select = self.select(noun);
            let alias = select.alias;
            // Each noun is looked through; what is not listed as a node is still a hit.
            self.hang(false, Price::scan());
            select.conditions.push(Condition::Words(noun.table, "search", words.clone()));
            select.push(Expr::Rank(alias, Rank::of(&phrase)), Type::Scalar(Scalar::Int));
            select.push(Expr::Length(alias, "search"), Type::Scalar(Scalar::Int));
            select.push(Expr::Column(alias, noun.label.unwrap_or("id")), Type::Scalar(Scalar::Text));
            select.ranked = true;
            select.limit = Some(take);
            // A hit tells the name, whatever is selected of it: it was searched for.
            let is_label =
                |field: &&Field| matches!(field.kind, Kind::Column { column, .. } if Some(column) == noun.label);
            let touched = Touched::of(self.viewer, noun, noun.fields.iter().filter(is_label), &mut select, alias);
            let mut parts = Vec::new();
            for (key, fields) in self.document.below(fields, &|_| true) {
                let part = match fields[0].name.node.as_str() {
                    "type" => HitPart::Type,
                    "label" => HitPart::Label,
                    "node" => HitPart::Node(self.rows_below(&mut select, alias, noun, take, &fields)?),
                    _ => HitPart::Typename,
                };
                parts.push((Key::new(key), part));
            }
            hits.push(Hits { noun: noun.name, cell: columns.len(), parts, touched });
            columns.push(rows_of(select));
        }
        let mut plan = self.plan(columns, Shape::Hits(hits, take))?;
        plan.searches = true;
        Ok(plan)
    }
}

impl Writer<'_> {
    /// Writes the hits of all nouns, the best first; shorter texts before longer ones.
    pub(super) fn hits(&mut self, hits: &[Hits], take: usize, row: &[Cell<'_>]) {
        let each =
            |hits: &'_ Hits| rows(&row[hits.cell]).iter().map(|row| (row[0].int(), row[1].int())).collect::<Vec<_>>();
        let mut found = Vec::new();
        for (noun, hits) in hits.iter().enumerate() {
            for (place, (rank, length)) in each(hits).into_iter().enumerate() {
                found.push((std::cmp::Reverse(rank), length, noun, place));
            }
        }
        found.sort_unstable();
        found.truncate(take);
        self.list(&found, |w, &(_, _, noun, place)| {
            let hits = &hits[noun];
            let row = &rows(&row[hits.cell])[place];
            if let Some(touched) = &hits.touched {
                w.touch(touched, row);
            }
            w.object(&hits.parts, |w, part| match part {
                HitPart::Type => w.text(hits.noun),
                HitPart::Label => w.scalar(&row[2], Scalar::Text),
                HitPart::Node(shape) => w.shape(shape, row),
                HitPart::Typename => w.text("SearchHit"),
            });
        });
    }
}
