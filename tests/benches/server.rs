//! The two servers, each a process of its own.

use std::{
    env,
    net::{SocketAddr, TcpListener},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use tempfile::TempDir;
use tokio::time::sleep;

use crate::{
    Result, cost,
    ground::Ground,
    handwritten,
    http::{Connection, get},
};

/// The variable with the path of the program; without it the one beside this build is taken.
const PROGRAM: &str = "THIDUA_BIN";

/// A running server; it ends with this value.
pub(crate) struct Server {
    /// Where it serves.
    pub(crate) address: SocketAddr,
    /// Its process.
    pub(crate) process: u32,
    /// From the start of the process to its first answer.
    pub(crate) start: Duration,
    /// MiB it held before the first request.
    pub(crate) idle_memory: f64,
    child: Child,
}

/// Both servers over one database.
pub(crate) struct Pair {
    /// `thidua`.
    pub(crate) ours: Server,
    /// The hand-written one.
    pub(crate) theirs: Server,
    /// Where ours keeps files; away with this value.
    _files: TempDir,
}

impl Pair {
    /// Starts both with pools of the same size.
    pub(crate) async fn start(ground: &Ground, pool: u32) -> Result<Self> {
        Self::apart(&ground.url, ground, pool).await
    }

    /// The same with a database of its own for ours.
    pub(crate) async fn apart(url: &str, ground: &Ground, pool: u32) -> Result<Self> {
        let mut command = program("thidua")?;
        command.args(["serve", "--database-url", url]).env("THIDUA_DATABASE_CONNECTIONS", pool.to_string());
        let files = TempDir::new()?;
        command.env("THIDUA_PRIVATE_LISTEN", "off").env("THIDUA_FILES_STORE", files.path());
        let listen = |command: &mut Command, port: u16| {
            command.args(["--listen", &format!("127.0.0.1:{port}")]);
        };
        let ours = Server::start(command, listen).await?;
        let mut command = Command::new(env::current_exe()?);
        command.args([handwritten::ARGUMENT, &ground.url]);
        let listen = |command: &mut Command, port: u16| {
            command.args([port.to_string(), pool.to_string()]);
        };
        let theirs = Server::start(command, listen).await?;
        Ok(Self { ours, theirs, _files: files })
    }
}

impl Server {
    /// Starts a program that is told its port, and waits until it answers.
    pub(crate) async fn start(mut command: Command, listen: impl FnOnce(&mut Command, u16)) -> Result<Self> {
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        listen(&mut command, address.port());
        let began = Instant::now();
        let child = command.stdin(Stdio::null()).stdout(Stdio::null()).spawn()?;
        let mut server = Self { address, process: child.id(), start: Duration::ZERO, idle_memory: 0.0, child };
        while !server.answers().await {
            if began.elapsed() > Duration::from_secs(30) || server.child.try_wait()?.is_some() {
                return Err("a server does not start".into());
            }
            sleep(Duration::from_millis(1)).await;
        }
        server.start = began.elapsed();
        server.idle_memory = cost::memory(server.process)?;
        Ok(server)
    }

    async fn answers(&self) -> bool {
        match Connection::open(self.address).await {
            Ok(mut connection) => connection.exchange(&get("/readyz")).await.is_ok(),
            Err(_) => false,
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A program of this workspace, with the demo keys, without the demo data, and with every other default.
pub(crate) fn program(name: &str) -> Result<Command> {
    let mut command = Command::new(path(name)?);
    for (variable, _) in env::vars().filter(|(variable, _)| variable.starts_with("THIDUA_")) {
        command.env_remove(variable);
    }
    command.env("THIDUA_DEMO_DATA", "false").env("THIDUA_LOG_FILTER", "warn,sqlx=error");
    // One client asks for everybody.
    for variable in ["COST", "COST_PER_SECOND", "REQUESTS", "REQUESTS_PER_SECOND"] {
        command.env(format!("THIDUA_RATE_{variable}"), "1000000000");
    }
    // What the slice before has left running holds its places for a moment.
    command.env("THIDUA_LOAD_OF_ONE", "64");
    Ok(command)
}

fn path(name: &str) -> Result<PathBuf> {
    if let Some(given) = env::var_os(PROGRAM) {
        return Ok(given.into());
    }
    // This program is target/release/deps/speed-….
    let program = env::current_exe()?;
    let built = program.ancestors().nth(2).unwrap_or(Path::new(".")).join(name);
    if !built.exists() {
        return Err(format!("{} is not there: cargo build --release -p api", built.display()).into());
    }
    Ok(built)
}
