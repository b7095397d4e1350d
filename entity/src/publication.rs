//! That a media unit covered an exemplar or the campaign (tuyên truyền): where, when, and a link.

use sea_orm::entity::prelude::*;

use crate::{Instant, Rows, Scope, Sight, campaign, exemplar, unit};

/// The name of the table.
pub const TABLE: &str = "publication";

/// That a media unit covered an exemplar or the campaign (tuyên truyền): where, when, and a link.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "publication")]
pub struct Model {
    /// The identifier: a UUID v7, made in Rust.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The media unit.
    pub unit_id: Uuid,
    /// The campaign it is about.
    pub campaign_id: Uuid,
    /// The exemplar it is about; none for the campaign itself.
    pub exemplar_id: Option<Uuid>,
    /// What it is about.
    pub about: PublicationSubject,
    /// The title of what was published.
    #[sea_orm(column_type = "Text")]
    pub title: String,
    /// The Vietnamese sort key of the title.
    #[sea_orm(column_type = "Text")]
    pub title_key: String,
    /// The day it appeared.
    pub published_on: Date,
    /// Where it can be read, seen or heard.
    #[sea_orm(column_type = "Text")]
    pub link: Option<String>,
    /// The version: 1 when made, one more with every write.
    pub version: i64,
    /// When it was made.
    pub created_at: Instant,
    /// When it was last written.
    pub updated_at: Instant,
    /// The row behind `unit_id`.
    #[sea_orm(belongs_to, from = "unit_id", to = "id")]
    pub unit: BelongsTo<unit::Entity>,
    /// The row behind `campaign_id`.
    #[sea_orm(belongs_to, from = "campaign_id", to = "id")]
    pub campaign: BelongsTo<campaign::Entity>,
    /// The row behind `exemplar_id`.
    #[sea_orm(belongs_to, from = "exemplar_id", to = "id")]
    pub exemplar: BelongsTo<Option<exemplar::Entity>>,
}

impl ActiveModelBehavior for ActiveModel {}

crate::codes! {
    /// What a publication is about.
    pub enum PublicationSubject {
        /// The campaign itself (đợt thi đua).
        Campaign = "CAMPAIGN",
        /// An exemplar (điển hình tiên tiến).
        Exemplar = "EXEMPLAR",
    }
}

/// Which rows a scope may see. What media publish is public; of an exemplar, as long as that is.
#[must_use]
pub fn visible(scope: &Scope) -> Rows {
    let of_an_exemplar = Rows::through("exemplar_id", exemplar::TABLE, exemplar::visible(scope));
    match scope.sight {
        Sight::StandingBody | Sight::Auditor => Rows::All,
        Sight::Public | Sight::Unit | Sight::Council | Sight::Chair | Sight::Admin => {
            Rows::Is("about", PublicationSubject::Campaign.code()).or(of_an_exemplar)
        }
    }
}
