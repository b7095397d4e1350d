//! Heads: how far the trail had come at a moment, signed and published, so that its tail cannot be cut off unseen.

#![expect(clippy::disallowed_methods, reason = "a head is public, and of the last entry whoever may see it")]

use entity::{
    Instant,
    audit_entry::{Column as EntryColumn, Entity as Entries},
    audit_head::{ActiveModel, Column, Entity, Model},
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseConnection, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect, sea_query::OnConflict,
};
use serde_json::{Value as Json, json};
use uuid::Uuid;

use super::{Keys, Signer, canonical};
use crate::error::{Error, Result};

/// A published head.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// The place of the last entry.
    pub sequence: i64,
    /// The digest of the last entry.
    pub digest: String,
    /// When it was signed.
    pub at: Instant,
    /// Ed25519 of `thidua-audit-head-1:SEQUENCE:DIGEST:AT`, in base64url.
    pub signature: String,
    /// The key it was signed with.
    pub key_id: String,
}

impl From<Model> for Head {
    fn from(row: Model) -> Self {
        Self { sequence: row.seq, digest: row.digest, at: row.at, signature: row.signature, key_id: row.key_id }
    }
}

impl Head {
    /// As published: one line of JSON, without the line feed.
    #[must_use]
    pub fn line(&self) -> String {
        json!({
            "sequence": self.sequence.to_string(),
            "digest": self.digest,
            "at": self.at.to_rfc3339(),
            "signature": self.signature,
            "keyId": self.key_id,
        })
        .to_string()
    }

    /// From such a line.
    #[must_use]
    pub fn parse(line: &str) -> Option<Self> {
        let json: Json = serde_json::from_str(line).ok()?;
        let text = |name: &str| json[name].as_str().map(str::to_owned);
        Some(Self {
            sequence: text("sequence")?.parse().ok()?,
            digest: text("digest")?,
            at: Instant::parse(&text("at")?)?,
            signature: text("signature")?,
            key_id: text("keyId")?,
        })
    }

    /// Why it cannot be believed; nothing if it can.
    #[must_use]
    pub fn fault(&self, keys: &dyn Keys) -> Option<String> {
        let text = canonical::head(self.sequence, &self.digest, self.at);
        match keys.is_signed(&self.key_id, &text, &self.signature) {
            Some(true) => None,
            Some(false) => Some("a head is not signed by the server's key".into()),
            None => Some(format!("a head is signed by the key {}, which was not given", self.key_id)),
        }
    }
}

/// Signs and keeps a head of the trail as it is now; none if there is no entry, or the last head is of it already.
pub async fn publish(write: &DatabaseConnection, signer: &dyn Signer, now: Instant) -> Result<Option<Head>> {
    let last: Option<(i64, Option<String>)> = Entries::find()
        .select_only()
        .columns([EntryColumn::Seq, EntryColumn::Digest])
        .order_by_desc(EntryColumn::Seq)
        .into_tuple()
        .one(write)
        .await?;
    let Some((sequence, Some(digest))) = last else { return Ok(None) };
    let signature = signer.sign(&canonical::head(sequence, &digest, now)).ok_or_else(Error::internal)?;
    let row = Model { id: Uuid::now_v7(), seq: sequence, at: now, digest, signature, key_id: signer.key_id().into() };
    let insert = Entity::insert::<ActiveModel>(row.clone().into_active_model().reset_all())
        .on_conflict(OnConflict::new().do_nothing().to_owned());
    let is_new = insert.exec_without_returning(write).await? > 0;
    Ok(is_new.then(|| row.into()))
}

/// Publishes a head if today, by the calendar of Việt Nam, has none yet.
pub async fn publish_daily(write: &DatabaseConnection, signer: &dyn Signer, now: Instant) -> Result<Option<Head>> {
    let last: Option<Instant> =
        Entity::find().select_only().column(Column::At).order_by_desc(Column::Seq).into_tuple().one(write).await?;
    if last.is_some_and(|at| at.date_in_vietnam() >= now.date_in_vietnam()) {
        return Ok(None);
    }
    publish(write, signer, now).await
}

/// The heads after a sequence, in their order: a page; none at the end.
pub async fn page(database: &DatabaseConnection, after: i64) -> Result<Vec<Head>> {
    let page = Entity::find().filter(Column::Seq.gt(after)).order_by_asc(Column::Seq).limit(1000);
    Ok(page.all(database).await?.into_iter().map(Into::into).collect())
}
