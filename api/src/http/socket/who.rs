//! Who speaks on a socket: the token in the payload of `connection_init`, or that of the request that opened it; never one in
//! the address, which ends up in logs.

use std::{net::IpAddr, sync::Arc};

use entity::Instant;
use schema::viewer::{Claims, Language};
use serde_json::Value;

use super::close::Close;
use crate::http::{Door, asking::Asking, bearer, entry::Caller, places::Holder};

/// What is known of a client when its socket opens.
pub(super) struct Who {
    /// The claims of the request's header `Authorization`.
    pub(super) claims: Option<Arc<Claims>>,
    /// Whether there was such a header.
    pub(super) has_header: bool,
    /// The address of the client.
    pub(super) address: IpAddr,
    /// The language of messages.
    pub(super) language: Language,
}

impl Who {
    /// Takes in what `connection_init` brings; refuses whoever is not believed.
    pub(super) async fn init(&mut self, payload: &Value, door: &Door) -> Result<(), Close> {
        let token = payload.as_object().and_then(|map| {
            map.iter().find_map(|(name, value)| name.eq_ignore_ascii_case("authorization").then_some(value))
        });
        match token {
            Some(_) if self.has_header => return Err(Close::forbidden("There is more than one token.")),
            Some(token) => {
                let token = token.as_str().unwrap_or_default();
                let believed = bearer::believe(token, door).await;
                if believed.is_err() {
                    let asking = Asking::new(self.language);
                    door.api.refuse_stranger(&asking.request_id.0, door.clock.instant()).await;
                }
                self.claims = Some(believed.map_err(|refusal| Close::forbidden(&refusal.error.en))?);
            }
            None => {}
        }
        // The leeway is for clocks that differ; a socket does not outlive its token.
        if self.expires().is_some_and(|end| end <= door.clock.instant()) {
            return Err(Close::EXPIRED);
        }
        let asked = door.asked(&Asking::new(self.language), None);
        door.known(self.claims.as_ref(), &asked).await.map_err(|refusal| Close::forbidden(&refusal.error.en))?;
        Ok(())
    }

    /// When the token ends.
    pub(super) fn expires(&self) -> Option<Instant> {
        self.claims.as_deref().map(|claims| claims.expires)
    }

    /// Who asks, and the account that it is paid from.
    pub(super) fn caller(&self, door: &Door) -> Caller {
        let account = door.budgets.account(self.claims.as_deref(), self.address);
        Caller { claims: self.claims.clone(), account }
    }

    /// Whose sockets are counted together.
    pub(super) fn holder(&self) -> Holder {
        Holder::of(self.claims.as_deref(), self.address)
    }
}
