//! What is written beside the row: its version, its audit entry, its event; and refusals, after the fact.

use std::fmt::Write as _;

use entity::{audit_entry, event};
use sea_orm::{
    ActiveModelTrait, DatabaseConnection, EntityTrait, IdenStatic, Iterable, ModelTrait, NotSet, QueryOrder, Set, Value,
};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{Table, Versioned, Write};
use crate::{
    Inner,
    error::{Code, Error, Result},
    policy::Action,
    viewer::Viewer,
};

impl Write {
    /// Writes a new row with its audit entry and event.
    pub async fn insert<E: Versioned>(&self, mut row: E::ActiveModel) -> Result<E::Model> {
        E::set_key(&mut row, Uuid::now_v7());
        E::stamp(&mut row, 1, self.viewer.now);
        let model = row.insert(&self.tx).await?;
        self.record::<E>(None, &model).await?;
        Ok(model)
    }

    /// Writes a changed row with its next version, its audit entry and event.
    pub async fn update<E: Versioned>(&self, before: &E::Model, mut row: E::ActiveModel) -> Result<E::Model> {
        E::stamp(&mut row, E::version(before) + 1, self.viewer.now);
        let model = row.update(&self.tx).await?;
        self.record::<E>(Some(before), &model).await?;
        Ok(model)
    }

    /// Writes a part of a row that has an audit entry of its own.
    pub async fn attach<E: Table>(&self, mut row: E::ActiveModel) -> Result<E::Model> {
        E::set_key(&mut row, Uuid::now_v7());
        Ok(row.insert(&self.tx).await?)
    }

    async fn record<E: Versioned>(&self, before: Option<&E::Model>, after: &E::Model) -> Result<()> {
        let (before_digest, after_digest) = (before.map(digest::<E>), digest::<E>(after));
        let (id, owner) = (E::key(after), key_of::<E>(after, "unit_id"));
        let entry = audit_entry::ActiveModel {
            object_id: Set(Some(id)),
            owner_unit_id: Set(owner.or((E::NOUN == "Unit").then_some(id))),
            campaign_id: Set(key_of::<E>(after, "campaign_id")),
            noun: Set(E::NOUN.into()),
            fields: Set(changed::<E>(before, after)),
            before_digest: Set(before_digest),
            after_digest: Set(Some(after_digest)),
            ..entry(&self.viewer, self.action, "DONE")
        };
        entry.insert(&self.tx).await?;
        let happened = event::ActiveModel {
            seq: NotSet,
            at: Set(self.viewer.now),
            kind: Set(self.action.code().into()),
            noun: Set(E::NOUN.into()),
            object_id: Set(id),
            owner_unit_id: Set(owner),
            version: Set(E::version(after)),
            request_id: Set(self.viewer.request_id.to_string()),
        };
        happened.insert(&self.tx).await?;
        Ok(())
    }

    /// Records an act on an object that is not to be told from its row: a ballot.
    pub async fn record_act(&self, noun: &'static str, id: Uuid) -> Result<()> {
        let entry = audit_entry::ActiveModel {
            object_id: Set(Some(id)),
            noun: Set(noun.into()),
            ..entry(&self.viewer, self.action, "DONE")
        };
        entry.insert(&self.tx).await?;
        Ok(())
    }
}

/// Puts a refusal in the trail, apart from the transaction that was rolled back. That it could not be written is logged
/// and does not change the answer.
pub async fn refusal(inner: &Inner, viewer: &Viewer, action: Action, error: &Error) {
    if matches!(error.code, Code::Internal | Code::Timeout | Code::Overloaded) {
        return;
    }
    let entry =
        audit_entry::ActiveModel { code: Set(Some(error.code.code().into())), ..entry(viewer, action, "REFUSED") };
    if let Err(error) = entry.insert(&inner.database.write).await {
        tracing::error!(%error, request_id = %viewer.request_id, "a refusal could not be recorded");
    }
}

/// The id of the request that made the first entry.
#[expect(clippy::disallowed_methods, reason = "a request id alone, for the start of the server")]
pub async fn first_request(database: &DatabaseConnection) -> Result<Option<String>> {
    let first = audit_entry::Entity::find().order_by_asc(audit_entry::Column::Seq).one(database).await?;
    Ok(first.map(|entry| entry.request_id))
}

fn entry(viewer: &Viewer, action: Action, result: &str) -> audit_entry::ActiveModel {
    let role = viewer.role();
    audit_entry::ActiveModel {
        seq: NotSet,
        id: Set(Uuid::now_v7()),
        at: Set(viewer.now),
        subject: Set(viewer.subject().into()),
        class: Set(role.map_or("", |role| role.class.code()).into()),
        duty: Set(role.map_or("", |role| role.duty.code()).into()),
        unit_id: Set(viewer.principal.as_ref().map(|principal| principal.unit)),
        client: Set(viewer.principal.as_ref().and_then(|principal| principal.client.as_deref().map(Into::into))),
        action: Set(action.code().into()),
        noun: Set(String::new()),
        object_id: Set(None),
        campaign_id: Set(None),
        owner_unit_id: Set(None),
        fields: Set(String::new()),
        before_digest: Set(None),
        after_digest: Set(None),
        result: Set(result.into()),
        code: Set(None),
        request_id: Set(viewer.request_id.to_string()),
    }
}

/// SHA-256 of a row: each column with its value, in the order of the table.
fn digest<E: Table>(model: &E::Model) -> String {
    let columns = E::Column::iter().map(|column| format!("{}={:?};", column.as_str(), model.get(column)));
    sha256(columns.collect::<String>().as_bytes())
}

/// SHA-256 in hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The columns that differ, separated by commas; every column of a new row.
fn changed<E: Table>(before: Option<&E::Model>, after: &E::Model) -> String {
    let differs = |column: &E::Column| before.is_none_or(|before| before.get(*column) != after.get(*column));
    let names: Vec<&str> = E::Column::iter().filter(differs).map(|column| column.as_str()).collect();
    names.iter().filter(|name| !matches!(**name, "version" | "updated_at")).copied().collect::<Vec<_>>().join(",")
}

fn key_of<E: Table>(model: &E::Model, name: &str) -> Option<Uuid> {
    let column = E::Column::iter().find(|column| column.as_str() == name)?;
    if let Value::Uuid(id) = model.get(column) { id } else { None }
}
