//! Official documents and rule sets.

use async_graphql::InputObject;
use chrono::Datelike;
use entity::{
    Sight,
    official_document::{self, DocumentKind, SigningAuthority},
    rule_set::{self, RuleSource},
    text::search_text,
    unit,
};
use sea_orm::{IntoActiveModel, Set};
use uuid::Uuid;

use super::{check, done, number::Number};
use crate::{
    error::{Code, Error, Result},
    scalar::{Date, Enumerated, id::Id},
    write::{Done, Write},
};

/// An official document.
#[derive(InputObject)]
pub struct RegisterDocumentInput {
    /// The number as printed: `68/KH-UBND`, `11/2019/QĐ-UBND`, `21-KH/TU`, `292/TTr-SNV`, `05/TB-STC`.
    pub number: String,
    /// Who issued it, where it is a unit of this system; units register their own documents only.
    pub issuer: Option<Id<unit::Entity>>,
    /// Who issued it, as printed; the issuer's name where left out.
    pub issuer_name: Option<String>,
    /// The kind, where the symbol does not tell it.
    pub kind: Option<Enumerated<DocumentKind>>,
    /// Where it was issued.
    pub place: String,
    /// When it was issued.
    pub issued_on: Date,
    /// What it is about (trích yếu).
    pub subject: String,
    /// Who signed it.
    pub signer_name: String,
    /// Their title.
    pub signer_title: String,
    /// On whose authority: TM., KT., TL., Q.
    pub authority: Option<Enumerated<SigningAuthority>>,
    /// To whom it was sent, a line each.
    pub recipients: Option<Vec<String>>,
    /// The text as issued.
    pub source_text: Option<String>,
}

/// A correction of a document's text.
#[derive(InputObject)]
pub struct CorrectDocumentInput {
    /// The document.
    pub id: Id<official_document::Entity>,
    /// The version you read; if the object has moved on, nothing happens and the answer is CONFLICT.
    pub expected_version: Option<i32>,
    /// The text with its errors put right; the text as issued stays beside it.
    pub corrected_text: String,
}

/// A dated set of rules.
#[derive(InputObject)]
pub struct CreateRuleSetInput {
    /// Its name.
    pub name: String,
    /// The first day it is in force.
    pub valid_from: Date,
    /// The last day it is in force.
    pub valid_to: Option<Date>,
    /// The document it rests on.
    pub document: Option<Id<official_document::Entity>>,
    /// More than this share of all members must agree, in ten-thousandths; 5000 is 50 %.
    #[graphql(default = 5000)]
    pub threshold_basis_points: i32,
    /// At least this share of the members must have voted; 6667 is two thirds.
    #[graphql(default = 6667)]
    pub quorum_basis_points: i32,
    /// Working days for an appraisal.
    pub appraisal_working_days: i32,
    /// The share of direct workers among the persons proposed that is aimed at, in ten-thousandths.
    pub direct_worker_basis_points: Option<i32>,
    /// Whether the threshold is law or a local default.
    pub threshold_source: Enumerated<RuleSource>,
    /// Whether the quorum is law or a local default.
    pub quorum_source: Enumerated<RuleSource>,
    /// Whether the time limit is law or a local default.
    pub appraisal_source: Enumerated<RuleSource>,
    /// What a reader should know of it.
    pub note: Option<String>,
}

pub async fn register(w: &mut Write, input: RegisterDocumentInput) -> Result<Done> {
    let number = Number::parse(&input.number).ok_or_else(|| {
        Error::input(
            "number",
            "is not a document number such as 68/KH-UBND",
            "không phải số, ký hiệu văn bản như 68/KH-UBND",
        )
    })?;
    let issuer = match input.issuer {
        Some(id) => Some(w.see::<unit::Entity>(id.0).await?),
        None => None,
    };
    own_only(w, issuer.as_ref().map(|unit| unit.id))?;
    let issuer_name = match (&input.issuer_name, &issuer) {
        (Some(name), _) => check::line("issuerName", name)?,
        (None, Some(unit)) => unit.name.clone(),
        (None, None) => return Err(Error::input("issuerName", "say who issued it", "phải nêu cơ quan ban hành")),
    };
    let subject = check::line("subject", &input.subject)?;
    let printed = number.to_string();
    let year = number.year.unwrap_or_else(|| input.issued_on.0.year());
    let recipients = input.recipients.unwrap_or_default();
    check::list("recipients", &recipients, 0, 100)?;
    let recipients: Vec<String> = recipients.iter().map(|to| check::line("recipients", to)).collect::<Result<_>>()?;
    let row = official_document::ActiveModel {
        issuer_id: Set(issuer.map(|unit| unit.id)),
        search: Set(search_text(&[&printed, &subject, &issuer_name])),
        issuer_name: Set(issuer_name),
        year: Set(year),
        kind: Set(input.kind.map_or_else(|| number.kind(), |kind| kind.0)),
        number: Set(number.sequence),
        symbol: Set(number.symbol),
        number_text: Set(printed),
        place: Set(check::line("place", &input.place)?),
        issued_on: Set(input.issued_on.0),
        subject: Set(subject),
        signer_name: Set(check::line("signerName", &input.signer_name)?),
        signer_title: Set(check::line("signerTitle", &input.signer_title)?),
        authority: Set(input.authority.map_or(SigningAuthority::None, |authority| authority.0)),
        recipients: Set(recipients.join("\n")),
        source_text: Set(input.source_text.as_deref().map(|text| check::body("sourceText", text)).transpose()?),
        ..Default::default()
    };
    done::<official_document::Entity>(w.insert::<official_document::Entity>(row).await?.id)
}

/// The text as issued is never touched.
pub async fn correct(w: &mut Write, input: CorrectDocumentInput) -> Result<Done> {
    let before = w.fetch_at::<official_document::Entity>(input.id.0, input.expected_version).await?;
    own_only(w, before.issuer_id)?;
    let mut row = before.clone().into_active_model();
    row.corrected_text = Set(Some(check::filled("correctedText", &input.corrected_text)?));
    w.update::<official_document::Entity>(&before, row).await?;
    done::<official_document::Entity>(before.id)
}

/// A unit registers what it issued itself; the Standing Body, the Council's secretary and the Chairman register any document.
pub fn own_only(w: &Write, issuer: Option<Uuid>) -> Result<()> {
    let is_unit = w.viewer.scope.sight == Sight::Unit;
    if !is_unit || issuer.is_some_and(|unit| w.viewer.scope.owns(unit)) {
        return Ok(());
    }
    Err(Error::new(
        Code::Forbidden,
        "A unit registers, corrects and sends only documents that it issued itself.",
        "Đơn vị chỉ đăng ký, đính chính, gửi văn bản do chính đơn vị ban hành.",
    ))
}

pub async fn create_rule_set(w: &mut Write, input: CreateRuleSetInput) -> Result<Done> {
    if let Some(to) = input.valid_to {
        check::period("validTo", input.valid_from.0, to.0)?;
    }
    if let Some(document) = input.document {
        w.see::<official_document::Entity>(document.0).await?;
    }
    let share = |place, value: i32| {
        if (0..=10_000).contains(&value) {
            Ok(value)
        } else {
            Err(Error::input(place, "lies between 0 and 10000", "phải từ 0 đến 10000"))
        }
    };
    if !(1..=365).contains(&input.appraisal_working_days) {
        return Err(Error::input("appraisalWorkingDays", "lies between 1 and 365", "phải từ 1 đến 365"));
    }
    let row = rule_set::ActiveModel {
        name: Set(check::line("name", &input.name)?),
        valid_from: Set(input.valid_from.0),
        valid_to: Set(input.valid_to.map(|to| to.0)),
        document_id: Set(input.document.map(|document| document.0)),
        threshold_basis_points: Set(share("thresholdBasisPoints", input.threshold_basis_points)?),
        quorum_basis_points: Set(share("quorumBasisPoints", input.quorum_basis_points)?),
        appraisal_working_days: Set(input.appraisal_working_days),
        direct_worker_basis_points: Set(input
            .direct_worker_basis_points
            .map(|value| share("directWorkerBasisPoints", value))
            .transpose()?),
        threshold_source: Set(input.threshold_source.0),
        quorum_source: Set(input.quorum_source.0),
        appraisal_source: Set(input.appraisal_source.0),
        note: Set(check::body("note", input.note.as_deref().unwrap_or_default())?),
        ..Default::default()
    };
    done::<rule_set::Entity>(w.insert::<rule_set::Entity>(row).await?.id)
}
