//! Figures about people for whoever may not see the people themselves: what is smaller than three is not told apart.
//!
//! The count of a list by what its people are tells of whoever is alone in a cell. So cells of fewer than three are put
//! together, without their keys, and with the next smallest where they would still be fewer than three: the total is known, and
//! what is missing from it would name the cell that is left out. What stays fewer than three when everything is put together
//! is left out. Two counts could be subtracted from each other too, so that there is one way to ask: at the root, for one
//! campaign, under no other filter. No two such lists share a person's award.

use async_graphql::Value as Json;

use super::{args::Args, cell::Cell};
use crate::error::{Code, Error, Result};

/// The fewest people that a figure tells of.
pub const FEWEST: i64 = 3;

/// What stands for the cells that were put together.
pub const TOGETHER: &str = "Các nhóm dưới 3 người, gộp chung";

/// Whether a figure tells of so few that it tells of them; nobody is nobody.
pub fn is_small(people: i64) -> bool {
    0 < people && people < FEWEST
}

/// How a count is told: which cells as they are, and how many people the others are together.
#[derive(Debug, PartialEq, Eq)]
pub struct Pooled {
    /// The places of the cells that are told as they are, in their order.
    pub kept: Vec<usize>,
    /// The others together; none where there are none, or too few to tell.
    pub together: Option<i64>,
}

/// Puts together what is too small. What is in a cell `besides` is no person, and is told as it is.
pub fn pooled(cells: &[(Option<&str>, i64)], besides: &[&str]) -> Pooled {
    let tells = |place: &usize| cells[*place].0.is_none_or(|key| !besides.contains(&key));
    let mut order: Vec<usize> = (0..cells.len()).filter(tells).collect();
    order.sort_by_key(|place| cells[*place].1);
    let (mut gone, mut sum) = (Vec::new(), 0);
    for place in order {
        if cells[place].1 >= FEWEST && !is_small(sum) {
            break;
        }
        gone.push(place);
        sum += cells[place].1;
    }
    let kept = (0..cells.len()).filter(|place| !gone.contains(place)).collect();
    Pooled { kept, together: (sum >= FEWEST).then_some(sum) }
}

/// Refuses a count that could be subtracted from another one.
pub fn one_campaign(args: &Args<'_>, is_nested: bool, by: &str) -> Result<()> {
    let filter = args.get("filter");
    let is_one = match &filter {
        Some(Json::Object(map)) if map.len() == 1 => {
            map.get("campaign").is_some_and(|ids| super::items(ids).len() == 1)
        }
        _ => false,
    };
    if is_one && !is_nested {
        return Ok(());
    }
    Err(Error::new(
        Code::Forbidden,
        format!("{by} counts people you may not see: ask at the root, for one campaign and under no other filter."),
        format!(
            "{by} đếm những người mà bạn không được xem: chỉ hỏi ở gốc, theo một đợt thi đua, không kèm bộ lọc khác."
        ),
    )
    .with("predicate", by))
}

/// The cells of a count as keys and people.
pub fn cells<'r>(groups: &'r [Vec<Cell<'_>>]) -> Vec<(Option<&'r str>, i64)> {
    groups.iter().map(|group| (group[0].text(), group[1].int().unwrap_or_default())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(cells: &[(&str, i64)]) -> (Vec<usize>, Option<i64>) {
        let cells: Vec<_> = cells.iter().map(|(key, people)| (Some(*key), *people)).collect();
        let Pooled { kept, together } = pooled(&cells, &["COLLECTIVE"]);
        (kept, together)
    }

    #[test]
    fn fewer_than_three_are_not_told_apart() {
        for (one, told_as) in [(1, (vec![], None)), (2, (vec![], None)), (3, (vec![0], None))] {
            assert_eq!(told(&[("A", one)]), told_as);
        }
        // The total would tell the one that is left out, so that the next one goes with it.
        assert_eq!(told(&[("A", 9), ("B", 2), ("C", 4)]), (vec![0], Some(6)));
        assert_eq!(told(&[("A", 9), ("B", 2), ("C", 1)]), (vec![0], Some(3)));
        assert_eq!(told(&[("A", 3), ("B", 3)]), (vec![0, 1], None));
        assert_eq!(told(&[("A", 1), ("B", 1)]), (vec![], None));
    }

    /// A collective is nobody, and hides nobody.
    #[test]
    fn what_is_no_person_is_told_as_it_is() {
        assert_eq!(told(&[("COLLECTIVE", 1), ("A", 2)]), (vec![0], None));
        assert_eq!(told(&[("COLLECTIVE", 8), ("A", 2), ("B", 5)]), (vec![0], Some(7)));
    }

    /// Nobody can be told from what is left: not those put together, nor a single one of them.
    #[test]
    fn what_is_put_together_is_three_at_least() {
        for a in 0..6 {
            for b in 0..6 {
                for c in 0..6 {
                    let (kept, together) = told(&[("A", a), ("B", b), ("C", c)]);
                    assert!(kept.iter().all(|place| [a, b, c][*place] >= 3));
                    let rest = a + b + c - kept.iter().map(|place| [a, b, c][*place]).sum::<i64>();
                    assert_eq!(together, (rest >= 3).then_some(rest));
                    assert!(!is_small(rest) || kept.is_empty(), "{a} {b} {c}");
                }
            }
        }
    }
}
