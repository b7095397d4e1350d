//! The wall in front of execution: hostile documents are answered at once, and every limit holds at N and refuses N + 1.

use std::{
    env,
    num::NonZeroUsize,
    time::{Duration, Instant},
};

use schema::Limits;
use serde_json::{Value, json};
use tests::{App, Backend, Client, Who, World, both, memory, on_with};

use crate::attachments::{Part, form, multipart};

both!(
    hostile_documents_are_answered,
    hostile_documents_cost_no_more_than_allowed_ones,
    limits_hold_at_n,
    what_a_query_could_return_is_counted,
    errors_are_few,
    a_file_stands_at_one_place
);

/// How long a hostile document may take here: the test's own build is not optimised, and shares its machine.
const SOON: Duration = Duration::from_secs(1);

/// The variable with which the promised time is asked for too: where the program is built for use and the machine is quiet.
const ABSOLUTE: &str = "THIDUA_TEST_ABSOLUTE";
/// How long a hostile document takes at most.
const PROMISED: Duration = Duration::from_millis(50);

/// Documents that are meant to do harm, each by its name.
fn hostile() -> Vec<(&'static str, String)> {
    let nested = |open: &str, inner: &str, close: &str, times: usize| {
        format!("{}{inner}{}", open.repeat(times), close.repeat(times))
    };
    let doubling: String = each(25, |n| format!("fragment f{n} on Query {{ ...f{0} ...f{0} }} ", n + 1));
    let doubling_below: String =
        each(25, |n| format!("fragment f{n} on Unit {{ parent {{ ...f{0} }} parent {{ ...f{0} }} }} ", n + 1));
    vec![
        ("lists in lists", format!("{{ units(filter: {{ and: {} }}) {{ totalCount }} }}", nested("[", "", "]", 9_000))),
        (
            "objects in objects",
            format!("{{ units(filter: {}) {{ totalCount }} }}", nested("{ not: ", "{}", "}", 2_000)),
        ),
        ("lists that do not end", format!("{{ units(filter: {{ and: {}", "[".repeat(15_000))),
        ("types in types", format!("query($a: {}) {{ viewer {{ class }} }}", nested("[", "Int", "]", 9_000))),
        ("selections in selections", nested("{ a ", "", "}", 6_000)),
        ("fragments that double", format!("{{ ...f0 }} {doubling} fragment f25 on Query {{ viewer {{ class }} }}")),
        (
            "fragments that double below",
            format!("{{ units {{ nodes {{ ...f0 }} }} }} {doubling_below} fragment f25 on Unit {{ name }}"),
        ),
        ("a fragment that spreads itself", "{ ...a } fragment a on Query { ...b } fragment b on Query { ...a }".into()),
        ("fields that collide", format!("{{ {} }}", "viewer { subject } ".repeat(900))),
        ("directives", format!("{{ viewer {} {{ class }} }}", "@skip(if: false) ".repeat(900))),
        ("aliases", format!("{{ {} }}", each(1_500, |n| format!("a{n}: __typename ")))),
        ("a long document", format!("{{ viewer {{ class }} }} #{}", "x".repeat(100_000))),
        ("a text that does not end", format!("{{ node(id: \"\"\"{}", "\\\"\"\"".repeat(4_000))),
        (
            "the schema in circles",
            format!("{{ __type(name: \"Node\") {{ {} }} }}", nested("possibleTypes { interfaces { ", "name", "} }", 8)),
        ),
        (
            "types of fields of types",
            format!("{{ __schema {{ types {{ {} }} }} }}", nested("fields { type { ", "name", "} }", 5)),
        ),
        (
            "the schema many times over",
            format!("{{ {} }}", each(20, |n| format!("a{n}: __schema {{ types {{ fields {{ name }} }} }} "))),
        ),
        ("a list of the schema many times over", format!("{{ __schema {{ {} }} }}", "types { name } ".repeat(199))),
        ("spreads without blanks", format!("{{ viewer {{ {} }} }}", "...f".repeat(4_500))),
        ("directives without blanks", format!("{{ viewer {{ class{} }} }}", "@a".repeat(9_000))),
        (
            "numbers without blanks",
            format!("{{ units(filter: {{ and: [{}] }}) {{ totalCount }} }}", "1-".repeat(9_000)),
        ),
        (
            "a text in many forms",
            format!("{{ units(filter: {{ or: [{}] }}) {{ totalCount }} }}", "{ text: \"duong tinh\" } ".repeat(100)),
        ),
        ("a NUL", "{ viewer\0 { class } }".into()),
        ("nothing", String::new()),
    ]
}

/// Whatever is sent, there is an answer, soon, and the next request is served.
async fn hostile_documents_are_answered(app: App) {
    let client = app.as_(Who::Public);
    for (what, document) in hostile() {
        let began = Instant::now();
        let reply = client.query(&document, json!({})).await;
        assert!(began.elapsed() < SOON, "{what}: {:?}", began.elapsed());
        assert!(["LIMIT_EXCEEDED", "GRAPHQL_INVALID"].contains(&reply.code()), "{what}: {:.300}", reply.text);
        assert!(reply.text.len() < 10_000, "{what}: {} bytes", reply.text.len());
        assert_eq!(
            client.query("{ viewer { class } }", json!({})).await.ok().data("viewer.class"),
            &json!(null),
            "after {what}"
        );
    }
}

/// A hostile document takes no more time, of itself and of others, than the largest that is allowed; and hardly any memory, which
/// can only be seen where the server is a process of its own. Times are ratios: any machine is as slow for one as for the other.
async fn hostile_documents_cost_no_more_than_allowed_ones(app: App) {
    let client = app.as_(Who::Public);
    // As many fields as there may be, and as many as can be of those that are merged with each other.
    let merged = "parent { name } ".repeat(app.config().limits.fields.get() / 2 - 1);
    let allowed = format!("{{ units(first: 1) {{ nodes {{ {merged} }} }} }}");
    let alone = time_of(&client, &allowed, "{ viewer { class } }").await;
    println!("the largest that is allowed: {:?}, another beside it {:?}", alone.0, alone.1);
    for (what, document) in hostile() {
        let before = app.process().map(memory::at_rest);
        let taken = time_of(&client, &document, "{ viewer { class } }").await;
        // Whoever is served by the same thread waits for it.
        for (which, taken, alone) in [("itself", taken.0, alone.0), ("others", taken.1, alone.0.max(alone.1))] {
            assert!(
                taken < alone * 5 + Duration::from_millis(20),
                "{what}: {which} {taken:?}, and {alone:?} where it is allowed"
            );
        }
        println!("{what}: {:?}, another beside it {:?}", taken.0, taken.1);
        if env::var(ABSOLUTE).is_ok() {
            assert!(taken.0 < PROMISED, "{what}: {:?}", taken.0);
        }
        if let (Some(before), Some(process)) = (before, app.process()) {
            let grown = memory::at_most(process).saturating_sub(before);
            println!("{what}: {grown} KiB");
            assert!(grown < 5 * 1024, "{what}: {grown} KiB");
        }
    }
}

/// How long a document takes, and how long another takes beside it: the median of a few times. A comment makes each new, so
/// that none is answered from what is kept.
async fn time_of(client: &Client, document: &str, other: &str) -> (Duration, Duration) {
    let ask = async |document: &str, n: usize| {
        let began = Instant::now();
        let _ = client.query(&format!("{document}#{n}"), json!({})).await;
        began.elapsed()
    };
    let mut times = Vec::new();
    for n in 0..7 {
        times.push(tokio::join!(ask(document, n), ask(other, n)));
    }
    let median = |mut times: Vec<Duration>| {
        times.sort();
        times[times.len() / 2]
    };
    (median(times.iter().map(|time| time.0).collect()), median(times.iter().map(|time| time.1).collect()))
}

/// Each limit as configured: what reaches it is answered, what passes it is refused with the limit.
async fn limits_hold_at_n(app: App) {
    let world = World::units(&app).await;
    let limits = app.config().limits.clone();
    let client = app.as_(Who::Public);
    let unit = &world.units["CL-MC"];
    // No type stands more than twice on this path.
    let path = "units(first: 1) nodes projects(first: 1) nodes unit reports(first: 1) nodes campaign projects(first: 1) nodes campaign unit";
    let path: Vec<_> = path.replace("(first: 1)", "(first:1)").split(' ').map(str::to_owned).collect();
    let deep = |n: usize| format!("{{ {} {{ id {}", path[..n - 1].join(" { "), "}".repeat(n));
    let wide = |n: usize| format!("{{ viewer {{ {} }} }}", "subject ".repeat(n - 1));
    let renamed = |n: usize| format!("{{ viewer {{ {} }} }}", each(n, |n| format!("a{n}: subject ")));
    let cyclic = |n: usize| {
        format!(
            "{{ node(id: \"{unit}\") {{ ... on Unit {{ {} name {} }} }} }}",
            "parent { ".repeat(n - 1),
            "}".repeat(n - 1)
        )
    };
    let roots = |n: usize| format!("{{ {} }}", each(n, |n| format!("a{n}: __typename ")));
    let repeated = |n: usize| {
        format!(
            "{{ viewer {{ class {} }} }}",
            "@skip(if: false) @include(if: true) ".split_inclusive(") ").cycle().take(n).collect::<String>()
        )
    };
    let long = |n: usize| format!("{:<n$}", "{ viewer { class } }");
    // A spread of g is a visit, and ten more below it.
    let visits = |n: usize| {
        let fragments = format!("fragment g on Viewer {{ {} }} fragment f on Viewer {{ class }}", "...f ".repeat(10));
        format!("{{ viewer {{ {} {} }} }} {fragments}", "...g ".repeat(n / 11), "...f ".repeat(n % 11))
    };
    // A field with two directives is fifteen tokens; five are around it.
    let tokens = |n: usize| {
        let decorated = "class @skip(if: false) @include(if: true) ";
        format!("{{ viewer {{ {} {} }} }}", decorated.repeat((n - 5) / 15), "class ".repeat((n - 5) % 15))
    };
    let texts =
        |n: usize| format!("{{ units(filter: {{ or: [{}] }}) {{ totalCount }} }}", "{ text: \"a\" } ".repeat(n));
    let asked = |n: usize| format!("{{ {} }}", each(n, |n| format!("a{n}: __schema {{ description }} ")));
    let lists = |n: usize| {
        let below = "fields { type { ".repeat(n - 1) + "name " + &"} } ".repeat(n - 1);
        format!("{{ __schema {{ types {{ {below} }} }} }}")
    };
    let page = |n: usize| format!("{{ units(first: {n}) {{ totalCount }} }}");
    let values = |n: usize| format!("{{ units(filter: {{ kind: [{}] }}) {{ totalCount }} }}", "PROVINCE ".repeat(n));
    let nested = |n: usize| {
        format!(
            "{{ units(filter: {}{}) {{ totalCount }} }}",
            "{ not: ".repeat(n - 3) + "{ text: \"a\" }",
            "}".repeat(n - 3)
        )
    };
    for (name, limit, document) in [
        ("depth", limits.depth, &deep as &dyn Fn(usize) -> String),
        ("type repeats", limits.type_repeats, &cyclic),
        ("fields", limits.fields, &wide),
        ("aliases", limits.aliases, &renamed),
        ("root fields", limits.root_fields, &roots),
        ("document bytes", limits.document_bytes, &long),
        ("tokens", limits.tokens, &tokens),
        ("a page", limits.page_max, &page),
        ("a filter", fixed(|limits| limits.filter_values), &values),
        ("texts of a filter", fixed(|limits| limits.filter_texts), &texts),
        ("introspections", fixed(|limits| limits.introspections), &asked),
        ("lists of the schema", fixed(|limits| limits.introspection_lists), &lists),
        ("nesting", limits.nesting, &nested),
        ("directives", limits.directives, &repeated),
        ("fragment visits", limits.fragment_visits, &visits),
    ] {
        let limit = limit.get();
        // What reaches these two passes another limit or rule at the defaults; below they are held at smaller ones.
        if !["directives", "fragment visits"].contains(&name) {
            let _ = client.query(&document(limit), json!({})).await.ok();
        }
        let reply = client.query(&document(limit + 1), json!({})).await;
        assert_eq!(
            (reply.code(), reply.extension("limit")),
            ("LIMIT_EXCEEDED", &json!(limit)),
            "{name}: {:.300}",
            reply.text
        );
    }
    // A list, its values, and the object of the variables.
    let kinds = |n: usize| json!({ "of": vec!["PROVINCE"; n - 2] });
    let document = "query($of: [UnitKind!]) { units(filter: { kind: $of }) { totalCount } }";
    let limit = Limits::default().variable_values;
    let reply = client.query(document, kinds(limit)).await.refused("LIMIT_EXCEEDED");
    assert_eq!(*reply.extension("limit"), json!(Limits::default().filter_values));
    let reply = client.query(document, kinds(limit + 1)).await.refused("LIMIT_EXCEEDED");
    assert_eq!(*reply.extension("limit"), json!(limit));
    let say = |n: usize| {
        format!(
            "mutation {{ {} }}",
            each(n, |n| format!("a{n}: lockReport(input: {{ id: \"Report:x\" }}) {{ report {{ id }} }} "))
        )
    };
    let limit = limits.mutation_fields.get();
    let _ = client.query(&say(limit), json!({})).await.refused("UNAUTHENTICATED");
    let _ = client.query(&say(limit + 1), json!({})).await.refused("LIMIT_EXCEEDED");
}

/// A limit that is not configured.
fn fixed(which: fn(&Limits) -> usize) -> NonZeroUsize {
    NonZeroUsize::new(which(&Limits::default())).unwrap()
}

/// Directives and fragment visits at limits that a document can reach without passing another.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn directives_and_fragment_visits_hold_at_n() {
    let limits = [("THIDUA_LIMITS_DIRECTIVES", "2"), ("THIDUA_LIMITS_FRAGMENT_VISITS", "20")];
    on_with(Backend::Sqlite, &limits, async |app: App| {
        let directives = |n: usize| {
            let all = ["@skip(if: false) ", "@include(if: true) ", "@skip(if: false) "];
            format!("{{ viewer {{ class {} }} }}", all[..n].concat())
        };
        // Every other visit is inside a fragment that is spread.
        let visits = |n: usize| {
            let odd = if n % 2 == 1 { "...g" } else { "" };
            let text = "fragment f on Viewer { class ...g } fragment g on Viewer { duty }";
            format!("{{ viewer {{ {} {odd} }} }} {text}", "...f ".repeat(n / 2))
        };
        for (name, limit, document) in
            [("directives", 2, &directives as &dyn Fn(usize) -> String), ("fragment visits", 20, &visits)]
        {
            let client = app.as_(Who::Public);
            let _ = client.query(&document(limit), json!({})).await.ok();
            let reply = client.query(&document(limit + 1), json!({})).await.refused("LIMIT_EXCEEDED");
            assert_eq!(*reply.extension("limit"), json!(limit), "{name}");
        }
    })
    .await;
}

/// The objects of an answer are counted from the sizes of pages, before the database is asked.
async fn what_a_query_could_return_is_counted(app: App) {
    let client = app.as_(Who::Public);
    let pages = |outer: usize, inner: usize| {
        format!("{{ units(first: {outer}) {{ nodes {{ children(first: {inner}) {{ nodes {{ name }} }} }} }} }}")
    };
    // 90 units and 90 times 100 of their children, and that once more: 9,090 and 10,100 objects.
    let _ = client.query(&pages(90, 100), json!({})).await.ok();
    let reply = client.query(&pages(100, 100), json!({})).await.refused("LIMIT_EXCEEDED");
    assert_eq!(*reply.extension("limit"), json!(app.config().limits.result_objects.get()));
}

/// As many objects as an answer may have, and one more.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn objects_of_an_answer() {
    on_with(Backend::Sqlite, &[("THIDUA_LIMITS_COST", "2000")], async |app: App| {
        let client = app.as_(Who::Public);
        // A hundred units, and 99 children of each.
        let most = app.config().limits.result_objects.get();
        assert_eq!(most, 100 + 100 * 99);
        let pages = "all: units(first: 100) { nodes { children(first: 99) { nodes { name } } } }";
        let _ = client.query(&format!("{{ {pages} }}"), json!({})).await.ok();
        let more = format!("{{ {pages} one: units(first: 1) {{ nodes {{ name }} }} }}");
        let reply = client.query(&more, json!({})).await.refused("LIMIT_EXCEEDED");
        assert_eq!((reply.extension("limit"), reply.extension("requested")), (&json!(most), &json!(most + 1)));
    })
    .await;
}

/// A file that is to stand at thousands of places, and thousands of files that never come, are refused from the map alone.
async fn a_file_stands_at_one_place(app: App) {
    let client = app.as_(Who::admin());
    let operations = json!({ "query": "{ viewer { class } }", "variables": { "file": null } }).to_string();
    let often: Value = [("0".to_owned(), json!(vec!["variables.file"; 20_000]))].into_iter().collect();
    let many: Value = (0..20_000).map(|n| (n.to_string(), json!(["variables.file"]))).collect();
    for map in [often, many] {
        let map = map.to_string();
        let parts: [Part<'_>; 3] = [
            ("operations", None, operations.as_bytes()),
            ("map", None, map.as_bytes()),
            ("0", Some("a.pdf"), b"%PDF-1.7"),
        ];
        let began = Instant::now();
        let _ = client.send(multipart(&client, form(&parts))).await.refused("LIMIT_EXCEEDED");
        assert!(began.elapsed() < SOON, "{:?}", began.elapsed());
    }
    let _ = client.query("{ viewer { class } }", json!({})).await.ok();
}

/// However much is wrong, a few errors say it: of a document that does not validate, and of fields that fail.
async fn errors_are_few(app: App) {
    let most = app.config().limits.errors.get();
    for (asked, told) in [(most - 1, most - 1), (most, most), (most + 1, most), (20, most)] {
        let invalid = format!("{{ {} }}", each(asked, |n| format!("nope{n} ")));
        let failing = format!("{{ {} }}", each(asked, |n| format!("a{n}: node(id: \"x\") {{ id }} ")));
        for document in [invalid, failing] {
            let reply = app.as_(Who::Public).query(&document, json!({})).await;
            assert_eq!(reply.json["errors"].as_array().unwrap().len(), told, "{}", reply.text);
        }
    }
}

/// So many texts, each made of its number.
fn each(times: usize, text: impl Fn(usize) -> String) -> String {
    (0..times).map(text).collect::<Vec<_>>().concat()
}
