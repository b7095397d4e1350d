//! The private listener: counters for Prometheus and details of health, for whoever runs the server and nobody else.

use std::{
    io,
    net::{SocketAddr, TcpListener},
    sync::Arc,
    time::{Duration, Instant},
};

use actix_web::{
    App, HttpResponse, HttpServer,
    dev::ServerHandle,
    http::StatusCode,
    web::{self, Data},
};
use schema::Database;
use serde_json::{Value, json};
use tokio::{sync::watch, time::timeout};

use crate::{
    config::{Config, Mode},
    db,
    http::{Door, readable, security},
    metrics::{Inside, Metrics, pools},
};

/// How long the database may take to say that it is there.
const REACHED_WITHIN: Duration = Duration::from_secs(2);

/// The listener at work. Dropping it ends it at once.
#[derive(Debug)]
pub struct Private {
    /// Where it serves.
    pub address: SocketAddr,
    handle: ServerHandle,
}

impl Drop for Private {
    fn drop(&mut self) {
        // The message is sent at once; only its answer would have to be waited for.
        drop(self.handle.stop(false));
    }
}

/// What its handlers look at.
#[derive(Clone)]
struct Room {
    metrics: Metrics,
    inside: Inside,
    began: Instant,
    leaving: Arc<watch::Sender<bool>>,
}

/// Serves on the address that is configured, if one is.
pub(crate) fn start(
    config: &Config,
    listener: Option<TcpListener>,
    door: &Door,
    database: Database,
) -> io::Result<Option<Private>> {
    let Some(listener) = listener else { return Ok(None) };
    let address = listener.local_addr()?;
    let mode = if config.mode == Mode::Demo { "demo" } else { "production" };
    let room = Data::new(Room {
        metrics: door.metrics.clone(),
        inside: Inside { database, began: door.clock.now(), mode },
        began: Instant::now(),
        leaving: Arc::clone(&door.leaving),
    });
    let server = HttpServer::new(move || {
        let paths = |paths: &mut web::ServiceConfig| {
            paths.service(readable("/metrics", metrics)).service(readable("/health", health));
        };
        App::new().app_data(room.clone()).wrap(security()).configure(paths)
    });
    let server = server.workers(1).disable_signals().shutdown_timeout(0).listen(listener)?.run();
    let handle = server.handle();
    tokio::spawn(server);
    Ok(Some(Private { address, handle }))
}

/// `/metrics`, in the text format of Prometheus.
async fn metrics(room: Data<Room>) -> HttpResponse {
    match room.metrics.text(room.inside.clone()) {
        Ok(text) => HttpResponse::Ok().content_type("text/plain; version=0.0.4; charset=utf-8").body(text),
        Err(_) => HttpResponse::InternalServerError().finish(),
    }
}

/// `/health`: 200 when the database is reached and has the shape that this program expects, else 503.
async fn health(room: Data<Room>) -> HttpResponse {
    let database = &room.inside.database;
    let asked = Instant::now();
    let steps = timeout(REACHED_WITHIN, db::steps(database)).await;
    let (is_fine, state) = match steps {
        Ok(Ok(steps)) => {
            let pending: Vec<_> = steps.iter().filter(|(_, is_applied)| !is_applied).map(|(name, _)| name).collect();
            let applied = steps.len() - pending.len();
            let millis = asked.elapsed().as_secs_f64() * 1000.0;
            let migrations = json!({ "applied": applied, "pending": pending });
            (pending.is_empty(), json!({ "reachable": true, "millis": millis, "migrations": migrations }))
        }
        Ok(Err(error)) => (false, json!({ "reachable": false, "error": error.to_string() })),
        Err(_elapsed) => (false, json!({ "reachable": false, "error": "no answer in time" })),
    };
    let pools: Vec<Value> = pools(database)
        .iter()
        .map(|pool| json!({ "name": pool.name, "open": pool.open, "idle": pool.idle, "most": pool.most }))
        .collect();
    let body = json!({
        "status": if is_fine { "ok" } else { "failing" },
        "isLeaving": *room.leaving.borrow(),
        "version": env!("CARGO_PKG_VERSION"),
        "mode": room.inside.mode,
        "uptimeSeconds": room.began.elapsed().as_secs(),
        "database": state,
        "pools": pools,
    });
    HttpResponse::build(if is_fine { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE }).json(body)
}
