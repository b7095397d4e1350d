//! One page of a connection: how many, which way, from where, in which order.

use async_graphql::Value;

use super::{
    args::{Args, items, text_of},
    condition::{Condition, Place},
    cursor,
    guard::may_ask,
    select::Order,
};
use crate::{
    declare::{Noun, Scalar, Sort},
    error::{Error, Result},
    limits::Limits,
    viewer::Viewer,
};

/// The page that a connection's arguments ask for.
pub struct Page<'a> {
    /// How many rows.
    pub take: usize,
    /// Whether the page ends at the cursor, or at the end of the list.
    pub backward: bool,
    /// Whether a cursor was given.
    pub has_cursor: bool,
    /// The sort keys, with whether each descends as written.
    pub keys: Vec<(&'a Sort, bool)>,
    /// The rows behind the cursor.
    pub behind: Option<Condition>,
}

/// How many objects are asked for, if a page may hold them.
pub fn page_size(asked: Option<usize>, limits: &Limits) -> Result<usize> {
    let take = asked.unwrap_or(limits.page_default);
    if take <= limits.page_max {
        return Ok(take);
    }
    Err(Error::beyond(
        format!("A page has at most {} objects; {take} were asked for.", limits.page_max),
        format!("Mỗi trang tối đa {} mục; yêu cầu {take}.", limits.page_max),
        limits.page_max,
        take,
    ))
}

impl<'a> Page<'a> {
    /// Reads `first`, `after`, `last`, `before` and `orderBy`.
    pub fn of(args: Args<'_>, noun: &'a Noun, viewer: &Viewer, limits: &Limits) -> Result<Self> {
        let (first, last) = (args.count("first")?, args.count("last")?);
        let (after, before) = (args.text("after")?, args.text("before")?);
        if (first.is_some() && last.is_some())
            || (after.is_some() && before.is_some())
            || (first.is_some() && before.is_some())
            || (last.is_some() && after.is_some())
        {
            return Err(Error::input(
                "first",
                "use first with after, or last with before, not both",
                "dùng first cùng after, hoặc last cùng before",
            ));
        }
        let backward = last.is_some() || before.is_some();
        let take = page_size(first.or(last), limits)?;
        let keys = keys(args, noun)?;
        for (sort, _) in &keys {
            may_ask(viewer.scope.sight, noun, sort.column, sort.name)?;
        }
        let cursor = after.or(before);
        let mut page = Self { take, backward, has_cursor: cursor.is_some(), keys, behind: None };
        if let Some(text) = cursor {
            page.behind = Some(Condition::Behind(page.places(&text)?));
        }
        Ok(page)
    }

    fn places(&self, text: &str) -> Result<Vec<Place>> {
        let values = cursor::parse(text, &self.signature(), &self.scalars())?;
        let orders = self.orders();
        Ok(orders
            .iter()
            .zip(values)
            .map(|(order, value)| Place {
                column: order.column,
                descending: order.descending,
                nullable: order.nullable,
                nulls_last: !order.reversed,
                value,
            })
            .collect())
    }

    /// What a cursor must have been made for.
    pub fn signature(&self) -> String {
        self.keys
            .iter()
            .map(|(sort, descending)| format!("{}{}", if *descending { "-" } else { "+" }, sort.name))
            .collect::<Vec<_>>()
            .join(",")
    }

    /// How the values in a cursor are stored: each sort key, then the row's key.
    pub fn scalars(&self) -> Vec<Scalar> {
        self.keys.iter().map(|(sort, _)| sort.scalar).chain([Scalar::Id("")]).collect()
    }

    /// The order in which rows are read: as written, or the reverse for a page that ends at the cursor. Ties are broken
    /// by the row's key, in the direction of the last sort key.
    pub fn orders(&self) -> Vec<Order> {
        let tie = self.keys.last().is_some_and(|(_, descending)| *descending);
        let keys = self.keys.iter().map(|(sort, descending)| (sort.column, *descending, sort.nullable));
        let order = |(column, descending, nullable)| Order {
            column,
            descending: descending != self.backward,
            nullable,
            reversed: self.backward,
        };
        keys.chain([("id", tie, false)]).map(order).collect()
    }
}

fn keys<'a>(args: Args<'_>, noun: &'a Noun) -> Result<Vec<(&'a Sort, bool)>> {
    let Some(written) = args.get("orderBy") else {
        return Ok(noun.sorts.iter().take(1).map(|sort| (sort, sort.descending)).collect());
    };
    let written = items(&written);
    if written.is_empty() || written.len() > 3 {
        return Err(Error::input("orderBy", "takes one to three keys", "nhận từ một đến ba khóa sắp xếp"));
    }
    let mut keys: Vec<(&Sort, bool)> = Vec::new();
    for item in written {
        let Value::Object(map) = item else {
            return Err(Error::input("orderBy", "must be {field, direction}", "phải có dạng {field, direction}"));
        };
        let name = map.get("field").map(|field| text_of("orderBy.field", field)).transpose()?.unwrap_or_default();
        let sort = noun
            .sorts
            .iter()
            .find(|sort| sort.name == name)
            .ok_or_else(|| Error::input("orderBy.field", "is not a sort key", "không phải khóa sắp xếp"))?;
        let descending = map
            .get("direction")
            .map_or(sort.descending, |direction| matches!(text_of("direction", direction).as_deref(), Ok("DESC")));
        if keys.iter().any(|(key, _)| key.name == sort.name) {
            return Err(Error::input("orderBy", "names a key twice", "lặp lại khóa sắp xếp"));
        }
        keys.push((sort, descending));
    }
    Ok(keys)
}
