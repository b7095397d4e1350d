//! Sessions that go on and end: refresh tokens used once, sign-out, and whether a token's session still stands.

use entity::{Instant, refresh_token, user_account, user_account::UserState, user_session};
use quick_cache::sync::Cache;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseConnection, DatabaseTransaction, EntityTrait, QueryFilter, sea_query::Expr,
};
use uuid::Uuid;

use super::{Grant, REVOKE_SESSION, SIGN_OUT, claims, deed, open, over, user_of};
use crate::{
    Api,
    error::{Code, Error, Result},
    trail::{self, sha256},
    viewer::{Asked, Class, Duty, Role},
};

/// Microseconds after which a session is looked at again: what ends it elsewhere shows within 30 s.
const FRESH: i64 = 30 * 1_000_000;
/// Sessions remembered.
const CAPACITY: usize = 50_000;

/// What a session's tokens must agree with, as it was read at some time.
#[derive(Clone)]
struct Standing {
    role: Option<Role>,
    unit: Uuid,
    ends_at: Instant,
    read_at: Instant,
}

/// Whether the sessions of tokens still stand, remembered for half a minute.
pub struct Sessions(Cache<Uuid, Standing>);

impl Default for Sessions {
    fn default() -> Self {
        Self(Cache::new(CAPACITY))
    }
}

impl Sessions {
    /// Forgets all: something about users has changed here.
    pub fn forget(&self) {
        self.0.clear();
    }

    /// Refuses a token whose session has ended, or whose user has another role or unit by now.
    pub async fn check(
        &self,
        database: &DatabaseConnection,
        session: Uuid,
        (role, unit): (Role, Uuid),
        now: Instant,
    ) -> Result<()> {
        let standing = self.stands(database, session, now).await?;
        if standing.role != Some(role) || standing.unit != unit {
            let (en, vi) =
                ("The role has changed; refresh the token.", "Vai trò đã thay đổi; hãy làm mới mã truy cập.");
            return Err(gone(en, vi));
        }
        Ok(())
    }

    /// The standing of a session; refused when it has ended.
    async fn stands(&self, database: &DatabaseConnection, session: Uuid, now: Instant) -> Result<Standing> {
        let known = self.0.get(&session).filter(|known| (0..FRESH).contains(&(now.0 - known.read_at.0)));
        let standing = if let Some(known) = known {
            known
        } else {
            let read = read(database, session, now).await?;
            self.0.insert(session, read.clone());
            read
        };
        if standing.ends_at <= now {
            return Err(gone("The session has ended.", "Phiên đăng nhập đã kết thúc."));
        }
        Ok(standing)
    }
}

fn gone(en: &str, vi: &str) -> Error {
    Error::new(Code::Unauthenticated, en, vi)
}

#[expect(clippy::disallowed_methods, reason = "by the session of a verified token")]
async fn read(database: &DatabaseConnection, session: Uuid, now: Instant) -> Result<Standing> {
    let row = user_session::Entity::find_by_id(session).one(database).await?;
    let user = match &row {
        Some(row) => user_of(database, row.user_id).await?,
        None => None,
    };
    let Some((row, user)) = row.zip(user) else {
        return Ok(Standing { role: None, unit: Uuid::nil(), ends_at: Instant(0), read_at: now });
    };
    let is_active = user.state == UserState::Active;
    let ends_at = if is_active { row.ended_at.unwrap_or(row.expires_at) } else { Instant(0) };
    Ok(Standing { role: super::role(&user), unit: user.unit_id.unwrap_or_default(), ends_at, read_at: now })
}

impl Api {
    /// Refuses what was made in a session that has ended by now.
    pub async fn check_session(&self, session: Uuid, now: Instant) -> Result<()> {
        self.inner.sessions.stands(&self.inner.database.read, session, now).await.map(drop)
    }

    /// Goes on with a session: uses up a refresh token and gives the next, with the role of now. A token that was used
    /// before ends its session: two have it, and one of them should not.
    pub async fn refresh(&self, token: &str, refresh_micros: i64, asked: &Asked) -> Result<Grant> {
        let tx = trail::begin(&self.inner.database.write).await?;
        let (token, session, user) = known(&tx, token).await?.ok_or_else(over)?;
        if token.used_at.is_some() || !use_up(&tx, &token.digest, asked.now).await? {
            if session.ended_at.is_none() {
                end(&tx, session.id, asked.now).await?;
                let refusal = deed(Some(&user), REVOKE_SESSION, Some(Code::SignInRefused), asked);
                self.inner.note(&tx, refusal).await?;
            }
            tx.commit().await?;
            self.inner.sessions.forget();
            return Err(over());
        }
        let is_over = session.ended_at.is_some() || session.expires_at <= asked.now || token.expires_at <= asked.now;
        if is_over || user.state != UserState::Active || user.must_change_password {
            return Err(over());
        }
        let claims = claims(&user, session.id, session.is_read_only)?;
        self.principal(&claims, asked.now).await?;
        let refresh_token = open::token(&tx, session.id, refresh_micros, asked.now).await?;
        tx.commit().await?;
        Ok(Grant { claims, refresh_token })
    }

    /// Ends the session of a refresh token, or every session of its user. A token that is not known has nothing to end.
    pub async fn sign_out(&self, token: &str, is_everywhere: bool, asked: &Asked) -> Result<()> {
        let tx = trail::begin(&self.inner.database.write).await?;
        let Some((_, session, user)) = known(&tx, token).await? else { return Ok(()) };
        if session.ended_at.is_some() {
            // Nothing ends, so nothing is told of it.
            return Ok(());
        }
        if !is_everywhere {
            end(&tx, session.id, asked.now).await?;
        }
        if is_everywhere {
            end_all(&tx, user.id, asked.now).await?;
        }
        self.inner.note(&tx, deed(Some(&user), SIGN_OUT, None, asked)).await?;
        tx.commit().await?;
        self.inner.sessions.forget();
        Ok(())
    }
}

/// Forgets sessions and refresh tokens that have ended by themselves.
#[expect(clippy::disallowed_methods, reason = "what has ended by itself is no record: the trail is")]
pub async fn forget(database: &DatabaseConnection, now: Instant) -> Result<u64> {
    let tokens = refresh_token::Entity::delete_many().filter(refresh_token::Column::ExpiresAt.lt(now));
    let sessions = user_session::Entity::delete_many().filter(user_session::Column::ExpiresAt.lt(now));
    let gone = tokens.exec(database).await?.rows_affected;
    Ok(gone + sessions.exec(database).await?.rows_affected)
}

type Known = (refresh_token::Model, user_session::Model, user_account::Model);

/// What belongs to a refresh token.
#[expect(clippy::disallowed_methods, reason = "by the digest of a secret that only its holder has")]
async fn known(tx: &DatabaseTransaction, token: &str) -> Result<Option<Known>> {
    let Some(token) = refresh_token::Entity::find_by_id(sha256(token.as_bytes())).one(tx).await? else {
        return Ok(None);
    };
    let Some(session) = user_session::Entity::find_by_id(token.session_id).one(tx).await? else { return Ok(None) };
    let user = user_of(tx, session.user_id).await?;
    Ok(user.map(|user| (token, session, user)))
}

/// Marks a token as used; false when somebody else just did.
#[expect(clippy::disallowed_methods, reason = "one statement decides between two who come at once")]
async fn use_up(tx: &DatabaseTransaction, digest: &str, now: Instant) -> Result<bool> {
    let done = refresh_token::Entity::update_many()
        .col_expr(refresh_token::Column::UsedAt, Expr::value(now.0))
        .filter(refresh_token::Column::Digest.eq(digest))
        .filter(refresh_token::Column::UsedAt.is_null())
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

async fn end(tx: &DatabaseTransaction, session: Uuid, now: Instant) -> Result<()> {
    end_where(tx, user_session::Column::Id.eq(session), now).await
}

/// Ends every session of a user.
pub async fn end_all(tx: &DatabaseTransaction, user: Uuid, now: Instant) -> Result<()> {
    end_where(tx, user_session::Column::UserId.eq(user), now).await
}

#[expect(clippy::disallowed_methods, reason = "sessions have no version: they only end")]
async fn end_where(tx: &impl ConnectionTrait, which: Expr, now: Instant) -> Result<()> {
    user_session::Entity::update_many()
        .col_expr(user_session::Column::EndedAt, Expr::value(now.0))
        .filter(which)
        .filter(user_session::Column::EndedAt.is_null())
        .exec(tx)
        .await?;
    Ok(())
}

/// The codes of a role that exist.
pub fn role_of(class: Class, duty: Duty) -> Result<Role> {
    Role::new(class, duty)
        .ok_or_else(|| Error::input("duty", "does not go with this class", "không phù hợp với lớp tổ chức này"))
}
