//! The workloads: each a document with its variables, and the same question to the hand-written server.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{
    Result,
    ground::Ground,
    http::{get, post},
    load::Requests,
    server::program,
};

/// The names, in the order of the table.
pub(crate) const NAMES: [&str; 9] =
    ["object", "projects", "own", "units", "reports", "search-common", "search-rare", "dashboard", "record"];

/// A workload.
pub(crate) struct Workload {
    /// Its name.
    pub(crate) name: &'static str,
    /// What it asks for.
    pub(crate) about: &'static str,
    /// Where in `data` the answer lies that is to be compared.
    pub(crate) place: &'static str,
    /// Requests to `thidua`.
    pub(crate) ours: Requests,
    /// The same to the hand-written server.
    pub(crate) theirs: Requests,
}

/// One question, to both.
struct Question {
    token: String,
    variables: Value,
    theirs: Vec<u8>,
}

/// A unit's head, with what they ask for.
struct Head {
    unit: Uuid,
    token: String,
}

impl Workload {
    /// Every workload, on keys that are in the database.
    pub(crate) async fn all(ground: &mut Ground) -> Result<Vec<Self>> {
        let body = token("STANDING_BODY", "SNV")?;
        let heads = heads(&mut ground.admin).await?;
        let campaign: Uuid = sqlx::query_scalar("select id from campaign").fetch_one(&mut ground.admin).await?;
        Ok(vec![
            Self::of(
                "object",
                "one project by id, with its unit",
                "/node",
                include_str!("queries/object.graphql"),
                objects(&body, &mut ground.admin).await?,
            ),
            Self::of(
                "projects",
                "20 projects of a state, with unit, clusters, latest 3 reports",
                "/projects",
                include_str!("queries/projects.graphql"),
                projects(&body, campaign),
            ),
            Self::of(
                "own",
                "the same for a unit's head: its own 20 projects",
                "/projects",
                include_str!("queries/projects.graphql"),
                own(&heads, campaign),
            ),
            Self::of(
                "units",
                "100 units, with counts of their projects by state",
                "/units",
                include_str!("queries/units.graphql"),
                units(&body),
            ),
            Self::of(
                "reports",
                "20 reports with their text, at 90 % by cursor",
                "/reports",
                include_str!("queries/reports.graphql"),
                reports(&body, &mut ground.admin).await?,
            ),
            Self::of(
                "search-common",
                "search in projects: words that many have",
                "/projects",
                include_str!("queries/search.graphql"),
                search(&body, &["nông thôn mới", "Trường học", "càng long cầu", "đường", "an ninh trật tự"]),
            ),
            Self::of(
                "search-rare",
                "search in projects: words that few or none have",
                "/projects",
                include_str!("queries/search.graphql"),
                search(&body, &["giai đoạn 19937", "đoạn 7777", "không có ở đâu", "Ô Đùng 997"]),
            ),
            Self::of(
                "dashboard",
                "three totals and seven grouped counts",
                "",
                include_str!("queries/dashboard.graphql"),
                dashboard(&body, campaign),
            ),
            Self::of(
                "record",
                "progress recorded: row, change, audit entry, event",
                "/recordProgress",
                include_str!("queries/record.graphql"),
                record(&heads, &mut ground.admin).await?,
            ),
        ])
    }

    fn of(
        name: &'static str,
        about: &'static str,
        place: &'static str,
        document: &str,
        questions: Vec<Question>,
    ) -> Self {
        let ours = |question: &Question| {
            let body = json!({ "query": document, "variables": question.variables }).to_string();
            post("/graphql", Some(&question.token), &body)
        };
        let requests = questions.iter().map(ours).collect();
        Self {
            name,
            about,
            place,
            ours: requests,
            theirs: questions.into_iter().map(|question| question.theirs).collect(),
        }
    }
}

fn token(class: &str, unit: &str) -> Result<String> {
    let arguments =
        ["token", "--role", class, "--duty", "HEAD", "--unit", unit, "--subject", "bench", "--minutes", "1440"];
    let said = program("thidua")?.args(arguments).output()?;
    if !said.status.success() {
        return Err(String::from_utf8_lossy(&said.stderr).into());
    }
    Ok(String::from_utf8(said.stdout)?.trim().to_owned())
}

/// Heads of forty departments.
async fn heads(admin: &mut PgConnection) -> Result<Vec<Head>> {
    let sql = "select id, abbreviation from unit where kind = 'DEPARTMENT' and abbreviation <> 'SNV' order by name_key limit 40";
    let units: Vec<(Uuid, String)> = sqlx::query_as(sql).fetch_all(admin).await?;
    units.into_iter().map(|(unit, name)| Ok(Head { unit, token: token("DEPARTMENT", &name)? })).collect()
}

/// Projects that are looked at one by one.
pub(crate) async fn object_ids(admin: &mut PgConnection) -> Result<Vec<Uuid>> {
    let sql = "select id from project where state <> 'DRAFT' order by md5(id::text) limit 1000";
    Ok(sqlx::query_scalar(sql).fetch_all(admin).await?)
}

async fn objects(token: &str, admin: &mut PgConnection) -> Result<Vec<Question>> {
    let ids = object_ids(admin).await?;
    let question = |id: Uuid| Question {
        token: token.into(),
        variables: json!({ "id": format!("Project:{id}") }),
        theirs: get(&format!("/object/{id}")),
    };
    Ok(ids.into_iter().map(question).collect())
}

/// States of projects of which pages are asked for.
pub(crate) const STATES: [&str; 6] =
    ["SUBMITTED", "RETURNED", "ACCEPTED", "IN_PROGRESS", "COMPLETION_CLAIMED", "VERIFIED"];

fn projects(token: &str, campaign: Uuid) -> Vec<Question> {
    let question = |state: &str| Question {
        token: token.into(),
        variables: json!({ "filter": { "campaign": [format!("Campaign:{campaign}")], "state": [state] } }),
        theirs: get(&format!("/projects/{campaign}/{state}")),
    };
    STATES.into_iter().map(question).collect()
}

fn own(heads: &[Head], campaign: Uuid) -> Vec<Question> {
    let question = |head: &Head| Question {
        token: head.token.clone(),
        variables: json!({ "filter": { "campaign": [format!("Campaign:{campaign}")] } }),
        theirs: get(&format!("/own/{}/{campaign}", head.unit)),
    };
    heads.iter().map(question).collect()
}

fn units(token: &str) -> Vec<Question> {
    vec![Question { token: token.into(), variables: json!({}), theirs: get("/units") }]
}

/// Places at ninety hundredths of the way.
pub(crate) async fn places(admin: &mut PgConnection) -> Result<Vec<(i64, Uuid)>> {
    let sql = "with ends as (select min(created_at) as first, max(created_at) as last from report) \
        select r.created_at, r.id from ends, generate_series(1, 100) n, lateral ( \
        select created_at, id from report where state <> 'DRAFT' and created_at <= first + (last - first) / 10 + n * 1000000 \
        order by created_at desc, id desc limit 1) r";
    Ok(sqlx::query_as(sql).fetch_all(admin).await?)
}

/// Cursors of these places. They are made here, since walking there takes a while.
async fn reports(token: &str, admin: &mut PgConnection) -> Result<Vec<Question>> {
    let question = |(created_at, id): (i64, Uuid)| {
        let after = URL_SAFE_NO_PAD.encode(json!(["-CREATED_AT", [created_at, id.simple().to_string()]]).to_string());
        let theirs = get(&format!("/reports/{created_at}/{id}"));
        Question { token: token.into(), variables: json!({ "after": after }), theirs }
    };
    Ok(places(admin).await?.into_iter().map(question).collect())
}

fn search(token: &str, texts: &[&str]) -> Vec<Question> {
    let question = |text: &&str| Question {
        token: token.into(),
        variables: json!({ "text": text }),
        theirs: get(&format!("/search/{}", escaped(text))),
    };
    texts.iter().map(question).collect()
}

fn escaped(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect::<Vec<_>>().concat()
}

fn dashboard(token: &str, campaign: Uuid) -> Vec<Question> {
    let variables = json!({ "campaign": format!("Campaign:{campaign}") });
    vec![Question { token: token.into(), variables, theirs: get(&format!("/dashboard/{campaign}")) }]
}

/// Each on a project of the head's own unit.
async fn record(heads: &[Head], admin: &mut PgConnection) -> Result<Vec<Question>> {
    let units: Vec<Uuid> = heads.iter().map(|head| head.unit).collect();
    let sql = "select id, unit_id from project where unit_id = any($1) and state in ('ACCEPTED', 'IN_PROGRESS') order by md5(id::text) limit 1000";
    let projects: Vec<(Uuid, Uuid)> = sqlx::query_as(sql).bind(units).fetch_all(admin).await?;
    let question = |(project, unit): (Uuid, Uuid)| {
        let head = heads.iter().find(|head| head.unit == unit)?;
        let mut input = json!({ "onDate": "2021-12-31", "percent": 50, "note": "Đã thi công xong phần móng." });
        let theirs = post(&format!("/record/{project}"), None, &input.to_string());
        input["id"] = format!("Project:{project}").into();
        Some(Question { token: head.token.clone(), variables: json!({ "input": input }), theirs })
    };
    Ok(projects.into_iter().filter_map(question).collect())
}
