//! The register of other agencies' systems: kept by the administrator.

use async_graphql::InputObject;
use entity::{
    agency_client::{self, AgencyScope},
    unit,
};
use sea_orm::{ColumnTrait as _, IntoActiveModel, Set};

use super::{AgencyClientReasonInput, check, done};
use crate::{
    error::{Code, Error, Result},
    scalar::{Date, Enumerated, id::Id},
    workflow::reason,
    write::{Done, Write},
};

/// A system of another agency.
#[derive(InputObject)]
pub struct RegisterAgencyClientInput {
    /// What its tokens will name as `client`: 3 to 64 of `a-z`, `0-9`, `.`, `_`, `-` (mã hệ thống).
    pub name: String,
    /// What the system is called (tên hệ thống).
    pub title: String,
    /// The unit whose system it is, which its tokens name as `unit` (cơ quan).
    pub unit: Id<unit::Entity>,
    /// What it reads for (mục đích).
    pub purpose: String,
    /// On which legal basis (căn cứ pháp lý).
    pub legal_basis: String,
    /// What it may read (phạm vi).
    pub scopes: Vec<Enumerated<AgencyScope>>,
    /// The first day on which it may read; today where left out.
    pub valid_from: Option<Date>,
    /// The last such day; without one it goes on until it is ended.
    pub valid_to: Option<Date>,
}

pub async fn register(w: &mut Write, input: RegisterAgencyClientInput) -> Result<Done> {
    w.permit(None)?;
    let name = name(&input.name)?;
    let unit = w.see::<unit::Entity>(input.unit.0).await?.id;
    check::list("scopes", &input.scopes, 1, AgencyScope::ALL.len())?;
    let valid_from = input.valid_from.map_or_else(|| w.viewer.now.date_in_vietnam(), |from| from.0);
    if let Some(to) = input.valid_to {
        check::period("validTo", valid_from, to.0)?;
    }
    if w.any::<agency_client::Entity>(agency_client::Column::Name.eq(&name)).await?.is_some() {
        let (en, vi) = ("A system of this name is registered.", "Mã hệ thống này đã được đăng ký.");
        return Err(Error::new(Code::Duplicate, en, vi).with("field", "name"));
    }
    let is_given = |scope: &&AgencyScope| input.scopes.iter().any(|given| given.0 == **scope);
    let scopes: Vec<_> = AgencyScope::ALL.iter().filter(is_given).map(|scope| scope.code()).collect();
    let row = agency_client::ActiveModel {
        name: Set(name),
        title: Set(check::line("title", &input.title)?),
        unit_id: Set(unit),
        purpose: Set(check::line("purpose", &input.purpose)?),
        legal_basis: Set(check::line("legalBasis", &input.legal_basis)?),
        scopes: Set(scopes.join(",")),
        valid_from: Set(valid_from),
        valid_to: Set(input.valid_to.map(|to| to.0)),
        author: Set(w.subject()),
        ..Default::default()
    };
    done::<agency_client::Entity>(w.insert::<agency_client::Entity>(row).await?.id)
}

/// Its tokens are refused from now on. A registration that has ended is not taken up again: another one is made.
pub async fn end(w: &mut Write, input: AgencyClientReasonInput) -> Result<Done> {
    let before = w.fetch_at::<agency_client::Entity>(input.id.0, input.expected_version).await?;
    w.permit(None)?;
    if before.ended_at.is_some() {
        let (en, vi) = ("The registration has ended already.", "Đăng ký đã chấm dứt từ trước.");
        return Err(Error::new(Code::InvalidTransition, en, vi));
    }
    let mut row = before.clone().into_active_model();
    row.ended_at = Set(Some(w.viewer.now));
    row.reason = Set(Some(reason(&check::body("reason", &input.reason)?)?));
    done::<agency_client::Entity>(w.update::<agency_client::Entity>(&before, row).await?.id)
}

fn name(written: &str) -> Result<String> {
    let is_name = (3..=64).contains(&written.len())
        && written.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"._-".contains(&b));
    if is_name {
        return Ok(written.to_owned());
    }
    Err(Error::input(
        "name",
        "must be 3 to 64 of a-z, 0-9, \".\", \"_\" and \"-\"",
        "phải gồm 3 đến 64 ký tự a-z, 0-9, \".\", \"_\" hoặc \"-\"",
    ))
}
