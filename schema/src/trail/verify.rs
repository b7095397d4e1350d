//! The whole trail checked against itself, its keys, the heads that were published and the receipts that were given.

#![expect(clippy::disallowed_methods, reason = "an entry is looked for by its digest, whoever may see it")]

use entity::audit_entry::{Column, Entity, Model};
use sea_orm::{ColumnTrait, DatabaseConnection, EntityTrait, QueryFilter, QuerySelect};

use super::{
    Head, Keys, Receipt,
    append::page,
    canonical::{self, sha256},
    check::{Fault, Walk, What},
    guards, head, kept,
};
use crate::error::Result;

/// Faults that are told one by one; what is more is counted.
const TOLD: usize = 100;

/// What somebody has in hand: that at this place there is an entry with this digest.
struct Claim {
    by: &'static str,
    sequence: i64,
    digest: String,
}

/// What became of a check.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// How many entries there are.
    pub entries: u64,
    /// The last sequence; 0 without an entry.
    pub sequence: i64,
    /// The digest of the last entry.
    pub digest: String,
    /// How many heads and receipts were compared.
    pub compared: usize,
    /// What is wrong, in the order of places; at most a hundred.
    pub faults: Vec<Fault>,
    /// What is wrong at no place of its own: with what guards the trail, and with what is kept beside it.
    pub besides: Vec<String>,
    /// How many more places are wrong.
    pub more: u64,
}

impl Report {
    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.faults.is_empty() && self.besides.is_empty()
    }

    fn add(&mut self, fault: Fault) {
        if self.faults.len() < TOLD { self.faults.push(fault) } else { self.more += 1 }
    }
}

/// Checks the trail of a database. It is read page by page, so that memory does not grow with it.
pub async fn verify(
    database: &DatabaseConnection,
    keys: &dyn Keys,
    heads: Vec<Head>,
    receipts: Vec<Receipt>,
) -> Result<Report> {
    let mut report = Report { besides: guards::missing(database).await?, ..Report::default() };
    report.besides.extend(kept::faults(database, keys, &receipts).await?);
    let mut claims = believed(keys, heads, &receipts, &mut report);
    claims.extend(kept(database, keys, &mut report).await?);
    claims.sort_by_key(|claim| claim.sequence);
    report.compared = claims.len();
    let mut claims = claims.into_iter().peekable();
    let mut walk = Walk::new(keys);
    loop {
        let page = page(database, walk.sequence).await?;
        for entry in &page {
            for fault in walk.step(entry) {
                report.add(placed(database, entry, fault).await?);
            }
            while let Some(claim) = claims.next_if(|claim| claim.sequence <= entry.seq) {
                // A place that is not there was named as missing.
                if claim.sequence == entry.seq && claim.digest != walk.digest {
                    report.add(Fault { sequence: claim.sequence, what: What::Contradicted(claim.by) });
                }
            }
        }
        if page.is_empty() {
            break;
        }
    }
    for claim in claims {
        report.add(Fault { sequence: claim.sequence, what: What::Truncated(claim.by) });
    }
    (report.entries, report.sequence, report.digest) = (walk.entries, walk.sequence, walk.digest);
    Ok(report)
}

/// The claims of heads and receipts whose signatures hold; the others are faults themselves.
fn believed(keys: &dyn Keys, heads: Vec<Head>, receipts: &[Receipt], report: &mut Report) -> Vec<Claim> {
    let mut claims = Vec::new();
    for head in heads {
        match head.fault(keys) {
            Some(why) => report.add(Fault { sequence: head.sequence, what: What::Unbelievable(why) }),
            None => claims.push(Claim { by: "a published head", sequence: head.sequence, digest: head.digest }),
        }
    }
    for receipt in receipts {
        match receipt.fault(keys) {
            Some(why) => report.add(Fault { sequence: receipt.sequence, what: What::Unbelievable(why) }),
            // Of what is kept aside, and has no place.
            None if receipt.sequence == 0 => {}
            None => {
                claims.push(Claim { by: "a receipt", sequence: receipt.sequence, digest: receipt.digest.clone() });
            }
        }
    }
    claims
}

/// The heads that the database keeps itself: one a day.
async fn kept(database: &DatabaseConnection, keys: &dyn Keys, report: &mut Report) -> Result<Vec<Claim>> {
    let mut all = Vec::new();
    loop {
        let after = all.last().map_or(0, |head: &Head| head.sequence);
        let page = head::page(database, after).await?;
        if page.is_empty() {
            return Ok(believed(keys, all, &[], report));
        }
        all.extend(page);
    }
}

/// An entry whose content has not its digest may be whole and stand elsewhere: then it says where it belongs.
async fn placed(database: &DatabaseConnection, entry: &Model, fault: Fault) -> Result<Fault> {
    let (What::Edited, Some(previous)) = (&fault.what, &entry.previous) else { return Ok(fault) };
    let before: Option<i64> = Entity::find()
        .select_only()
        .column(Column::Seq)
        .filter(Column::Digest.eq(previous))
        .into_tuple()
        .one(database)
        .await?;
    let fits = |sequence: &i64| {
        let there = Model { seq: *sequence, ..entry.clone() };
        Some(sha256(canonical::entry(&there, previous).as_bytes())) == entry.digest
    };
    // It follows on an entry that stands where it did, or was moved by one together with this.
    let places = before.map_or(vec![1], |before| vec![before + 1, before, before - 1]);
    Ok(match places.into_iter().find(fits) {
        Some(place) => Fault { what: What::Moved(place), ..fault },
        None => fault,
    })
}
