//! Exemplars, proposed, approved and published with consent; and what media made known.

use async_graphql::InputObject;
use entity::{
    campaign,
    exemplar::{self, ExemplarKind, ExemplarState},
    publication::{self, PublicationSubject},
    text::{search_text, sort_key},
    unit,
};
use sea_orm::Set;

use super::{ExemplarInput, ExemplarReasonInput, check, done};
use crate::{
    error::{Error, Result},
    scalar::{Date, Enumerated, id::Id},
    workflow::{self, reason},
    write::{Done, Write},
};

type Life = workflow::exemplar::Exemplar;

/// A new exemplar.
#[derive(InputObject)]
pub struct ProposeExemplarInput {
    /// The campaign.
    pub campaign: Id<campaign::Entity>,
    /// The unit that proposes; your own where left out.
    pub unit: Option<Id<unit::Entity>>,
    /// Person, collective or model.
    pub kind: Enumerated<ExemplarKind>,
    /// Who or what it is.
    pub name: String,
    /// What is exemplary.
    pub story: String,
}

/// Changes of an exemplar that is not approved; what is left out stays as it is. It is proposed anew.
#[derive(InputObject)]
pub struct UpdateExemplarInput {
    /// The exemplar.
    pub id: Id<exemplar::Entity>,
    /// The version you read; if the object has moved on, nothing happens and the answer is CONFLICT.
    pub expected_version: Option<i32>,
    /// Who or what it is.
    pub name: Option<String>,
    /// What is exemplary.
    pub story: Option<String>,
}

/// Consent to publication.
#[derive(InputObject)]
pub struct RecordConsentInput {
    /// The exemplar.
    pub id: Id<exemplar::Entity>,
    /// The version you read; if the object has moved on, nothing happens and the answer is CONFLICT.
    pub expected_version: Option<i32>,
    /// The day it was given; not in the future.
    pub consented_on: Date,
    /// What shows it: a signed form, for example.
    pub evidence: String,
}

/// What a media unit made known.
#[derive(InputObject)]
pub struct RecordPublicationInput {
    /// The exemplar it is about; give this or the campaign.
    pub exemplar: Option<Id<exemplar::Entity>>,
    /// The campaign it is about; give this or the exemplar.
    pub campaign: Option<Id<campaign::Entity>>,
    /// The title.
    pub title: String,
    /// The day it appeared; not in the future.
    pub published_on: Date,
    /// Where it can be read, seen or heard: an `https://` or `http://` address.
    pub link: Option<String>,
}

pub async fn propose(w: &mut Write, input: ProposeExemplarInput) -> Result<Done> {
    let campaign = w.see::<campaign::Entity>(input.campaign.0).await?;
    let unit = input.unit.map_or_else(|| w.unit(), |unit| Ok(unit.0))?;
    w.permit(Some(unit))?;
    let row = exemplar::ActiveModel {
        campaign_id: Set(campaign.id),
        unit_id: Set(unit),
        kind: Set(input.kind.0),
        name: Set(check::line("name", &input.name)?),
        story: Set(check::filled("story", &input.story)?),
        state: Set(ExemplarState::Proposed),
        author: Set(w.subject()),
        ..Default::default()
    };
    done::<exemplar::Entity>(w.insert::<exemplar::Entity>(indexed(row)).await?.id)
}

fn indexed(mut row: exemplar::ActiveModel) -> exemplar::ActiveModel {
    row.name_key = Set(sort_key(row.name.as_ref()));
    row.search = Set(search_text(&[row.name.as_ref(), row.story.as_ref()]));
    row
}

pub async fn update(w: &mut Write, input: UpdateExemplarInput) -> Result<Done> {
    let mut step = w.step::<Life>(input.id, input.expected_version).await?;
    if let Some(name) = &input.name {
        step.row.name = Set(check::line("name", name)?);
    }
    if let Some(story) = &input.story {
        step.row.story = Set(check::filled("story", story)?);
    }
    if input.name.is_some() || input.story.is_some() {
        // Consent was to what was told of whom; to something else it is asked for anew.
        step.row.consented_on = Set(None);
        step.row.consent_evidence = Set(None);
    }
    step.row = indexed(step.row);
    w.take(step).await
}

pub async fn consent(w: &mut Write, input: RecordConsentInput) -> Result<Done> {
    let mut step = w.step::<Life>(input.id, input.expected_version).await?;
    not_in_the_future(w, "consentedOn", input.consented_on)?;
    step.row.consented_on = Set(Some(input.consented_on.0));
    step.row.consent_evidence = Set(Some(check::filled("evidence", &input.evidence)?));
    w.take(step).await
}

pub async fn proceed(w: &mut Write, input: ExemplarInput) -> Result<Done> {
    let mut step = w.step::<Life>(input.id, input.expected_version).await?;
    step.row.reason = Set(None);
    w.take(step).await
}

pub async fn publish(w: &mut Write, input: ExemplarInput) -> Result<Done> {
    let mut step = w.step::<Life>(input.id, input.expected_version).await?;
    step.row.published_at = Set(Some(w.viewer.now));
    w.take(step).await
}

pub async fn send_back(w: &mut Write, input: ExemplarReasonInput) -> Result<Done> {
    let mut step = w.step::<Life>(input.id, input.expected_version).await?;
    step.row.reason = Set(Some(reason(&check::body("reason", &input.reason)?)?));
    w.take(step).await
}

/// The consent is gone, and with it what was published.
pub async fn withdraw(w: &mut Write, input: ExemplarReasonInput) -> Result<Done> {
    let mut step = w.step::<Life>(input.id, input.expected_version).await?;
    step.row.reason = Set(Some(reason(&check::body("reason", &input.reason)?)?));
    step.row.consented_on = Set(None);
    step.row.consent_evidence = Set(None);
    step.row.published_at = Set(None);
    w.take(step).await
}

pub async fn record_publication(w: &mut Write, input: RecordPublicationInput) -> Result<Done> {
    let unit = w.unit()?;
    w.permit(None)?;
    let (about, campaign, exemplar) = match (input.campaign, input.exemplar) {
        (Some(campaign), None) => (PublicationSubject::Campaign, w.see::<campaign::Entity>(campaign.0).await?.id, None),
        (None, Some(exemplar)) => {
            let exemplar = w.see::<exemplar::Entity>(exemplar.0).await?;
            (PublicationSubject::Exemplar, exemplar.campaign_id, Some(exemplar.id))
        }
        _ => {
            return Err(Error::input(
                "exemplar",
                "give either an exemplar or a campaign",
                "nêu điển hình hoặc đợt thi đua, không đồng thời cả hai",
            ));
        }
    };
    not_in_the_future(w, "publishedOn", input.published_on)?;
    let title = check::line("title", &input.title)?;
    let row = publication::ActiveModel {
        unit_id: Set(unit),
        campaign_id: Set(campaign),
        exemplar_id: Set(exemplar),
        about: Set(about),
        title_key: Set(sort_key(&title)),
        title: Set(title),
        published_on: Set(input.published_on.0),
        link: Set(input.link.as_deref().map(address).transpose()?),
        ..Default::default()
    };
    done::<publication::Entity>(w.insert::<publication::Entity>(row).await?.id)
}

fn not_in_the_future(w: &Write, place: &str, day: Date) -> Result<()> {
    if day.0 <= w.viewer.now.date_in_vietnam() {
        Ok(())
    } else {
        Err(Error::input(place, "must not be in the future", "không được sau ngày hôm nay"))
    }
}

/// An address of the web: nothing that a reader's browser would run.
fn address(link: &str) -> Result<String> {
    let link = check::line("link", link)?;
    let is_web = link.starts_with("https://") || link.starts_with("http://");
    if is_web && !link.contains(char::is_whitespace) {
        Ok(link)
    } else {
        Err(Error::input("link", "must be an https:// or http:// address", "phải là địa chỉ https:// hoặc http://"))
    }
}
