//! The answer of a mutation: the object by the same plans as a read, and the receipt, which is known last.

use async_graphql::parser::types::Field;
use serde_json::Value as Json;

use super::{Done, Write};
use crate::{
    Inner,
    error::Result,
    noun::{self, Nouns},
    plan::{Compiler, Cut, Document, cut},
    trail::Receipt,
};

/// An answer in which the receipts are still missing.
pub struct Answer {
    out: Vec<u8>,
    /// Where a receipt goes, and which parts of it.
    gaps: Vec<(usize, Vec<Cut>)>,
}

impl Answer {
    /// The whole answer.
    pub fn with(mut self, receipt: impl FnOnce() -> Option<Receipt>) -> Vec<u8> {
        let receipt = if self.gaps.is_empty() { None } else { receipt() };
        for (place, cuts) in self.gaps.into_iter().rev() {
            let text = receipt.as_ref().map_or(Json::Null, |receipt| cut(receipt.json(), &cuts)).to_string();
            self.out.splice(place..place, text.into_bytes());
        }
        self.out
    }
}

impl Write {
    /// What a mutation's selection says of what it did, read in its transaction.
    pub(super) async fn answer(
        &self,
        inner: &Inner,
        document: Document<'_>,
        fields: &[&Field],
        done: &Done,
    ) -> Result<Answer> {
        let mut answer = Answer { out: vec![b'{'], gaps: Vec::new() };
        for (key, fields) in document.below(fields, &|_| true) {
            if answer.out.len() > 1 {
                answer.out.push(b',');
            }
            answer.out.extend_from_slice(format!("\"{key}\":").as_bytes());
            match fields[0].name.node.as_str() {
                "__typename" => {
                    let name = noun::payload_name(done.noun, done.all.is_some());
                    answer.out.extend_from_slice(format!("\"{name}\"").as_bytes());
                }
                "receipt" => answer.gaps.push((answer.out.len(), document.cuts(&fields, "Receipt", &|_| ""))),
                _ => {
                    let compiler = Compiler::new(document, &self.viewer, &inner.limits);
                    let plan = match &done.all {
                        Some(all) => {
                            let all: Vec<_> = all.iter().map(|id| (done.noun.to_owned(), *id)).collect();
                            compiler.many(&all, &fields)?
                        }
                        None => compiler.one(Nouns::get().noun(done.noun), done.id, &fields)?,
                    };
                    answer.out.extend(plan.answer(&self.tx, &self.viewer).await?);
                }
            }
        }
        answer.out.push(b'}');
        Ok(answer)
    }
}
