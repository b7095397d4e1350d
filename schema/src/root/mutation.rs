//! The mutation root: the workflow's verbs, each an action done by a service.

use std::{borrow::Cow, sync::Arc};

use async_graphql::{
    ContainerType, Context, ContextSelectionSet, ObjectType, OutputType, Positioned, ServerResult, Value,
    parser::types::Field,
    registry::{MetaField, Registry},
};
use entity::Codes;

use super::{behind, carried};
use crate::{
    Inner,
    error::{Error, Result},
    law,
    limits::Price,
    noun,
    plan::Document,
    policy::{self, Action},
    scalar::meta::{field, input, object},
    service,
    viewer::Viewer,
    write::{self, Mutation},
};

/// The mutation root.
pub struct MutationRoot;

/// Every verb with the noun it is said of.
pub fn verbs() -> impl Iterator<Item = (Action, &'static str)> {
    service::mutations().iter().map(|mutation| (mutation.action, mutation.noun))
}

const ABOUT: &str = "Everything that can be done, in the workflow's verbs. Each takes one `input`, an optional `expectedVersion` in it where an object is changed, and an `Idempotency-Key` header; fields run one after the other, each in a transaction of its own.";

impl OutputType for MutationRoot {
    fn type_name() -> Cow<'static, str> {
        "Mutation".into()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        let fields = service::mutations().iter().map(|mutation| published(registry, mutation)).collect();
        object(registry, "Mutation", ABOUT, fields);
        law::publish(registry);
        "Mutation".into()
    }

    async fn resolve(&self, ctx: &ContextSelectionSet<'_>, _: &Positioned<Field>) -> ServerResult<Value> {
        async_graphql::resolver_utils::resolve_container_serial(ctx, self).await
    }
}

impl ObjectType for MutationRoot {}

impl ContainerType for MutationRoot {
    async fn resolve_field(&self, ctx: &Context<'_>) -> ServerResult<Option<Value>> {
        let (viewer, inner) = behind(ctx)?;
        let document = Document::of(ctx);
        let fields = document.root(&ctx.item.node);
        match resolve(inner, viewer, document, &fields).await {
            Ok(bytes) => Ok(Some(Value::Binary(bytes.into()))),
            Err(error) => Err(carried(ctx, error)),
        }
    }
}

/// Does what a root field says.
pub async fn resolve(
    inner: &Inner,
    viewer: &Arc<Viewer>,
    document: Document<'_>,
    fields: &[&Field],
) -> Result<Vec<u8>> {
    let name = fields[0].name.node.as_str();
    if name == "__typename" {
        return Ok(b"\"Mutation\"".to_vec());
    }
    let mutation = named(name).ok_or_else(Error::internal)?;
    write::perform(inner, mutation, document, fields, Arc::clone(viewer)).await
}

/// What a root field costs: a write, and the read of its payload.
pub fn price(inner: &Inner, viewer: &Viewer, document: Document<'_>, fields: &[&Field]) -> Price {
    let name = fields[0].name.node.as_str();
    match named(name) {
        Some(mutation) => {
            let is_import = mutation.action == Action::ImportRows;
            let price = if is_import { Price::import() } else { Price::write() };
            price + write::price(inner, mutation, document, fields, viewer)
        }
        None => Price::statement(),
    }
}

fn named(field: &str) -> Option<&'static Mutation> {
    service::mutations().iter().find(|mutation| mutation.action.code() == field)
}

fn published(registry: &mut Registry, mutation: &Mutation) -> MetaField {
    let payload = noun::payload(registry, mutation.noun, mutation.is_list);
    let ty = mutation.input(registry);
    let action = mutation.action;
    let about = Action::VALUES.iter().find(|(code, _)| *code == action.code()).map_or("", |(_, about)| about.trim());
    let (who, _) = policy::law(action).who.words();
    let on = match policy::law(action).on {
        policy::Relation::Own => ", on objects of the own unit and those below it",
        policy::Relation::Led => ", where the own unit leads the cluster",
        policy::Relation::Any => "",
    };
    field(action.code(), &format!("{about} For {who}{on}."), payload, vec![input("input", "What to do it with.", ty)])
}
