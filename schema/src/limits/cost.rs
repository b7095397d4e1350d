//! What a request costs, known from its plans before the first statement is sent, and the budget that it is taken from.

use std::{fmt::Debug, iter::Sum, ops::Add};

use super::{Limits, passed};
use crate::error::{Code, Error, Result};

/// Tenths of a point: of a statement, a write with its audit entry and event, a file of writes, a count over a whole list, a list
/// or count below one row, an object, and what asks for the schema itself.
const STATEMENT: usize = 10;
const WRITE: usize = 100;
const IMPORT: usize = 1_000;
const SCAN: usize = 50;
const LIST: usize = 2;
const OBJECT: usize = 1;
const SCHEMA: usize = 1_000;

/// What a read or a write is made of, as far as it costs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Price {
    /// Objects that the answer can hold.
    pub objects: usize,
    /// Everything else, in tenths of a point.
    tenths: usize,
}

impl Price {
    /// One statement, or a root field that needs none.
    #[must_use]
    pub const fn statement() -> Self {
        Self { objects: 0, tenths: STATEMENT }
    }

    /// One write.
    #[must_use]
    pub const fn write() -> Self {
        Self { objects: 0, tenths: WRITE }
    }

    /// A file of writes.
    #[must_use]
    pub const fn import() -> Self {
        Self { objects: 0, tenths: IMPORT }
    }

    /// What asks for the schema itself.
    #[must_use]
    pub const fn schema() -> Self {
        Self { objects: 0, tenths: SCHEMA }
    }

    /// A count over a whole list.
    #[must_use]
    pub const fn scan() -> Self {
        Self { objects: 0, tenths: SCAN }
    }

    /// A list or a count below each of so many rows.
    #[must_use]
    pub const fn lists(rows: usize) -> Self {
        Self { objects: 0, tenths: rows.saturating_mul(LIST) }
    }

    /// So many objects.
    #[must_use]
    pub const fn objects(objects: usize) -> Self {
        Self { objects, tenths: 0 }
    }

    /// The points, rounded up.
    #[must_use]
    pub const fn points(&self) -> usize {
        self.tenths.saturating_add(self.objects.saturating_mul(OBJECT)).div_ceil(10)
    }

    /// Refuses what could hold too many objects, or costs too much.
    pub fn check(&self, limits: &Limits) -> Result<()> {
        if self.objects > limits.result_objects {
            return Err(Error::beyond(
                format!("This could return more than {} objects; ask for smaller pages.", limits.result_objects),
                format!("Truy vấn có thể trả về hơn {} đối tượng; hãy giảm kích thước trang.", limits.result_objects),
                limits.result_objects,
                self.objects,
            ));
        }
        let points = self.points();
        if points > limits.cost {
            Err(passed("points of cost", "chi phí (điểm)", points, limits.cost))
        } else {
            Ok(())
        }
    }
}

impl Add for Price {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self { objects: self.objects.saturating_add(other.objects), tenths: self.tenths.saturating_add(other.tenths) }
    }
}

impl Sum for Price {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), Add::add)
    }
}

/// What whoever asks may still spend. It is kept by whoever knows them from request to request.
pub trait Budget: Debug + Send + Sync {
    /// Takes the points of a request and says how many are left, if that is to be told in the answer; as an error, in how many
    /// seconds there will be enough.
    fn spend(&self, points: usize) -> Result<Option<usize>, u64>;
}

/// The cost of an answer as it is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    /// What this request costs.
    pub requested: usize,
    /// What one request may cost.
    pub allowed: usize,
    /// What the budget still holds; none where that is not told.
    pub remaining: Option<usize>,
}

impl Cost {
    /// Takes the price of a request from a budget, if it is within the limits and the budget has as much.
    pub fn charge(price: Price, limits: &Limits, budget: Option<&dyn Budget>) -> Result<Self> {
        price.check(limits)?;
        let requested = price.points();
        let remaining = budget.map(|budget| budget.spend(requested)).transpose().map_err(exhausted)?.flatten();
        Ok(Self { requested, allowed: limits.cost, remaining })
    }
}

/// The refusal of whoever has used up a budget: `retryAfter` is in seconds.
#[must_use]
pub fn exhausted(seconds: u64) -> Error {
    Error::new(
        Code::RateLimited,
        format!("Your budget is used up for now; try again in {seconds} s."),
        format!("Bạn đã dùng hết hạn mức; vui lòng thử lại sau {seconds} giây."),
    )
    .with("retryAfter", seconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_of_twenty_costs_three_points() {
        assert_eq!((Price::statement() + Price::objects(20)).points(), 3);
        assert_eq!((Price::statement() + Price::objects(21)).points(), 4);
        assert_eq!((Price::statement() + Price::objects(90) + Price::lists(90) + Price::objects(9_000)).points(), 928);
    }

    #[test]
    fn cost_and_objects_hold_at_n_and_refuse_at_n_plus_one() {
        let limits = Limits { cost: 3, result_objects: 20, ..Limits::default() };
        assert!((Price::statement() + Price::objects(20)).check(&limits).is_ok());
        assert!((Price::statement() + Price::objects(21)).check(&limits).is_err());
        assert!((Price::statement() + Price::lists(10)).check(&limits).is_ok());
        assert!((Price::statement() + Price::lists(11)).check(&limits).is_err());
    }

    #[test]
    fn what_overflows_is_too_much() {
        assert!((Price::lists(usize::MAX) + Price::objects(usize::MAX)).check(&Limits::default()).is_err());
    }
}
