//! What a session is made of: its row, and refresh tokens of which only the digest is kept.

use entity::{Instant, refresh_token, user_session};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set,
};
use uuid::Uuid;

use super::later;
use crate::{
    error::{Error, Result},
    trail::{hex, sha256},
};

/// Days that a session lasts at most, however often it is refreshed.
pub const SESSION_DAYS: u32 = 30;
/// The same in microseconds.
const LIFE: i64 = SESSION_DAYS as i64 * 24 * 60 * 60 * 1_000_000;
/// Sessions that a user has at once; the oldest makes room.
pub const SESSIONS_OF_ONE: u32 = 20;
/// What a refresh token begins with, so that scanners for leaked secrets know it.
const PREFIX: &str = "tdr_";

/// Writes a new session.
pub async fn session(tx: &DatabaseTransaction, user: Uuid, id: Uuid, is_read_only: bool, now: Instant) -> Result<()> {
    make_room(tx, user, now).await?;
    let row = user_session::ActiveModel {
        id: Set(id),
        user_id: Set(user),
        is_read_only: Set(is_read_only),
        expires_at: Set(later(now, LIFE)),
        ended_at: Set(None),
        created_at: Set(now),
    };
    row.insert(tx).await?;
    Ok(())
}

#[expect(clippy::disallowed_methods, reason = "sessions are nobody's to see")]
async fn make_room(tx: &DatabaseTransaction, user: Uuid, now: Instant) -> Result<()> {
    let live = user_session::Entity::find()
        .filter(user_session::Column::UserId.eq(user))
        .filter(user_session::Column::EndedAt.is_null())
        .order_by_desc(user_session::Column::Id);
    let most = u64::from(SESSIONS_OF_ONE);
    for old in live.offset(most - 1).limit(most).all(tx).await? {
        let mut row: user_session::ActiveModel = old.into();
        row.ended_at = Set(Some(now));
        row.update(tx).await?;
    }
    Ok(())
}

/// Writes a new refresh token of a session and says it: 256 bits of the system's randomness.
pub async fn token(tx: &DatabaseTransaction, session: Uuid, micros: i64, now: Instant) -> Result<String> {
    let mut secret = [0; 32];
    getrandom::fill(&mut secret).map_err(|error| {
        tracing::error!(%error, "no randomness");
        Error::internal()
    })?;
    let token = format!("{PREFIX}{}", hex(&secret));
    let row = refresh_token::ActiveModel {
        digest: Set(sha256(token.as_bytes())),
        session_id: Set(session),
        expires_at: Set(later(now, micros)),
        used_at: Set(None),
        created_at: Set(now),
    };
    row.insert(tx).await?;
    Ok(token)
}
