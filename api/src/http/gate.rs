//! How many requests run and wait at once: so many run, so many wait for their turn, and who comes after that is sent away.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::{budget::Account, refusal::Refusal};
use crate::metrics::Load;

/// The gate in front of all work; one for the whole server.
#[derive(Debug)]
pub(crate) struct Gate {
    running: Arc<Semaphore>,
    waiting: Semaphore,
    load: Load,
}

/// A place inside, given back when it is dropped: with the answer, at the deadline, or when the client goes away.
#[derive(Debug)]
pub(super) struct Place {
    _running: OwnedSemaphorePermit,
    own: OwnedSemaphorePermit,
}

impl Place {
    /// Gives the place inside back and keeps one's own: for what goes on at the speed of a client, as bytes of a file do.
    pub(super) fn leave(self) -> OwnedSemaphorePermit {
        self.own
    }
}

impl Gate {
    /// A gate for so many requests inside and so many before it, who are counted.
    pub(crate) fn new(running: usize, waiting: usize, load: Load) -> Self {
        Self { running: Arc::new(Semaphore::new(running)), waiting: Semaphore::new(waiting), load }
    }

    /// A place inside, at once or in turn. Refused at once, without waiting: whoever has too many places already (429), and
    /// everybody when too many wait (503).
    pub(super) async fn enter(&self, account: &Account) -> Result<Place, Refusal> {
        let own = account.place().ok_or_else(|| account.refusal(1))?;
        if let Ok(running) = Arc::clone(&self.running).try_acquire_owned() {
            return Ok(Place { _running: running, own });
        }
        let _turn = self.waiting.try_acquire().map_err(|_| {
            self.load.turn_away();
            Refusal::overloaded()
        })?;
        let _waits = self.load.wait();
        let running = Arc::clone(&self.running).acquire_owned().await.map_err(|_| Refusal::overloaded())?;
        Ok(Place { _running: running, own })
    }
}

#[cfg(test)]
mod test {
    use std::task::Poll;

    use futures_util::{FutureExt as _, poll};

    use super::{super::budget::test::account, Gate, Load};

    #[tokio::test]
    async fn so_many_run_so_many_wait_and_the_next_is_sent_away() {
        let (gate, account) = (Gate::new(2, 1, Load::default()), account(9));
        let enter = || Box::pin(gate.enter(&account));
        let (one, _two) = (enter().await.ok().unwrap(), enter().await.ok().unwrap());
        let mut three = enter();
        assert!(matches!(poll!(&mut three), Poll::Pending));
        assert!(matches!(enter().now_or_never(), Some(Err(_))));
        drop(one);
        let three = three.await.ok().unwrap();
        let mut four = enter();
        assert!(matches!(poll!(&mut four), Poll::Pending));
        // Who goes away while waiting leaves the turn to others.
        drop(four);
        let mut five = enter();
        assert!(matches!(poll!(&mut five), Poll::Pending));
        drop(three);
        assert!(five.await.is_ok());
    }

    #[tokio::test]
    async fn nobody_has_all_places() {
        let gate = Gate::new(4, 4, Load::default());
        let (one, other) = (account(2), account(2));
        let mine = (gate.enter(&one).await.ok().unwrap(), gate.enter(&one).await.ok().unwrap());
        assert!(gate.enter(&one).await.is_err());
        assert!(gate.enter(&other).await.is_ok());
        drop(mine);
        assert!(gate.enter(&one).await.is_ok());
    }
}
