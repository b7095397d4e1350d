//! Rows that stay as they are while they are swept: what the sweep itself reads of people is not put in the trail.

use tests::App;

/// Drops entries of reads before they are written.
pub async fn hold(app: &App) {
    let statements: &[&str] = if app.is_sqlite() {
        &["create trigger sweep_reads before insert on audit_entry when new.action = 'readPersonalData' \
           begin select raise(ignore); end"]
    } else {
        &[
            "create function sweep_reads() returns trigger language plpgsql as 'begin return null; end'",
            "create trigger sweep_reads before insert on audit_entry for each row \
             when (new.action = 'readPersonalData') execute function sweep_reads()",
        ]
    };
    for statement in statements {
        app.run(statement).await;
    }
}
