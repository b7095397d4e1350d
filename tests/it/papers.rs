//! Papers: what is printed of a consolidated report, a session and a decision; whose the links are; and that a word processor and
//! a spreadsheet open them with Vietnamese intact.

use std::{collections::BTreeMap, fs, path::Path, process::Command};

use reqwest::Method;
use serde_json::{Value, json};
use tests::{App, Client, Who, both};

use crate::mended::ground::{COUNCIL, Ground, text};

both!(a_link_is_for_one_reader_and_some_minutes, what_is_printed_is_what_its_reader_sees, libre_office_opens_them);

/// A text that a spreadsheet would calculate, if it were let.
const FORMULA: &str = "=1+1";

/// A consolidated report that was issued, with a report behind it; its ID.
async fn consolidated(ground: &Ground) -> String {
    let indicators = json!([{ "name": "Đường giao thông nông thôn", "measure": "km", "value": "1234.5" }]);
    let input = json!({
        "phase": ground.world.phases[0], "period": "08/2021", "narrative": "Đã khởi công", "indicators": indicators,
        "difficulties": "Giải phóng mặt bằng chậm & vướng <thủ tục>", "proposals": FORMULA,
    });
    let report = text(&ground.does(Who::officer("SGTVT"), "createReport", input, "report { id }").await["id"]);
    ground.does(Who::head("SGTVT"), "submitReport", json!({ "id": report }), "report { id }").await;
    ground.does(Who::standing_officer(), "acceptReport", json!({ "id": report }), "report { id }").await;
    ground.world.submitted(&ground.app, "SGTVT", "Đường tỉnh 911").await;
    ground.consolidated(&report).await
}

/// The papers of an object, as somebody reads them: the whole of each, by kind and format.
async fn papers(ground: &Ground, who: Who, id: &str) -> BTreeMap<(String, String), Value> {
    let seen = ground.look(who, id, "papers { kind format name mediaType url expiresAt }").await;
    let papers = seen["papers"].as_array().cloned().unwrap_or_default();
    papers.into_iter().map(|paper| ((text(&paper["kind"]), text(&paper["format"])), paper)).collect()
}

/// Somebody fetches a link: status, type, disposition, bytes.
async fn fetched(client: &Client, app: &App, url: &str, with_token: bool) -> (u16, String, String, Vec<u8>) {
    let request =
        if with_token { client.request(Method::GET, url) } else { app.as_(Who::Public).request(Method::GET, url) };
    let response = request.send().await.unwrap();
    let header =
        |name: &str| response.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    let (status, kind, disposition) =
        (response.status().as_u16(), header("content-type"), header("content-disposition"));
    (status, kind, disposition, response.bytes().await.unwrap().to_vec())
}

async fn a_link_is_for_one_reader_and_some_minutes(app: App) {
    let ground = Ground::new(app).await;
    let id = consolidated(&ground).await;
    let papers = papers(&ground, Who::chair(), &id).await;
    assert_eq!(papers.len(), 2);
    let paper = &papers[&("CONSOLIDATED_REPORT".into(), "DOCX".into())];
    assert_eq!(paper["name"], "Báo cáo tổng hợp Q3-2021.docx");
    let url = text(&paper["url"]);
    let chair = ground.app.as_(Who::chair());
    for with_token in [true, false] {
        let (status, kind, disposition, bytes) = fetched(&chair, &ground.app, &url, with_token).await;
        assert_eq!((status, kind.as_str()), (200, paper["mediaType"].as_str().unwrap()));
        assert!(
            disposition.starts_with("attachment") && disposition.contains("filename*=UTF-8''B%C3%A1o%20c%C3%A1o"),
            "{disposition}"
        );
        assert!(bytes.starts_with(b"PK\x03\x04"));
    }
    let other = ground.app.as_(Who::head("STC"));
    assert_eq!(fetched(&other, &ground.app, &url, true).await.0, 403, "a token that comes along is of somebody else");
    let (path, token) = url.rsplit_once('/').unwrap();
    let as_file = format!("/files/{token}");
    assert_eq!(fetched(&chair, &ground.app, &as_file, true).await.0, 403, "a link to a paper is none to a file");
    assert_eq!(fetched(&chair, &ground.app, &format!("{path}/{}x", &token[..token.len() - 2]), true).await.0, 403);
    let reply = ground.app.as_(Who::chair()).request(Method::POST, &url).send().await.unwrap();
    assert_eq!(reply.status().as_u16(), 405);
    ground.app.at("2021-08-07T20:00:00+07:00");
    assert_eq!(fetched(&chair, &ground.app, &url, true).await.0, 403, "it has ended");
}

/// A unit's paper has no difficulties of others, the public has no paper of it; a session has papers after its close.
async fn what_is_printed_is_what_its_reader_sees(app: App) {
    let ground = Ground::new(app).await;
    let id = consolidated(&ground).await;
    assert!(papers(&ground, Who::Public, &id).await.is_empty());
    let docx = ("CONSOLIDATED_REPORT".to_owned(), "DOCX".to_owned());
    for (who, reads) in [(Who::standing_head(), true), (Who::head("STC"), false)] {
        let url = text(&papers(&ground, who.clone(), &id).await[&docx]["url"]);
        let (status, _, _, bytes) = fetched(&ground.app.as_(who.clone()), &ground.app, &url, true).await;
        let xml = unzipped(&bytes, "word/document.xml");
        assert_eq!((status, xml.contains("Giải phóng mặt bằng chậm &amp; vướng")), (200, reads), "{who:?}");
    }
    let eligible = ground.eligible(&["Nguyễn Thị Bé"]).await;
    let session = ground.opened(&[&eligible[0].0]).await;
    assert!(papers(&ground, Who::secretary(), &session.id).await.is_empty(), "nothing is printed before the close");
    for unit in COUNCIL {
        ground.votes(&session, unit, "AYE").await;
    }
    ground.does(Who::secretary(), "closeSession", json!({ "id": session.id }), "councilSession { id }").await;
    let printed = papers(&ground, Who::secretary(), &session.id).await;
    let kinds: Vec<_> = printed.keys().map(|(kind, _)| kind.as_str()).collect();
    assert_eq!(kinds, ["PROPOSAL_LETTER", "VOTE_MINUTES"]);
    let url = text(&printed[&("VOTE_MINUTES".into(), "DOCX".into())]["url"]);
    let xml =
        unzipped(&fetched(&ground.app.as_(Who::secretary()), &ground.app, &url, true).await.3, "word/document.xml");
    assert!(xml.contains("Nguyễn Thị Bé") && xml.contains("BIÊN BẢN KIỂM PHIẾU"));
    for unit in COUNCIL {
        assert!(!xml.contains(&format!(">{unit}<")), "no member is named: {unit}");
    }
}

/// One part of a package.
pub fn unzipped(bytes: &[u8], part: &str) -> String {
    let folder = tempfile();
    fs::write(folder.join("a.zip"), bytes).unwrap();
    let said = Command::new("unzip").arg("-p").arg(folder.join("a.zip")).arg(part).output().unwrap();
    fs::remove_dir_all(&folder).unwrap();
    String::from_utf8(said.stdout).unwrap()
}

fn tempfile() -> std::path::PathBuf {
    let folder = std::env::temp_dir().join(format!("thidua-papers-{}", uuid::Uuid::now_v7()));
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// `LibreOffice` opens what is written here: letters as text, tables as values.
async fn libre_office_opens_them(app: App) {
    let ground = Ground::new(app).await;
    let id = consolidated(&ground).await;
    let honouree = "Nguyễn Thị Mỹ Hường";
    ground.awarded(honouree).await;
    let list = "{ sessions { nodes { id } } decisions { nodes { id } } }";
    let reply = ground.app.as_(Who::standing_head()).query(list, json!({})).await.ok();
    let (session, decision) = (reply.str("sessions.nodes.0.id"), reply.str("decisions.nodes.0.id"));
    let folder = tempfile();
    for object in [id.as_str(), session, decision] {
        for ((kind, format), paper) in papers(&ground, Who::standing_head(), object).await {
            let url = text(&paper["url"]);
            let (status, _, _, bytes) = fetched(&ground.app.as_(Who::standing_head()), &ground.app, &url, true).await;
            assert_eq!(status, 200, "{kind} {format}");
            fs::write(folder.join(format!("{kind}.{}", format.to_lowercase())), bytes).unwrap();
        }
    }
    if let Ok(kept) = std::env::var("THIDUA_KEEP_PAPERS") {
        let _ = Command::new("cp").arg("-r").arg(&folder).arg(kept).status();
    }
    convert(&folder, "txt:Text (encoded):UTF8", "docx");
    // Every sheet, with commas between the cells and quotes around them.
    convert(&folder, "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,true,false,false,false,false,-1", "xlsx");
    let read = |name: &str| fs::read_to_string(folder.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
    let report = read("CONSOLIDATED_REPORT.txt");
    for words in [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "SỞ NỘI VỤ",
        "Số: 45/BC-SNV",
        "Trà Vinh, ngày 06 tháng 8 năm 2021",
        "BÁO CÁO",
        "Phong trào",
        "Giải phóng mặt bằng chậm & vướng <thủ tục>",
        "1.234,5",
        FORMULA,
        "Nơi nhận:",
        "CHỦ TỊCH",
        "Lê Văn Hân",
    ] {
        let words = if words == "Phong trào" { "Các đơn vị đã triển khai" } else { words };
        assert!(report.contains(words), "{words} in {report}");
    }
    for (name, words) in [
        ("VOTE_MINUTES.txt", "BIÊN BẢN KIỂM PHIẾU"),
        ("PROPOSAL_LETTER.txt", "TỜ TRÌNH"),
        ("AWARD_DECISION.txt", "QUYẾT ĐỊNH:"),
    ] {
        let paper = read(name);
        assert!(paper.contains(words) && paper.contains(honouree), "{name}: {paper}");
    }
    let indicators = read("CONSOLIDATED_REPORT-Chỉ tiêu của các báo cáo.csv");
    assert!(indicators.contains("\"Đường giao thông nông thôn\",\"km\","), "{indicators}");
    let sheet = unzipped(&fs::read(folder.join("CONSOLIDATED_REPORT.xlsx")).unwrap(), "xl/worksheets/sheet4.xml");
    // Of a text there would be its place in the table of texts.
    assert!(sheet.contains("<v>1234.5</v>"), "a value is a number: {sheet}");
    assert!(!sheet.contains("<f>"));
    let sources = read("CONSOLIDATED_REPORT-Báo cáo nguồn.csv");
    assert!(sources.contains(&format!("\"{FORMULA}\"")), "what looks like a formula is a text: {sources}");
    fs::remove_dir_all(&folder).unwrap();
}

/// Has `LibreOffice` convert every file of a kind, under a profile of this test's own.
fn convert(folder: &Path, to: &str, extension: &str) {
    let files = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    let files: Vec<_> = files.filter(|file| file.extension().is_some_and(|found| found == extension)).collect();
    assert!(!files.is_empty(), "no {extension}");
    let said = Command::new("soffice")
        .arg(format!("-env:UserInstallation=file://{}/profile", folder.display()))
        .args(["--headless", "--convert-to", to, "--outdir"])
        .arg(folder)
        .args(files)
        .output()
        .unwrap_or_else(|error| panic!("LibreOffice (libreoffice-writer-nogui, libreoffice-calc-nogui): {error}"));
    assert!(said.status.success(), "{said:?}");
}
