//! The law as it is published: what policy, workflow, visibility and field rules say, put together for a reader.
//!
//! Nothing is decided here. The `@auth` directive of the published schema and the `permissionMatrix` query are both
//! written from this, so they say what the engine does.

mod directive;
mod matrix;
mod rows;
mod verbs;

pub use directive::publish;
pub use matrix::{matrix, register, type_below};

use crate::viewer::Role;

/// The published name of whoever has no token.
const PUBLIC: &str = "PUBLIC";

/// The published names of the roles that meet a condition.
fn codes(meets: impl Fn(Role) -> bool) -> Vec<String> {
    Role::ALL.iter().filter(|role| meets(**role)).map(|role| role.code()).collect()
}
