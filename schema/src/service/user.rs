//! Users who sign in here: made, changed, disabled, and given a new password by the administrator.

use async_graphql::InputObject;
use entity::{
    text::{search_text, sort_key},
    unit,
    user_account::{self, UserState},
};
use futures_util::future::BoxFuture;
use sea_orm::{IntoActiveModel, Set};
use uuid::Uuid;

use super::{UserInput, check, done};
use crate::{
    account::{check_password, end_all, hash_password, role_of},
    error::{Code, Error, Result},
    policy::Action,
    scalar::{Enumerated, id::Id},
    viewer::{Class, Duty, Role},
    write::{Before, Done, Early, Write},
};

/// A new user. The password is a first one: its user has to change it to sign in.
#[derive(InputObject)]
pub struct CreateUserInput {
    /// The name to sign in with: 3 to 64 of `a-z`, `0-9`, `.`, `_`, `-`, `@`. It never changes (tên đăng nhập).
    pub name: String,
    /// The full name (họ tên).
    pub full_name: String,
    /// The organisation class.
    pub class: Enumerated<Class>,
    /// The duty.
    pub duty: Enumerated<Duty>,
    /// The unit; an administrator may have none.
    pub unit: Option<Id<unit::Entity>>,
    /// The first password: 15 to 128 characters.
    pub password: String,
}

/// What changes of a user; what is left out stays. Tokens with the old role are refused within half a minute.
#[derive(InputObject)]
pub struct UpdateUserInput {
    /// The user.
    pub id: Id<user_account::Entity>,
    /// The version you read; if the object has moved on, nothing happens and the answer is CONFLICT.
    pub expected_version: Option<i32>,
    /// The full name (họ tên).
    pub full_name: Option<String>,
    /// The organisation class.
    pub class: Option<Enumerated<Class>>,
    /// The duty.
    pub duty: Option<Enumerated<Duty>>,
    /// The unit.
    pub unit: Option<Id<unit::Entity>>,
}

/// A new first password for a user who has forgotten theirs.
#[derive(InputObject)]
pub struct ResetPasswordInput {
    /// The user.
    pub id: Id<user_account::Entity>,
    /// The version you read; if the object has moved on, nothing happens and the answer is CONFLICT.
    pub expected_version: Option<i32>,
    /// The password, which the user has to change: 15 to 128 characters.
    pub password: String,
}

/// The hash of a new user's password.
pub fn hash_of_first(_: Before, input: CreateUserInput) -> BoxFuture<'static, Result<Early>> {
    Box::pin(hashed(input.password))
}

/// The hash of a user's next first password.
pub fn hash_of_next(_: Before, input: ResetPasswordInput) -> BoxFuture<'static, Result<Early>> {
    Box::pin(hashed(input.password))
}

/// That it is not one of the user's names is seen later.
async fn hashed(password: String) -> Result<Early> {
    check_password(&password, &[])?;
    Ok(Early::Hash(hash_password(&password).await?))
}

pub async fn create(w: &mut Write, input: CreateUserInput) -> Result<Done> {
    let (name, full_name) = (name(&input.name)?, check::line("fullName", &input.full_name)?);
    let role = role_of(input.class.0, input.duty.0)?;
    let unit = fits(w, role, input.unit.map(|unit| unit.0)).await?;
    check_password(&input.password, &[&name, &full_name])?;
    let row = user_account::ActiveModel {
        name_key: Set(sort_key(&full_name)),
        search: Set(search_text(&[&name, &full_name])),
        name: Set(name),
        full_name: Set(full_name),
        class: Set(role.class.code().into()),
        duty: Set(role.duty.code().into()),
        unit_id: Set(unit),
        state: Set(UserState::Active),
        password_hash: Set(w.early.hash()?),
        password_set_at: Set(w.viewer.now),
        must_change_password: Set(true),
        ..Default::default()
    };
    done::<user_account::Entity>(w.insert::<user_account::Entity>(row).await?.id)
}

pub async fn update(w: &mut Write, input: UpdateUserInput) -> Result<Done> {
    let before = w.fetch_at::<user_account::Entity>(input.id.0, input.expected_version).await?;
    let mut row = before.clone().into_active_model();
    if let Some(full_name) = &input.full_name {
        let full_name = check::line("fullName", full_name)?;
        row.name_key = Set(sort_key(&full_name));
        row.search = Set(search_text(&[&before.name, &full_name]));
        row.full_name = Set(full_name);
    }
    let class = input.class.map_or_else(|| Class::from_code(&before.class), |class| Some(class.0));
    let duty = input.duty.map_or_else(|| Duty::from_code(&before.duty), |duty| Some(duty.0));
    let (class, duty) = class.zip(duty).ok_or_else(Error::internal)?;
    let unit = input.unit.map(|unit| unit.0).or(before.unit_id);
    if class.code() != before.class || duty.code() != before.duty || unit != before.unit_id {
        not_oneself(w, &before)?;
        row.unit_id = Set(fits(w, role_of(class, duty)?, unit).await?);
        (row.class, row.duty) = (Set(class.code().into()), Set(duty.code().into()));
    }
    done::<user_account::Entity>(w.update::<user_account::Entity>(&before, row).await?.id)
}

/// Disables or enables, by the action.
pub async fn proceed(w: &mut Write, input: UserInput) -> Result<Done> {
    let before = w.fetch_at::<user_account::Entity>(input.id.0, input.expected_version).await?;
    not_oneself(w, &before)?;
    let (from, to) = match w.action {
        Action::EnableUser => (UserState::Disabled, UserState::Active),
        _ => (UserState::Active, UserState::Disabled),
    };
    if before.state != from {
        return Err(Error::new(
            Code::InvalidTransition,
            format!("{} does not lead on from {}.", w.action.code(), before.state.code()),
            format!("Không thể {} khi đang ở trạng thái {}.", w.action.code(), before.state.code()),
        ));
    }
    if to == UserState::Disabled {
        end_all(&w.tx, before.id, w.viewer.now).await?;
    }
    let row = user_account::ActiveModel { state: Set(to), ..before.clone().into_active_model() };
    done::<user_account::Entity>(w.update::<user_account::Entity>(&before, row).await?.id)
}

/// Sets a first password, and ends every session.
pub async fn reset_password(w: &mut Write, input: ResetPasswordInput) -> Result<Done> {
    let before = w.fetch_at::<user_account::Entity>(input.id.0, input.expected_version).await?;
    check_password(&input.password, &[&before.name, &before.full_name])?;
    end_all(&w.tx, before.id, w.viewer.now).await?;
    let row = user_account::ActiveModel {
        password_hash: Set(w.early.hash()?),
        password_set_at: Set(w.viewer.now),
        must_change_password: Set(true),
        ..before.clone().into_active_model()
    };
    done::<user_account::Entity>(w.update::<user_account::Entity>(&before, row).await?.id)
}

/// The name to sign in with, in small letters.
fn name(text: &str) -> Result<String> {
    let name = text.trim().to_lowercase();
    let fits = (3..=64).contains(&name.len())
        && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"._-@".contains(&b));
    if fits {
        return Ok(name);
    }
    Err(Error::input(
        "name",
        "has 3 to 64 of a-z, 0-9, dot, underscore, hyphen and @",
        "gồm 3 đến 64 ký tự a-z, 0-9, dấu chấm, gạch dưới, gạch ngang và @",
    ))
}

/// The unit of a role, if the role can be held there.
async fn fits(w: &Write, role: Role, unit: Option<Uuid>) -> Result<Option<Uuid>> {
    let Some(id) = unit else {
        let missing = || Error::input("unit", "is needed for this role", "là bắt buộc với vai trò này");
        return if role.class == Class::Admin { Ok(None) } else { Err(missing()) };
    };
    let unit = w.see::<unit::Entity>(id).await?;
    if role.fits(unit.kind) {
        return Ok(Some(id));
    }
    Err(Error::input("unit", "is of a kind that this role is not held in", "không thuộc loại đơn vị có vai trò này"))
}

/// Nobody locks themselves out, or gives themselves a role.
fn not_oneself(w: &Write, user: &user_account::Model) -> Result<()> {
    if w.subject() != user.name {
        return Ok(());
    }
    Err(Error::new(
        Code::Forbidden,
        "Another administrator must do this for you.",
        "Việc này phải do quản trị viên khác thực hiện cho bạn.",
    ))
}
