//! The tokens that the explorer offers in demo mode. They are signed once for some minutes, whoever asks.

use std::sync::{Arc, Mutex, PoisonError};

use actix_web::web::Bytes;
use chrono::{DateTime, Duration, Utc};
use serde_json::{Value, json};

use crate::auth::{
    Signer,
    demo::{Somebody, TOKEN_HOURS, people},
};

/// How long they are given to everybody; hours of their life are left then.
const FRESH: Duration = Duration::minutes(10);

/// The tokens as they were last signed, whoever asked.
#[derive(Clone, Default)]
pub(crate) struct DemoTokens(Arc<Mutex<Option<Signed>>>);

struct Signed {
    at: DateTime<Utc>,
    tokens: Bytes,
}

impl DemoTokens {
    /// One for a person of each role, as JSON.
    pub(super) fn at(&self, now: DateTime<Utc>, signer: &Signer) -> Bytes {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match &*kept {
            Some(Signed { at, tokens }) if (*at..*at + FRESH).contains(&now) => tokens.clone(),
            _ => {
                let tokens = Bytes::from(all(now, signer).to_string());
                *kept = Some(Signed { at: now, tokens: tokens.clone() });
                tokens
            }
        }
    }
}

fn all(now: DateTime<Utc>, signer: &Signer) -> Value {
    let token = |somebody: Somebody| {
        let token = signer.issue(&somebody.person, now, Duration::hours(TOKEN_HOURS)).ok()?;
        Some(json!({ "name": somebody.name, "label": somebody.label, "unit": somebody.person.unit, "token": token }))
    };
    people().into_iter().filter_map(token).collect()
}
