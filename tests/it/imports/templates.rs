//! Templates: for everybody, in both languages and formats, and taken by the import they are for.

use calamine::{Data, Reader as _, Xlsx};
use entity::import::ImportKind;
use reqwest::{Method, StatusCode};
use serde_json::json;
use tests::{App, Who, World, both};

use super::{bring, problems};

both!(each_kind_has_two, they_are_taken, a_workbook_says_what_its_columns_are, there_is_nothing_else);

/// A template as somebody without a token gets it.
async fn fetch(app: &App, name: &str, language: &str) -> Vec<u8> {
    let path = format!("/import-templates/{name}");
    let request = app.http().get(app.url(&path)).header("accept-language", language);
    let answer = request.send().await.unwrap();
    assert_eq!(answer.status(), 200, "{name}");
    let told = answer.headers()["content-disposition"].to_str().unwrap().to_owned();
    assert!(told.contains(name), "{told}");
    answer.bytes().await.unwrap().to_vec()
}

async fn each_kind_has_two(app: App) {
    for kind in ImportKind::ALL {
        for (language, vietnamese) in [("en", false), ("vi", true)] {
            let csv = String::from_utf8(fetch(&app, &format!("{}.csv", kind.code()), language).await).unwrap();
            let (head, rest) = csv.strip_prefix('\u{feff}').unwrap().split_once("\r\n").unwrap();
            assert_eq!(rest.matches("\r\n").count(), 1, "one row: {rest}");
            let mut book =
                Xlsx::new(std::io::Cursor::new(fetch(&app, &format!("{}.xlsx", kind.code()), language).await)).unwrap();
            let sheet = book.worksheet_range_at(0).unwrap().unwrap();
            let heads: Vec<_> = sheet.rows().next().unwrap().iter().map(ToString::to_string).collect();
            assert_eq!(heads.join(","), head);
            assert_eq!(head.is_ascii(), !vietnamese, "{head}");
            assert!(sheet.rows().nth(1).unwrap().iter().all(|cell| matches!(cell, Data::String(_) | Data::Empty)));
        }
    }
}

/// The example of the units is a good row; whatever else an example names is not there, and nothing of it is malformed.
async fn they_are_taken(app: App) {
    World::units(&app).await;
    for language in ["en", "vi"] {
        for ending in ["csv", "xlsx"] {
            let units = fetch(&app, &format!("UNITS.{ending}"), language).await;
            let reply = bring(&app.as_(Who::admin()), "UNITS", &units, json!({ "dryRun": true })).await.ok();
            assert_eq!(problems(&reply), []);
            let members = fetch(&app, &format!("COUNCIL_MEMBERS.{ending}"), language).await;
            let reply =
                bring(&app.as_(Who::secretary()), "COUNCIL_MEMBERS", &members, json!({ "dryRun": true })).await.ok();
            assert_eq!(problems(&reply), []);
        }
    }
}

async fn a_workbook_says_what_its_columns_are(app: App) {
    let mut book = Xlsx::new(std::io::Cursor::new(fetch(&app, "PROJECTS.xlsx", "vi").await)).unwrap();
    let sheet = book.worksheet_range_at(1).unwrap().unwrap();
    let rows: Vec<Vec<_>> = sheet.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect();
    assert_eq!(rows[1][..3], ["Tên công trình", "có", "Tên công trình, dự án, việc làm."]);
    assert!(rows[2][3].contains("KEY_PROJECT (công trình, dự án trọng điểm)"), "{rows:?}");
}

async fn there_is_nothing_else(app: App) {
    let public = app.as_(Who::Public);
    for name in ["UNITS", "UNITS.ods", "units.csv", "NOTHING.csv", ".csv", "UNITS.csv.csv", "%2e%2e%2fUNITS.csv"] {
        let answer = public.request(Method::GET, &format!("/import-templates/{name}")).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::NOT_FOUND, "{name}");
    }
    let answer = public.request(Method::POST, "/import-templates/UNITS.csv").send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::METHOD_NOT_ALLOWED);
    let first = public.request(Method::GET, "/import-templates/UNITS.xlsx").send().await.unwrap();
    let tag = first.headers()["etag"].clone();
    let again =
        public.request(Method::GET, "/import-templates/UNITS.xlsx").header("if-none-match", tag).send().await.unwrap();
    assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
}
