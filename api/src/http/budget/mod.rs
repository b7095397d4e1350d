//! Who may ask how much: an account for each agency's client, each person, and each address of the public, in a table of bounded
//! size. One that floods uses up its own account and nobody else's.

mod address;
mod bucket;

use std::{
    net::IpAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Instant,
};

use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};
use quick_cache::sync::Cache;
use schema::{
    Budget,
    viewer::{Claims, Class},
};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

pub(crate) use address::client;
pub(crate) use bucket::Rate;

use super::refusal::Refusal;
use crate::subscriber::subscriber;
use bucket::{Bucket, whole_seconds};

/// Accounts that are kept of principals, and as many of addresses. Whose account is forgotten, because so many others came
/// since, begins with a full one.
const KEPT: usize = 10_000;

/// `RateLimit` and `RateLimit-Policy` (draft-ietf-httpapi-ratelimit-headers-10).
pub(super) const RATE_LIMIT: &str = "ratelimit";
/// The policies behind it.
pub(super) const RATE_LIMIT_POLICY: &str = "ratelimit-policy";

/// What everybody is allowed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Allowance {
    /// Points of cost.
    pub(crate) cost: Rate,
    /// Requests of an address without a token.
    pub(crate) requests: Rate,
    /// Requests at once.
    pub(crate) at_once: usize,
}

/// The accounts of everybody; one table for the whole server.
#[derive(Debug)]
pub(crate) struct Budgets {
    allowance: Allowance,
    principals: Cache<String, Arc<Account>>,
    addresses: Cache<IpAddr, Arc<Account>>,
}

/// What one of them may still spend.
#[derive(Debug)]
pub(crate) struct Account {
    allowance: Allowance,
    cost: Mutex<Bucket>,
    /// Only the public is counted by requests.
    requests: Option<Mutex<Bucket>>,
    places: Arc<Semaphore>,
}

impl Budgets {
    /// Nobody has come yet.
    pub(crate) fn new(allowance: Allowance) -> Self {
        Self { allowance, principals: Cache::new(KEPT), addresses: Cache::new(KEPT) }
    }

    /// The account of whoever these claims speak of; of the address, without any.
    pub(crate) fn account(&self, claims: Option<&Claims>, address: IpAddr) -> Arc<Account> {
        let made = |is_public| Ok::<_, std::convert::Infallible>(Arc::new(Account::new(self.allowance, is_public)));
        let account = match claims {
            Some(claims) => self.principals.get_or_insert_with(&name(claims), || made(false)),
            None => self.addresses.get_or_insert_with(&subscriber(address), || made(true)),
        };
        let Ok(account) = account;
        account
    }
}

/// Agencies are known by their program, people by themselves.
fn name(claims: &Claims) -> String {
    match (claims.class, &claims.client) {
        (Class::Agency, Some(client)) => format!("client {client}"),
        _ => format!("subject {}", claims.subject),
    }
}

impl Account {
    fn new(allowance: Allowance, is_public: bool) -> Self {
        let now = Instant::now();
        Self {
            allowance,
            cost: Mutex::new(Bucket::new(allowance.cost, now)),
            requests: is_public.then(|| Mutex::new(Bucket::new(allowance.requests, now))),
            places: Arc::new(Semaphore::new(allowance.at_once)),
        }
    }

    /// Counts one request; an error says in how many seconds the next one is welcome.
    pub(super) fn request(&self) -> Result<(), u64> {
        let Some(requests) = &self.requests else { return Ok(()) };
        locked(requests).take(1, Instant::now()).map(drop).map_err(whole_seconds)
    }

    /// A place among those that this account may have at once.
    pub(super) fn place(&self) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.places).try_acquire_owned().ok()
    }

    /// A refusal that says when to come again, and what is left.
    pub(super) fn refusal(&self, seconds: u64) -> Refusal {
        let told = self.told().into_iter();
        told.fold(Refusal::rate_limited(seconds), |refusal, (name, value)| {
            refusal.with(HeaderName::from_static(name), value)
        })
    }

    /// Tells the client what is left.
    pub(super) fn tell(&self, headers: &mut HeaderMap) {
        for (name, value) in self.told() {
            if let Ok(value) = HeaderValue::from_str(&value) {
                headers.insert(HeaderName::from_static(name), value);
            }
        }
    }

    fn told(&self) -> [(&'static str, String); 2] {
        let now = Instant::now();
        let kinds = [
            ("cost", self.allowance.cost, Some(&self.cost)),
            ("requests", self.allowance.requests, self.requests.as_ref()),
        ];
        let (mut policies, mut left) = (Vec::new(), Vec::new());
        for (name, Rate { full, per_second }, bucket) in kinds {
            let Some(bucket) = bucket else { continue };
            let (rest, seconds) = locked(bucket).look(now);
            policies.push(format!("\"{name}\";q={full};w={}", full.div_ceil(per_second)));
            left.push(format!("\"{name}\";r={rest};t={seconds}"));
        }
        [(RATE_LIMIT_POLICY, policies.join(", ")), (RATE_LIMIT, left.join(", "))]
    }
}

impl Budget for Account {
    fn spend(&self, points: usize) -> Result<Option<usize>, u64> {
        let points = u32::try_from(points).unwrap_or(u32::MAX);
        let left = locked(&self.cost).take(points, Instant::now()).map_err(whole_seconds)?;
        Ok(usize::try_from(left).ok())
    }
}

/// An account that is spent from in silence: an answer that anybody may keep does not tell what one of them has left.
#[derive(Debug)]
pub(super) struct Silent(pub(super) Arc<Account>);

impl Budget for Silent {
    fn spend(&self, points: usize) -> Result<Option<usize>, u64> {
        self.0.spend(points).map(|_| None)
    }
}

fn locked(bucket: &Mutex<Bucket>) -> MutexGuard<'_, Bucket> {
    bucket.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
pub(super) mod test {
    use schema::viewer::Duty;

    use super::*;

    const ALLOWANCE: Allowance =
        Allowance { cost: Rate { full: 100, per_second: 1 }, requests: Rate { full: 3, per_second: 1 }, at_once: 2 };

    pub(in super::super) fn account(at_once: usize) -> Account {
        Account::new(Allowance { at_once, ..ALLOWANCE }, false)
    }

    fn claims(class: Class, subject: &str, client: Option<&str>) -> Claims {
        let duty = if class == Class::Agency { Duty::Client } else { Duty::Officer };
        Claims {
            subject: subject.into(),
            class,
            duty,
            unit: "STC".into(),
            client: client.map(Into::into),
            session: None,
            key: None,
            is_read_only: false,
            expires: entity::Instant(0),
        }
    }

    #[test]
    fn agencies_are_known_by_their_client_people_by_themselves_and_the_public_by_its_address() {
        let budgets = Budgets::new(ALLOWANCE);
        let (here, there): (IpAddr, IpAddr) = ("192.0.2.1".parse().unwrap(), "192.0.2.2".parse().unwrap());
        let same = |one: &Arc<Account>, other: &Arc<Account>| Arc::ptr_eq(one, other);
        let of = |claims: &Claims, address| budgets.account(Some(claims), address);
        let agency = of(&claims(Class::Agency, "a", Some("tax")), here);
        assert!(same(&agency, &of(&claims(Class::Agency, "b", Some("tax")), there)));
        assert!(!same(&agency, &of(&claims(Class::Agency, "a", Some("customs")), here)));
        let person = of(&claims(Class::Department, "an", Some("web")), here);
        assert!(same(&person, &of(&claims(Class::Department, "an", Some("phone")), there)));
        assert!(!same(&person, &of(&claims(Class::Department, "binh", Some("web")), here)));
        assert!(same(&budgets.account(None, here), &budgets.account(None, here)));
        assert!(!same(&budgets.account(None, here), &budgets.account(None, there)));
    }

    #[test]
    fn the_public_is_counted_by_requests_too() {
        let budgets = Budgets::new(ALLOWANCE);
        let public = budgets.account(None, "192.0.2.1".parse().unwrap());
        for _ in 0..3 {
            assert_eq!(public.request(), Ok(()));
        }
        assert_eq!(public.request(), Err(1));
        let mut headers = HeaderMap::new();
        public.tell(&mut headers);
        assert_eq!(headers.get(RATE_LIMIT_POLICY).unwrap(), "\"cost\";q=100;w=100, \"requests\";q=3;w=3");
        assert_eq!(headers.get(RATE_LIMIT).unwrap(), "\"cost\";r=100;t=0, \"requests\";r=0;t=3");
        for _ in 0..9 {
            assert_eq!(account(1).request(), Ok(()));
        }
    }

    #[test]
    fn the_table_stays_as_large_as_it_is() {
        let budgets = Budgets::new(ALLOWANCE);
        for n in 0..3 * KEPT {
            let address = IpAddr::V4(u32::try_from(n).unwrap().into());
            let _ = budgets.account(None, address);
            let _ = budgets.account(Some(&claims(Class::Department, &n.to_string(), None)), address);
        }
        assert!(budgets.addresses.len() <= KEPT && budgets.principals.len() <= KEPT);
    }
}
