//! The harness: the whole server in-process on a real socket, on a fresh copy of a migrated database, with a clock that
//! the test sets and a client for each role.
//!
//! ```text
//! both!(a_launched_campaign_is_public);
//!
//! /// Anybody sees the campaign once it is launched.
//! async fn a_launched_campaign_is_public(app: App) {
//!     World::launched(&app).await;
//!     let reply = app.as_(Who::Public).query("{ campaigns { totalCount } }", json!({})).await.ok();
//!     assert_eq!(reply.int("campaigns.totalCount"), 1);
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
mod binary;
mod client;
mod database;
pub mod memory;
mod place;
mod postgres;
mod program;
mod reply;
pub mod snapshot;
mod socket;
pub mod wall;
mod who;
pub mod world;

pub use app::{App, START, on, on_with};
pub use client::{Client, at_once, eventually};
pub use database::Backend;
pub use place::root;
pub use program::{Said, program, thidua};
pub use reply::Reply;
pub use socket::{Heard, Socket};
pub use who::Who;
pub use world::{PUBLISHED, World};

/// Test bodies on both databases: `both!(first, second);` names `async fn first(app: App)` and `second` of the same file
/// and makes modules of their names with the tests `sqlite` and `postgres`. A function that is not named is dead code,
/// which does not pass the lints.
#[macro_export]
macro_rules! both {
    ($($name:ident),+ $(,)?) => {
        $(
            mod $name {
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn sqlite() {
                    $crate::on($crate::Backend::Sqlite, super::$name).await;
                }

                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn postgres() {
                    $crate::on($crate::Backend::Postgres, super::$name).await;
                }
            }
        )+
    };
    // The same with the bodies in place.
    ($( $(#[$about:meta])* async fn $name:ident($app:ident: $App:ty) $body:block )+) => {
        $(
            $(#[$about])*
            async fn $name($app: $App) $body

            $crate::both!($name);
        )+
    };
}
