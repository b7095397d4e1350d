//! The limits as published: by `serviceConfig`, and as the table of the README, which is made from here.

use super::Limits;

/// A limit as published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// Its name.
    pub name: &'static str,
    /// The most that is taken.
    pub value: usize,
    /// Of what.
    pub unit: &'static str,
    /// What it limits.
    pub about: &'static str,
    /// Where on its way a request meets it.
    pub stage: &'static str,
    /// The key of the configuration; empty where it is fixed.
    pub key: &'static str,
    /// What it stands against.
    pub threat: &'static str,
}

impl Limit {
    /// A limit with its name, value, unit, and what it limits.
    #[must_use]
    pub const fn new(name: &'static str, value: usize, unit: &'static str, about: &'static str) -> Self {
        Self { name, value, unit, about, stage: "", key: "", threat: "" }
    }

    /// The same with the stage at which it is met, its key in the configuration, and what it stands against.
    #[must_use]
    pub const fn at(self, stage: &'static str, key: &'static str, threat: &'static str) -> Self {
        Self { stage, key, threat, ..self }
    }
}

impl Limits {
    /// Every limit there is: those of requests, and those that somebody else keeps.
    #[must_use]
    pub fn published(&self) -> Vec<Limit> {
        [
            &self.beside[..],
            &self.exports.published(),
            &self.imports.published(),
            &self.of_documents(),
            &self.of_operations(),
            &self.of_answers(),
        ]
        .concat()
    }

    fn of_documents(&self) -> [Limit; 4] {
        let limit =
            |name, value, unit, about, key, threat| Limit::new(name, value, unit, about).at("document", key, threat);
        [
            limit(
                "documentBytes",
                self.document_bytes,
                "bytes",
                "A document.",
                "limits.document_bytes",
                "parsing without end",
            ),
            limit(
                "documentTokens",
                self.document_tokens,
                "tokens",
                "A document.",
                "limits.tokens",
                "a tree of any size",
            ),
            limit(
                "documentNesting",
                self.document_nesting,
                "levels",
                "Brackets of any kind in a document.",
                "limits.nesting",
                "a parser that runs out of stack",
            ),
            limit(
                "fragmentVisits",
                self.fragment_visits,
                "visits",
                "Fragments, when every spread is followed.",
                "limits.fragment_visits",
                "fragments that double each other",
            ),
        ]
    }

    fn of_operations(&self) -> [Limit; 12] {
        let limit =
            |name, value, unit, about, key, threat| Limit::new(name, value, unit, about).at("operation", key, threat);
        [
            limit(
                "depth",
                self.depth,
                "levels",
                "Fields below each other; what asks only for the schema is exempt.",
                "limits.depth",
                "lists in lists in lists",
            ),
            limit(
                "typeRepeats",
                self.type_repeats,
                "times",
                "A type on one path; the types of the schema itself are exempt.",
                "limits.type_repeats",
                "cycles: the parent of the children of the parent",
            ),
            limit(
                "fields",
                self.fields,
                "fields",
                "An operation, with its fragments followed.",
                "limits.fields",
                "answers far larger than requests",
            ),
            limit(
                "aliases",
                self.aliases,
                "aliases",
                "An operation, with its fragments followed.",
                "limits.aliases",
                "the same asked many times over",
            ),
            limit(
                "rootFields",
                self.root_fields,
                "fields",
                "Root fields of a query.",
                "limits.root_fields",
                "many requests in one: each is a statement",
            ),
            limit(
                "mutationFields",
                self.mutation_fields,
                "fields",
                "Root fields of a mutation.",
                "limits.mutation_fields",
                "many writes in one request",
            ),
            limit(
                "directives",
                self.directives,
                "directives",
                "Directives at one place.",
                "limits.directives",
                "directives by the thousand",
            ),
            limit("filterValues", self.filter_values, "values", "A filter.", "", "statements of any length"),
            limit(
                "filterTexts",
                self.filter_texts,
                "texts",
                "A filter, looked for by `text`.",
                "",
                "a look through every text, many times",
            ),
            limit(
                "variableValues",
                self.variable_values,
                "values",
                "All variables of a request, lists and objects too.",
                "",
                "values past the limits of the document",
            ),
            limit(
                "introspections",
                self.introspections,
                "fields",
                "`__schema` and `__type` in an operation.",
                "",
                "the schema many times over",
            ),
            limit(
                "introspectionLists",
                self.introspection_lists,
                "levels",
                "Lists of types and of their fields, interfaces and so on below each other in what asks for the schema; in it every field stands once, without an alias.",
                "",
                "answers that multiply the schema by itself",
            ),
        ]
    }

    fn of_answers(&self) -> [Limit; 6] {
        let limit =
            |name, value, unit, about, key, threat| Limit::new(name, value, unit, about).at("answer", key, threat);
        [
            limit(
                "pageDefault",
                self.page_default,
                "objects",
                "A page where no size is asked for.",
                "limits.page_default",
                "lists without end",
            ),
            limit("pageMax", self.page_max, "objects", "A page.", "limits.page_max", "lists without end"),
            limit(
                "partsMax",
                self.parts_max,
                "objects",
                "Parts of one object, which come whole; writes keep to it.",
                "",
                "objects of any size",
            ),
            limit(
                "resultObjects",
                self.result_objects,
                "objects",
                "An answer, counted from its page sizes before the database is asked.",
                "limits.result_objects",
                "answers of any size",
            ),
            limit(
                "cost",
                self.cost,
                "points",
                "A request, counted from its plans before the database is asked.",
                "limits.cost",
                "much work for little answer",
            ),
            limit(
                "errors",
                self.errors,
                "errors",
                "Errors in one answer; more are left out.",
                "limits.errors",
                "errors larger than the request",
            ),
        ]
    }
}
