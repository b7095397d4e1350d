//! What a paper asks for: one query for the object, then its lists page by page, until there is nothing more to ask.

use serde_json::{Value as Json, json};
use uuid::Uuid;

use super::{PaperFormat, PaperKind, consolidated, decision, session, write};
use crate::{
    error::{Code, Error, Result},
    scalar::id,
};

/// Pages of a list at most, of a hundred rows each.
const MOST_PAGES: usize = 100;

/// What is asked of an object: the selection of the object itself, and its lists with the selection of a row.
pub struct Asked {
    /// The noun.
    pub noun: &'static str,
    /// The selection.
    pub object: &'static str,
    /// Lists: the name of the connection, its order, the selection of a node.
    pub lists: &'static [(&'static str, &'static str, &'static str)],
}

/// A paper that is being read.
#[derive(Debug)]
pub struct Reading {
    kind: PaperKind,
    id: Uuid,
    /// What was read; none before the first answer.
    object: Option<Json>,
    /// The list that is read, and after which cursor.
    list: usize,
    after: Option<String>,
    pages: usize,
}

impl Reading {
    /// Nothing was read yet.
    #[must_use]
    pub const fn begin(kind: PaperKind, id: Uuid) -> Self {
        Self { kind, id, object: None, list: 0, after: None, pages: 0 }
    }

    fn asked(&self) -> &'static Asked {
        match self.kind {
            PaperKind::ConsolidatedReport => &consolidated::ASKED,
            PaperKind::VoteMinutes | PaperKind::ProposalLetter => &session::ASKED,
            PaperKind::AwardDecision => &decision::ASKED,
        }
    }

    /// The next query with its variables; none when everything is there.
    #[must_use]
    pub fn wants(&self) -> Option<(String, Json)> {
        let Asked { noun, object, lists } = self.asked();
        let id = id::print(noun, self.id);
        if self.object.is_none() {
            return Some((
                format!("query($id: ID!) {{ node(id: $id) {{ ... on {noun} {{ {object} }} }} }}"),
                json!({ "id": id }),
            ));
        }
        let (name, order, row) = lists.get(self.list)?;
        let query = format!(
            "query($id: ID!, $after: String) {{ node(id: $id) {{ ... on {noun} {{ {name}(first: 100, after: $after{order}) {{
            nodes {{ {row} }} pageInfo {{ hasNextPage endCursor }} }} }} }} }}"
        );
        Some((query, json!({ "id": id, "after": self.after })))
    }

    /// Takes an answer's data. An object that cannot be seen is none.
    pub fn take(&mut self, mut data: Json) -> Result<()> {
        let node = data["node"].take();
        if !node.is_object() {
            return Err(Error::not_found());
        }
        let list = self.asked().lists.get(self.list);
        let Some(object) = &mut self.object else {
            self.object = Some(node);
            return Ok(());
        };
        let Some((name, ..)) = list else { return Ok(()) };
        let page = &node[*name];
        let rows = page["nodes"].as_array().cloned().unwrap_or_default();
        match object[*name].as_array_mut() {
            Some(known) => known.extend(rows),
            None => object[*name] = rows.into(),
        }
        self.pages += 1;
        let more = page["pageInfo"]["hasNextPage"] == true;
        self.after = page["pageInfo"]["endCursor"].as_str().filter(|_| more).map(str::to_owned);
        if self.after.is_none() {
            (self.list, self.pages) = (self.list + 1, 0);
        }
        if self.pages < MOST_PAGES {
            return Ok(());
        }
        let rows = MOST_PAGES * 100;
        Err(Error::new(
            Code::LimitExceeded,
            format!("A paper has at most {rows} rows in a list."),
            format!("Văn bản có tối đa {rows} dòng trong một danh sách."),
        )
        .with("limit", rows))
    }

    /// Writes the paper out of what was read.
    pub fn write(&self, format: PaperFormat) -> Result<Vec<u8>> {
        write(self.kind, format, self.object.as_ref().ok_or_else(Error::internal)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_read_page_by_page() {
        let mut reading = Reading::begin(PaperKind::AwardDecision, Uuid::nil());
        assert!(reading.wants().unwrap().0.contains("on Decision"));
        reading.take(json!({ "node": { "decidedOn": "2021-12-24" } })).unwrap();
        let page = |name: &str, more: bool| json!({ "node": { "awards": { "nodes": [{ "name": name }], "pageInfo": { "hasNextPage": more, "endCursor": "c" } } } });
        assert_eq!(reading.wants().unwrap().1["after"], Json::Null);
        reading.take(page("A", true)).unwrap();
        assert_eq!(reading.wants().unwrap().1["after"], "c");
        reading.take(page("B", false)).unwrap();
        assert!(reading.wants().is_none());
        assert_eq!(reading.object.unwrap()["awards"], json!([{ "name": "A" }, { "name": "B" }]));
    }

    #[test]
    fn what_is_not_seen_is_not_found() {
        let mut reading = Reading::begin(PaperKind::VoteMinutes, Uuid::nil());
        assert_eq!(reading.take(json!({ "node": null })).unwrap_err().code, Code::NotFound);
    }
}
