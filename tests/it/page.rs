//! Pages: forward and backward in every order, through ties and nulls, over what is inserted in between.

use serde_json::{Value, json};
use tests::{App, Backend, Client, Who, World, both, on_with};

const LIST: &str = "query($first: Int, $after: String, $last: Int, $before: String, $order: [ProjectOrder!]) {
    projects(first: $first, after: $after, last: $last, before: $before, orderBy: $order) {
        edges { cursor node { id title } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
}";

/// Title, budget, last day: many of them alike, some without.
const PROJECTS: [(&str, Option<&str>, Option<&str>); 13] = [
    ("Đường tỉnh 911", Some("300"), Some("2021-12-01")),
    ("Dừa sáp Cầu Kè", Some("100"), None),
    ("Cầu Ba Si", None, Some("2021-11-01")),
    ("cầu Ba Si", None, None),
    ("Ấp văn hóa", Some("100"), Some("2021-11-01")),
    ("An toàn giao thông", Some("9000000000000"), Some("2021-12-01")),
    ("Ăn sạch, uống sạch", Some("100"), Some("2021-10-01")),
    ("Ân tình đồng đội", Some("0"), Some("2021-10-01")),
    ("Cầu Ba Si", Some("100"), Some("2021-11-01")),
    ("Ươm mầm tương lai", Some("20"), None),
    ("Xã nông thôn mới", Some("20"), Some("2021-12-01")),
    ("Bến phà Đình Khao", None, Some("2021-12-01")),
    ("Cáp ngầm thành phố", Some("1"), Some("2021-09-30")),
];

both!(
    walks_meet_everything_once,
    orders_are_what_they_say,
    cursors_survive_inserts,
    page_info_is_right_at_the_ends,
    what_is_no_page_is_refused,
    connections_below_objects_page,
);

/// Whatever the order and the size of a page, walking forward and backward meets everything once, in that order.
async fn walks_meet_everything_once(app: App) {
    let (_, client) = projects(&app).await;
    for order in orders() {
        let all = page(&client, &order, json!({ "first": 100 })).await;
        assert_eq!(all.nodes.len(), PROJECTS.len(), "{order}");
        assert!(!all.has_next && !all.has_previous, "{order}");
        for size in [1, 2, 5, 13, 14] {
            assert_eq!(forward(&client, &order, size).await, all.nodes, "{order} by {size}");
            assert_eq!(backward(&client, &order, size).await, all.nodes, "{order} by {size}, backward");
        }
    }
}

/// The order of titles is the Vietnamese alphabet's; nulls come last in both directions; ties keep one order.
async fn orders_are_what_they_say(app: App) {
    let (_, client) = projects(&app).await;
    let titles = page(&client, &json!([{ "field": "TITLE" }]), json!({ "first": 100 })).await.titles;
    let expected = [
        "An toàn giao thông",
        "Ăn sạch, uống sạch",
        "Ân tình đồng đội",
        "Ấp văn hóa",
        "Bến phà Đình Khao",
        "Cáp ngầm thành phố",
        "cầu Ba Si",
        "Cầu Ba Si",
        "Cầu Ba Si",
        "Dừa sáp Cầu Kè",
        "Đường tỉnh 911",
        "Ươm mầm tương lai",
        "Xã nông thôn mới",
    ];
    let same_letters = |titles: &[String]| titles.iter().map(|title| title.to_lowercase()).collect::<Vec<_>>();
    assert_eq!(same_letters(&titles), same_letters(&expected.map(str::to_owned)));
    let mut without: Vec<_> =
        PROJECTS.iter().filter(|(_, budget, _)| budget.is_none()).map(|(title, ..)| *title).collect();
    without.sort_unstable();
    for direction in ["ASC", "DESC"] {
        let titles = page(&client, &json!([{ "field": "BUDGET", "direction": direction }]), json!({ "first": 100 }))
            .await
            .titles;
        assert_eq!(titles[if direction == "ASC" { 9 } else { 0 }], "An toàn giao thông", "{direction}");
        let mut last = titles[10..].to_vec();
        last.sort_unstable();
        assert_eq!(last, without, "{direction}: nulls last");
    }
}

/// A cursor names a place: what is inserted before it is not met, what is inserted behind it is, nothing twice.
async fn cursors_survive_inserts(app: App) {
    let (world, client) = projects(&app).await;
    for order in [json!([{ "field": "TITLE" }]), json!([{ "field": "TITLE", "direction": "DESC" }])] {
        let before = page(&client, &order, json!({ "first": 100 })).await;
        let first = page(&client, &order, json!({ "first": 6 })).await;
        let (low, high) = (
            world.project(&client, "A đầu tiên", json!({})).await.id,
            world.project(&client, "Y sau cùng", json!({})).await.id,
        );
        let rest = page(&client, &order, json!({ "first": 100, "after": first.end })).await;
        let behind = if order[0]["direction"] == "DESC" { low.clone() } else { high.clone() };
        let old: Vec<_> =
            rest.nodes.iter().filter(|id| **id != low && **id != high && before.nodes.contains(id)).cloned().collect();
        assert_eq!([first.nodes.clone(), old].concat(), before.nodes, "{order}");
        assert!(rest.nodes.contains(&behind), "{order}: what was inserted behind the cursor");
        let back = page(&client, &order, json!({ "last": 100, "before": rest.start })).await;
        assert_eq!(
            back.nodes.iter().filter(|id| first.nodes.contains(id)).count(),
            6,
            "{order}: back over what was inserted before"
        );
    }
}

/// `hasNextPage` and `hasPreviousPage` are right at both ends.
async fn page_info_is_right_at_the_ends(app: App) {
    let (_, client) = projects(&app).await;
    let order = json!([{ "field": "CREATED_AT" }]);
    let first = page(&client, &order, json!({ "first": 5 })).await;
    assert_eq!((first.has_previous, first.has_next), (false, true));
    let second = page(&client, &order, json!({ "first": 5, "after": first.end })).await;
    assert_eq!((second.has_previous, second.has_next), (true, true));
    let third = page(&client, &order, json!({ "first": 5, "after": second.end })).await;
    assert_eq!((third.nodes.len(), third.has_previous, third.has_next), (3, true, false));
    let last = page(&client, &order, json!({ "last": 3 })).await;
    assert_eq!((last.nodes, last.has_previous, last.has_next), (third.nodes, true, false));
    let back = page(&client, &order, json!({ "last": 20, "before": third.start })).await;
    assert_eq!((back.nodes.len(), back.has_previous, back.has_next), (10, false, true));
    let none = page(&client, &order, json!({ "first": 5, "after": third.end })).await;
    assert_eq!((none.nodes.len(), none.start.is_null(), none.has_next), (0, true, false));
}

/// A cursor of another order, or no cursor at all, is refused; so is a page that is too large or asked for both ways.
async fn what_is_no_page_is_refused(app: App) {
    let (_, client) = projects(&app).await;
    let order = json!([{ "field": "TITLE" }]);
    let cursor = page(&client, &order, json!({ "first": 1 })).await.end;
    for other in [
        json!([{ "field": "BUDGET" }]),
        json!([{ "field": "TITLE", "direction": "DESC" }]),
        json!([{ "field": "TITLE" }, { "field": "BUDGET" }]),
        json!(null),
    ] {
        let _ = client.query(LIST, json!({ "first": 5, "after": cursor, "order": other })).await.refused("BAD_CURSOR");
    }
    for nonsense in ["", "x", "AAAA", "bnVsbA", "W10"] {
        let _ =
            client.query(LIST, json!({ "first": 5, "after": nonsense, "order": order })).await.refused("BAD_CURSOR");
    }
    for bad in [
        json!({ "first": -1 }),
        json!({ "first": 5, "last": 5 }),
        json!({ "first": 5, "before": cursor, "order": order }),
    ] {
        let _ = client.query(LIST, bad).await.refused("BAD_USER_INPUT");
    }
    let most = app.config().limits.page_max.get();
    let _ = client.query(LIST, json!({ "first": most })).await.ok();
    assert_eq!(
        *client.query(LIST, json!({ "first": most + 1 })).await.refused("LIMIT_EXCEEDED").extension("limit"),
        json!(most)
    );
}

/// Where no size is asked for, a page has as many as the default, at the root and below an object: where there is one more, it says so.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_without_a_size_is_the_default() {
    for (default, has_next) in [(PROJECTS.len(), false), (PROJECTS.len() - 1, true)] {
        let default_page = default.to_string();
        Box::pin(on_with(Backend::Sqlite, &[("THIDUA_LIMITS_PAGE_DEFAULT", &*default_page)], async |app: App| {
            let (world, client) = projects(&app).await;
            let document = "query($id: ID!) {
                projects { nodes { id } pageInfo { hasNextPage } }
                node(id: $id) { ... on Campaign { projects { nodes { id } pageInfo { hasNextPage } } } }
            }";
            let reply = client.query(document, json!({ "id": world.campaign })).await.ok();
            for list in ["projects", "node.projects"] {
                assert_eq!(reply.list(&format!("{list}.nodes")).len(), default, "{list}");
                assert_eq!(*reply.data(&format!("{list}.pageInfo.hasNextPage")), json!(has_next), "{list}");
            }
        }))
        .await;
    }
}

/// A connection below an object pages as one at the root does.
async fn connections_below_objects_page(app: App) {
    let (world, client) = projects(&app).await;
    let document = "query($id: ID!, $after: String) { node(id: $id) { ... on Campaign {
        projects(first: 5, after: $after, orderBy: [{ field: TITLE }]) { totalCount nodes { id } pageInfo { hasNextPage endCursor } } } } }";
    let all = page(&client, &json!([{ "field": "TITLE" }]), json!({ "first": 100 })).await.nodes;
    let (mut met, mut after) = (Vec::new(), Value::Null);
    loop {
        let reply = client.query(document, json!({ "id": world.campaign, "after": after })).await.ok();
        assert_eq!(reply.int("node.projects.totalCount"), 13);
        met.extend(reply.column("node.projects.nodes", "id").into_iter().map(str::to_owned));
        after = reply.data("node.projects.pageInfo.endCursor").clone();
        if *reply.data("node.projects.pageInfo.hasNextPage") == json!(false) {
            break;
        }
    }
    assert_eq!(met, all);
}

/// Made at one moment, so that their times are all alike.
async fn projects(app: &App) -> (World, Client) {
    let world = World::launched(app).await;
    let client = app.as_(Who::officer("SGTVT"));
    for (title, budget, ends_on) in PROJECTS {
        world.project(&client, title, json!({ "budget": budget, "endsOn": ends_on })).await;
    }
    (world, client)
}

fn orders() -> Vec<Value> {
    let mut orders = vec![
        json!(null),
        json!([{ "field": "BUDGET", "direction": "DESC" }, { "field": "ENDS_ON" }, { "field": "TITLE", "direction": "DESC" }]),
    ];
    for field in ["CREATED_AT", "TITLE", "ENDS_ON", "BUDGET"] {
        orders.extend(["ASC", "DESC"].map(|direction| json!([{ "field": field, "direction": direction }])));
    }
    orders.push(json!([{ "field": "ENDS_ON" }, { "field": "BUDGET", "direction": "DESC" }]));
    orders
}

struct Page {
    nodes: Vec<String>,
    titles: Vec<String>,
    start: Value,
    end: Value,
    has_next: bool,
    has_previous: bool,
}

async fn page(client: &Client, order: &Value, mut variables: Value) -> Page {
    variables["order"] = order.clone();
    let reply = client.query(LIST, variables).await.ok();
    let info = reply.data("projects.pageInfo");
    let column = |field: &str| reply.column("projects.edges", field).into_iter().map(str::to_owned).collect::<Vec<_>>();
    let cursors = column("cursor");
    assert_eq!(info["startCursor"].as_str(), cursors.first().map(String::as_str));
    assert_eq!(info["endCursor"].as_str(), cursors.last().map(String::as_str));
    let is = |name: &str| info[name].as_bool().unwrap();
    let (has_next, has_previous) = (is("hasNextPage"), is("hasPreviousPage"));
    Page {
        nodes: column("node.id"),
        titles: column("node.title"),
        start: info["startCursor"].clone(),
        end: info["endCursor"].clone(),
        has_next,
        has_previous,
    }
}

async fn forward(client: &Client, order: &Value, size: usize) -> Vec<String> {
    let (mut met, mut after) = (Vec::new(), Value::Null);
    loop {
        let page = page(client, order, json!({ "first": size, "after": after })).await;
        met.extend(page.nodes);
        after = page.end;
        if !page.has_next || met.len() > PROJECTS.len() {
            return met;
        }
    }
}

async fn backward(client: &Client, order: &Value, size: usize) -> Vec<String> {
    let (mut met, mut before) = (Vec::new(), Value::Null);
    loop {
        let page = page(client, order, json!({ "last": size, "before": before })).await;
        met.splice(0..0, page.nodes);
        before = page.start;
        if !page.has_previous || met.len() > PROJECTS.len() {
            return met;
        }
    }
}
