//! The record of what was done (nhật ký), and how far it has come.

use async_graphql::Value;
use entity::{Sight, audit_entry, audit_head};

use crate::{
    declare::{Field, Filter, Group, Noun, PersonalKind, Scalar, Sort, instant, long, many, one, text},
    error::{Code, Error, Result},
    plan::{Condition, items, text_of},
    scalar::id,
    viewer::Viewer,
};

pub fn nouns() -> Vec<Noun> {
    vec![entry(), head()]
}

/// Who knows by name everybody who acted.
const AUDITORS: &[Sight] = &[Sight::Auditor];

/// `history` of a noun: the entries of the record that tell of it.
pub fn history() -> Field {
    many(
        "history",
        "AuditEntry",
        "object_id",
        "What happened to it (lịch sử): for the unit that it belongs to and for the auditor all of it, for others what their own people did.",
    )
}

fn entry() -> Noun {
    Noun::new(
        "AuditEntry",
        "audit_entry",
        audit_entry::visible,
        "That somebody did something, or was refused (nhật ký). Append-only in the database itself, chained by digests and signed: `thidua audit verify` names what was tampered with. The auditor sees all; a unit what happened to its own objects and what its own people did.",
    )
    .root("auditEntries")
    .fields([
        long("sequence", "Its place in the record: 1, 2, 3, … without a gap.").column("seq"),
        instant("at", "When."),
        text("subject", "Who (người thực hiện); of another unit's people only the auditor learns the name.")
            .owner_or(AUDITORS)
            .personal(PersonalKind::Official),
        text("class", "In which organisation class."),
        text("duty", "With which duty."),
        one("unit", "Unit", "For which unit (đơn vị thực hiện).").optional(),
        text("client", "By which program.").owner_or(AUDITORS),
        text("action", "What was done: the mutation (thao tác), or `signIn`, `signOut`, `readPersonalData`, `authenticate`, `request`."),
        text("noun", "To what kind of object."),
        one("ownerUnit", "Unit", "The unit that the object belongs to.").optional(),
        text("fields", "Which fields it changed, asked for or read, separated by commas; never their values."),
        text("purpose", "What personal data was read for, and on which legal basis; of an export, how many rows of which list.").optional(),
        text("result", "DONE or REFUSED."),
        text("code", "The code of the refusal.").optional(),
        text("requestId", "In which request."),
        text("beforeDigest", "SHA-256 of the row before.").optional(),
        text("afterDigest", "SHA-256 of the row after.").optional(),
        text("previous", "The digest of the entry before this one; null in entries from before the chain.").optional(),
        text("digest", "SHA-256 of all of the above, as the README writes it byte for byte.").optional(),
        text("signature", "Ed25519 of `thidua-audit-1:SEQUENCE:DIGEST`, in base64url.").optional(),
        text("keyId", "The key it was signed with.").optional(),
    ])
    .filters([
        Filter::made("subject", "[String!]", by_subject, "By one of these people; for the auditor."),
        Filter::ids("unit", "Unit", "By people of one of these units."),
        Filter::subtree("unit_id"),
        Filter::ids("ownerUnit", "Unit", "To objects of one of these units."),
        Filter::texts("class", "In one of these organisation classes."),
        Filter::texts("action", "One of these actions."),
        Filter::texts("noun", "To one of these kinds of object."),
        Filter::texts("result", "With one of these results."),
        Filter::texts("code", "Refused with one of these codes."),
        Filter::texts("requestId", "In one of these requests."),
        Filter::range("at", Scalar::Instant, "In this time."),
        Filter::range("sequence", Scalar::Long, "Between these places.").column("seq"),
        Filter::made("object", "ID", of_object, "To this object."),
    ])
    .sorts([Sort::by("SEQUENCE", "seq", Scalar::Long, "By its place in the record.").descending()])
    .groups([
        Group::by("ACTION", "action", Scalar::Text, "By action."),
        Group::by("RESULT", "result", Scalar::Text, "By result."),
        Group::by("UNIT", "unit_id", Scalar::Id("Unit"), "By the unit of those who acted."),
    ])
}

fn head() -> Noun {
    Noun::new(
        "AuditHead",
        "audit_head",
        audit_head::visible,
        "How far the record had come at a moment, signed (đầu chuỗi nhật ký): one a day. Keep them: a record that was cut off or written anew contradicts them. Also at `/.well-known/thidua/audit-heads`.",
    )
    .root("auditHeads")
    .fields([
        long("sequence", "The place of the last entry.").column("seq"),
        instant("at", "When it was signed."),
        text("digest", "The digest of the last entry."),
        text("signature", "Ed25519 of `thidua-audit-head-1:SEQUENCE:DIGEST:AT`, in base64url."),
        text("keyId", "The key it was signed with."),
    ])
    .filters([Filter::range("at", Scalar::Instant, "Signed in this time.")])
    .sorts([Sort::by("SEQUENCE", "seq", Scalar::Long, "By its place.").descending()])
}

fn of_object(_: &Viewer, value: &Value) -> Result<Condition> {
    let (_, id) = id::parse(&text_of("object", value)?)?;
    Ok(Condition::Sql("{t}.object_id = {}", vec![id.into()]))
}

/// Who may not read a name may not ask for it either.
fn by_subject(viewer: &Viewer, value: &Value) -> Result<Condition> {
    if !AUDITORS.contains(&viewer.scope.sight) {
        return Err(Error::new(
            Code::Forbidden,
            "filter.subject is for the auditor.",
            "filter.subject chỉ dành cho kiểm toán.",
        ));
    }
    let texts: Vec<String> = items(value).iter().map(|item| text_of("subject", item)).collect::<Result<_>>()?;
    if texts.iter().any(|text| text.contains('\0')) {
        return Err(Error::input("subject", "holds a NUL character", "chứa ký tự NUL"));
    }
    Ok(Condition::OneOf("subject", texts))
}
