//! A plan as the text of one statement.

use super::{
    cell::Type,
    select::{Below, Column, Counted, Expr, Label, Select},
    sql::{Dialect, Sql},
};
use crate::{declare::Scalar, local::GATHER};
use entity::Scope;

/// What rendering needs beside the plan.
pub struct Renderer<'a> {
    /// The statement in the making.
    pub sql: Sql,
    /// Whose rows are the viewer's own.
    pub scope: &'a Scope,
    /// The next alias for tables inside conditions.
    pub next: usize,
}

impl Renderer<'_> {
    /// Top-level rows: each column of the plan a column of the statement.
    pub fn flat(&mut self, select: &Select) {
        self.sql.push("select ");
        self.columns(&select.columns);
        self.body(select);
    }

    /// One row of values that hang below nothing, over rows that are counted together.
    pub fn single(&mut self, columns: &[Column], counted: &[Counted]) {
        for (n, counted) in counted.iter().enumerate() {
            self.sql.push(if n > 0 { ", g" } else { "with g" }).number(n).push(" as materialized (select ");
            for (k, key) in counted.keys.iter().enumerate() {
                self.sql.fragment(key, counted.select.alias).push(" as k").number(k).push(", ");
            }
            self.sql.push("count(*) as n");
            self.every(&counted.select);
            for k in 1..=counted.keys.len() {
                self.sql.push(if k > 1 { ", " } else { " group by " }).number(k);
            }
            self.sql.push(") ");
        }
        self.sql.push("select ");
        self.columns(columns);
    }

    fn columns(&mut self, columns: &[Column]) {
        if columns.is_empty() {
            self.sql.push("1");
        }
        for (i, column) in columns.iter().enumerate() {
            if i > 0 {
                self.sql.push(", ");
            }
            self.expr(&column.expr);
        }
    }

    fn expr(&mut self, expr: &Expr) {
        match expr {
            Expr::Column(alias, name) => drop(self.sql.column(*alias, name)),
            Expr::Fact(alias, need) => drop(self.sql.fragment(need.sql, *alias)),
            Expr::Owned(alias, name) => {
                self.sql.push("case when ").column(*alias, "unit_id").any_uuid(&self.scope.units);
                self.sql.push(" then ").column(*alias, name).push(" end");
            }
            Expr::Rank(alias, rank) => rank.render(&mut self.sql, *alias),
            Expr::Length(alias, name) => drop(self.sql.push("length(").column(*alias, name).push(")")),
            Expr::Rows(select) => self.nested(select),
            Expr::Count(select) => {
                self.sql.push("(select count(*)");
                self.every(select);
                self.sql.push(")");
            }
            Expr::Groups(select, by) => self.groups(by.label.as_ref(), |this| {
                this.sql.with_values(by.key, select.alias, &by.values).push(" as k, count(*) as n");
                this.every(select);
            }),
            Expr::Total(counted) => {
                self.sql.push(
                    self.whole("(select coalesce(sum(n), 0)::bigint from g", "(select coalesce(sum(n), 0) from g"),
                );
                self.sql.number(*counted).push(")");
            }
            Expr::Regroup(counted, key, label) => self.groups(label.as_ref(), |this| {
                this.sql.push("k").number(*key);
                this.sql.push(this.whole(" as k, sum(n)::bigint as n from g", " as k, sum(n) as n from g"));
                this.sql.number(*counted);
            }),
        }
    }

    fn nested(&mut self, select: &Select) {
        match self.sql.dialect {
            Dialect::Postgres => {
                self.sql.push("array(select row(");
                self.columns(&select.columns);
                self.sql.push(")");
                self.body(select);
                self.sql.push(")");
            }
            Dialect::Sqlite => {
                if self.sql.gathers {
                    self.gathered(&select.columns);
                } else {
                    self.json_array(&select.columns);
                }
                self.sql.push("(select ");
                for (i, column) in select.columns.iter().enumerate() {
                    self.sql.push(if i > 0 { ", " } else { "" });
                    self.expr(&column.expr);
                    self.sql.push(" as c").number(i);
                }
                if select.columns.is_empty() {
                    self.sql.push("1");
                }
                self.body(select);
                self.sql.push("))");
            }
        }
    }

    /// `(select json_group_array(json_array(c0, …)) from `: SQLite has no arrays of rows.
    fn json_array(&mut self, columns: &[Column]) {
        self.sql.push("(select json_group_array(json_array(");
        for (i, column) in columns.iter().enumerate() {
            self.sql.push(if i > 0 { ", " } else { "" });
            let (open, close) = match column.ty {
                Type::Scalar(Scalar::Id(_)) => ("hex(c", ")"),
                Type::Rows(_) => ("json(c", ")"),
                Type::Scalar(_) => ("c", ""),
            };
            self.sql.push(open).number(i).push(close);
        }
        self.sql.push(")) from ");
    }

    /// `(select thidua_rows(c0, …) from `: the same without the text in between.
    fn gathered(&mut self, columns: &[Column]) {
        self.sql.push("(select ").push(GATHER).push("(");
        for i in 0..columns.len() {
            self.sql.push(if i > 0 { ", c" } else { "c" }).number(i);
        }
        self.sql.push(") from ");
    }

    /// Keys as text (a UUID as its digits), how many rows have each, and the label of the row that a key points at.
    fn groups(&mut self, label: Option<&Label>, keys_and_numbers: impl FnOnce(&mut Self)) {
        match self.sql.dialect {
            Dialect::Postgres => self.sql.push("array(select row(g.k::text, g.n"),
            Dialect::Sqlite => {
                let gather = if self.sql.gathers { GATHER } else { "json_group_array(json_array" };
                self.sql.push("(select ").push(gather);
                self.sql.push("(case typeof(g.k) when 'blob' then lower(hex(g.k)) else g.k end, g.n")
            }
        };
        if let Some((table, alias, column, visible)) = label {
            self.sql.push(", (select ").column(*alias, column).push(" from ").table(table, *alias);
            self.sql.push(" where ").column(*alias, "id").push(" = g.k and ");
            visible.render(&mut self.sql, *alias, None, &mut self.next);
            self.sql.push(")");
        }
        self.sql.push(match (self.sql.dialect, self.sql.gathers) {
            (Dialect::Postgres, _) => ") from (select ",
            (Dialect::Sqlite, true) => ") from (select k, n from (select ",
            (Dialect::Sqlite, false) => ")) from (select k, n from (select ",
        });
        keys_and_numbers(self);
        self.sql.push(" group by 1)");
        self.sql.push(match self.sql.dialect {
            Dialect::Postgres => " g order by g.k nulls last)",
            Dialect::Sqlite => " order by k nulls last) g)",
        });
    }

    /// PostgreSQL adds whole numbers up to a decimal one, unless it is told.
    fn whole(&self, postgres: &'static str, sqlite: &'static str) -> &'static str {
        match self.sql.dialect {
            Dialect::Postgres => postgres,
            Dialect::Sqlite => sqlite,
        }
    }

    /// The rows that are counted: all at the root, few below a row.
    fn every(&mut self, select: &Select) {
        self.sql.is_whole = select.parent.is_none();
        self.body(select);
        self.sql.is_whole = false;
    }

    fn body(&mut self, select: &Select) {
        self.sql.push(" from ").table(select.table, select.alias);
        // Below a row there are few: PostgreSQL is kept from hashing the whole table that they point into.
        let by_row = select.parent.is_some() && self.sql.dialect == Dialect::Postgres;
        for join in &select.joins {
            self.sql.push(if by_row { " left join lateral (select * from " } else { " left join " });
            self.sql.table(join.table, join.alias).push(if by_row { " where " } else { " on " });
            self.sql.column(join.alias, "id").push(" = ").column(join.from, join.key).push(" and ");
            join.visible.render(&mut self.sql, join.alias, None, &mut self.next);
            if by_row {
                self.sql.push(" offset 0) t").number(join.alias).push(" on true");
            }
        }
        self.sql.push(" where ");
        match &select.parent {
            Some(Below::Key(alias, key, _)) => {
                self.sql.column(select.alias, key).push(" = ").column(*alias, "id").push(" and ");
            }
            Some(Below::Pinned(_, key, id, _)) => {
                self.sql.column(select.alias, key).push(" = ").bind(*id).push(" and ");
            }
            Some(Below::On(alias, on, values)) => {
                let on = on.replace("{p}", &format!("t{alias}"));
                self.sql.with_values(&on, select.alias, values).push(" and ");
            }
            None => {}
        }
        for (i, condition) in select.conditions.iter().enumerate() {
            self.sql.push(if i > 0 { " and " } else { "" });
            condition.render(
                &mut self.sql,
                select.alias,
                select.parent.as_ref().and_then(Below::known),
                &mut self.next,
            );
        }
        if select.ranked {
            self.sql.push(" order by ");
            self.expr(&select.columns[0].expr);
            self.sql.push(" desc, ");
            self.expr(&select.columns[1].expr);
            self.sql.push(", ").column(select.alias, "id");
        }
        for (i, order) in select.order.iter().enumerate() {
            self.sql.push(if i > 0 { ", " } else { " order by " }).column(select.alias, order.column);
            self.sql.push(if order.descending { " desc" } else { " asc" });
            if order.nullable {
                self.sql.push(if order.reversed { " nulls first" } else { " nulls last" });
            }
        }
        if let Some(limit) = select.limit {
            // Written out, not bound: the planner must know how few rows are wanted.
            self.sql.push(" limit ").number(limit);
        }
    }
}
