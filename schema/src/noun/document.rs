//! Official documents, rule sets and kinds of award (văn bản, bộ quy tắc, hình thức khen thưởng).

use async_graphql::Value as Json;
use entity::{
    Rows, award_type,
    document_delivery::{self, DeliveryState},
    official_document, rule_set,
};
use serde_json::json;

use super::record::history;
use crate::{
    declare::{
        Filter, Group, Noun, PersonalKind, Scalar, Sort, boolean, code, computed, date, int, key, many, one, text,
    },
    error::Result,
    plan::{Cell, Condition, text_of},
    scalar::id,
    viewer::Viewer,
};

pub fn nouns() -> Vec<Noun> {
    vec![document(), rules(), kind_of_award()]
}

fn document() -> Noun {
    Noun::new("OfficialDocument", "official_document", official_document::visible, "An official document (văn bản): plan, directive, decision, proposal letter, minutes and others, unique by issuer, year, symbol and number.")
        .root("documents")
    .label("subject")
        .fields([
            text("number", "The number as printed, `68/KH-UBND` (số, ký hiệu).").column("number_text"),
            int("sequence", "The number alone, `68` (số).").column("number"),
            text("symbol", "The symbol alone, `KH-UBND` (ký hiệu)."),
            int("year", "The year it is numbered in (năm)."),
            code::<official_document::DocumentKind>("kind", "The kind of document (loại văn bản)."),
            text("issuerName", "Who issued it, as printed (cơ quan ban hành)."),
            one("issuer", "Unit", "Who issued it, where it is a unit of this system.").optional(),
            text("place", "Where it was issued (địa danh)."),
            date("issuedOn", "When it was issued (ngày ban hành)."),
            text("subject", "What it is about (trích yếu)."),
            text("signerName", "Who signed it (người ký).").personal(PersonalKind::Official),
            text("signerTitle", "Their title (chức vụ).").personal(PersonalKind::Official),
            code::<official_document::SigningAuthority>("authority", "On whose authority it was signed: TM., KT., TL., Q. (thẩm quyền ký)."),
            text("recipients", "To whom it was sent, a line each (nơi nhận)."),
            text("sourceText", "The text as issued (nguyên văn).").optional(),
            text("correctedText", "The text as corrected later, beside the text as issued (văn bản đính chính).").optional(),
            many("deliveries", "DocumentDelivery", "document_id", "To whom it was sent, and who has acknowledged it (gửi, tiếp nhận văn bản)."),
            history(),
            super::attachment::attachments("document_id"),
            int("version", "Grows by one with each change."),
        ])
        .filters([
            Filter::codes::<official_document::DocumentKind>("kind", "Of one of these kinds."),
            Filter::ids("issuer", "Unit", "Issued by one of these units."),
            Filter::texts("number", "With one of these printed numbers.").column("number_text"),
            Filter::range("issuedOn", Scalar::Date, "Issued in this time."),
            Filter::range("year", Scalar::Int, "Numbered in these years."),
            Filter::made("receivedBy", "ID", received_by, "Sent to this unit, as far as you may know (văn bản đến của đơn vị)."),
            Filter::made("unacknowledgedBy", "ID", unacknowledged_by, "Sent to this unit, which has not acknowledged it yet (chưa tiếp nhận)."),
            Filter::search(),
        ])
        .sorts([
            Sort::by("ISSUED_ON", "issued_on", Scalar::Date, "By when it was issued.").descending(),
            Sort::by("NUMBER", "number", Scalar::Int, "By its number."),
        ])
        .groups([Group::by("KIND", "kind", Scalar::Text, "By kind."), Group::by("YEAR", "year", Scalar::Int, "By year.")])
}

fn received_by(viewer: &Viewer, value: &Json) -> Result<Condition> {
    sent(viewer, "receivedBy", value, Rows::All)
}

fn unacknowledged_by(viewer: &Viewer, value: &Json) -> Result<Condition> {
    sent(viewer, "unacknowledgedBy", value, Rows::Is("state", DeliveryState::Sent.code()))
}

/// What was sent to a unit, by a delivery that the viewer sees and that is like this.
fn sent(viewer: &Viewer, name: &str, value: &Json, like: Rows) -> Result<Condition> {
    let unit = id::parse_as(&text_of(name, value)?, "Unit")?;
    let to_it = Rows::Among("unit_id", [unit].into());
    let seen = document_delivery::visible(&viewer.scope).and(to_it).and(like);
    Ok(Condition::Rows(Rows::exists(document_delivery::TABLE, "document_id", seen)))
}

fn rules() -> Noun {
    Noun::new("RuleSet", "rule_set", rule_set::visible, "A dated set of rules (bộ quy tắc): vote threshold, quorum, time limits, each said to be law or a local default.")
    .root("ruleSets")
        .fields([
            text("name", "Its name."),
            date("validFrom", "The first day it is in force."),
            date("validTo", "The last day it is in force.").optional(),
            one("document", "OfficialDocument", "The document it rests on.").optional(),
            int("thresholdBasisPoints", "More than this share of all members who may vote must agree; 5000 is 50 % (tỷ lệ thông qua)."),
            int("quorumBasisPoints", "At least this share of the members must have voted; 6667 is two thirds (tỷ lệ dự họp)."),
            int("appraisalWorkingDays", "Working days for an appraisal (thời hạn thẩm định)."),
            int("directWorkerBasisPoints", "The share of direct workers among the persons proposed that is aimed at; 6000 is 60 % (tỷ lệ người trực tiếp).").optional(),
            code::<rule_set::RuleSource>("thresholdSource", "Whether the threshold is law or a local default."),
            code::<rule_set::RuleSource>("quorumSource", "Whether the quorum is law or a local default."),
            code::<rule_set::RuleSource>("appraisalSource", "Whether the time limit is law or a local default."),
            text("note", "What a reader should know of it."),
        ])
        .sorts([Sort::by("VALID_FROM", "valid_from", Scalar::Date, "By the first day.").descending()])
}

fn kind_of_award() -> Noun {
    Noun::new(
        "AwardType",
        "award_type",
        award_type::visible,
        "A kind of award (hình thức khen thưởng): Bằng khen of the provincial Chairman, Giấy khen of a unit's head.",
    )
    .root("awardTypes")
    .label("name")
    .fields([
        text("code", "The code: `BANG_KHEN`, `GIAY_KHEN`."),
        text("name", "The name in Vietnamese."),
        computed(
            "issuerKinds",
            "[UnitKind!]!",
            vec![key("{t}.issuer_kinds", Scalar::Text)],
            kinds,
            "The kinds of unit that may issue it (thẩm quyền khen thưởng).",
        ),
        boolean("councilRequired", "Whether the Council advises on it first."),
    ])
    .sorts([Sort::by("CODE", "code", Scalar::Text, "By the code.")])
}

fn kinds(_: &Viewer, cells: &[Cell<'_>]) -> serde_json::Value {
    json!(cells[0].text().unwrap_or_default().split(',').collect::<Vec<_>>())
}
