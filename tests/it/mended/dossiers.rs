//! What may be proposed again, what must be reviewed again, and what stays as it was consolidated.

use serde_json::{Value, json};
use tests::{App, Who, both};

use super::ground::{Ground, text};

both!(
    a_late_nomination_is_reviewed_too,
    whoever_was_refused_may_be_proposed_again,
    whoever_was_awarded_is_not_proposed_again,
    what_was_consolidated_stays_so,
);

/// A nomination that comes after the unit's council has met takes the dossier back, without its minutes.
async fn a_late_nomination_is_reviewed_too(app: App) {
    let ground = Ground::new(app).await;
    let dossier = ground.dossier("SGTVT").await;
    ground.proposed("SGTVT", &dossier, "Trần Quốc Toản").await;
    let minutes = ground.reviewed("SGTVT", &dossier, 1).await;
    let reviewed = json!({ "state": "UNIT_REVIEWED", "minutes": { "id": minutes } });
    let fields = "state minutes { id }";
    assert_eq!(ground.look(Who::officer("SGTVT"), &dossier, fields).await, reviewed);
    ground.proposed("SGTVT", &dossier, "Thạch Thị Hạnh").await;
    let back = json!({ "state": "DRAFT", "minutes": null });
    assert_eq!(ground.look(Who::officer("SGTVT"), &dossier, fields).await, back);
    ground.cannot(Who::head("SGTVT"), "submitDossier", json!({ "id": dossier }), "INVALID_TRANSITION").await;
    ground.received("SGTVT", &dossier, 2).await;
    assert_eq!(ground.state(&dossier).await, "RECEIVED");
}

/// Found not eligible and told so, somebody may be proposed again in the same phase.
async fn whoever_was_refused_may_be_proposed_again(app: App) {
    let ground = Ground::new(app).await;
    let dossier = ground.dossier("SGTVT").await;
    let (nomination, honouree) = ground.proposed("SGTVT", &dossier, "Trần Quốc Toản").await;
    ground.received("SGTVT", &dossier, 1).await;
    ground.appraised(&nomination, false).await;
    ground.does(Who::standing_officer(), "notifyNomination", json!({ "id": nomination }), "nomination { id }").await;
    assert_eq!(ground.state(&nomination).await, "NOTIFIED");
    let second = ground.dossier("SGTVT").await;
    let (again, same) = ground.proposed("SGTVT", &second, &honouree).await;
    assert_eq!((ground.state(&again).await.as_str(), same), ("PROPOSED", honouree));
}

/// Awarded and told so, nobody is proposed for the same award in the same phase.
async fn whoever_was_awarded_is_not_proposed_again(app: App) {
    let ground = Ground::new(app).await;
    let honouree = ground.awarded("Trần Quốc Toản").await;
    let second = ground.dossier("SGTVT").await;
    let input = ground.proposal(&second, &honouree);
    ground.cannot(Who::officer("SGTVT"), "addNomination", input, "DUPLICATE_AWARD").await;
}

/// A supplement that is accepted after its former edition was consolidated leaves that as it is.
async fn what_was_consolidated_stays_so(app: App) {
    let ground = Ground::new(app).await;
    let (officer, head, standing) = (Who::officer("SGTVT"), Who::head("SGTVT"), Who::standing_officer());
    let input = json!({ "phase": ground.world.phases[0], "period": "08/2021", "narrative": "Đã khởi công" });
    let first = text(&ground.does(officer.clone(), "createReport", input, "report { id }").await["id"]);
    let on = |id: &str| json!({ "id": id });
    ground.does(head.clone(), "submitReport", on(&first), "report { id }").await;
    ground.does(standing.clone(), "acceptReport", on(&first), "report { id }").await;
    let second = ground.does(officer, "supplementReport", on(&first), "report { id edition replaces { id } }").await;
    assert_eq!((&second["edition"], &second["replaces"]["id"]), (&json!(2), &Value::from(&*first)));
    let second = text(&second["id"]);
    ground.does(head, "submitReport", on(&second), "report { id }").await;
    ground.consolidated(&first).await;
    ground.does(standing, "acceptReport", on(&second), "report { id }").await;
    assert_eq!((ground.state(&first).await, ground.state(&second).await), ("CONSOLIDATED".into(), "ACCEPTED".into()));
}
