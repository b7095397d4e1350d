//! How the shape came to be: additive steps, code lists included, which never depend on `entity`.
//!
//! A step is not edited once it has run anywhere; what changes is a new step. That is why codes stand here
//! as literals: history must not change with an enum.

mod m0001_organisation;
mod m0002_documents_and_rules;
mod m0003_campaign;
mod m0004_projects;
mod m0005_reports;
mod m0006_nominations;
mod m0007_council;
mod m0008_awards;
mod m0009_record;
mod m0010_trail;
mod m0011_users;
mod m0012_attachments;
mod m0013_scoring;
mod m0014_exemplars;
mod m0014_feedback;
mod m0015_planning;
mod m0023_search;
mod m0024_succession;
mod m0025_citizen_ids;
mod m0026_agency_clients;
mod m0028_authority;
mod m0029_consolidation;
mod m0030_consultation;
mod m0033_exports;
mod m0034_kept_entries;
mod m0035_distribution;
mod m0036_imports;
mod m0039_reminded_opinion;
mod m0040_fulltext;
mod m0042_trail_end;
mod table;

use sea_orm_migration::prelude::*;

/// The steps, oldest first.
pub struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_organisation::Migration),
            Box::new(m0002_documents_and_rules::Migration),
            Box::new(m0003_campaign::Migration),
            Box::new(m0004_projects::Migration),
            Box::new(m0005_reports::Migration),
            Box::new(m0006_nominations::Migration),
            Box::new(m0007_council::Migration),
            Box::new(m0008_awards::Migration),
            Box::new(m0009_record::Migration),
            Box::new(m0010_trail::Migration),
            Box::new(m0011_users::Migration),
            Box::new(m0012_attachments::Migration),
            Box::new(m0013_scoring::Migration),
            Box::new(m0014_feedback::Migration),
            Box::new(m0014_exemplars::Migration),
            Box::new(m0023_search::Migration),
            Box::new(m0024_succession::Migration),
            Box::new(m0015_planning::Migration),
            Box::new(m0029_consolidation::Migration),
            Box::new(m0030_consultation::Migration),
            Box::new(m0033_exports::Migration),
            Box::new(m0035_distribution::Migration),
            Box::new(m0028_authority::Migration),
            Box::new(m0025_citizen_ids::Migration),
            Box::new(m0026_agency_clients::Migration),
            Box::new(m0040_fulltext::Migration),
            Box::new(m0042_trail_end::Migration),
            Box::new(m0034_kept_entries::Migration),
            Box::new(m0036_imports::Migration),
            Box::new(m0039_reminded_opinion::Migration),
        ]
    }
}
