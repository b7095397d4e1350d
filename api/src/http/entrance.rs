//! From a listener to requests: who may open a connection, and what every request passes.

use std::{
    io,
    net::{SocketAddr, TcpListener},
    sync::Arc,
    thread::available_parallelism,
    time::Duration,
};

use actix_http::{HttpService, KeepAlive, error::DispatchError};
use actix_service::{IntoServiceFactory, ServiceFactoryExt as _, fn_service, map_config};
use actix_web::{
    App,
    dev::{AppConfig, Server},
    middleware::from_fn,
    rt::net::TcpStream,
    web::Data,
};
use ipnet::IpNet;
use rlimit::Resource;
use socket2::SockRef;

use super::{
    Door,
    connection::{Connection, hold},
    cors, log,
    places::{Holder, Places},
    routes,
};
use crate::{config::Config, explorer};

/// How long what is still sent after an answer is read, before the connection is closed.
const LINGER: Duration = Duration::from_secs(1);

/// Who may open a connection.
#[derive(Clone)]
struct Entrance {
    places: Arc<Places>,
    trusted_proxies: Arc<[IpNet]>,
    header_time: Duration,
    unread_time: Duration,
}

/// Serves on a listener.
pub(crate) fn serve(config: &Config, listener: TcpListener, door: Door) -> io::Result<Server> {
    let files = open_files();
    let entrance = Entrance::of(config, &door, files);
    let header_time = entrance.header_time;
    let (door, allowed_origins, has_explorer) = (Data::new(door), config.http.allowed_origins.clone(), config.explorer);
    let server = Server::build().disable_signals().shutdown_timeout(config.http.shutdown_seconds);
    let workers = match config.http.workers {
        0 => available_parallelism().map_or(1, usize::from),
        workers => workers,
    };
    // Beside the connections there are files and the database.
    let server = server.workers(workers).max_concurrent_connections((files / 4 * 3 / workers).max(1));
    let leaving = server.graceful_shutdown_signal();
    let server = server.listen("public", listener, move || {
        let app = App::new().app_data(door.clone());
        let app = app.wrap(from_fn(super::represent)).wrap(from_fn(super::measure));
        let app = app.wrap(cors::cors(&allowed_origins)).wrap(from_fn(cors::tell));
        let app = app.wrap(super::security()).wrap(from_fn(log::line)).wrap(from_fn(hold));
        let app = app.configure(|paths| {
            if has_explorer {
                explorer::routes(paths);
            }
        });
        let app = app.configure(routes).into_factory().map_err(|error| error.error_response());
        let (leaving, entrance) = (leaving.clone(), entrance.clone());
        let http = HttpService::build()
            .graceful_shutdown_signal(move || {
                let leaving = leaving.clone();
                async move { leaving.notified().await }
            })
            .client_request_timeout(header_time)
            // What follows the first answer has its time in the connection.
            .keep_alive(KeepAlive::Os)
            .client_disconnect_timeout(LINGER)
            // A client that has closed its side is gone, and what is done for it ends.
            .h1_allow_half_closed(false)
            .on_connect_ext(|connection: &Connection, facts| {
                facts.insert(connection.work());
            })
            .h1(map_config(app, |()| AppConfig::default()));
        fn_service(move |stream| std::future::ready(entrance.admit(stream))).and_then(http)
    })?;
    Ok(server.run())
}

/// Files that this process may have open at the same time.
fn open_files() -> usize {
    let known = rlimit::getrlimit(Resource::NOFILE).ok().and_then(|(soft, _)| usize::try_from(soft).ok());
    known.unwrap_or(usize::MAX)
}

impl Entrance {
    fn of(config: &Config, door: &Door, files: usize) -> Self {
        let wanted = config.http.connections_of_one.get();
        let most = wanted.min(files / 4).max(1);
        if most < wanted {
            tracing::warn!(files, most, "few files may be open: an address has so many connections");
        }
        Self {
            places: Places::new(most),
            trusted_proxies: Arc::clone(&door.trusted_proxies),
            header_time: Duration::from_secs(config.http.header_seconds.get()),
            unread_time: Duration::from_secs(config.sockets.unread_seconds.get()),
        }
    }

    /// Takes a connection in, or drops it. A proxy speaks for many.
    fn admit(&self, stream: TcpStream) -> Result<(Connection, Option<SocketAddr>), DispatchError> {
        drop_unread(&stream, self.unread_time);
        let peer = stream.peer_addr().map_err(DispatchError::Io)?;
        let address = peer.ip().to_canonical();
        let place = if self.trusted_proxies.iter().any(|net| net.contains(&address)) {
            None
        } else {
            let place = self.places.take(Holder::of(None, address));
            Some(place.ok_or_else(|| DispatchError::Io(io::ErrorKind::ConnectionRefused.into()))?)
        };
        Ok((Connection::new(stream, self.header_time, place), Some(peer)))
    }
}

/// Has a connection dropped whose other side leaves sent bytes unread for so long: nothing of ours is asked while it waits.
fn drop_unread(stream: &TcpStream, after: Duration) {
    if let Err(error) = SockRef::from(stream).set_tcp_user_timeout(Some(after)) {
        tracing::debug!(%error, "no timeout for unread bytes");
    }
}
