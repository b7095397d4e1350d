//! The server to compare with: actix-web and sqlx, one SQL statement that makes the JSON, nothing else.
//!
//! It checks no token, writes no log and no request id, knows no schema and no rule but the ones written out in its
//! statements. Its answers are as plain as they can be: bare keys, and instants as the numbers they are stored as.

mod record;

use actix_web::{
    App, HttpResponse, HttpServer,
    http::header::ContentType,
    web::{self, Data, Path},
};
use sqlx::{PgPool, postgres::PgPoolOptions};
use uuid::Uuid;

use crate::Result;

/// The argument with which the benchmark starts itself as this server.
pub(crate) const ARGUMENT: &str = "--handwritten";

/// Serves until it is killed: `ARGUMENT url port connections`.
pub(crate) fn main(arguments: &[String]) -> Result<()> {
    let [url, port, connections] = arguments else { return Err("url, port and connections are needed".into()) };
    let (port, connections) = (port.parse::<u16>()?, connections.parse()?);
    actix_web::rt::System::new().block_on(async {
        let pool = PgPoolOptions::new().max_connections(connections).test_before_acquire(false).connect(url).await?;
        let pool = Data::new(pool);
        let server = HttpServer::new(move || App::new().app_data(pool.clone()).configure(routes));
        Ok(server.bind(("127.0.0.1", port))?.run().await?)
    })
}

fn routes(config: &mut web::ServiceConfig) {
    config
        .route("/readyz", web::get().to(async || HttpResponse::Ok().body("ready")))
        .route("/object/{project}", web::get().to(object))
        .route("/projects/{campaign}/{state}", web::get().to(projects))
        .route("/own/{unit}/{campaign}", web::get().to(own))
        .route("/units", web::get().to(units))
        .route("/reports/{created_at}/{id}", web::get().to(reports))
        .route("/search/{text}", web::get().to(search))
        .route("/dashboard/{campaign}", web::get().to(dashboard))
        .route("/record/{project}", web::post().to(record::record));
}

type Pool = Data<PgPool>;
type Answer = std::result::Result<HttpResponse, actix_web::Error>;

/// The text that a statement made, as the body.
pub(crate) fn json(made: std::result::Result<Option<String>, sqlx::Error>) -> Answer {
    match made.map_err(actix_web::error::ErrorInternalServerError)? {
        Some(text) => Ok(HttpResponse::Ok().content_type(ContentType::json()).body(text)),
        None => Ok(HttpResponse::NotFound().finish()),
    }
}

async fn object(pool: Pool, path: Path<(Uuid,)>) -> Answer {
    json(sqlx::query_scalar(include_str!("object.sql")).bind(path.0).fetch_optional(&**pool).await)
}

async fn projects(pool: Pool, path: Path<(Uuid, String)>) -> Answer {
    json(sqlx::query_scalar(include_str!("projects.sql")).bind(path.0).bind(&path.1).fetch_optional(&**pool).await)
}

async fn own(pool: Pool, path: Path<(Uuid, Uuid)>) -> Answer {
    json(sqlx::query_scalar(include_str!("own.sql")).bind(path.0).bind(path.1).fetch_optional(&**pool).await)
}

async fn units(pool: Pool) -> Answer {
    json(sqlx::query_scalar(include_str!("units.sql")).fetch_optional(&**pool).await)
}

async fn reports(pool: Pool, path: Path<(i64, Uuid)>) -> Answer {
    json(sqlx::query_scalar(include_str!("reports.sql")).bind(path.0).bind(path.1).fetch_optional(&**pool).await)
}

async fn search(pool: Pool, path: Path<(String,)>) -> Answer {
    let words: Vec<String> = entity::text::fold(&path.0).split(' ').map(|word| format!("%{word}%")).collect();
    json(sqlx::query_scalar(include_str!("search.sql")).bind(words).fetch_optional(&**pool).await)
}

async fn dashboard(pool: Pool, path: Path<(Uuid,)>) -> Answer {
    json(sqlx::query_scalar(include_str!("dashboard.sql")).bind(path.0).fetch_optional(&**pool).await)
}
