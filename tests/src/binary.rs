//! The server as a process of its own, where a test is to meet the very program that is installed.

use std::{
    env,
    io::{BufRead as _, BufReader},
    net::SocketAddr,
    process::{Child, Command, Stdio},
};

/// The variable with the path of the program. With it, tests speak to that program and by this machine's clock.
const GIVEN: &str = "THIDUA_TEST_BINARY";
/// What it says of where it serves, of where it tells of itself, and after both.
const SAYS: (&str, &str, &str) = ("# API ", "# Metrics ", "# Database ");

/// A running program; it ends with this value.
pub(crate) struct Binary {
    /// Where it serves.
    pub(crate) address: SocketAddr,
    /// Where it tells of itself, if the configuration has that.
    pub(crate) private: Option<SocketAddr>,
    child: Child,
}

/// The path of the program, if tests are to meet one.
pub(crate) fn given() -> Option<String> {
    env::var(GIVEN).ok().filter(|path| !path.is_empty())
}

impl Binary {
    /// Starts it with this configuration and no other.
    pub(crate) fn start(path: &str, database: &str, variables: &[(&str, &str)]) -> Self {
        let mut command = Command::new(path);
        for (name, _) in env::vars().filter(|(name, _)| name.starts_with("THIDUA_")) {
            command.env_remove(name);
        }
        command.args(["serve", "--listen", "127.0.0.1:0", "--database-url", database]).envs(variables.iter().copied());
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().expect("the program starts");
        let said = BufReader::new(child.stdout.take().expect("what it says")).lines();
        let mut said = said.map_while(Result::ok);
        let first: Vec<String> = said.by_ref().take_while(|line| !line.starts_with(SAYS.2)).collect();
        let address = told(&first, SAYS.0, "/graphql").expect("the program says where it serves");
        let private = told(&first, SAYS.1, "/metrics");
        // What else it says is read, so that it never waits for a reader.
        std::thread::spawn(move || said.for_each(drop));
        Self { address, private, child }
    }

    /// Its process.
    pub(crate) fn process(&self) -> u32 {
        self.child.id()
    }
}

/// The address on the line that begins so, if there is one.
fn told(lines: &[String], name: &str, path: &str) -> Option<SocketAddr> {
    let url = lines.iter().find_map(|line| line.strip_prefix(name))?;
    url.trim().strip_prefix("http://")?.strip_suffix(path)?.parse().ok()
}

impl Drop for Binary {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
