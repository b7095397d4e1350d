//! Random questions about random rows, answered by the server on both databases and by an oracle that looks at every
//! row. A failure says its seed; `THIDUA_SEED` repeats it.

mod ground;
mod noun;
mod question;
pub(crate) mod random;
mod rows;
mod walk;

use std::{collections::BTreeSet, env};

use serde_json::{Value, json};
use tests::{App, Backend, Who, both, on};
use uuid::Uuid;

use self::{
    ground::Ground,
    noun::{Noun, PROJECT, REPORT},
    question::Question,
    random::Random,
    rows::Row,
    walk::{Pair, Walk},
};

both!(pages_stay_right_over_inserts);

/// Lists: ids in order, page by page both ways, whether there are more, and counts.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn lists_are_the_oracles() {
    on_both(lists).await;
}

/// Lists below objects: the same for the rows of each object.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn lists_below_units_are_the_oracles() {
    on_both(nested).await;
}

async fn on_both(body: impl AsyncFnOnce(Pair)) {
    let on_postgres = |sqlite| on(Backend::Postgres, |postgres| Box::pin(body(Pair { sqlite, postgres })));
    on(Backend::Sqlite, |sqlite| Box::pin(on_postgres(sqlite))).await;
}

async fn lists(pair: Pair) {
    let mut random = seeded();
    let ground = Ground::new(&mut random);
    pair.write(&ground).await;
    for n in 0..200 {
        let noun = if n % 3 == 0 { &REPORT } else { &PROJECT };
        let who = viewers()[n % 3].clone();
        let rows = visible(&ground, &who, noun);
        let mut question = Question::random(&mut random, &ground, noun);
        // Many filters leave nothing; most of them are drawn again.
        while question.answer(&ground, rows.iter().copied()).is_empty() && random.chance(80) {
            question = Question::random(&mut random, &ground, noun);
        }
        let expected = question.answer(&ground, rows.into_iter());
        let size = (1 + expected.len() / 5 + random.below(expected.len() + 2)).min(100);
        let walk = Walk { who: &who, question: &question, expected: &expected, size };
        if n % 2 == 0 { walk.forward(&pair).await } else { walk.backward(&pair).await }
    }
}

/// Lists below each unit, and below the unit of each object of another list.
async fn nested(pair: Pair) {
    let mut random = seeded();
    let ground = Ground::new(&mut random);
    pair.write(&ground).await;
    for n in 0..60 {
        let noun = if n % 2 == 0 { &REPORT } else { &PROJECT };
        let question = Question::random(&mut random, &ground, noun);
        let who = &viewers()[n % 3];
        let (size, is_first) = (random.below(8), random.chance(60));
        let Noun { name, root, .. } = noun;
        let (way, by) = (if is_first { "first" } else { "last" }, question.by);
        let document = format!(
            "query($filter: {name}Filter, $order: [{name}Order!], $size: Int) {{
                units(first: 20) {{ nodes {{ ...below }} }} projects(first: 7) {{ nodes {{ unit {{ ...below }} }} }}
            }} fragment below on Unit {{ id {root}({way}: $size, filter: $filter, orderBy: $order) {{
                totalCount counts(by: {by}) {{ key count }} nodes {{ id }} pageInfo {{ hasNextPage hasPreviousPage }}
            }} }}"
        );
        let variables = json!({ "filter": question.filter, "order": question.order, "size": size });
        let reply = pair.ask(who, &document, &variables).await;
        let units = reply.list("units.nodes").iter();
        let met: Vec<_> = units.chain(reply.list("projects.nodes").iter().map(|project| &project["unit"])).collect();
        assert!(met.len() > ground.units.len(), "{}", reply.text);
        for unit in met {
            let id: Uuid = unit["id"].as_str().unwrap().trim_start_matches("Unit:").parse().unwrap();
            let rows = visible(&ground, who, noun).into_iter().filter(|row| row.key("unit_id") == Some(id));
            let all = question.answer(&ground, rows);
            let more = all.len() > size;
            let page = if is_first { &all[..size.min(all.len())] } else { &all[all.len().saturating_sub(size)..] };
            let expected = json!({
                "totalCount": all.len(), "counts": question.counts(&all),
                "nodes": ids(name, page).iter().map(|id| json!({ "id": id })).collect::<Value>(),
                "pageInfo": { "hasNextPage": is_first && more, "hasPreviousPage": !is_first && more },
            });
            assert_eq!(unit[root], expected, "{who:?}: {document} with {variables}");
        }
    }
}

/// Whatever is inserted between two pages, what was there at the start is met exactly once and in its order.
async fn pages_stay_right_over_inserts(app: App) {
    let mut random = seeded();
    let mut ground = Ground::new(&mut random);
    ground.write(&app).await;
    let auditor = app.as_(Who::auditor());
    for round in 0..10 {
        let mut question = Question::random(&mut random, &ground, &PROJECT);
        question.filter = Value::Null;
        let old: Vec<_> = question.answer(&ground, ground.projects.iter()).iter().map(|row| name(row)).collect();
        let (size, cursor, end, more) = match round % 2 {
            0 => ("first", "after", "endCursor", "hasNextPage"),
            _ => ("last", "before", "startCursor", "hasPreviousPage"),
        };
        let document = format!(
            "query($order: [ProjectOrder!], $cursor: String) {{
                projects({size}: 40, {cursor}: $cursor, orderBy: $order) {{ nodes {{ id }} pageInfo {{ {end} {more} }} }}
            }}"
        );
        let (mut met, mut place) = (Vec::new(), Value::Null);
        loop {
            let variables = json!({ "order": question.order, "cursor": place });
            let reply = auditor.query(&document, variables).await.ok();
            let page: Vec<_> = reply.column("projects.nodes", "id").into_iter().map(str::to_owned).collect();
            let at = if round % 2 == 0 { met.len() } else { 0 };
            met.splice(at..at, page);
            if reply.data(&format!("projects.pageInfo.{more}")) == false {
                break;
            }
            place = reply.data(&format!("projects.pageInfo.{end}")).clone();
            let new: Vec<_> = (0..3).map(|_| ground.project(&mut random)).collect();
            ground::write(&app, PROJECT.table, &new).await;
            ground.projects.extend(new);
        }
        assert_eq!(met.iter().collect::<BTreeSet<_>>().len(), met.len(), "{question:?}: something was met twice");
        met.retain(|id| old.contains(id));
        assert_eq!(met, old, "{question:?}");
    }
}

/// Who asks: the Standing Body, the auditor, a district with communes below it.
fn viewers() -> [Who; 3] {
    [Who::standing_head(), Who::auditor(), Who::district_head("CL")]
}

/// The rows of a noun that one of them sees.
fn visible<'a>(ground: &'a Ground, who: &Who, noun: &Noun) -> Vec<&'a Row> {
    let all = if noun.table == PROJECT.table { &ground.projects } else { &ground.reports };
    let [standing, auditor, _] = viewers().map(|viewer| subject(&viewer));
    let sees = |row: &&Row| {
        let is_own = |unit: &str| ground.is_within(row.key("unit_id"), ground.unit(unit));
        match subject(who) {
            who if who == auditor => true,
            who if who == standing => *row.cell("state") != rows::Cell::text("DRAFT") || is_own("SNV"),
            _ => is_own("CL"),
        }
    };
    all.iter().filter(sees).collect()
}

fn subject(who: &Who) -> String {
    if let Who::Person(person) = who { person.subject.clone() } else { String::new() }
}

fn ids(noun: &str, rows: &[&Row]) -> Vec<String> {
    rows.iter().map(|row| format!("{noun}:{}", row.id)).collect()
}

fn name(row: &Row) -> String {
    format!("{}:{}", PROJECT.name, row.id)
}

/// A new seed each time, said so that it can be given again.
fn seeded() -> Random {
    let given = env::var("THIDUA_SEED").ok().and_then(|seed| seed.parse().ok());
    let seed = given.unwrap_or_else(|| Uuid::new_v4().as_u64_pair().0);
    println!("THIDUA_SEED={seed}");
    Random::new(seed)
}
