//! The triggers that guard the trail: one that is dropped, switched off or made to do nothing is named.

use tests::{App, Said, World, both};

use super::unguard;

both!(a_dropped_trigger_is_named, a_trigger_that_does_nothing_is_named);

async fn verified(app: &App) -> Said {
    app.thidua(&["audit", "verify"]).await
}

/// The guards that a listing names.
fn named(said: &Said) -> Vec<String> {
    let guards = said.out.lines().filter_map(|line| line.strip_prefix("unguarded: the trigger "));
    guards.map(|rest| rest.split(' ').next().unwrap().to_owned()).collect()
}

async fn a_dropped_trigger_is_named(app: App) {
    World::units(&app).await;
    let said = verified(&app).await;
    assert_eq!((said.code, named(&said)), (0, vec![]), "{said:?}");
    let triggers: &[&str] = if app.is_sqlite() {
        &["is_never_updated", "is_never_deleted", "is_never_replaced"]
    } else {
        &["is_append_only"]
    };
    let mut gone = Vec::new();
    for table in ["audit_entry", "audit_head", "kept_entry"] {
        for trigger in triggers {
            unguard(&app, table, trigger).await;
            gone.push(format!("{table}_{trigger}"));
            let said = verified(&app).await;
            let mut found = named(&said);
            found.sort();
            let mut expected = gone.clone();
            expected.sort();
            assert_eq!((said.code, found), (1, expected), "{said:?}");
        }
    }
}

async fn a_trigger_that_does_nothing_is_named(app: App) {
    World::units(&app).await;
    if app.is_sqlite() {
        unguard(&app, "audit_entry", "is_never_updated").await;
        app.run("create trigger audit_entry_is_never_updated before update on audit_entry begin select 1; end").await;
        assert_eq!(named(&verified(&app).await), ["audit_entry_is_never_updated"]);
        return;
    }
    app.run("alter table audit_entry disable trigger audit_entry_is_append_only").await;
    assert_eq!(named(&verified(&app).await), ["audit_entry_is_append_only"]);
    app.run("alter table audit_entry enable trigger audit_entry_is_append_only").await;
    assert_eq!(verified(&app).await.code, 0);
    let nothing = "create or replace function audit_head_is_append_only() returns trigger language plpgsql as \
        'begin return null; end'";
    app.run(nothing).await;
    assert_eq!(named(&verified(&app).await), ["audit_head_is_append_only"]);
}
