//! Who sees an attachment: whoever sees its owner. Who writes it: whoever writes that.

use reqwest::{Method, StatusCode};
use serde_json::json;
use tests::{App, Who, both};

use super::{PDF, attach, draft, seen, sees, sha256};

both!(
    a_file_is_attached_and_downloaded,
    an_attachment_is_seen_with_its_owner,
    only_whoever_writes_the_owner_attaches,
    every_owner_has_files,
    a_file_leaves_only_a_draft,
    the_same_request_again_attaches_once,
);

/// Type by its bytes, name cleaned; the link is for one person and ends.
async fn a_file_is_attached_and_downloaded(app: App) {
    let (_, officer, project) = draft(&app).await;
    let reply = attach(&officer, &project, "../Minh chứng.pdf", PDF).await.ok();
    let file = reply.data("attachFile.attachment").clone();
    assert_eq!((&file["name"], &file["mediaType"]), (&json!("Minh chứng.pdf"), &json!("application/pdf")));
    assert_eq!((&file["size"], &file["sha256"]), (&json!(PDF.len()), &json!(sha256(PDF))));
    let url = app.url(file["url"].as_str().unwrap());

    let answer = app.http().get(&url).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    let header = |name: &str| answer.headers()[name].to_str().unwrap().to_owned();
    assert_eq!(
        (header("content-type"), header("x-content-type-options")),
        ("application/pdf".into(), "nosniff".into())
    );
    assert!(header("content-disposition").starts_with("attachment; "), "{}", header("content-disposition"));
    assert!(header("content-disposition").contains("filename*=UTF-8''Minh%20ch%E1%BB%A9ng.pdf"));
    assert_eq!(header("cache-control"), "private, no-store");
    assert_eq!(answer.bytes().await.unwrap(), PDF);

    let own = file["url"].as_str().unwrap();
    assert_eq!(officer.send(officer.request(Method::GET, own)).await.status, StatusCode::OK);
    let other = app.as_(Who::officer("STC"));
    let _ = other.send(other.request(Method::GET, own)).await.refused("LINK_EXPIRED");
    for forged in
        [&url[..url.len() - 2], &format!("{url}x"), &app.url("/files/x"), &url.replace("files/ey", "files/eY")]
    {
        assert_eq!(app.http().get(forged).send().await.unwrap().status(), StatusCode::FORBIDDEN, "{forged}");
    }
    assert_eq!(app.http().put(&url).body(PDF).send().await.unwrap().status(), StatusCode::FORBIDDEN, "not for that");
    let seconds = app.config().files.link_seconds.get();
    app.at(&(app.now() + chrono::TimeDelta::seconds(seconds.cast_signed())).to_rfc3339());
    assert_eq!(app.http().get(&url).send().await.unwrap().status(), StatusCode::FORBIDDEN, "it has ended");
}

async fn an_attachment_is_seen_with_its_owner(app: App) {
    let (_, officer, project) = draft(&app).await;
    let reply = attach(&officer, &project, "a.pdf", PDF).await.ok();
    let file = reply.str("attachFile.attachment.id").to_owned();
    let (standing, other) = (app.as_(Who::standing_head()), app.as_(Who::officer("STC")));
    assert!(sees(&officer, &file).await && sees(&app.as_(Who::auditor()), &file).await);
    for who in [&standing, &other, &app.as_(Who::Public), &app.as_(Who::admin()), &app.as_(Who::chair())] {
        assert!(!sees(who, &file).await && seen(who, &project).await.is_none());
    }
    let _ = app.as_(Who::head("SGTVT")).say("submitProject", json!({ "id": project }), "project { id }").await.ok();
    assert!(sees(&standing, &file).await && !sees(&other, &file).await);
    assert_eq!(seen(&standing, &project).await.unwrap().len(), 1);
}

async fn only_whoever_writes_the_owner_attaches(app: App) {
    let (_, officer, project) = draft(&app).await;
    for (who, code) in [
        (Who::officer("STC"), "NOT_FOUND"),
        (Who::standing_head(), "NOT_FOUND"),
        (Who::auditor(), "FORBIDDEN"),
        (Who::Public, "UNAUTHENTICATED"),
    ] {
        let _ = attach(&app.as_(who), &project, "a.pdf", PDF).await.refused(code);
    }
    let _ = app.as_(Who::head("SGTVT")).say("submitProject", json!({ "id": project }), "project { id }").await.ok();
    let _ = attach(&app.as_(Who::standing_head()), &project, "a.pdf", PDF).await.refused("FORBIDDEN");
    let _ = attach(&officer, &project, "a.pdf", PDF).await.refused("INVALID_TRANSITION");
    assert_eq!(app.number("select count(*) from attachment").await, 0);
    assert_eq!(app.stored_files(), Vec::<String>::new(), "what was refused is not kept");
}

/// Reports, dossiers, progress entries and official documents too; a document's file is as public as the document.
async fn every_owner_has_files(app: App) {
    let (world, officer, _) = draft(&app).await;
    let report = json!({ "phase": world.phases[0], "period": "8/2021", "narrative": "Nội dung" });
    let report = officer.say("createReport", report, "report { id }").await.ok();
    let dossier = json!({ "phase": world.phases[0], "title": "Hồ sơ" });
    let dossier = officer.say("createDossier", dossier, "dossier { id }").await.ok();
    let plan = world.document(&officer, "12/KH-SGTVT", "SGTVT").await;
    let letter = world.document(&app.as_(Who::officer("STC")), "5/TTr-STC", "STC").await;
    let accepted = world.submitted(&app, "SGTVT", "Cầu Long Bình").await.id;
    let _ =
        app.as_(Who::standing_officer()).say("acceptProject", json!({ "id": accepted }), "project { id }").await.ok();
    let progress = json!({ "id": accepted, "onDate": "2021-08-07", "percent": 10, "note": "Khởi công" });
    let progress =
        officer.say("recordProgress", progress, "project { progress(first: 1) { nodes { id } } }").await.ok();
    for owner in [
        report.str("createReport.report.id"),
        dossier.str("createDossier.dossier.id"),
        progress.str("recordProgress.project.progress.nodes.0.id"),
        &plan,
        &accepted,
    ] {
        let _ = attach(&officer, owner, "a.pdf", PDF).await.ok();
        assert_eq!(seen(&officer, owner).await.unwrap().len(), 1, "{owner}");
    }
    assert_eq!(seen(&app.as_(Who::Public), &plan).await.unwrap().len(), 1, "a plan is published");
    let _ = attach(&officer, &letter, "a.pdf", PDF).await.refused("NOT_FOUND");
    let foreign = world.document(&app.as_(Who::officer("STC")), "6/KH-STC", "STC").await;
    let _ = attach(&officer, &foreign, "a.pdf", PDF).await.refused("FORBIDDEN");
    let _ = attach(&officer, &world.campaign, "a.pdf", PDF).await.refused("BAD_ID");
}

async fn a_file_leaves_only_a_draft(app: App) {
    let (_, officer, project) = draft(&app).await;
    let mut files = Vec::new();
    for name in ["a.pdf", "b.pdf"] {
        let reply = attach(&officer, &project, name, PDF).await.ok();
        files.push(reply.str("attachFile.attachment.id").to_owned());
    }
    let remove = |id: String| json!({ "id": id });
    let other = app.as_(Who::officer("STC"));
    let _ = other.say("removeAttachment", remove(files[0].clone()), "__typename").await.refused("NOT_FOUND");
    let _ = officer.say("removeAttachment", remove(files[0].clone()), "attachment { id }").await.ok();
    assert_eq!(seen(&officer, &project).await.unwrap().len(), 1);
    let _ = app.as_(Who::head("SGTVT")).say("submitProject", json!({ "id": project }), "project { id }").await.ok();
    let _ = officer.say("removeAttachment", remove(files[1].clone()), "__typename").await.refused("INVALID_TRANSITION");
    let removed = "select count(*) from audit_entry where action = 'removeAttachment' and result = 'DONE'";
    assert_eq!(app.number(removed).await, 1);
}

async fn the_same_request_again_attaches_once(app: App) {
    let (_, officer, project) = draft(&app).await;
    let keyed = officer.keyed("attach-1");
    let first = attach(&keyed, &project, "a.pdf", PDF).await.ok();
    let again = attach(&keyed, &project, "a.pdf", PDF).await.ok();
    assert_eq!(first.str("attachFile.attachment.id"), again.str("attachFile.attachment.id"));
    let _ = attach(&keyed, &project, "a.pdf", b"other bytes").await.refused("IDEMPOTENCY_KEY_REUSED");
    assert_eq!(app.number("select count(*) from attachment").await, 1);
    assert_eq!(app.stored_files().len(), 1);
}
