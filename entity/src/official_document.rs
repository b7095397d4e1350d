//! An official document (văn bản) with the fields that Vietnamese records management gives it.

use sea_orm::entity::prelude::*;

use crate::{Instant, Rows, Scope, Sight, document_delivery, unit};

/// The name of the table.
pub const TABLE: &str = "official_document";

/// An official document (văn bản) with the fields that Vietnamese records management gives it.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "official_document")]
pub struct Model {
    /// The identifier: a UUID v7, made in Rust.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The unit that issued it, where that is a unit of this register.
    pub issuer_id: Option<Uuid>,
    /// The issuing organisation (cơ quan ban hành) as printed.
    #[sea_orm(column_type = "Text")]
    pub issuer_name: String,
    /// The number (số) within issuer, year and symbol.
    pub number: i32,
    /// The symbol (ký hiệu), for example KH-UBND.
    #[sea_orm(column_type = "Text")]
    pub symbol: String,
    /// The year in which it was numbered.
    pub year: i32,
    /// Number and symbol as printed (số, ký hiệu), for example 68/KH-UBND.
    #[sea_orm(column_type = "Text")]
    pub number_text: String,
    /// The kind of document (loại văn bản).
    pub kind: DocumentKind,
    /// The place of issue (địa danh).
    #[sea_orm(column_type = "Text")]
    pub place: String,
    /// The day of issue (ngày ban hành).
    pub issued_on: Date,
    /// What it is about (trích yếu).
    #[sea_orm(column_type = "Text")]
    pub subject: String,
    /// The name of the signer (người ký).
    #[sea_orm(column_type = "Text")]
    pub signer_name: String,
    /// The title of the signer (chức vụ người ký).
    #[sea_orm(column_type = "Text")]
    pub signer_title: String,
    /// By which authority it was signed (thể thức ký: TM., KT., TL., Q., TUQ.).
    pub authority: SigningAuthority,
    /// The recipients (nơi nhận) as printed.
    #[sea_orm(column_type = "Text")]
    pub recipients: String,
    /// The text exactly as issued (nguyên văn).
    #[sea_orm(column_type = "Text")]
    pub source_text: Option<String>,
    /// The text with obvious errors put right (bản hiệu đính), apart from the original.
    #[sea_orm(column_type = "Text")]
    pub corrected_text: Option<String>,
    /// The folded text that a search looks in.
    #[sea_orm(column_type = "Text")]
    pub search: String,
    /// The version: 1 when made, one more with every write.
    pub version: i64,
    /// When it was made.
    pub created_at: Instant,
    /// When it was last written.
    pub updated_at: Instant,
    /// The row behind `issuer_id`.
    #[sea_orm(belongs_to, from = "issuer_id", to = "id")]
    pub issuer: BelongsTo<Option<unit::Entity>>,
}

impl ActiveModelBehavior for ActiveModel {}

crate::codes! {
    /// The kind of an official document (loại văn bản).
    pub enum DocumentKind {
        /// A plan (kế hoạch).
        Plan = "PLAN",
        /// A directive (chỉ thị).
        Directive = "DIRECTIVE",
        /// A resolution (nghị quyết).
        Resolution = "RESOLUTION",
        /// A decision (quyết định).
        Decision = "DECISION",
        /// A letter of proposal (tờ trình).
        ProposalLetter = "PROPOSAL_LETTER",
        /// Minutes (biên bản).
        Minutes = "MINUTES",
        /// An official letter (công văn).
        OfficialLetter = "OFFICIAL_LETTER",
        /// Guidance (hướng dẫn).
        Guidance = "GUIDANCE",
        /// A report (báo cáo).
        Report = "REPORT",
        /// Another kind (loại khác).
        Other = "OTHER",
    }
}

crate::codes! {
    /// By which authority a document is signed (thể thức đề ký).
    pub enum SigningAuthority {
        /// In the signer's own authority, without a formula.
        None = "NONE",
        /// On behalf of the collective (TM., thay mặt).
        OnBehalfOfCollective = "ON_BEHALF_OF_COLLECTIVE",
        /// A deputy in place of the head (KT., ký thay).
        Deputy = "DEPUTY",
        /// By order of the head (TL., thừa lệnh).
        ByOrder = "BY_ORDER",
        /// The acting head (Q., quyền).
        Acting = "ACTING",
        /// By written authorisation (TUQ., thừa ủy quyền).
        Authorised = "AUTHORISED",
    }
}

/// What is published.
const PUBLISHED: &[&str] = &[
    DocumentKind::Plan.code(),
    DocumentKind::Directive.code(),
    DocumentKind::Resolution.code(),
    DocumentKind::Decision.code(),
    DocumentKind::Guidance.code(),
];

/// The kinds that belong to a unit's own dossiers.
const INTERNAL: &[&str] = &[DocumentKind::Minutes.code(), DocumentKind::ProposalLetter.code()];

/// Which rows a scope may see. The public sees the kinds that are published, and media besides what was sent to them; a unit
/// sees all but other units' minutes and proposal letters, and those too that were sent to it.
#[must_use]
pub fn visible(scope: &Scope) -> Rows {
    match scope.sight {
        Sight::Public => {
            let sent = Rows::among("unit_id", scope.acting.clone());
            Rows::IsAny("kind", PUBLISHED).or(Rows::exists(document_delivery::TABLE, "document_id", sent))
        }
        Sight::Unit => {
            let sent = Rows::among("unit_id", scope.units.clone());
            Rows::IsNone("kind", INTERNAL).or(Rows::among("issuer_id", scope.units.clone())).or(Rows::exists(
                document_delivery::TABLE,
                "document_id",
                sent,
            ))
        }
        Sight::Admin => Rows::IsNone("kind", INTERNAL),
        Sight::StandingBody | Sight::Council | Sight::Chair | Sight::Auditor => Rows::All,
    }
}
