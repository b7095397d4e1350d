//! Whether both servers say the same: a benchmark of different answers measures nothing.

use serde_json::{Map, Value};
use uuid::Uuid;

use crate::{Result, ground::Ground, http::Connection, server::Pair, workload::Workload};

/// How many questions of a workload are compared.
const COMPARED: usize = 20;

/// Fails unless both servers answer the first questions of a workload with the same data, and write equally many rows.
pub(crate) async fn same(workload: &Workload, servers: &Pair, ground: &mut Ground) -> Result<()> {
    let (mut ours, mut theirs) =
        (Connection::open(servers.ours.address).await?, Connection::open(servers.theirs.address).await?);
    let mut written = [rows(ground).await?; 3];
    for (question, other) in workload.ours.iter().zip(&*workload.theirs).take(COMPARED) {
        let answer: Value = serde_json::from_slice(ours.exchange(question).await?)?;
        let expected = plain(serde_json::from_slice(theirs.exchange(other).await?)?);
        let found = answer["data"].pointer(workload.place).cloned().map(plain);
        if found.as_ref() != Some(&expected) {
            return Err(format!("{}: different answers\n{answer}\n{expected}", workload.name).into());
        }
    }
    written[1] = rows(ground).await?;
    if workload.name == "record" {
        for other in workload.theirs.iter().take(COMPARED) {
            theirs.exchange(other).await?;
        }
        written[2] = rows(ground).await?;
        let (both, one) = (written[1] - written[0], written[2] - written[1]);
        if both != 2 * one || one == 0 {
            return Err(format!("both wrote {both} rows, the hand-written server alone {one}").into());
        }
    }
    Ok(())
}

async fn rows(ground: &mut Ground) -> Result<i64> {
    let count = "select (select count(*) from progress_entry) + (select count(*) from audit_entry) + (select count(*) from event)";
    Ok(sqlx::query_scalar(count).fetch_one(&mut ground.admin).await?)
}

/// An answer without what is only the manner of telling it: the noun in an ID, the form of an instant, `nodes` around a
/// list, the cursor (which the last row holds as well), and the version, which each write raises.
fn plain(value: Value) -> Value {
    match value {
        Value::String(text) => word(text),
        Value::Array(items) => items.into_iter().map(plain).collect(),
        Value::Object(map) => {
            let mut map: Map<String, Value> = map
                .into_iter()
                .filter(|(name, _)| !matches!(name.as_str(), "pageInfo" | "version"))
                .map(|(name, value)| (name, plain(value)))
                .collect();
            match map.remove("nodes") {
                Some(nodes) => nodes,
                None => Value::Object(map),
            }
        }
        other => other,
    }
}

fn word(text: String) -> Value {
    if let Some((_, key)) = text.split_once(':')
        && let Ok(key) = Uuid::try_parse(key)
    {
        return key.to_string().into();
    }
    match chrono::DateTime::parse_from_rfc3339(&text) {
        Ok(instant) => instant.timestamp_micros().into(),
        Err(_) => text.into(),
    }
}
