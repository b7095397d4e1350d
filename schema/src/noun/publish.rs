//! From declarations to published types: objects, connections, filters, orders and groups.

use async_graphql::registry::{MetaField, MetaInputValue, Registry};

use super::{DuplicateKind, Nouns};
use crate::{
    declare::{CodeList, Field, FilterKind, Kind, Noun, Scalar},
    paper::{PaperFormat, PaperKind},
    scalar::{
        self,
        meta::{code_list, enumeration, field, input, input_object, interface, object},
    },
};

/// Registers everything that nouns publish.
pub fn register(registry: &mut Registry) {
    let nouns = Nouns::get();
    let id = field("id", "Opaque, stable identifier, unique among all objects.", "ID!", vec![]);
    interface(
        registry,
        "Node",
        "Anything that has an `id` and can be asked for by it.",
        vec![id],
        nouns.all().map(|noun| noun.name),
    );
    enumeration(
        registry,
        "OrderDirection",
        "Direction of an order.",
        [("ASC", "From the least; nulls last."), ("DESC", "From the greatest; nulls last.")].into_iter(),
    );
    page_info(registry);
    group_count(registry);
    transition(registry);
    paper(registry);
    honours(registry);
    import_row(registry);
    crate::trail::register(registry);
    for noun in nouns.all() {
        noun_type(registry, noun);
        connection(registry, noun);
        filter(registry, noun);
        order(registry, noun);
        if !noun.groups.is_empty() {
            let about = format!("What `{}` objects can be counted by.", noun.name);
            enumeration(
                registry,
                &format!("{}Group", noun.name),
                &about,
                noun.groups.iter().map(|group| (group.name, group.about)),
            );
        }
    }
}

fn page_info(registry: &mut Registry) {
    object(
        registry,
        "PageInfo",
        "Where a page lies in its list (Relay).",
        vec![
            field("hasNextPage", "Whether more follow.", "Boolean!", vec![]),
            field("hasPreviousPage", "Whether more come before.", "Boolean!", vec![]),
            field("startCursor", "The cursor of the first object of the page.", "String", vec![]),
            field("endCursor", "The cursor of the last object of the page.", "String", vec![]),
        ],
    );
}

fn group_count(registry: &mut Registry) {
    object(
        registry,
        "GroupCount",
        "How many objects share a key (đếm theo nhóm).",
        vec![
            field(
                "key",
                "A code, an ID, a text, or the Monday of a week (`2021-08-09`), by what is counted; null for objects without one.",
                "String",
                vec![],
            ),
            field(
                "label",
                "What the key means: the name of the object, or what the code stands for (nhãn).",
                "String",
                vec![],
            ),
            field("count", "How many of the objects that you can see.", "Int!", vec![]),
            field(
                "filter",
                "The `filter` under which the connection lists just these objects; null where the list hangs below an object that has no filter.",
                "JSON",
                vec![],
            ),
        ],
    );
}

fn honours(registry: &mut Registry) {
    code_list(registry, CodeList::of::<DuplicateKind>());
    object(
        registry,
        "DuplicateWarning",
        "What may be a second proposal or award (cảnh báo trùng).",
        vec![
            field("kind", "What is the same.", "DuplicateKind!", vec![]),
            field("count", "How many others there are.", "Int!", vec![]),
        ],
    );
    object(
        registry,
        "DirectWorkers",
        "How many of the persons proposed work directly: direct workers and farmers (tỷ lệ người trực tiếp).",
        vec![
            field("persons", "Persons, without collectives and households.", "Int!", vec![]),
            field(
                "directWorkers",
                "Those of them who work directly; for the Council and the Chairman null where fewer than three do, or do not.",
                "Int",
                vec![],
            ),
            field(
                "basisPoints",
                "Their share in ten-thousandths; 6000 is 60 %. Null without persons, and where `directWorkers` is.",
                "Int",
                vec![],
            ),
            field("targetBasisPoints", "The share that the rule set aims at, if it does.", "Int", vec![]),
        ],
    );
}

fn import_row(registry: &mut Registry) {
    object(
        registry,
        "ImportRow",
        "What became of a row of an import (kết quả từng dòng).",
        vec![
            field(
                "row",
                "Its number, as the spreadsheet counts: the headers stand in row 1 as a rule.",
                "Int!",
                vec![],
            ),
            field("isGood", "Whether nothing is wrong with it.", "Boolean!", vec![]),
            field(
                "id",
                "The ID of what it made: a unit, a member of the Council, a project; of what is a part, the ID of what it was added to: a cluster, a project, a report. Null where it is bad, and where nothing was kept.",
                "ID",
                vec![],
            ),
            field("problems", "Everything that is wrong with it.", "[ImportProblem!]!", vec![]),
        ],
    );
    object(
        registry,
        "ImportProblem",
        "Something wrong with a row of an import (lỗi của dòng).",
        vec![
            field("column", "The column by its name in English; null where none is to blame.", "String", vec![]),
            field("cell", "The cell, `C7`; null where the file does not have the column.", "String", vec![]),
            field("code", "The code, as the mutation would answer.", "Code!", vec![]),
            field("message", "The sentence, in your language.", "String!", vec![]),
        ],
    );
}

fn paper(registry: &mut Registry) {
    code_list(registry, CodeList::of::<PaperKind>());
    code_list(registry, CodeList::of::<PaperFormat>());
    object(
        registry,
        "Paper",
        "What can be printed of an object (văn bản in ra). It is made when it is fetched, out of what you may see then.",
        vec![
            field("kind", "What it is.", "PaperKind!", vec![]),
            field("format", "How it is written.", "PaperFormat!", vec![]),
            field("name", "The name of its file (tên tệp).", "String!", vec![]),
            field("mediaType", "The media type.", "String!", vec![]),
            field(
                "url",
                "Where you may fetch it, without a token; below the server's address where it begins with a slash. It is made for you alone, so it is not to be passed on.",
                "String!",
                vec![],
            ),
            field("expiresAt", "Until when; then ask for a new one.", "DateTime!", vec![]),
        ],
    );
}

fn transition(registry: &mut Registry) {
    object(
        registry,
        "Transition",
        "A verb that leads on from the present state, and whether you may say it now (bước chuyển trạng thái).",
        vec![
            field("action", "The mutation.", "String!", vec![]),
            field("to", "The state it leads to.", "String!", vec![]),
            field("isAllowed", "Whether you may do it now.", "Boolean!", vec![]),
            field(
                "code",
                "The code of the rule that stands against it, as the mutation would answer.",
                "String",
                vec![],
            ),
            field("reason", "That rule, in your language.", "String", vec![]),
        ],
    );
}

/// A field of a published type, and the enum it needs.
fn noun_type(registry: &mut Registry, noun: &Noun) {
    for declared in &noun.fields {
        if let Kind::Column { scalar: Scalar::Code(list), .. }
        | Kind::Fact(crate::declare::Need { scalar: Scalar::Code(list), .. }) = &declared.kind
        {
            code_list(registry, list);
        }
    }
    object(registry, noun.name, noun.about, noun.fields.iter().map(output).collect());
    registry.add_implements(noun.name, "Node");
}

fn output(declared: &Field) -> MetaField {
    let (ty, args) = match &declared.kind {
        Kind::Column { scalar, .. } => (scalar::name(*scalar).to_owned(), vec![]),
        Kind::Fact(need) => (scalar::name(need.scalar).to_owned(), vec![]),
        Kind::One { noun, .. } => ((*noun).to_owned(), vec![]),
        Kind::Parts { noun, .. } => (format!("[{noun}!]"), vec![]),
        Kind::Many { noun, .. } => (format!("{noun}Connection"), page_args(noun)),
        Kind::Related { noun, .. } => {
            let mut args = page_args(noun);
            args.push(input("asOf", "As it was on this day; today, where none is given.", "Date"));
            (format!("{noun}Connection"), args)
        }
        Kind::Computed { ty, .. } => ((*ty).to_owned(), vec![]),
    };
    let ty = if declared.nullable || ty.ends_with('!') { ty } else { ty + "!" };
    field(declared.name, declared.about, ty, args)
}

/// The arguments of a connection of a noun.
pub fn page_args(noun: &str) -> Vec<MetaInputValue> {
    vec![
        input("first", "How many from the start, or after the cursor; at most the page limit.", "Int"),
        input("after", "Only what follows this cursor.", "String"),
        input("last", "How many from the end, or before the cursor; at most the page limit.", "Int"),
        input("before", "Only what comes before this cursor.", "String"),
        input("filter", "Only objects that meet all of this.", format!("{noun}Filter")),
        input("orderBy", "Up to three sort keys; ties are broken by `id`.", format!("[{noun}Order!]")),
    ]
}

fn connection(registry: &mut Registry, noun: &Noun) {
    let name = noun.name;
    let mut fields = vec![
        field("edges", "The page, each object with its cursor.", format!("[{name}Edge!]!"), vec![]),
        field("nodes", "The page, without cursors.", format!("[{name}!]!"), vec![]),
        field("pageInfo", "Where the page lies in the list.", "PageInfo!", vec![]),
        field("totalCount", "How many there are that you can see; counted only when selected.", "Int!", vec![]),
    ];
    if !noun.groups.is_empty() {
        let by = input("by", "What to count by.", format!("{name}Group!"));
        fields.push(field("counts", "How many there are that you can see, by a key.", "[GroupCount!]!", vec![by]));
    }
    object(registry, &format!("{name}Connection"), &format!("A page of `{name}` objects (Relay)."), fields);
    object(
        registry,
        &format!("{name}Edge"),
        &format!("A `{name}` in a page, with its cursor (Relay)."),
        vec![
            field("cursor", "The place of this object in the order; survives inserts.", "String!", vec![]),
            field("node", "The object.", format!("{name}!"), vec![]),
        ],
    );
}

fn filter(registry: &mut Registry, noun: &Noun) {
    let name = format!("{}Filter", noun.name);
    let mut fields: Vec<MetaInputValue> = noun
        .filters
        .iter()
        .map(|declared| {
            let ty = match &declared.kind {
                FilterKind::Codes(list) | FilterKind::MadeCodes(list, _) => {
                    code_list(registry, list);
                    format!("[{}!]", list.name)
                }
                FilterKind::Ids(_) => "[ID!]".into(),
                FilterKind::Texts => "[String!]".into(),
                FilterKind::Bool => "Boolean".into(),
                FilterKind::Range(scalar) => format!("{}Range", scalar::name(*scalar)),
                FilterKind::Search => "String".into(),
                FilterKind::Subtree => "ID".into(),
                FilterKind::Made(ty, _) => (*ty).into(),
            };
            input(declared.name, declared.about, ty)
        })
        .collect();
    if !noun.groups.is_empty() {
        let about = "Has no key in each of these groups: the rows of a `counts` key that is null.";
        fields.push(input("missing", about, format!("[{}Group!]", noun.name)));
    }
    fields.push(input("and", "All of these.", format!("[{name}!]")));
    fields.push(input("or", "At least one of these.", format!("[{name}!]")));
    fields.push(input("not", "Not this.", name.clone()));
    input_object(
        registry,
        &name,
        &format!("Narrows a list of `{}` objects; everything given must hold.", noun.name),
        fields,
    );
}

fn order(registry: &mut Registry, noun: &Noun) {
    let name = noun.name;
    enumeration(
        registry,
        &format!("{name}Sort"),
        &format!("Sort keys of `{name}`."),
        noun.sorts.iter().map(|sort| (sort.name, sort.about)),
    );
    input_object(
        registry,
        &format!("{name}Order"),
        &format!("An order of `{name}` objects."),
        vec![
            input("field", "The sort key.", format!("{name}Sort!")),
            input("direction", "The direction; each key has a default.", "OrderDirection"),
        ],
    );
}

/// The name of the payload of a noun's mutations, and of those that change several objects at once.
pub fn payload_name(noun: &str, is_list: bool) -> String {
    format!("{noun}{}Payload", if is_list { "s" } else { "" })
}

/// The payload of a noun's mutations.
pub fn payload(registry: &mut Registry, noun: &str, is_list: bool) -> String {
    let name = payload_name(noun, is_list);
    let mut field_name = noun.to_owned();
    if let Some(first) = field_name.get_mut(0..1) {
        first.make_ascii_lowercase();
    }
    let changed = if is_list {
        let about = "The objects, as they are after the change, in the order of the input.";
        field(&format!("{field_name}s"), about, format!("[{noun}]!"), vec![])
    } else {
        field(&field_name, "The object, as it is after the change.", noun, vec![])
    };
    object(
        registry,
        &name,
        &format!(
            "What a mutation of {} answers.",
            if is_list { format!("several `{noun}` objects") } else { format!("a `{noun}`") }
        ),
        vec![
            changed,
            field(
                "receipt",
                "The proof that this stands in the audit trail; null where nothing was written. A vote is kept aside until its session is over: its receipt has the sequence 0.",
                "Receipt",
                vec![],
            ),
        ],
    );
    name
}
