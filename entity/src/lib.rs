//! The shape of rows: one file a table, and which rows of it a scope may see.

#![expect(clippy::disallowed_methods, reason = "the finders that other rooms may not call are made here")]

pub mod agenda_item;
pub mod appraisal;
pub mod attachment;
pub mod audit_entry;
pub mod audit_head;
pub mod award;
pub mod award_type;
pub mod ballot;
pub mod campaign;
pub mod campaign_basis;
pub mod cluster;
pub mod cluster_membership;
mod codes;
pub mod council_member;
pub mod council_session;
pub mod decision;
pub mod dossier;
pub mod event;
pub mod field_group;
pub mod guidance;
pub mod guidance_report;
pub mod honouree;
pub mod idempotency_record;
pub mod nomination;
pub mod official_document;
pub mod organisation_change;
pub mod organisation_change_unit;
pub mod phase;
pub mod progress_entry;
pub mod project;
pub mod refresh_token;
pub mod report;
pub mod report_indicator;
pub mod report_obligation;
pub mod rows;
pub mod rule_set;
pub mod scope;
pub mod target;
pub mod text;
pub mod unit;
pub mod unit_identifier;
pub mod unit_placement;
pub mod user_account;
pub mod user_session;
pub mod upload_slot;
pub mod value;
pub mod voter_roll;

pub use codes::Codes;
pub use rows::Rows;
pub use scope::{Scope, Sight};
pub use value::{Dong, Instant, Quantity};
