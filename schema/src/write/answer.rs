//! The answer of a mutation: the object by the same plans as a read, and the receipt, which is known last.

use async_graphql::parser::types::Field;
use serde_json::Value as Json;

use super::{Done, Write};
use crate::{
    Inner,
    error::Result,
    noun::Nouns,
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
    pub fn with(mut self, receipt: Option<&Receipt>) -> Vec<u8> {
        for (place, cuts) in self.gaps.into_iter().rev() {
            let text = receipt.map_or(Json::Null, |receipt| cut(receipt.json(), &cuts)).to_string();
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
        done: Done,
    ) -> Result<Answer> {
        let noun = Nouns::get().noun(done.noun);
        let mut answer = Answer { out: vec![b'{'], gaps: Vec::new() };
        for (key, fields) in document.below(fields, &|_| true) {
            if answer.out.len() > 1 {
                answer.out.push(b',');
            }
            answer.out.extend_from_slice(format!("\"{key}\":").as_bytes());
            match fields[0].name.node.as_str() {
                "__typename" => answer.out.extend_from_slice(format!("\"{}Payload\"", done.noun).as_bytes()),
                "receipt" => answer.gaps.push((answer.out.len(), document.cuts(&fields, "Receipt", &|_| ""))),
                _ => {
                    let plan = Compiler::new(document, &self.viewer, &inner.limits).one(noun, done.id, &fields)?;
                    answer.out.extend(plan.answer(&self.tx, &self.viewer).await?);
                }
            }
        }
        answer.out.push(b'}');
        Ok(answer)
    }
}
