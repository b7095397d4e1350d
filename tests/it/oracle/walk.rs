//! A list walked page by page on both databases, from either end.

use serde_json::{Value, json};
use tests::{App, Reply, Who};

use super::{ground::Ground, ids, noun::Noun, question::Question, rows::Row};

/// The two databases with the same rows.
pub struct Pair {
    pub sqlite: App,
    pub postgres: App,
}

impl Pair {
    /// What both answer, byte for byte.
    pub async fn ask(&self, who: &Who, document: &str, variables: &Value) -> Reply {
        let ask = async |app: &App| {
            let client = app.as_(who.clone()).with("x-request-id", "same");
            client.query(document, variables.clone()).await
        };
        let (one, other) = tokio::join!(ask(&self.sqlite), ask(&self.postgres));
        assert_eq!(one.told(), other.told(), "SQLite and PostgreSQL differ on {document} with {variables}");
        one.ok()
    }

    pub async fn write(&self, ground: &Ground) {
        tokio::join!(ground.write(&self.sqlite), ground.write(&self.postgres));
    }
}

/// A list walked from one end to the other.
pub struct Walk<'a> {
    pub who: &'a Who,
    pub question: &'a Question,
    pub expected: &'a [&'a Row],
    pub size: usize,
}

impl Walk<'_> {
    pub async fn forward(&self, pair: &Pair) {
        let (mut from, mut after) = (0, Value::Null);
        loop {
            let to = (from + self.size).min(self.expected.len());
            let info = self.page(pair, json!({ "first": self.size, "after": after }), from, to).await;
            let more = (&info["hasNextPage"], &info["hasPreviousPage"]);
            assert_eq!(more, (&json!(to < self.expected.len()), &json!(from > 0)), "{:?}", self.question);
            if to == self.expected.len() {
                return;
            }
            (from, after) = (to, info["endCursor"].clone());
        }
    }

    pub async fn backward(&self, pair: &Pair) {
        let (mut to, mut before) = (self.expected.len(), Value::Null);
        loop {
            let from = to.saturating_sub(self.size);
            let info = self.page(pair, json!({ "last": self.size, "before": before }), from, to).await;
            let more = (&info["hasNextPage"], &info["hasPreviousPage"]);
            assert_eq!(more, (&json!(to < self.expected.len()), &json!(from > 0)), "{:?}", self.question);
            if from == 0 {
                return;
            }
            (to, before) = (from, info["startCursor"].clone());
        }
    }

    /// A page with what the oracle has from one place to another; where the page lies.
    async fn page(&self, pair: &Pair, mut variables: Value, from: usize, to: usize) -> Value {
        let Question { noun: Noun { name, root, fields, .. }, filter, order, by } = self.question;
        let document = format!(
            "query($filter: {name}Filter, $order: [{name}Order!], $by: {name}Group!,
                $first: Int, $after: String, $last: Int, $before: String) {{
                {root}(filter: $filter, orderBy: $order, first: $first, after: $after, last: $last, before: $before) {{
                    totalCount counts(by: $by) {{ key count }} nodes {{ id {fields} }}
                    pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }}
                }} }}"
        );
        variables["filter"] = filter.clone();
        variables["order"] = order.clone();
        variables["by"] = json!(by);
        let reply = pair.ask(self.who, &document, &variables).await;
        let who = self.who;
        let all = self.expected;
        assert_eq!(reply.column(&format!("{root}.nodes"), "id"), ids(name, &all[from..to]), "{who:?}: {variables}");
        assert_eq!(*reply.data(&format!("{root}.totalCount")), json!(all.len()), "{who:?}: {variables}");
        assert_eq!(*reply.data(&format!("{root}.counts")), self.question.counts(all), "{who:?}: {variables}");
        reply.data(&format!("{root}.pageInfo")).clone()
    }
}
