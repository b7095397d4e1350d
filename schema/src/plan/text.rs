//! What is selected, as a text: the same text is the same answer, so fragments, variables and directives are followed.

use std::fmt::Write as _;

use async_graphql::parser::types::{Field, Selection, SelectionSet};

use super::document::Document;

impl<'a> Document<'a> {
    /// Everything below these fields, in the order in which it is written.
    pub fn text(&self, fields: &[&'a Field]) -> String {
        let mut text = String::new();
        for field in fields {
            self.put(&field.selection_set.node, &mut text);
        }
        text
    }

    fn put(&self, set: &'a SelectionSet, text: &mut String) {
        text.push('{');
        for item in set.items.iter().map(|item| &item.node).filter(|item| !self.is_left_out(item)) {
            match item {
                Selection::Field(field) => self.put_field(&field.node, text),
                Selection::FragmentSpread(spread) => {
                    if let Some(fragment) = self.fragment(&spread.node.fragment_name.node) {
                        let _ = write!(text, "...{}", fragment.type_condition.node.on.node);
                        self.put(&fragment.selection_set.node, text);
                    }
                }
                Selection::InlineFragment(fragment) => {
                    text.push_str("...");
                    if let Some(on) = &fragment.node.type_condition {
                        text.push_str(&on.node.on.node);
                    }
                    self.put(&fragment.node.selection_set.node, text);
                }
            }
        }
        text.push('}');
    }

    fn put_field(&self, field: &'a Field, text: &mut String) {
        let _ = write!(text, " {}:{}(", field.response_key().node, field.name.node);
        for (name, value) in &field.arguments {
            if let Some(value) = self.value(&value.node) {
                let _ = write!(text, "{}:{value} ", name.node);
            }
        }
        text.push(')');
        if !field.selection_set.node.items.is_empty() {
            self.put(&field.selection_set.node, text);
        }
    }
}
