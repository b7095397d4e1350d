//! From a selection to a plan. Every noun enters with its `visible(&scope)`, every field after its rule, and the
//! cost is known before the database is asked.

use std::sync::Arc;

use async_graphql::parser::types::Field;
use uuid::Uuid;

use super::{
    args::Args,
    cell::Type,
    condition::{Condition, weigh_all},
    document::Document,
    personal::Touched,
    run::Plan,
    select::{Below, Column, Counted, Expr, Join, Order, Select},
    shape::{Cut, Key, Shape},
};
use crate::{
    declare::{Field as Declared, Kind, Need, Noun, Rule, Scalar},
    error::{Error, Result},
    limits::{Limits, Price},
    noun::Nouns,
    viewer::Viewer,
};

/// Compiles the selections of one root field.
pub struct Compiler<'a> {
    pub(super) document: Document<'a>,
    pub(super) viewer: &'a Viewer,
    pub(super) nouns: &'static Nouns,
    pub(super) limits: &'a Limits,
    /// Aliases given out.
    aliases: usize,
    /// How many rows there can be of what is being compiled.
    rows: usize,
    /// What it costs so far.
    price: Price,
    /// Which rows of each table the scope lets in, where somebody wants to know.
    rules: Vec<(&'static str, String)>,
    /// Whether texts are searched.
    pub(super) searches: bool,
    /// Rows that are counted in several ways.
    pub(super) together: Vec<Counted>,
    /// Aliases of joined rows whose `id` is known.
    pinned: Vec<(usize, Uuid)>,
    /// What stands against reading one of the nouns at all.
    refused: Option<Error>,
}

impl<'a> Compiler<'a> {
    /// A compiler for a viewer's document.
    pub fn new(document: Document<'a>, viewer: &'a Viewer, limits: &'a Limits) -> Self {
        Self {
            document,
            viewer,
            nouns: Nouns::get(),
            limits,
            aliases: 0,
            rows: 1,
            price: Price::statement(),
            rules: Vec::new(),
            searches: false,
            together: Vec::new(),
            pinned: Vec::new(),
            refused: None,
        }
    }

    /// A connection at the root.
    pub fn list(mut self, noun: &'static Noun, fields: &[&'a Field]) -> Result<Plan> {
        let mut columns = Vec::new();
        let shape = self.connection(&mut columns, noun, None, fields)?;
        self.plan(columns, shape)
    }

    /// The object of a key, or null.
    pub fn one(mut self, noun: &'static Noun, id: Uuid, fields: &[&'a Field]) -> Result<Plan> {
        let (select, shape) = self.keyed(noun, vec![id], fields)?;
        self.plan(vec![rows_of(select)], Shape::First(0, Box::new(shape)))
    }

    /// The objects of several IDs, in their order, null where there is none to see.
    pub fn many(mut self, ids: &[(String, Uuid)], fields: &[&'a Field]) -> Result<Plan> {
        let mut columns = Vec::new();
        let mut places = vec![None; ids.len()];
        for noun in self.nouns.all() {
            let keys: Vec<Uuid> = ids.iter().filter(|(name, _)| name == noun.name).map(|(_, id)| *id).collect();
            if keys.is_empty() {
                continue;
            }
            let (select, shape) = self.keyed(noun, keys, fields)?;
            let shape = Arc::new(shape);
            for (place, (_, id)) in places.iter_mut().zip(ids).filter(|(_, (name, _))| name == noun.name) {
                *place = Some((columns.len(), *id, Arc::clone(&shape)));
            }
            columns.push(rows_of(select));
        }
        self.plan(columns, Shape::ByKey(places))
    }

    fn keyed(&mut self, noun: &'static Noun, ids: Vec<Uuid>, fields: &[&'a Field]) -> Result<(Select, Shape)> {
        let mut select = self.select(noun);
        self.spend(ids.len());
        select.column(select.alias, "id", Type::Scalar(Scalar::Id(noun.name)));
        let condition = match ids[..] {
            [id] => Condition::Compare("id", super::condition::Comparison::Equal, id.into()),
            _ => Condition::Among("id", ids),
        };
        select.conditions.insert(0, condition);
        let alias = select.alias;
        let shape = self.object(&mut select, alias, noun, fields)?;
        Ok((select, shape))
    }

    pub(super) fn plan(self, columns: Vec<Column>, shape: Shape) -> Result<Plan> {
        let Self { together: counted, rules, searches, price, refused, .. } = self;
        refused.map_or(Ok(Plan { columns, counted, shape, rules, searches, price }), Err)
    }

    pub(super) fn select(&mut self, noun: &'static Noun) -> Select {
        let alias = self.alias();
        Select::new(noun, alias, self.visible(noun))
    }

    /// The one place where a table enters a plan: with what the scope sees of it, and not at all where a system of an agency is not
    /// registered for it.
    pub(super) fn visible(&mut self, noun: &'static Noun) -> Condition {
        if self.refused.is_none() {
            self.refused = self.viewer.agency().and_then(|agency| agency.refusal(noun.name));
        }
        let rows = (noun.visible)(&self.viewer.scope);
        if self.viewer.traces.is_some() {
            let rule = (noun.table, rows.to_string());
            if !self.rules.contains(&rule) {
                self.rules.push(rule);
            }
        }
        Condition::Rows(rows)
    }

    pub(super) fn alias(&mut self) -> usize {
        self.aliases += 1;
        self.aliases - 1
    }

    /// Counts objects: so many for each row of what is being compiled.
    fn spend(&mut self, rows: usize) {
        self.price = self.price + Price::objects(self.rows.saturating_mul(rows));
    }

    /// Counts a list or a count below each row of what is being compiled; at the root a list is the statement itself.
    pub(super) fn hang(&mut self, is_nested: bool, at_root: Price) {
        self.price = self.price + if is_nested { Price::lists(self.rows) } else { at_root };
    }

    /// An object of a row: its selected fields.
    /// Adds what a filter costs each time a list goes through it: each text like a count over the list, ten conditions like a statement.
    pub(super) fn sift(&mut self, is_nested: bool, filter: &[Condition]) {
        let (texts, conditions) = weigh_all(filter);
        for _ in 0..texts {
            self.hang(is_nested, Price::scan());
        }
        for _ in 0..conditions / 10 {
            self.hang(is_nested, Price::statement());
        }
    }

    fn object(
        &mut self,
        select: &mut Select,
        alias: usize,
        noun: &'static Noun,
        fields: &[&'a Field],
    ) -> Result<Shape> {
        let below = self.document.below(fields, &|on| on == noun.name || on == "Node");
        let mut parts = Vec::with_capacity(below.len());
        let mut read = Vec::with_capacity(below.len());
        for (key, fields) in below {
            let name = fields[0].name.node.as_str();
            let shape = if let Some(field) = noun.field(name) {
                read.push(field);
                self.field(select, (alias, noun), field, &fields)?
            } else {
                Shape::Constant(noun.name.to_owned()) // `__typename`, the only field that is not declared
            };
            parts.push((Key::new(key), shape));
        }
        let object = Shape::Object(parts);
        Ok(match Touched::of(self.viewer, noun, read.into_iter(), select, alias) {
            Some(touched) => Shape::Personal(touched, Box::new(object)),
            None => object,
        })
    }

    fn field(
        &mut self,
        select: &mut Select,
        (alias, host): (usize, &'static Noun),
        field: &'static Declared,
        fields: &[&'a Field],
    ) -> Result<Shape> {
        let is_read = field.rule.reads(self.viewer.scope.sight);
        Ok(match &field.kind {
            // These rules judge who asks, and nothing of the row.
            _ if matches!(field.rule, Rule::Only(_)) && !is_read => Shape::Null,
            Kind::Column { .. } if matches!(field.rule, Rule::Voter) => Shape::Null,
            Kind::Column { column, scalar } => {
                Shape::Scalar(self.column(select, alias, column, *scalar, field.rule), *scalar)
            }
            Kind::Fact(need) => {
                Shape::Scalar(select.push(Expr::Fact(alias, *need), Type::Scalar(need.scalar)), need.scalar)
            }
            Kind::One { key, noun } => {
                let noun = self.nouns.noun(noun);
                self.spend(1);
                let joined = self.alias();
                let visible = self.visible(noun);
                if alias == select.alias
                    && let Some(id) = select.conditions.iter().find_map(|condition| condition.pinned(key))
                {
                    self.pinned.push((joined, id));
                }
                select.joins.push(Join { alias: joined, table: noun.table, from: alias, key, visible });
                let id = select.column(joined, "id", Type::Scalar(Scalar::Id(noun.name)));
                Shape::Joined(id, Box::new(self.object(select, joined, noun, fields)?))
            }
            Kind::Many { noun, key } => {
                let noun = self.nouns.noun(noun);
                self.connection(&mut select.columns, noun, Some(&self.below(alias, host, key)), fields)?
            }
            Kind::Related { noun, on } => {
                let day = Args::new(self.document, fields[0]).day("asOf")?;
                let day = day.unwrap_or_else(|| self.viewer.now.date_in_vietnam());
                let below = Below::On(alias, on, vec![day.into(); on.matches("{}").count()]);
                self.connection(&mut select.columns, self.nouns.noun(noun), Some(&below), fields)?
            }
            Kind::Parts { noun, key, order } => {
                self.parts(select, self.below(alias, host, key), (noun, order), fields)?
            }
            Kind::Computed { needs, make, .. } => {
                let cells = needs.iter().map(|need| Self::need(select, alias, need)).collect();
                Shape::Computed(cells, *make, self.cuts(fields, field))
            }
        })
    }

    fn column(&self, select: &mut Select, alias: usize, column: &'static str, scalar: Scalar, rule: Rule) -> usize {
        match rule {
            Rule::Owner(_) if !rule.reads(self.viewer.scope.sight) => {
                select.push(Expr::Owned(alias, column), Type::Scalar(scalar))
            }
            Rule::Open | Rule::Owner(_) | Rule::Only(_) | Rule::Voter => {
                select.column(alias, column, Type::Scalar(scalar))
            }
        }
    }

    fn need(select: &mut Select, alias: usize, need: &Need) -> usize {
        select.push(Expr::Fact(alias, *need), Type::Scalar(need.scalar))
    }

    /// What has this key and hangs below the row of an alias, which is one that is seen.
    fn below(&self, alias: usize, host: &Noun, key: &'static str) -> Below {
        let seen = (host.visible)(&self.viewer.scope);
        match self.pinned.iter().find(|(pinned, _)| *pinned == alias) {
            Some((_, id)) => Below::Pinned(alias, key, *id, seen),
            None => Below::Key(alias, key, seen),
        }
    }

    fn parts(
        &mut self,
        select: &mut Select,
        parent: Below,
        (noun, order): (&str, &'static str),
        fields: &[&'a Field],
    ) -> Result<Shape> {
        let noun = self.nouns.noun(noun);
        self.hang(true, Price::default());
        self.spend(self.limits.parts_expected);
        let mut below = self.select(noun);
        below.parent = Some(parent);
        below.order =
            [order, "id"].map(|column| Order { column, descending: false, nullable: false, reversed: false }).to_vec();
        below.limit = Some(self.limits.parts_max);
        let inner = below.alias;
        let shape = self.within(self.limits.parts_expected, |this| this.object(&mut below, inner, noun, fields))?;
        let column = rows_of(below);
        Ok(Shape::List(select.push(column.expr, column.ty), Box::new(shape)))
    }

    /// Compiles what there are `rows` of for each row of what is being compiled.
    fn within<T>(&mut self, rows: usize, compile: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        let outer = self.rows;
        self.rows = outer.saturating_mul(rows.max(1));
        let done = compile(self);
        self.rows = outer;
        done
    }

    /// The selected parts of a computed value, whatever its depth.
    fn cuts(&self, fields: &[&'a Field], declared: &Declared) -> Vec<Cut> {
        let Kind::Computed { ty, .. } = &declared.kind else { return Vec::new() };
        let name = Nouns::static_name(ty.trim_matches(['[', ']', '!']));
        self.document.cuts(fields, name, &Nouns::static_name_below)
    }

    pub(super) fn rows_below(
        &mut self,
        list: &mut Select,
        alias: usize,
        noun: &'static Noun,
        take: usize,
        fields: &[&'a Field],
    ) -> Result<Shape> {
        self.spend(take);
        self.within(take, |this| this.object(list, alias, noun, fields))
    }

    /// The same rows as the list, without page and order.
    pub(super) fn counted(&mut self, noun: &'static Noun, parent: Option<&Below>, filter: &[Condition]) -> Select {
        let mut select = self.select(noun);
        select.parent = parent.cloned();
        select.conditions.extend(filter.iter().cloned());
        select
    }
}

/// Rows as a value.
pub(super) fn rows_of(select: Select) -> Column {
    let ty = Type::Rows(select.columns.iter().map(|column| column.ty.clone()).collect());
    Column { expr: Expr::Rows(Box::new(select)), ty }
}
