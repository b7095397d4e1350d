//! Who may bring in what: whoever may say the mutation of each row, on the objects on which they may say it.

use entity::import::ImportKind;
use schema::{
    policy::{law, row_action},
    viewer::{Class, Duty, Role},
};
use serde_json::{Value, json};
use tests::{App, Who, World, both};

use super::{bring, expected, problems};

both!(
    each_role_brings_in_what_it_may_say,
    the_matrix_says_so,
    nobody_without_a_token_does,
    files_of_others_are_not_taken
);

/// A unit in which a role can be held.
fn unit(role: Role) -> &'static str {
    match role.class {
        Class::Department => "SGTVT",
        Class::District => "CL",
        Class::Enterprise => "PCTV",
        Class::StandingBody | Class::Council => "SNV",
        Class::Chair => "H59",
        Class::Media => "BTV",
        Class::Agency | Class::Admin => "STTTT",
        Class::Auditor => "TTT",
    }
}

fn who(role: Role) -> Who {
    match role.duty {
        Duty::Client => Who::agency(unit(role)),
        _ => Who::of(role.class, role.duty, unit(role)),
    }
}

/// A file of each kind with one row that is good for whoever may say it, and what it is put into.
fn file(kind: ImportKind, into: &Value) -> (&'static str, Value) {
    match kind {
        ImportKind::Units => {
            ("name,abbreviation,kind,system,parent,validFrom\nMot,A1,DEPARTMENT,STATE,UBND,2020-01-01", json!({}))
        }
        ImportKind::ClusterMembers => {
            ("unit,role,validFrom\nCK,MEMBER,2020-01-01", json!({ "cluster": into["cluster"] }))
        }
        ImportKind::CouncilMembers => ("name,position,unit,subject,validFrom\nAn,MEMBER,CK,an,2020-01-01", json!({})),
        ImportKind::Projects => ("title,kind\nCau,KEY_PROJECT", json!({ "campaign": into["campaign"] })),
        ImportKind::Targets => {
            ("project,indicator,measure,planned\nCau cua don vi,Nhip,cai,3", json!({ "campaign": into["campaign"] }))
        }
        ImportKind::ReportIndicators => ("name,measure,value\nNhip,cai,3", json!({ "report": into["report"] })),
    }
}

async fn each_role_brings_in_what_it_may_say(app: App) {
    let world = World::launched(&app).await;
    World::agency(&app, "STTTT", "agency-system", tests::PUBLISHED).await;
    let cluster = json!({ "kind": "LOCALITY_CLUSTER", "name": "Cum 1", "validFrom": "2020-01-01" });
    let made = app.as_(Who::admin()).say("createCluster", cluster, "cluster { id }").await.ok();
    let mut into = json!({ "campaign": world.campaign, "cluster": made.str("createCluster.cluster.id") });
    let mut said = 0;
    for role in Role::ALL {
        let client = app.as_(who(*role));
        let takes_part = matches!(role.class, Class::Department | Class::District | Class::Enterprise);
        if takes_part {
            let _ = world.project(&client, "Cau cua don vi", json!({})).await;
            let input = json!({ "phase": world.phases[0], "period": "8/2021", "narrative": "Da lam" });
            let report = client.say("createReport", input, "report { id }").await.ok();
            into["report"] = report.str("createReport.report.id").into();
        }
        for kind in ImportKind::ALL {
            let (bytes, mut more) = file(*kind, &into);
            more["dryRun"] = true.into();
            let reply = bring(&client, kind.code(), bytes.as_bytes(), more).await;
            if law(row_action(*kind)).who.includes(*role) {
                // Head and officer of a unit have a project of that title each.
                let is_second = *kind == ImportKind::Targets && role.duty == Duty::Head;
                let bad = if is_second { expected(&[(2, "project", "A2", "AMBIGUOUS")]) } else { Vec::new() };
                assert_eq!(problems(&reply.ok()), bad, "{kind:?} by {role:?}");
                said += 1;
            } else {
                let _ = reply.refused("FORBIDDEN");
            }
        }
    }
    assert_eq!(said, 3 + 6 * 3);
}

async fn the_matrix_says_so(app: App) {
    let document = "{ permissionMatrix { __typename imports { __typename kind action roles relations } actions { action roles } } }";
    let reply = app.as_(Who::Public).query(document, json!({})).await.ok();
    let imports = reply.list("permissionMatrix.imports");
    assert_eq!(imports.len(), ImportKind::ALL.len());
    for (kind, import) in ImportKind::ALL.iter().zip(imports) {
        let action = row_action(*kind);
        let verb = reply.list("permissionMatrix.actions").iter().find(|verb| verb["action"] == action.code()).unwrap();
        assert_eq!((&import["kind"], &import["action"]), (&json!(kind.code()), &json!(action.code())));
        assert_eq!(import["roles"], verb["roles"]);
        assert_eq!(import["__typename"], "ImportPermission");
    }
}

async fn nobody_without_a_token_does(app: App) {
    World::units(&app).await;
    let (bytes, more) = file(ImportKind::Units, &json!({}));
    let reply = bring(&app.as_(Who::Public), "UNITS", bytes.as_bytes(), more).await;
    assert_eq!((reply.status.as_u16(), reply.code()), (401, "UNAUTHENTICATED"));
    assert_eq!(app.stored_files(), Vec::<String>::new(), "known before a byte is stored");
}

/// Files of somebody who may say no row at all are not even taken; and nothing that was taken is left.
async fn files_of_others_are_not_taken(app: App) {
    World::units(&app).await;
    let (bytes, more) = file(ImportKind::Units, &json!({}));
    for who in [Who::auditor(), Who::council("CL"), Who::media("BTV")] {
        let _ = bring(&app.as_(who), "UNITS", bytes.as_bytes(), more.clone()).await.refused("FORBIDDEN");
    }
    let _ = bring(&app.as_(Who::admin()), "UNITS", bytes.as_bytes(), more).await.ok();
    assert_eq!(app.stored_files(), Vec::<String>::new(), "the file of an import is not kept");
}
