//! The query root: who asks, objects by id, and the list of every noun.

use std::borrow::Cow;

use async_graphql::{
    ContainerType, Context, ContextSelectionSet, ObjectType, OutputType, Positioned, ServerResult, Value,
    parser::types::Field,
    registry::{MetaField, Registry},
};
use serde_json::json;
use uuid::Uuid;

use super::{behind, carried};
use crate::{
    Inner,
    declare::CodeList,
    error::{Error, Result},
    noun::{self, Nouns},
    plan::{Args, Compiler, Document, cut, items, page_size, searched, text_of},
    policy::{self, Action},
    scalar::{
        id,
        meta::{self, field, input, object},
    },
    viewer::{Class, Duty, Viewer},
};

/// The query root.
pub struct QueryRoot;

const ABOUT: &str =
    "Everything that can be read. Each field answers what the caller's organisation may see, and nothing more.";

impl OutputType for QueryRoot {
    fn type_name() -> Cow<'static, str> {
        "Query".into()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        meta::register(registry);
        noun::register(registry);
        viewer_type(registry);
        object(registry, "Query", ABOUT, fields());
        "Query".into()
    }

    async fn resolve(&self, ctx: &ContextSelectionSet<'_>, _: &Positioned<Field>) -> ServerResult<Value> {
        async_graphql::resolver_utils::resolve_container(ctx, self).await
    }
}

impl ObjectType for QueryRoot {}

impl ContainerType for QueryRoot {
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

fn fields() -> Vec<MetaField> {
    let mut fields = vec![
        field("serviceConfig", "The limits that requests are held to.", "ServiceConfig", vec![]),
        field("viewer", "Who you are and what you may do (tôi là ai, được làm gì).", "Viewer", vec![]),
        field(
            "node",
            "The object of an `id`, or null where there is none that you can see.",
            "Node",
            vec![input("id", "The `id`.", "ID!")],
        ),
        field(
            "nodes",
            "The objects of several `id`s, in their order, null where there is none that you can see.",
            "[Node]",
            vec![input("ids", "The `id`s; at most a page.", "[ID!]!")],
        ),
    ];
    fields.push(field(
        "search",
        "The best hits among everything that you can see, the best first: the whole text, its beginning, the words together, the words apart; shorter texts before longer ones. Without regard to case, accents, đ or d, and where the tone mark stands (tìm kiếm).",
        "[SearchHit!]",
        vec![
            input("text", "Up to eight words, all of which must be there; at most 200 characters.", "String!"),
            input("types", "Only hits of these types; of all, where none is given.", "[SearchType!]"),
            input("first", "How many at most; at most the page limit.", "Int"),
        ],
    ));
    fields.extend(Nouns::get().all().filter_map(|noun| {
        let name = noun.root?;
        Some(field(name, noun.about, format!("{}Connection", noun.name), noun::page_args(noun.name)))
    }));
    fields
}

fn viewer_type(registry: &mut Registry) {
    meta::code_list(registry, CodeList::of::<Class>());
    meta::code_list(registry, CodeList::of::<Duty>());
    meta::code_list(registry, CodeList::of::<crate::error::Code>());
    meta::code_list(registry, searched());
    let hit = vec![
        field("type", "What it is.", "SearchType!", vec![]),
        field("label", "What names it to a reader: a title, a name, a subject.", "String!", vec![]),
        field("node", "The object.", "Node!", vec![]),
    ];
    object(registry, "SearchHit", "Something that was found (kết quả tìm kiếm).", hit);
    let limits = vec![field("limits", "Each limit.", "[Limit!]!", vec![])];
    object(registry, "ServiceConfig", "What the service holds requests to (cấu hình dịch vụ).", limits);
    let limit = vec![
        field("name", "Its name.", "String!", vec![]),
        field("value", "The most that is taken.", "Int!", vec![]),
        field("unit", "Of what.", "String!", vec![]),
        field("about", "What it limits.", "String!", vec![]),
    ];
    object(registry, "Limit", "A limit of requests (giới hạn).", limit);
    object(
        registry,
        "Viewer",
        "Who asks, by the token of the request; the public has no token.",
        vec![
            field("subject", "The person or program (`sub`); null for the public.", "String", vec![]),
            field("class", "The organisation class; null for the public.", "Class", vec![]),
            field("duty", "The duty; null for the public.", "Duty", vec![]),
            field("unit", "The unit; null for the public.", "Unit", vec![]),
            field(
                "actions",
                "The mutations that the role may ever say; each object tells by `availableTransitions` which of them now.",
                "[String!]!",
                vec![],
            ),
            field("errorCodes", "Every code that `extensions.code` can hold.", "[Code!]!", vec![]),
        ],
    );
}

/// Answers a root field.
pub async fn resolve(inner: &Inner, viewer: &Viewer, document: Document<'_>, fields: &[&Field]) -> Result<Vec<u8>> {
    let args = Args::new(document, fields[0]);
    let compiler = Compiler::new(document, viewer, &inner.limits);
    let name = fields[0].name.node.as_str();
    let plan = match name {
        "serviceConfig" => return Ok(service_config(inner, document, fields)),
        "__typename" => return Ok(b"\"Query\"".to_vec()),
        "viewer" => return who(inner, viewer, document, fields).await,
        "node" => {
            let (noun, id) = args.id("id")?;
            match Nouns::get().find(&noun) {
                Some(noun) => compiler.one(noun, id, fields)?,
                None => return Ok(b"null".to_vec()),
            }
        }
        "nodes" => compiler.many(&ids(args, inner)?, fields)?,
        "search" => {
            let types = args.get("types").unwrap_or_default();
            let types: Vec<String> = match types {
                Value::Null => Vec::new(),
                types => items(&types).iter().map(|item| text_of("types", item)).collect::<Result<_>>()?,
            };
            let take = page_size(args.count("first")?, &inner.limits)?;
            compiler.search(&args.text("text")?.unwrap_or_default(), &types, take, fields)?
        }
        name => compiler.list(Nouns::get().at_root(name).ok_or_else(Error::internal)?, fields)?,
    };
    plan.read(&inner.database, viewer).await
}

fn ids(args: Args<'_>, inner: &Inner) -> Result<Vec<(String, Uuid)>> {
    let written = args.get("ids").unwrap_or_default();
    let ids: Vec<_> = items(&written).iter().map(|item| id::parse(&text_of("ids", item)?)).collect::<Result<_>>()?;
    if ids.len() > inner.limits.page_max {
        return Err(Error::input("ids", "holds more than a page", "nhiều hơn một trang"));
    }
    Ok(ids)
}

fn service_config(inner: &Inner, document: Document<'_>, fields: &[&Field]) -> Vec<u8> {
    let list = inner
        .limits
        .published()
        .map(|(name, value, unit, about)| json!({ "name": name, "value": value, "unit": unit, "about": about }));
    let limits = cut(
        json!({ "limits": list }),
        &document.cuts(fields, "ServiceConfig", &|name| if name == "limits" { "Limit" } else { "" }),
    );
    limits.to_string().into_bytes()
}

async fn who(inner: &Inner, viewer: &Viewer, document: Document<'_>, fields: &[&Field]) -> Result<Vec<u8>> {
    let mut parts = Vec::new();
    for (key, below) in document.below(fields, &|_| true) {
        let value = match below[0].name.node.as_str() {
            "subject" => json!(viewer.principal.as_ref().map(|p| p.subject.as_ref())).to_string(),
            "class" => json!(viewer.role().map(|role| role.class.code())).to_string(),
            "duty" => json!(viewer.role().map(|role| role.duty.code())).to_string(),
            "actions" => {
                let may = Action::ALL.iter().filter(|action| policy::may(viewer, **action));
                json!(may.map(|action| action.code()).collect::<Vec<_>>()).to_string()
            }
            "errorCodes" => {
                json!(crate::error::Code::ALL.iter().map(|code| code.code()).collect::<Vec<_>>()).to_string()
            }
            "unit" => match &viewer.principal {
                Some(principal) => {
                    let compiler = Compiler::new(document, viewer, &inner.limits);
                    let plan = compiler.one(Nouns::get().noun("Unit"), principal.unit, &below)?;
                    String::from_utf8_lossy(&plan.answer(&inner.database.read, viewer).await?).into_owned()
                }
                None => "null".into(),
            },
            _ => "\"Viewer\"".into(),
        };
        parts.push(format!("\"{key}\":{value}"));
    }
    Ok(format!("{{{}}}", parts.join(",")).into_bytes())
}
