//! How many of something one principal has open at the same time; for the public, one address.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Arc, Mutex, PoisonError},
};

use schema::viewer::Claims;

use crate::subscriber::subscriber;

/// Who holds places.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Holder {
    /// A person or program, by its subject and the program it uses.
    Principal(String, Option<String>),
    /// Somebody without a token, by the address of the connection.
    Address(IpAddr),
}

impl Holder {
    /// Who asks, by their claims or by their address.
    pub(super) fn of(claims: Option<&Claims>, address: IpAddr) -> Self {
        match claims {
            Some(claims) => Self::Principal(claims.subject.clone(), claims.client.clone()),
            None => Self::Address(subscriber(address)),
        }
    }
}

/// The places of everybody.
#[derive(Debug)]
pub(crate) struct Places {
    most: usize,
    taken: Mutex<HashMap<Holder, usize>>,
}

/// One place; it is free again when this is dropped.
#[derive(Debug)]
pub(super) struct Place {
    places: Arc<Places>,
    holder: Holder,
}

impl Places {
    /// So many places for each.
    pub(super) fn new(most: usize) -> Arc<Self> {
        Arc::new(Self { most, taken: Mutex::default() })
    }

    /// A place for a holder, if there is one left.
    pub(super) fn take(self: &Arc<Self>, holder: Holder) -> Option<Place> {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let count = taken.entry(holder.clone()).or_default();
        if *count >= self.most {
            return None;
        }
        *count += 1;
        Some(Place { places: Arc::clone(self), holder })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut taken = self.places.taken.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = taken.get_mut(&self.holder) {
            *count -= 1;
            if *count == 0 {
                taken.remove(&self.holder);
            }
        }
    }
}

#[cfg(test)]
mod test {
    use super::*;

    fn public(address: &str) -> Holder {
        Holder::of(None, address.parse().unwrap())
    }

    #[test]
    fn each_has_its_own_places() {
        let places = Places::new(2);
        let held: Vec<_> = (0..3).map(|_| places.take(public("10.0.0.1"))).collect();
        assert_eq!(held.iter().flatten().count(), 2);
        assert!(places.take(public("10.0.0.2")).is_some());
        drop(held);
        assert!(places.take(public("10.0.0.1")).is_some());
        assert!(places.taken.lock().unwrap().is_empty(), "nothing is kept of those who have gone");
    }

    #[test]
    fn a_network_of_ipv6_is_one() {
        assert_eq!(public("2001:db8::1"), public("2001:db8::2"));
        assert_ne!(public("2001:db8::1"), public("2001:db8:0:1::1"));
        assert_eq!(public("::ffff:10.0.0.1"), public("10.0.0.1"));
    }
}
