//! Awards: never deleted, only revoked.

use async_graphql::InputObject;
use entity::{
    award::{self, AwardState},
    official_document::{self, DocumentKind},
};
use sea_orm::{IntoActiveModel, Set};

use super::{check, done, nomination::lead};
use crate::{
    error::{Code, Error, Result},
    scalar::id::Id,
    workflow::{self, reason},
    write::{Done, Write},
};

/// A revocation.
#[derive(InputObject)]
pub struct RevokeAwardInput {
    /// The award.
    pub id: Id<award::Entity>,
    /// The version you read; if the object has moved on, nothing happens and the answer is CONFLICT.
    pub expected_version: Option<i32>,
    /// The decision that revokes it.
    pub document: Id<official_document::Entity>,
    /// Why.
    pub reason: String,
}

pub async fn revoke(w: &mut Write, input: RevokeAwardInput) -> Result<Done> {
    let before = w.fetch_at::<award::Entity>(input.id.0, input.expected_version).await?;
    w.permit(None)?;
    if before.state == AwardState::Revoked {
        return Err(Error::new(
            Code::InvalidTransition,
            "This award is revoked already.",
            "Khen thưởng này đã bị thu hồi.",
        )
        .with("state", "REVOKED"));
    }
    let document = w.see::<official_document::Entity>(input.document.0).await?;
    if document.kind != DocumentKind::Decision {
        return Err(Error::new(
            Code::DecisionRequired,
            "An award is revoked by a decision.",
            "Thu hồi khen thưởng phải có quyết định.",
        ));
    }
    let why = reason(&check::body("reason", &input.reason)?)?;
    if let Some(nomination) = before.nomination_id {
        let (next, _) = w.decide::<workflow::nomination::Nomination>(nomination).await?;
        lead(w, nomination, next, None, Some(why.clone())).await?;
    }
    let mut row = before.clone().into_active_model();
    row.state = Set(AwardState::Revoked);
    row.revoked_by_id = Set(Some(document.id));
    row.reason = Set(Some(why));
    w.update::<award::Entity>(&before, row).await?;
    done::<award::Entity>(before.id)
}
