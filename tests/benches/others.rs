//! Other GraphQL servers over the same database, where npm is there: PostGraphile 5, and mercurius with its JIT.
//!
//! They check no token and know no rules: PostGraphile shows drafts too. So their answers are theirs, and not compared.

use std::{
    env,
    path::Path,
    process::{Command, Stdio},
    thread::available_parallelism,
};

use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    Result,
    ground::Ground,
    http::{Connection, post},
    load::Requests,
    server::Server,
    workload::{STATES, object_ids, places},
};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/others");

/// Their names and programs.
const SERVERS: [(&str, &str); 2] = [("PostGraphile", "postgraphile.mjs"), ("mercurius", "mercurius.mjs")];

/// Another server, with what it is asked: the name of a workload, and requests.
pub(crate) struct Other {
    /// Its name.
    pub(crate) name: &'static str,
    /// It.
    pub(crate) server: Server,
    /// What it is asked.
    pub(crate) questions: Vec<(&'static str, Requests)>,
}

/// Starts those that there are: none without npm.
pub(crate) async fn start(ground: &mut Ground, pool: u32) -> Result<Vec<Other>> {
    if !is_installed()? {
        eprintln!("npm is not there: no other servers are measured");
        return Ok(Vec::new());
    }
    let workers = available_parallelism()?.get();
    let each = (usize::try_from(pool)? / workers).max(1);
    let mut others = Vec::new();
    for (name, script) in SERVERS {
        let mut command = Command::new(Path::new(FOLDER).join("node_modules/.bin/node"));
        command.current_dir(FOLDER).env("NODE_ENV", "production").env("GRAPHILE_ENV", "production");
        command.args([script, &ground.url]);
        let listen = |command: &mut Command, port: u16| {
            command.args([port.to_string(), workers.to_string(), each.to_string()]);
        };
        let server = Server::start(command, listen).await?;
        let questions = match name {
            "PostGraphile" => postgraphile(ground, &server).await?,
            _ => mercurius(ground).await?,
        };
        others.push(Other { name, server, questions });
    }
    Ok(others)
}

/// Installs them beside this file, once.
fn is_installed() -> Result<bool> {
    if Path::new(FOLDER).join("node_modules/.package-lock.json").exists() {
        return Ok(true);
    }
    let mut command = Command::new("npm");
    command.args(["ci", "--no-audit", "--no-fund"]).current_dir(FOLDER).stdout(Stdio::null());
    match command.status() {
        Ok(done) if done.success() => Ok(true),
        Ok(_) => Err("npm ci fails; see the lines above".into()),
        Err(_) => Ok(false),
    }
}

fn asked(document: &str, variables: impl IntoIterator<Item = Value>) -> Requests {
    let body = |variables: Value| json!({ "query": document, "variables": variables }).to_string();
    variables.into_iter().map(|variables| post("/graphql", None, &body(variables))).collect()
}

async fn postgraphile(ground: &mut Ground, server: &Server) -> Result<Vec<(&'static str, Requests)>> {
    let (ids, campaign) = (object_ids(&mut ground.admin).await?, campaign(ground).await?);
    Ok(vec![
        (
            "object",
            asked(
                "query ($id: UUID!) { projectByRowId(rowId: $id) { id: rowId title state objective unit: unitByUnitId { id: rowId name } } }",
                ids.iter().map(|id| json!({ "id": id })),
            ),
        ),
        (
            "projects",
            asked(
                "query ($campaign: UUID!, $state: String!) {
                    allProjects(first: 20, condition: { campaignId: $campaign, state: $state }, orderBy: CREATED_AT_DESC) { nodes {
                        id: rowId title state unit: unitByUnitId { id: rowId name
                            memberships: clusterMembershipsByUnitId { nodes { cluster: clusterByClusterId { id: rowId name } } }
                            reports: reportsByUnitId(first: 3, orderBy: CREATED_AT_DESC) { nodes { id: rowId period state createdAt } } }
                    } }
                }",
                STATES.map(|state| json!({ "campaign": campaign, "state": state })),
            ),
        ),
        (
            "units",
            asked(
                "{ allUnits(first: 100, orderBy: NAME_KEY_ASC) { nodes { id: rowId name
                    projects: projectsByUnitId { groupedAggregates(groupBy: [STATE]) { keys distinctCount { rowId } } } } } }",
                [json!({})],
            ),
        ),
        (
            "reports",
            asked(
                "query ($after: Cursor!) { allReports(first: 20, after: $after, orderBy: CREATED_AT_DESC) {
                    nodes { id: rowId period state narrative createdAt } pageInfo { endCursor }
                } }",
                cursors(ground, server).await?.into_iter().map(|after| json!({ "after": after })),
            ),
        ),
    ])
}

/// Its cursors at ninety hundredths of the way.
async fn cursors(ground: &mut Ground, server: &Server) -> Result<Vec<Value>> {
    let rows: i64 = sqlx::query_scalar("select count(*) from report").fetch_one(&mut ground.admin).await?;
    let mut connection = Connection::open(server.address).await?;
    let mut found = Vec::new();
    for n in 0..10 {
        let body = json!({
            "query": "query ($offset: Int!) { allReports(first: 1, offset: $offset, orderBy: CREATED_AT_DESC) { pageInfo { endCursor } } }",
            "variables": { "offset": rows * 9 / 10 + n * 100 },
        });
        let answer: Value =
            serde_json::from_slice(connection.exchange(&post("/graphql", None, &body.to_string())).await?)?;
        found.push(answer["data"]["allReports"]["pageInfo"]["endCursor"].clone());
    }
    Ok(found)
}

async fn mercurius(ground: &mut Ground) -> Result<Vec<(&'static str, Requests)>> {
    let (ids, campaign) = (object_ids(&mut ground.admin).await?, campaign(ground).await?);
    let places = places(&mut ground.admin).await?;
    Ok(vec![
        (
            "object",
            asked(
                "query ($id: ID!) { project(id: $id) { id title state objective unit { id name } } }",
                ids.iter().map(|id| json!({ "id": id })),
            ),
        ),
        (
            "projects",
            asked(
                "query ($campaign: ID!, $state: String!) { projects(campaign: $campaign, state: $state, first: 20) { id title state
                    unit { id name memberships { cluster { id name } } reports(first: 3) { id period state createdAt } } } }",
                STATES.map(|state| json!({ "campaign": campaign, "state": state })),
            ),
        ),
        ("units", asked("{ units(first: 100) { id name counts { key count } } }", [json!({})])),
        (
            "reports",
            asked(
                "query ($createdAt: String!, $id: ID!) { reports(createdAt: $createdAt, id: $id, first: 20) { id period state narrative createdAt } }",
                places.into_iter().map(|(at, id)| json!({ "createdAt": at.to_string(), "id": id })),
            ),
        ),
    ])
}

async fn campaign(ground: &mut Ground) -> Result<Uuid> {
    Ok(sqlx::query_scalar("select id from campaign").fetch_one(&mut ground.admin).await?)
}
