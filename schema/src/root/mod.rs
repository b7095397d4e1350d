//! The three roots of the published schema, answered by plans, by services and by streams.

mod execute;
mod mutation;
mod query;
mod response;
mod subscription;

pub use execute::{execute, price};
pub use mutation::{MutationRoot, verbs};
pub use query::QueryRoot;
pub use response::{keys, write};
pub use subscription::{Events, Now, SubscriptionRoot, follow};

use std::{any::Any, sync::Arc};

use async_graphql::{Context, ServerError};

use crate::{Inner, error::Error, viewer::Viewer};

/// The request's viewer and the database behind it.
fn behind<'a>(ctx: &Context<'a>) -> Result<(&'a Arc<Viewer>, &'a Arc<Inner>), ServerError> {
    let viewer = ctx.data::<Arc<Viewer>>().map_err(|e| e.into_server_error(ctx.item.pos))?;
    let inner = ctx.data::<Arc<Inner>>().map_err(|e| e.into_server_error(ctx.item.pos))?;
    Ok((viewer, inner))
}

/// An error of ours on its way through async-graphql; the response writer finds it again.
fn carried(ctx: &Context<'_>, error: Error) -> ServerError {
    let mut carrier = ServerError::new(error.en.clone(), Some(ctx.item.pos));
    carrier.source = Some(Arc::new(error) as Arc<dyn Any + Send + Sync>);
    ctx.set_error_path(carrier)
}
