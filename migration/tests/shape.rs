//! The migrated database has the shape that `entity` says, on both databases, and forwards and back.
//!
//! `PostgreSQL` is tested where `THIDUA_TEST_POSTGRES` holds the URL of a server's database; a schema of its
//! own is made there and dropped.

#![expect(clippy::disallowed_methods, reason = "it compares what the tables hold with what the entities say")]
#![expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

mod codes;
mod database;

use std::collections::{BTreeMap, BTreeSet};

use entity::{Rows, Scope, Sight};
use migration::Migrator;
use sea_orm::sea_query::{Alias, ColumnType, Expr, Query};
use sea_orm::{ColumnTrait, ConnectionTrait, DatabaseConnection, DbBackend, EntityTrait, IdenStatic, Iterable};
use sea_orm_migration::MigratorTrait;

use codes::coded;
use database::{add_unit_below_another, columns, drop_schema, postgres, sqlite, table_names, texts, whole_schema};

/// A column: name, kind, whether it may be empty.
type ColumnShape = (String, &'static str, bool);

/// A table as `entity` declares it.
struct TableShape {
    name: &'static str,
    columns: Vec<ColumnShape>,
    visible: fn(&Scope) -> Rows,
}

impl TableShape {
    fn of<E: EntityTrait>(name: &'static str, visible: fn(&Scope) -> Rows) -> Self {
        assert_eq!(E::default().table_name(), name);
        let columns = E::Column::iter().map(|column| {
            let definition = column.def();
            let kind = match definition.get_column_type() {
                ColumnType::Uuid => "uuid",
                ColumnType::Text => "text",
                ColumnType::Boolean => "boolean",
                ColumnType::Date => "date",
                ColumnType::Integer => "int",
                ColumnType::BigInteger => "long",
                other => panic!("{name}.{}: {other:?}", column.as_str()),
            };
            (column.as_str().to_owned(), kind, definition.is_null())
        });
        Self { name, columns: columns.collect(), visible }
    }
}

macro_rules! tables {
    ($($table:ident),+ $(,)?) => {
        vec![$(TableShape::of::<entity::$table::Entity>(entity::$table::TABLE, entity::$table::visible)),+]
    };
}

fn tables() -> Vec<TableShape> {
    tables![
        agency_client,
        agenda_item,
        appraisal,
        attachment,
        audit_entry,
        audit_head,
        award,
        award_type,
        ballot,
        campaign,
        campaign_basis,
        cluster,
        cluster_membership,
        consolidated_figure,
        consolidated_report,
        consolidated_source,
        consultation,
        council_member,
        council_session,
        criterion,
        decision,
        delivery_reminder,
        distribution_group,
        distribution_list,
        document_delivery,
        dossier,
        event,
        exemplar,
        export,
        feedback,
        field_group,
        guidance,
        guidance_report,
        honouree,
        idempotency_record,
        import,
        inspection,
        kept_entry,
        nomination,
        official_document,
        organisation_change,
        organisation_change_unit,
        phase,
        progress_entry,
        project,
        publication,
        refresh_token,
        reminder,
        reminder_round,
        report,
        report_indicator,
        report_obligation,
        rule_set,
        score,
        score_sheet,
        scoring_class,
        scoring_scheme,
        special_day,
        target,
        unit,
        unit_identifier,
        unit_placement,
        unit_plan,
        unit_plan_target,
        upload_slot,
        user_account,
        user_session,
        voter_roll,
    ]
}

async fn goes_up_down_and_up(db: &DatabaseConnection) {
    Migrator::up(db, None).await.unwrap();
    let (names, first) = (table_names(db).await, whole_schema(db).await);
    assert_eq!(names, tables().iter().map(|table| table.name.to_owned()).collect());
    add_unit_below_another(db).await;
    Migrator::down(db, None).await.unwrap();
    assert_eq!(table_names(db).await, BTreeSet::new());
    Migrator::up(db, None).await.unwrap();
    assert_eq!(whole_schema(db).await, first);
}

async fn has_the_columns_of_the_entities(db: &DatabaseConnection) {
    let is_sqlite = db.get_database_backend() == DbBackend::Sqlite;
    for table in tables() {
        let expected: Vec<ColumnShape> = table
            .columns
            .into_iter()
            .map(|(name, kind, null)| (name, if is_sqlite && kind == "int" { "long" } else { kind }, null))
            .collect();
        assert_eq!(columns(db, table.name).await, expected, "{}", table.name);
    }
}

/// Every condition of `visible` is a statement that the database accepts.
async fn accepts_every_visible(db: &DatabaseConnection) {
    let own = [sea_orm::prelude::Uuid::from_u128(1), sea_orm::prelude::Uuid::from_u128(2)];
    for sight in
        [Sight::Public, Sight::Unit, Sight::StandingBody, Sight::Council, Sight::Chair, Sight::Auditor, Sight::Admin]
    {
        for units in [own.as_slice(), &[]] {
            let scope = Scope {
                sight,
                units: units.into(),
                acting: [].into(),
                led_clusters: [].into(),
                led_members: units.into(),
                subject: "an".into(),
                honourees: true,
            };
            for table in tables() {
                let select = Query::select()
                    .expr(Expr::val(1))
                    .from(Alias::new(table.name))
                    .cond_where((table.visible)(&scope).condition(table.name))
                    .to_owned();
                db.query_all(&select).await.unwrap_or_else(|error| panic!("{} {sight:?}: {error}", table.name));
            }
        }
    }
}

async fn keeps_the_trail(db: &DatabaseConnection) {
    let id = match db.get_database_backend() {
        DbBackend::Postgres => "'00000000-0000-0000-0000-000000000001'",
        _ => "X'00000000000000000000000000000001'",
    };
    let insert = format!(
        "INSERT INTO audit_entry (id, at, subject, class, duty, action, noun, fields, result, request_id)
         VALUES ({id}, 0, 's', 'c', 'd', 'a', 'n', '', 'DONE', 'r')"
    );
    db.execute_unprepared(&insert).await.unwrap();
    let replaced = insert
        .replace("'s'", "'x'")
        .replace("audit_entry (id", "audit_entry (seq, id")
        .replace(&format!("({id}"), &format!("(1, {id}"));
    let backend_own = match db.get_database_backend() {
        DbBackend::Postgres => [
            "TRUNCATE audit_entry".to_owned(),
            "TRUNCATE audit_head".to_owned(),
            format!("{replaced} ON CONFLICT (seq) DO UPDATE SET subject = 'x'"),
        ],
        // None of these asks the trigger of DELETE.
        _ => [
            replaced.replace("INSERT", "REPLACE"),
            replaced.replace("INSERT", "INSERT OR REPLACE"),
            "UPDATE OR REPLACE audit_entry SET subject = 'x'".to_owned(),
        ],
    };
    let everywhere = ["UPDATE audit_entry SET subject = 'x'", "DELETE FROM audit_entry"].map(str::to_owned);
    for sql in everywhere.iter().chain(&backend_own) {
        let error = db.execute_unprepared(sql).await.unwrap_err().to_string();
        assert!(error.contains("append-only"), "{sql}: {error}");
    }
    assert_eq!(texts(db, "SELECT subject FROM audit_entry").await, ["s"]);
}

async fn has_the_award_types(db: &DatabaseConnection) {
    let rows = entity::award_type::Entity::find().all(db).await.unwrap();
    let mut found: Vec<_> =
        rows.iter().map(|row| (row.id.to_string(), row.code.as_str(), row.council_required)).collect();
    found.sort();
    assert_eq!(
        found,
        [
            ("00000000-0000-7000-8000-000000000001".to_owned(), "BANG_KHEN", true),
            ("00000000-0000-7000-8000-000000000002".to_owned(), "GIAY_KHEN", false),
        ]
    );
    for row in &rows {
        for kind in row.issuer_kinds.split(',') {
            assert!(entity::unit::UnitKind::from_code(kind).is_some(), "{kind}");
        }
    }
}

/// Ascending bytes, and not a language's order, on both databases.
async fn orders_texts_by_bytes(db: &DatabaseConnection) {
    let sql = "SELECT abbreviation FROM unit ORDER BY abbreviation";
    for (id, abbreviation) in [(11, "a"), (12, "Z"), (13, "đ"), (14, "~"), (15, "a b")] {
        let id = match db.get_database_backend() {
            DbBackend::Postgres => format!("'00000000-0000-0000-0000-0000000000{id}'"),
            _ => format!("X'000000000000000000000000000000{id}'"),
        };
        let insert = format!(
            "INSERT INTO unit (id, kind, system, name, name_key, abbreviation, search, valid_from, created_at, updated_at)
             VALUES ({id}, 'DISTRICT', 'STATE', '', '', '{abbreviation}', '', '2021-08-06', 0, 0)"
        );
        db.execute_unprepared(&insert).await.unwrap();
    }
    assert_eq!(texts(db, sql).await, ["Z", "a", "a b", "~", "đ"]);
}

async fn has_the_shape(db: &DatabaseConnection) {
    goes_up_down_and_up(db).await;
    has_the_columns_of_the_entities(db).await;
    accepts_every_visible(db).await;
    keeps_the_trail(db).await;
    has_the_award_types(db).await;
    orders_texts_by_bytes(db).await;
}

#[tokio::test]
async fn sqlite_has_the_shape() {
    has_the_shape(&sqlite().await).await;
}

#[tokio::test]
async fn postgres_has_the_shape() {
    let schema = format!("migration_shape_{}", std::process::id());
    if let Some(db) = postgres(&schema).await {
        has_the_shape(&db).await;
        drop_schema(&db, &schema).await;
    }
}

#[tokio::test]
async fn every_code_list_equals_its_check() {
    let db = sqlite().await;
    Migrator::up(&db, None).await.unwrap();
    let mut found = BTreeMap::new();
    for table in tables() {
        let sql = format!("SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = '{}'", table.name);
        let sql = texts(&db, &sql).await.concat();
        for check in sql.split("CHECK (").skip(1) {
            let Some((column, rest)) = check.split_once(" IN ('") else { continue };
            let column = table.columns.iter().find(|(name, ..)| format!("\"{name}\"") == column).unwrap();
            let codes = rest.split_once("')").unwrap().0.split("','").map(str::to_owned).collect::<Vec<_>>();
            found.insert((table.name.to_owned(), column.0.clone()), codes);
        }
    }
    let expected = coded().into_iter().map(|((table, column), codes)| {
        ((table.to_owned(), column.to_owned()), codes.into_iter().map(str::to_owned).collect())
    });
    assert_eq!(found, expected.collect());
}

#[tokio::test]
async fn every_foreign_key_is_indexed() {
    let db = sqlite().await;
    Migrator::up(&db, None).await.unwrap();
    let bare = "SELECT t.name || '.' || k.\"from\" FROM sqlite_schema t, pragma_foreign_key_list(t.name) k
        WHERE t.type = 'table' AND NOT EXISTS (
            SELECT 1 FROM pragma_index_list(t.name) i, pragma_index_info(i.name) c
            WHERE i.partial = 0 AND c.seqno = 0 AND c.name = k.\"from\")";
    assert_eq!(texts(&db, bare).await, Vec::<String>::new());
    let keys = "SELECT t.name FROM sqlite_schema t, pragma_foreign_key_list(t.name) k WHERE t.type = 'table'";
    assert!(texts(&db, keys).await.len() > 60);
}

#[tokio::test]
async fn nobody_reads_a_ballot_and_it_keeps_no_order() {
    let db = sqlite().await;
    Migrator::up(&db, None).await.unwrap();
    let sql = "SELECT sql FROM sqlite_schema WHERE name = 'ballot'";
    assert!(texts(&db, sql).await.concat().trim_end().ends_with("WITHOUT ROWID"));
    let names: Vec<String> = columns(&db, "ballot").await.into_iter().map(|(name, ..)| name).collect();
    assert_eq!(names, ["id", "agenda_item_id", "choice"]);
}

#[tokio::test]
async fn a_honouree_has_one_open_nomination_for_an_award_in_a_phase() {
    let db = sqlite().await;
    Migrator::up(&db, None).await.unwrap();
    db.execute_unprepared("PRAGMA foreign_keys = OFF").await.unwrap();
    let add = |id: &str, state: &str| {
        format!(
            "INSERT INTO nomination (id, dossier_id, campaign_id, phase_id, unit_id, honouree_id, award_type_id,
                achievement, state, author, created_at, updated_at)
             VALUES ('{id}', 'd', 'c', 'p', 'u', 'h', 'a', '', '{state}', '', 0, 0)"
        )
    };
    for (id, state) in [("1", "WITHDRAWN"), ("2", "REVOKED"), ("3", "PROPOSED"), ("4", "NOT_AWARDED")] {
        db.execute_unprepared(&add(id, state)).await.unwrap();
    }
    assert!(db.execute_unprepared(&add("5", "ON_HOLD")).await.is_err());
    assert!(db.execute_unprepared(&add("6", "UNKNOWN")).await.is_err());
}
