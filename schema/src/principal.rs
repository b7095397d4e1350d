//! Who asks: the principal of verified claims, and how far it sees.

use std::sync::Arc;

use entity::{Instant, Scope, agency_client::AgencyScope};
use uuid::Uuid;

use crate::{
    Api, agency,
    directory::Entry,
    error::{Code, Error, Result},
    viewer::{Asked, Claims, Class, Own, Principal, Role, Viewer},
};

impl Api {
    /// Who asks: nobody, or the principal of verified claims whose role fits its unit.
    pub async fn viewer(&self, claims: Option<&Arc<Claims>>, asked: &Asked) -> Result<Viewer> {
        let (principal, scope) = match claims {
            None => (None, Scope::public()),
            Some(claims) => {
                let (principal, scope) = self.principal(claims, asked.now).await?;
                if let Some(session) = claims.session {
                    let held = (principal.role, principal.unit);
                    Box::pin(self.inner.sessions.check(&self.inner.database.read, session, held, asked.now)).await?;
                }
                (Some(principal), scope)
            }
        };
        let idempotency_key = asked.idempotency_key.as_deref().map(Into::into);
        let files = Arc::clone(&self.files);
        Ok(Viewer { claims: claims.cloned(), scope, idempotency_key, files, ..Viewer::of(principal, asked) })
    }

    /// The principal of verified claims and what it sees, or why the claims are those of nobody.
    pub(crate) async fn principal(&self, claims: &Claims, now: Instant) -> Result<(Principal, Scope)> {
        let today = now.date_in_vietnam();
        let role = Role::new(claims.class, claims.duty).ok_or_else(|| does_not_fit(claims))?;
        let unit = self.inner.directory.lookup(&self.inner.database.read, &claims.unit, today).await?;
        let scope = Scope { sight: role.sight(), subject: claims.subject.as_str().into(), ..Scope::public() };
        let (unit, scope) = match unit {
            Some(unit) if role.fits(unit.kind) && self.holds(role.class, &unit) => {
                let acting = own(role, &unit);
                let units = match role.own() {
                    Own::Subtree | Own::Unit => unit.with_predecessors(&acting),
                    Own::Inbox | Own::Nothing => Arc::new([]),
                };
                (unit.id, Scope { units, acting, led_clusters: unit.leads, led_members: unit.led_members, ..scope })
            }
            // The administrator comes before the first unit.
            None if role.class == Class::Admin => (Uuid::nil(), scope),
            _ => return Err(does_not_fit(claims)),
        };
        let agency = if role.class == Class::Agency {
            let client = claims.client.as_deref();
            Some(Arc::new(Box::pin(agency::registered(&self.inner.database.read, client, unit, today)).await?))
        } else {
            None
        };
        let honourees = agency.as_ref().is_some_and(|agency| agency.scopes.contains(&AgencyScope::Honourees));
        let scope = Scope { honourees, ..scope };
        let (subject, client) = (claims.subject.as_str().into(), claims.client.as_deref().map(Into::into));
        let (may_write, session) = (!claims.is_read_only, claims.session);
        Ok((Principal { subject, role, unit, client, may_write, session, agency }, scope))
    }

    /// The Standing Body sits in one unit; every other class may be held in any unit of its kinds.
    fn holds(&self, class: Class, unit: &Entry) -> bool {
        class != Class::StandingBody || *unit.abbreviation == *self.inner.standing_body
    }
}

/// The units whose rows are a role's own, of somebody in this unit.
fn own(role: Role, unit: &Entry) -> Arc<[Uuid]> {
    match role.own() {
        Own::Subtree => Arc::clone(&unit.subtree),
        Own::Unit | Own::Inbox => Arc::new([unit.id]),
        Own::Nothing => Arc::new([]),
    }
}

fn does_not_fit(claims: &Claims) -> Error {
    Error::new(
        Code::Unauthenticated,
        format!("No {} {} in a unit {} is known here.", claims.class.code(), claims.duty.code(), claims.unit),
        format!("Vai trò {} {} không phù hợp với đơn vị {}.", claims.class.code(), claims.duty.code(), claims.unit),
    )
}
