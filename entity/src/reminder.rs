//! A reminder to a unit (văn bản đôn đốc): of a report or an opinion that it owes, or of something else.

use sea_orm::entity::prelude::*;

use crate::{Instant, Rows, Scope, Sight, campaign, consultation, reminder_round, report_obligation, unit};

/// The name of the table.
pub const TABLE: &str = "reminder";

/// A reminder to a unit (văn bản đôn đốc): of a report or an opinion that it owes, or of something else.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "reminder")]
pub struct Model {
    /// The identifier: a UUID v7, made in Rust.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The round it was sent in.
    pub round_id: Uuid,
    /// The campaign.
    pub campaign_id: Uuid,
    /// The unit that is reminded.
    pub unit_id: Uuid,
    /// The report that it owes, if it is about one.
    pub obligation_id: Option<Uuid>,
    /// The subject line.
    #[sea_orm(column_type = "Text")]
    pub subject: String,
    /// The text.
    #[sea_orm(column_type = "Text")]
    pub body: String,
    /// When the unit acknowledged it.
    pub acknowledged_at: Option<Instant>,
    /// The subject who did.
    #[sea_orm(column_type = "Text")]
    pub acknowledged_by: Option<String>,
    /// The version: 1 when made, one more with every write.
    pub version: i64,
    /// When it was made.
    pub created_at: Instant,
    /// When it was last written.
    pub updated_at: Instant,
    /// The opinion that it owes, if it is about one.
    pub consultation_id: Option<Uuid>,
    /// The row behind `round_id`.
    #[sea_orm(belongs_to, from = "round_id", to = "id")]
    pub round: BelongsTo<reminder_round::Entity>,
    /// The row behind `campaign_id`.
    #[sea_orm(belongs_to, from = "campaign_id", to = "id")]
    pub campaign: BelongsTo<campaign::Entity>,
    /// The row behind `unit_id`.
    #[sea_orm(belongs_to, from = "unit_id", to = "id")]
    pub unit: BelongsTo<unit::Entity>,
    /// The row behind `obligation_id`.
    #[sea_orm(belongs_to, from = "obligation_id", to = "id")]
    pub obligation: BelongsTo<Option<report_obligation::Entity>>,
    /// The row behind `consultation_id`.
    #[sea_orm(belongs_to, from = "consultation_id", to = "id")]
    pub consultation: BelongsTo<Option<consultation::Entity>>,
}

impl ActiveModelBehavior for ActiveModel {}

/// Which rows a scope may see: a unit its own, the Standing Body, the Chairman and the auditor all.
#[must_use]
pub fn visible(scope: &Scope) -> Rows {
    match scope.sight {
        Sight::Public | Sight::Council | Sight::Admin => Rows::None,
        Sight::Unit => Rows::among("unit_id", scope.units.clone()),
        Sight::StandingBody | Sight::Chair | Sight::Auditor => Rows::All,
    }
}
