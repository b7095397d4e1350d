//! Files of a request, bytes of a file, and files of an owner: at N and at N + 1.

use serde_json::{Value, json};
use tests::{App, Backend};

use super::{attach, draft, form, multipart, seen};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn caps_hold_at_n() {
    let app = App::start_with(Backend::Sqlite, &[("THIDUA_FILES_BYTES", "1000"), ("THIDUA_FILES_COUNT", "2")]).await;
    let (_, officer, project) = draft(&app).await;
    let _ = attach(&officer, &project, "a.txt", &[b'x'; 1000]).await.ok();
    let reply = attach(&officer, &project, "a.txt", &[b'x'; 1001]).await.refused("LIMIT_EXCEEDED");
    assert_eq!((reply.status.as_u16(), reply.extension("limit")), (413, &json!(1000)));

    let many = |n: usize| {
        let field = |n| format!("f{n}: attachFile(input: {{ owner: $owner, file: $f{n} }}) {{ attachment {{ id }} }} ");
        let fields = (0..n).map(field).collect::<Vec<_>>().concat();
        let variables = (0..n).map(|n| format!(", $f{n}: Upload!")).collect::<Vec<_>>().concat();
        let query = format!("mutation($owner: ID!{variables}) {{ {fields} }}");
        let mut values: Value = (0..n).map(|n| (format!("f{n}"), Value::Null)).collect();
        values["owner"] = json!(project);
        let operations = json!({ "query": query, "variables": values }).to_string();
        let map: Value = (0..n).map(|n| (n.to_string(), json!([format!("variables.f{n}")]))).collect();
        let map = map.to_string();
        let names: Vec<String> = (0..n).map(|n| n.to_string()).collect();
        let mut parts = vec![("operations", None, operations.as_bytes()), ("map", None, map.as_bytes())];
        parts.extend(names.iter().map(|name| (name.as_str(), Some("a.txt"), &b"text"[..])));
        multipart(&officer, form(&parts))
    };
    let _ = officer.send(many(2)).await.ok();
    let reply = officer.send(many(3)).await.refused("LIMIT_EXCEEDED");
    assert_eq!(*reply.extension("limit"), json!(2));
    assert_eq!(seen(&officer, &project).await.unwrap().len(), 3);
    assert_eq!(app.stored_files().len(), 3);

    for n in 3..100 {
        let _ = attach(&officer, &project, "a.txt", format!("{n}").as_bytes()).await.ok();
    }
    let _ = attach(&officer, &project, "a.txt", b"one more").await.refused("LIMIT_EXCEEDED");
    assert_eq!(seen(&officer, &project).await.unwrap().len(), 100);
    drop(officer);
    app.finish().await;
}
