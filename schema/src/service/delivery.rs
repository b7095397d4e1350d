//! Documents on their way: sent to whom their lists name on a day, acknowledged, and urged.

use std::collections::HashSet;

use async_graphql::InputObject;
use entity::{
    delivery_reminder, distribution_list,
    document_delivery::{self, DeliveryState},
    official_document, unit,
};
use sea_orm::{ColumnTrait, ExprTrait, IntoActiveModel, Set};
use uuid::Uuid;

use super::{
    check,
    distribution::{Day, Recipient},
    document::own_only,
    done, template,
};
use crate::{
    error::{Code, Error, Result},
    scalar::{Date, id::Id},
    write::{Done, Write},
};

/// The most recipients of a document at once.
const MOST: usize = 2_000;

/// A document to send.
#[derive(InputObject)]
pub struct DistributeDocumentInput {
    /// The document.
    pub id: Id<official_document::Entity>,
    /// By these lists.
    #[graphql(default)]
    pub lists: Vec<Id<distribution_list::Entity>>,
    /// To these units besides.
    #[graphql(default)]
    pub units: Vec<Id<unit::Entity>>,
    /// To these outside the system besides, as printed: `Lưu: VT`.
    #[graphql(default)]
    pub others: Vec<String>,
    /// The day it is sent, as of which the recipients are taken; today where left out, never before its issue.
    pub sent_on: Option<Date>,
}

/// A receipt.
#[derive(InputObject)]
pub struct AcknowledgeDocumentInput {
    /// What was sent.
    pub id: Id<document_delivery::Entity>,
    /// The version you read; if the object has moved on, nothing happens and the answer is CONFLICT.
    pub expected_version: Option<i32>,
}

/// A reminder of a document to whoever has not acknowledged it.
#[derive(InputObject)]
pub struct RemindRecipientsInput {
    /// The document.
    pub id: Id<official_document::Entity>,
    /// Only these units.
    #[graphql(default)]
    pub units: Vec<Id<unit::Entity>>,
    /// The subject line.
    pub subject: String,
    /// The text. `{unit}`, `{number}`, `{subject}`, `{sentOn}` and `{daysSince}` stand for what they name.
    pub template: String,
}

pub async fn distribute(w: &mut Write, input: DistributeDocumentInput) -> Result<Done> {
    let document = w.fetch::<official_document::Entity>(input.id.0).await?;
    own_only(w, document.issuer_id)?;
    let today = w.viewer.now.date_in_vietnam();
    let day = input.sent_on.map_or(today, |day| day.0);
    if day < document.issued_on || day > today {
        return Err(Error::input(
            "sentOn",
            "lies between the day of issue and today",
            "phải từ ngày ban hành đến hôm nay",
        ));
    }
    let mut whom = recipients(w, &input, &Day::new(w, day).await?).await?;
    let before = w.of::<document_delivery::Entity>(document_delivery::Column::DocumentId, document.id).await?;
    let mut units: HashSet<Uuid> = before.iter().filter_map(|sent| sent.unit_id).chain(document.issuer_id).collect();
    let outside = before.into_iter().filter(|sent| sent.unit_id.is_none());
    let mut others: HashSet<String> = outside.map(|sent| sent.recipient).collect();
    // Whoever has it already, or is named twice, gets it once; the issuer keeps its own.
    whom.retain(|to| to.unit.map_or_else(|| others.insert(to.name.clone()), |unit| units.insert(unit)));
    check::list("lists", &whom, 0, MOST)?;
    if whom.is_empty() {
        return Err(Error::new(
            Code::NoRecipient,
            "Nobody is left to send this to: name a list, a unit or somebody outside who does not have it yet.",
            "Không có nơi nhận mới: hãy chọn danh sách, đơn vị hoặc nơi nhận khác chưa được gửi văn bản này.",
        ));
    }
    for to in whom {
        let row = document_delivery::ActiveModel {
            document_id: Set(document.id),
            issuer_id: Set(document.issuer_id),
            unit_id: Set(to.unit),
            list_id: Set(to.list),
            recipient: Set(to.name),
            group_name: Set(to.group),
            sent_on: Set(day),
            state: Set(if to.unit.is_some() { DeliveryState::Sent } else { DeliveryState::Outside }),
            sent_by: Set(w.subject()),
            ..Default::default()
        };
        w.insert::<document_delivery::Entity>(row).await?;
    }
    done::<official_document::Entity>(document.id)
}

async fn recipients(w: &Write, input: &DistributeDocumentInput, day: &Day) -> Result<Vec<Recipient>> {
    check::list("lists", &input.lists, 0, 20)?;
    check::list("units", &input.units, 0, 500)?;
    check::list("others", &input.others, 0, 100)?;
    let mut whom = Vec::new();
    for list in &input.lists {
        whom.extend(day.recipients(w, list.0).await?);
    }
    for id in &input.units {
        let unit = w.see::<unit::Entity>(id.0).await?;
        let name = day.unit(unit.id)?.name.clone();
        whom.push(Recipient { unit: Some(unit.id), name, group: String::new(), list: None });
    }
    for name in &input.others {
        let name = check::line("others", name)?;
        whom.push(Recipient { unit: None, name, group: String::new(), list: None });
    }
    Ok(whom)
}

pub async fn acknowledge(w: &mut Write, input: AcknowledgeDocumentInput) -> Result<Done> {
    let before = w.fetch_at::<document_delivery::Entity>(input.id.0, input.expected_version).await?;
    w.permit(before.unit_id)?;
    if before.state == DeliveryState::Sent {
        let mut row = before.clone().into_active_model();
        row.state = Set(DeliveryState::Acknowledged);
        row.acknowledged_at = Set(Some(w.viewer.now));
        row.acknowledged_by = Set(Some(w.subject()));
        w.update::<document_delivery::Entity>(&before, row).await?;
    }
    done::<document_delivery::Entity>(before.id)
}

pub async fn remind(w: &mut Write, input: RemindRecipientsInput) -> Result<Done> {
    use document_delivery::Column as C;
    let document = w.see::<official_document::Entity>(input.id.0).await?;
    own_only(w, document.issuer_id)?;
    check::list("units", &input.units, 0, 500)?;
    let (subject, template) = (check::line("subject", &input.subject)?, template::checked(&input.template)?);
    let mut which = C::DocumentId.eq(document.id).and(C::State.eq(DeliveryState::Sent));
    if !input.units.is_empty() {
        which = which.and(C::UnitId.is_in(input.units.iter().map(|unit| unit.0)));
    }
    let late = w.every::<document_delivery::Entity>(which).await?;
    if late.is_empty() {
        return Err(Error::new(
            Code::NobodyToRemind,
            "Nobody is to be reminded: whoever this was sent to has acknowledged it.",
            "Không có đơn vị nào cần nhắc: các đơn vị được gửi đều đã tiếp nhận văn bản.",
        ));
    }
    let today = w.viewer.now.date_in_vietnam();
    for before in late {
        let values = [
            ("unit", before.recipient.clone()),
            ("number", document.number_text.clone()),
            ("subject", document.subject.clone()),
            ("sentOn", before.sent_on.format("%d/%m/%Y").to_string()),
            ("daysSince", (today - before.sent_on).num_days().to_string()),
        ];
        let row = delivery_reminder::ActiveModel {
            delivery_id: Set(before.id),
            subject: Set(subject.clone()),
            body: Set(template::fill(&template, &values)),
            author: Set(w.subject()),
            created_at: Set(w.viewer.now),
            ..Default::default()
        };
        w.attach::<delivery_reminder::Entity>(row).await?;
        let mut row = before.clone().into_active_model();
        row.reminded_at = Set(Some(w.viewer.now));
        w.update::<document_delivery::Entity>(&before, row).await?;
    }
    done::<official_document::Entity>(document.id)
}
