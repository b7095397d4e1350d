//! Receipts: what a mutation gives whoever acted, good without the server and good against it.

use reqwest::Method;
use serde_json::{Value, json};
use tests::{App, Who, World, both, thidua};

use super::{Kept, unlock};

both!(
    a_receipt_verifies_without_the_server,
    a_changed_receipt_does_not,
    a_receipt_contradicts_a_changed_trail,
    a_receipt_is_of_the_object_that_is_answered,
    a_repeated_request_has_the_same_receipt,
);

const RECEIPT: &str = "project { id } receipt { sequence digest signature keyId entry }";

/// The keys as published, in a file.
async fn keys(app: &App) -> Kept {
    let client = app.as_(Who::Public);
    let reply = client.send(client.request(Method::GET, "/.well-known/thidua/audit-keys")).await;
    assert_eq!(reply.json["keys"][0]["kty"], "OKP", "{}", reply.text);
    Kept::new(&reply.text)
}

/// The answer as it came is enough; its entry says who did what to which object.
async fn a_receipt_verifies_without_the_server(app: App) {
    let world = World::launched(&app).await;
    let officer = app.as_(Who::officer("SGTVT"));
    let reply = officer.say("createProject", world.project_input("Đường tỉnh 911", &json!({})), RECEIPT).await.ok();
    let (keys, answer) = (keys(&app).await, Kept::new(&reply.text));
    let nowhere = ["--database-url", "postgres://127.0.0.1:1/nowhere"];
    let said =
        thidua(&[&["audit", "verify", "--receipt", answer.path(), "--key", keys.path()], &nowhere[..]].concat()).await;
    assert_eq!((said.code, said.out.contains("the receipt is good")), (0, true), "{said:?}");
    let receipt = reply.data("createProject.receipt");
    let entry: Value = serde_json::from_str(receipt["entry"].as_str().unwrap()).unwrap();
    assert_eq!(entry["subject"], "department.officer@sgtvt");
    assert_eq!(
        (&entry["action"], &entry["result"], &entry["sequence"]),
        (&json!("createProject"), &json!("DONE"), &receipt["sequence"])
    );
    assert_eq!(format!("Project:{}", entry["object"].as_str().unwrap()), reply.str("createProject.project.id"));
    let said = app.thidua(&["audit", "verify", "--trail", "--receipt", answer.path()]).await;
    assert_eq!((said.code, said.out.contains("1 heads and receipts agree")), (0, true), "{said:?}");
}

/// Any change of any part, and a key that is not the server's.
async fn a_changed_receipt_does_not(app: App) {
    let world = World::launched(&app).await;
    let officer = app.as_(Who::officer("SGTVT"));
    let reply = officer.say("createProject", world.project_input("Đường tỉnh 911", &json!({})), RECEIPT).await.ok();
    let (keys, good) = (keys(&app).await, reply.data("createProject.receipt").clone());
    let changed = |name: &str, from: &str, to: &str| {
        let mut receipt = good.clone();
        let text = receipt[name].as_str().unwrap().replace(from, to);
        assert_ne!(receipt[name], json!(text), "{name}");
        receipt[name] = text.into();
        receipt
    };
    let sequence = good["sequence"].as_str().unwrap().to_owned();
    let digest = good["digest"].as_str().unwrap().to_owned();
    for wrong in [
        changed("entry", "department.officer@sgtvt", "ai.khac"),
        changed("sequence", &sequence, "9999"),
        changed("digest", &digest, &"0".repeat(64)),
        changed("signature", &good["signature"].as_str().unwrap()[..4], "AAAA"),
        changed("keyId", &good["keyId"].as_str().unwrap()[..4], "AAAA"),
    ] {
        let file = Kept::new(&wrong.to_string());
        let said = app.thidua(&["audit", "verify", "--receipt", file.path(), "--key", keys.path()]).await;
        assert_eq!(said.code, 1, "{wrong} {said:?}");
    }
    let none = Kept::new("{\"data\":{}}");
    let said = app.thidua(&["audit", "verify", "--receipt", none.path(), "--key", keys.path()]).await;
    assert_eq!(said.code, 2, "{said:?}");
}

/// Whoever cuts off the tail, or writes the entry anew, is named by somebody's receipt.
async fn a_receipt_contradicts_a_changed_trail(app: App) {
    let world = World::launched(&app).await;
    let officer = app.as_(Who::officer("SGTVT"));
    let reply = officer.say("createProject", world.project_input("Đường tỉnh 911", &json!({})), RECEIPT).await.ok();
    let answer = Kept::new(&reply.text);
    let sequence: i64 = reply.str("createProject.receipt.sequence").parse().unwrap();
    unlock(&app, "audit_entry").await;
    app.run(&format!("delete from audit_entry where seq >= {sequence}")).await;
    let verify = ["audit", "verify", "--trail", "--receipt", answer.path()];
    let said = app.thidua(&verify).await;
    assert_eq!(
        (said.code, said.out.contains(&format!("sequence {sequence}: truncated: a receipt"))),
        (1, true),
        "{said:?}"
    );
    let _ = officer.say("createProject", world.project_input("Đường tỉnh 915", &json!({})), RECEIPT).await.ok();
    let said = app.thidua(&verify).await;
    assert_eq!(
        (said.code, said.out.contains(&format!("sequence {sequence}: edited: a receipt"))),
        (1, true),
        "{said:?}"
    );
}

/// Where one mutation writes several entries, the receipt is of the object in its payload; where no receipt is selected, none
/// is given.
async fn a_receipt_is_of_the_object_that_is_answered(app: App) {
    let world = World::launched(&app).await;
    let draft = world.submitted(&app, "SGTVT", "Đường tỉnh 911").await;
    let reply = app
        .as_(Who::standing_officer())
        .say(
            "acceptProject",
            json!({ "id": draft.id }),
            "again: receipt { entry __typename } project { state } receipt { entry }",
        )
        .await
        .ok();
    let entry: Value = serde_json::from_str(reply.str("acceptProject.receipt.entry")).unwrap();
    assert_eq!((&entry["noun"], &entry["action"]), (&json!("Project"), &json!("acceptProject")));
    assert_eq!(format!("Project:{}", entry["object"].as_str().unwrap()), draft.id);
    assert_eq!(*reply.data("acceptProject.again.entry"), *reply.data("acceptProject.receipt.entry"));
    assert_eq!(reply.str("acceptProject.again.__typename"), "Receipt");
}

/// The same key, the same answer; and with another selection the same receipt still.
async fn a_repeated_request_has_the_same_receipt(app: App) {
    let world = World::launched(&app).await;
    let officer = app.as_(Who::officer("SGTVT")).keyed("k-1");
    let input = world.project_input("Đường tỉnh 911", &json!({}));
    let first = officer.say("createProject", input.clone(), RECEIPT).await.ok();
    assert_eq!(first.text, officer.say("createProject", input.clone(), RECEIPT).await.ok().text);
    let other = officer.say("createProject", input, "receipt { digest sequence }").await.ok();
    for name in ["digest", "sequence"] {
        let path = format!("createProject.receipt.{name}");
        assert_eq!(other.str(&path), first.str(&path));
    }
}
