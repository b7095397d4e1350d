//! A server as a process of its own, on a database of its own, and sockets on it.

use std::{
    env, fs,
    io::{BufRead as _, BufReader},
    net::SocketAddr,
    path::PathBuf,
    process::{Child, Command, ExitStatus, Stdio},
    time::Duration,
};

use api::{
    auth::{Person, Signer},
    config::{self, Flags, Mode},
};
use futures_util::{SinkExt as _, StreamExt as _};
use schema::viewer::{Class, Duty, Role};
use sea_orm::{ConnectOptions, Database, DatabaseConnection};
use serde_json::json;
use tokio::{
    net::TcpStream,
    time::{sleep, timeout},
};
use tokio_tungstenite::{
    WebSocketStream, client_async,
    tungstenite::{Message, client::IntoClientRequest as _},
};
use uuid::Uuid;

/// How long a test waits for what has to come; only a broken server lets it.
pub(crate) const PATIENCE: Duration = Duration::from_mins(1);

/// A running program; it is killed with this value.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    child: Child,
    folder: PathBuf,
}

pub(crate) type Socket = WebSocketStream<TcpStream>;

impl Server {
    /// Starts the program with these variables.
    pub(crate) fn start(variables: &[(&str, &str)]) -> Self {
        let folder = env::temp_dir().join(format!("thidua-{}", Uuid::new_v4().simple()));
        fs::create_dir(&folder).unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_thidua"));
        for (name, _) in env::vars().filter(|(name, _)| name.starts_with("THIDUA_")) {
            command.env_remove(name);
        }
        let url = format!("sqlite://{}?mode=rwc", folder.join("thidua.sqlite").display());
        command.args(["serve", "--listen", "127.0.0.1:0", "--database-url", &url]);
        command
            .env("THIDUA_DEMO_DATA", "false")
            .env("THIDUA_PRIVATE_LISTEN", "off")
            .env("THIDUA_FILES_STORE", folder.join("files"))
            // All sockets of a test come from one address.
            .env("THIDUA_RATE_REQUESTS", "1000000")
            .envs(variables.iter().copied());
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().unwrap();
        let mut said = BufReader::new(child.stdout.take().unwrap()).lines();
        let line = said.find_map(|line| line.unwrap().strip_prefix("# API       http://").map(str::to_owned)).unwrap();
        let address = line.strip_suffix("/graphql").unwrap().parse().unwrap();
        // It says more, which has to be read for it to go on.
        std::thread::spawn(move || said.count());
        Self { address, child, folder }
    }

    /// The address of a path.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// A connection to its database, past it.
    pub(crate) async fn database(&self) -> DatabaseConnection {
        let url = format!("sqlite://{}?mode=rw", self.folder.join("thidua.sqlite").display());
        let mut options = ConnectOptions::new(url);
        options.max_connections(1);
        Database::connect(options).await.unwrap()
    }

    /// Asks it something as an administrator of this name.
    pub(crate) async fn ask(&self, subject: &str, query: &str) -> serde_json::Value {
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        let request = http.post(self.url("/graphql")).bearer_auth(token(subject)).json(&json!({ "query": query }));
        let answer: serde_json::Value = request.send().await.unwrap().json().await.unwrap();
        assert!(answer.get("errors").is_none(), "{answer}");
        answer["data"].clone()
    }

    /// Tells it to end, by the name of a signal.
    pub(crate) fn signal(&self, name: &str) {
        let sent = Command::new("kill").args([&format!("-{name}"), &self.child.id().to_string()]).status();
        assert!(sent.unwrap().success());
    }

    /// How it ended.
    pub(crate) async fn ended(&mut self) -> ExitStatus {
        let wait = async {
            loop {
                if let Some(status) = self.child.try_wait().unwrap() {
                    return status;
                }
                sleep(Duration::from_millis(10)).await;
            }
        };
        timeout(PATIENCE, wait).await.unwrap()
    }

    /// KiB of memory that it holds.
    pub(crate) fn memory(&self) -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
        line.trim().trim_end_matches(" kB").parse().unwrap()
    }

    /// A socket of an administrator of this name, introduced.
    pub(crate) async fn socket(&self, subject: &str) -> Socket {
        let mut socket = self.open(TcpStream::connect(self.address).await.unwrap()).await;
        let payload = json!({ "authorization": format!("Bearer {}", token(subject)) });
        say(&mut socket, &json!({ "type": "connection_init", "payload": payload })).await;
        assert_eq!(hear(&mut socket).await.unwrap()["type"], "connection_ack");
        socket
    }

    /// A socket on a connection, on which nothing was said yet.
    pub(crate) async fn open(&self, stream: TcpStream) -> Socket {
        let mut request = format!("ws://{}/graphql/ws", self.address).into_client_request().unwrap();
        request.headers_mut().insert("sec-websocket-protocol", "graphql-transport-ws".parse().unwrap());
        client_async(request, stream).await.unwrap().0
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// A token of an administrator of this name.
pub(crate) fn token(subject: &str) -> String {
    let config = config::load(&Flags::default(), []).unwrap();
    let role = Role::new(Class::Admin, Duty::Admin).unwrap();
    let person = Person { subject: subject.into(), role, unit: "first".into(), client: None };
    let now = api::clock::Clock::system().now();
    Signer::new(&config.auth, Mode::Demo).unwrap().issue(&person, now, chrono::Duration::hours(1)).unwrap()
}

/// Says a message on a socket.
pub(crate) async fn say(socket: &mut Socket, message: &serde_json::Value) {
    socket.send(Message::text(message.to_string())).await.unwrap();
}

/// The next message on a socket, or the code that closes it.
pub(crate) async fn hear(socket: &mut Socket) -> Result<serde_json::Value, u16> {
    loop {
        match timeout(PATIENCE, socket.next()).await.unwrap() {
            Some(Ok(Message::Text(text))) => return Ok(serde_json::from_str(&text).unwrap()),
            Some(Ok(Message::Close(Some(frame)))) => return Err(frame.code.into()),
            Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
            other => panic!("{other:?}"),
        }
    }
}
