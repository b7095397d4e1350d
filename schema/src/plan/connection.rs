//! Connections: a page of rows, what is selected around it, and how many there are in all.

use async_graphql::parser::types::Field;

use super::{
    args::Args,
    cell::Type,
    compile::{Compiler, rows_of},
    condition::Condition,
    page::Page,
    run,
    select::{Below, Column, Expr, Select},
    shape::{Connection, EdgePart, Key, PageInfo, Part, Shape},
};
use crate::{
    declare::{Noun, Scalar},
    error::Result,
    limits::Price,
};

impl<'a> Compiler<'a> {
    /// A connection, its list and its counts as columns of the host.
    pub(super) fn connection(
        &mut self,
        host: &mut Vec<Column>,
        noun: &'static Noun,
        parent: Option<&Below>,
        fields: &[&'a Field],
    ) -> Result<Shape> {
        let args = Args::new(self.document, fields[0]);
        let page = Page::of(args, noun, self.viewer, self.limits)?;
        let filter = run::filter(self.viewer, noun, args.get("filter").as_ref(), self.limits)?;
        self.searches |= filter.iter().any(Condition::searches);
        let below = self.document.below(fields, &|_| true);

        let mut list = self.select(noun);
        list.parent = parent.cloned();
        list.conditions.extend(filter.clone());
        list.conditions.extend(page.behind.clone());
        list.order = page.orders();
        let keys = page.keys.iter().map(|(sort, _)| (sort.column, sort.scalar)).chain([("id", Scalar::Id(noun.name))]);
        let keys: Vec<_> = keys.collect();
        let mut connection = Connection {
            rows: None,
            take: page.take,
            backward: page.backward,
            has_cursor: page.has_cursor,
            signature: page.signature(),
            cursor: Vec::new(),
            fields: Vec::with_capacity(below.len()),
        };
        let together = self.counted_together(noun, parent, (&filter, &below));
        let mut is_listed = false;
        for (key, fields) in &below {
            let part = match fields[0].name.node.as_str() {
                "edges" => {
                    is_listed = true;
                    Part::Edges(self.edges(&mut list, noun, page.take, fields)?)
                }
                "nodes" => {
                    is_listed = true;
                    let alias = list.alias;
                    Part::Nodes(self.rows_below(&mut list, alias, noun, page.take, fields)?)
                }
                "pageInfo" => {
                    is_listed = true;
                    Part::PageInfo(self.page_info(fields))
                }
                "totalCount" => {
                    self.hang(parent.is_some(), Price::scan());
                    self.sift(parent.is_some(), &filter);
                    let expr = match together {
                        Some(counted) => Expr::Total(counted),
                        None => Expr::Count(Box::new(self.counted(noun, parent, &filter))),
                    };
                    host.push(Column { expr, ty: Type::Scalar(Scalar::Int) });
                    Part::Total(host.len() - 1)
                }
                "counts" => {
                    self.sift(parent.is_some(), &filter);
                    self.counts(host, noun, (parent, together), (&filter, &args), fields)?
                }
                _ => Part::Typename(format!("{}Connection", noun.name)),
            };
            connection.fields.push((Key::new(key), part));
        }
        if is_listed {
            self.hang(parent.is_some(), Price::default());
            self.sift(parent.is_some(), &filter);
            let alias = list.alias;
            // One row more than the page tells whether there are more, and cursors need the sort keys: only where asked for.
            let has_info = connection.fields.iter().any(|(_, part)| matches!(part, Part::PageInfo(_)));
            let has_cursors = connection.fields.iter().any(|(_, part)| match part {
                Part::Edges(parts) => parts.iter().any(|(_, part)| matches!(part, EdgePart::Cursor)),
                _ => false,
            });
            list.limit = Some(page.take + usize::from(has_info));
            if has_info || has_cursors {
                let cell =
                    |(column, scalar): &(&'static str, Scalar)| list.column(alias, column, Type::Scalar(*scalar));
                connection.cursor = keys.iter().map(cell).collect();
            }
            host.push(rows_of(list));
            connection.rows = Some(host.len() - 1);
        }
        Ok(Shape::Connection(Box::new(connection)))
    }

    fn edges(
        &mut self,
        list: &mut Select,
        noun: &'static Noun,
        take: usize,
        fields: &[&'a Field],
    ) -> Result<Vec<(Key, EdgePart)>> {
        let below = self.document.below(fields, &|_| true);
        let alias = list.alias;
        below
            .into_iter()
            .map(|(key, fields)| {
                let part = match fields[0].name.node.as_str() {
                    "cursor" => EdgePart::Cursor,
                    "node" => EdgePart::Node(self.rows_below(list, alias, noun, take, &fields)?),
                    _ => EdgePart::Typename(format!("{}Edge", noun.name)),
                };
                Ok((Key::new(key), part))
            })
            .collect()
    }

    fn page_info(&self, fields: &[&'a Field]) -> Vec<(Key, PageInfo)> {
        let below = self.document.below(fields, &|_| true);
        below
            .into_iter()
            .map(|(key, fields)| {
                let part = match fields[0].name.node.as_str() {
                    "hasNextPage" => PageInfo::HasNext,
                    "hasPreviousPage" => PageInfo::HasPrevious,
                    "startCursor" => PageInfo::Start,
                    "endCursor" => PageInfo::End,
                    _ => PageInfo::Typename,
                };
                (Key::new(key), part)
            })
            .collect()
    }
}
