//! One statement for each root field, whatever is nested in it: counted where they leave for the database, on both.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use api::{app::deps, db};
use entity::Instant;
use schema::{
    Api, Database, Operation, Plans, Watch,
    viewer::{Asked, Claims, Language},
};
use sea_orm::DatabaseConnection;
use serde_json::{Value, json};
use tests::{App, Who, World, both};

both!(
    a_nested_list_is_one_statement,
    objects_are_one_statement,
    each_root_field_has_its_own,
    a_payload_is_one_statement,
    a_page_of_an_export_is_one_statement
);

/// Lists, objects, parts, counts and groups in each other.
async fn a_nested_list_is_one_statement(app: App) {
    let world = World::launched(&app).await;
    world.submitted(&app, "SGTVT", "Đường tỉnh 911").await;
    world.project(&app.as_(Who::district_officer("CL")), "Đường huyện 31", json!({})).await;
    let counted = Counted::over(&app).await;
    let document = "{ projects(first: 20) {
        nodes {
            unit { memberships { cluster { name } } reports(first: 3) { nodes { id } totalCount } }
            targets { indicator }
        }
        totalCount counts(by: STATE) { key count }
    } }";
    for (who, seen) in [(Who::auditor(), 2), (Who::standing_head(), 1), (Who::district_head("CL"), 1), (Who::Public, 0)]
    {
        let (data, statements) = counted.ask(&who, document, json!({})).await;
        assert_eq!((&data["projects"]["totalCount"], statements), (&json!(seen), 1), "{who:?}");
    }
}

/// An object by its ID, and several of three nouns.
async fn objects_are_one_statement(app: App) {
    let world = World::launched(&app).await;
    let project = world.submitted(&app, "SGTVT", "Đường tỉnh 911").await.id;
    let counted = Counted::over(&app).await;
    let document = "query($id: ID!) { node(id: $id) { id ... on Project {
        targets { indicator } progressPercent unit { projects { totalCount } } availableTransitions { action isAllowed }
    } } }";
    let (data, statements) = counted.ask(&Who::auditor(), document, json!({ "id": project })).await;
    assert_eq!((&data["node"]["id"], statements), (&json!(project), 1));
    let document = "query($ids: [ID!]!) { nodes(ids: $ids) {
        id ... on Project { title } ... on Unit { projects { nodes { title } } } ... on Campaign { phases { name } }
    } }";
    let ids = json!([project, world.units["SGTVT"], world.campaign]);
    let (data, statements) = counted.ask(&Who::auditor(), document, json!({ "ids": ids })).await;
    let met: Value = data["nodes"].as_array().unwrap().iter().map(|object| object["id"].clone()).collect();
    assert_eq!((met, statements), (ids, 1));
}

/// Two root fields are two statements, also when they are the same list.
async fn each_root_field_has_its_own(app: App) {
    World::launched(&app).await;
    let counted = Counted::over(&app).await;
    for (document, expected) in [
        ("{ projects { totalCount } reports { nodes { id } } }", 2),
        ("{ a: units { totalCount } b: units { totalCount } }", 2),
        ("{ units { totalCount } units { nodes { name } } }", 1),
        ("{ search(text: \"duong\") { label node { id } } }", 1),
        ("{ viewer { class actions } serviceConfig { limits { name } } }", 0),
    ] {
        assert_eq!(counted.ask(&Who::auditor(), document, json!({})).await.1, expected, "{document}");
    }
}

/// Whatever is asked for of what a mutation has done: one statement more than without it.
async fn a_payload_is_one_statement(app: App) {
    let world = World::launched(&app).await;
    let id = world.project(&app.as_(Who::district_officer("CL")), "Đường huyện 31", json!({})).await.id;
    let counted = Counted::over(&app).await;
    let said = async |title: &str, payload: &str| {
        let document =
            format!("mutation($input: UpdateProjectInput!) {{ updateProject(input: $input) {{ {payload} }} }}");
        let input = json!({ "input": { "id": id, "title": title } });
        counted.ask(&Who::district_officer("CL"), &document, input).await
    };
    let (_, bare) = said("Đường huyện 32", "receipt { sequence }").await;
    let (data, flat) = said("Đường huyện 33", "receipt { sequence } project { title version }").await;
    assert_eq!(data["updateProject"]["project"]["title"], "Đường huyện 33");
    let (data, nested) = said(
        "Đường huyện 34",
        "project { title targets { indicator } unit { name projects(first: 5) { nodes { title } totalCount counts(by: STATE) { key count } }
            memberships { cluster { name } } } availableTransitions { action isAllowed } }",
    )
    .await;
    let unit = &data["updateProject"]["project"]["unit"];
    assert_eq!(unit["projects"]["nodes"], json!([{ "title": "Đường huyện 34" }]));
    assert_eq!((flat - bare, nested - bare), (1, 1));
}

/// A page with the columns of each row and of what it points at.
async fn a_page_of_an_export_is_one_statement(app: App) {
    let world = World::launched(&app).await;
    for title in ["Đường tỉnh 911", "Đường tỉnh 912", "Đường tỉnh 913"] {
        world.submitted(&app, "SGTVT", title).await;
    }
    let counted = Counted::over(&app).await;
    let document = "mutation($input: StartExportInput!) { startExport(input: $input) { export { id } } }";
    let input = json!({ "input": { "connection": "projects", "format": "CSV", "columns": ["title", "unit.name", "campaign.id"] } });
    let now = Instant::from_chrono(app.now());
    // The running server may take one first.
    let mut run = loop {
        counted.ask(&Who::auditor(), document, input.clone()).await;
        if let Some(run) = counted.api.take_export(now).await.unwrap() {
            break run;
        }
    };
    let before = counted.count();
    let page = run.page(now).await.unwrap();
    let counts = counted.count() - before;
    let units: Vec<_> = page.rows.iter().map(|row| row[1].clone()).collect();
    assert_eq!((units, page.is_last, counts), (vec![json!("Sở Giao thông vận tải"); 3], true, 1));
}

/// The API on the database of a running server, with every statement counted.
struct Counted {
    app: App,
    api: Api,
    statements: Arc<AtomicUsize>,
}

impl Counted {
    async fn over(app: &App) -> Self {
        let Database { mut read, mut write, writers, plans } = db::open(&app.config().database).await.unwrap();
        let statements = Arc::new(AtomicUsize::new(0));
        let counter = Arc::clone(&statements);
        let count: Watch = Arc::new(move |_, _| {
            let _ = counter.fetch_add(1, Ordering::Relaxed);
        });
        let watch = |connection: &mut DatabaseConnection| {
            let count = Arc::clone(&count);
            connection.set_metric_callback(move |info| count(info.elapsed, info.failed));
        };
        watch(&mut read);
        watch(&mut write);
        let writers = writers.watched(Arc::clone(&count));
        let plans = match plans {
            Plans::Pool(mut pool) => {
                watch(&mut pool);
                Plans::Pool(pool)
            }
            Plans::Local { read, search } => {
                Plans::Local { read: read.watched(Arc::clone(&count)), search: search.watched(Arc::clone(&count)) }
            }
            Plans::Direct { read, search } => {
                Plans::Direct { read: read.watched(Arc::clone(&count)), search: search.watched(Arc::clone(&count)) }
            }
        };
        let deps = deps(app.config(), Database { read, write, writers, plans }).unwrap();
        let api = Api::new(deps).await.unwrap();
        assert!(statements.load(Ordering::Relaxed) > 0, "the tree of units was read, and that was counted");
        Self { app: app.clone(), api, statements }
    }

    /// Statements so far.
    fn count(&self) -> usize {
        self.statements.load(Ordering::Relaxed)
    }

    /// What somebody is answered, and by how many statements. Who asks was found out before.
    async fn ask(&self, who: &Who, document: &str, variables: Value) -> (Value, usize) {
        let claims = match who {
            Who::Public => None,
            Who::Person(person) => Some(Arc::new(Claims {
                subject: person.subject.clone(),
                class: person.role.class,
                duty: person.role.duty,
                unit: person.unit.clone(),
                client: None,
                session: None,
                key: None,
                is_read_only: false,
                expires: Instant(i64::MAX),
            })),
        };
        let asked = Asked {
            language: Language::En,
            request_id: "counted".into(),
            now: Instant::from_chrono(self.app.now()),
            idempotency_key: None,
            tally: schema::tally::Tally::default(),
        };
        let viewer = self.api.viewer(claims.as_ref(), &asked).await.unwrap();
        let before = self.count();
        let operation = Operation { query: document.into(), variables, ..Operation::default() };
        let answer = self.api.execute(operation, viewer).await;
        let statements = self.count() - before;
        let mut body: Value = serde_json::from_slice(&answer.body).unwrap();
        assert!(body.get("errors").is_none(), "{body}");
        (body["data"].take(), statements)
    }
}
