//! The record of what was done (nhật ký).

use entity::audit_entry;

use crate::declare::{Filter, Group, Noun, Scalar, Sort, instant, long, text};

pub fn nouns() -> Vec<Noun> {
    vec![entry()]
}

fn entry() -> Noun {
    Noun::new(
        "AuditEntry",
        "audit_entry",
        audit_entry::visible,
        "That somebody did something, or was refused (nhật ký). Append-only in the database itself.",
    )
    .root("auditEntries")
    .fields([
        long("sequence", "Its place in the record.").column("seq"),
        instant("at", "When."),
        text("subject", "Who (người thực hiện)."),
        text("class", "In which organisation class."),
        text("duty", "With which duty."),
        text("client", "By which program.").optional(),
        text("action", "What was done: the mutation (thao tác)."),
        text("noun", "To what kind of object."),
        text("fields", "Which fields it changed, separated by commas."),
        text("result", "DONE or REFUSED."),
        text("code", "The code of the refusal.").optional(),
        text("requestId", "In which request."),
        text("beforeDigest", "SHA-256 of the row before.").optional(),
        text("afterDigest", "SHA-256 of the row after.").optional(),
    ])
    .filters([
        Filter::texts("subject", "By one of these people."),
        Filter::texts("action", "One of these actions."),
        Filter::texts("noun", "To one of these kinds of object."),
        Filter::texts("result", "With one of these results."),
        Filter::range("at", Scalar::Instant, "In this time."),
        Filter::made("object", "ID", of_object, "To this object."),
    ])
    .sorts([Sort::by("SEQUENCE", "seq", Scalar::Long, "By its place in the record.").descending()])
    .groups([
        Group::by("ACTION", "action", Scalar::Text, "By action."),
        Group::by("RESULT", "result", Scalar::Text, "By result."),
    ])
}

fn of_object(_: &crate::viewer::Viewer, value: &async_graphql::Value) -> crate::error::Result<crate::plan::Condition> {
    let (_, id) = crate::scalar::id::parse(&crate::plan::text_of("object", value)?)?;
    Ok(crate::plan::Condition::Sql("{t}.object_id = {}", vec![id.into()]))
}
