//! The harness: the whole server in-process on a real socket, on a fresh copy of a migrated database, with a clock that
//! the test sets and a client for each role.
//!
//! ```ignore
//! both! {
//!     /// Anybody sees the campaign once it is launched.
//!     async fn a_launched_campaign_is_public(app: App) {
//!         let world = World::launched(&app).await;
//!         let reply = app.as_(Who::Public).query("{ campaigns { totalCount } }", json!({})).await;
//!         assert_eq!(reply.data("campaigns.totalCount"), &json!(1));
//!     }
//! }
//! ```
//!
//! makes the two tests `a_launched_campaign_is_public::sqlite` and `a_launched_campaign_is_public::postgres`.

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "a harness stops the test at what it did not expect, and says what"
)]

mod app;
mod client;
mod database;
mod postgres;
mod reply;
pub mod snapshot;
mod who;
pub mod world;

pub use app::{App, START, on};
pub use client::Client;
pub use database::Backend;
pub use reply::Reply;
pub use who::Who;
pub use world::World;

/// One test body on both databases: makes a module of its name with the tests `sqlite` and `postgres`.
#[macro_export]
macro_rules! both {
    ($( $(#[$about:meta])* async fn $name:ident($app:ident: $App:ty) $body:block )+) => {
        $(
            $(#[$about])*
            mod $name {
                use super::*;

                async fn body($app: $App) $body

                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn sqlite() {
                    $crate::on($crate::Backend::Sqlite, body).await;
                }

                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn postgres() {
                    $crate::on($crate::Backend::Postgres, body).await;
                }
            }
        )+
    };
}
