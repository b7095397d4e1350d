//! Users who sign in here, where no identity provider does it: passwords, sessions, and what ends them.
//!
//! A sign-in begins a session. Each refresh token of it is used once and gives the next; a second use means that somebody
//! else has it, and ends the session. Who may do what is not decided here: a user is claims like any token's.

mod open;
mod password;
mod session;
mod sign_in;

pub use open::{SESSION_DAYS, SESSIONS_OF_ONE};
pub use password::{check as check_password, hash as hash_password};
pub use session::{Sessions, end_all, forget, role_of};
pub use sign_in::{NewPassword, SignIn};

use entity::{Instant, user_account};
use sea_orm::{ConnectionTrait, DatabaseTransaction, EntityTrait};
use uuid::Uuid;

use crate::{
    Inner,
    error::{Code, Error, Result},
    trail::{self, Deed},
    viewer::{Asked, Claims, Class, Duty, Principal, Role, Viewer},
};

/// What a sign-in or a refresh gives.
#[derive(Clone, Debug)]
pub struct Grant {
    /// What an access token of the session claims.
    pub claims: Claims,
    /// The refresh token; only its digest is kept here.
    pub refresh_token: String,
}

/// What is asked of the trail about users beside the mutations.
const SIGN_IN: &str = "signIn";
const SIGN_OUT: &str = "signOut";
const CHANGE_PASSWORD: &str = "changePassword";
const REVOKE_SESSION: &str = "revokeSession";

/// The unit that the claims of an administrator name who comes before the first unit.
const NO_UNIT: &str = "-";

fn role(user: &user_account::Model) -> Option<Role> {
    Role::new(Class::from_code(&user.class)?, Duty::from_code(&user.duty)?)
}

/// What a token of a user claims; the unit by its key, which is never given to another.
fn claims(user: &user_account::Model, session: Uuid, is_read_only: bool) -> Result<Claims> {
    let role = role(user).ok_or_else(Error::internal)?;
    Ok(Claims {
        subject: user.name.clone(),
        class: role.class,
        duty: role.duty,
        unit: user.unit_id.map_or_else(|| NO_UNIT.into(), |unit| unit.hyphenated().to_string()),
        client: None,
        session: Some(session),
        key: None,
        is_read_only,
        expires: Instant(i64::MAX),
    })
}

/// An act about a user, for the trail; a refusal has a code.
fn deed(user: Option<&user_account::Model>, action: &'static str, code: Option<Code>, asked: &Asked) -> Deed {
    let principal = user.and_then(|user| {
        let unit = user.unit_id.unwrap_or_default();
        let (subject, role) = (user.name.as_str().into(), role(user)?);
        Some(Principal { subject, role, unit, client: None, may_write: true, session: None, agency: None })
    });
    let deed = Deed::of(&Viewer::of(principal, asked), action);
    let deed = match user {
        Some(user) => deed.on("User", user.id),
        None => deed.about("User"),
    };
    match code {
        Some(code) => deed.refused(code),
        None => deed,
    }
}

impl Inner {
    /// Puts an act about a user in the trail, as the last step of a transaction.
    async fn note(&self, tx: &DatabaseTransaction, deed: Deed) -> Result<()> {
        trail::append(tx, self.signer.as_ref(), vec![deed.entry()], Vec::new()).await?;
        Ok(())
    }
}

#[expect(clippy::disallowed_methods, reason = "a user who signs in is found before there is a viewer")]
async fn user_of(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<user_account::Model>> {
    Ok(user_account::Entity::find_by_id(id).one(db).await?)
}

/// One answer to whatever is wrong with a refresh token.
fn over() -> Error {
    Error::new(
        Code::SignInRefused,
        "The session has ended; sign in again.",
        "Phiên đăng nhập đã kết thúc; hãy đăng nhập lại.",
    )
}

/// One answer to whatever is wrong with a name or a password.
fn refused() -> Error {
    Error::new(
        Code::SignInRefused,
        "The name or the password is wrong, or the user is disabled.",
        "Tên đăng nhập hoặc mật khẩu không đúng, hoặc tài khoản đã bị khóa.",
    )
}

fn later(now: Instant, micros: i64) -> Instant {
    Instant(now.0.saturating_add(micros))
}
