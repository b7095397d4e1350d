//! Each kind of rows, good and bad, as CSV and as a workbook.

use reqwest::header::{ACCEPT_LANGUAGE, HeaderValue};
use serde_json::{Value, json};
use tests::{App, Client, Who, World, both};

use super::{ABOUT, Cell, bring, counted, expected, problems, request, texts, workbook};

both!(
    units_are_made,
    units_are_refused_cell_by_cell,
    members_join_a_cluster,
    members_join_the_council,
    projects_are_drafted,
    projects_are_refused_cell_by_cell,
    targets_are_added,
    figures_are_added,
    a_workbook_has_days_numbers_and_truths,
    what_rows_are_put_into_is_named_and_seen,
);

/// The bytes of a CSV.
fn csv(text: &str) -> Vec<u8> {
    text.as_bytes().to_vec()
}

async fn ask(client: &Client, document: &str, variables: Value) -> Value {
    client.query(document, variables).await.ok().json["data"].clone()
}

async fn units_are_made(app: App) {
    World::units(&app).await;
    let admin = app.as_(Who::admin());
    let first = "\u{feff}Tên đơn vị,Tên viết tắt,Loại đơn vị,Hệ,Đơn vị cấp trên,Từ ngày\r\n\
        Sở Y tế,SYT,DEPARTMENT,STATE,UBND,01/01/2020\r\n\
        \"Trung tâm Y tế, cơ sở 2\",TTYT2,sở,Nhà nước,Sở Y tế,2020-02-01\r\n";
    let reply = bring(&admin, "UNITS", &csv(first), json!({})).await.ok();
    counted(&reply, [2, 0, 2]);
    assert_eq!(reply.int("importRows.import.rows.1.row"), 3);
    let second = texts("name;abbreviation;kind;system;parent;valid from\nHuyện Trà Cú;TC;huyện;STATE;H59;06/8/2020");
    let reply = bring(&admin, "UNITS", &second, json!({})).await.ok();
    counted(&reply, [1, 0, 1]);
    assert!(reply.str("importRows.import.rows.0.id").starts_with("Unit:"));
    let document = "{ units(first: 100, filter: { abbreviation: [\"SYT\", \"TTYT2\", \"TC\"] }, orderBy: [{ field: NAME }]) { nodes { name kind system validFrom parent { abbreviation } } } }";
    let made = ask(&admin, document, json!({})).await;
    assert_eq!(
        made["units"]["nodes"],
        json!([
            { "name": "Huyện Trà Cú", "kind": "DISTRICT", "system": "STATE", "validFrom": "2020-08-06", "parent": { "abbreviation": "UBND" } },
            { "name": "Sở Y tế", "kind": "DEPARTMENT", "system": "STATE", "validFrom": "2020-01-01", "parent": { "abbreviation": "UBND" } },
            { "name": "Trung tâm Y tế, cơ sở 2", "kind": "DEPARTMENT", "system": "STATE", "validFrom": "2020-02-01", "parent": { "abbreviation": "SYT" } },
        ])
    );
    // The tree of units is read anew: a token of such a unit is believed at once.
    let head = ask(&app.as_(Who::head("SYT")), "{ viewer { unit { name } } }", json!({})).await;
    assert_eq!(head["viewer"]["unit"]["name"], "Sở Y tế");
}

async fn units_are_refused_cell_by_cell(app: App) {
    World::units(&app).await;
    let admin = app.as_(Who::admin());
    let lines = "name;abbreviation;kind;system;parent;validFrom\n\
        Sở Y tế;;DEPARTMENT;STATE;UBND;31/02/2020\n\
        Sở Y tế;SYT;VILLAGE;STATE;Không có;2020-01-01\n\
        Sở Nội vụ;SNV;DEPARTMENT;STATE;UBND;2020-01-01\n\
        Tỉnh khác;TK;DEPARTMENT;STATE;;2020-01-01\n\
        Sở Y tế;SYT;DEPARTMENT;STATE;UBND;2020-01-01";
    for bytes in [csv(lines), texts(lines)] {
        let reply = bring(&admin, "UNITS", &bytes, json!({ "dryRun": true })).await.ok();
        let bad = [
            (2, "abbreviation", "B2", "BAD_USER_INPUT"),
            (2, "validFrom", "F2", "BAD_USER_INPUT"),
            (3, "kind", "C3", "BAD_USER_INPUT"),
            (3, "parent", "E3", "NOT_FOUND"),
            (4, "", "", "DUPLICATE"),
            (5, "parent", "E5", "BAD_USER_INPUT"),
        ];
        assert_eq!(problems(&reply), expected(&bad));
        counted(&reply, [5, 4, 0]);
    }
    let vietnamese = [(ACCEPT_LANGUAGE, HeaderValue::from_static("vi"))].into_iter().collect();
    let said = request(&admin, "UNITS", &csv(lines), &json!({}), ABOUT).headers(vietnamese);
    let reply = admin.send(said).await.ok();
    let sentence = reply.str("importRows.import.rows.0.problems.0.message");
    assert_eq!(sentence, "không được để trống");
    assert_eq!(reply.str("importRows.import.rows.3.problems.0.message"), "chỉ cấp tỉnh không có đơn vị cấp trên");
}

async fn members_join_a_cluster(app: App) {
    World::units(&app).await;
    let admin = app.as_(Who::admin());
    let cluster = json!({ "kind": "LOCALITY_CLUSTER", "name": "Cụm 1", "validFrom": "2020-01-01" });
    let made = admin.say("createCluster", cluster, "cluster { id }").await.ok();
    let into = json!({ "cluster": made.str("createCluster.cluster.id"), "mode": "VALID_ROWS" });
    let lines = "Đơn vị;Vai trò;Ngày hiệu lực\nCL;LEADER;2020-01-01\nHuyện Cầu Kè;thành viên;01/01/2020\nCL;cụm trưởng;2020-01-01\nKhác;MEMBER;2020-01-01";
    let reply = bring(&admin, "CLUSTER_MEMBERS", &csv(lines), into.clone()).await.ok();
    counted(&reply, [4, 2, 2]);
    assert_eq!(problems(&reply), expected(&[(4, "", "", "DUPLICATE"), (5, "unit", "A5", "NOT_FOUND")]));
    let more = texts("unit.abbreviation;role;validFrom\nPCTV;DEPUTY;2020-01-01");
    counted(&bring(&admin, "CLUSTER_MEMBERS", &more, into).await.ok(), [1, 0, 1]);
    let document = "{ clusters { nodes { version memberships { role unit { abbreviation } } } } }";
    let seen = app.as_(Who::Public).query(document, json!({})).await.ok();
    let members = seen.column("clusters.nodes.0.memberships", "unit.abbreviation");
    assert_eq!(members.len(), 3);
    assert_eq!(seen.int("clusters.nodes.0.version"), 4, "one more for each, as by hand");
}

async fn members_join_the_council(app: App) {
    World::units(&app).await;
    let secretary = app.as_(Who::secretary());
    let lines = "Họ và tên;Chức danh;Đơn vị;Tài khoản;Từ ngày\nTrần Văn A;CHAIR;UBND;tran.a;2020-01-01\nLê Thị B;ủy viên;CL;le.b;2020-01-01\nLê Thị B;MEMBER;CK;le.b;2021-01-01";
    for (bytes, kept) in [(csv(lines), 2), (texts(lines), 0)] {
        let reply = bring(&secretary, "COUNCIL_MEMBERS", &bytes, json!({ "mode": "VALID_ROWS" })).await.ok();
        counted(&reply, [3, 3 - kept, kept]);
        let last = problems(&reply).pop().unwrap();
        assert_eq!((last.0, last.3.as_str()), (4, "DUPLICATE"), "who sits does not sit twice");
    }
    let seen =
        secretary.query("{ councilMembers { nodes { name position unit { abbreviation } } } }", json!({})).await.ok();
    assert_eq!(seen.list("councilMembers.nodes").len(), 2);
}

async fn projects_are_drafted(app: App) {
    let world = World::launched(&app).await;
    let officer = app.as_(Who::district_officer("CL"));
    let into = json!({ "campaign": world.campaign });
    let lines = "Tên công trình;Loại;Đơn vị;Mục tiêu;Nhóm lĩnh vực;Ngày bắt đầu;Ngày kết thúc;Kinh phí (đồng);Cam kết không có công trình trọng điểm\n\
        Cầu Mỹ Huê;công trình;;Đi lại an toàn;xay dung nong thon moi;01/09/2021;2021-12-15;12.500.000.000;\n\
        Chợ Mỹ Cẩm;KEY_PROJECT;CL-MC;;;;;7000000,00;không\n\
        Giữ sạch đường quê;POLITICAL_TASK;Xã Mỹ Cẩm;;;;;;có";
    let reply = bring(&officer, "PROJECTS", &csv(lines), into.clone()).await.ok();
    counted(&reply, [3, 0, 3]);
    counted(&bring(&officer, "PROJECTS", &texts(lines), into).await.ok(), [3, 0, 3]);
    let document = "{ projects(first: 100, orderBy: [{ field: TITLE }]) { nodes { id title kind state objective budget startsOn endsOn statesNoKeyProject unit { abbreviation } fieldGroup { name } } } }";
    let seen = officer.query(document, json!({})).await.ok();
    assert_eq!(seen.list("projects.nodes").len(), 6);
    let bridge = seen.data("projects.nodes.0");
    let by = ["title", "kind", "state", "objective", "budget", "startsOn", "endsOn"]
        .map(|name| bridge[name].as_str().unwrap());
    assert_eq!(by, ["Cầu Mỹ Huê", "KEY_PROJECT", "DRAFT", "Đi lại an toàn", "12500000000", "2021-09-01", "2021-12-15"]);
    assert_eq!(bridge["fieldGroup"]["name"], "Xây dựng nông thôn mới");
    assert_eq!(seen.data("projects.nodes.2.unit.abbreviation"), "CL-MC");
    assert_eq!(seen.data("projects.nodes.2.budget"), "7000000");
    assert_eq!(seen.data("projects.nodes.4.statesNoKeyProject"), true);
    let first = reply.str("importRows.import.rows.0.id");
    assert!(seen.column("projects.nodes", "id").contains(&first));
}

async fn projects_are_refused_cell_by_cell(app: App) {
    let world = World::launched(&app).await;
    let officer = app.as_(Who::officer("SGTVT"));
    let long = "a".repeat(501);
    let lines = format!(
        "title;kind;unit;fieldGroup;startsOn;endsOn;budget\n\
         {long};KEY_PROJECT;;;;;\n\
         Đường;KEY_PROJECT;STC;;;;\n\
         Đường;KEY_PROJECT;;Khác;;;\n\
         Đường;KEY_PROJECT;;;2021-12-01;2021-11-01;\n\
         Đường;KEY_PROJECT;;;;;-1\n\
         Đường;KEY_PROJECT;;;;;1,5\n\
         Đường;KEY_PROJECT;CL;;hôm nay;;\n\
         Đường;KEY_PROJECT;;;;;0"
    );
    let into = json!({ "campaign": world.campaign, "mode": "VALID_ROWS" });
    for bytes in [csv(&lines), texts(&lines)] {
        let reply = bring(&officer, "PROJECTS", &bytes, into.clone()).await.ok();
        let bad = [
            (2, "title", "A2", "BAD_USER_INPUT"),
            (3, "", "", "FORBIDDEN"),
            (4, "fieldGroup", "D4", "NOT_FOUND"),
            (5, "endsOn", "F5", "BAD_USER_INPUT"),
            (6, "budget", "G6", "BAD_USER_INPUT"),
            (7, "budget", "G7", "BAD_USER_INPUT"),
            (8, "startsOn", "E8", "BAD_USER_INPUT"),
        ];
        assert_eq!(problems(&reply), expected(&bad));
        counted(&reply, [8, 7, 1]);
    }
}

async fn targets_are_added(app: App) {
    let world = World::launched(&app).await;
    let officer = app.as_(Who::officer("SGTVT"));
    let road = world.project(&officer, "Đường tỉnh 911", json!({})).await;
    let _ = world.project(&officer, "Trùng tên", json!({})).await;
    let _ = world.project(&officer, "Trùng tên", json!({})).await;
    let _ = world.project(&app.as_(Who::officer("STC")), "Của sở khác", json!({})).await;
    let _ = world.submitted(&app, "SGTVT", "Đã trình").await;
    let id = &road.id;
    let lines = format!(
        "Công trình;Chỉ tiêu;Đơn vị tính;Hiện trạng;Kế hoạch\n\
         Đường tỉnh 911;Cầu;cái;0;3\n\
         {id};Cây xanh;cây;;1.250,5\n\
         Đường tỉnh 911;CHIỀU DÀI ĐƯỜNG;km;;5\n\
         {id};Cau;cái;;4\n\
         Trùng tên;Cầu;cái;;1\n\
         Của sở khác;Cầu;cái;;1\n\
         Đã trình;Cầu;cái;;1\n\
         Đường tỉnh 911;Vốn;tỷ;;1.234\n\
         Đường tỉnh 911;Vốn;tỷ;;"
    );
    let into = json!({ "campaign": world.campaign, "mode": "VALID_ROWS" });
    let reply = bring(&officer, "TARGETS", &csv(&lines), into.clone()).await.ok();
    let bad = [
        (4, "indicator", "B4", "DUPLICATE"),
        (5, "indicator", "B5", "DUPLICATE"),
        (6, "project", "A6", "AMBIGUOUS"),
        (7, "project", "A7", "NOT_FOUND"),
        (8, "", "", "INVALID_TRANSITION"),
        (9, "planned", "E9", "AMBIGUOUS"),
        (10, "planned", "E10", "BAD_USER_INPUT"),
    ];
    assert_eq!(problems(&reply), expected(&bad));
    counted(&reply, [9, 7, 2]);
    assert_eq!(reply.str("importRows.import.rows.0.id"), road.id);
    let more = texts("project;indicator;measure;planned\nĐường tỉnh 911;Vốn;tỷ;12,5");
    counted(&bring(&officer, "TARGETS", &more, into).await.ok(), [1, 0, 1]);
    let document = "query($id: ID!) { node(id: $id) { ... on Project { version targets { position indicator baseline planned } } } }";
    let seen = officer.query(document, json!({ "id": road.id })).await.ok();
    assert_eq!(
        seen.data("node.targets"),
        &json!([
            { "position": 1, "indicator": "Chiều dài đường", "baseline": "0", "planned": "12.5" },
            { "position": 2, "indicator": "Cầu", "baseline": "0", "planned": "3" },
            { "position": 3, "indicator": "Cây xanh", "baseline": null, "planned": "1250.5" },
            { "position": 4, "indicator": "Vốn", "baseline": null, "planned": "12.5" },
        ])
    );
    assert_eq!(seen.int("node.version"), 4);
}

async fn figures_are_added(app: App) {
    let world = World::launched(&app).await;
    let officer = app.as_(Who::officer("SGTVT"));
    let figures = json!([{ "name": "Đường", "measure": "km", "value": "4.5" }]);
    let input = json!({ "phase": world.phases[0], "period": "8/2021", "narrative": "Đã làm", "indicators": figures });
    let report = officer.say("createReport", input, "report { id }").await.ok();
    let report = report.str("createReport.report.id").to_owned();
    let into = json!({ "report": report, "mode": "VALID_ROWS" });
    let lines = "Tên số liệu;Đơn vị tính;Giá trị\nCầu;cái;3\nđường;KM;5\nĐường;%;50,25\nNợ;đồng;-0,5\nNhà;cái;nhiều";
    let reply = bring(&officer, "REPORT_INDICATORS", &csv(lines), into.clone()).await.ok();
    assert_eq!(problems(&reply), expected(&[(3, "name", "A3", "DUPLICATE"), (6, "value", "C6", "BAD_USER_INPUT")]));
    counted(&reply, [5, 2, 3]);
    let more = workbook(&[
        vec![Cell::Text("name"), Cell::Text("measure"), Cell::Text("value")],
        vec![Cell::Text("Trường"), Cell::Text("cái"), Cell::Number(7.25)],
    ]);
    counted(&bring(&officer, "REPORT_INDICATORS", &more, into.clone()).await.ok(), [1, 0, 1]);
    let document = "query($id: ID!) { node(id: $id) { ... on Report { indicators { name measure value } } } }";
    let seen = officer.query(document, json!({ "id": report })).await.ok();
    assert_eq!(seen.column("node.indicators", "name"), ["Đường", "Cầu", "Đường", "Nợ", "Trường"]);
    assert_eq!(seen.column("node.indicators", "value"), ["4.5", "3", "50.25", "-0.5", "7.25"]);
    let _ = app.as_(Who::head("SGTVT")).say("submitReport", json!({ "id": report }), "report { state }").await.ok();
    let late = bring(&officer, "REPORT_INDICATORS", b"name,measure,value\nA,b,1", into).await.ok();
    assert_eq!(problems(&late), expected(&[(2, "", "", "INVALID_TRANSITION")]));
}

async fn a_workbook_has_days_numbers_and_truths(app: App) {
    let world = World::launched(&app).await;
    let officer = app.as_(Who::officer("SGTVT"));
    let heads = ["title", "kind", "startsOn", "endsOn", "budget", "statesNoKeyProject", "objective"];
    let rows = [
        heads.map(Cell::Text).to_vec(),
        vec![
            Cell::Number(914.0),
            Cell::Text("Movement"),
            Cell::Day("2021-09-01"),
            Cell::Text("15/12/2021"),
            Cell::Number(12_500_000_000.0),
            Cell::Truth(true),
            Cell::Formula("=\"a\"&\"b\"", "ab"),
        ],
        vec![],
        vec![
            Cell::Text("Ngày là chữ"),
            Cell::Text("MOVEMENT"),
            Cell::Number(44_440.0),
            Cell::Nothing,
            Cell::Number(0.5),
        ],
        vec![Cell::Day("2021-09-01"), Cell::Text("MOVEMENT")],
    ];
    let into = json!({ "campaign": world.campaign, "mode": "VALID_ROWS" });
    let reply = bring(&officer, "PROJECTS", &workbook(&rows), into).await.ok();
    let bad = [
        (4, "startsOn", "C4", "BAD_USER_INPUT"),
        (4, "budget", "E4", "BAD_USER_INPUT"),
        (5, "title", "A5", "BAD_USER_INPUT"),
    ];
    assert_eq!(problems(&reply), expected(&bad));
    let document = "{ projects { nodes { title kind startsOn endsOn budget statesNoKeyProject objective } } }";
    let seen = officer.query(document, json!({})).await.ok();
    assert_eq!(
        seen.data("projects.nodes"),
        &json!([{ "title": "914", "kind": "MOVEMENT", "startsOn": "2021-09-01", "endsOn": "2021-12-15",
            "budget": "12500000000", "statesNoKeyProject": true, "objective": "ab" }])
    );
}

/// A campaign, cluster or report is given where the kind needs it, and nowhere else; what one does not see is not there.
async fn what_rows_are_put_into_is_named_and_seen(app: App) {
    let world = World::launched(&app).await;
    let officer = app.as_(Who::officer("SGTVT"));
    let projects = b"title,kind\nA,KEY_PROJECT";
    for more in
        [json!({}), json!({ "campaign": world.campaign, "report": "Report:00000000-0000-4000-8000-000000000000" })]
    {
        let _ = bring(&officer, "PROJECTS", projects, more).await.refused("BAD_USER_INPUT");
    }
    let nowhere = json!({ "campaign": "Campaign:00000000-0000-4000-8000-000000000000" });
    let _ = bring(&officer, "PROJECTS", projects, nowhere).await.refused("NOT_FOUND");
    let _ = bring(&officer, "PROJECTS", projects, json!({ "campaign": world.units["SNV"] })).await.refused("BAD_ID");
    let other = json!({ "phase": world.phases[0], "period": "8/2021", "narrative": "Đã làm" });
    let report = app.as_(Who::officer("STC")).say("createReport", other, "report { id }").await.ok();
    let into = json!({ "report": report.str("createReport.report.id") });
    let _ = bring(&officer, "REPORT_INDICATORS", b"name,measure,value\nA,b,1", into).await.refused("NOT_FOUND");
}
