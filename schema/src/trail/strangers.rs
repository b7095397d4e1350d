//! Refusals of people whom nobody knows: recorded, but only so many a minute and then the last, which counts the others, so that
//! nobody without a token can fill the trail.

use std::{
    mem,
    sync::{Mutex, PoisonError},
};

use entity::Instant;

use super::{Deed, floods::Left};

/// How many refusals of strangers a process records in a minute as they come.
const A_MINUTE: u32 = 60;

/// Which minute it is, how many strangers were refused in it as they came, and who more.
#[derive(Default)]
pub struct Strangers(Mutex<(i64, u32, Left)>);

impl Strangers {
    /// What is to be recorded now that this was refused: what a minute that is over has left, and this unless there were too many.
    pub fn admit(&self, deed: Deed) -> Vec<Deed> {
        let mut counted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut due = turn(&mut counted, deed.at());
        if counted.1 < A_MINUTE {
            counted.1 += 1;
            due.push(deed);
        } else {
            counted.2.add(deed);
        }
        due
    }

    /// What is to be recorded of minutes that are over.
    pub fn due(&self, now: Instant) -> Vec<Deed> {
        turn(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner), now)
    }
}

/// Begins another minute where it has come, and says what the one before has left.
fn turn(counted: &mut (i64, u32, Left), now: Instant) -> Vec<Deed> {
    let minute = now.0.div_euclid(60_000_000);
    if counted.0 == minute {
        return Vec::new();
    }
    let before = mem::replace(counted, (minute, 0, Left::default()));
    before.2.close().into_iter().collect()
}

#[cfg(test)]
mod test {
    use super::*;

    #[test]
    fn so_many_a_minute_and_the_last() {
        let strangers = Strangers::default();
        let admit = |now| strangers.admit(Deed::by("", "authenticate", Instant(now), "r"));
        let admitted = |now, count| (0..count).map(|_| admit(now).len()).sum::<usize>();
        assert_eq!(admitted(0, 100), 60);
        assert_eq!(admitted(59_999_999, 1), 0);
        assert_eq!(strangers.due(Instant(59_999_999)).len(), 0);
        let next = admit(60_000_000);
        assert_eq!(next.len(), 2);
        let last = next[0].clone().entry();
        assert_eq!(
            (last.at, last.purpose.as_deref()),
            (Instant(59_999_999), Some("40 more between the first and this one"))
        );
        assert_eq!(admitted(60_000_000, 100), 59);
    }
}
