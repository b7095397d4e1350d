//! The write to compare with: the row locked and looked at, then the same four rows in one transaction, the trail
//! chained (and not signed).

use actix_web::{
    error::{ErrorBadRequest, ErrorConflict, ErrorInternalServerError, ErrorNotFound},
    web::{Json, Path},
};
use chrono::{DateTime, NaiveDate, Utc};
use serde_json::{Value, json};
use sqlx::{PgTransaction, postgres::PgRow};
use uuid::Uuid;

use super::{Answer, Pool};

const LOCK: &str = "select id, campaign_id, unit_id, field_group_id, kind, title, title_key, objective, starts_on, ends_on, budget, state, is_late, \
    states_no_key_project, author, submitted_by, submitted_at, accepted_at, evidence, reason, search, version, created_at, updated_at \
    from project where id = $1 and state <> 'DRAFT' for update";
const ENTRY: &str = "insert into progress_entry (id, project_id, on_date, percent, note, author, created_at) values ($1, $2, $3, $4, $5, $6, $7)";
const CHANGE: &str =
    "update project set state = 'IN_PROGRESS', version = version + 1, updated_at = $2 where id = $1 returning version";
const TRAIL: &str = "select pg_advisory_xact_lock(x'746869647561'::bigint)";
const AUDIT: &str = "insert into audit_entry (seq, id, at, subject, class, duty, unit_id, action, noun, object_id, campaign_id, owner_unit_id, fields, \
    before_digest, after_digest, result, request_id, previous, digest) \
    select last.seq + 1, $1, $2, $3, 'DEPARTMENT', 'HEAD', $4, 'recordProgress', 'Project', $5, $6, $7, 'state', $8, $9, 'DONE', $10, last.digest, \
    encode(sha256(convert_to(concat_ws('|', last.digest, last.seq, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10), 'UTF8')), 'hex') \
    from (select seq, digest from audit_entry order by seq desc limit 1) last";
const EVENT: &str = "insert into event (at, kind, noun, object_id, owner_unit_id, version, request_id) values ($1, 'recordProgress', 'Project', $2, $3, $4, $5)";

/// Records progress: `{onDate, percent, note}`.
#[expect(clippy::disallowed_methods, reason = "not our server: it has no clock of ours")]
pub(crate) async fn record(pool: Pool, path: Path<(Uuid,)>, input: Json<Value>) -> Answer {
    let mut tx = pool.begin().await.map_err(ErrorInternalServerError)?;
    let version = write(&mut tx, path.0, &input, Utc::now()).await?;
    tx.commit().await.map_err(ErrorInternalServerError)?;
    let answer = json!({ "project": { "id": path.0, "state": "IN_PROGRESS", "version": version } });
    super::json(Ok(Some(answer.to_string())))
}

async fn write(
    tx: &mut PgTransaction<'_>,
    id: Uuid,
    input: &Value,
    now: DateTime<Utc>,
) -> Result<i64, actix_web::Error> {
    use sqlx::Row as _;
    let failed = ErrorInternalServerError::<sqlx::Error>;
    let day: NaiveDate = input["onDate"].as_str().and_then(|day| day.parse().ok()).ok_or(ErrorBadRequest("onDate"))?;
    let percent = input["percent"].as_i64().and_then(|n| i32::try_from(n).ok()).ok_or(ErrorBadRequest("percent"))?;
    let note = input["note"].as_str().ok_or(ErrorBadRequest("note"))?;
    let row: PgRow = sqlx::query(LOCK)
        .bind(id)
        .fetch_optional(&mut **tx)
        .await
        .map_err(failed)?
        .ok_or(ErrorNotFound("no such project"))?;
    let (campaign, unit, state): (Uuid, Uuid, &str) = (row.get(1), row.get(2), row.get(11));
    if !matches!(state, "ACCEPTED" | "IN_PROGRESS") || !(0..=100).contains(&percent) || day > now.date_naive() {
        return Err(ErrorConflict("not now"));
    }
    let (micros, digest, request) = (now.timestamp_micros(), "0".repeat(64), Uuid::now_v7().to_string());
    let entry = sqlx::query(ENTRY).bind(Uuid::now_v7()).bind(id).bind(day).bind(percent).bind(note);
    entry.bind("bench").bind(micros).execute(&mut **tx).await.map_err(failed)?;
    let version: i64 = sqlx::query_scalar(CHANGE).bind(id).bind(micros).fetch_one(&mut **tx).await.map_err(failed)?;
    let event = sqlx::query(EVENT).bind(micros).bind(id).bind(unit).bind(version).bind(&request);
    event.execute(&mut **tx).await.map_err(failed)?;
    sqlx::query(TRAIL).execute(&mut **tx).await.map_err(failed)?;
    let audit = sqlx::query(AUDIT).bind(Uuid::now_v7()).bind(micros).bind("bench").bind(unit).bind(id).bind(campaign);
    audit.bind(unit).bind(&digest).bind(&digest).bind(&request).execute(&mut **tx).await.map_err(failed)?;
    Ok(version)
}
