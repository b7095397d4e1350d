//! Signing in with a name and a password, and changing that password.

use entity::{
    Instant,
    user_account::{self, UserState},
};
use sea_orm::{ActiveModelTrait, ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, Set};
use uuid::Uuid;

use super::{
    CHANGE_PASSWORD, Grant, SIGN_IN, check_password, claims, deed, hash_password, open, password, refused, session,
    user_of,
};
use crate::{
    Api,
    error::{Code, Error, Result},
    trail,
    viewer::Asked,
};

/// Who signs in.
#[derive(Clone, Debug)]
pub struct SignIn<'a> {
    /// The name, in any case.
    pub name: &'a str,
    /// The password.
    pub password: &'a str,
    /// Whether the tokens may only read.
    pub is_read_only: bool,
    /// Microseconds that a refresh token lives.
    pub refresh_micros: i64,
}

/// The member of a request in which the new password stands.
const NEW_PASSWORD: &str = "new_password";

/// What a password becomes.
#[derive(Clone, Copy, Debug)]
pub struct NewPassword<'a>(
    /// The new password.
    pub &'a str,
);

impl Api {
    /// Begins a session for a name and a password. Whatever is wrong answers alike and takes as long.
    pub async fn sign_in(&self, who: &SignIn<'_>, asked: &Asked) -> Result<Grant> {
        let user = self.authenticate(who, SIGN_IN, asked).await?;
        if user.must_change_password {
            let refusal = deed(Some(&user), SIGN_IN, Some(Code::PasswordChangeRequired), asked);
            trail::record(&self.inner, vec![refusal]).await?;
            return Err(Error::new(
                Code::PasswordChangeRequired,
                "The password was chosen by somebody else; choose your own first.",
                "Mật khẩu do người khác đặt; hãy đổi mật khẩu trước.",
            ));
        }
        let tx = trail::begin(&self.inner.database.write).await?;
        unchanged(&tx, &user).await?;
        let grant = self.enter(&tx, &user, who, asked).await?;
        tx.commit().await?;
        Ok(grant)
    }

    /// Changes the own password, which ends every session and begins a new one.
    pub async fn change_password(&self, who: &SignIn<'_>, new: NewPassword<'_>, asked: &Asked) -> Result<Grant> {
        let user = self.authenticate(who, CHANGE_PASSWORD, asked).await?;
        check_password(new.0, &[&user.name, &user.full_name]).map_err(|weak| weak.with("field", NEW_PASSWORD))?;
        if self.is_known(new.0) {
            let (en, vi) = ("Everybody knows this password.", "Mật khẩu này ai cũng biết.");
            return Err(Error::new(Code::WeakPassword, en, vi).with("field", NEW_PASSWORD));
        }
        if new.0 == who.password {
            let (en, vi) = ("The new password is the old one.", "Mật khẩu mới trùng mật khẩu cũ.");
            return Err(Error::new(Code::WeakPassword, en, vi).with("field", NEW_PASSWORD));
        }
        let hash = hash_password(new.0).await?;
        let tx = trail::begin(&self.inner.database.write).await?;
        unchanged(&tx, &user).await?;
        put(&tx, &user, hash, asked.now).await?;
        session::end_all(&tx, user.id, asked.now).await?;
        self.inner.note(&tx, deed(Some(&user), CHANGE_PASSWORD, None, asked)).await?;
        let grant = self.enter(&tx, &user, who, asked).await?;
        tx.commit().await?;
        self.inner.sessions.forget();
        Ok(grant)
    }

    /// Whether a password is the one that the demo tells everybody.
    fn is_known(&self, password: &str) -> bool {
        self.inner.refused_password == Some(password)
    }

    /// The user of a name and a password who may sign in.
    async fn authenticate(&self, who: &SignIn<'_>, action: &'static str, asked: &Asked) -> Result<user_account::Model> {
        let name = who.name.trim().to_lowercase();
        let user = find(&self.inner.database.read, &name).await?;
        let is_right = password::is_it(who.password, user.as_ref().map(|user| user.password_hash.as_str())).await?;
        match user {
            Some(user) if is_right && !self.is_known(who.password) && user.state == UserState::Active => Ok(user),
            // What was typed as a name is not told: it may be a password.
            user => {
                let refusal = deed(user.as_ref(), action, Some(Code::SignInRefused), asked);
                trail::record(&self.inner, vec![refusal]).await?;
                Err(refused())
            }
        }
    }

    /// A new session. A role that does not fit its unit any more gets none.
    async fn enter(
        &self,
        tx: &DatabaseTransaction,
        user: &user_account::Model,
        who: &SignIn<'_>,
        asked: &Asked,
    ) -> Result<Grant> {
        let id = Uuid::now_v7();
        let claims = claims(user, id, who.is_read_only)?;
        self.principal(&claims, asked.now).await?;
        open::session(tx, user.id, id, who.is_read_only, asked.now).await?;
        let refresh_token = open::token(tx, id, who.refresh_micros, asked.now).await?;
        self.inner.note(tx, deed(Some(user), SIGN_IN, None, asked)).await?;
        Ok(Grant { claims, refresh_token })
    }
}

#[expect(clippy::disallowed_methods, reason = "a user who signs in is found before there is a viewer")]
async fn find(db: &sea_orm::DatabaseConnection, name: &str) -> Result<Option<user_account::Model>> {
    Ok(user_account::Entity::find().filter(user_account::Column::Name.eq(name)).one(db).await?)
}

/// What was looked at before the transaction still holds: nobody has changed the user meanwhile.
async fn unchanged(tx: &DatabaseTransaction, user: &user_account::Model) -> Result<()> {
    match user_of(tx, user.id).await? {
        Some(now) if now.version == user.version => Ok(()),
        _ => Err(refused()),
    }
}

async fn put(tx: &DatabaseTransaction, user: &user_account::Model, hash: String, now: Instant) -> Result<()> {
    let mut row: user_account::ActiveModel = user.clone().into();
    row.password_hash = Set(hash);
    row.password_set_at = Set(now);
    row.must_change_password = Set(false);
    row.version = Set(user.version + 1);
    row.updated_at = Set(now);
    row.update(tx).await?;
    Ok(())
}
