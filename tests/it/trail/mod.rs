//! The audit trail: its chain, its heads, its receipts, and who reads of what.

mod chain;
mod guards;
mod heads;
mod history;
mod receipts;
mod refusals;

use std::path::PathBuf;

use tests::App;

/// Lets the rows of a table of the trail be changed, as somebody with the rights of the database's owner can.
pub async fn unlock(app: &App, table: &str) {
    if app.is_sqlite() {
        app.run(&format!("drop trigger {table}_is_never_updated")).await;
        app.run(&format!("drop trigger {table}_is_never_deleted")).await;
    } else {
        app.run(&format!("drop trigger {table}_is_append_only on {table}")).await;
    }
}

/// Puts the guards back, as whoever hides what they did would.
async fn lock(app: &App, table: &str) {
    if app.is_sqlite() {
        for (name, what) in [("updated", "UPDATE"), ("deleted", "DELETE")] {
            app.run(&format!(
                "CREATE TRIGGER {table}_is_never_{name} BEFORE {what} ON {table} \
                 BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            ))
            .await;
        }
    } else {
        app.run(&format!(
            "CREATE TRIGGER {table}_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} \
             FOR EACH STATEMENT EXECUTE FUNCTION {table}_is_append_only()"
        ))
        .await;
    }
}

/// Takes a guard away; the database then lets what it stood against happen.
async fn unguard(app: &App, table: &str, trigger: &str) {
    let on = if app.is_sqlite() { String::new() } else { format!(" on {table}") };
    app.run(&format!("drop trigger {table}_{trigger}{on}")).await;
}

/// A file of a test, removed with this value.
pub struct Kept(PathBuf);

impl Kept {
    pub fn new(text: &str) -> Self {
        let name = format!("thidua-{}.json", uuid::Uuid::new_v4().simple());
        let file = std::env::temp_dir().join(name);
        std::fs::write(&file, text).unwrap();
        Self(file)
    }

    pub fn path(&self) -> &str {
        self.0.to_str().unwrap()
    }
}

impl Drop for Kept {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}
