//! Filters, sort keys and groups on what the caller may not read: refused as such, never evaluated in silence.

use entity::Sight;

use crate::{
    declare::{Kind, Noun},
    error::{Code, Error, Result},
};

/// Whether somebody who sees this far may narrow, order or count a list by a column; the refusal names the predicate. A cursor belongs to
/// its order, so it is held to the same.
pub fn may_ask(sight: Sight, noun: &Noun, column: &str, predicate: &str) -> Result<()> {
    let is_of = |kind: &Kind| matches!(kind, Kind::Column { column: known, .. } if *known == column);
    let rule = noun.fields.iter().find(|field| is_of(&field.kind)).map(|field| field.rule);
    match rule {
        Some(rule) if !rule.reads(sight) => Err(forbidden(predicate)),
        None | Some(_) => Ok(()),
    }
}

/// The refusal of a predicate.
pub fn forbidden(predicate: &str) -> Error {
    Error::new(
        Code::Forbidden,
        format!("{predicate} goes by what you may not read."),
        format!("{predicate} dựa trên dữ liệu mà bạn không được xem."),
    )
    .with("predicate", predicate)
}

#[cfg(test)]
mod tests {
    use entity::Rows;

    use super::*;
    use crate::declare::{int, text};

    fn noun() -> Noun {
        let fields = [text("name", ""), int("birthYear", "").owner_or(&[Sight::Auditor])];
        Noun::new("Person", "person", |_| Rows::All, "").fields(fields)
    }

    #[test]
    fn what_is_masked_is_not_asked_by() {
        for sight in [Sight::Public, Sight::Unit, Sight::StandingBody, Sight::Council, Sight::Chair, Sight::Admin] {
            let refused = may_ask(sight, &noun(), "birth_year", "birthYear");
            assert_eq!(refused.map_err(|error| error.code), Err(Code::Forbidden));
            assert!(may_ask(sight, &noun(), "name", "name").is_ok());
        }
        assert!(may_ask(Sight::Auditor, &noun(), "birth_year", "birthYear").is_ok());
    }
}
