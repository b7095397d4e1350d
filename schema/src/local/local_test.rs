//! What takes a moment, what takes longer, what passes its time, and what nobody waits for any more.

use std::{num::NonZeroUsize, path::PathBuf, time::Duration};

use sea_orm::Value as Bound;
use tokio::time::{sleep, timeout};

use super::{GATHER, Local, Packed, PackedValue as Value};
use crate::error::{Code, Result};

/// Counts without end.
const FOREVER: &str = "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n";
/// Counts to a number.
const UP_TO: &str =
    "with recursive n(i) as (select 1 union all select i + 1 from n where i < $1) select count(*), max(i) from n";
const FEW: i64 = 10;
const MANY: i64 = 1_000_000;

/// An empty database, whose statements have so long on a thread apart.
fn local(patience: Duration) -> Local {
    Local::new(PathBuf::from(":memory:"), NonZeroUsize::MIN, patience)
}

async fn up_to(local: &Local, n: i64) -> Vec<i64> {
    let rows = local.rows(UP_TO.into(), vec![Bound::BigInt(Some(n))]).await.unwrap();
    assert_eq!(rows.len(), 1);
    let mut values = rows[0].values();
    std::iter::from_fn(|| values.value()).map(|value| if let Value::Int(n) = value { n } else { 0 }).collect()
}

async fn forever(local: &Local) -> Result<Vec<Packed>> {
    local.rows(FOREVER.into(), vec![]).await
}

#[tokio::test]
async fn a_moment_is_spent_here_and_longer_apart() {
    let here = local(Duration::from_mins(1));
    let apart = here.apart();
    assert_eq!(up_to(&here, FEW).await, [FEW, FEW]);
    assert_eq!((here.open(), apart.open()), (1, 0));
    assert_eq!(up_to(&here, MANY).await, [MANY, MANY]);
    assert_eq!((apart.open(), apart.idle()), (1, 1));
    // It is known now, few as its rows are this time; another statement is not.
    assert_eq!(up_to(&here, FEW).await, [FEW, FEW]);
    assert_eq!(here.rows("select 1".into(), vec![]).await.unwrap().len(), 1);
    assert_eq!((here.open(), apart.open()), (1, 1));
}

#[tokio::test]
async fn a_statement_has_its_time() {
    let local = local(Duration::from_millis(200));
    assert_eq!(forever(&local).await.unwrap_err().code, Code::Timeout);
    assert_eq!(forever(&local.apart()).await.unwrap_err().code, Code::Timeout);
    assert_eq!(up_to(&local, FEW).await, [FEW, FEW]);
}

/// There is one place: who comes next would wait for a minute.
#[tokio::test]
async fn what_nobody_waits_for_is_stopped() {
    let local = local(Duration::from_mins(1)).apart();
    assert!(timeout(Duration::from_millis(200), forever(&local)).await.is_err());
    assert_eq!(timeout(Duration::from_secs(30), up_to(&local, FEW)).await, Ok(vec![FEW, FEW]));
    while local.idle() == 0 {
        sleep(Duration::from_millis(1)).await;
    }
}

#[tokio::test]
async fn rows_below_a_row_are_gathered() {
    let local = local(Duration::from_mins(1));
    let all = format!("select {GATHER}(column1, 'đ', x'00ff', null) from (values (7), (-1)) where column1 > $1");
    for (above, expected) in [(-2, vec![7, -1]), (0, vec![7]), (9, vec![])] {
        let rows = local.rows(all.clone(), vec![Bound::Int(Some(above))]).await.unwrap();
        let Some(Value::Blob(gathered)) = rows[0].values().value() else { panic!("{rows:?}") };
        let mut values = super::Values::of_rows(gathered);
        for n in expected {
            assert!(values.row());
            let row = [values.value(), values.value(), values.value(), values.value()].map(Option::unwrap);
            assert_eq!(row, [Value::Int(n), Value::Text("đ".as_bytes()), Value::Blob(&[0, 0xff]), Value::Null]);
        }
        assert!(!values.row() && values.value().is_none());
    }
}
