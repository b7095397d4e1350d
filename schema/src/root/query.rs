//! The query root: who asks, objects by id, and the list of every noun.

use std::borrow::Cow;

use async_graphql::{
    ContainerType, Context, ContextSelectionSet, ObjectType, OutputType, Positioned, ServerResult, Value,
    parser::types::Field,
    registry::{MetaField, Registry},
};
use serde_json::{Value as Json, json};
use uuid::Uuid;

use super::{behind, carried};
use crate::{
    Inner,
    declare::CodeList,
    error::{Error, Result},
    law,
    limits::Price,
    noun::{self, Nouns},
    plan::{Args, Compiler, Document, Plan, cut, items, page_size, searched, text_of},
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
        law::register(registry);
        object(registry, "Query", ABOUT, fields());
        law::publish(registry);
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
        let answer = async { plan(inner, viewer, document, &fields)?.answer(inner, viewer).await };
        match answer.await {
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
            "permissionMatrix",
            "The whole law, the same for everybody: who may say which verb on whose objects from which states, and who reads what (bảng phân quyền). It is what the service decides by.",
            "PermissionMatrix",
            vec![],
        ),
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
        field(
            "stage",
            "Where on its way a request meets it: connection, body, rate, load, document, operation, answer, time.",
            "String!",
            vec![],
        ),
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

/// A root field made ready: its answer is these pieces, one after the other.
#[derive(Debug, Default)]
pub struct Root(Vec<Piece>);

/// A part of an answer: at hand, or still to be read.
#[derive(Debug)]
enum Piece {
    Bytes(Vec<u8>),
    Plan(Box<Plan>),
}

impl Root {
    fn text(mut self, text: impl Into<Vec<u8>>) -> Self {
        self.0.push(Piece::Bytes(text.into()));
        self
    }

    fn plan(mut self, plan: Plan) -> Self {
        self.0.push(Piece::Plan(Box::new(plan)));
        self
    }

    /// What it costs: what it reads, and at least as much as one statement.
    pub fn price(&self) -> Price {
        let plans =
            self.0.iter().filter_map(|piece| if let Piece::Plan(plan) = piece { Some(plan.price) } else { None });
        plans.reduce(|one, other| one + other).unwrap_or(Price::statement())
    }

    /// The answer.
    pub async fn answer(self, inner: &Inner, viewer: &Viewer) -> Result<Vec<u8>> {
        let mut out = Vec::new();
        for piece in self.0 {
            match piece {
                Piece::Bytes(bytes) if out.is_empty() => out = bytes,
                Piece::Bytes(bytes) => out.extend(bytes),
                Piece::Plan(plan) => {
                    let bytes = plan.read(&inner.database, viewer).await?;
                    if out.is_empty() { out = bytes } else { out.extend(bytes) }
                }
            }
        }
        Ok(out)
    }
}

/// Makes a root field ready, without asking the database.
pub fn plan(inner: &Inner, viewer: &Viewer, document: Document<'_>, fields: &[&Field]) -> Result<Root> {
    let args = Args::new(document, fields[0]);
    let compiler = Compiler::new(document, viewer, &inner.limits);
    let name = fields[0].name.node.as_str();
    let plan = match name {
        "serviceConfig" => return Ok(Root::default().text(service_config(inner, document, fields))),
        "__typename" => return Ok(Root::default().text("\"Query\"")),
        "permissionMatrix" => return Ok(Root::default().text(permission_matrix(document, fields))),
        "viewer" => return who(inner, viewer, document, fields),
        "node" => {
            let (noun, id) = args.id("id")?;
            match Nouns::get().find(&noun) {
                Some(noun) => compiler.one(noun, id, fields)?,
                None => return Ok(Root::default().text("null")),
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
        // What async-graphql answers itself.
        name if name.starts_with("__") => return Ok(Root::default()),
        name => compiler.list(Nouns::get().at_root(name).ok_or_else(Error::internal)?, fields)?,
    };
    Ok(Root::default().plan(plan))
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
    let limits =
        inner.limits.published().into_iter().map(
            |of| json!({ "name": of.name, "value": of.value, "unit": of.unit, "about": of.about, "stage": of.stage }),
        );
    let limits = cut(
        json!({ "limits": limits.collect::<Vec<_>>() }),
        &document.cuts(fields, "ServiceConfig", &|name| if name == "limits" { "Limit" } else { "" }),
    );
    limits.to_string().into_bytes()
}

fn permission_matrix(document: Document<'_>, fields: &[&Field]) -> Vec<u8> {
    let cuts = document.cuts(fields, "PermissionMatrix", &law::type_below);
    cut(law::matrix(), &cuts).to_string().into_bytes()
}

fn who(inner: &Inner, viewer: &Viewer, document: Document<'_>, fields: &[&Field]) -> Result<Root> {
    let mut root = Root::default();
    for (n, (key, below)) in document.below(fields, &|_| true).into_iter().enumerate() {
        root = root.text(format!("{}\"{key}\":", if n == 0 { "{" } else { "," }));
        let value = match below[0].name.node.as_str() {
            "subject" => json!(viewer.principal.as_ref().map(|p| p.subject.as_ref())),
            "class" => json!(viewer.role().map(|role| role.class.code())),
            "duty" => json!(viewer.role().map(|role| role.duty.code())),
            "actions" => {
                let may = Action::ALL.iter().filter(|action| policy::may(viewer, **action));
                json!(may.map(|action| action.code()).collect::<Vec<_>>())
            }
            "errorCodes" => json!(crate::error::Code::ALL.iter().map(|code| code.code()).collect::<Vec<_>>()),
            "unit" => match &viewer.principal {
                Some(principal) => {
                    let compiler = Compiler::new(document, viewer, &inner.limits);
                    root = root.plan(compiler.one(Nouns::get().noun("Unit"), principal.unit, &below)?);
                    continue;
                }
                None => Json::Null,
            },
            _ => json!("Viewer"),
        };
        root = root.text(value.to_string());
    }
    Ok(root.text("}"))
}
