//! Tries to sign in: five in fifteen minutes for an account, and for an address.
//!
//! A try takes a place before the password is looked at, and gives it back when it was right, so that many at once are no way
//! round. There is room for far more names and addresses than passwords can be tried in that time, so that trying others does
//! not push out what is counted.

use std::{
    hash::{BuildHasher as _, RandomState},
    net::IpAddr,
    sync::{Arc, Mutex, PoisonError},
};

use quick_cache::sync::Cache;

use crate::subscriber::subscriber;

/// Tries in a window.
pub(crate) const TRIES: usize = 5;
/// Seconds of a window.
pub(crate) const WINDOW: i64 = 15 * 60;
/// Names and addresses remembered.
const CAPACITY: usize = 200_000;

/// What is counted together.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Whose<'a> {
    /// The tries for a name, whether or not there is such a user.
    Name(&'a str),
    /// The tries from an address; those of one IPv6 network count as one.
    Address(IpAddr),
}

/// The times of the last tries of one name or address, in seconds since 1970.
type Times = Arc<Mutex<Vec<i64>>>;

/// Counts tries to sign in, in this process.
pub(crate) struct Throttle {
    kept: Cache<u64, Times>,
    seed: RandomState,
}

impl Default for Throttle {
    fn default() -> Self {
        Self { kept: Cache::new(CAPACITY), seed: RandomState::new() }
    }
}

impl Throttle {
    /// Takes a place for a try; when there is none, the seconds until there is.
    pub(crate) fn take(&self, whose: Whose<'_>, now: i64) -> Result<(), i64> {
        let times = self.times(whose);
        let mut times = times.lock().unwrap_or_else(PoisonError::into_inner);
        times.retain(|at| (0..WINDOW).contains(&(now - at)));
        match times.first() {
            Some(first) if times.len() >= TRIES => Err(WINDOW - (now - first)),
            _ => {
                times.push(now);
                Ok(())
            }
        }
    }

    /// Gives a place back: the try was right.
    pub(crate) fn give_back(&self, whose: Whose<'_>, at: i64) {
        let times = self.times(whose);
        let mut times = times.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(place) = times.iter().rposition(|taken| *taken == at) {
            times.remove(place);
        }
    }

    fn times(&self, whose: Whose<'_>) -> Times {
        let key = match whose {
            Whose::Name(name) => self.seed.hash_one(("name", name.trim().to_lowercase())),
            Whose::Address(address) => self.seed.hash_one(("address", subscriber(address))),
        };
        // Another thread may put its own there at the same time: both then take the one that stayed.
        match self.kept.get(&key) {
            Some(times) => times,
            None => self.kept.get_or_insert_with(&key, || Ok::<_, ()>(Times::default())).unwrap_or_default(),
        }
    }
}

#[cfg(test)]
mod test {
    use super::*;

    #[test]
    fn five_tries_in_fifteen_minutes() {
        let (throttle, an) = (Throttle::default(), Whose::Name("an"));
        for second in 0..5 {
            assert_eq!(throttle.take(an, 1000 + second), Ok(()));
        }
        assert_eq!(throttle.take(an, 1010), Err(WINDOW - 10));
        assert_eq!(throttle.take(Whose::Name(" AN "), 1010), Err(WINDOW - 10), "however it is written");
        assert_eq!(throttle.take(Whose::Name("binh"), 1010), Ok(()));
        assert_eq!(throttle.take(an, 1000 + WINDOW), Ok(()), "the first one is old now");
        assert!(throttle.take(an, 1000 + WINDOW).is_err());
    }

    #[test]
    fn what_was_right_does_not_count() {
        let throttle = Throttle::default();
        for second in 0..100 {
            assert_eq!(throttle.take(Whose::Name("an"), second), Ok(()));
            throttle.give_back(Whose::Name("an"), second);
        }
    }

    #[test]
    fn a_network_of_ipv6_is_one_address() {
        let throttle = Throttle::default();
        for last in 0..5 {
            let address: IpAddr = format!("2001:db8::{last}").parse().unwrap();
            assert_eq!(throttle.take(Whose::Address(address), 0), Ok(()));
        }
        assert!(throttle.take(Whose::Address("2001:db8::ffff:1".parse().unwrap()), 0).is_err());
        assert_eq!(throttle.take(Whose::Address("2001:db8:0:1::1".parse().unwrap()), 0), Ok(()));
    }
}
